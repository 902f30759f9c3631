"""The pages of an area: its tasks, its notable boards, and all of its boards."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import partial
from itertools import groupby

from msgspec import Struct

from pwc.record import Area
from website import links
from website.contents import Contents
from website.facts import BoardFacts
from website.items import NOTABLE, BoardItem, TaskItem, board_item, boards_of, busiest, notable, task_item
from website.links import Link
from website.paging import Pager, pager, parts
from website.topic_pages import has_news
from website.view import Page, View

NOTABLE_SHOWN = 10
BOARDS_A_PAGE = 100


class AreaView(View, frozen=True, kw_only=True):
    """What an area's page shows."""

    tasks: list[TaskItem]
    boards: list[BoardItem]
    board_count: int
    all_boards: str | None
    measure: str


class TaskBoards(Struct, frozen=True):
    """A task with some of its boards."""

    task: Link
    boards: list[BoardItem]


class BoardsView(View, frozen=True, kw_only=True):
    """What a page of the list of an area's boards shows."""

    area: Link
    groups: list[TaskBoards]
    pager: Pager | None


def pages(contents: Contents, slugs: Sequence[str]) -> Iterator[Page]:
    """The pages of some areas; that of the tasks that belong to none is asked for by nothing."""
    for slug in slugs:
        if slug in contents.areas or slug in contents.tasks_by_area:
            record, about = contents.areas.get(slug), f"area:{slug}"
            make = partial(_area, contents, slug, record)
            path = links.area(record).path
            yield Page(path=path, template="area.html", section=links.TASKS, about=about, make=make)


def list_pages(contents: Contents, wanted: Collection[str] | None = None) -> Iterator[Page]:
    """The lists of the boards of areas: all of them, or those pages that are wanted, as ``AREA:NUMBER``."""
    for slug in (*contents.areas, ""):
        record, boards = contents.areas.get(slug), boards_in(contents, slug)
        for number, group in enumerate(parts(boards, BOARDS_A_PAGE) if boards else [], 1):
            if wanted is None or f"{slug}:{number}" in wanted:
                make = partial(_list, contents, record, group, number, len(boards))
                yield Page(
                    path=links.numbered(links.boards_of(record), number),
                    template="boards.html",
                    section=links.SOTA,
                    about=f"boards:{slug}:{number}",
                    make=make,
                )


def boards_in(contents: Contents, slug: str) -> list[BoardFacts]:
    """The boards of an area in the order of its list, or by nothing those of tasks that belong to none."""
    return boards_of(contents, contents.tasks_by_area.get(slug, ()))


def _area(contents: Contents, slug: str, record: Area | None) -> AreaView:
    link = links.area(record)
    tasks = contents.tasks_by_area.get(slug, [])
    boards = boards_in(contents, slug)
    return AreaView(
        title=link.text,
        description=f"Tasks, benchmarks and papers: {link.text}.",
        feed=links.feed(link.path) if has_news(boards) else None,
        tasks=[task_item(contents, task) for task in busiest(contents, tasks)],
        boards=[board_item(contents, board) for board in notable(boards)[:NOTABLE_SHOWN]],
        board_count=len(boards),
        all_boards=links.boards_of(record) if boards else None,
        measure=NOTABLE,
    )


def _list(
    contents: Contents, record: Area | None, group: Sequence[BoardFacts], number: int, count: int
) -> BoardsView:
    link = links.area(record)
    title = f"{link.text}: all leaderboards"
    return BoardsView(
        title=title if number == 1 else f"{title}, page {number}",
        description=f"Leaderboards by task, with their current best results: {link.text}.",
        area=link,
        groups=[
            TaskBoards(links.task(contents.tasks[task]), [board_item(contents, board) for board in boards])
            for task, boards in groupby(group, key=lambda board: board.task)
        ],
        pager=pager(links.boards_of(record), number, -(-count // BOARDS_A_PAGE)),
    )
