"""Which addresses stand in which sitemap, so that after a merge few of them are made again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from zlib import crc32

from msgspec import Struct

INDEX = "sitemap.xml"
"""The one sitemap, or the index of several."""

USUAL = 2_000
"""From as many pages on there are several. The protocol allows 50,000 addresses in each
(https://www.sitemaps.org/protocol.html); fewer are made anew more quickly."""


class Sitemaps(Struct, frozen=True):
    """All files that there are, and the pages that stand in those that are to be made."""

    names: list[str]
    made: dict[str, list[str]]


def sitemaps(pages: Collection[str], changed: Collection[str] | None, there: Collection[str]) -> Sitemaps:
    """The sitemaps of these pages: those that some of ``changed`` stand or stood in, or all of them.

    ``there`` are the names of those that there are; what is not among them is made as well. Where there are
    several, they do not hold the index, which has no page.
    """
    if len(pages) <= USUAL:
        return Sitemaps([INDEX], {INDEX: sorted(pages)})
    parts = {kind: _parts(count) for kind, count in Counter(map(_kind, pages)).items()}
    names = sorted(_name(kind, part, count) for kind, count in parts.items() for part in range(count))
    due = set(names) if changed is None else set(names).difference(there)
    due.update(_name_of(page, parts) for page in changed or () if _kind(page) in parts)
    kinds = {name.split("-")[1] for name in due}
    made: dict[str, list[str]] = {name: [] for name in sorted(due)}
    for page in sorted(page for page in pages if _kind(page) in kinds):
        if (name := _name_of(page, parts)) in due:
            made[name].append(page)
    return Sitemaps([INDEX, *names], made)


def _kind(page: str) -> str:
    """What a page is about, as its address says."""
    first, _, rest = page.partition("/")
    return first if "/" in rest else "other"


def _parts(count: int) -> int:
    """Into how many files so many pages go: a power of two, which changes seldom."""
    return 1 << ((count - 1) // USUAL).bit_length()


def _name_of(page: str, parts: Mapping[str, int]) -> str:
    kind = _kind(page)
    return _name(kind, crc32(page.encode()) % parts[kind], parts[kind])


def _name(kind: str, part: int, parts: int) -> str:
    return f"sitemap-{kind}-{part + 1}-of-{parts}.xml"
