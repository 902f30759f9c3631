"""Views in, bytes out. Everything that a contributor wrote is escaped here, by one engine set up once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined

from website import links
from website.chart import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH
from website.links import Link
from website.view import Page

NAVIGATION = (
    Link("Tasks", links.TASKS),
    Link("SotA", links.SOTA),
    Link("Datasets", links.DATASETS),
    Link("Papers", links.PAPERS),
    Link("Methods", links.METHODS),
    Link("Submit", links.SUBMIT),
    Link("About", links.ABOUT),
)

_NOT_HTML = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""Characters that a page may not hold."""


class Renderer:
    """Turns pages into bytes.

    ``base_url`` is where the site will stand, with a slash at its end, or None if that is not known;
    ``repository`` is the GitHub repository that the catalog is kept in, as ``owner/name``.
    """

    def __init__(self, *, base_url: str | None = None, repository: str | None = None) -> None:
        self.base_url = base_url
        self._templates = Environment(
            loader=PackageLoader("website"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            finalize=_readable,
        )
        self._templates.filters["count"] = _count
        self._templates.globals.update(
            navigation=NAVIGATION,
            home=links.HOME,
            pages=links,
            plot={
                "width": WIDTH,
                "height": HEIGHT,
                "left": LEFT,
                "right": RIGHT,
                "top": TOP,
                "bottom": BOTTOM,
            },
            repository=None if repository is None else f"https://github.com/{repository}",
        )

    def page(self, page: Page) -> bytes:
        """A page as UTF-8."""
        template = self._templates.get_template(page.template)
        text = template.render(
            view=page.make(),
            section=page.section,
            root=self._root(page.path),
            canonical=None if page.path == links.NOT_FOUND else self._address(page.path),
        )
        return text.encode()

    def sitemap(self, pages: Sequence[Page]) -> bytes:
        """The addresses of these pages as a sitemap. There must be a base address."""
        addresses = [self._address(page.path) for page in pages]
        return self._templates.get_template("sitemap.xml").render(addresses=addresses).encode()

    def _address(self, path: str) -> str | None:
        return None if self.base_url is None else self.base_url + path.removesuffix("index.html")

    def _root(self, path: str) -> str:
        """The way from a page to the site's root.

        A host shows its page for dead links at any depth, so that page names the root in full if it can.
        """
        if path == links.NOT_FOUND and self.base_url is not None:
            return urlsplit(self.base_url).path
        return "../" * path.count("/")


def _readable(value: object) -> object:
    """Characters that HTML forbids, replaced by the sign for one that cannot be shown."""
    return _NOT_HTML.sub("\ufffd", value) if type(value) is str else value


def _count(number: int, one: str, many: str) -> str:
    """A number with its noun: ``1 paper``, ``1,024 papers``."""
    return f"{number:,} {one if number == 1 else many}"
