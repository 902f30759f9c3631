"""GitHub's OpenAPI description: what a request may hold, and what an answer must look like."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from typing import Any

import jsonschema_rs

from tests.github.errata import ANSWERED_ANYWHERE, BODIES, IGNORED_PARAMETERS, MISSING_NULL
from tests.github.set_up import CACHE, REST, is_ready

Schema = dict[str, Any]


class MissingDescriptionError(AssertionError):
    """GitHub's description was not fetched, so nothing could be held against it."""


@functools.cache
def description() -> Schema:
    """The trimmed description; tests that need it fail when it is missing."""
    if not is_ready():
        raise MissingDescriptionError("GitHub's description is missing or old: python -m tests.github.set_up")
    loaded: Schema = json.loads((CACHE / REST).read_text())
    for name, *way, last in MISSING_NULL:
        schema = loaded["components"]["schemas"][name]
        for key in way:
            schema = schema["properties"][key]
            schema = schema.get("items", schema)
        schema["properties"][last] = {"anyOf": [{"type": "null"}, schema["properties"][last]]}
    for (method, template), body in BODIES.items():
        loaded["paths"][template][method.lower()]["requestBody"]["content"]["application/json"]["schema"] = (
            body
        )
    return loaded


def resolved(schema: Schema) -> Schema:
    """What a reference leads to."""
    while "$ref" in schema:
        section, name = schema["$ref"].removeprefix("#/components/").split("/", 1)
        schema = description()["components"][section][name]
    return schema


@functools.cache
def _operation(method: str, template: str) -> Schema:
    operations: Schema = description()["paths"].get(template, {})
    if method.lower() not in operations:
        raise AssertionError(f"{method} {template} is not in GitHub's description; name it in pins.json")
    operation: Schema = operations[method.lower()]
    shared = operations.get("parameters", [])
    return {**operation, "parameters": [*shared, *operation.get("parameters", [])]}


def _json_schema(part: Schema) -> Schema | None:
    content = part.get("content", {}).get("application/json")
    return None if content is None else content.get("schema", {})


@functools.cache
def _validator(text: str) -> jsonschema_rs.Validator:
    schema = json.loads(text) | {"components": description()["components"]}
    return jsonschema_rs.validator_for(schema, validate_formats=True)


def _mistakes(schema: Schema, value: Any, where: str) -> list[str]:
    validator = _validator(json.dumps(schema))
    if validator.is_valid(value):
        return []
    errors = validator.iter_errors(value)
    return [f"{where}{''.join(f'[{p!r}]' for p in e.instance_path)}: {e.message[:300]}" for e in errors]


def _closed(schema: Schema) -> Schema:
    """The same, with every key refused that it does not name: GitHub ignores those, so they are slips."""
    schema = resolved(schema)
    closed = dict(schema)
    for key in ("oneOf", "anyOf"):
        if key in schema:
            closed[key] = [_closed(branch) for branch in schema[key]]
    if "items" in schema:
        closed["items"] = _closed(schema["items"])
    if "properties" in schema:
        closed["properties"] = {name: _closed(part) for name, part in schema["properties"].items()}
        closed.setdefault("additionalProperties", False)
    return closed


def request_mistakes(method: str, template: str, query: Mapping[str, str], body: Any) -> list[str]:
    """What is wrong with a request: parameters, body keys and their values."""
    operation = _operation(method, template)
    ignored = IGNORED_PARAMETERS.get((method, template), set())
    asked = {name: value for name, value in query.items() if name not in ignored}
    return _query_mistakes(operation, asked) + _body_mistakes(operation, body)


def _query_mistakes(operation: Schema, query: Mapping[str, str]) -> list[str]:
    parameters = {p["name"]: p for p in map(resolved, operation["parameters"]) if p["in"] == "query"}
    found = [f"unknown query parameter {name!r}" for name in query if name not in parameters]
    for name, parameter in parameters.items():
        if name in query:
            schema = resolved(parameter["schema"])
            value = (
                int(query[name]) if schema.get("type") == "integer" and query[name].isdigit() else query[name]
            )
            found += _mistakes(schema, value, f"query {name}")
        elif parameter.get("required"):
            found.append(f"query parameter {name!r} is missing")
    return found


def _body_mistakes(operation: Schema, body: Any) -> list[str]:
    if "requestBody" not in operation:
        return [] if body is None else ["a body where none belongs"]
    content = resolved(operation["requestBody"])
    if body is None:
        return ["the body is missing"] if content.get("required") else []
    return _mistakes(_closed(_json_schema(content) or {}), body, "body")


def answer_schema(method: str, template: str, status: int) -> Schema | None:
    """The schema of an answer with this status; None where GitHub describes one without a body."""
    responses = _operation(method, template)["responses"]
    if str(status) in responses:
        return _json_schema(resolved(responses[str(status)]))
    if status in ANSWERED_ANYWHERE:
        return {"$ref": "#/components/schemas/basic-error"}
    raise AssertionError(f"{method} {template} does not answer {status}")


def answer_mistakes(method: str, template: str, status: int, data: Any) -> list[str]:
    """What is wrong with an answer."""
    try:
        schema = answer_schema(method, template, status)
    except AssertionError as problem:
        return [str(problem)]
    if schema is None:
        return [] if data is None else [f"{status} with a body where none belongs"]
    return _mistakes(schema, data, "answer")
