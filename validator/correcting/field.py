"""The fields that a correction can change: what the catalog has in them, what a submission says, and whether
the two agree.

Fields are told apart down to a single metric, so that a correction of one value is not one of the others:
``("metrics", "Accuracy")`` is a field, and so is ``("title",)``.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from msgspec.structs import asdict

from pwc import locator
from pwc.names import Names
from pwc.record import Metric, Paper, Result, Value
from validator.vocabulary import Vocabulary

Field = tuple[str, ...]
Fields = Mapping[Field, Any]
"""Values by field; those of metrics as ``Value``, other numbers as decimal text, lists as tuples."""

_BOUNDS = {("min",), ("max",)}
_LISTS_OF_NAMES = {("tasks",), ("methods",)}


def of_result(result: Result) -> Fields:
    """What the catalog has of a result."""
    evidence = None if result.evidence is None else asdict(result.evidence)
    return {
        ("model",): result.model,
        ("setting",): result.setting,
        ("extra_training_data",): result.extra_training_data,
        ("evidence",): evidence and {key: value for key, value in evidence.items() if value is not None},
        **{("metrics", name): value for name, value in result.metrics.items()},
    }


def of_paper(paper: Paper, names: Vocabulary) -> Fields:
    """What the catalog has of a paper."""
    return {
        ("title",): paper.title,
        ("date",): paper.date,
        ("authors",): paper.authors,
        ("abstract",): paper.abstract,
        ("pdf",): paper.pdf,
        ("tasks",): tuple(_name(names.tasks, slug) for slug in paper.tasks),
        ("methods",): tuple(_name(names.methods, slug) for slug in paper.methods),
        ("code",): tuple((code.url, code.official) for code in paper.code),
    }


def _name(names: Names[Any], slug: str) -> str:
    record = names.by_slug(slug)
    return slug if record is None else str(record.name)


def of_metric(metric: Metric) -> Fields:
    """What the catalog has of a board's metric."""
    return {(name,): getattr(metric, name) for name in ("better", "scale", "min", "max")}


def written(fields: Mapping[str, Any], names: Vocabulary) -> Fields:
    """What a submission says under ``set`` or ``was``, in the form that the catalog's has."""
    found: dict[Field, Any] = {}
    for name, value in fields.items():
        if name == "metrics":
            for metric, one in value.items():
                found["metrics", metric] = Value(**one)
        elif (name,) in _LISTS_OF_NAMES:
            found[name,] = tuple(_canonical(getattr(names, name), one) for one in value)
        elif name == "code":
            found[name,] = tuple((one["url"], one.get("official", False)) for one in value)
        else:
            found[name,] = tuple(value) if isinstance(value, list) else value
    return found


def _canonical(names: Names[Any], name: str) -> str:
    match = names.find(name)
    return name if match is None else str(match.record.name)


def agrees(field: Field, said: Any, now: Any) -> bool:
    """Whether what a correction says was there is there: numbers as numbers, sets in any order.

    A value without its uncertainty is about the value alone.
    """
    if isinstance(said, Value) and isinstance(now, Value):
        same_spread = said.uncertainty is None or _same_number(said.uncertainty, now.uncertainty)
        return said.number == now.number and same_spread and _same_kind(said, now)
    if field in _BOUNDS:
        return _same_number(said, now)
    if field == ("code",):
        return _repositories(said) == _repositories(now)
    if field in _LISTS_OF_NAMES:
        return sorted(said) == sorted(now)
    return bool(said == now)


def _same_kind(said: Value, now: Value) -> bool:
    return said.kind in {None, now.kind} and said.runs in {None, now.runs}


def is_the_same(field: Field, wanted: Any, now: Any) -> bool:
    """Whether setting a field would change nothing, not even the digits that are shown."""
    if isinstance(wanted, Value) and isinstance(now, Value) and wanted.value != now.value:
        return False
    return agrees(field, wanted, now)


def _same_number(one: str | None, other: str | None) -> bool:
    return one == other if one is None or other is None else Decimal(one) == Decimal(other)


def _repositories(code: tuple[tuple[str, bool], ...]) -> set[tuple[str, bool]]:
    return {(locator.url(address), official) for address, official in code}


def told(value: Any) -> str:
    """A field's value as a message shows it."""
    if isinstance(value, Value):
        return value.value if value.uncertainty is None else f"{value.value} ± {value.uncertainty}"
    if isinstance(value, tuple):
        return ", ".join(one if isinstance(one, str) else one[0] for one in value) or "nothing"
    if isinstance(value, dict):
        return ", ".join(f"{key} {one}" for key, one in value.items())
    if isinstance(value, bool):
        return str(value).lower()
    return "nothing" if value is None else str(value)
