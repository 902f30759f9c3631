"""All files of the site, in order, each made when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from importlib import resources

from msgspec import Struct

from website import about_pages, board_page, links, lists, paper_page, topic_pages
from website.contents import Contents
from website.render import Renderer
from website.view import Page

STATIC = ("site.css", "icon.svg")


class File(Struct, frozen=True):
    """A file of the site: its path from the site's root, and how to make its bytes."""

    path: str
    content: Callable[[], bytes]


def files(contents: Contents, renderer: Renderer) -> list[File]:
    """Every file of the site. Only with a base address is there a sitemap, which needs whole addresses."""
    all_pages = list(pages(contents))
    found = [File(page.path, partial(renderer.page, page)) for page in all_pages]
    found += [File(f"static/{name}", partial(_static, name)) for name in STATIC]
    if renderer.base_url is not None:
        listed = [page for page in all_pages if page.path != links.NOT_FOUND]
        found.append(File("sitemap.xml", partial(renderer.sitemap, listed)))
    return found


def pages(contents: Contents) -> Iterator[Page]:
    """Every page of the site."""
    yield from _fixed_pages(contents)
    for standing in contents.standings:
        link = links.board(standing.board, standing.name)
        make_board = partial(board_page.view, contents, standing)
        yield Page(path=link.path, template="board.html", section=links.SOTA, make=make_board)
    for paper in contents.papers.values():
        make_paper = partial(paper_page.view, contents, paper)
        yield Page(path=links.paper(paper).path, template="paper.html", section=links.PAPERS, make=make_paper)
    yield from _topic_pages(contents)


def _fixed_pages(contents: Contents) -> Iterator[Page]:
    home, sota = partial(lists.home, contents), partial(lists.sota, contents)
    yield Page(path=links.HOME, template="home.html", section=None, make=home)
    yield Page(path=links.SOTA, template="sota.html", section=links.SOTA, make=sota)
    tasks, datasets = partial(lists.tasks, contents), partial(lists.datasets, contents)
    yield Page(path=links.TASKS, template="tasks.html", section=links.TASKS, make=tasks)
    yield Page(path=links.DATASETS, template="datasets.html", section=links.DATASETS, make=datasets)
    papers, methods = partial(lists.papers, contents), partial(lists.methods, contents)
    yield Page(path=links.PAPERS, template="papers.html", section=links.PAPERS, make=papers)
    yield Page(path=links.METHODS, template="methods.html", section=links.METHODS, make=methods)
    about = partial(about_pages.about, contents)
    yield Page(path=links.SUBMIT, template="submit.html", section=links.SUBMIT, make=about_pages.submit)
    yield Page(path=links.ABOUT, template="about.html", section=links.ABOUT, make=about)
    yield Page(path=links.NOT_FOUND, template="404.html", section=None, make=about_pages.not_found)


def _topic_pages(contents: Contents) -> Iterator[Page]:
    for task in contents.tasks.values():
        make_task = partial(topic_pages.task, contents, task)
        yield Page(path=links.task(task).path, template="task.html", section=links.TASKS, make=make_task)
    for dataset in contents.datasets.values():
        path, make_dataset = links.dataset(dataset).path, partial(topic_pages.dataset, contents, dataset)
        yield Page(path=path, template="dataset.html", section=links.DATASETS, make=make_dataset)
    for method in contents.methods.values():
        path, make_method = links.method(method).path, partial(topic_pages.method, contents, method)
        yield Page(path=path, template="method.html", section=links.METHODS, make=make_method)


def _static(name: str) -> bytes:
    return resources.files("website").joinpath("static", name).read_bytes()
