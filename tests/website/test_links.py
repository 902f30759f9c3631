"""Which addresses become links, and where papers lead."""

from __future__ import annotations

import pytest

from pwc.record import Code, Paper
from website import links


@pytest.mark.parametrize(
    "address",
    ["https://github.com/a/b", "http://example.org", "https://example.org/ä?q=1#x", "HTTPS://e.org"],
)
def test_web_addresses_become_links(address: str) -> None:
    assert links.web_address(address) == address


@pytest.mark.parametrize(
    "address",
    [
        None,
        "",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "//evil.example/",
        "/relative",
        "https:",
        "https:///path",
        "http://[",
        'https://example.org/"onclick="x',
        "https://example.org/\u202egpj",
        "https://exa mple.org",
    ],
)
def test_everything_else_stays_text(address: str | None) -> None:
    assert links.web_address(address) is None


@pytest.mark.parametrize(
    ("fields", "address", "pdf"),
    [
        ({"arxiv": "cs/0112017"}, "https://arxiv.org/abs/cs/0112017", "https://arxiv.org/pdf/cs/0112017"),
        ({"doi": "10.1/a<b"}, "https://doi.org/10.1/a%3Cb", None),
        ({"acl": "N19-1423"}, "https://aclanthology.org/N19-1423/", "https://aclanthology.org/N19-1423.pdf"),
        (
            {"openreview": "rJ4km2R5t7"},
            "https://openreview.net/forum?id=rJ4km2R5t7",
            "https://openreview.net/pdf?id=rJ4km2R5t7",
        ),
        ({"url": "https://a.org", "pdf": "https://a.org/p"}, "https://a.org", "https://a.org/p"),
        ({"url": "javascript:x", "pdf": "javascript:x"}, None, None),
        ({}, None, None),
    ],
)
def test_a_paper_leads_to_its_archive(fields: dict[str, str], address: str | None, pdf: str | None) -> None:
    paper = Paper(slug="p", title="P", **fields)  # type: ignore[arg-type]
    assert links.paper_address(paper) == address
    assert links.pdf_address(paper) == pdf


def test_official_code_comes_first_if_it_can_be_a_link() -> None:
    other, official = Code(url="https://a.org/x"), Code(url="https://a.org/y", official=True)
    evil = Code(url="javascript:x", official=True)
    assert links.code_address(Paper(slug="p", title="P", code=(other, official))) == "https://a.org/y"
    assert links.code_address(Paper(slug="p", title="P", code=(evil, other))) == "https://a.org/x"
    assert links.code_address(Paper(slug="p", title="P")) is None
