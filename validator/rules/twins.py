"""3xx: results that look like one result told twice, or like several told in one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from msgspec import Struct

from pwc import identity
from pwc.record import Result, Value
from validator.batch import Sighting
from validator.context import Context
from validator.correcting.advice import HOW_TO_CORRECT
from validator.finding import Place, Problem, Severity
from validator.naming import models
from validator.numbers import protocol
from validator.quote import listing, shown, visible
from validator.registry import rule
from validator.row import Row
from validator.rules.identity import OTHER_VALUE_IN_THE_CATALOG, same_values, told, where

_TELLING_DIGITS = 3
_BETWEEN_MODELS = (", ", " and ", " & ", " / ")


class _Twin(Struct, frozen=True):
    """A result that may be the same as one of the submission's."""

    found: Sighting | Result
    setting: str | None
    extra_training_data: bool | None
    metrics: dict[str, Value]


@rule("PWC310", Severity.WARNING)
def setting_variant_of_result(context: Context) -> Iterator[Problem]:
    """The same result stands elsewhere under another spelling of its setting.

    Why: 0-shot and zero-shot are one protocol, so one model would stand on the board twice.
    Fix: delete the entry; if the values differ, keep the right one, or say in `setting:` how the two differ.
    """
    variants = (
        (row, other)
        for row, other in _of_this_paper(context)
        if _is_another_spelling(row.entry.setting, other.setting) and _may_be_one(row, other)
    )
    of_each: dict[int, tuple[Row, _Twin]] = {}
    for row, other in sorted(
        variants, key=lambda pair: not same_values(pair[0].entry.metrics, pair[1].metrics)
    ):
        of_each.setdefault(row.index, (row, other))  # one is enough, and with the same values the surest
    for row, other in of_each.values():
        yield _spelled_otherwise(context, row, other)


def _is_another_spelling(ours: str | None, theirs: str | None) -> bool:
    return (
        bool(ours and theirs)
        and identity.fold(ours or "") != identity.fold(theirs or "")
        and protocol.key(ours) == protocol.key(theirs)
    )


def _may_be_one(row: Row, other: _Twin) -> bool:
    """With other values, another answer about extra training data is how the two differ."""
    same_answer = row.entry.extra_training_data == other.extra_training_data
    return same_answer or same_values(row.entry.metrics, other.metrics)


def _spelled_otherwise(context: Context, row: Row, other: _Twin) -> Problem:
    place, theirs = Place(row.path("setting")), shown(other.setting)
    if same_values(row.entry.metrics, other.metrics):
        return Problem(
            f"the same result stands {_where(context, other)}, with the setting {theirs}",
            at=place,
            fix="Delete this entry, or say in `setting:` how the two differ.",
        )
    is_stored = isinstance(other.found, Result)
    return Problem(
        f"{shown(row.entry.setting)} and {theirs} are one protocol, and this result stands "
        f"{_where(context, other)} with {shown(told(other.metrics))}",
        at=place,
        fix=OTHER_VALUE_IN_THE_CATALOG
        if is_stored
        else "Keep the right one, or say in `setting:` how they differ.",
    )


@rule("PWC311", Severity.WARNING)
def extra_data_twin(context: Context) -> Iterator[Problem]:
    """The same values stand elsewhere with another answer about extra training data.

    Why: a result cannot be both with and without it, and one model would stand on the board twice.
    Fix: delete the entry, or correct the existing one under `corrections:`.
    """
    twins = (
        (row, other)
        for row, other in _of_this_paper(context)
        if row.entry.extra_training_data != other.extra_training_data
        and protocol.key(row.entry.setting) == protocol.key(other.setting)
        and same_values(row.entry.metrics, other.metrics)
    )
    yield from dict.fromkeys(_with_another_answer(context, row, other) for row, other in twins)


def _with_another_answer(context: Context, row: Row, other: _Twin) -> Problem:
    ours, theirs = row.entry.extra_training_data, other.extra_training_data
    said = "nothing" if theirs is None else f"`{str(theirs).lower()}`"
    is_stored = isinstance(other.found, Result)
    return Problem(
        f"the same values stand {_where(context, other)}, and `extra_training_data:` says {said} there",
        at=Place(row.path("model" if ours is None else "extra_training_data")),
        fix=f"Delete this entry; if that one is wrong, {HOW_TO_CORRECT}."
        if is_stored
        else "Delete this entry, or correct the other one.",
    )


@rule("PWC312", Severity.WARNING)
def result_of_another_paper(context: Context) -> Iterator[Problem]:
    """Another paper has this model with the same values.

    Why: papers repeat the numbers of others to compare themselves; a number belongs to the paper that
    measured it, once.
    Fix: delete the entry, unless this paper has measured the values anew.
    """
    problems = (
        Problem(
            f"{shown(row.entry.model)} stands with these values {_where(context, other)}",
            at=Place(row.path("model")),
            fix="Delete this entry, unless this paper has measured the values anew.",
        )
        for row, other in _of_other_papers(context)
        if _may_be_one_protocol(row.entry.setting, other.setting)
        and same_values(row.entry.metrics, other.metrics)
    )
    yield from dict.fromkeys(problems)  # a file may have several such rows


def _may_be_one_protocol(one: str | None, other: str | None) -> bool:
    return not one or not other or protocol.key(one) == protocol.key(other)


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
        is_other = is_copy and _is_other(stored.model, row.entry.model)
        if is_other and not _differs_in_size_alone(context, row, stored):  # PWC316 says more
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


@rule("PWC316", Severity.WARNING)
def model_with_and_without_size(context: Context) -> Iterator[Problem]:
    """The catalog has this result under the model's name with its size, or without it.

    Why: GPT-3 beside GPT-3 175B, with the same value from one paper, is one model that looks like two.
    Fix: delete the entry if it is the same model; otherwise give it a name that tells it apart.
    """
    for row, stored in _same_first_value(context):
        if _differs_in_size_alone(context, row, stored):
            yield Problem(
                f"the catalog has this result as {stored.id}, where the model is {shown(stored.model)}",
                at=Place(row.path("model")),
                fix=f"Delete this entry if it is the same model, {shown(stored.model)}.",
            )


def _differs_in_size_alone(context: Context, row: Row, stored: Result) -> bool:
    """Whether paper, protocol and values are the same, and one name is the other and a size."""
    return (
        context.paper is not None
        and stored.paper == context.paper.slug
        and protocol.key(stored.setting) == protocol.key(row.entry.setting)
        and same_values(stored.metrics, row.entry.metrics)
        and models.differ_in_size_alone(stored.model, row.entry.model)
    )


@rule("PWC317", Severity.HINT)
def several_models_in_one(context: Context) -> Iterator[Problem]:
    """A model's name lists several that differ in a number alone.

    Why: one entry is one model on one leaderboard; nobody can tell whose value it is.
    Fix: give each its own entry with its own values; leave it if it is one model made of them.
    """
    for row in context.rows:
        name = row.entry.model
        if any(mark in name for mark in _BETWEEN_MODELS) and (several := models.listed(name)):
            yield Problem(
                f"this looks like {len(several)} models: {listing([visible(one) for one in several])}",
                at=Place(row.path("model")),
                fix="Give each its own entry with its own values; leave it if it is one model made of them.",
            )


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
            yield row, _stored(stored)


def _same_first_value(context: Context) -> Iterator[tuple[Row, Result]]:
    """The catalog's results with the value that a result gives first."""
    last = -1
    for one in context.measured:
        if one.row.index != last and one.history.has(one.number):
            yield from ((one.row, stored) for stored in one.history.with_value(one.number))
        last = one.row.index


def _seen(sighting: Sighting) -> _Twin:
    return _Twin(sighting, sighting.setting, sighting.key[5], sighting.metrics)


def _stored(result: Result) -> _Twin:
    return _Twin(result, result.setting, result.extra_training_data, result.metrics)


def _where(context: Context, twin: _Twin) -> str:
    """Where a twin stands; asked for those alone that a message names."""
    if isinstance(twin.found, Sighting):
        return where(context, twin.found)
    place = f"in the catalog, as {twin.found.id}"
    slug = twin.found.paper
    if context.paper is not None and context.paper.slug == slug:
        return place
    if slug is None:
        return f"{place}, without a paper"
    paper = context.catalog.paper(slug)
    return f"{place}, from {shown(slug if paper is None else paper.title)}"
