"""Boards and tasks as entries of lists, and which of them come first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from pwc.record import Task
from website import links
from website.contents import Contents
from website.facts import BoardFacts
from website.links import Link

NOTABLE = "those that most papers have results on come first"
"""The measure by which benchmarks are notable."""


class LeaderItem(Struct, frozen=True, kw_only=True):
    """A result that leads its board, with the value that it is ranked by."""

    value: str
    model: str
    paper: Link | None
    code: str | None


class BoardItem(Struct, frozen=True, kw_only=True):
    """A board in a list. Nothing ranked gives no ``leader``; ``tied`` counts those who share its rank."""

    link: Link
    task: Link
    dataset: Link
    metric: str
    results: int
    leader: LeaderItem | None
    tied: int


class TaskItem(Struct, frozen=True, kw_only=True):
    """A task in a list."""

    link: Link
    description: str | None
    boards: int
    papers: int


class AreaItem(Struct, frozen=True, kw_only=True):
    """An area in a list: some of its tasks or boards, and how many it has."""

    link: Link
    anchor: str
    all_boards: str | None
    """The path of the list of its boards, if it has any."""
    tasks: Sequence[TaskItem]
    task_count: int
    boards: Sequence[BoardItem]
    board_count: int


def board_item(contents: Contents, board: BoardFacts) -> BoardItem:
    """A board as an entry in a list."""
    leader = board.leader
    return BoardItem(
        link=links.board(board, contents.name(board)),
        task=links.task(contents.tasks[board.task]),
        dataset=links.dataset(contents.datasets[board.dataset]),
        metric=board.metric,
        results=board.results,
        leader=None if leader is None else _leader(contents, leader.value, leader.model, leader.paper),
        tied=0 if leader is None else leader.tied,
    )


def task_item(contents: Contents, task: Task) -> TaskItem:
    """A task as an entry in a list."""
    return TaskItem(
        link=links.task(task),
        description=task.description,
        boards=len(contents.boards_by_task.get(task.slug, ())),
        papers=contents.by_task.count(task.slug),
    )


def area_items(contents: Contents, *, tasks: int = 0, boards: int = 0) -> list[AreaItem]:
    """The areas, and last the tasks that belong to none, each with so many of its first tasks and boards."""
    found = []
    for slug in (*contents.areas, ""):
        group = contents.tasks_by_area.get(slug, ())
        if not slug and not group:
            continue
        area = contents.areas.get(slug)
        link = links.area(area)
        on = boards_of(contents, group)
        found.append(
            AreaItem(
                link=link,
                anchor=f"area-{slug}" if slug else "other-tasks",
                all_boards=links.boards_of(area) if on else None,
                tasks=[task_item(contents, task) for task in busiest(contents, group)[:tasks]],
                task_count=len(group),
                boards=[board_item(contents, board) for board in notable(on)[:boards]],
                board_count=len(on),
            )
        )
    return found


def boards_of(contents: Contents, tasks: Iterable[Task]) -> list[BoardFacts]:
    """The boards of some tasks, task by task."""
    return [board for task in tasks for board in contents.boards_by_task.get(task.slug, ())]


def notable(boards: Iterable[BoardFacts]) -> list[BoardFacts]:
    """Boards by how many papers have results on them, and otherwise as they are."""
    return sorted(boards, key=lambda board: -board.papers)


def busiest(contents: Contents, tasks: Iterable[Task]) -> list[Task]:
    """Tasks by how many papers they have, and otherwise as they are."""
    return sorted(tasks, key=lambda task: -contents.by_task.count(task.slug))


def _leader(contents: Contents, value: str, model: str, slug: str | None) -> LeaderItem:
    paper = None if slug is None else contents.papers[slug]
    return LeaderItem(
        value=value,
        model=model,
        paper=None if paper is None else links.paper(paper),
        code=None if paper is None else paper.code,
    )
