"""How GraphQL gives a list: a piece of it from one end or after a cursor."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from typing import Any

LARGEST_PAGE = 100
PAGE = frozenset({"first", "last", "after", "before"})
"""The arguments of every list."""


class QueryError(Exception):
    """An error that GitHub answers with, of the kind that it names."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


class NotModelledError(Exception):
    """The schema has this field or argument, the stand-in has no answer."""


class PageInfo:
    """Where a piece begins and ends."""

    def __init__(self, whole: Sequence[Any], start: int, end: int) -> None:
        self.has_previous_page = start > 0 and end > start
        self.has_next_page = end < len(whole)
        self.start_cursor = _cursor(whole[start]) if end > start else None
        self.end_cursor = _cursor(whole[end - 1]) if end > start else None


def _cursor(item: Any) -> str:
    return base64.b64encode(f"cursor:v2:{getattr(item, 'id', item)}".encode()).decode()


class Connection:
    """A piece of a list; one of ``first`` and ``last`` has to be said, at most 100."""

    def __init__(
        self,
        items: Sequence[Any],
        shown: Callable[[Any], Any],
        *,
        first: int | None = None,
        last: int | None = None,
        after: str | None = None,
        before: str | None = None,
    ) -> None:
        size = first if last is None else last
        if size is None:
            raise QueryError("MISSING_PAGINATION_BOUNDARIES", "You must provide a `first` or `last` value")
        if not 0 <= size <= LARGEST_PAGE:
            raise QueryError(
                "EXCESSIVE_PAGINATION", f"Requesting {size} records exceeds the limit of 100 records."
            )
        cursors = [_cursor(item) for item in items] if after or before else []
        start = _place(cursors, after) + 1 if after else 0
        end = _place(cursors, before) if before else len(items)
        if first is not None:
            end = min(end, start + first)
        if last is not None:
            start = max(start, end - last)
        self.total_count = len(items)
        self.nodes = [shown(item) for item in items[start:end]]
        self.page_info = PageInfo(items, start, end)


def _place(cursors: list[str], wanted: str) -> int:
    if wanted not in cursors:
        raise QueryError("INVALID_CURSOR_ARGUMENTS", f"`{wanted}` does not appear to be a valid cursor.")
    return cursors.index(wanted)
