"""Which pages stand in which sitemap, so that after a merge few of them are made again."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from zlib import crc32

INDEX = "sitemap.xml"
"""The one sitemap, or the index of several."""

FEW = 1_000
"""So many papers and boards are few: all pages stand in one sitemap."""

PARTS = 64
"""Into so many files the pages of more are shared. The protocol allows 50,000 addresses in each, and as many
files (https://www.sitemaps.org/protocol.html)."""

NAMES = tuple(f"sitemap-{number}.xml" for number in range(1, PARTS + 1))

_ADDRESS = re.compile(r"<loc>([^<]*)</loc>")


def name_of(page: str) -> str:
    """The sitemap that a page stands in, where there are several."""
    return NAMES[crc32(page.encode()) % PARTS]


def shared(pages: Iterable[str]) -> dict[str, list[str]]:
    """The pages of each of several sitemaps, also of one that has none."""
    found: dict[str, list[str]] = {name: [] for name in NAMES}
    for page in pages:
        found[name_of(page)].append(page)
    return found


def changes(new: Collection[str], gone: Collection[str]) -> Mapping[str, tuple[list[str], list[str]]]:
    """The sitemaps that differ, each with the pages that it gets and those that it loses."""
    found: defaultdict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for which, pages in enumerate((new, gone)):
        for page in pages:
            found[name_of(page)][which].append(page)
    return found


def addresses(sitemap: bytes) -> set[str]:
    """The addresses in a sitemap of ours, as they are written there."""
    return set(_ADDRESS.findall(sitemap.decode()))
