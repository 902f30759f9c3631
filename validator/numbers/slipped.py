"""Which of a submission's values were written in the other scale: judged once for all of them together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from validator.numbers import scales
from validator.numbers.measured import Measured
from validator.numbers.scales import Slip
from validator.row import BoardKey

Column = tuple[BoardKey | None, str]
"""A board and one of its metrics."""


def column(one: Measured) -> Column:
    """Where a value stands."""
    return one.row.key, one.name


def scale_slips(measured: Sequence[Measured]) -> tuple[Slip | None, ...]:
    """For every value how its scale slipped, or None: beside its board's values, or else its file's."""
    if not any(scales.is_doubtful(one.metric.scale, one.number) for one in measured):
        return (None,) * len(measured)  # nearly always
    numbers: dict[Column, list[float]] = {}
    doubtful: Counter[Column] = Counter()
    clear: Counter[tuple[int, str]] = Counter()
    for one in measured:
        numbers.setdefault(column(one), []).append(one.number)
        is_doubtful = scales.is_doubtful(one.metric.scale, one.number)
        doubtful[column(one)] += is_doubtful
        clear[one.row.index, one.metric.scale] += one.number != 0 and not is_doubtful
    for found in numbers.values():
        found.sort()
    return tuple(_slip(one, numbers[column(one)], doubtful[column(one)], clear) for one in measured)


def _slip(one: Measured, there: list[float], doubtful: int, clear: Counter[tuple[int, str]]) -> Slip | None:
    metric, known = one.metric, one.history.values
    if not scales.is_doubtful(metric.scale, one.number):
        return None
    witness = metric.scale != "none" and clear[one.row.index, metric.scale] > 0
    if known:
        return scales.slip(metric.scale, metric.better, one.number, known, witness=witness)
    beside: list[float] = []
    if doubtful < len(there):  # or none of them could bear witness
        at = there.index(one.number)
        beside = there[:at] + there[at + 1 :]
    slip = scales.slip(metric.scale, metric.better, one.number, beside, witness=witness)
    return None if slip is None else Slip(slip.power, certain=False)
