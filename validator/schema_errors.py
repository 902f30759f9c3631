"""Whether a value follows the submission schema, and where it does not.

jsonschema-rs decides, because it is a hundred times faster; jsonschema explains what it rejects,
because its errors say more. Where jsonschema finds nothing in what jsonschema-rs rejects, the
rejection stands and says so: it must never pass.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

import jsonschema_rs
from msgspec import Struct

from pwc.document import Path
from pwc.schemas import schema

if TYPE_CHECKING:
    from jsonschema import ValidationError
    from jsonschema.protocols import Validator


class SchemaError(Struct, frozen=True):
    """A departure from the schema: the keyword that failed, what it asks, and what was found."""

    keyword: str
    path: Path
    expected: Any
    found: Any
    node: dict[str, Any]
    """The schema's part that the value should have followed."""


def is_valid(value: Any) -> bool:
    """Whether the submission schema accepts a value."""
    return _fast().is_valid(value)


def explain(value: Any) -> list[SchemaError]:
    """Every place where a value departs from the submission schema."""
    errors = [_readable(error) for error in _flattened(_thorough().iter_errors(value))]
    unique = {(error.keyword, error.path, repr(error.expected)): error for error in errors}
    return list(unique.values()) or [SchemaError("unexplained", (), None, None, {})]


def _flattened(errors: Iterable[ValidationError]) -> Iterator[ValidationError]:
    """Errors, with an ``anyOf`` over one value's forms replaced by what the closest form lacks."""
    for error in errors:
        inner = [e for e in error.context or () if e.validator != "type" or e.path]
        if error.validator == "anyOf" and inner and not all(e.validator == "required" for e in inner):
            yield from inner
        else:
            yield error


def _readable(error: ValidationError) -> SchemaError:
    node = error.schema if isinstance(error.schema, dict) else {}
    return SchemaError(
        str(error.validator), tuple(error.absolute_path), error.validator_value, error.instance, node
    )


@cache
def _fast() -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(schema("submission"))


@cache
def _thorough() -> Validator:
    from jsonschema import Draft202012Validator  # noqa: PLC0415 (116 ms, for what is invalid alone)
    from referencing import Registry  # noqa: PLC0415

    empty: Registry[Any] = Registry()  # without `retrieve`, so no reference can open anything remote
    return Draft202012Validator(schema("submission"), registry=empty)
