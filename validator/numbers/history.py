"""How far a value lies from what a leaderboard has seen: pure statistics, without names or files.

The statistic. Values are first put on a scale of *merit*, where higher is better and a step means about
the same everywhere:

- a metric that is bounded where it gets better (100 for percent, 0 for errors) by the logarithm of the
  distance to the bound, so that from 98 to 99 is as far as from 80 to 90. A twentieth of the median
  distance is added to every distance, so that the bound itself is not infinitely far;
- another metric whose values are all positive by their logarithm;
- any other metric by its plain values.

One *usual step* of a board is the largest of: the median absolute deviation of the merits from their
median, times 1.4826 (which makes it the standard deviation of a normal sample); the largest gap between
neighbours in the half that the value is near to; and a floor for boards whose values hardly differ, 0.1
on a logarithmic scale (a tenth of the distance) and a tenth of the whole range on the plain one. A value
is far if it lies more than ``FAR`` usual steps beyond the last one. Medians and gaps, because means and
deviations are moved by the very values that this is for. Fewer than ``LEAST`` values say nothing.

What holds, and is tested: the farther, the more steps; the same values times a positive number (with
their bound) give the same, hence the same on boards of percents and of fractions; on the plain scale the
same values plus a number, too.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from pwc.record import Better

LEAST = 5
"""Fewer values than this are no history."""

FAR = 2.0
"""More usual steps than this are far."""

_NORMAL = 1.4826
_LEAST_STEP = 0.1
_SOFTENED = 0.05


def median(numbers: Iterable[float]) -> float:
    """The middle number, or the mean of the two in the middle; of at least one number.

    Written out because to import ``statistics`` costs as much as to judge twenty files.
    """
    ordered = sorted(numbers)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def steps_beyond(known: Sequence[float], value: float, better: Better, bound: float | None) -> float | None:
    """How many usual steps a value is better than the best of ``known``; negative if it is worse.

    ``bound`` is where the metric cannot get any better. None if there is no telling: too few values, or
    values that are nearly all the same.
    """
    if len(known) < LEAST:
        return None
    scale = _merit(known, better, bound)
    if scale is None:
        return None
    merit, least_step = scale
    merits = sorted(map(merit, known))
    step = _usual_step(merits, merits[len(merits) // 2 - 1 :], least_step)
    return (merit(value) - merits[-1]) / step if step > 0 else None


def slipped_point(known: Sequence[float], value: float, powers: Iterable[int]) -> int | None:
    """The power of ten that brings a far-off value among ``known``; None if it is not far or none does.

    Works on the logarithms of values that are all positive, in both directions.
    """
    if len(known) < LEAST or value <= 0 or min(known) <= 0:
        return None
    low, high = min(known), max(known)
    if low <= value <= high:
        return None
    merits = sorted(map(math.log, known))
    middle = len(merits) // 2
    near_half = merits[: middle + 1] if value < low else merits[middle:]
    step = _usual_step(merits, near_half, _LEAST_STEP)
    away = merits[0] - math.log(value) if value < low else math.log(value) - merits[-1]
    if away <= FAR * step:
        return None
    return next((power for power in powers if low <= value * 10.0**power <= high), None)


def _merit(
    known: Sequence[float], better: Better, bound: float | None
) -> tuple[Callable[[float], float], float] | None:
    """The scale of merit, and the least that may count as a step on it."""
    sign = 1 if better == "higher" else -1
    if bound is not None and all(sign * (bound - value) >= 0 for value in known):
        softened = _SOFTENED * median(abs(bound - value) for value in known)
        if softened <= 0:  # most have reached the bound
            return None
        return lambda value: -math.log(max(sign * (bound - value), 0.0) + softened), _LEAST_STEP
    if min(known) > 0:
        smallest = min(known) * 1e-9  # stands for what has no logarithm
        return lambda value: sign * math.log(max(value, smallest)), _LEAST_STEP
    return lambda value: sign * value, (max(known) - min(known)) / 10


def _usual_step(merits: Sequence[float], near_half: Sequence[float], least: float) -> float:
    middle = median(merits)
    deviation = _NORMAL * median(abs(merit - middle) for merit in merits)
    gap = max((after - before for before, after in pairwise(near_half)), default=0.0)
    return max(deviation, gap, least)
