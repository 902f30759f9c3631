"""What schema/catalog.schema.json says of single records."""

from __future__ import annotations

from functools import cache
from typing import Any, Literal

import jsonschema_rs

from pwc.schemas import schema

Kind = Literal[
    "area",
    "task",
    "dataset",
    "method",
    "model",
    "paper",
    "code",
    "locator",
    "board",
    "board_head",
    "result",
    "log_entry",
]


@cache
def validator(kind: Kind) -> jsonschema_rs.Draft202012Validator:
    """The schema's part for one kind of records."""
    return _compiled({"$ref": f"#/$defs/{kind}"})


@cache
def validator_of_all(kind: Kind) -> jsonschema_rs.Draft202012Validator:
    """The same for a list of them, which is quicker than one after the other."""
    return _compiled({"type": "array", "items": {"$ref": f"#/$defs/{kind}"}})


def _compiled(wanted: dict[str, Any]) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator({**wanted, "$defs": schema("catalog")["$defs"]})


def departure(kind: Kind, value: Any) -> str | None:
    """What first keeps a value, as JSON has it, from being a record of a kind; None if it is one."""
    error = next(iter(validator(kind).iter_errors(value)), None)
    return None if error is None else told(error)


def told(error: jsonschema_rs.ValidationError) -> str:
    """A departure with the place in the record."""
    where = "/".join(str(step) for step in error.instance_path)
    return f"{where or 'the record'}: {error.message}"
