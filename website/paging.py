"""Long lists as several static pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from msgspec import Struct

from website import links
from website.links import Link

Item = TypeVar("Item")

_AROUND = 2


class Pager(Struct, frozen=True, kw_only=True):
    """Where a page stands in its list. Of ``pages`` that are left out there is None in their place."""

    number: int
    count: int
    previous: str | None
    next: str | None
    pages: list[Link | None]


def parts(items: Sequence[Item], size: int) -> list[Sequence[Item]]:
    """The items of each page; one page without any if there are none."""
    return [items[start : start + size] for start in range(0, len(items), size)] or [items]


def pager(first: str, number: int, count: int, *, rest: str | None = None) -> Pager | None:
    """The way through a list of ``count`` pages, at page ``number``; None if there is only one.

    ``rest`` is the path that the pages from the second on are numbered below, if it is not the first's own.
    """
    if count == 1:
        return None

    def path(page: int) -> str:
        return first if page == 1 else links.numbered(rest or first, page)

    shown = sorted({1, count, *range(max(1, number - _AROUND), min(count, number + _AROUND) + 1)})
    pages: list[Link | None] = []
    for page in shown:
        if pages and page - 1 not in shown:
            pages.append(None)
        pages.append(Link(str(page), path(page)))
    return Pager(
        number=number,
        count=count,
        previous=path(number - 1) if number > 1 else None,
        next=path(number + 1) if number < count else None,
        pages=pages,
    )
