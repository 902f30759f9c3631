"""Atom feeds of new results: all of them, and those of an area or a task (RFC 4287)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from heapq import nlargest

from msgspec import Struct

from pwc.record import Result
from website import links
from website.contents import Contents, Standing
from website.facts import BoardFacts
from website.items import boards_of
from website.topic_pages import has_news
from website.view import Page, View, metric_title

ENTRIES = 50
BEGINNING = "1970-01-01T00:00:00Z"
"""When a feed changed last to which nothing has happened: Atom wants a time."""


class Entry(Struct, frozen=True, kw_only=True):
    """One new result."""

    id: str
    title: str
    path: str
    updated: str
    summary: str
    authors: tuple[str, ...]


class FeedView(View, frozen=True, kw_only=True):
    """What a feed says. ``page`` is the path of the page that it belongs to."""

    id: str
    page: str
    updated: str
    entries: list[Entry]


def main(contents: Contents) -> Page:
    """The feed of all new results."""
    make = partial(
        _view, contents, "New results", "urn:pwc2:feed", links.HOME, list(contents.boards.values())
    )
    return Page(path=links.feed(links.HOME), template="feed.xml", section=None, about="always", make=make)


def of_tasks(contents: Contents, slugs: Iterable[str]) -> Iterator[Page]:
    """The feeds of some tasks: of those that have anything new."""
    for slug in slugs:
        task, boards = contents.tasks[slug], contents.boards_by_task.get(slug, [])
        if has_news(boards):
            link = links.task(task)
            yield _page(contents, link.text, f"task:{slug}", link.path, boards)


def of_areas(contents: Contents, slugs: Iterable[str]) -> Iterator[Page]:
    """The feeds of some areas: of those that have anything new."""
    for slug in slugs:
        boards = boards_of(contents, contents.tasks_by_area.get(slug, ()))
        if has_news(boards):
            link = links.area(contents.areas.get(slug))
            yield _page(contents, link.text, f"area:{slug}", link.path, boards)


def _page(contents: Contents, name: str, about: str, path: str, boards: Sequence[BoardFacts]) -> Page:
    make = partial(_view, contents, f"New results: {name}", f"urn:pwc2:feed:{about}", path, boards)
    return Page(path=links.feed(path), template="feed.xml", section=None, about=about, make=make)


def _view(contents: Contents, title: str, id_: str, path: str, boards: Sequence[BoardFacts]) -> FeedView:
    entries = [_entry(contents, standing, result) for standing, result in _newest(contents, boards)]
    return FeedView(
        title=title,
        description=f"{title} on the leaderboards.",
        id=id_,
        page=path,
        updated=entries[0].updated if entries else BEGINNING,
        entries=entries,
    )


def _newest(contents: Contents, boards: Sequence[BoardFacts]) -> list[tuple[Standing, Result]]:
    """The results that submissions brought last, those of a day board by board.

    Only as many boards are opened as can have one of them.
    """
    in_order = sorted((b for b in boards if b.newest), key=lambda b: (b.newest or "", b.slug), reverse=True)
    found: list[tuple[Standing, Result]] = []
    for board in in_order:
        if len(found) == ENTRIES and (board.newest or "", board.slug) < _came(found[-1])[:2]:
            break
        standing = contents.standing(board.key)
        brought = [(standing, row.result) for row in standing.rows if row.result.added is not None]
        found = nlargest(ENTRIES, [*found, *brought], key=_came)
    return found


def _came(entry: tuple[Standing, Result]) -> tuple[str, str, str]:
    standing, result = entry
    return (result.added or "", standing.board.slug, result.id)


def _entry(contents: Contents, standing: Standing, result: Result) -> Entry:
    paper = contents.paper_of(result)
    page = links.board(standing.board, standing.name).path
    value = ", ".join(
        f"{result.metrics[metric.name].value} {metric_title(metric)}"
        for metric in standing.board.metrics
        if metric.name in result.metrics
    )
    status = "" if result.status == "active" else f" ({result.status})"
    return Entry(
        id=f"urn:pwc2:result:{result.id}",
        title=f"{result.model}: {value} in {standing.name}{status}",
        path=f"{page}#{links.anchor(result.id)}",
        updated=f"{result.added}T00:00:00Z",
        summary="" if paper is None else paper.title,
        authors=() if paper is None else paper.authors[:20],
    )
