"""Percent or fraction: in which of the two a value was written, judged by the others on its board. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Literal

from msgspec import Struct

from pwc.record import Better, Scale

TO_PERCENT, TO_FRACTION = 2, -2

ENDS: Mapping[Scale, tuple[frozenset[str], frozenset[str]]] = {
    "percent": (frozenset({"100"}), frozenset({"0", "-100"})),
    "fraction": (frozenset({"1"}), frozenset({"0", "-1"})),
}
"""The largest and smallest values that a definition gives on a scale; the negative ones for correlations."""

_NO_ENDS: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())
_OTHER: Mapping[Scale, Scale] = {"percent": "fraction", "fraction": "percent"}

_SMALL = 1.5
"""A percent up to here, or a fraction from here on, could be either."""

_AT_HOME = 0.2
"""If more than this share of a board's values look like the new one, it is at home there."""

_FAR_FROM_FRACTIONS = 10
"""Where no percent is lower than this, one below 1 would be a wonder."""

_LEAST = 5


class Slip(Struct, frozen=True):
    """A value in the other scale: the power of ten that mends it, and whether that is certain."""

    power: int
    certain: bool


def contradicted_end(scale: Scale, low: str | None, high: str | None) -> Literal["min", "max"] | None:
    """Which of a metric's bounds is where the other scale ends: its scale is percent, and its largest 1."""
    other = ENDS.get(_OTHER.get(scale, "none"), _NO_ENDS)
    own = ENDS.get(scale, _NO_ENDS)
    if high is not None and plain(high) in other[0] - own[0]:
        return "max"
    return "min" if low is not None and plain(low) in other[1] - own[1] else None


def plain(bound: str) -> str:
    """A bound without noughts that say nothing: 100 for 100.0 and 1e2."""
    return format(Decimal(bound).normalize(), "f")


def is_doubtful(scale: Scale, value: float) -> bool:
    """Whether a value could be one in the other scale at all."""
    if scale == "fraction":
        return 1 < value <= 100
    return 0 < value <= (1 if scale == "percent" else 100)


def slip(
    scale: Scale, better: Better, value: float, known: Sequence[float], *, witness: bool = False
) -> Slip | None:
    """Whether a value was written in the other scale than ``known``, the board's values, sorted.

    ``witness`` says that the same result has another value which can only be in the board's scale: then
    its author knew the scale, and nothing is certain any more.
    """
    if not is_doubtful(scale, value):
        return None
    if scale == "percent":
        return _fraction_among_percents(better, value, known, witness=witness)
    if scale == "fraction":
        return _percent_among_fractions(value, known, witness=witness)
    return _against_values_alone(value, known)


def shifted(written: str, power: int) -> str:
    """Decimal text times a power of ten, digit for digit: ``0.930`` and 2 give ``93.0``."""
    sign, digits, exponent = Decimal(written).as_tuple()
    return format(Decimal((sign, digits, int(exponent) + power)), "f")


def _fraction_among_percents(
    better: Better, value: float, known: Sequence[float], *, witness: bool
) -> Slip | None:
    if not known:  # an error of 0.6 percent is nothing unusual
        return None if better == "lower" else Slip(TO_PERCENT, certain=False)
    if bisect_right(known, _SMALL) > _AT_HOME * len(known):
        return None
    lowest, fits = known[0], _is_near(value * 100, known, 20)
    if better == "lower":
        likely, sure = fits and value < lowest / 3, value < lowest / 10
    else:
        likely, sure = fits or not witness, lowest >= _FAR_FROM_FRACTIONS and value < 1
    return Slip(TO_PERCENT, certain=fits and sure and not witness) if likely else None


def _percent_among_fractions(value: float, known: Sequence[float], *, witness: bool) -> Slip | None:
    if not known:
        return Slip(TO_FRACTION, certain=False)
    large = len(known) - bisect_right(known, _SMALL)
    if large > _AT_HOME * len(known):
        return None
    fits = _is_near(value / 100, known, 0.2)
    if not fits and (value <= 2 or witness):
        return None
    return Slip(TO_FRACTION, certain=fits and not large and value > 2 and not witness)


def _against_values_alone(value: float, known: Sequence[float]) -> Slip | None:
    """A metric whose scale nobody has said: only where the board's values leave no doubt about it."""
    if len(known) < _LEAST:
        return None
    low, high = known[0], known[-1]
    if low > 0 and high <= 1 and 3 * high < value <= 100 and low <= value / 100 <= high:
        return Slip(TO_FRACTION, certain=False)
    if low > _SMALL and high <= 100 and 0 < value <= 1 and value < low / 3 and low <= value * 100 <= high:
        return Slip(TO_PERCENT, certain=False)
    return None


def _is_near(value: float, known: Sequence[float], margin: float) -> bool:
    """Whether a value lies in the range of others, or beside it by no more than the range or a margin."""
    margin = max(known[-1] - known[0], margin)
    return known[0] - margin <= value <= known[-1] + margin
