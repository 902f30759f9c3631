"""The pages of a task, a dataset and a method."""

from __future__ import annotations

from pwc import locator
from pwc.record import Dataset, Method, Task
from website import links
from website.contents import Contents, Standing
from website.links import Link
from website.lists import BoardItem, board_item
from website.paper_page import PaperItem, item
from website.view import View


class TaskView(View, frozen=True, kw_only=True):
    """What a task's page shows. ``areas`` lead to the area's place in the list of tasks."""

    aliases: tuple[str, ...]
    about: str | None
    areas: list[Link]
    parents: list[Link]
    children: list[Link]
    boards: list[BoardItem]
    datasets: list[Link]
    papers: list[PaperItem]


class DatasetView(View, frozen=True, kw_only=True):
    """What a dataset's page shows."""

    full_name: str | None
    aliases: tuple[str, ...]
    about: str | None
    address: str | None
    tasks: list[Link]
    boards: list[BoardItem]
    papers: list[PaperItem]


class MethodView(View, frozen=True, kw_only=True):
    """What a method's page shows. ``introduced_by`` is set if the catalog has the paper."""

    full_name: str | None
    aliases: tuple[str, ...]
    about: str | None
    introduced_by: Link | None
    address: str | None
    papers: list[PaperItem]


def task(contents: Contents, record: Task) -> TaskView:
    """The page of one task."""
    slug = record.slug
    standings = contents.standings_by_task.get(slug, ())
    areas = [area for area, group in contents.tasks_by_area.items() if record in group]
    return TaskView(
        title=record.name,
        description=_first_sentence(record.description, f"Benchmarks and papers for {record.name}."),
        aliases=record.aliases,
        about=record.description,
        areas=[Link(contents.areas[area].name, f"{links.TASKS}#area-{area}") for area in areas],
        parents=[links.task(contents.tasks[parent]) for parent in record.parents],
        children=[links.task(child) for child in contents.children.get(slug, ())],
        boards=[board_item(contents, standing) for standing in standings],
        datasets=_datasets(contents, record, standings),
        papers=[item(contents, paper) for paper in contents.papers_by_task.get(slug, ())],
    )


def dataset(contents: Contents, record: Dataset) -> DatasetView:
    """The page of one dataset."""
    standings = contents.standings_by_dataset.get(record.slug, ())
    tasks = dict.fromkeys((*record.tasks, *(standing.task.slug for standing in standings)))
    papers = contents.papers_by_dataset.get(record.slug, ())
    return DatasetView(
        title=record.name,
        description=_first_sentence(record.description, f"Benchmarks and papers that use {record.name}."),
        full_name=record.full_name,
        aliases=record.aliases,
        about=record.description,
        address=links.web_address(record.url),
        tasks=[links.task(contents.tasks[slug]) for slug in tasks],
        boards=[board_item(contents, standing) for standing in standings],
        papers=[item(contents, paper) for paper in papers],
    )


def method(contents: Contents, record: Method) -> MethodView:
    """The page of one method."""
    known = None if record.paper is None else contents.paper_by_locator.get(locator.url(record.paper))
    papers = contents.papers_by_method.get(record.slug, ())
    return MethodView(
        title=record.name,
        description=_first_sentence(record.description, f"Papers that use {record.name}."),
        full_name=record.full_name,
        aliases=record.aliases,
        about=record.description,
        introduced_by=None if known is None else links.paper(contents.papers[known]),
        address=links.web_address(record.paper),
        papers=[item(contents, paper) for paper in papers],
    )


def _datasets(contents: Contents, record: Task, standings: tuple[Standing, ...]) -> list[Link]:
    """The datasets that a task is measured on, the most used first, then those made for it."""
    by_use = sorted(standings, key=lambda standing: -len(standing.rows))
    made_for_it = (d for d in contents.datasets.values() if record.slug in d.tasks)
    slugs = dict.fromkeys((*(s.dataset.slug for s in by_use), *(d.slug for d in made_for_it)))
    return [links.dataset(contents.datasets[slug]) for slug in slugs]


def _first_sentence(text: str | None, otherwise: str) -> str:
    return text.split(". ")[0].rstrip(".") + "." if text else otherwise
