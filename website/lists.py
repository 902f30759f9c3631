"""The home page and the lists: all tasks, boards, datasets, papers and methods."""

from __future__ import annotations

from itertools import groupby

from msgspec import Struct

from pwc.record import Result, Task
from website import links
from website.contents import Contents, Standing
from website.links import Link
from website.paper_page import PaperItem, item
from website.view import View, metric_title

NEWEST = 10
OTHER = "Other tasks"
"""The heading for tasks that belong to no area."""


class Leader(Struct, frozen=True, kw_only=True):
    """A result that leads its board, with the value that it is ranked by."""

    value: str
    model: str
    paper: Link | None
    code: str | None


class BoardItem(Struct, frozen=True, kw_only=True):
    """A board in a list. Nothing ranked gives no ``leader``; ``tied`` counts those who share its rank."""

    link: Link
    metric: str
    results: int
    leader: Leader | None
    tied: int


class TaskItem(Struct, frozen=True, kw_only=True):
    """A task in a list."""

    link: Link
    description: str | None
    boards: list[BoardItem]
    papers: int


class AreaItem(Struct, frozen=True):
    """An area in a list, with the id of its heading."""

    name: str
    anchor: str
    tasks: list[TaskItem]


class NamedItem(Struct, frozen=True, kw_only=True):
    """A dataset or method in a list."""

    link: Link
    full_name: str | None
    description: str | None
    boards: int
    papers: int


class Counts(Struct, frozen=True, kw_only=True):
    """How much the catalog holds."""

    papers: int
    with_code: int
    results: int
    boards: int
    tasks: int
    datasets: int
    methods: int
    disputed: int
    retracted: int


class HomeView(View, frozen=True, kw_only=True):
    """What the home page shows."""

    counts: Counts
    areas: list[AreaItem]
    newest: list[PaperItem]


class AreasView(View, frozen=True, kw_only=True):
    """What the lists of tasks and of boards show."""

    areas: list[AreaItem]


class PapersView(View, frozen=True, kw_only=True):
    """What the list of papers shows: a year and its papers, the newest first."""

    years: list[tuple[str, list[PaperItem]]]


class NamedView(View, frozen=True, kw_only=True):
    """What the lists of datasets and methods show."""

    items: list[NamedItem]


def home(contents: Contents) -> HomeView:
    """The front page."""
    newest = list(contents.papers.values())[:NEWEST]
    return HomeView(
        title="The state of the art in machine learning",
        description="Machine-learning papers with their code and results, kept in git by the community.",
        counts=counts(contents),
        areas=area_items(contents),
        newest=[item(contents, paper) for paper in newest],
    )


def sota(contents: Contents) -> AreasView:
    """All boards by area and task."""
    return AreasView(
        title="State of the art",
        description="Every leaderboard by area and task, with its current best result.",
        areas=area_items(contents, with_boards_only=True),
    )


def tasks(contents: Contents) -> AreasView:
    """All tasks by area."""
    return AreasView(
        title="Tasks", description="Every task in the catalog, by area.", areas=area_items(contents)
    )


def papers(contents: Contents) -> PapersView:
    """All papers by year."""
    by_year = groupby(contents.papers.values(), key=lambda paper: paper.date[:4] if paper.date else "No date")
    return PapersView(
        title="Papers",
        description="Every paper in the catalog, the newest first.",
        years=[(year, [item(contents, paper) for paper in group]) for year, group in by_year],
    )


def datasets(contents: Contents) -> NamedView:
    """All datasets."""
    return NamedView(
        title="Datasets",
        description="Every dataset in the catalog.",
        items=[
            NamedItem(
                link=links.dataset(dataset),
                full_name=dataset.full_name,
                description=dataset.description,
                boards=len(contents.standings_by_dataset.get(slug, ())),
                papers=len(contents.papers_by_dataset.get(slug, ())),
            )
            for slug, dataset in contents.datasets.items()
        ],
    )


def methods(contents: Contents) -> NamedView:
    """All methods."""
    return NamedView(
        title="Methods",
        description="Every method in the catalog.",
        items=[
            NamedItem(
                link=links.method(method),
                full_name=method.full_name,
                description=method.description,
                boards=0,
                papers=len(contents.papers_by_method.get(slug, ())),
            )
            for slug, method in contents.methods.items()
        ],
    )


def counts(contents: Contents) -> Counts:
    """The catalog's statistics."""
    results = [row.result for standing in contents.standings for row in standing.rows]
    return Counts(
        papers=len(contents.papers),
        with_code=sum(1 for paper in contents.papers.values() if paper.code),
        results=len(results),
        boards=len(contents.standings),
        tasks=len(contents.tasks),
        datasets=len(contents.datasets),
        methods=len(contents.methods),
        disputed=sum(1 for result in results if result.status == "disputed"),
        retracted=sum(1 for result in results if result.status == "retracted"),
    )


def board_item(contents: Contents, standing: Standing) -> BoardItem:
    """A board as an entry in a list."""
    best = standing.best
    metric = standing.board.metrics[0]
    return BoardItem(
        link=links.board(standing.board, standing.name),
        metric=metric_title(metric),
        results=len(standing.rows),
        leader=_leader(contents, best[0], metric.name) if best else None,
        tied=max(len(best) - 1, 0),
    )


def area_items(contents: Contents, *, with_boards_only: bool = False) -> list[AreaItem]:
    """The areas with their tasks, and last the tasks that belong to none; empty areas are left out."""
    in_an_area = {task.slug for group in contents.tasks_by_area.values() for task in group}
    groups = [
        (area.name, f"area-{slug}", contents.tasks_by_area.get(slug, ()))
        for slug, area in contents.areas.items()
    ]
    others = tuple(task for slug, task in contents.tasks.items() if slug not in in_an_area)
    found = []
    for name, anchor, group in (*groups, (OTHER, "other-tasks", others)):
        shown = [t for t in group if not with_boards_only or t.slug in contents.standings_by_task]
        if shown:
            found.append(AreaItem(name, anchor, [_task_item(contents, task) for task in shown]))
    return found


def _task_item(contents: Contents, task: Task) -> TaskItem:
    standings = contents.standings_by_task.get(task.slug, ())
    return TaskItem(
        link=links.task(task),
        description=task.description,
        boards=[board_item(contents, standing) for standing in standings],
        papers=len(contents.papers_by_task.get(task.slug, ())),
    )


def _leader(contents: Contents, result: Result, metric: str) -> Leader:
    paper = contents.paper_of(result)
    return Leader(
        value=result.metrics[metric].value,
        model=result.model,
        paper=None if paper is None else links.paper(paper),
        code=None if paper is None else links.code_address(paper),
    )
