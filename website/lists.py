"""The home page and the lists: all tasks, boards, datasets, papers and methods."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Literal

from msgspec import Struct

from pwc.record import Dataset, Method
from website import links
from website.contents import Contents
from website.items import NOTABLE, AreaItem, BoardItem, area_items, board_item, notable
from website.links import Link
from website.paging import Pager, pager, parts
from website.paper_page import PaperItem, item
from website.view import Page, View

NEWEST = 10
PAPERS_A_PAGE = 100
NAMED_A_PAGE = 200
FIRST_NAMED = 60
"""As many datasets or methods stand on the first page; where there are more, the others stand by letter."""

Kind = Literal["dataset", "method"]


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
    authors: int
    disputed: int
    retracted: int


class HomeView(View, frozen=True, kw_only=True):
    """What the home page shows."""

    counts: Counts
    areas: list[AreaItem]
    notable: list[BoardItem]
    measure: str
    newest: list[PaperItem]


class AreasView(View, frozen=True, kw_only=True):
    """What the lists of tasks and of boards show: the first of each area."""

    areas: list[AreaItem]
    measure: str


class PapersView(View, frozen=True, kw_only=True):
    """What a page of a list of papers shows."""

    items: list[PaperItem]
    sections: list[Link]
    """The years, if there are more papers than stand here."""
    back: Link | None
    pager: Pager | None


class NamedView(View, frozen=True, kw_only=True):
    """What a page of the list of datasets or methods shows. ``kind`` is what they are."""

    kind: Kind
    items: list[NamedItem]
    sections: list[Link]
    """The letters, if there are more than stand here."""
    back: Link | None
    pager: Pager | None


def home(contents: Contents) -> HomeView:
    """The front page."""
    newest = [contents.papers[slug] for slug in contents.newest[:NEWEST]]
    return HomeView(
        title="The state of the art in machine learning",
        description="Machine-learning papers with their code and results, kept in git by the community.",
        feed=links.feed(links.HOME),
        counts=counts(contents),
        areas=area_items(contents, tasks=6),
        notable=[board_item(contents, board) for board in notable(contents.boards.values())[:8]],
        measure=NOTABLE,
        newest=[item(contents, paper) for paper in newest],
    )


def sota(contents: Contents) -> AreasView:
    """The notable boards by area."""
    areas = [area for area in area_items(contents, boards=8) if area.boards]
    return AreasView(
        title="State of the art",
        description="Notable benchmarks by area, with their current best results.",
        feed=links.feed(links.HOME),
        areas=areas,
        measure=NOTABLE,
    )


def tasks(contents: Contents) -> AreasView:
    """The tasks by area."""
    return AreasView(
        title="Tasks",
        description="The tasks in the catalog, by area: those with most papers come first.",
        areas=area_items(contents, tasks=12),
        measure=NOTABLE,
    )


def papers(contents: Contents) -> PapersView:
    """The newest papers, and the years."""
    first = contents.newest[:PAPERS_A_PAGE]
    years = _years(contents) if len(contents.newest) > PAPERS_A_PAGE else []
    return PapersView(
        title="Papers",
        description="Every paper in the catalog, the newest first.",
        items=[item(contents, contents.papers[slug]) for slug in first],
        sections=[Link(year or "No date", path) for year, path in years],
        back=None,
        pager=None,
    )


def year_pages(contents: Contents, years: Iterable[str] | None = None) -> Iterator[Page]:
    """The papers of each year, or of some, if they do not all stand on the first page."""
    if len(contents.newest) <= PAPERS_A_PAGE:
        return
    for year, path in _years(contents):
        if years is None or year in years:
            groups = parts(contents.by_year.slugs(year), PAPERS_A_PAGE)
            for number in range(1, len(groups) + 1):
                make = partial(_year, contents, year, path, number)
                where = links.numbered(path, number)
                yield Page(
                    path=where, template="papers.html", section=links.PAPERS, about=f"year:{year}", make=make
                )


def named(contents: Contents, kind: Kind) -> NamedView:
    """The most used datasets or methods, and the letters."""
    records = list(_table(contents, kind).values())
    is_all = len(records) <= FIRST_NAMED
    shown = records if is_all else _most_used(contents, kind, records)[:FIRST_NAMED]
    title = f"{kind.capitalize()}s"
    return NamedView(
        title=title,
        description=f"Every {kind} in the catalog." if is_all else f"The {kind}s that are used most.",
        kind=kind,
        items=_named_items(contents, kind, shown),
        sections=[] if is_all else [Link(letter, path) for letter, path in _letters(contents, kind)],
        back=None,
        pager=None,
    )


def letter_pages(contents: Contents, kind: Kind, wanted: Collection[str] | None = None) -> Iterator[Page]:
    """The datasets or methods of each letter, if they do not all stand on the first page: all of these
    pages, or those that are wanted, as ``LETTER:NUMBER``.
    """
    if len(_table(contents, kind)) <= FIRST_NAMED:
        return
    for letter, path in _letters(contents, kind):
        groups = parts(_by_letter(contents, kind)[letter], NAMED_A_PAGE)
        for number, group in enumerate(groups, 1):
            if wanted is None or f"{letter}:{number}" in wanted:
                make = partial(_letter, contents, kind, letter, path, group, number, len(groups))
                yield Page(
                    path=links.numbered(path, number),
                    template="named.html",
                    section=_first_page(kind),
                    about=f"{kind}s:{letter}:{number}",
                    make=make,
                )


def counts(contents: Contents) -> Counts:
    """The catalog's statistics."""
    boards = contents.boards.values()
    return Counts(
        papers=len(contents.newest),
        with_code=contents.with_code,
        results=sum(board.results for board in boards),
        boards=len(boards),
        tasks=len(contents.tasks),
        datasets=len(contents.datasets),
        methods=len(contents.methods),
        authors=len(contents.by_author.keys()),
        disputed=sum(board.disputed for board in boards),
        retracted=sum(board.retracted for board in boards),
    )


def _years(contents: Contents) -> list[tuple[str, str]]:
    """The years that have papers, the newest first and those without a date last, each with its path."""
    years = sorted(contents.by_year.keys(), reverse=True)
    return [(year, f"papers/{year or 'undated'}/index.html") for year in years]


def _year(contents: Contents, year: str, path: str, number: int) -> PapersView:
    groups = parts(contents.by_year.slugs(year), PAPERS_A_PAGE)
    title = f"Papers of {year}" if year else "Papers without a date"
    return PapersView(
        title=title if number == 1 else f"{title}, page {number}",
        description=f"{title}, the newest first.",
        items=[item(contents, contents.papers[slug]) for slug in groups[number - 1]],
        sections=[],
        back=Link("All papers", links.PAPERS),
        pager=pager(path, number, len(groups)),
    )


def _letters(contents: Contents, kind: Kind) -> list[tuple[str, str]]:
    return [(letter, f"{kind}s/{letter.lower()}/index.html") for letter in sorted(_by_letter(contents, kind))]


def _by_letter(contents: Contents, kind: Kind) -> Mapping[str, Sequence[Dataset | Method]]:
    return contents.datasets_by_letter if kind == "dataset" else contents.methods_by_letter


def _letter(  # noqa: PLR0913, PLR0917 (a page of a list, and where it stands)
    contents: Contents,
    kind: Kind,
    letter: str,
    path: str,
    group: Sequence[Dataset | Method],
    number: int,
    count: int,
) -> NamedView:
    title = f"{kind.capitalize()}s: {letter}"
    return NamedView(
        title=title if number == 1 else f"{title}, page {number}",
        description=f"The {kind}s under {letter}, by name.",
        kind=kind,
        items=_named_items(contents, kind, group),
        sections=[],
        back=Link(f"All {kind}s", _first_page(kind)),
        pager=pager(path, number, count),
    )


def _table(contents: Contents, kind: Kind) -> Mapping[str, Dataset | Method]:
    return contents.datasets if kind == "dataset" else contents.methods


def _first_page(kind: Kind) -> str:
    return links.DATASETS if kind == "dataset" else links.METHODS


def _most_used(contents: Contents, kind: Kind, records: Iterable[Dataset | Method]) -> list[Dataset | Method]:
    boards = contents.boards_by_dataset if kind == "dataset" else {}
    papers = contents.by_dataset if kind == "dataset" else contents.by_method
    return sorted(records, key=lambda r: (-len(boards.get(r.slug, ())), -papers.count(r.slug)))


def _named_items(contents: Contents, kind: Kind, records: Iterable[Dataset | Method]) -> list[NamedItem]:
    is_dataset = kind == "dataset"
    papers = contents.by_dataset if is_dataset else contents.by_method
    boards = contents.boards_by_dataset if is_dataset else {}
    return [
        NamedItem(
            link=links.dataset(record) if is_dataset else links.method(record),
            full_name=record.full_name,
            description=record.description,
            boards=len(boards.get(record.slug, ())),
            papers=papers.count(record.slug),
        )
        for record in records
    ]
