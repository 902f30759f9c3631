"""Whether a value follows the submission schema, and where it does not.

jsonschema-rs decides, because it is a hundred times faster; jsonschema explains what it rejects,
because its errors say more. Where jsonschema finds nothing in what jsonschema-rs rejects, the
rejection stands and says so: it must never pass.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any

import jsonschema_rs
from msgspec import Struct

from pwc.schemas import schema
from pwc.span import Path

if TYPE_CHECKING:
    from jsonschema import ValidationError
    from jsonschema.protocols import Validator


MOST = 100
"""How many departures are explained; nobody reads more, and a hostile file can have thousands."""


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
    errors = [_readable(error) for error in _flattened(islice(_thorough().iter_errors(value), MOST))]
    ambiguous = {error.path for error in errors if error.keyword == "oneOf"}
    told = (e for e in errors if e.keyword != "additionalProperties" or e.path not in ambiguous)
    unique = {(error.keyword, error.path, repr(error.expected), repr(error.found)): error for error in told}
    return list(unique.values()) or [SchemaError("unexplained", (), None, None, {})]


def _flattened(errors: Iterable[ValidationError]) -> Iterator[ValidationError]:
    """Errors, with an ``anyOf`` over one value's forms replaced by what the closest form lacks."""
    for error in errors:
        context = list(error.context or ())
        inner = [e for e in context if e.validator != "type" or e.path]
        if error.validator != "anyOf" or not context or all(e.validator == "required" for e in context):
            yield error
        else:
            yield from inner or context[:1]


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
    # 116 ms together, for what is invalid alone
    from jsonschema import Draft202012Validator, ValidationError, validators  # noqa: PLC0415
    from referencing import Registry  # noqa: PLC0415
    from regress import Regex  # noqa: PLC0415

    compiled = cache(Regex)

    def pattern(_: Validator, wanted: str, found: Any, __: Any) -> Iterator[ValidationError]:
        """JSON Schema's patterns are ECMAScript's, in which ``$`` and ``\\s`` mean other than in Python."""
        if isinstance(found, str) and compiled(wanted).find(found) is None:
            yield ValidationError(f"{found!r} does not match {wanted!r}")

    extend: Callable[..., Callable[..., Validator]] = validators.extend
    empty: Registry[Any] = Registry()  # without `retrieve`, so no reference can open anything remote
    return extend(Draft202012Validator, {"pattern": pattern})(schema("submission"), registry=empty)
