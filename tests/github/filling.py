"""Completes an answer with the required fields that no program here reads, in neutral values.

A pull request on GitHub has some hundred fields. The shapes in ``shapes.py`` say those that mean something;
the rest is filled in by GitHub's description: null where it may be null, false, 0, an empty list, an address
that leads nowhere. What is none of these (a text, a time) must be said by the shape, or it is a violation.
"""

from __future__ import annotations

from typing import Any

from tests.github.openapi import Schema, resolved

NOWHERE = "/not-modelled"
_MISSING = object()
_NEUTRAL: dict[Any, Any] = {"boolean": False, "integer": 0, "number": 0, "array": []}


def filled(schema: Schema, data: Any, root: str) -> Any:
    """The same data, and in every object what is required beside it."""
    schema = _branch(resolved(schema), data)
    if isinstance(data, list):
        return [filled(schema["items"], item, root) for item in data] if "items" in schema else data
    if not isinstance(data, dict):
        return data
    completed = dict(data)
    for part in schema.get("allOf", ()):
        completed = filled(part, completed, root)
    properties = schema.get("properties", {})
    for name in schema.get("required", ()):
        if name not in completed:
            value = _neutral(name, properties[name], root)
            if value is not _MISSING:
                completed[name] = value
    return {
        name: filled(properties[name], value, root) if name in properties else value
        for name, value in completed.items()
    }


def _branch(schema: Schema, data: Any) -> Schema:
    """Of several possible schemas, the one that this value is meant to follow."""
    if "discriminator" in schema:
        mapping = schema["discriminator"]["mapping"]
        return resolved({"$ref": mapping[data[schema["discriminator"]["propertyName"]]]})
    if not isinstance(data, dict | list):
        return schema
    wanted = "object" if isinstance(data, dict) else "array"
    for branch in [*schema.get("anyOf", ()), *schema.get("oneOf", ())]:
        whole = resolved(branch)
        if whole.get("type") == wanted or "allOf" in whole:
            return _branch(whole, data)
    return schema


def _neutral(name: str, schema: Schema, root: str) -> Any:
    schema = resolved(schema)
    if {"type": "null"} in schema.get("anyOf", ()):
        return None
    kind = schema.get("type")
    if kind in _NEUTRAL and "enum" not in schema:
        return _NEUTRAL[kind]
    if kind == "string" and name == "node_id":
        return "unused"
    if kind == "string" and (schema.get("format") == "uri" or name.endswith("url") or name == "href"):
        return root + NOWHERE
    return filled(schema, {}, root) if kind == "object" else _MISSING
