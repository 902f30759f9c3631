"""801 to 829: what corrections say of fields: what was there, and what shall be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from pwc import identity
from pwc.record import Metric, Result, Value
from validator.context import Context
from validator.correcting.correction import Correction, corrections
from validator.correcting.field import Field, agrees, is_the_same, told
from validator.finding import Problem, Severity
from validator.quote import shown, visible
from validator.registry import rule
from validator.rules.values import as_date


@rule("PWC803", Severity.ERROR)
def was_no_longer_holds(context: Context) -> Iterator[Problem]:
    """What a correction says under `was:` is not what the catalog has.

    Why: somebody has changed it since, or the correction is about something else than was meant; carrying it
    out would undo what its author has never seen.
    Fix: look at what the catalog has now; if the correction still applies, write that under `was:`.
    """
    for one in corrections(context):
        for field, said in one.was.items() if one.thing.now else ():
            now = one.thing.now.get(field)
            if not agrees(field, said, now):
                yield Problem(
                    f"the catalog has {_shown(now)} here now, not {_shown(said)}",
                    at=one.place("was", *field),
                    fix="Look at it again; if the correction still applies, write that under `was:`.",
                )


def _shown(value: object) -> str:
    return "nothing" if value is None or value == () else shown(told(value))


@rule("PWC804", Severity.ERROR)
def was_is_missing(context: Context) -> Iterator[Problem]:
    """A correction changes a value and does not say under `was:` what the value is now.

    Why: that is how a correction made against an older state of the catalog is told apart and refused.
    Fix: add the field under `was:`, with what the catalog has now.
    """
    for one in corrections(context):
        for field, wanted in one.set.items():
            now = one.thing.now.get(field)
            confirms = one.kind == "board" and is_the_same(field, wanted, now)
            if field not in one.was and now is not None and now != () and not confirms:
                name = field[-1]
                yield Problem(
                    f"`was:` does not say what {shown(name)} is now",
                    at=one.place("set", *field, key=True),
                    fix=f"Add it under `was:`; the catalog has {_shown(now)}.",
                )


@rule("PWC806", Severity.ERROR)
def status_does_not_fit(context: Context) -> Iterator[Problem]:
    """A result is to be retracted, disputed or restored, and its status does not allow it.

    Why: what is retracted cannot be retracted or disputed, what is active cannot be restored.
    Fix: delete the correction; to dispute what is retracted, restore it first.
    """
    impossible = {"retract": ("retracted",), "dispute": ("disputed", "retracted"), "restore": ("active",)}
    for one in corrections(context):
        result = one.thing.result
        for action, statuses in impossible.items():
            if result is not None and action in one.written and result.status in statuses:
                why = f" ({visible(result.reason)})" if result.reason else ""
                yield Problem(
                    f"this result is {result.status}{why}",
                    at=one.place(action, key=True),
                    fix="Delete this correction; to dispute what is retracted, restore it first.",
                )


@rule("PWC812", Severity.ERROR)
def corrected_out_of_bounds(context: Context) -> Iterator[Problem]:
    """A correction sets a value outside what its metric's definition allows.

    Why: no model can reach it, so it is a slip: a digit, a sign, a column.
    Fix: compare it with the paper.
    """
    for one in corrections(context):
        for field, value in one.set.items():
            metric = _metric(one, field[-1])
            if isinstance(value, Value) and metric is not None and not _is_within(metric, value):
                span = f"{metric.min or 'anything'} to {metric.max or 'anything'}"
                yield Problem(
                    f"{value.value} is outside what {shown(metric.name)} allows: {span}",
                    at=context.number_at(one.place("set", *field).path),
                    fix="Compare it with the paper.",
                )


def _metric(one: Correction, name: str) -> Metric | None:
    return None if one.thing.board is None else one.thing.board.metric(name)


def _is_within(metric: Metric, value: Value) -> bool:
    above = metric.min is None or Decimal(metric.min) <= value.number
    return above and (metric.max is None or value.number <= Decimal(metric.max))


@rule("PWC813", Severity.ERROR)
def corrected_date(context: Context) -> Iterator[Problem]:
    """A correction gives a paper a date that is in no calendar, or lies in the future.

    Why: the board's history would be drawn wrong.
    Fix: write the day of the paper's first version as year-month-day.
    """
    for one in corrections(context):
        text = one.set.get(("date",))
        if text is None:
            continue
        day, at = as_date(text), one.place("set", "date")
        if day is None:
            from validator.slips import no_day  # noqa: PLC0415 (for what is in no calendar alone)

            yield Problem(f"no calendar has the day {shown(text)}", at=at, fix=no_day.advice(text))
        elif day > context.today + timedelta(days=1):  # it may be tomorrow where the contributor is
            message = f"{text} lies in the future"
            yield Problem(message, at=at, fix="Write the day of the paper's first version.")


@rule("PWC814", Severity.WARNING)
def results_outside_new_bounds(context: Context) -> Iterator[Problem]:
    """A correction gives a metric bounds that results on its board exceed.

    Why: either the bounds are wrong or the results are, and correcting one leaves the other.
    Fix: compare both with the metric's definition.
    """
    for one in corrections(context):
        metric = _corrected_metric(one)
        if metric is None or one.thing.board is None or _are_reversed(metric):
            continue
        rows = (result for result in one.thing.board.results if metric.name in result.metrics)
        outside = [row for row in rows if not _is_within(metric, row.metrics[metric.name])]
        if outside:
            example = outside[0].metrics[metric.name].value
            many = f"{len(outside)} results lie" if len(outside) > 1 else "a result lies"
            yield Problem(
                f"{many} outside these bounds, such as {shown(outside[0].model)} with {example}",
                at=one.place("set"),
                fix="Compare the bounds with the metric's definition, and the results with their papers.",
            )


@rule("PWC815", Severity.ERROR)
def corrected_bounds_reversed(context: Context) -> Iterator[Problem]:
    """A correction leaves a metric whose smallest value is not below its largest.

    Why: no value could ever be accepted.
    Fix: exchange them, or take away the one that the definition does not give: `max: null`.
    """
    for one in corrections(context):
        metric = _corrected_metric(one)
        if metric is not None and _are_reversed(metric):
            yield Problem(
                f"the smallest value {metric.min} would not be below the largest, {metric.max}",
                at=one.place("set"),
                fix="Exchange them, or take away the one that the definition does not give: `max: null`.",
            )


def _are_reversed(metric: Metric) -> bool:
    return metric.min is not None and metric.max is not None and Decimal(metric.min) >= Decimal(metric.max)


def _corrected_metric(one: Correction) -> Metric | None:
    """The metric as a correction of its bounds leaves it; None if it is about something else."""
    bounds = {field[-1] for field in one.set} & {"min", "max"}
    if one.thing.metric is None or not bounds:
        return None
    now = {field[-1]: value for field, value in one.thing.now.items()}
    new = now | {field[-1]: value for field, value in one.set.items()}
    return Metric(name=one.thing.metric.name, **new)


@rule("PWC816", Severity.WARNING)
def correction_makes_a_twin(context: Context) -> Iterator[Problem]:
    """A correction gives a result the model, setting and extra data of another one of the same paper.

    Why: two rows for one number make one model look like two.
    Fix: retract one of the two instead, or tell them apart by their setting.
    """
    for one in corrections(context):
        result, board = one.thing.result, one.thing.board
        if result is None or board is None or one.set.keys().isdisjoint(_KEY):
            continue
        wanted = _folded(_key(result) | {field: one.set[field] for field in _KEY if field in one.set})
        others = (row for row in board.results if row.id != result.id and row.status != "retracted")
        twin = next((r for r in others if r.paper == result.paper and _folded(_key(r)) == wanted), None)
        model = one.set.get(("model",), result.model)
        is_equal = twin is not None and (twin.model, twin.metrics) == (
            model,
            result.metrics,
        )  # that is PWC820
        if twin is not None and not is_equal:
            yield Problem(
                f"this would make it the same as {twin.id}, which has {shown(_values(twin))}",
                at=one.place("set", key=True),
                fix="Retract one of the two instead, or tell them apart by their setting.",
            )


_KEY: tuple[Field, ...] = (("model",), ("setting",), ("extra_training_data",))


def _key(result: Result) -> dict[Field, object]:
    return {field: getattr(result, field[0]) for field in _KEY}


def _folded(key: dict[Field, object]) -> list[object]:
    return [identity.fold(value) if isinstance(value, str) else value for value in key.values()]


def _values(result: Result) -> str:
    return ", ".join(f"{name} {told(value)}" for name, value in result.metrics.items())
