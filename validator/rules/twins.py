"""3xx: results that look like one result told twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from msgspec import Struct

from pwc import identity
from pwc.record import Result, Value
from validator.batch import Sighting
from validator.context import Context
from validator.finding import Place, Problem, Severity
from validator.numbers import protocol
from validator.quote import listing, shown
from validator.registry import rule
from validator.row import Row
from validator.rules.identity import same_values

_TELLING_DIGITS = 3


class _Twin(Struct, frozen=True):
    """A result that may be the same as one of the submission's, and where it stands."""

    where: str
    paper: str
    setting: str | None
    extra_training_data: bool | None
    metrics: dict[str, Value]


@rule("PWC310", Severity.WARNING)
def setting_variant_of_result(context: Context) -> Iterator[Problem]:
    """The same result stands elsewhere under another spelling of its setting.

    Why: 0-shot and zero-shot are one protocol, so one model would stand on the board twice.
    Fix: delete the entry, or say in `setting:` how the two differ.
    """
    for row, other in _of_this_paper(context):
        ours, theirs = row.entry.setting, other.setting
        if not ours or not theirs or identity.fold(ours) == identity.fold(theirs):
            continue
        if protocol.key(ours) == protocol.key(theirs):
            yield Problem(
                f"the same result stands {other.where}, with the setting {shown(theirs)}",
                at=Place(row.path("setting")),
                fix="Delete this entry, or say in `setting:` how the two differ.",
            )


@rule("PWC311", Severity.WARNING)
def extra_data_twin(context: Context) -> Iterator[Problem]:
    """The same values stand elsewhere with another answer about extra training data.

    Why: a result cannot be both with and without it, and one model would stand on the board twice.
    Fix: delete the entry, or correct the existing one under `corrections:`.
    """
    for row, other in _of_this_paper(context):
        ours, theirs = row.entry.extra_training_data, other.extra_training_data
        same_protocol = protocol.key(row.entry.setting) == protocol.key(other.setting)
        if ours != theirs and same_protocol and same_values(row.entry.metrics, other.metrics):
            said = "nothing" if theirs is None else f"`{str(theirs).lower()}`"
            yield Problem(
                f"the same values stand {other.where}, and `extra_training_data:` says {said} there",
                at=Place(row.path("model" if ours is None else "extra_training_data")),
                fix="Delete this entry, or correct the other one.",
            )


@rule("PWC312", Severity.WARNING)
def result_of_another_paper(context: Context) -> Iterator[Problem]:
    """Another paper has this model with the same values.

    Why: papers repeat the numbers of others to compare themselves; a number belongs to the paper that
    measured it, once.
    Fix: delete the entry, unless this paper has measured the values anew.
    """
    for row, other in _of_other_papers(context):
        ours, theirs = protocol.key(row.entry.setting), protocol.key(other.setting)
        if (ours == theirs or not ours or not theirs) and same_values(row.entry.metrics, other.metrics):
            yield Problem(
                f"{shown(row.entry.model)} stands with these values {other.where}",
                at=Place(row.path("model")),
                fix="Delete this entry, unless this paper has measured the values anew.",
            )


@rule("PWC315", Severity.HINT)
def values_of_another_model(context: Context) -> Iterator[Problem]:
    """Two models have the same values in two metrics or more.

    Why: that hardly ever happens; more often a row was copied, and not changed.
    Fix: compare both with the paper.
    """
    before: dict[tuple[object, ...], Row] = {}
    for row in _beside_others(context):
        values = tuple(sorted((name, float(value.value)) for name, value in row.entry.metrics.items()))
        first = before.setdefault((row.key, values), row)
        if _is_other(first.entry.model, row.entry.model) and _tells(row.entry.metrics):
            line = context.entry.document.span(("results", first.index)).line
            yield _copied(row, f"of {shown(first.entry.model)} on line {line}")
    for row, stored in _same_first_value(context):
        common = {name: value for name, value in row.entry.metrics.items() if name in stored.metrics}
        is_copy = _tells(common) and same_values(common, stored.metrics)
        if is_copy and _is_other(stored.model, row.entry.model):
            yield _copied(row, f"of {shown(stored.model)} in the catalog, {stored.id}")


def _beside_others(context: Context) -> list[Row]:
    """The results with several values for whose boards the file has more than one."""
    rows = [row for row in context.rows if len(row.entry.metrics) > 1 and row.key is not None]
    boards = Counter(row.key for row in rows) if len(rows) > 1 else {}
    return [row for row in rows if boards.get(row.key, 0) > 1]


def _copied(row: Row, whose: str) -> Problem:
    return Problem(
        f"{listing(list(row.entry.metrics))} are those {whose}",
        at=Place(row.path("metrics")),
        fix="Compare both with the paper.",
    )


def _is_other(one: str, other: str) -> bool:
    return identity.fold(one) != identity.fold(other)


def _tells(metrics: dict[str, Value]) -> bool:
    """Whether at least two values have so many digits that they are hardly the same by chance."""
    return sum(len(value.number.as_tuple().digits) >= _TELLING_DIGITS for value in metrics.values()) >= 2


def _of_this_paper(context: Context) -> Iterator[tuple[Row, _Twin]]:
    """The results of the same paper, board and model, in the catalog and earlier in the run."""
    for row, other in context.seen_before:
        if other.key[0] == context.paper_key:
            yield row, _seen(other)
    if context.paper is None:
        return
    for row in context.rows:
        for stored in row.board.results if row.board is not None else ():
            if stored.paper == context.paper.slug and not _is_other(stored.model, row.entry.model):
                yield row, _stored(stored)


def _of_other_papers(context: Context) -> Iterator[tuple[Row, _Twin]]:
    """Results of the same model and board that other papers give, in the run and in the catalog."""
    for row, other in context.seen_before:
        if other.key[0] != context.paper_key:
            yield row, _seen(other)
    slug = None if context.paper is None else context.paper.slug
    for row, stored in _same_first_value(context):
        if stored.paper != slug and not _is_other(stored.model, row.entry.model):
            paper = context.catalog.paper(stored.paper)
            title = stored.paper if paper is None else paper.title
            yield row, _stored(stored, f", from {shown(title)}")


def _same_first_value(context: Context) -> Iterator[tuple[Row, Result]]:
    """The catalog's results with the value that a result gives first."""
    last = -1
    for one in context.measured:
        if one.row.index != last and one.history.has(one.number):
            yield from ((one.row, stored) for stored in one.history.with_value(one.number))
        last = one.row.index


def _seen(sighting: Sighting) -> _Twin:
    where = f"in {sighting.file}"
    return _Twin(where, sighting.key[0], sighting.setting, sighting.key[5], sighting.metrics)


def _stored(result: Result, source: str = "") -> _Twin:
    where = f"in the catalog, as {result.id}{source}"
    return _Twin(where, result.paper, result.setting, result.extra_training_data, result.metrics)
