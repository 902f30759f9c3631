"""The account of an import: what became of every row, and what else was left out or mended."""

from __future__ import annotations

from collections import Counter
from typing import Any

from msgspec import Struct


class Notice(Struct, frozen=True):
    """Something that was not taken over as it stood: where it stands, and why."""

    place: str
    reason: str


class Account:
    """Every row of the input is counted once: as a result, as folded into an equal one, or as rejected."""

    def __init__(self) -> None:
        self.results = 0
        self.folded = 0
        self.rejects: list[Notice] = []
        self.left_out: list[Notice] = []
        """What is no row: a link that is none, an item without a name."""
        self.cycles: list[list[str]] = []
        """Tasks or datasets that were parts of each other, in the order of their names; each was cut once."""

    @property
    def rows_in(self) -> int:
        """How many rows were read."""
        return self.results + self.folded + len(self.rejects)

    def reject(self, place: str, reason: str) -> None:
        """Count a row that is not taken over."""
        self.rejects.append(Notice(place, reason))

    def leave_out(self, place: str, reason: str) -> None:
        """Tell of something that is no row and is not taken over."""
        self.left_out.append(Notice(place, reason))

    def commonest(self, notices: list[Notice], most: int = 5) -> list[tuple[str, int]]:
        """The commonest reasons, with how often they were given."""
        return Counter(notice.reason for notice in notices).most_common(most)

    def report(self) -> dict[str, Any]:
        """The account for programs; ``version`` changes when the shape does."""
        return {
            "version": 1,
            "rows_in": self.rows_in,
            "results": self.results,
            "folded": self.folded,
            "rejected": len(self.rejects),
            "rejects": [{"place": one.place, "reason": one.reason} for one in self.rejects],
            "left_out": [{"place": one.place, "reason": one.reason} for one in self.left_out],
            "cycles": self.cycles,
        }
