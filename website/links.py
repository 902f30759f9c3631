"""Where every page stands, at Papers With Code's own addresses, and which addresses may become links.

A page's path is relative to the site's root and names ``index.html``, so that the site also works when it
is opened from a disk. Templates put the way back to the root in front.
"""

from __future__ import annotations

from typing import Protocol
from urllib.parse import quote, urlsplit

from msgspec import Struct

from pwc.record import Area, Paper

HOME = "index.html"
TASKS = "tasks/index.html"
SOTA = "sota/index.html"
DATASETS = "datasets/index.html"
PAPERS = "papers/index.html"
METHODS = "methods/index.html"
SUBMIT = "submit/index.html"
ABOUT = "about/index.html"
NOT_FOUND = "404.html"
SEARCH = "search/index.html"
LISTS_OF_BEFORE = {
    "contribute/index.html": SUBMIT,
    "greatest/index.html": PAPERS,
    "latest/index.html": PAPERS,
    "trending/index.html": HOME,
}
"""Papers With Code's own lists that there are no more, and where to go instead."""
OTHER = "Other tasks"
"""The heading for tasks that belong to no area."""
OTHER_TASKS = "tasks/other/index.html"

_NEVER_IN_A_LINK = frozenset("\"'<>\\`^{|} ")


class Link(Struct, frozen=True):
    """A text and where it leads: a page's path with perhaps a ``#fragment``."""

    text: str
    path: str


class Titled(Protocol):
    """What has a page under its title: a paper, or what is known of one."""

    @property
    def slug(self) -> str:
        """What its address is made of."""

    @property
    def title(self) -> str:
        """What it is called."""


class Addressed(Protocol):
    """What has a page under a slug."""

    @property
    def slug(self) -> str:
        """What its address is made of."""


class Called(Protocol):
    """What has a page under its name: a task, a dataset, a method."""

    @property
    def slug(self) -> str:
        """What its address is made of."""

    @property
    def name(self) -> str:
        """What it is called."""


def page(kind: str, slug: str) -> str:
    """The path of a page: ``kind`` is the old site's word for it, such as ``sota`` for a leaderboard."""
    return f"{kind}/{slug}/index.html"


def paper(record: Titled) -> Link:
    """To a paper's page, by its title."""
    return Link(record.title, f"paper/{record.slug}/index.html")


def task(record: Called) -> Link:
    """To a task's page, by its name."""
    return Link(record.name, f"task/{record.slug}/index.html")


def dataset(record: Called) -> Link:
    """To a dataset's page, by its name."""
    return Link(record.name, f"dataset/{record.slug}/index.html")


def method(record: Called) -> Link:
    """To a method's page, by its name."""
    return Link(record.name, f"method/{record.slug}/index.html")


def author(name: str, slug: str) -> Link:
    """To an author's page."""
    return Link(name, f"author/{slug}/index.html")


def area(record: Area | None) -> Link:
    """To an area's page; to that of the tasks that belong to none for None."""
    return Link(OTHER, OTHER_TASKS) if record is None else Link(record.name, f"area/{record.slug}/index.html")


def boards_of(record: Area | None) -> str:
    """The path of the list of all leaderboards of an area, or of the tasks that belong to none."""
    return f"{area(record).path.removesuffix('index.html')}leaderboards/index.html"


def board(record: Addressed, name: str) -> Link:
    """To a leaderboard's page, by the name that its task and dataset give it."""
    return Link(name, f"sota/{record.slug}/index.html")


def numbered(first: str, number: int) -> str:
    """The path of a page of a list, from 1, by the path of its first."""
    return first if number == 1 else f"{first.removesuffix('index.html')}{number}/index.html"


def feed(page_path: str) -> str:
    """The path of the feed of what a page is about."""
    return f"{page_path.removesuffix('index.html')}feed.xml"


def anchor(result_id: str) -> str:
    """The id of a result's row on its board's page."""
    return f"result-{result_id}"


def web_address(text: str | None) -> str | None:
    """The address if it may become a link: http or https with a host; anything else gives None.

    Contributors write addresses, so ``javascript:`` and its kind stay plain text.
    """
    if text is None or not text.isprintable() or not _NEVER_IN_A_LINK.isdisjoint(text):
        return None
    try:
        parts = urlsplit(text)
    except ValueError:  # a half-open [ in the host
        return None
    return text if parts.scheme in {"http", "https"} and parts.hostname else None


def paper_address(record: Paper) -> str | None:
    """The paper's own page on the web, from the most lasting of its locators."""
    if record.arxiv is not None:
        return f"https://arxiv.org/abs/{quote(record.arxiv)}"
    if record.doi is not None:
        return f"https://doi.org/{quote(record.doi)}"
    if record.acl is not None:
        return f"https://aclanthology.org/{quote(record.acl)}/"
    if record.openreview is not None:
        return f"https://openreview.net/forum?id={quote(record.openreview)}"
    return web_address(record.url)


def pdf_address(record: Paper) -> str | None:
    """The paper's PDF: the one that it names, or the one that its archive keeps."""
    if (named := web_address(record.pdf)) is not None:
        return named
    if record.arxiv is not None:
        return f"https://arxiv.org/pdf/{quote(record.arxiv)}"
    if record.acl is not None:
        return f"https://aclanthology.org/{quote(record.acl)}.pdf"
    if record.openreview is not None:
        return f"https://openreview.net/pdf?id={quote(record.openreview)}"
    return None


def code_address(record: Paper) -> str | None:
    """The code to show where there is room for one: the official one before the others."""
    in_order = sorted(record.code, key=lambda code: not code.official)
    return next((code.url for code in in_order if web_address(code.url) is not None), None)
