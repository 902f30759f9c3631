"""Answers GraphQL queries with graphql-core, by GitHub's own public schema."""

from __future__ import annotations

import functools
import inspect
import re
from typing import TYPE_CHECKING, Any

from graphql import (
    ExecutionResult,
    GraphQLError,
    GraphQLResolveInfo,
    GraphQLSchema,
    build_schema,
    execute_sync,
    parse,
    validate,
)
from werkzeug.wrappers import Request, Response

from tests.github import rest_api
from tests.github.faults import Fault
from tests.github.graphql_answers import Query
from tests.github.graphql_pages import PAGE, NotModelledError, QueryError
from tests.github.graphql_things import Scope
from tests.github.openapi import MissingDescriptionError
from tests.github.pushes import count_read
from tests.github.records import Account
from tests.github.set_up import CACHE, GRAPHQL, is_ready

if TYPE_CHECKING:
    from tests.github.server import GitHubServer

TEMPLATE = "/graphql"
_MISSING = object()


@functools.cache
def schema() -> GraphQLSchema:
    """The trimmed schema; tests that need it fail when it is missing."""
    if not is_ready():
        raise MissingDescriptionError("GitHub's GraphQL schema is missing: python -m tests.github.set_up")
    return build_schema((CACHE / GRAPHQL).read_text(), assume_valid=True, no_location=True)


def answer(server: GitHubServer, request: Request, actor: Account | None) -> Response:
    """Answers a query, unless a planned fault does. GraphQL says 200 to all that it could read."""
    if actor is None:
        return rest_api.error(401, "This endpoint requires you to be authenticated.")
    plans = server.begin("POST", TEMPLATE, request.path, actor)
    key = (actor.login, TEMPLATE, request.get_data(as_text=True))
    if any(plan.fault is Fault.STALE for plan in plans) and key in server.last_answers:
        return server.last_answers[key]
    with server.world.lock:
        data = _executed(server, request.get_json(), actor)
        count_read(server.world)
    response = rest_api.json_response(data, 200)
    response.headers.update(server.world.rate.headers())
    server.last_answers[key] = response
    return server.end(plans, response)


def _executed(server: GitHubServer, asked: dict[str, Any], actor: Account) -> dict[str, Any]:
    try:
        document = parse(asked["query"])
        mistakes = validate(schema(), document)
    except GraphQLError as mistake:
        mistakes = [mistake]
    if mistakes:
        server.violations += [f"GraphQL: {mistake.message}" for mistake in mistakes]
        return {"errors": [mistake.formatted for mistake in mistakes]}
    if any(getattr(part, "operation", None) == "mutation" for part in document.definitions):
        server.unknown_calls.append("a GraphQL mutation")
    result = execute_sync(
        schema(),
        document,
        root_value=Query(Scope(server.world, actor, server.url)),
        variable_values=asked.get("variables") or {},
        operation_name=asked.get("operationName"),
        field_resolver=_resolved,
        type_resolver=lambda value, *_: str(value.typename),
    )
    return _shown(server, result)


def _shown(server: GitHubServer, result: ExecutionResult) -> dict[str, Any]:
    whole: dict[str, Any] = {"data": result.data}
    if result.errors:
        whole["errors"] = [_error(server, error) for error in result.errors]
    return whole


def _error(server: GitHubServer, error: GraphQLError) -> dict[str, Any]:
    """GitHub names the kind of an error beside its message."""
    if isinstance(error.original_error, QueryError):
        return {"type": error.original_error.kind, **error.formatted}
    if isinstance(error.original_error, NotModelledError):
        server.unknown_calls.append(f"GraphQL {error.original_error}")
    else:
        server.violations.append(f"GraphQL: {error}")
    return dict(error.formatted)


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


def _resolved(source: Any, info: GraphQLResolveInfo[Any], **arguments: Any) -> Any:
    """A field is the attribute or the method of the same name, in Python's spelling."""
    place = f"{info.parent_type.name}.{info.field_name}"
    value = getattr(source, _snake(info.field_name), _MISSING)
    if value is _MISSING:
        raise NotModelledError(place)
    if not callable(value):
        return value
    given = {_snake(name): part for name, part in arguments.items()}
    known = set(inspect.signature(value).parameters)
    unknown = given.keys() - (known | PAGE if "page" in known else known)
    if unknown:
        raise NotModelledError(f"{place}({', '.join(sorted(unknown))})")
    return value(**given)
