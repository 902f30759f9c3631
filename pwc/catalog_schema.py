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
    root = schema("catalog")
    return jsonschema_rs.Draft202012Validator({"$ref": f"#/$defs/{kind}", "$defs": root["$defs"]})


def departure(kind: Kind, value: Any) -> str | None:
    """What first keeps a value, as JSON has it, from being a record of a kind; None if it is one."""
    error = next(iter(validator(kind).iter_errors(value)), None)
    return None if error is None else told(error)


def told(error: jsonschema_rs.ValidationError) -> str:
    """A departure with the place in the record."""
    where = "/".join(str(step) for step in error.instance_path)
    return f"{where or 'the record'}: {error.message}"
