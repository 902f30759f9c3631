"""The ways to point at a paper, each in one normal form."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pwc import locator
from pwc.schemas import schema

SAME = {
    "arxiv:2208.01448": [
        "https://arxiv.org/abs/2208.01448",
        "http://arxiv.org/abs/2208.01448v2",
        "https://arxiv.org/pdf/2208.01448",
        "https://arxiv.org/pdf/2208.01448v3.pdf",
        "https://www.arxiv.org/html/2208.01448v1",
        "https://export.arxiv.org/abs/2208.01448/",
        "HTTPS://ARXIV.ORG/abs/2208.01448?context=cs.CL#here",
        "https://doi.org/10.48550/arXiv.2208.01448",
        "https://www.alphaxiv.org/overview/2208.01448v1",
        "https://ar5iv.labs.arxiv.org/html/2208.01448",
        "https://huggingface.co/papers/2208.01448",
        "https://www.huggingface.co/papers/2208.01448",
        "https://hf.co/papers/2208.01448",
        "https://de.arxiv.org/abs/2208.01448",
        "http://cn.arxiv.org/pdf/2208.01448v1",
        "https://arxiv.org//abs/2208.01448",
        "https://arxiv.org/abs//2208.01448",
        "https://arxiv.org/abs/2208.0144%38",
        "https://arxiv.org/abs/2208.01448%20",
        "https://doi.org/10.48550%2FarXiv.2208.01448",
        "https://doi.org/10.48550/arXiv.2208.01448.",
    ],
    "arxiv:cs/0112017": ["https://arxiv.org/abs/cs/0112017", "http://arxiv.org/pdf/cs/0112017v1.pdf"],
    "doi:10.18653/v1/n19-1423": [
        "https://doi.org/10.18653/v1/N19-1423",
        "http://dx.doi.org/10.18653/V1/n19-1423",
        "https://doi.org/10.18653/v1/N19-1423.",
        "https://doi.org//10.18653%2Fv1%2FN19-1423",
    ],
    "openreview:rJ4km2R5t7": [
        "https://openreview.net/forum?id=rJ4km2R5t7",
        "https://openreview.net/pdf?id=rJ4km2R5t7",
        "https://openreview.net/forum?noteid=x&id=rJ4km2R5t7",
    ],
    "acl:N19-1423": ["https://aclanthology.org/N19-1423/", "https://www.aclanthology.org/N19-1423.pdf"],
    "acl:2020.acl-main.747": [
        "https://aclanthology.org/2020.acl-main.747",
        "https://aclanthology.org/2020.acl-main.747v2.pdf",
        "https://www.aclweb.org/anthology/2020.acl-main.747/",
    ],
    "acl:P18-1073": [
        "http://www.aclweb.org/anthology/P18-1073",
        "https://aclweb.org/anthology/P/P18/P18-1073.pdf",
        "https://www.aclweb.org/anthology/papers/P/P18/P18-1073/",
        "http://anthology.aclweb.org/P18-1073",
    ],
    "url:https://huggingface.co/openai/gpt-2": ["https://huggingface.co/openai/gpt-2/"],
    "url:https://example.org/paper": [
        "https://example.org/paper",
        "http://www.Example.org/paper/",
        "https://example.org/paper#abstract",
    ],
}


@pytest.mark.parametrize(("normal", "address"), [(n, a) for n, addresses in SAME.items() for a in addresses])
def test_addresses_of_one_paper_give_one_locator(normal: str, address: str) -> None:
    assert locator.url(address) == normal


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/a", "https://example.org/b"),
        ("https://example.org/p?id=1", "https://example.org/p?id=2"),
        ("https://example.org/Paper", "https://example.org/paper"),
        ("https://arxiv.org/abs/2208.01448", "https://arxiv.org/abs/2208.01449"),
        ("https://arxiv.org.evil.example/abs/2208.01448", "https://arxiv.org/abs/2208.01448"),
        ("https://arxiv.org@evil.example/abs/2208.01448", "https://arxiv.org/abs/2208.01448"),
        ("https://openreview.net/forum?id=rJ4km2R5t7", "https://openreview.net/forum?id=rj4km2r5t7"),
        ("https://example.org:8443/paper", "https://example.org/paper"),
        ("https://huggingface.co/abs/2208.01448", "https://arxiv.org/abs/2208.01448"),
        ("https://www.arxiv.org.example/abs/2208.01448", "https://arxiv.org/abs/2208.01448"),
        ("https://arxiv.org/list/2208.01448", "https://arxiv.org/abs/2208.01448"),
    ],
)
def test_addresses_of_two_papers_stay_two(one: str, other: str) -> None:
    assert locator.url(one) != locator.url(other)


def test_identifiers_lose_their_version_and_case_but_not_more() -> None:
    assert locator.arxiv("2208.01448v12") == "arxiv:2208.01448"
    assert locator.doi("10.1/ABC") == "doi:10.1/abc"
    assert locator.doi("10.48550/arXiv.2208.01448v2") == "arxiv:2208.01448"


def test_every_field_gives_a_locator_in_a_fixed_order() -> None:
    fields: dict[str, str | None] = {
        "url": "https://example.org/p",
        "acl": "N19-1423",
        "openreview": "rJ4km2R5t7",
        "doi": "10.1/x",
        "arxiv": "2208.01448",
    }
    assert list(locator.locators(fields)) == [
        "arxiv:2208.01448",
        "doi:10.1/x",
        "openreview:rJ4km2R5t7",
        "acl:N19-1423",
        "url:https://example.org/p",
    ]
    assert list(locator.locators({"arxiv": None})) == []


@pytest.mark.parametrize(
    ("identifier", "month"),
    [
        ("2208.01448", (2022, 8)),
        ("0704.0001", (2007, 4)),
        ("2513.00001", (2025, 13)),
        ("cs/0112017", (2001, 12)),
        ("hep-th/9108001", (1991, 8)),
        ("nonsense", None),
        ("", None),
    ],
)
def test_the_month_in_an_arxiv_identifier(identifier: str, month: tuple[int, int] | None) -> None:
    assert locator.arxiv_month(identifier) == month


address = st.one_of(
    st.text(),
    st.text(max_size=20).map("https://".__add__),
    st.from_regex(schema("submission")["$defs"]["link"]["pattern"]),
    st.lists(
        st.sampled_from(
            [
                "https://",
                "http://",
                "www.",
                "arxiv.org",
                "doi.org",
                "example.org",
                "[",
                "]",
                "::1",
                ":",
                "8080",
                "/",
                "abs/",
                "10.",
                "2208.01448",
                "v1",
                "?",
                "id=",
                "#",
                "@",
                "℀",
                "%00",
                ".pdf",
                "&",
                " ",
                ";",
            ]
        ),
        max_size=9,
    ).map("".join),
)


@given(address)
def test_any_text_gives_one_locator(text: str) -> None:
    kind, _, rest = locator.url(text).partition(":")
    assert kind in {"arxiv", "doi", "openreview", "acl", "url"}
    assert rest != "" or text == ""
    assert locator.arxiv_month(text) is None or len(text) >= 4


@given(address.filter(re.compile(schema("submission")["$defs"]["link"]["pattern"]).fullmatch))
@example("https://www.www.example.org/")
@example("https://[::1]/paper")
def test_a_normal_form_is_its_own_normal_form(text: str) -> None:
    once = locator.url(text)
    if once.startswith("url:"):
        assert locator.url(once.removeprefix("url:")) == once


@given(st.from_regex(schema("submission")["$defs"]["arxiv"]["pattern"]).map(str.strip))
def test_an_arxiv_identifier_and_its_address_agree(identifier: str) -> None:
    once = locator.arxiv(identifier)
    assert locator.arxiv(once.removeprefix("arxiv:")) == once
    assert locator.url(f"https://arxiv.org/abs/{identifier}") == once


@given(st.from_regex(schema("submission")["$defs"]["doi"]["pattern"]).map(str.strip))
def test_a_doi_is_its_own_normal_form(identifier: str) -> None:
    once = locator.doi(identifier)
    assert locator.doi(once.removeprefix("doi:")) == once or once.startswith("arxiv:")


@pytest.mark.parametrize(
    ("kind", "text", "plain"),
    [
        ("arxiv", "arXiv:2208.01448", "2208.01448"),
        ("arxiv", "arXiv: 2208.01448v2 [cs.CL]", "2208.01448"),
        ("arxiv", "https://arxiv.org/abs/2208.01448v2", "2208.01448"),
        ("arxiv", "arxiv.org/pdf/2208.01448.pdf", "2208.01448"),
        ("arxiv", "https://www.alphaxiv.org/abs/2208.01448", "2208.01448"),
        ("arxiv", "10.48550/arXiv.2208.01448", "2208.01448"),
        ("arxiv", "https://doi.org/10.48550/arXiv.2208.01448", "2208.01448"),
        ("arxiv", "arXiv:math.GT/0309136v1", "math/0309136"),
        ("arxiv", " 2208.01448 ", "2208.01448"),
        ("arxiv", "2208.01448", None),
        ("arxiv", "2208.1448", None),
        ("arxiv", "10.18653/v1/N19-1423", None),
        ("doi", "https://doi.org/10.18653/v1/N19-1423", "10.18653/v1/N19-1423"),
        ("doi", "dx.doi.org/10.18653/v1/N19-1423", "10.18653/v1/N19-1423"),
        ("doi", "doi:10.18653/v1/N19-1423", "10.18653/v1/N19-1423"),
        ("doi", "DOI 10.18653/v1/N19-1423", "10.18653/v1/N19-1423"),
        ("doi", "10.18653/v1/N19-1423 and more", None),
        ("doi", f"doi:10.18653/{'x' * 300}", None),
        ("doi", "https://arxiv.org/abs/2208.01448", None),
        ("openreview", "https://openreview.net/pdf?id=rJ4km2R5t7", "rJ4km2R5t7"),
        ("openreview", "openreview.net/forum?id=rJ4km2R5t7&noteId=x", "rJ4km2R5t7"),
        ("openreview", "https://openreview.net/forum?id=a", None),
        ("acl", "https://aclanthology.org/2020.acl-main.747/", "2020.acl-main.747"),
        ("acl", "http://aclweb.org/anthology/P/P18/P18-1073.pdf", "P18-1073"),
        ("acl", "N19-1423.pdf", "N19-1423"),
        ("acl", "ACL Anthology: N19-1423", "N19-1423"),
        ("url", "https://arxiv.org/abs/2208.01448", None),
        ("title", "2208.01448", None),
    ],
)
def test_the_identifier_in_what_people_copy(kind: str, text: str, plain: str | None) -> None:
    assert locator.identifier_in(kind, text) == plain


copied = st.one_of(
    address,
    st.sampled_from(["arxiv", "doi", "openreview", "acl"]).flatmap(
        lambda kind: st.from_regex(schema("submission")["$defs"][kind]["pattern"]).map(
            lambda text: f"{kind}:{text.strip()}"
        )
    ),
    st.lists(
        st.sampled_from(["https://", "doi.org/", "arXiv:", "10.1000/", "2208.01448", "v1", " ", "é", "?id="])
    ).map("".join),
)


@given(copied, st.sampled_from(["arxiv", "doi", "openreview", "acl"]))
def test_an_identifier_that_is_found_has_the_schemas_form(text: str, kind: str) -> None:
    plain = locator.identifier_in(kind, text)
    if plain is not None:
        rules = schema("submission")["$defs"][kind]
        assert re.fullmatch(rules["pattern"], plain)
        assert len(plain) <= rules.get("maxLength", 300)
        assert plain != text
        assert locator.identifier_in(kind, plain) is None


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("github.com/openai/gpt-2", "https://github.com/openai/gpt-2"),
        ("www.arxiv.org/abs/2208.01448", "https://www.arxiv.org/abs/2208.01448"),
        ("git@github.com:openai/gpt-2.git", "https://github.com/openai/gpt-2"),
        ("ssh://git@gitlab.com/a/b.git", "https://gitlab.com/a/b"),
        ("git+https://github.com/openai/gpt-2", "https://github.com/openai/gpt-2"),
        ("git://github.com/openai/gpt-2", "https://github.com/openai/gpt-2"),
        ("HTTPS://lab.org/a", "https://lab.org/a"),
        (" <https://lab.org/a> ", "https://lab.org/a"),
        ("[code](https://lab.org/a)", "https://lab.org/a"),
        ("https://lab.org/caf\u00e9", "https://lab.org/caf%C3%A9"),
        ("https://lab.org/a", None),
        ("https://lab.org/a b", None),
        ("lab.org/a", None),
        ("https://caf\u00e9.org/", None),
        ("javascript:alert(1)//github.com/a", None),
        ("data:text/html,https://lab.org/a", None),
        ("file:///etc/passwd", None),
        ("", None),
    ],
)
def test_the_address_in_what_people_copy(text: str, link: str | None) -> None:
    assert locator.address_in(text) == link


@given(st.one_of(copied, copied.map("<{}>".format), copied.map("git@github.com:{}".format)))
def test_an_address_that_is_found_has_the_schemas_form(text: str) -> None:
    found = locator.address_in(text)
    if found is not None:
        assert re.fullmatch(schema("submission")["$defs"]["link"]["pattern"], found)
        assert len(found) <= schema("submission")["$defs"]["link"]["maxLength"]
        assert found != text
