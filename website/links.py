"""Where every page stands, at Papers With Code's own addresses, and which addresses may become links.

A page's path is relative to the site's root and names ``index.html``, so that the site also works when it
is opened from a disk. Templates put the way back to the root in front.
"""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from msgspec import Struct

from pwc.record import Board, Dataset, Method, Paper, Task

HOME = "index.html"
TASKS = "tasks/index.html"
SOTA = "sota/index.html"
DATASETS = "datasets/index.html"
PAPERS = "papers/index.html"
METHODS = "methods/index.html"
SUBMIT = "submit/index.html"
ABOUT = "about/index.html"
NOT_FOUND = "404.html"

_NEVER_IN_A_LINK = frozenset("\"'<>\\`^{|} ")


class Link(Struct, frozen=True):
    """A text and where it leads: a page's path with perhaps a ``#fragment``."""

    text: str
    path: str


def paper(record: Paper) -> Link:
    """To a paper's page, by its title."""
    return Link(record.title, f"paper/{record.slug}/index.html")


def task(record: Task) -> Link:
    """To a task's page, by its name."""
    return Link(record.name, f"task/{record.slug}/index.html")


def dataset(record: Dataset) -> Link:
    """To a dataset's page, by its name."""
    return Link(record.name, f"dataset/{record.slug}/index.html")


def method(record: Method) -> Link:
    """To a method's page, by its name."""
    return Link(record.name, f"method/{record.slug}/index.html")


def board(record: Board, name: str) -> Link:
    """To a leaderboard's page, by the name that its task and dataset give it."""
    return Link(name, f"sota/{record.slug}/index.html")


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
