"""A result of a submission, with what its names mean as far as they mean anything."""

from __future__ import annotations

from msgspec import Struct

from pwc.record import Board, Metric
from pwc.span import Path
from pwc.submission import ResultEntry

BoardKey = tuple[str, str]
"""The slugs of a task and a dataset."""


class Row(Struct, frozen=True):
    """A result of a submission, with what its names mean as far as they mean anything."""

    index: int
    entry: ResultEntry
    key: BoardKey | None
    """The board's task and dataset; None if one of them is unknown."""
    board: Board | None
    """The catalog's board, if it has one."""
    metrics: dict[str, Metric]
    """The board's metrics by name: the catalog's, then the new ones."""

    def path(self, *steps: str | int) -> Path:
        """The path of something in this result."""
        return ("results", self.index, *steps)
