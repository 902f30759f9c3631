"""Answers REST requests: finds the endpoint, holds both directions against the description, cuts pages."""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from werkzeug.wrappers import Request, Response

from tests.github import (  # noqa: F401 - the endpoints register themselves
    openapi,
    rest_comments,
    rest_labels,
    rest_pulls,
    rest_refs,
    rest_repository,
    rest_reviews,
    rest_statuses,
)
from tests.github.faults import Fault
from tests.github.filling import filled
from tests.github.pushes import count_read
from tests.github.records import Account
from tests.github.routes import MAX_PAGE, REPOSITORY, Answer, ApiError, Call, Route, found_route

if TYPE_CHECKING:
    from tests.github.server import GitHubServer

_OTHER_FORM = re.compile(r"application/vnd\.github\.(v3\.)?(diff|patch|raw|html|text|full|sha)")


def error(status: int, message: str) -> Response:
    """An error that no endpoint made."""
    return json_response(ApiError(status, message).answer().data, status)


def json_response(data: Any, status: int) -> Response:
    """An answer in JSON; an empty one for None."""
    text = "" if data is None else json.dumps(data)
    return Response(text, status, mimetype="application/json" if text else None)


def answer(server: GitHubServer, request: Request, path: str, actor: Account | None) -> Response:
    """Answers a request, unless a planned fault does."""
    found = found_route(request.method, path)
    if found is None or _wants_other_form(request) or not _is_served(server, *found):
        return server.unknown(request)
    route, parts = found
    plans = server.begin(route.method, route.template, path, actor)
    key = (actor.login if actor else "", request.method, request.full_path)
    if any(plan.fault is Fault.STALE for plan in plans) and key in server.last_answers:
        return server.last_answers[key]
    response = _answered(server, request, route, parts, actor)
    if request.method == "GET" and response.status_code == 200:
        server.last_answers[key] = response
    return server.end(plans, _conditional(request, response))


def _wants_other_form(request: Request) -> bool:
    return _OTHER_FORM.search(request.headers.get("Accept", "")) is not None


def _is_served(server: GitHubServer, route: Route, parts: dict[str, str]) -> bool:
    """Whether the stand-in answers for this repository: the upstream in full, of a fork its record alone."""
    if "owner" not in parts:
        return True
    store = server.world.stores.get(f"{parts['owner']}/{parts['repo']}".lower())
    if store is None:
        return route.template == REPOSITORY
    return not store.is_fork or (route.method, route.template) == ("GET", REPOSITORY)


def _answered(
    server: GitHubServer, request: Request, route: Route, parts: dict[str, str], actor: Account | None
) -> Response:
    where = f"{route.method} {route.template}"
    query, text = request.args.to_dict(), request.get_data(as_text=True)
    call = Call(
        world=server.world,
        root=server.api_url,
        git_root=server.url,
        actor=actor,
        parts=parts,
        query=query,
        body=json.loads(text) if text else None,
    )
    mistakes = openapi.request_mistakes(route.method, route.template, query, call.body)
    server.violations += [f"{where}: request: {mistake}" for mistake in mistakes]
    with server.world.lock:
        given = ApiError(422, "Invalid request.").answer() if mistakes else _taken(route, call)
        if route.method == "GET":
            count_read(server.world)
    headers = _paged(given, call, request) | server.world.rate.headers() | given.headers
    data = _completed(server, route, given)
    response = json_response(data, given.status)
    response.headers.update(headers)
    return response


def _taken(route: Route, call: Call) -> Answer:
    try:
        return route.endpoint(call)
    except ApiError as problem:
        return problem.answer()


def _completed(server: GitHubServer, route: Route, given: Answer) -> Any:
    """The answer with what is required beside it, held against the description."""
    try:
        schema = openapi.answer_schema(route.method, route.template, given.status)
        data = (
            given.data
            if schema is None or given.status >= 400
            else filled(schema, given.data, server.api_url)
        )
    except AssertionError:
        data = given.data
    found = openapi.answer_mistakes(route.method, route.template, given.status, data)
    server.violations += [f"{route.method} {route.template}: {mistake}" for mistake in found]
    return data


def _paged(given: Answer, call: Call, request: Request) -> dict[str, str]:
    """Cuts a list to the page that was asked for; says where the others are."""
    if not given.paged or given.status != 200:
        return {}
    items = given.data if given.list_key is None else given.data[given.list_key]
    size = min(int(call.query.get("per_page", "30")), MAX_PAGE)
    page, last = int(call.query.get("page", "1")), max(1, -(-len(items) // size))
    part = items[(page - 1) * size : page * size]
    given.data = part if given.list_key is None else given.data | {given.list_key: part}
    wanted = {"first": 1, "prev": page - 1} if page > 1 else {}
    wanted |= {"next": page + 1, "last": last} if page < last else {}
    links = [f'<{_page_address(request, number)}>; rel="{name}"' for name, number in wanted.items()]
    return {"Link": ", ".join(links)} if links else {}


def _page_address(request: Request, page: int) -> str:
    return f"{request.base_url}?{urlencode(request.args.to_dict() | {'page': str(page)})}"


def _conditional(request: Request, response: Response) -> Response:
    """Gives answers an ETag, and says 304 to who has this one already."""
    if request.method != "GET" or response.status_code != 200:
        return response
    tag = f'W/"{hashlib.sha256(response.get_data()).hexdigest()}"'
    response.headers["ETag"] = tag
    if request.headers.get("If-None-Match") == tag:
        return Response(status=304, headers={"ETag": tag})
    return response
