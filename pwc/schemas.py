"""The JSON Schemas, from the checkout's ``schema/`` or from the installed package."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent
_FOLDERS = (_HERE / "schema", _HERE.parent / "schema")  # in the wheel, in the checkout


@cache
def source(name: str) -> bytes:
    """The file of a schema, as it is."""
    file = next(folder for folder in _FOLDERS if folder.is_dir()) / f"{name}.schema.json"
    return file.read_bytes()


@cache
def schema(name: str) -> dict[str, Any]:
    """The schema ``submission`` or ``catalog``. All references in them are to their own ``$defs``."""
    loaded: dict[str, Any] = json.loads(source(name))
    return loaded


def definition(root: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    """The schema that a node refers to, or the node itself."""
    while "$ref" in node:
        node = root["$defs"][node["$ref"].removeprefix("#/$defs/")]
    return node
