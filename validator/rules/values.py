"""6xx: whether a value can be what it says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from pwc.record import Metric
from pwc.span import Path
from pwc.submission import Submission
from validator.content import Content
from validator.context import Context
from validator.finding import Place, Problem, Severity
from validator.numbers import scales
from validator.numbers.digits import MANY_DECIMALS, has_too_many, unmangled
from validator.numbers.measured import Measured
from validator.numbers.metric_order import inclusions
from validator.numbers.slipped import column
from validator.quote import shown
from validator.registry import rule

_SPREADS = {"sd": "standard deviation", "range": "range"}
_LARGEST_SCALED_UNCERTAINTY = Decimal(
    "0.1"
)  # 0.93 ± 0.4 may well be 93 ± 0.4, and 93 ± 0.004 be 0.93 ± 0.004


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


@rule("PWC601", Severity.ERROR, stage="content")
def impossible_date(content: Content) -> Iterator[Problem]:
    """A date is not in the calendar.

    Why: the board's history would be drawn wrong.
    Fix: write the day of the paper's first version as year-month-day.
    """
    for text, path in dates(content.submission):
        if as_date(text) is None:
            from validator.slips import no_day  # noqa: PLC0415 (for what is in no calendar alone)

            message = f"no calendar has the day {shown(text)}"
            yield Problem(message, at=Place(path), fix=no_day.advice(text))


@rule("PWC602", Severity.ERROR)
def out_of_bounds(context: Context) -> Iterator[Problem]:
    """A value lies outside what its metric's definition allows.

    Why: no model can reach it, so it is a slip: a digit, a sign, a column.
    Fix: compare it with the paper.
    """
    for one in context.measured:
        bound = one.broken_bound
        if bound is not None and not _contradicts_itself(context, one):
            metric, (low, high) = one.metric, one.bounds
            side = f"below the {low}" if bound == "min" else f"above the {high}"
            yield Problem(
                f"{one.value.value} is {side} that {shown(metric.name)} allows",
                at=context.number_at(one.path),
                fix=f"Compare it with the paper; this board gives {one.name} as {_scale(metric)}.",
            )


def _scale(metric: Metric) -> str:
    return {"percent": "percent (0 to 100)", "fraction": "a fraction (0 to 1)"}.get(
        metric.scale, "a plain number"
    )


@rule("PWC604", Severity.WARNING)
def percent_or_fraction(context: Context) -> Iterator[Problem]:
    """A value looks like a fraction on a board of percents, or the other way round.

    Why: 0.93 beside 93 puts the best model at the bottom.
    Fix: write the value in the scale of the board's other values.
    """
    described: set[int] = set()
    sizes = Counter(map(column, context.measured))
    slips = [(one, slip) for one, slip in zip(context.measured, context.scale_slips, strict=True) if slip]
    slipped = Counter(column(one) for one, _ in slips)
    for one, slip in slips:
        index, here = _described_here(context, one), column(one)
        if _contradicts_itself(context, one):
            continue
        if index is None or not 1 < sizes[here] == slipped[here]:
            yield from _slipped(context, one, slip)
        elif index not in described:
            described.add(index)
            yield _scale_of_new_metric(one, slip, index)


def _described_here(context: Context, one: Measured) -> int | None:
    """Which entry under ``new: metrics`` describes a value's metric, if one does."""
    if one.row.board is not None and one.row.board.metric(one.name) is not None:
        return None
    for index, metric in enumerate(context.submission.new.metrics):
        if metric.name == one.name and context.names.board_key(metric.task, metric.dataset) == one.row.key:
            return index
    return None


def _contradicts_itself(context: Context, one: Measured) -> bool:
    """Whether this file describes a value's metric with the bound of another scale: PWC615 says so, once."""
    metric = one.metric
    end = scales.contradicted_end(metric.scale, metric.min, metric.max)
    return end is not None and _described_here(context, one) is not None


def _scale_of_new_metric(one: Measured, slip: scales.Slip, index: int) -> Problem:
    other = "fraction" if slip.power == scales.TO_PERCENT else "percent"
    return Problem(
        f"{shown(one.name)} is described as {one.metric.scale}, but every value here looks like {other}",
        at=Place(("new", "metrics", index, "scale")),
        fix=f"Write `scale: {other}`, or give the values as {one.metric.scale}.",
    )


def _slipped(context: Context, one: Measured, slip: scales.Slip) -> Iterator[Problem]:
    value, known = one.value, one.history.values
    repair, certain = scales.shifted(value.value, slip.power), slip.certain
    scaled = None if value.uncertainty is None else scales.shifted(value.uncertainty, slip.power)
    if value.uncertainty is not None:
        is_small = Decimal(value.uncertainty) <= _LARGEST_SCALED_UNCERTAINTY
        certain = certain and is_small == (slip.power == scales.TO_PERCENT)
    looks = "a fraction" if slip.power == scales.TO_PERCENT else "percent"
    gives = f"but this board gives {shown(one.name)}"
    said = {"percent": f"{gives} in percent", "fraction": f"{gives} as a fraction"}.get(one.metric.scale)
    ends = [one.history.written(number) for number in (known[0], known[-1])] if known else []
    span = f" (its values lie between {' and '.join(ends)})" if ends else ""
    write = f"write {repair}" + (f", and its uncertainty on the same scale, {scaled}" if scaled else "")
    yield Problem(
        f"{value.value} looks like {looks}, {said or 'beside those of this board'}{span}",
        at=context.number_at(one.path),
        fix=f"{write.capitalize()}." if certain else f"Compare it with the paper; if so, {write}.",
        repair=repair if certain else None,
    )
    if scaled is not None and certain:
        yield Problem(
            f"the uncertainty of {value.value} is on the same scale as the value",
            at=Place((*one.path, "uncertainty")),
            fix=f"Write {scaled}.",
            repair=scaled,
        )


@rule("PWC610", Severity.WARNING)
def too_many_digits(context: Context) -> Iterator[Problem]:
    """A value has more digits than any paper prints.

    Why: 83.69999999999999 is what a program made of 83.7; the catalog keeps digits as they are written.
    Fix: write the value as the paper prints it.
    """
    for one in context.measured:
        if len(one.value.value) > MANY_DECIMALS and has_too_many(one.value.value):
            plain = unmangled(one.value.value)
            yield Problem(
                f"{shown(one.value.value)} has more digits than any paper prints",
                at=context.number_at(one.path),
                fix=f"Write {plain}." if plain else "Write it as the paper prints it.",
                repair=plain,
            )


@rule("PWC611", Severity.WARNING)
def implausible_uncertainty(context: Context) -> Iterator[Problem]:
    """An uncertainty is larger than what it belongs to, or the spread of a single run.

    Why: it is a slip of the scale or the column.
    Fix: compare it with the paper, or leave it out.
    """
    for one in context.measured:
        if one.value.uncertainty is None:
            continue
        for doubt, field in _doubts(one, float(one.value.uncertainty)):
            yield Problem(
                doubt, at=Place((*one.path, field)), fix="Compare it with the paper, or leave it out."
            )


def _doubts(one: Measured, uncertainty: float) -> Iterator[tuple[str, str]]:
    value, scale = one.value, one.metric.scale
    half = {"percent": 50, "fraction": 0.5}.get(scale)
    if half is not None and uncertainty > half:
        yield f"an uncertainty of {value.uncertainty} covers the whole scale ({scale})", "uncertainty"
    elif half is not None and uncertainty > abs(one.number):
        yield f"the uncertainty {value.uncertainty} is larger than the value {value.value}", "uncertainty"
    if value.runs == 1 and value.kind in _SPREADS:
        yield f"one run has no {_SPREADS[value.kind]}", "runs"


@rule("PWC612", Severity.HINT)
def uncertainty_of_unknown_kind(context: Context) -> Iterator[Problem]:
    """An uncertainty does not say what it is.

    Why: a standard deviation, a standard error and a 95 % interval of one experiment differ several times.
    Fix: add `kind:` with sd, se, ci95 or range, if the paper says which.
    """
    for one in context.measured:
        if one.value.uncertainty is not None and one.value.kind is None:
            yield Problem(
                f"nothing says what the uncertainty {one.value.uncertainty} is",
                at=Place((*one.path, "uncertainty")),
                fix="Add `kind:` with sd, se, ci95 or range, if the paper says which.",
            )


@rule("PWC614", Severity.HINT)
def uncertainty_of_zero(context: Context) -> Iterator[Problem]:
    """An uncertainty is 0.

    Why: it says that nothing can vary; if nobody has measured it, that is another thing.
    Fix: leave it out, unless the paper prints it.
    """
    for one in context.measured:
        if one.value.uncertainty is not None and float(one.value.uncertainty) == 0:
            yield Problem(
                f"an uncertainty of {one.value.uncertainty} says that nothing can vary",
                at=Place((*one.path, "uncertainty")),
                fix="Leave it out, unless the paper prints it.",
            )


@rule("PWC613", Severity.WARNING)
def metrics_out_of_order(context: Context) -> Iterator[Problem]:
    """A value is larger than one that by definition it cannot exceed.

    Why: an exact match is a match in part, and what is right at first is right among five; so two columns
    were exchanged, or a digit slipped.
    Fix: compare both with the paper.
    """
    for row in context.rows:
        if len(row.entry.metrics) < 2:
            continue
        for small, large in inclusions(tuple(row.entry.metrics)):
            one, other = row.entry.metrics[small], row.entry.metrics[large]
            same_scale = small in row.metrics and large in row.metrics
            same_scale = same_scale and row.metrics[small].scale == row.metrics[large].scale
            if same_scale and one.number > other.number and not one.number > 1 >= other.number:
                yield Problem(
                    f"{shown(small)} ({one.value}) cannot exceed {shown(large)} ({other.value})",
                    at=context.number_at(row.path("metrics", small)),
                    fix="Compare both with the paper; perhaps they are exchanged.",
                )
