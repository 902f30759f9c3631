"""Axes of a chart: a range of values or days laid along a line, with ticks at round places."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from msgspec import Struct


class Tick(Struct, frozen=True):
    """A mark on an axis: its place in the picture and its text."""

    at: str
    text: str


class Axis(Struct, frozen=True):
    """A range laid along a line in the picture, from ``start`` (for ``low``) to ``end`` (for ``high``).

    It counts in decimals, so that no value that a contributor wrote can be too large for it.
    """

    low: Decimal
    high: Decimal
    start: int
    end: int

    def at(self, value: Decimal) -> Decimal:
        """The place of a value."""
        share = (value - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)


def spanning(values: list[Decimal], start: int, end: int, *, least: Decimal | None = None) -> Axis:
    """An axis on which all values have room at both ends. ``least`` is the smallest room that makes sense.

    The values must not be empty.
    """
    low, high = min(values), max(values)
    room = (high - low) / 10
    if least is not None:
        room = max(room, least)
    if not room:
        room = abs(high) / 10 or Decimal(1)
    return Axis(low - room, high + room, start, end)


def shown(place: Decimal) -> str:
    """A place in the picture as an attribute's text; a tenth of a unit is finer than anybody sees."""
    return format(place, ".1f")


def value_ticks(axis: Axis) -> list[Tick]:
    """About six ticks at multiples of one, two or five times a power of ten."""
    step = _round_step((axis.high - axis.low) / 6)
    first = int((axis.low / step).to_integral_value(ROUND_CEILING))
    last = int((axis.high / step).to_integral_value(ROUND_FLOOR))
    values = (n * step for n in range(first, last + 1))
    return [Tick(shown(axis.at(value)), _brief(value)) for value in values]


def date_ticks(axis: Axis) -> list[Tick]:
    """Ticks at the beginnings of years, or of months where the axis spans less than three years."""
    first = date.fromordinal(max(int(axis.low), date.min.toordinal()))
    last = date.fromordinal(min(int(axis.high), date.max.toordinal()))
    years = last.year - first.year
    days = _months(first, last) if years < 3 else _years(first, last)
    inside = [day for day in days if axis.low <= day.toordinal() <= axis.high]
    form = "%b %Y" if years < 3 else "%Y"
    kept = inside[:: len(inside) // 9 + 1]
    return [Tick(shown(axis.at(Decimal(day.toordinal()))), day.strftime(form)) for day in kept]


def _round_step(rough: Decimal) -> Decimal:
    power = Decimal(1).scaleb(rough.adjusted())
    return next(step for step in (power, 2 * power, 5 * power, 10 * power) if step >= rough)


def _brief(value: Decimal) -> str:
    """A tick's text, with an exponent if it would not fit beside the axis otherwise."""
    plain = format(value, "f")
    return plain if len(plain) <= 8 else format(value, ".3g")


def _years(first: date, last: date) -> Iterator[date]:
    return (date(year, 1, 1) for year in range(first.year, last.year + 1))


def _months(first: date, last: date) -> Iterator[date]:
    return (date(year, month, 1) for year in range(first.year, last.year + 1) for month in range(1, 13))
