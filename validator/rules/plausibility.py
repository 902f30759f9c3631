"""7xx: whether what is possible is also likely."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from pwc import locator, metric_sense
from validator.content import Content
from validator.context import Context
from validator.finding import Place, Problem, Severity
from validator.numbers import scales
from validator.numbers.history import FAR, LEAST, median, slipped_point, steps_beyond
from validator.numbers.measured import Measured
from validator.quote import shown
from validator.registry import rule
from validator.rules.values import as_date, dates

_MONTHS_APART = 12
_FIRST_LIKELY_YEAR = 1950
_FIRST_NEW_STYLE = (2007, 4)


@rule("PWC701", Severity.ERROR)
def future_date(context: Context) -> Iterator[Problem]:
    """A date lies in the future.

    Why: a result cannot be older than the day on which it is submitted.
    Fix: write the day of the paper's first version.
    """
    tomorrow = context.today + timedelta(days=1)  # it may be tomorrow already where the contributor is
    for text, path in dates(context.submission):
        day = as_date(text)
        if day is not None and day > tomorrow:
            yield Problem(
                f"{text} lies in the future (today is {context.today})",
                at=Place(path),
                fix="Write the day of the paper's first version.",
            )


@rule("PWC702", Severity.ERROR)
def arxiv_month(context: Context) -> Iterator[Problem]:
    """An arXiv identifier cannot exist: its month is none or still to come, or it has too few digits.

    Why: the first four digits are the year and month, and a lost final 0 makes it another paper's.
    Fix: copy the identifier from the paper's page.
    """
    paper = context.submission.paper
    if paper is None or paper.arxiv is None:
        return
    month = locator.arxiv_month(paper.arxiv)
    tomorrow = context.today + timedelta(days=1)
    if month is not None and (not 1 <= month[1] <= 12 or month > (tomorrow.year, tomorrow.month)):
        yield Problem(
            f"the arXiv identifier {shown(paper.arxiv)} names month {month[1]:02} of {month[0]}",
            at=Place(("paper", "arxiv")),
            fix="Copy the identifier from the paper's page on arXiv.",
        )
    elif month is not None and ("/" in paper.arxiv) is (month >= _FIRST_NEW_STYLE):
        yield Problem(
            f"no paper has the arXiv identifier {shown(paper.arxiv)}: identifiers are of the form 0704.0001 "
            "since April 2007, and were of the form math/0309136 before",
            at=Place(("paper", "arxiv")),
            fix="Copy the identifier from the paper's page on arXiv.",
        )
    elif locator.has_wrong_length(paper.arxiv):
        yield Problem(
            f"no paper has the arXiv identifier {shown(paper.arxiv)}: since 2015 they end in five digits, "
            "before that in four",
            at=Place(("paper", "arxiv")),
            fix="Copy the identifier from the paper's page on arXiv; a program may have dropped a final 0.",
        )


@rule("PWC703", Severity.ERROR, stage="content")
def arxiv_against_date(content: Content) -> Iterator[Problem]:
    """The paper's date is more than a year away from the month in its arXiv identifier.

    Why: one of the two belongs to another paper.
    Fix: write the day of the first version, as the paper's page on arXiv shows it.
    """
    paper = content.submission.paper
    if paper is None or paper.arxiv is None or paper.date is None:
        return
    month, day = locator.arxiv_month(paper.arxiv), as_date(paper.date)
    if month is None or day is None or not 1 <= month[1] <= 12:
        return
    apart = (day.year - month[0]) * 12 + day.month - month[1]
    if abs(apart) > _MONTHS_APART:
        yield Problem(
            f"{paper.date} is {abs(apart)} months {'after' if apart > 0 else 'before'} "
            f"{shown(paper.arxiv)}, which is of {month[0]}-{month[1]:02}",
            at=Place(("paper", "date")),
            fix="Write the day of the first version, as the paper's page on arXiv shows it.",
        )


@rule("PWC710", Severity.WARNING, stage="content")
def day_and_month_exchanged(content: Content) -> Iterator[Problem]:
    """The month in the paper's arXiv identifier is the day of its date, and another than the date's month.

    Why: 2022-05-10 for the fifth of October is another month of history, and every calendar has it.
    Fix: write the date as year-month-day; leave it if the paper really came out elsewhere on that day.
    """
    paper = content.submission.paper
    if paper is None or paper.arxiv is None or paper.date is None:
        return
    month, day = locator.arxiv_month(paper.arxiv), as_date(paper.date)
    if month is None or day is None or month[1] == day.month or month != (day.year, day.day):
        return
    meant = f"{day.year}-{day.day:02}-{day.month:02}"
    yield Problem(
        f"{paper.date} is not in the month of {shown(paper.arxiv)}, {month[0]}-{month[1]:02}; with day and "
        "month exchanged it would be",
        at=Place(("paper", "date")),
        fix=f"Write {meant} if they are exchanged; dates are year-month-day.",
    )


@rule("PWC704", Severity.WARNING)
def metric_exhausted(context: Context) -> Iterator[Problem]:
    """A value is the best that its metric allows, and the first one on its board.

    Why: nobody can ever pass it; more often than a solved problem it is a slip, or a test set that was seen.
    Fix: compare it with the paper, and say in `evidence:` where it stands.
    """
    for one in context.measured:
        end = best_possible(one)
        if end is None or one.number != end or one.history.has(end):
            continue
        if one.metric.scale == "none" and metric_sense.direction(one.name) is None:
            continue  # no parameters, no cost: that is no perfection
        yield Problem(
            f"{one.value.value} is the best that {shown(one.name)} allows, and the first on this board",
            at=context.number_at(one.path),
            fix="Compare it with the paper, and say in `evidence:` where it stands.",
        )


def best_possible(one: Measured) -> float | None:
    """The value that a metric can never pass: its bound, or the end of its scale; None if it has none."""
    metric = one.metric
    if metric.better == "lower":
        return 0.0 if metric.min is None else float(metric.min)
    if metric.max is not None:
        return float(metric.max)
    return {"percent": 100.0, "fraction": 1.0}.get(metric.scale)


@rule("PWC705", Severity.WARNING)
def jump_beyond_history(context: Context) -> Iterator[Problem]:
    """A value is far better than anything that its board has seen.

    Why: progress comes in steps; a leap is more often a slip of a digit, another column or another test set.
    How far is far, validator/numbers/history.py says: more than two usual steps beyond the best of at least
    five results, of the same setting if there are as many.
    Fix: compare it with the paper, and say in `evidence:` where it stands.
    """
    for one, slip in zip(context.measured, context.scale_slips, strict=True):
        if not _beats_half(one):
            continue
        known, end = one.history.comparable(one.row.entry.setting), best_possible(one)
        steps = steps_beyond(known, one.number, one.metric.better, end) if _leads(one, known) else None
        if steps is None or steps <= FAR or one.number == end:
            continue
        if one.broken_bound is None and slip is None:  # PWC602 and PWC604 say more
            yield _jump(context, one, known, steps)


def _beats_half(one: Measured) -> bool:
    """Whether a value is better than half of its board, whatever their settings; without a history, no."""
    values = one.history.values
    if len(values) < LEAST:
        return False
    middle = values[len(values) // 2]
    return one.number > middle if one.metric.better == "higher" else one.number < middle


def _leads(one: Measured, known: Sequence[float]) -> bool:
    return one.number > known[-1] if one.metric.better == "higher" else one.number < known[0]


def _jump(context: Context, one: Measured, known: Sequence[float], steps: float) -> Problem:
    best = one.history.written(known[-1] if one.metric.better == "higher" else known[0])
    power = slipped_point(known, one.number, _POWERS)
    slipped = "" if power is None else f" Has a decimal point slipped? {_moved(one, power)} is usual here."
    which = (
        "" if len(known) == len(one.history.values) else f" with the setting {shown(one.row.entry.setting)}"
    )
    return Problem(
        f"{one.value.value} is far better than the best of {len(known)} results{which}, {best} (their median "
        f"is {median(known):.5g}): {steps:.1f} times the board's usual step",
        at=context.number_at(one.path),
        fix=f"Compare it with the paper, and say in `evidence:` where it stands.{slipped}",
    )


@rule("PWC707", Severity.WARNING, stage="content")
def date_long_ago(content: Content) -> Iterator[Problem]:
    """A paper's date lies before 1950.

    Why: there were hardly any machines that could learn; a digit of the year has slipped.
    Fix: write the day of the paper's first version.
    """
    for text, path in dates(content.submission):
        day = as_date(text)
        if day is not None and day.year < _FIRST_LIKELY_YEAR:
            yield Problem(
                f"{text} lies long before the first learning machines",
                at=Place(path),
                fix="Write the day of the paper's first version.",
            )


@rule("PWC708", Severity.WARNING)
def decimal_point_slipped(context: Context) -> Iterator[Problem]:
    """A value is far worse than all others on its board, and ten times as much (or as little) is usual there.

    Why: 9.34 for 93.4 puts a good model at the bottom, where nobody looks.
    Fix: compare it with the paper.
    """
    for one, slip in zip(context.measured, context.scale_slips, strict=True):
        known = one.history.values
        if len(known) < LEAST or known[0] <= one.number <= known[-1] or one.leads:
            continue
        power = slipped_point(known, one.number, _possible_powers(one))
        if power is not None and one.broken_bound is None and slip is None:
            moved, low, high = _moved(one, power), *map(one.history.written, (known[0], known[-1]))
            yield Problem(
                f"{one.value.value} is far worse than the {len(known)} results here, which lie between {low} "
                f"and {high}; {moved} would be one of them",
                at=context.number_at(one.path),
                fix=f"Compare it with the paper; write {moved} if the decimal point has slipped.",
            )


def _possible_powers(one: Measured) -> Iterator[int]:
    """The powers of ten by which a decimal point slips in a metric; a count stays a count."""
    is_count = one.number.is_integer() and all(map(float.is_integer, one.history.values))
    for power in _POWERS if one.metric.scale == "none" else _POWERS[:2]:
        if not is_count or (one.number * 10.0**power).is_integer():
            yield power


_POWERS = (1, -1, 3, -3, 6, -6)
"""A digit; and thousands or millions where the board counts in ones, or the other way round."""


def _moved(one: Measured, power: int) -> str:
    return scales.shifted(one.value.value, power)
