"""What the old shapes cannot hold: ids, directions, settings, provenance. It travels in one key of an item.

Old readers ignore the key. An item that has it was exported from a catalog, and says exactly which record it
was: what the old fields alone would give (``told``), with the key's fields in place of the told ones.
"""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

from archive.dump import BadDumpError, Item
from pwc.record import Record

KEY = "paperswithcode2"

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
    kind = type(told)
    told_fields = {field: getattr(told, field) for field in kind.__struct_fields__}
    try:
        return msgspec.convert(msgspec.to_builtins(told_fields) | fields, kind)
    except msgspec.ValidationError as error:
        raise BadDumpError(f"{place}: {KEY}: {error}") from error
