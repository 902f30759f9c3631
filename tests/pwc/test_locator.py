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
    ],
    "arxiv:cs/0112017": ["https://arxiv.org/abs/cs/0112017", "http://arxiv.org/pdf/cs/0112017v1.pdf"],
    "doi:10.18653/v1/n19-1423": [
        "https://doi.org/10.18653/v1/N19-1423",
        "http://dx.doi.org/10.18653/V1/n19-1423",
    ],
    "openreview:rJ4km2R5t7": [
        "https://openreview.net/forum?id=rJ4km2R5t7",
        "https://openreview.net/pdf?id=rJ4km2R5t7",
        "https://openreview.net/forum?noteid=x&id=rJ4km2R5t7",
    ],
    "acl:N19-1423": ["https://aclanthology.org/N19-1423/", "https://www.aclanthology.org/N19-1423.pdf"],
    "acl:2020.acl-main.747": ["https://aclanthology.org/2020.acl-main.747"],
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
