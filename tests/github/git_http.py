"""Git's smart HTTP, by git's own ``http-backend``: clone, fetch and push with a token as the password."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from werkzeug.wrappers import Request, Response

from pwc.git_isolation import clean_environment
from tests.github import git_store
from tests.github.faults import Fault, Plan
from tests.github.git_store import ENVIRONMENT
from tests.github.pushes import refs_moved
from tests.github.records import Account, Store

if TYPE_CHECKING:
    from tests.github.server import GitHubServer

TEMPLATE = "/{owner}/{repo}.git"


def answer(
    server: GitHubServer, request: Request, store: Store, rest: str, actor: Account | None
) -> Response:
    """Answers one of git's requests."""
    service = request.args.get("service") or rest.strip("/")
    is_push = service == "git-receive-pack"
    if is_push and actor is None:
        challenge = {"WWW-Authenticate": 'Basic realm="GitHub"'}
        return Response("Authentication required\n", 401, challenge, mimetype="text/plain")
    allowed = _allowed(server, store, actor) if is_push else ""
    if is_push and not allowed:
        assert actor is not None
        text = f"Permission to {store.full_name}.git denied to {actor.rest_login}.\n"
        return Response(text, 403, mimetype="text/plain")
    if request.method != "POST":
        return _backend(request, store, rest, allowed, actor)
    return _counted(server, request, store, allowed, actor)


def _allowed(server: GitHubServer, store: Store, actor: Account | None) -> str:
    """The refs that somebody may push to: all, those of pull requests that allow edits, or none."""
    assert actor is not None
    world = server.world
    may_write = world.may(actor, "write")
    if actor.login == store.owner or (store is world.upstream and may_write):
        return "all"
    if not may_write or actor is world.actions:
        return ""
    pulls = (pull for pull in world.pulls.values() if pull.head_store is store and pull.is_open)
    return " ".join(f"refs/heads/{pull.head_ref}" for pull in pulls if pull.allows_edits)


def _counted(
    server: GitHubServer, request: Request, store: Store, allowed: str, actor: Account | None
) -> Response:
    """A request that does something: faults strike, and what it moved has consequences."""
    rest = f"/{request.path.rpartition('/')[2]}"
    method = "PUSH" if rest == "/git-receive-pack" else "FETCH"
    plans = server.begin(method, TEMPLATE, request.path, actor)
    _prepare(store, plans)
    before = git_store.refs(store.path)
    response = _backend(request, store, rest, allowed, actor)
    if method == "PUSH":
        assert actor is not None
        with server.world.lock:
            refs_moved(server.world, store, before, git_store.refs(store.path), actor)
    return server.end(plans, response)


def _prepare(store: Store, plans: list[Plan]) -> None:
    if any(plan.fault is Fault.PUSH_REFUSED for plan in plans):
        (store.path / "refuse-once").write_text("error: GH000: declined, please try again\n")


def _backend(request: Request, store: Store, rest: str, allowed: str, actor: Account | None) -> Response:
    body = request.get_data()
    environment = clean_environment() | ENVIRONMENT
    environment |= {
        "GIT_PROJECT_ROOT": str(store.path),
        "GIT_HTTP_EXPORT_ALL": "1",
        "PATH_INFO": rest,
        "REQUEST_METHOD": request.method,
        "QUERY_STRING": request.query_string.decode(),
        "CONTENT_TYPE": request.content_type or "",
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_CONTENT_ENCODING": request.headers.get("Content-Encoding", ""),
        "GIT_PROTOCOL": request.headers.get("Git-Protocol", ""),
        "REMOTE_USER": actor.rest_login if actor else "",
        "PUSH_ALLOWED": allowed,
        "PUSH_BY_APP": "yes" if actor is not None and actor.is_bot else "no",
    }
    done = subprocess.run(
        ["git", "http-backend"], env=environment, input=body, capture_output=True, check=True
    )
    head, _, data = done.stdout.partition(b"\r\n\r\n")
    headers = [line.partition(": ")[::2] for line in head.decode().splitlines()]
    status = next((int(value[:3]) for name, value in headers if name == "Status"), 200)
    return Response(data, status, [pair for pair in headers if pair[0] != "Status"])
