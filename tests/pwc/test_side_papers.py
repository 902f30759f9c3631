"""Papers that are kept beside the catalog, in packed files of one byte form."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwc import side_papers
from pwc.errors import BrokenFileError
from pwc.identity import shard
from pwc.record import Paper
from pwc.tree import EmptyTree, OverlayTree

A, B = Paper(slug="a", title="A", abstract="Long."), Paper(slug="b", title="B")


def holding(data: bytes) -> OverlayTree:
    return OverlayTree(EmptyTree(), {side_papers.path(shard("a")): data})


@given(st.lists(st.text(max_size=20), max_size=5))
def test_what_is_packed_comes_back_and_equal_papers_give_equal_bytes(titles: list[str]) -> None:
    papers = [Paper(slug=f"p{n}", title=title, abstract=title) for n, title in enumerate(titles)]
    packed = side_papers.pack(papers)
    assert side_papers.read(holding(packed), shard("a")) == papers
    assert side_papers.pack(iter(papers)) == packed
    assert packed[4:8] == bytes(4)  # no moment of packing


def test_a_paper_is_found_by_its_slug_in_its_shard() -> None:
    tree = holding(side_papers.pack([A, B]))
    assert side_papers.find(tree, "a") == A
    assert side_papers.find(tree, "b") is None  # another shard's
    assert side_papers.read(tree, "00" if shard("a") != "00" else "01") == []
    assert side_papers.find(EmptyTree(), "a") is None


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no gzip",
        side_papers.pack([A])[:-5],
        side_papers.pack([A])[:-1] + b"x",
        gzip.compress(b'{"slug":"a"}\n', mtime=0),
        gzip.compress(b"{", mtime=0),
        gzip.compress(b"\xff", mtime=0),
    ],
    ids=["empty", "plain", "cut", "checksum", "no title", "no JSON", "no text"],
)
def test_a_damaged_file_is_named(data: bytes) -> None:
    with pytest.raises(BrokenFileError, match=side_papers.path(shard("a"))):
        side_papers.read(holding(data), shard("a"))
