"""The merge of the fields of two records: ours, and theirs, which was perhaps adopted before as the base."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, TypeVar

from msgspec.structs import fields, replace

from pwc.record import Record

AnyRecord = TypeVar("AnyRecord", bound=Record)

_OURS = frozenset({"slug", "id", "name", "submission", "added", "status", "reason"})
"""What a record is, where it came from, and what was decided here about it, no import changes."""


def merged(
    ours: AnyRecord, theirs: AnyRecord, base: AnyRecord | None, keep: Collection[str] = ()
) -> AnyRecord:
    """Ours with what is new in theirs; the fields named in ``keep`` stay as they are."""
    changes: dict[str, Any] = {}
    for field in fields(type(ours)):
        have, told = getattr(ours, field.name), getattr(theirs, field.name)
        if have == told or field.name in _OURS or field.name in keep:
            continue
        before = field.default if base is None else getattr(base, field.name)
        if isinstance(have, tuple):
            known = set(have) | set(before if isinstance(before, tuple) else ())
            changes[field.name] = (*have, *(one for one in told if one not in known))
        elif not _is_nothing(told) and (_is_nothing(have) or (base is not None and have == before)):
            changes[field.name] = told
    return replace(ours, **changes) if changes else ours


def _is_nothing(value: object) -> bool:
    """Whether a field says nothing. No is an answer: a direction that is not inferred any more, say."""
    return value is None or value in ("", {})
