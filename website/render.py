"""Views in, bytes out. Everything that a contributor wrote is escaped here, by one engine set up once."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, MutableMapping
from importlib import resources
from types import CodeType
from typing import Any
from urllib.parse import urlsplit

import msgspec
from jinja2 import Environment, FunctionLoader, StrictUndefined, Template
from markupsafe import Markup
from msgspec import Struct

from website import links, sitemaps
from website.chart import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH
from website.compiled import BesideTemplates
from website.direct import DirectCode, forgiving
from website.escaping import escaped, quoted, readable
from website.links import Link
from website.view import Page, View

NAVIGATION = (
    Link("Tasks", links.TASKS),
    Link("SotA", links.SOTA),
    Link("Datasets", links.DATASETS),
    Link("Papers", links.PAPERS),
    Link("Methods", links.METHODS),
    Link("Submit", links.SUBMIT),
    Link("About", links.ABOUT),
)
_IN_SCRIPT = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
"""What could end the data block that it stands in, as JSON may write it as well."""

_NEXT = {
    "sitemap.xml": "</loc></url>\n<url><loc>",
    "sitemaps.xml": "</loc></sitemap>\n<sitemap><loc>",
}
"""What stands between two addresses of a sitemap, by its template."""

_INCLUDE = re.compile(r'\{% include "([a-z.]+)" %\}')
"""Where another template stands in one: its text is put there before both are compiled as one."""


def _source(name: str) -> str:
    return resources.files("website").joinpath("templates", name).read_text(encoding="utf-8")


class _Template(Template):
    """A template whose values are escaped by our own quick function."""

    @classmethod
    def from_code(
        cls,
        environment: Environment,
        code: CodeType,
        globals: MutableMapping[str, Any],  # noqa: A002
        uptodate: Callable[[], bool] | None = None,
    ) -> Template:
        template = super().from_code(environment, code, globals, uptodate)
        template.root_render_func.__globals__.update(escape=escaped, forgiving=forgiving)
        return template


class _Environment(Environment):
    """The templates for pages from which the site's root is a certain way off.

    That way stands before every link, so it is written into the templates before they are compiled.
    """

    template_class = _Template
    code_generator_class = DirectCode

    def __init__(self, root: str, **globals_: object) -> None:
        def source(name: str) -> tuple[str, str, None]:
            text = _INCLUDE.sub(lambda found: _source(found[1]), _source(name))
            return text.replace("{{ root }}", escaped(root)), f"{root}{name}", None

        super().__init__(
            loader=FunctionLoader(source),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
            bytecode_cache=BesideTemplates(),
        )
        self.filters["count"] = _count
        self.filters["urlencode"] = quoted
        self.globals.update(globals_, root=root)
        self.globals["parts"] = self.get_template("parts.html").module


class _Plot(Struct, frozen=True):
    """The measures of a chart."""

    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = RIGHT
    top: int = TOP
    bottom: int = BOTTOM


class Renderer:
    """Turns pages into bytes.

    ``base_url`` is where the site will stand, with a slash at its end, or None if that is not known;
    ``repository`` is the GitHub repository that the catalog is kept in, as ``owner/name``.
    """

    def __init__(self, *, base_url: str | None = None, repository: str | None = None) -> None:
        self.base_url = base_url
        self._repository = None if repository is None else f"https://github.com/{repository}"
        self._environments: dict[str, _Environment] = {}
        self._tops: dict[tuple[str, str | None], Markup] = {}

    def page(self, page: Page) -> bytes:
        """A page as UTF-8."""
        root = self._root(page.path)
        view = page.make()
        canonical = None if page.path == links.NOT_FOUND else self.address(view.moved_to or page.path)
        if view.moved_to is not None and canonical is None:
            canonical = root + view.moved_to
        templates = self._templates(root)
        content = templates.get_template(page.template).render(view=view, canonical=canonical)
        if not page.template.endswith(".html"):
            return content.encode()
        text = templates.get_template("layout.html").render(
            view=view,
            top=self._top(root, page.section),
            canonical=canonical,
            data=_data(view, canonical),
            content=Markup(content),  # noqa: S704 (what a template that escapes has made)
        )
        return text.encode()

    def sitemap(self, pages: Collection[str]) -> bytes:
        """A sitemap of these pages. There must be a base address, as for all of these."""
        return self._sitemap("sitemap.xml", self._addresses(pages))

    def sitemap_after(self, before: bytes, new: Collection[str], gone: Collection[str]) -> bytes:
        """A sitemap with some pages more and some less."""
        there = sitemaps.addresses(before).difference(self._addresses(gone))
        return self._sitemap("sitemap.xml", there.union(self._addresses(new)))

    def sitemap_index(self, names: Collection[str]) -> bytes:
        """The index of several sitemaps."""
        return self._sitemap("sitemaps.xml", [f"{self.base_url}{name}" for name in names])

    def address(self, path: str) -> str | None:
        """The whole address of a page, if it is known where the site will stand."""
        return None if self.base_url is None else self.base_url + path.replace("index.html", "", 1)

    def _addresses(self, pages: Collection[str]) -> list[str]:
        """The addresses of pages, escaped as one text: a loop would take as long as all else."""
        ends = [page.removesuffix("index.html") for page in pages]
        return escaped("\n".join(f"{self.base_url}{end}" for end in ends)).split("\n") if ends else []

    def _sitemap(self, template: str, addresses: Iterable[str]) -> bytes:
        listed = Markup(_NEXT[template].join(sorted(addresses)))  # noqa: S704 (escaped)
        return self._templates("").get_template(template).render(addresses=listed).encode()

    def _templates(self, root: str) -> _Environment:
        if root not in self._environments:
            self._environments[root] = _Environment(
                root,
                home=links.HOME,
                pages=links,
                plot=_Plot(),
                repository=self._repository,
                address=self.address,
            )
        return self._environments[root]

    def _top(self, root: str, section: str | None) -> Markup:
        """The header, which all pages of a section at one depth share."""
        if (root, section) not in self._tops:
            text = (
                self._templates(root).get_template("top.html").render(section=section, navigation=NAVIGATION)
            )
            self._tops[root, section] = Markup(text)  # noqa: S704 (what a template that escapes has made)
        return self._tops[root, section]

    def _root(self, path: str) -> str:
        """The way from a page to the site's root.

        A host shows its page for dead links at any depth, so that page names the root in full: where it is
        not known, that of a host that shows this site alone.
        """
        if path == links.NOT_FOUND:
            return "/" if self.base_url is None else urlsplit(self.base_url).path
        return "../" * path.count("/")


def _data(view: View, address: str | None) -> Markup | None:
    """What search engines are told, as JSON-LD that nothing in it can leave."""
    if view.linked is None:
        return None
    told: dict[str, Any] = {"@context": "https://schema.org", **view.linked}
    if address is not None:
        told["url"] = address
    text = msgspec.json.encode(told).decode()
    for character, written in _IN_SCRIPT.items():
        text = text.replace(character, written)
    return Markup(readable(text))  # noqa: S704 (what could be markup has been written as JSON writes it)


def _count(number: int, one: str, many: str) -> str:
    """A number with its noun: ``1 paper``, ``1,024 papers``."""
    return f"{number:,} {one if number == 1 else many}"
