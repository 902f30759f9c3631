"""Addresses of the old site: what each was about, and what leads nowhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwc.catalog import Catalog
from pwc.old_address import OldAddress, page_at, parse


@pytest.mark.parametrize(
    ("address", "kind", "slug"),
    [
        ("https://paperswithcode.com/sota/question-answering-on-copa", "sota", "question-answering-on-copa"),
        (
            "http://www.paperswithcode.com/paper/attention-is-all-you-need/",
            "paper",
            "attention-is-all-you-need",
        ),
        ("https://portal.paperswithcode.com/task/question-answering/latest", "task", "question-answering"),
        ("paperswithcode.com/dataset/copa#usage", "dataset", "copa"),
        ("https://paperswithcode.com/method/adam?page=2", "method", "adam"),
        ("/area/computer-vision", "area", "computer-vision"),
        ("https://PapersWithCode.com/Task/Question-Answering", "task", "question-answering"),
        (" /sota/x ", "sota", "x"),
    ],
)
def test_an_old_address_is_read_in_all_its_forms(address: str, kind: str, slug: str) -> None:
    assert parse(address) == OldAddress(kind, slug)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "address",
    [
        "",
        "https://paperswithcode.com/",
        "https://paperswithcode.com/about",
        "https://paperswithcode.com/paper/",
        "https://paperswithcode.com.example.org/task/x",
        "https://example.org/task/x",
        "https://user@example.org\\@paperswithcode.com/task/x",
        "javascript:/task/x",
        "ftp://paperswithcode.com/task/x",
        "/task/../../etc/passwd",
        "/task/a%2f..%2fb",
        "//example.org/task/x",
        "https://[paperswithcode.com/task/x",
        "/task/\u202ex",
    ],
)
def test_any_other_address_is_none(address: str) -> None:
    assert parse(address) is None


@given(st.text())
def test_reading_an_address_never_raises_and_a_slug_stays_one_step(text: str) -> None:
    for address in (text, f"/task/{text}", f"https://paperswithcode.com/paper/{text}"):
        found = parse(address)
        assert found is None or "/" not in found.slug


def test_pages_are_found_by_kind(catalog: Catalog) -> None:
    def page(kind: str, slug: str) -> object:
        found = page_at(catalog, OldAddress(kind, slug))  # type: ignore[arg-type]
        return None if found is None else (type(found).__name__, found.slug)

    assert page("task", "question-answering") == ("Task", "question-answering")
    assert page("dataset", "copa") == ("Dataset", "copa")
    assert page("area", "computer-vision") == ("Area", "computer-vision")
    assert page("sota", "question-answering-on-copa") == ("Board", "question-answering-on-copa")
    assert page("task", "copa") is None
    assert page("paper", "..") is None
