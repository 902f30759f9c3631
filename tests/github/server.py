"""The HTTP side: takes requests, records them, lets faults strike, and hands them to who answers."""

from __future__ import annotations

import base64
import re
import threading
import traceback
from typing import Any, NoReturn

from msgspec import Struct
from werkzeug.exceptions import ClientDisconnected
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response

from tests.github import git_http, graphql_api, rest_api
from tests.github.faults import GIT, Fault, Faults, Plan
from tests.github.records import Account
from tests.github.world import World

API = "/api/v3"
GRAPHQL = ("/api/graphql", "/api/v3/graphql")
_GIT = re.compile(r"/([^/]+/[^/]+?)(?:\.git)?(/info/refs|/git-upload-pack|/git-receive-pack)")


class ApiCall(Struct, frozen=True):
    """A call as it came in. The template is GitHub's, ``/graphql``, or git's ``/{owner}/{repo}.git``."""

    method: str
    template: str
    actor: str | None
    path: str


class _Handler(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002 - werkzeug's name
        """Tests have their own record."""

    def connection_dropped(self, error: BaseException, environ: dict[str, Any] | None = None) -> None:
        """Ends the connection, answer or not."""
        self.close_connection = True


class GitHubServer:
    """A running server. ``violations`` and ``unknown_calls`` must be empty when a test ends."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.calls: list[ApiCall] = []
        self.git_calls: list[ApiCall] = []
        self.violations: list[str] = []
        self.unknown_calls: list[str] = []
        self.faults = Faults()
        self.last_answers: dict[tuple[str, ...], Response] = {}
        self._http = make_server("127.0.0.1", 0, self._application, threaded=True, request_handler=_Handler)
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02})
        self.url = f"http://127.0.0.1:{self._http.server_port}"
        self.api_url = self.url + API

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()

    def _application(self, environ: dict[str, Any], start_response: Any) -> Any:
        request = Request(environ)
        try:
            response = self._answer(request)
        except ConnectionError:
            raise
        except ClientDisconnected as gone:  # killed, for instance, before it had said everything
            raise ConnectionAbortedError("the client is gone") from gone
        except StruckError as struck:
            response = struck.response
        except Exception:  # noqa: BLE001 - whatever it is, the test must see it, not the client alone
            self.violations.append(f"{request.method} {request.path}: {traceback.format_exc()}")
            response = Response("the stand-in failed", 500)
        return response(environ, start_response)

    def _answer(self, request: Request) -> Response:
        token = _token(request)
        actor = None if token is None else self.world.by_token(token)
        if token is not None and actor is None:
            return rest_api.error(401, "Bad credentials")
        if request.path in GRAPHQL:
            return graphql_api.answer(self, request, actor)
        if request.path.startswith(API + "/"):
            return rest_api.answer(self, request, request.path.removeprefix(API), actor)
        git = _GIT.fullmatch(request.path)
        store = self.world.stores.get(git[1].lower()) if git else None
        if git is None or store is None:
            return self.unknown(request)
        return git_http.answer(self, request, store, git[2], actor)

    def unknown(self, request: Request) -> Response:
        """Says 404 and remembers that the stand-in was asked what it does not know."""
        self.unknown_calls.append(f"{request.method} {request.full_path.rstrip('?')}")
        return rest_api.error(404, "Not Found")

    def begin(self, method: str, template: str, path: str, actor: Account | None) -> list[Plan]:
        """Records a call and lets the faults strike that come before its effect."""
        login = None if actor is None else actor.rest_login
        with self.world.lock:
            (self.git_calls if method in GIT else self.calls).append(ApiCall(method, template, login, path))
            plans = self.faults.due(method, template, login)
            if method not in GIT and template != "/rate_limit":
                plans += self._spent()
        for plan in plans:
            if plan.fault is Fault.ACT_BEFORE and plan.action is not None:
                plan.action()
        for plan in plans:
            if plan.fault is Fault.LOST_BEFORE:
                _hang_up()
            refusal = _refusal(self, plan)
            if refusal is not None:
                raise StruckError(refusal)
        return plans

    def _spent(self) -> list[Plan]:
        """Takes a request from the hour's budget; past its end the limit strikes."""
        if self.world.rate.remaining == 0:
            return [Plan(Fault.RATE_LIMIT)]
        self.world.rate.used += 1
        return []

    def end(self, plans: list[Plan], response: Response) -> Response:
        """Lets the faults strike that come after the effect."""
        for plan in plans:
            if plan.fault is Fault.ACT_AFTER and plan.action is not None:
                plan.action()
        for plan in plans:
            if plan.fault is Fault.LOST_AFTER:
                _hang_up()
            if plan.fault is Fault.BAD_GATEWAY_AFTER:
                return rest_api.error(502, "Server Error")
        return response


class StruckError(Exception):
    """A fault gave an answer before anything took effect."""

    def __init__(self, response: Response) -> None:
        super().__init__(response.status)
        self.response = response


def _hang_up() -> NoReturn:
    raise ConnectionAbortedError("a planned fault closed the connection")


def _refusal(server: GitHubServer, plan: Plan) -> Response | None:
    """The answer of a fault that comes before the effect."""
    if plan.fault is Fault.BAD_GATEWAY_BEFORE:
        return rest_api.error(502, "Server Error")
    if plan.fault not in (Fault.RATE_LIMIT, Fault.SECONDARY_LIMIT, Fault.TOO_MANY):
        return None
    message = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."
    headers = {} if plan.retry_after is None else {"Retry-After": str(plan.retry_after)}
    if plan.fault is Fault.RATE_LIMIT:
        message = "API rate limit exceeded for installation ID 1."
        headers |= {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(server.world.rate.reset)}
    response = rest_api.error(429 if plan.fault is Fault.TOO_MANY else 403, message)
    response.headers.update(headers)
    return response


def _token(request: Request) -> str | None:
    """The token of a request, however it is sent."""
    kind, _, value = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "basic":
        return value.strip() or None
    return base64.b64decode(value).decode().partition(":")[2] or None
