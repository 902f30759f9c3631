"""The addresses of the old Papers With Code, which work again when their host is swapped for ours.

The site had one path for each kind of page: ``/paper/SLUG``, ``/task/SLUG``, ``/dataset/SLUG``,
``/method/SLUG``, ``/area/SLUG`` and ``/sota/SLUG`` for a leaderboard, with further steps behind some of them
(``/task/SLUG/latest``, ``/paper/SLUG/review``) that showed the same thing in another light.
"""

from __future__ import annotations

import re
from typing import Any, Literal
from urllib.parse import urlsplit

from msgspec import Struct

from pwc import side_papers
from pwc.catalog import Catalog
from pwc.names import Names
from pwc.record import Area, Board, Dataset, Method, Paper, Task

Kind = Literal["area", "dataset", "method", "paper", "sota", "task"]
Page = Area | Board | Dataset | Method | Paper | Task

_HOST = re.compile(r"(?:www\.|portal\.|math\.|physics\.|stat\.|cs\.|astro\.)?paperswithcode\.com")
_PATH = re.compile(
    r"/(area|dataset|method|paper|sota|task)/([a-z0-9][a-z0-9_.+-]*)(?:/(?!\.).*)?", re.IGNORECASE
)


class OldAddress(Struct, frozen=True):
    """What an address leads to: a kind of page and its slug."""

    kind: Kind
    slug: str


def parse(address: str) -> OldAddress | None:
    """The page that an address of the old site, or its path alone, was about; None for any other address."""
    text = address.strip()
    if re.match(r"(?:[a-z]+\.)?paperswithcode\.com(?:/|$)", text, re.IGNORECASE):
        text = f"https://{text}"
    try:
        parts = urlsplit(text)
        host = (parts.hostname or "").lower()
    except ValueError:  # a half-open [ in the host
        return None
    is_site = parts.scheme in {"http", "https"} and "@" not in parts.netloc and _HOST.fullmatch(host)
    if (parts.scheme or host) and not is_site:
        return None
    match = _PATH.fullmatch(parts.path)
    if match is None:
        return None
    kind, slug = match[1].lower(), match[2].lower()
    return OldAddress(kind, slug)  # type: ignore[arg-type] # as the pattern has them


def page_at(catalog: Catalog, address: OldAddress) -> Page | None:
    """The record that an old address leads to today, also by a slug that it had before; None for none.

    Papers that are kept beside the catalog are found too. Raises BrokenFileError.
    """
    kind, slug = address.kind, address.slug
    if kind == "sota":
        return catalog.board_at(slug)
    if kind == "paper":
        there = catalog.paper(slug) or catalog.paper_at(f"paper:{slug}")
        return there or side_papers.find(catalog.tree, slug)
    tables: dict[Kind, Names[Any]] = {
        "area": catalog.areas,
        "dataset": catalog.datasets,
        "method": catalog.methods,
        "task": catalog.tasks,
    }
    found: Area | Dataset | Method | Task | None = tables[kind].by_slug(slug)
    former = catalog.locator(f"{kind}:{slug}") if found is None else None
    now: str | None = getattr(former, kind, None)
    return found if now is None else tables[kind].by_slug(now)
