"""What pages are made of, without a page."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwc.record import Area, Board, Code, Dataset, Metric, Paper, Result, Task, Value
from website import board_page, citation, facts, feeds, paging, related
from website.change import Change, sides
from website.contents import Contents, Tables, in_order
from website.grouping import regroup
from website.state import State


class _Records:
    """Whole records in memory."""

    def __init__(self, papers: list[Paper], boards: list[Board]) -> None:
        self._papers = {paper.slug: paper for paper in papers}
        self._boards = {board.key: board for board in boards}

    def paper(self, slug: str) -> Paper:
        return self._papers[slug]

    def board(self, key: str) -> Board:
        return self._boards[key]

    def paper_at(self, locator: str) -> str | None:
        return None


def _contents(papers: list[Paper], boards: list[Board]) -> Contents:
    tables = Tables(
        areas={"a": Area(slug="a", name="A")},
        tasks={slug: Task(slug=slug, name=slug.upper(), areas=("a",)) for slug in ("t", "u")},
        datasets={"d": Dataset(slug="d", name="D")},
        methods={},
    )
    state = State()
    state.papers.update((paper.slug, facts.of_paper(paper)) for paper in papers)
    on = in_order(map(facts.of_board, boards), tables)
    new = Change(
        papers=sides({}, state.papers),
        boards=sides({}, {board.key: board for board in on}),
        results=sides({}, {board.key: facts.results_of(board) for board in boards}),
        locator_files=(),
        moved=(),
        named=(),
    )
    regroup(state, new)
    return Contents(tables, state, on, _Records(papers, boards), first_entry=None, last_entry=None)


def _board(values: list[tuple[str, str, str | None]], *, task: str = "t", better: str = "higher") -> Board:
    """A board from triples: the paper, the value, the setting."""
    metric = Metric(name="Score", better=better, scale="none")  # type: ignore[arg-type]
    results = tuple(
        Result(
            id=f"{number:016}",
            model=f"m{number}",
            paper=paper,
            metrics={"Score": Value(value=value)},
            setting=setting,
            added=f"2026-11-{number % 28 + 1:02}",
        )
        for number, (paper, value, setting) in enumerate(values)
    )
    return Board(slug=f"{task}-on-d", task=task, dataset="d", metrics=(metric,), results=results)


def _papers(number: int, **fields: object) -> list[Paper]:
    return [
        Paper(slug=f"p{n}", title=f"P{n}", date=f"{2000 + n}-01-01", **fields)  # type: ignore[arg-type]
        for n in range(number)
    ]


def test_ranks_within_a_setting_count_on_after_a_tie() -> None:
    board = _board(
        [("p0", "9", "a"), ("p0", "8", "b"), ("p0", "8.0", "b"), ("p0", "7", "b"), ("p0", "6", None)]
    )
    view = board_page.view(_contents(_papers(1), [board]), board.key)

    assert [(row.rank, row.place, row.places) for row in view.rows] == [
        (1, 1, 1),
        (2, 1, 3),
        (2, 1, 3),
        (4, 3, 3),
        (5, 1, 1),
    ]
    assert view.settings == ["b", "a"]
    assert view.has_bare_settings


def test_one_setting_needs_no_rank_of_its_own() -> None:
    board = _board([("p0", "9", "a"), ("p0", "8", "a")])
    view = board_page.view(_contents(_papers(1), [board]), board.key)

    assert {row.place for row in view.rows} == {None}


def test_a_board_that_few_share_counts_more_than_a_task_that_many_do() -> None:
    papers = _papers(20, tasks=("t",))
    few = _board([("p0", "1", None), ("p1", "2", None)], task="u")
    found = related.related(_contents(papers, [few]), facts.of_paper(papers[0]))

    assert [paper.slug for paper in found] == ["p1", "p19", "p18", "p17", "p16", "p15"]


@pytest.mark.parametrize(
    ("sharing", "points"), [(1, 0), (2, 6), (3, 6), (4, 5), (7, 5), (64, 1), (127, 1), (128, 0), (9_999, 0)]
)
def test_points_go_down_with_each_doubling(sharing: int, points: int) -> None:
    assert related.weight_of(sharing) == points


def test_what_too_many_share_relates_nobody() -> None:
    papers = _papers(related.COMMON + 1, tasks=("t",))

    assert related.related(_contents(papers, []), facts.of_paper(papers[0])) == []


def test_a_feed_has_the_newest_of_all_boards_and_stops_at_fifty() -> None:
    old = _board([("p0", "1", None)] * 3)
    new = _board([("p0", "1", None)] * 80, task="u")
    view = feeds.main(_contents(_papers(1), [old, new])).make()

    assert isinstance(view, feeds.FeedView)
    days = [entry.updated for entry in view.entries]
    assert len(days) == feeds.ENTRIES
    assert days == sorted(days, reverse=True)
    assert view.updated == days[0] == "2026-11-28T00:00:00Z"


@given(st.integers(1, 60), st.data())
def test_a_pager_leads_to_the_first_the_last_and_the_neighbours(count: int, data: st.DataObject) -> None:
    number = data.draw(st.integers(1, count))
    pager = paging.pager("x/index.html", number, count)
    if pager is None:
        assert count == 1
        return
    shown = [int(link.text) for link in pager.pages if link is not None]
    near = {n for n in (number - 1, number, number + 1) if 1 <= n <= count}
    assert {1, count} | near <= set(shown)
    assert shown == sorted(set(shown))
    assert (pager.previous is None) == (number == 1)
    assert (pager.next is None) == (number == count)
    for link in pager.pages:
        assert link is None or link.path == (
            "x/index.html" if link.text == "1" else f"x/{link.text}/index.html"
        )


@given(st.lists(st.integers()), st.integers(1, 9))
def test_parts_keep_every_item_once(items: list[int], size: int) -> None:
    parts = paging.parts(items, size)

    assert [item for part in parts for item in part] == items
    assert len(parts) >= 1
    assert all(len(part) <= size for part in parts)


@given(st.text(max_size=60), st.lists(st.text(min_size=1, max_size=20), max_size=4))
def test_braces_of_a_citation_are_balanced_whatever_the_catalog_says(title: str, authors: list[str]) -> None:
    text = citation.bibtex(Paper(slug="p", title=title, authors=tuple(authors), doi="10.1/{x"))
    depth = 0
    for index, letter in enumerate(text):
        if letter in "{}" and text[index - 1] != "\\":
            depth += 1 if letter == "{" else -1
            assert depth >= 0
    assert depth == 0
    assert text.startswith("@misc{")


def test_special_characters_of_a_citation_are_escaped() -> None:
    text = citation.bibtex(Paper(slug="p", title="50% of R&D_1 ~ $x^2$ #1", authors=("A and B, Inc.",)))

    assert r"title = {{50\% of R\&D\_1 \textasciitilde{} \$x\textasciicircum{}2\$ \#1}}" in text
    assert "author = {{A and B, Inc.}}" in text


def test_the_facts_of_a_board_name_its_leader_and_count() -> None:
    board = _board([("p0", "1", None), ("p1", "3", None), ("p0", "3.0", None)])
    known = facts.of_board(board)

    assert known.leader == facts.Leader("3", "m1", "p1", 1)
    assert (known.results, known.papers, known.newest) == (3, 2, "2026-11-03")
    assert Decimal(known.leader.value) == 3


def test_the_facts_of_a_paper_have_code_that_may_be_a_link() -> None:
    paper = Paper(slug="p", title="P", code=(Code(url="javascript:x"),), methods=("m", "m"))
    known = facts.of_paper(paper)

    assert (known.code, known.has_code, known.methods) == (None, True, ("m",))
