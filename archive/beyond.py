"""What the old shapes cannot hold: ids, directions, settings, provenance. It travels in one key of an item.

Old readers ignore the key. An item that has it was exported from a catalog, and says exactly which record it
was: what the old fields alone would give (``told``), with the key's fields in place of the told ones.
"""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

from archive.dump import BadDumpError, Item
from pwc import catalog_schema
from pwc.catalog_schema import Kind
from pwc.record import (
    Area,
    Board,
    Code,
    Dataset,
    Locator,
    LogEntry,
    Method,
    Model,
    Paper,
    Record,
    Result,
    Task,
)

KEY = "paperswithcode2"

_KINDS: dict[type[Record], Kind] = {
    Area: "area",
    Board: "board_head",  # its results travel by themselves
    Code: "code",
    Dataset: "dataset",
    Locator: "locator",
    LogEntry: "log_entry",
    Method: "method",
    Model: "model",
    Paper: "paper",
    Result: "result",
    Task: "task",
}

AnyRecord = TypeVar("AnyRecord", bound=Record)


def beyond(record: AnyRecord, told: AnyRecord) -> dict[str, Any]:
    """The fields of a record, as JSON has them, that differ from what the old fields tell."""
    return {
        field: msgspec.to_builtins(getattr(record, field))
        for field in record.__struct_fields__
        if getattr(record, field) != getattr(told, field)
    }


def of(item: Item) -> dict[str, Any] | None:
    """What an item holds under the key, or None if it does not come from a catalog."""
    found = item.get(KEY)
    return found if isinstance(found, dict) else None


def exact(told: AnyRecord, fields: dict[str, Any], place: str) -> AnyRecord:
    """The record of an exported item. Raises BadDumpError if its fields are not those of its kind."""
    told_fields = {field: getattr(told, field) for field in told.__struct_fields__}
    return record(type(told), msgspec.to_builtins(told_fields) | fields, f"{place}: {KEY}")


def record(kind: type[AnyRecord], fields: object, place: str) -> AnyRecord:
    """The record with some fields, as JSON has them: paths are made from it, so its form is checked.

    Raises BadDumpError, with the place.
    """
    try:
        found = msgspec.convert(fields, kind)
    except msgspec.ValidationError as error:
        raise BadDumpError(f"{place}: {error}") from error
    departure = catalog_schema.departure(_KINDS[kind], msgspec.to_builtins(found))
    if departure is not None:
        raise BadDumpError(f"{place}: {departure}")
    return found
