"""The scratch database of papers: found by every slug, identifier, address and title; what is first stays."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.paper_store import Kept, PaperStore
from pwc import identity
from pwc.record import Code, Paper

PAPER = Paper(slug="a", title="A Title", arxiv="1706.03762", url="http://www.example.org/a/")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[PaperStore]:
    made = PaperStore(tmp_path / "papers.sqlite")
    yield made
    made.close()


def kept(store: PaperStore, slug: str) -> Kept:
    return next(one for one in store.shard(identity.shard(slug)) if one.paper.slug == slug)


def test_a_paper_is_found_by_all_that_it_is_called(store: PaperStore) -> None:
    store.put(PAPER)
    assert "a" in store
    assert "b" not in store
    assert store.get("a") == PAPER
    assert store.at("arxiv:1706.03762") == store.at("url:https://example.org/a") == "a"
    assert store.at("arxiv:1706.03763") is None
    assert store.titled("a title!") == "a"
    assert store.titled("Another") is None


def test_of_several_papers_of_a_title_it_is_always_the_same(store: PaperStore) -> None:
    for slug in ("c", "a", "b"):
        store.put(Paper(slug=slug, title="T"))
    assert store.titled("t") == "a"


def test_a_slug_is_free_if_neither_a_paper_has_it_nor_had_it(store: PaperStore) -> None:
    store.put(PAPER)
    store.lead("paper:a-1", "a")
    assert store.free_slug("a") == "a-2"
    assert store.free_slug("b") == "b"


def test_a_locator_leads_where_it_led_first(store: PaperStore) -> None:
    store.put(PAPER)
    store.put(Paper(slug="b", title="B", arxiv="1706.03762"))
    store.lead("arxiv:1706.03762", "b", kept=True)
    assert store.at("arxiv:1706.03762") == "a"


def test_what_is_filled_in_is_what_was_missing_and_is_no_other_papers(store: PaperStore) -> None:
    store.put(PAPER)
    store.put(Paper(slug="b", title="B", doi="10.1/b"))
    store.fill(
        "a", Paper(slug="x", title="Other", arxiv="1", doi="10.1/b", date="2017-06-12", abstract="Long.")
    )
    assert store.get("a") == Paper(
        slug="a", title="A Title", arxiv="1706.03762", url="http://www.example.org/a/", date="2017-06-12"
    )
    store.fill("b", Paper(slug="x", title="", openreview="abc"))
    assert store.at("openreview:abc") == "b"


def test_an_address_in_place_of_a_title_gives_way_to_a_title(store: PaperStore) -> None:
    store.put(Paper(slug="a", title="https://example.org/a", url="https://example.org/a"))
    store.fill("a", Paper(slug="a", title="A Title"))
    assert (store.get("a").title, store.titled("A Title")) == ("A Title", "a")


def test_code_is_kept_once_for_an_address_in_the_order_of_coming(store: PaperStore) -> None:
    store.put(Paper(slug="a", title="A", code=(Code(url="https://github.com/z"),)))
    store.add_code("a", Code(url="https://github.com/b", official=True))
    store.add_code("a", Code(url="http://www.github.com/z/", framework="tf"))
    assert kept(store, "a").paper.code == (
        Code(url="https://github.com/z"),
        Code(url="https://github.com/b", official=True),
    )


def test_a_paper_belongs_into_the_catalog_once_it_is_used_and_brings_what_leads_to_it(
    store: PaperStore,
) -> None:
    store.put(PAPER)
    store.lead("paper:former", "a", kept=True)
    store.lead("url:https://example.org/other", "a")
    assert not kept(store, "a").in_catalog
    store.use("a")
    assert kept(store, "a").in_catalog
    assert kept(store, "a").locators == ("arxiv:1706.03762", "paper:former", "url:https://example.org/a")


def test_the_first_abstract_stays(store: PaperStore) -> None:
    store.put(PAPER)
    for abstract in ("First.", "Second."):
        store.add_abstract("a", abstract)
    assert kept(store, "a").abstract == "First."
