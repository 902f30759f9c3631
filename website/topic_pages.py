"""The pages of a task, a dataset, a method and an author, and those on which their papers go on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from msgspec import Struct

from pwc import locator
from pwc.record import Dataset, Method, Task
from website import links
from website.contents import Contents
from website.facts import BoardFacts
from website.grouping import author_slug
from website.items import BoardItem, board_item, notable
from website.links import Link
from website.lists import PapersView
from website.paging import Pager, pager, parts
from website.paper_page import PaperItem, item
from website.view import Page, View

PAPERS_A_PAGE = 50
BOARDS_SHOWN = 200


class PapersShown(Struct, frozen=True, kw_only=True):
    """The first of a topic's papers, how many there are, and the way to the others."""

    entries: list[PaperItem]
    count: int
    pager: Pager | None


class TaskView(View, frozen=True, kw_only=True):
    """What a task's page shows."""

    aliases: tuple[str, ...]
    about: str | None
    areas: list[Link]
    parents: list[Link]
    children: list[Link]
    boards: list[BoardItem]
    datasets: list[Link]
    papers: PapersShown


class DatasetView(View, frozen=True, kw_only=True):
    """What a dataset's page shows. ``introduced_by`` is set if the catalog has the paper."""

    full_name: str | None
    aliases: tuple[str, ...]
    about: str | None
    address: str | None
    introduced_by: Link | None
    license: str | None
    license_address: str | None
    facts: list[tuple[str, str]]
    """What else is known of it: a name and a text."""
    parent: Link | None
    loaders: list[str]
    tasks: list[Link]
    boards: list[BoardItem]
    papers: PapersShown


class MethodView(View, frozen=True, kw_only=True):
    """What a method's page shows. ``introduced_by`` is set if the catalog has the paper."""

    full_name: str | None
    aliases: tuple[str, ...]
    about: str | None
    introduced_by: Link | None
    introduced: int | None
    address: str | None
    code: str | None
    areas: list[Link]
    collections: tuple[str, ...]
    papers: PapersShown


class AuthorView(View, frozen=True, kw_only=True):
    """What an author's page shows."""

    spellings: list[str]
    """Other ways in which the name stands in papers."""
    papers: PapersShown


def task(contents: Contents, record: Task) -> TaskView:
    """The page of one task."""
    slug = record.slug
    boards = contents.boards_by_task.get(slug, ())
    path = links.task(record).path
    return TaskView(
        title=record.name,
        description=_first_sentence(record.description, f"Benchmarks and papers for {record.name}."),
        feed=links.feed(path) if has_news(boards) else None,
        aliases=record.aliases,
        about=record.description,
        areas=[links.area(contents.areas[area]) for area in contents.areas_by_task[slug]],
        parents=[links.task(contents.tasks[parent]) for parent in record.parents],
        children=[links.task(child) for child in contents.children.get(slug, ())],
        boards=[board_item(contents, board) for board in notable(boards)],
        datasets=_datasets(contents, record, boards),
        papers=_shown(contents, path, contents.by_task.slugs(slug)),
    )


def dataset(contents: Contents, record: Dataset) -> DatasetView:
    """The page of one dataset."""
    boards = contents.boards_by_dataset.get(record.slug, ())
    tasks = dict.fromkeys((*(board.task for board in notable(boards)), *record.tasks))
    path = links.dataset(record).path
    parent = None if record.parent is None else contents.datasets.get(record.parent)
    facts = {
        "Introduced": record.introduced,
        "Modalities": ", ".join(record.modalities),
        "Languages": ", ".join(record.languages),
        "Variants": ", ".join(record.variants),
    }
    return DatasetView(
        title=record.name,
        description=_first_sentence(record.description, f"Benchmarks and papers that use {record.name}."),
        linked=_linked(record),
        full_name=record.full_name,
        aliases=record.aliases,
        about=record.description,
        address=links.web_address(record.url),
        introduced_by=_introduced_by(contents, record.paper),
        license=record.license,
        license_address=links.web_address(record.license_url),
        facts=[(name, text) for name, text in facts.items() if text],
        parent=None if parent is None else links.dataset(parent),
        loaders=[address for address in record.loaders if links.web_address(address)],
        tasks=[links.task(contents.tasks[slug]) for slug in tasks],
        boards=[board_item(contents, board) for board in notable(boards)],
        papers=_shown(contents, path, contents.by_dataset.slugs(record.slug)),
    )


def method(contents: Contents, record: Method) -> MethodView:
    """The page of one method."""
    path = links.method(record).path
    return MethodView(
        title=record.name,
        description=_first_sentence(record.description, f"Papers that use {record.name}."),
        full_name=record.full_name,
        aliases=record.aliases,
        about=record.description,
        introduced_by=_introduced_by(contents, record.paper),
        introduced=record.introduced,
        address=links.web_address(record.paper) or links.web_address(record.source),
        code=links.web_address(record.code),
        areas=[links.area(contents.areas[slug]) for slug in record.areas if slug in contents.areas],
        collections=record.collections,
        papers=_shown(contents, path, contents.by_method.slugs(record.slug)),
    )


def author(contents: Contents, slug: str) -> AuthorView:
    """The page of one author, under the spelling that the newest paper has."""
    spellings = list(dict.fromkeys(spelt(contents, slug)))
    path = links.author(spellings[0], slug).path
    return AuthorView(
        title=spellings[0],
        description=f"Papers by {spellings[0]}, with code and results.",
        spellings=spellings[1:],
        papers=_shown(contents, path, contents.by_author.slugs(slug)),
    )


def more_papers(
    contents: Contents, link: Link, papers: Sequence[str], section: str | None, about: str
) -> Iterator[Page]:
    """The pages on which the papers of a topic go on, from the second; ``papers`` has their slugs."""
    count = len(parts(papers, PAPERS_A_PAGE))
    for number in range(2, count + 1):
        make = partial(_more, contents, link, papers, number)
        path = links.numbered(_rest(link.path), number)
        yield Page(path=path, template="papers.html", section=section, about=about, make=make)


def has_news(boards: Sequence[BoardFacts]) -> bool:
    """Whether a submission brought any result of these boards: then there is a feed."""
    return any(board.newest is not None for board in boards)


def spelt(contents: Contents, slug: str) -> Iterator[str]:
    """How the author with this slug is called in one paper after the other."""
    for paper in contents.by_author.slugs(slug):
        yield from (name for name in contents.papers[paper].authors if author_slug(name) == slug)


def _shown(contents: Contents, path: str, papers: Sequence[str]) -> PapersShown:
    groups = parts(papers, PAPERS_A_PAGE)
    return PapersShown(
        entries=[item(contents, contents.papers[slug]) for slug in groups[0]],
        count=len(papers),
        pager=pager(path, 1, len(groups), rest=_rest(path)),
    )


def _more(contents: Contents, link: Link, papers: Sequence[str], number: int) -> PapersView:
    groups = parts(papers, PAPERS_A_PAGE)
    return PapersView(
        title=f"{link.text}: papers, page {number}",
        description=f"Papers of {link.text}, the newest first.",
        items=[item(contents, contents.papers[slug]) for slug in groups[number - 1]],
        sections=[],
        back=link,
        pager=pager(link.path, number, len(groups), rest=_rest(link.path)),
    )


def _rest(path: str) -> str:
    """Below which the further pages of a topic's papers stand."""
    return f"{path.removesuffix('index.html')}papers/index.html"


def _introduced_by(contents: Contents, address: str | None) -> Link | None:
    slug = None if address is None else contents.records.paper_at(locator.url(address))
    return None if slug is None or slug not in contents.papers else links.paper(contents.papers[slug])


def _datasets(contents: Contents, record: Task, boards: Sequence[BoardFacts]) -> list[Link]:
    """The datasets that a task is measured on, the most used first, then those made for it."""
    by_use = sorted(boards, key=lambda board: -board.results)
    made_for_it = contents.datasets_by_task.get(record.slug, ())
    slugs = dict.fromkeys((*(board.dataset for board in by_use), *(d.slug for d in made_for_it)))
    return [links.dataset(contents.datasets[slug]) for slug in slugs]


def _linked(record: Dataset) -> dict[str, Any]:
    """The dataset as https://schema.org/Dataset."""
    optional = {
        "alternateName": [name for name in (record.full_name, *record.aliases) if name],
        "description": record.description or f"The dataset {record.name}, and the papers that use it.",
        "license": links.web_address(record.license_url) or record.license,
        "sameAs": links.web_address(record.url),
    }
    return {"@type": "Dataset", "name": record.name} | {
        name: value for name, value in optional.items() if value
    }


def _first_sentence(text: str | None, otherwise: str) -> str:
    """For search engines and link previews: what a text begins with."""
    if not text:
        return otherwise
    first = text.split(". ")[0].rstrip(".")
    return f"{first[:299]}…" if len(first) > 300 else f"{first}."
