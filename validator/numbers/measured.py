"""A submission's values beside those of their boards, prepared once for all rules that weigh values."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from functools import cached_property
from typing import Literal

from msgspec import Struct

from pwc.record import Board, Metric, Result, Value
from pwc.span import Path
from validator.numbers import protocol
from validator.numbers.history import LEAST
from validator.row import Row

_BOARDS_KEPT = 2000
_ENDS = {"percent": 100, "fraction": 1}
"""Beyond them a value in this scale is worth a look."""


class MetricHistory:
    """The values that a board's active results have in one metric."""

    def __init__(self, metric: Metric | None, results: list[Result]) -> None:
        """For a metric that the board does not have, there are none."""
        self.name = name = "" if metric is None else metric.name
        self._valued = [(float(r.metrics[name].value), r) for r in results if name in r.metrics]
        self.values = sorted([number for number, _ in self._valued])
        """In order, as floats: for comparing, never for showing."""
        best = -1 if metric is not None and metric.better == "higher" else 0
        self.best = self.values[best] if self.values else None

    @cached_property
    def _by_protocol(self) -> dict[str, list[float]]:
        found: dict[str, list[float]] = {}
        for number, result in self._valued:
            found.setdefault(protocol.key(result.setting), []).append(number)
        return {key: sorted(numbers) for key, numbers in found.items() if len(numbers) >= LEAST}

    def comparable(self, setting: str | None) -> list[float]:
        """The values obtained under the same protocol if they are enough to judge by, otherwise all."""
        if len(self.values) < LEAST:
            return self.values
        return self._by_protocol.get(protocol.key(setting), self.values)

    def has(self, number: float) -> bool:
        """Whether a result has this value."""
        at = bisect_left(self.values, number)
        return at < len(self.values) and self.values[at] == number

    def with_value(self, number: float) -> list[Result]:
        """The results that have this value."""
        return [result for known, result in self._valued if known == number]

    def written(self, number: float) -> str:
        """One of the values as it was written."""
        return self.with_value(number)[0].metrics[self.name].value


class BoardHistory:
    """What a board's active results say: their values by metric, and their settings."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self.active = [result for result in board.results if result.status == "active"]
        self._metrics: dict[str, MetricHistory] = {}

    def metric(self, name: str) -> MetricHistory:
        """The values in one metric; none for a metric that the board does not have."""
        if name not in self._metrics:
            self._metrics[name] = MetricHistory(self.board.metric(name), self.active)
        return self._metrics[name]

    @cached_property
    def settings(self) -> Counter[str]:
        """The settings of the results that give one, as written, with their number."""
        return Counter(result.setting for result in self.active if result.setting)

    @cached_property
    def usual(self) -> frozenset[str]:
        """The settings of the results that are written as the well-known protocol that they name."""
        return frozenset(setting for setting in self.settings if protocol.canonical(setting) == setting)

    @cached_property
    def spellings(self) -> dict[str, str]:
        """The board's spelling of each protocol: the usual one if it is there, else the most frequent."""
        found: dict[str, str] = {}
        for setting, _ in self.settings.most_common():
            found.setdefault(protocol.key(setting), setting)
        canonical = (protocol.canonical(setting) for setting in self.settings)
        found |= {
            protocol.key(name): name for name in canonical if name is not None and name in self.settings
        }
        return found


class Measured(Struct, frozen=True):
    """One value of a submission whose metric is known, with the board's values beside it."""

    row: Row
    name: str
    value: Value
    number: float
    metric: Metric
    history: MetricHistory

    @property
    def path(self) -> Path:
        """Where the value stands, with its uncertainty if it has one; see ``Context.number_at``."""
        return self.row.path("metrics", self.name)

    @property
    def leads(self) -> bool:
        """Whether it is better than every value on its board, which has one."""
        best = self.history.best
        if best is None:
            return False
        return self.number > best if self.metric.better == "higher" else self.number < best

    @property
    def bounds(self) -> tuple[str | None, str | None]:
        """The smallest and largest value that the metric allows, by its board or by a well-known definition.

        The definition is looked up only for a value that looks impossible, on a board without any bound.
        """
        metric = self.metric
        looks_possible = 0 <= self.number <= _ENDS.get(metric.scale, math.inf)
        if looks_possible or metric.min is not None or metric.max is not None:
            return metric.min, metric.max
        from pwc import metric_registry  # noqa: PLC0415 (a file is read for it, and few values are impossible)

        known = metric_registry.find(metric.name)
        if known is None or known.better != metric.better:
            return None, None
        defined = known.on_board(metric.name, metric.scale)
        return defined.min, defined.max

    @property
    def broken_bound(self) -> Literal["min", "max"] | None:
        """Which of its metric's bounds it lies beyond."""
        low, high = self.bounds
        # Floats for speed: what is less as a float is less. Only at the very bound digits have to decide.
        if low is not None and self.number <= float(low) and self.value.number < Decimal(low):
            return "min"
        if high is not None and self.number >= float(high) and self.value.number > Decimal(high):
            return "max"
        return None


class Histories:
    """What the boards of a run say, each worked out once while it is asked for again and again."""

    def __init__(self) -> None:
        self._kept: dict[str, BoardHistory] = {}

    def of(self, board: Board) -> BoardHistory:
        """The history of a board."""
        history = self._kept.get(board.key)
        if history is None or history.board is not board:  # without one submission it is another board
            if len(self._kept) >= _BOARDS_KEPT:
                self._kept.clear()
            history = self._kept[board.key] = BoardHistory(board)
        return history


def measure(rows: Iterable[Row], histories: Histories) -> tuple[Measured, ...]:
    """The values of results whose metrics are known, in their order."""
    found = []
    for row in rows:
        history = _NOTHING if row.board is None else histories.of(row.board)
        for name, value in row.entry.metrics.items():
            metric = row.metrics.get(name)
            number = float(value.value)
            if metric is not None and math.isfinite(number):
                found.append(Measured(row, name, value, number, metric, history.metric(name)))
    return tuple(found)


_NOTHING = BoardHistory(Board(slug="", task="", dataset="", metrics=()))
