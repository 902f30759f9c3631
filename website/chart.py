"""A board's results over time as a picture: where every point, line and label stands.

The template draws it as SVG in the page itself, so that points are links, the print is sharp and a screen
reader hears the points' titles. This module only computes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Protocol

from msgspec import Struct

from pwc.record import Better, Metric, Result
from website import links
from website.axis import Axis, Tick, date_ticks, shown, spanning, value_ticks
from website.contents import Standing
from website.links import Titled
from website.view import metric_title

WIDTH, HEIGHT = 1100, 370
LEFT, RIGHT, TOP, BOTTOM = 64, 1084, 34, 334

_MONTH = Decimal(30)
_LETTER = 7
"""About the width of a letter in a label: enough to keep labels apart."""


class Dated(Titled, Protocol):
    """A paper, or what is known of one."""

    @property
    def date(self) -> str | None:
        """The day on which it came out."""


class Point(Struct, frozen=True, kw_only=True):
    """One result: its place, what a pointer or screen reader is told, and the page where it leads."""

    x: str
    y: str
    title: str
    path: str
    is_record: bool
    """Whether it was the best result on the day it came out."""
    is_disputed: bool


class Label(Struct, frozen=True):
    """The name of a model beside its point."""

    x: str
    y: str
    text: str
    at_end: bool
    """Whether the text ends at this place, instead of beginning there."""


class Chart(Struct, frozen=True, kw_only=True):
    """The whole picture. ``records`` is the SVG path of the state of the art over time."""

    metric: str
    better: Better
    summary: str
    x_ticks: list[Tick]
    y_ticks: list[Tick]
    points: list[Point]
    labels: list[Label]
    records: str
    has_disputed: bool
    undated: int
    """How many ranked results are not drawn because their paper has no date."""


class _Box(Struct, frozen=True):
    """Where a label or a dot stands, to keep labels clear of it."""

    left: Decimal
    right: Decimal
    middle: Decimal

    def touches(self, other: _Box) -> bool:
        return self.left < other.right and other.left < self.right and abs(self.middle - other.middle) < 15


class _Dot(Struct, frozen=True):
    """A result that can be drawn."""

    day: date
    value: Decimal
    result: Result
    paper: Dated | None


def chart(standing: Standing, papers: Mapping[str, Dated]) -> Chart | None:
    """The picture of a board, by its first metric, or None if no ranked result has a date.

    Retracted results are not drawn: a misprint of 780 would press all others into one line.
    """
    ranked = [row.result for row in standing.rows if row.rank is not None]
    metric = standing.board.metrics[0]
    dots = _dots(ranked, metric, papers)
    if not dots:
        return None
    records = _records(dots, metric)
    drawn = [dot for dot in dots if dot not in records] + records  # the last drawn lies on top
    days = [Decimal(dot.day.toordinal()) for dot in dots]
    x = spanning(days, LEFT, RIGHT, least=_MONTH)
    y = spanning([dot.value for dot in dots], BOTTOM, TOP)
    return Chart(
        metric=metric_title(metric),
        better=metric.better,
        summary=_summary(records, metric),
        x_ticks=date_ticks(x),
        y_ticks=value_ticks(y),
        points=[_point(dot, standing, x, y, is_record=dot in records) for dot in drawn],
        labels=_labels(records, dots, metric, x, y),
        records=_steps(records, x, y),
        has_disputed=any(dot.result.status == "disputed" for dot in dots),
        undated=len(ranked) - len(dots),
    )


def day_of(dated: Dated | Result) -> date | None:
    """The day on which a paper or a result without one came out, if its date is one."""
    try:
        return None if dated.date is None else date.fromisoformat(dated.date)
    except ValueError:
        return None


def _dots(results: Iterable[Result], metric: Metric, papers: Mapping[str, Dated]) -> list[_Dot]:
    dots = []
    for result in results:
        paper = None if result.paper is None else papers[result.paper]
        day = day_of(result if paper is None else paper)
        if day is not None:
            dots.append(_Dot(day, result.metrics[metric.name].number, result, paper))
    return sorted(dots, key=lambda dot: (dot.day, dot.result.id))


def _records(dots: list[_Dot], metric: Metric) -> list[_Dot]:
    """The dots that beat all that came before; of one day, the day's best alone."""
    sign = 1 if metric.better == "higher" else -1
    records: list[_Dot] = []
    for dot in dots:
        if records and sign * dot.value <= sign * records[-1].value:
            continue
        if records and records[-1].day == dot.day:
            records.pop()
        records.append(dot)
    return records


def _x(dot: _Dot, x: Axis) -> Decimal:
    return x.at(Decimal(dot.day.toordinal()))


def _point(dot: _Dot, standing: Standing, x: Axis, y: Axis, *, is_record: bool) -> Point:
    metric = standing.board.metrics[0]
    value = dot.result.metrics[metric.name].value
    disputed = ", disputed" if dot.result.status == "disputed" else ""
    title = f"{dot.result.model}: {value} {metric_title(metric)}, {dot.day}{disputed}."
    if dot.paper is not None:
        title, path = f"{title} {dot.paper.title}", links.paper(dot.paper).path
    else:
        path = f"{links.board(standing.board, standing.name).path}#{links.anchor(dot.result.id)}"
    return Point(
        x=shown(_x(dot, x)),
        y=shown(y.at(dot.value)),
        title=title,
        path=path,
        is_record=is_record,
        is_disputed=dot.result.status == "disputed",
    )


def _steps(records: list[_Dot], x: Axis, y: Axis) -> str:
    """A line that stays level until a record is beaten, and on to the picture's edge."""
    first, *others = records
    path = f"M{shown(_x(first, x))} {shown(y.at(first.value))}"
    for dot in others:
        path += f"H{shown(_x(dot, x))}V{shown(y.at(dot.value))}"
    return f"{path}H{RIGHT}"


def _labels(records: list[_Dot], dots: list[_Dot], metric: Metric, x: Axis, y: Axis) -> list[Label]:
    """Names for as many records as have room, the newest first, on the side where the line does not run.

    A rising line reaches a point from below and leaves it upwards, so there is room above on the left and
    below on the right; of a falling line the mirror image is true.
    """
    labels: list[Label] = []
    taken = [_Box(_x(dot, x) - 6, _x(dot, x) + 6, y.at(dot.value)) for dot in dots]
    for dot in reversed(records):
        text = dot.result.model if len(dot.result.model) <= 30 else dot.result.model[:29] + "…"
        width = Decimal(_LETTER * len(text))
        at_end = _x(dot, x) - 9 - width > LEFT
        left = _x(dot, x) - 9 - width if at_end else _x(dot, x) + 9
        is_above = at_end == (metric.better == "higher")
        box = _Box(left, left + width, y.at(dot.value) + (-14 if is_above else 14))
        if TOP < box.middle < BOTTOM - 8 and not any(box.touches(other) for other in taken):
            taken.append(box)
            labels.append(Label(shown(box.right if at_end else left), shown(box.middle + 4), text, at_end))
    return labels


def _summary(records: list[_Dot], metric: Metric) -> str:
    """The picture in words."""
    first, last = records[0], records[-1]
    name = metric.name
    start = f"{first.result.metrics[name].value} ({first.result.model}, {first.day})"
    if first is last:
        return f"The best {name} is {start}."
    steps = len(records) - 1
    end = f"{last.result.metrics[name].value} ({last.result.model}, {last.day})"
    return f"The best {name} went from {start} to {end} in {steps} step{'' if steps == 1 else 's'}."
