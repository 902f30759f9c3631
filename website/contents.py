"""The whole catalog, read once, with its references followed in both directions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

from msgspec import Struct

from pwc.catalog import Catalog
from pwc.errors import CouldNotCheckError
from pwc.ranking import Ranked, ranking
from pwc.record import Area, Board, Dataset, LogEntry, Method, Named, Paper, Result, Task

Item = TypeVar("Item")
AnyNamed = TypeVar("AnyNamed", bound=Named)


class Standing(Struct, frozen=True):
    """A leaderboard with its task, its dataset, and its results in order."""

    board: Board
    task: Task
    dataset: Dataset
    rows: tuple[Ranked, ...]

    @property
    def name(self) -> str:
        """What people call it: ``Question Answering on COPA``."""
        return f"{self.task.name} on {self.dataset.name}"

    @property
    def best(self) -> list[Result]:
        """The results that share the first rank; none if nothing is ranked."""
        return [row.result for row in self.rows if row.rank == 1]


class Placing(Struct, frozen=True):
    """One result of a paper, with the board and the rank that it has there."""

    standing: Standing
    row: Ranked


class Contents(Struct, frozen=True, kw_only=True):
    """What the pages are made from. Tables are in reading order: names by alphabet, papers newest first.

    What groups by a slug has an entry only where there is something to group.
    """

    areas: dict[str, Area]
    tasks: dict[str, Task]
    datasets: dict[str, Dataset]
    methods: dict[str, Method]
    papers: dict[str, Paper]
    standings: tuple[Standing, ...]
    placings: dict[str, tuple[Placing, ...]]
    """By the paper's slug."""
    paper_by_locator: dict[str, str]
    last_entry: LogEntry | None
    tasks_by_area: dict[str, tuple[Task, ...]]
    children: dict[str, tuple[Task, ...]]
    standings_by_task: dict[str, tuple[Standing, ...]]
    standings_by_dataset: dict[str, tuple[Standing, ...]]
    papers_by_task: dict[str, tuple[Paper, ...]]
    papers_by_dataset: dict[str, tuple[Paper, ...]]
    papers_by_method: dict[str, tuple[Paper, ...]]

    def paper_of(self, result: Result) -> Paper | None:
        """The paper of a result, if it has one."""
        return None if result.paper is None else self.papers[result.paper]


def read(catalog: Catalog) -> Contents:
    """Read the catalog. Raises CouldNotCheckError if it refers to something that it does not have."""
    tasks = _by_slug(catalog.tasks)
    datasets = _by_slug(catalog.datasets)
    papers = {paper.slug: paper for paper in newest_first(catalog.papers())}
    areas, methods = _by_slug(catalog.areas), _by_slug(catalog.methods)
    _check_references(areas, tasks, datasets, methods, papers.values())
    standings = _standings(catalog.boards(), tasks, datasets, papers)
    placings = _grouped(
        (paper, Placing(s, row))
        for s in standings
        for row in s.rows
        if (paper := row.result.paper) is not None
    )
    return Contents(
        areas=areas,
        tasks=tasks,
        datasets=datasets,
        methods=methods,
        papers=papers,
        standings=standings,
        placings=placings,
        paper_by_locator={e.locator: e.paper for e in catalog.locators() if e.paper in papers},
        last_entry=catalog.last_entry(),
        tasks_by_area=_grouped((area, task) for task in tasks.values() for area in _areas_of(task, tasks)),
        children=_grouped((parent, task) for task in tasks.values() for parent in task.parents),
        standings_by_task=_grouped((s.task.slug, s) for s in standings),
        standings_by_dataset=_grouped((s.dataset.slug, s) for s in standings),
        papers_by_task=_grouped(
            (task, paper) for paper in papers.values() for task in task_slugs(paper, placings)
        ),
        papers_by_dataset=_grouped(
            (dataset, paper)
            for paper in papers.values()
            for dataset in dict.fromkeys(p.standing.dataset.slug for p in placings.get(paper.slug, ()))
        ),
        papers_by_method=_grouped(
            (method, paper) for paper in papers.values() for method in dict.fromkeys(paper.methods)
        ),
    )


def newest_first(papers: Iterable[Paper]) -> list[Paper]:
    """Papers by date, those without one last, and by title within a day."""
    by_title = sorted(papers, key=lambda paper: (paper.title.casefold(), paper.slug))
    return sorted(by_title, key=lambda paper: paper.date or "", reverse=True)


def task_slugs(paper: Paper, placings: Mapping[str, tuple[Placing, ...]]) -> list[str]:
    """The tasks that a paper names, then those that it only has results on."""
    measured = (placing.standing.task.slug for placing in placings.get(paper.slug, ()))
    return list(dict.fromkeys((*paper.tasks, *measured)))


def _by_slug(records: Iterable[AnyNamed]) -> dict[str, AnyNamed]:
    in_order = sorted(records, key=lambda record: (record.name.casefold(), record.slug))
    return {record.slug: record for record in in_order}


def _grouped(pairs: Iterable[tuple[str, Item]]) -> dict[str, tuple[Item, ...]]:
    groups: dict[str, list[Item]] = {}
    for key, item in pairs:
        groups.setdefault(key, []).append(item)
    return {key: tuple(items) for key, items in groups.items()}


def _standings(
    boards: Iterable[Board],
    tasks: Mapping[str, Task],
    datasets: Mapping[str, Dataset],
    papers: Mapping[str, Paper],
) -> tuple[Standing, ...]:
    standings = []
    for board in boards:
        owner = f"the board {board.slug}"
        _require(owner, "task", (board.task,), tasks)
        _require(owner, "dataset", (board.dataset,), datasets)
        _require(owner, "paper", (r.paper for r in board.results if r.paper is not None), papers)
        standings.append(Standing(board, tasks[board.task], datasets[board.dataset], tuple(ranking(board))))
    return tuple(sorted(standings, key=lambda s: (s.name.casefold(), s.board.slug)))


def _areas_of(task: Task, tasks: Mapping[str, Task]) -> Iterator[str]:
    """A task's areas; a task that names none belongs where the broader ones that it is part of do."""
    found: dict[str, None] = {}
    seen: set[str] = set()
    waiting = [task.slug]
    while waiting:
        current = tasks[waiting.pop()]
        if current.slug in seen:
            continue
        seen.add(current.slug)
        found.update(dict.fromkeys(current.areas))
        if not current.areas:
            waiting.extend(current.parents)
    yield from found


def _check_references(
    areas: Mapping[str, Area],
    tasks: Mapping[str, Task],
    datasets: Mapping[str, Dataset],
    methods: Mapping[str, Method],
    papers: Iterable[Paper],
) -> None:
    for task in tasks.values():
        _require(f"the task {task.slug}", "area", task.areas, areas)
        _require(f"the task {task.slug}", "task", task.parents, tasks)
    for dataset in datasets.values():
        _require(f"the dataset {dataset.slug}", "task", dataset.tasks, tasks)
    for paper in papers:
        _require(f"the paper {paper.slug}", "task", paper.tasks, tasks)
        _require(f"the paper {paper.slug}", "method", paper.methods, methods)


def _require(owner: str, kind: str, slugs: Iterable[str], table: Mapping[str, Any]) -> None:
    for slug in slugs:
        if slug not in table:
            raise CouldNotCheckError(
                f"{owner} names the {kind} {slug}, which the catalog does not have; see `pwc catalog check`"
            )
