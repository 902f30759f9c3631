"""All files of the site, in order, each made when it is asked for; or those alone that were touched."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial
from importlib import resources
from typing import get_args

from website import about_pages, area_pages, board_page, feeds, links, lists, paper_page, topic_pages
from website.contents import Contents
from website.links import Link
from website.touched import ALWAYS
from website.view import Page, View

STATIC = ("icon.svg",)


class Wanted:
    """What pages are wanted about: everything, or the keys that ``touched`` found."""

    def __init__(self, keys: Collection[str] | None) -> None:
        self.keys = keys
        self._by_kind: dict[str, list[str]] = {}
        for key in sorted(keys or ()):
            kind, _, slug = key.partition(":")
            self._by_kind.setdefault(kind, []).append(slug)

    def among(self, kind: str, there: Iterable[str]) -> Iterable[str]:
        """The wanted ones among those of a kind that are there."""
        if self.keys is None:
            return there
        present = there if isinstance(there, Collection) else set(there)
        return [slug for slug in self._by_kind.get(kind, ()) if slug in present]

    def some(self, kind: str) -> Collection[str] | None:
        """The wanted ones of a kind, or None for all."""
        return None if self.keys is None else self._by_kind.get(kind, [])


def pages(contents: Contents, keys: Collection[str] | None = None) -> Iterator[Page]:
    """The pages and feeds of the site; with ``keys`` only those that are about these."""
    wanted = Wanted(keys)
    yield from _fixed_pages(contents)
    for key in wanted.among("board", contents.boards):
        path = links.page("sota", contents.boards[key].slug)
        make = partial(board_page.view, contents, key)
        yield Page(path=path, template="board.html", section=links.SOTA, about=f"board:{key}", make=make)
    for slug in wanted.among("paper", contents.papers):
        make_paper = partial(paper_page.view, contents, contents.papers[slug])
        yield Page(
            path=links.page("paper", slug),
            template="paper.html",
            section=links.PAPERS,
            about=f"paper:{slug}",
            make=make_paper,
        )
    yield from _topic_pages(contents, wanted)
    yield from area_pages.pages(contents, list(wanted.among("area", (*contents.areas, ""))))
    yield from area_pages.list_pages(contents, wanted.some("boards"))
    yield from lists.year_pages(contents, wanted.some("year"))
    for kind in get_args(lists.Kind):
        yield from lists.letter_pages(contents, kind, wanted.some(f"{kind}s"))
    yield from feeds.of_tasks(contents, wanted.among("task", contents.tasks))
    yield from feeds.of_areas(contents, wanted.among("area", (*contents.areas, "")))
    yield from _former_pages(contents, wanted)


def static(name: str) -> bytes:
    """A file that is no page."""
    return resources.files("website").joinpath("static", name).read_bytes()


def _fixed_pages(contents: Contents) -> Iterator[Page]:
    fixed: tuple[tuple[str, str, str | None, Callable[[], View]], ...] = (
        (links.HOME, "home.html", None, partial(lists.home, contents)),
        (links.SOTA, "sota.html", links.SOTA, partial(lists.sota, contents)),
        (links.TASKS, "tasks.html", links.TASKS, partial(lists.tasks, contents)),
        (links.DATASETS, "named.html", links.DATASETS, partial(lists.named, contents, "dataset")),
        (links.PAPERS, "papers.html", links.PAPERS, partial(lists.papers, contents)),
        (links.METHODS, "named.html", links.METHODS, partial(lists.named, contents, "method")),
        (links.SUBMIT, "submit.html", links.SUBMIT, about_pages.submit),
        (links.SEARCH, "search.html", None, about_pages.search),
        (links.ABOUT, "about.html", links.ABOUT, partial(about_pages.about, contents)),
        (links.NOT_FOUND, "404.html", None, about_pages.not_found),
    )
    for path, template, section, make in fixed:
        yield Page(path=path, template=template, section=section, about=ALWAYS, make=make)
    yield feeds.main(contents)


def _topic_pages(contents: Contents, wanted: Wanted) -> Iterator[Page]:
    for slug in wanted.among("task", contents.tasks):
        task = contents.tasks[slug]
        make_task = partial(topic_pages.task, contents, task)
        papers = contents.by_task.slugs(slug)
        link, about = links.task(task), f"task:{slug}"
        yield Page(path=link.path, template="task.html", section=links.TASKS, about=about, make=make_task)
        yield from topic_pages.more_papers(contents, link, papers, links.TASKS, about)
    for slug in wanted.among("dataset", contents.datasets):
        dataset = contents.datasets[slug]
        make_set = partial(topic_pages.dataset, contents, dataset)
        papers = contents.by_dataset.slugs(slug)
        link, about = links.dataset(dataset), f"dataset:{slug}"
        yield Page(
            path=link.path, template="dataset.html", section=links.DATASETS, about=about, make=make_set
        )
        yield from topic_pages.more_papers(contents, link, papers, links.DATASETS, about)
    for slug in wanted.among("method", contents.methods):
        method = contents.methods[slug]
        make_method = partial(topic_pages.method, contents, method)
        papers = contents.by_method.slugs(slug)
        link, about = links.method(method), f"method:{slug}"
        yield Page(
            path=link.path, template="method.html", section=links.METHODS, about=about, make=make_method
        )
        yield from topic_pages.more_papers(contents, link, papers, links.METHODS, about)
    for slug in wanted.among("author", contents.by_author.keys()):
        papers = contents.by_author.slugs(slug)
        make_author = partial(topic_pages.author, contents, slug)
        path, about = links.page("author", slug), f"author:{slug}"
        yield Page(path=path, template="author.html", section=links.PAPERS, about=about, make=make_author)
        name = next(topic_pages.spelt(contents, slug))
        yield from topic_pages.more_papers(contents, Link(name, path), papers, links.PAPERS, about)


def _former_pages(contents: Contents, wanted: Wanted) -> Iterator[Page]:
    """What stands at addresses that a record had before: a page that leads on."""
    for path in wanted.among("former", contents.former):
        make = partial(about_pages.moved, contents.former[path])
        yield Page(path=path, template="moved.html", section=None, about=f"former:{path}", make=make)
