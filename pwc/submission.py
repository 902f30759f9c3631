"""A submission as immutable data, read from a document that the schema has found valid."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache
from typing import Any, Literal

import msgspec
from msgspec import Struct

from pwc.document import Document
from pwc.record import Better, Evidence, Scale, Value
from pwc.schemas import definition, schema
from pwc.span import Path

_MOST_KEYS = 1000
_TRUTH = frozenset({"boolean"})
_NUMBER = frozenset({"number", "integer"})


class CodeEntry(Struct, frozen=True, forbid_unknown_fields=True):
    """One entry under a paper's ``code``."""

    url: str
    official: bool = False


class PaperEntry(Struct, frozen=True, forbid_unknown_fields=True):
    """The paper as the contributor describes it. Names of tasks and methods are not yet resolved."""

    title: str | None = None
    arxiv: str | None = None
    doi: str | None = None
    openreview: str | None = None
    acl: str | None = None
    url: str | None = None
    pdf: str | None = None
    date: str | None = None
    authors: tuple[str, ...] = ()
    abstract: str | None = None
    tasks: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    code: tuple[CodeEntry, ...] = ()

    @property
    def identifiers(self) -> dict[str, str | None]:
        """The fields that locate the paper."""
        return {name: getattr(self, name) for name in ("arxiv", "doi", "openreview", "acl", "url")}


class ResultEntry(Struct, frozen=True, forbid_unknown_fields=True):
    """One entry under ``results``; ``metrics`` holds decimal text."""

    task: str
    dataset: str
    model: str
    metrics: dict[str, Value]
    setting: str | None = None
    extra_training_data: bool | None = None
    evidence: Evidence | None = None


class NewTask(Struct, frozen=True, forbid_unknown_fields=True):
    """One entry under ``new.tasks``."""

    name: str
    area: str
    parent: str | None = None
    description: str | None = None


class NewDataset(Struct, frozen=True, forbid_unknown_fields=True):
    """One entry under ``new.datasets``."""

    name: str
    full_name: str | None = None
    url: str | None = None
    tasks: tuple[str, ...] = ()
    description: str | None = None


class NewMethod(Struct, frozen=True, forbid_unknown_fields=True):
    """One entry under ``new.methods``."""

    name: str
    full_name: str | None = None
    paper: str | None = None
    description: str | None = None


class NewMetric(Struct, frozen=True, forbid_unknown_fields=True):
    """One entry under ``new.metrics``; bounds are decimal text."""

    task: str
    dataset: str
    name: str
    better: Better
    scale: Scale
    min: str | None = None
    max: str | None = None


class New(Struct, frozen=True, forbid_unknown_fields=True):
    """What the catalog does not have yet."""

    tasks: tuple[NewTask, ...] = ()
    datasets: tuple[NewDataset, ...] = ()
    methods: tuple[NewMethod, ...] = ()
    metrics: tuple[NewMetric, ...] = ()


class Submission(Struct, frozen=True, forbid_unknown_fields=True):
    """One file under submissions/."""

    format: Literal[1] = 1
    paper: PaperEntry | None = None
    results: tuple[ResultEntry, ...] = ()
    new: New = New()
    corrections: tuple[dict[str, Any], ...] = ()


def as_the_schema_reads(document: Document) -> tuple[Any, list[Path]]:
    """The document's value with plain scalars as text wherever the schema wants text.

    So an unquoted ``arxiv: 2208.01450`` keeps its last digit. Also returns the paths of those scalars.
    """
    unquoted: list[Path] = []
    _read_below(document.value, _whole(), (), document, unquoted)
    return document.value, unquoted


def allowed_types(path: Path) -> frozenset[str]:
    """The JSON types that the schema allows at a place of a submission; none for a place that it lacks."""
    shape = _whole()
    for step in path:
        shape = shape.below(step)
    return shape.types


def required_keys(path: Path) -> list[str]:
    """The keys that every mapping at a place of a submission has to have, in the schema's order."""
    shape = _whole()
    for step in path:
        shape = shape.below(step)
    return shape.required


class _Shape:
    """What the schema says of one place: the types, and the shapes of what may stand below it."""

    def __init__(self, nodes: list[dict[str, Any]]) -> None:
        root = schema("submission")
        self._branches = [branch for node in nodes for branch in _branches(root, node)]
        self._below: dict[str | int, _Shape] = {}
        self.types = frozenset(_allowed(self._branches))
        self.required = [key for node in nodes for key in definition(root, node).get("required", ())]

    def below(self, step: str | int) -> _Shape:
        """The shape of an entry or of an item."""
        step = 0 if isinstance(step, int) else step
        if step not in self._below:
            items = [branch["items"] for branch in self._branches if "items" in branch]
            nodes = items if step == 0 else _below(self._branches, str(step))
            if len(self._below) >= _MOST_KEYS:  # free keys, such as the names of metrics
                self._below.clear()
            self._below[step] = _Shape(nodes)
        return self._below[step]


@cache
def _whole() -> _Shape:
    return _Shape([schema("submission")])


def _read_below(value: Any, shape: _Shape, path: Path, document: Document, unquoted: list[Path]) -> None:
    """Put text in the place of numbers and truth values below a value wherever the schema wants text."""
    if isinstance(value, dict):
        entries: Iterable[tuple[Any, Any]] = value.items()
    elif isinstance(value, list):
        entries = enumerate(value)
    else:
        return
    for step, item in list(entries):
        if item.__class__ is str or item is None:
            continue
        below = shape.below(step)
        if isinstance(item, (dict, list)):
            _read_below(item, below, (*path, step), document, unquoted)
        elif isinstance(item, float) and item.is_integer() and below.types == {"integer"}:
            value[step] = int(item)  # to JSON Schema 5.0 is a whole number
        elif "string" in below.types and below.types.isdisjoint(_own_types(item)):
            value[step] = document.scalar((*path, step))
            unquoted.append((*path, step))


def _own_types(value: float | bool) -> frozenset[str]:
    return _TRUTH if isinstance(value, bool) else _NUMBER


def read(document: Document, value: Any) -> Submission:
    """The submission in a document whose ``value`` (see ``as_the_schema_reads``) the schema accepts."""
    data = dict(value)
    if results := data.get("results"):
        data["results"] = [
            entry | {"metrics": _values(document, entry["metrics"], ("results", index, "metrics"))}
            for index, entry in enumerate(results)
        ]
    if corrections := data.get("corrections"):
        data["corrections"] = [
            _correction(document, entry, ("corrections", index)) for index, entry in enumerate(corrections)
        ]
    if metrics := data.get("new", {}).get("metrics"):
        rows = [
            _with_text(document, entry, ("new", "metrics", index), ("min", "max"))
            for index, entry in enumerate(metrics)
        ]
        data["new"] = data["new"] | {"metrics": rows}
    return msgspec.convert(data, Submission)


def decimal_text(written: str) -> str:
    """A number as it was written, without an exponent: ``59.60`` stays, ``1e3`` is 1000."""
    return format(Decimal(written), "f") if "e" in written or "E" in written else written


def _values(document: Document, metrics: dict[str, Any], path: Path) -> dict[str, Any]:
    written = document.scalars(path)
    return {
        name: _with_text(document, value, (*path, name), ("value", "uncertainty"))
        if isinstance(value, dict)
        else {"value": decimal_text(written[name])}
        for name, value in metrics.items()
    }


def _correction(document: Document, entry: dict[str, Any], path: Path) -> dict[str, Any]:
    """A correction with its numbers as text, and metrics' values as mappings, as results have them."""
    parts = {part: dict(entry[part]) for part in ("set", "was") if part in entry}
    for part, fields in parts.items():
        for name in ("min", "max"):
            if fields.get(name) is not None:
                fields[name] = _text(document, (*path, part, name))
        if "metrics" in fields:
            fields["metrics"] = _values(document, fields["metrics"], (*path, part, "metrics"))
    return entry | parts


def _with_text(
    document: Document, entry: dict[str, Any], path: Path, fields: tuple[str, ...]
) -> dict[str, Any]:
    return entry | {name: _text(document, (*path, name)) for name in fields if name in entry}


def _text(document: Document, path: Path) -> str:
    return decimal_text(document.scalar(path) or "")


def _branches(root: dict[str, Any], node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A schema node and all that may apply beside it."""
    node = definition(root, node)
    yield node
    for keyword in ("allOf", "anyOf"):
        for branch in node.get(keyword, ()):
            yield from _branches(root, branch.get("then", branch))


def _below(branches: list[dict[str, Any]], key: str) -> list[dict[str, Any]]:
    nodes = []
    for branch in branches:
        node = branch.get("properties", {}).get(key, branch.get("additionalProperties"))
        if isinstance(node, dict):
            nodes.append(node)
    return nodes


def _allowed(branches: list[dict[str, Any]]) -> set[str]:
    """The types that some schema nodes allow together."""
    allowed: set[str] = set()
    for branch in branches:
        kinds = branch.get("type", ["boolean"] if isinstance(branch.get("const"), bool) else [])
        allowed.update([kinds] if isinstance(kinds, str) else kinds)
    return allowed
