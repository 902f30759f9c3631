"""A submission as immutable data, read from a document that the schema has found valid."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Literal

import msgspec
from msgspec import Struct

from pwc.document import Document
from pwc.record import Better, Code, Evidence, Scale, Value
from pwc.schemas import definition, schema
from pwc.span import Path


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
    code: tuple[Code, ...] = ()

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
    reader = _Reader(document)
    return reader.read(), reader.unquoted


def read(document: Document, value: Any) -> Submission:
    """The submission in a document whose ``value`` (see ``as_the_schema_reads``) the schema accepts."""
    data = dict(value)
    if results := data.get("results"):
        data["results"] = [
            entry | {"metrics": _values(document, entry["metrics"], ("results", index, "metrics"))}
            for index, entry in enumerate(results)
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
    return {
        name: _with_text(document, value, (*path, name), ("value", "uncertainty"))
        if isinstance(value, dict)
        else {"value": _text(document, (*path, name))}
        for name, value in metrics.items()
    }


def _with_text(
    document: Document, entry: dict[str, Any], path: Path, fields: tuple[str, ...]
) -> dict[str, Any]:
    return entry | {name: _text(document, (*path, name)) for name in fields if name in entry}


def _text(document: Document, path: Path) -> str:
    return decimal_text(document.scalar(path) or "")


class _Reader:
    """Walks a document and the schema side by side."""

    def __init__(self, document: Document) -> None:
        self.unquoted: list[Path] = []
        self._document = document
        self._root = schema("submission")

    def read(self) -> Any:
        return self._read(self._document.value, [self._root], ())

    def _read(self, value: Any, nodes: list[dict[str, Any]], path: Path) -> Any:
        if isinstance(value, str) or value is None:
            return value
        branches = [branch for node in nodes for branch in _branches(self._root, node)]
        if isinstance(value, dict):
            return {k: self._read(item, _below(branches, k), (*path, k)) for k, item in value.items()}
        if isinstance(value, list):
            items = [branch["items"] for branch in branches if "items" in branch]
            return [self._read(item, items, (*path, index)) for index, item in enumerate(value)]
        if isinstance(value, float) and value.is_integer() and _allowed(branches) == {"integer"}:
            return int(value)  # to JSON Schema 5.0 is a whole number
        if _wants_text(branches, value):
            self.unquoted.append(path)
            return self._document.scalar(path)
        return value


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


def _wants_text(branches: list[dict[str, Any]], value: float | bool) -> bool:
    """Whether a number or truth value stands where the schema allows text, but nothing of its own kind."""
    allowed = _allowed(branches)
    own = {"boolean"} if isinstance(value, bool) else {"number", "integer"}
    return "string" in allowed and not own & allowed


def _allowed(branches: list[dict[str, Any]]) -> set[str]:
    """The types that some schema nodes allow together."""
    allowed: set[str] = set()
    for branch in branches:
        kinds = branch.get("type", [])
        allowed.update([kinds] if isinstance(kinds, str) else kinds)
    return allowed
