"""6xx: whether a value can be what it says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from pwc.record import Metric
from pwc.span import Path
from pwc.submission import Submission
from validator.context import Context
from validator.finding import Place, Problem, Severity
from validator.quote import shown
from validator.registry import rule


def dates(submission: Submission) -> Iterator[tuple[str, Path]]:
    """Every date in a submission, with its path."""
    if submission.paper is not None and submission.paper.date is not None:
        yield submission.paper.date, ("paper", "date")


def as_date(text: str) -> date | None:
    """The day that a text of the form 2022-08-02 names, or None if no calendar has it."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@rule("PWC601", Severity.ERROR)
def impossible_date(context: Context) -> Iterator[Problem]:
    """A date is not in the calendar.

    Why: the board's history would be drawn wrong.
    Fix: write the day as year-month-day.
    """
    for text, path in dates(context.submission):
        if as_date(text) is None:
            yield Problem(
                f"no calendar has the day {shown(text)}", at=Place(path), fix="Write it as year-month-day."
            )


@rule("PWC602", Severity.ERROR)
def out_of_bounds(context: Context) -> Iterator[Problem]:
    """A value lies outside what its metric's definition allows.

    Why: no model can reach it, so it is a slip: a digit, a sign, a column.
    Fix: compare it with the paper.
    """
    for index, result in enumerate(context.submission.results):
        metrics = {metric.name: metric for metric in context.names.metrics(result.task, result.dataset)}
        for name, value in result.metrics.items():
            metric = metrics.get(name)
            if metric is not None and (bound := _broken_bound(metric, value.number)):
                yield Problem(
                    f"{value.value} is {bound} allows",
                    at=Place(("results", index, "metrics", name)),
                    fix=f"Compare it with the paper; this board gives {name} as {_scale(metric)}.",
                )


def _broken_bound(metric: Metric, number: Decimal) -> str | None:
    if metric.min is not None and number < Decimal(metric.min):
        return f"below the {metric.min} that {shown(metric.name)}"
    if metric.max is not None and number > Decimal(metric.max):
        return f"above the {metric.max} that {shown(metric.name)}"
    return None


def _scale(metric: Metric) -> str:
    return {"percent": "percent (0 to 100)", "fraction": "a fraction (0 to 1)"}.get(
        metric.scale, "a plain number"
    )


@rule("PWC603", Severity.ERROR)
def bounds_reversed(context: Context) -> Iterator[Problem]:
    """A new metric's smallest value is not below its largest.

    Why: no value could ever be accepted.
    Fix: exchange them, or leave out the one that the definition does not give.
    """
    for index, metric in enumerate(context.submission.new.metrics):
        if metric.min is not None and metric.max is not None and Decimal(metric.min) >= Decimal(metric.max):
            yield Problem(
                f"the smallest value {metric.min} is not below the largest, {metric.max}",
                at=Place(("new", "metrics", index, "min")),
                fix="Exchange them, or leave out the one that the definition does not give.",
            )


@rule("PWC604", Severity.WARNING)
def percent_or_fraction(context: Context) -> Iterator[Problem]:
    """A value looks like a fraction on a board of percents, or the other way round.

    Why: 0.93 beside 93 puts the best model at the bottom.
    Fix: write the value in the board's scale.
    """
    for index, result in enumerate(context.submission.results):
        metrics = {metric.name: metric for metric in context.names.metrics(result.task, result.dataset)}
        for name, value in result.metrics.items():
            scale = metrics[name].scale if name in metrics else "none"
            place = Place(("results", index, "metrics", name))
            if scale == "percent" and 0 < value.number <= 1:
                repair = f"{(value.number * 100).normalize():f}"
                yield Problem(f"this board gives {shown(name)} in percent", at=place, fix=f"Write {repair}.")
            if scale == "fraction" and 1 < value.number <= 100:
                repair = f"{(value.number / 100).normalize():f}"
                yield Problem(
                    f"this board gives {shown(name)} as a fraction", at=place, fix=f"Write {repair}."
                )
