"""6xx: whether a new metric is described as its name and its board want it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from pwc import identity, metric_sense
from pwc.record import Better, Metric, Scale
from pwc.submission import NewMetric
from validator.content import Content
from validator.context import Context
from validator.finding import Place, Problem, Severity
from validator.numbers import scales
from validator.quote import listing, shown
from validator.registry import rule

_CONTRADICTIONS: Mapping[str, tuple[str, Scale]] = {
    "percent": ("100", "fraction"),
    "fraction": ("1", "percent"),
}
"""For a scale whose bound is that of the other one: the end that would be right, and the other scale."""
_ENDING = {"percent": "percent", "fraction": "a fraction"}


@rule("PWC603", Severity.ERROR, stage="content")
def bounds_reversed(content: Content) -> Iterator[Problem]:
    """A new metric's smallest value is not below its largest.

    Why: no value could ever be accepted.
    Fix: exchange them, or leave out the one that the definition does not give.
    """
    for index, metric in enumerate(content.submission.new.metrics):
        if _are_reversed(metric):
            yield Problem(
                f"the smallest value {metric.min} is not below the largest, {metric.max}",
                at=Place(("new", "metrics", index, "min")),
                fix="Exchange them, or leave out the one that the definition does not give.",
            )


def _are_reversed(metric: NewMetric) -> bool:
    return metric.min is not None and metric.max is not None and Decimal(metric.min) >= Decimal(metric.max)


@rule("PWC605", Severity.WARNING)
def direction_against_name(context: Context) -> Iterator[Problem]:
    """A new metric's direction contradicts its name.

    Why: with accuracy sorted downwards, the worst model leads the board.
    Fix: write the other direction, or a name that says what is counted.
    """
    for index, metric, _ in _added(context):
        meant = metric_sense.direction(metric.name)
        if meant is not None and meant != metric.better:
            yield Problem(
                f"by its name, a {meant} {shown(metric.name)} is better, not a {metric.better} one",
                at=Place(("new", "metrics", index, "better")),
                fix=f"Write `better: {meant}`, or a name that says what is counted.",
            )


@rule("PWC606", Severity.WARNING)
def metric_under_another_name(context: Context) -> Iterator[Problem]:
    """A new metric looks like one that its board has, in another spelling.

    Why: `Acc. (%)` beside `Accuracy` makes two columns of one, and neither ranks all models.
    Fix: delete the entry and use the board's name, unless it really is another metric.
    """
    for index, metric, twin in _twins(context):
        if twin.better == metric.better:
            yield Problem(
                f"this board has {shown(twin.name)}, which looks like the same metric",
                at=Place(("new", "metrics", index, "name")),
                fix=f"Delete this entry and use {shown(twin.name)}, unless it really is another metric.",
            )


@rule("PWC607", Severity.ERROR)
def direction_against_board(context: Context) -> Iterator[Problem]:
    """A new metric is one that its board has in another spelling, with the opposite direction.

    Why: one of the two columns would be sorted upside down.
    Fix: delete the entry and use the board's metric; if its direction is wrong, correct it.
    """
    for index, metric, twin in _twins(context):
        if twin.better != metric.better:
            yield Problem(
                f"this board has {shown(twin.name)} already, and there {_in_words(twin.better)} is better",
                at=Place(("new", "metrics", index, "better")),
                fix=f"Delete this entry and use {shown(twin.name)}.",
            )


def _added(context: Context) -> Iterator[tuple[int, NewMetric, list[Metric]]]:
    """The metrics under ``new:`` that are new, each with those that its board has before it (see PWC508)."""
    earlier: dict[tuple[str, str], list[Metric]] = {}
    for index, metric in enumerate(context.submission.new.metrics):
        board = (identity.fold(metric.task), identity.fold(metric.dataset))
        here = earlier.setdefault(board, [])
        known = [*context.names_before.metrics(metric.task, metric.dataset), *here]
        folded = identity.fold(metric.name)
        if all(identity.fold(other.name) != folded for other in known):
            yield index, metric, known
            here.append(Metric(name=metric.name, better=metric.better, scale=metric.scale))


def _twins(context: Context) -> Iterator[tuple[int, NewMetric, Metric]]:
    """The new metrics whose names mean the same as one of their board, each with that one."""
    for index, metric, known in _added(context):
        folded, sense = identity.fold(metric.name), metric_sense.key(metric.name)
        for other in known:
            aliases = {identity.fold(alias) for alias in other.aliases}
            if folded in aliases or (sense and sense == metric_sense.key(other.name)):
                yield index, metric, other
                break


def _in_words(better: Better) -> str:
    return f"a {better} value"


@rule("PWC608", Severity.WARNING)
def scale_against_name(context: Context) -> Iterator[Problem]:
    """A new metric's scale contradicts its name.

    Why: the scale tells a slip of 0.93 for 93 from a value; a wrong one lets it pass.
    Fix: write the scale in which the paper gives the values.
    """
    for index, metric, _ in _added(context):
        possible = metric_sense.scales(metric.name)
        if metric.scale not in possible:
            yield Problem(
                f"by its name, {shown(metric.name)} is on the scale {listing(possible, last='or')}, "
                f"not `{metric.scale}`",
                at=Place(("new", "metrics", index, "scale")),
                fix=f"Write {listing([f'scale: {scale}' for scale in possible], last='or')}.",
            )


@rule("PWC609", Severity.WARNING)
def invented_bound(context: Context) -> Iterator[Problem]:
    """A new metric has a bound that its definition does not give.

    Why: a bound is what no model can pass, not what none has passed yet; the next best result would be
    refused.
    Fix: leave the bound out, or write the one of the definition.
    """
    for index, metric, _ in _added(context):
        if _are_reversed(metric) or scales.contradicted_end(metric.scale, metric.min, metric.max):
            continue  # PWC603 and PWC615 say so
        for field, bound in (("max", metric.max), ("min", metric.min)):
            doubt = None if bound is None else _doubt(context, metric, field, bound)
            if doubt is not None:
                yield Problem(
                    doubt,
                    at=Place(("new", "metrics", index, field)),
                    fix=f"Leave `{field}:` out, or write the one that the definition gives.",
                )


def _doubt(context: Context, metric: NewMetric, field: str, bound: str) -> str | None:
    largest, smallest = scales.ENDS.get(metric.scale, (frozenset(), frozenset()))
    usual = largest if field == "max" else smallest
    if usual and scales.plain(bound) not in usual:
        return f"no metric in {metric.scale} ends at {bound}"
    if field == "max" and metric_sense.scales(metric.name) == ("none",):
        return f"no definition gives {shown(metric.name)} a largest value"
    if not usual and "." in bound and Decimal(bound) in _given(context, metric):
        return f"{bound} is a value that this file gives, not a bound of the definition"
    return None


def _given(context: Context, metric: NewMetric) -> Iterator[Decimal]:
    """The values that the file gives in a new metric."""
    key = context.names.board_key(metric.task, metric.dataset)
    for row in context.rows:
        value = row.entry.metrics.get(metric.name)
        if row.key == key and value is not None:
            yield value.number


@rule("PWC615", Severity.ERROR)
def scale_against_bound(context: Context) -> Iterator[Problem]:
    """A new metric's bound is where the other scale ends: percent with a largest value of 1.

    Why: one of the two is wrong, and every value would be judged by it.
    Fix: write the bound of the scale, or the other scale.
    """
    for index, metric, _ in _added(context):
        field = scales.contradicted_end(metric.scale, metric.min, metric.max)
        if field is None:
            continue
        end, other = _CONTRADICTIONS[metric.scale]
        right = f"`{field}: {end if field == 'max' else f'-{end}'}`"
        is_percent = any(abs(value) > 1 for value in _given(context, metric))
        if is_percent:
            fix = (
                f"Write {right if metric.scale == 'percent' else '`scale: percent`'}, as the values here are."
            )
        else:
            fix = (
                f"Write {right} if the values are {metric.scale}s, or `scale: {other}` if they are {other}s."
            )
        yield Problem(
            f"{_ENDING[other]} ends at {getattr(metric, field)}, and `scale:` says {metric.scale}",
            at=Place(("new", "metrics", index, field)),
            fix=fix,
        )
