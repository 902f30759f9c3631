"""Endpoints of the repository itself: its settings, its people, its branches and its workflows."""

from __future__ import annotations

from typing import Any

from tests.github import git_store, shapes
from tests.github.records import Account
from tests.github.routes import Answer, ApiError, Call, repository_route, route

_AS_PERMISSION = {"maintain": "write", "triage": "read"}


@repository_route("GET")
def get_repository(call: Call) -> Answer:
    store = call.world.stores.get(f"{call.parts['owner']}/{call.parts['repo']}".lower())
    if store is None:
        raise ApiError(404)
    return Answer(shapes.repository(call, store))


@repository_route("GET", "/collaborators/{username}/permission")
def get_permission(call: Call) -> Answer:
    """``permission`` knows four words; ``role_name`` says what was granted."""
    call.person()
    account = call.world.account(call.parts["username"])
    if account is None:
        raise ApiError(404, f"{call.parts['username']} is not a user")
    role = call.world.role(account)
    permission = _AS_PERMISSION.get(role, role)
    user = shapes.user(call, account) | {"role_name": role}
    return Answer({"permission": permission, "role_name": role, "user": user})


def _commit(call: Call, sha: str) -> dict[str, Any]:
    path = call.world.upstream.path
    form = "%T%x00%P%x00%an%x00%ae%x00%aI%x00%B"
    tree, parents, name, email, date, message = git_store.git(
        path, "show", "--no-patch", f"--format={form}", sha
    ).split("\0", 5)
    person = {"name": name, "email": email, "date": date}
    return {
        "sha": sha,
        "commit": {"message": message, "author": person, "committer": person, "tree": {"sha": tree}},
        "parents": [{"sha": parent} for parent in parents.split()],
    }


def _branch(call: Call) -> str:
    sha = git_store.tip(call.world.upstream.path, call.parts["branch"])
    if not sha:
        raise ApiError(404, "Branch not found")
    return sha


@repository_route("GET", "/branches/{branch}")
def get_branch(call: Call) -> Answer:
    sha, is_main = _branch(call), call.parts["branch"] == "main"
    protected = is_main and call.world.protection is not None
    return Answer(
        {
            "name": call.parts["branch"],
            "commit": _commit(call, sha),
            "protected": protected,
            "protection": {"enabled": protected},
            "protection_url": shapes.address(call, "branches", call.parts["branch"], "protection"),
            "_links": dict.fromkeys(("html", "self"), shapes.address(call, "branches", call.parts["branch"])),
        }
    )


@repository_route("GET", "/branches/{branch}/protection")
def get_protection(call: Call) -> Answer:
    call.require("admin")
    _branch(call)
    if call.parts["branch"] != "main" or call.world.protection is None:
        raise ApiError(404, "Branch not protected")
    return Answer(call.world.protection)


@repository_route("GET", "/rules/branches/{branch}")
def get_rules(call: Call) -> Answer:
    """The rules in force on a branch; whoever may read the repository may read them."""
    return Answer(call.world.rules if call.parts["branch"] == "main" else [], paged=True)


@repository_route("GET", "/actions/permissions/workflow")
def get_workflow_permissions(call: Call) -> Answer:
    call.require("admin")
    return Answer(
        {
            "default_workflow_permissions": call.world.workflow_permissions,
            "can_approve_pull_request_reviews": False,
        }
    )


def _variable(name: str, value: str) -> dict[str, str]:
    day = "2026-01-01T00:00:00Z"
    return {"name": name, "value": value, "created_at": day, "updated_at": day}


@repository_route("GET", "/actions/variables")
def list_variables(call: Call) -> Answer:
    call.require("write")
    found = [_variable(name, value) for name, value in sorted(call.world.variables.items())]
    return Answer({"total_count": len(found), "variables": found}, paged=True, list_key="variables")


@repository_route("GET", "/actions/variables/{name}")
def get_variable(call: Call) -> Answer:
    call.require("write")
    name = call.parts["name"].upper()
    if name not in call.world.variables:
        raise ApiError(404)
    return Answer(_variable(name, call.world.variables[name]))


def _workflow(call: Call) -> tuple[int, str]:
    named = dict(enumerate(sorted(call.world.workflows), 1))
    for number, file in named.items():
        if call.parts["workflow_id"] in (str(number), file):
            return number, file
    raise ApiError(404)


@repository_route("GET", "/actions/workflows/{workflow_id}")
def get_workflow(call: Call) -> Answer:
    number, file = _workflow(call)
    shown = _variable(file, "") | {
        "id": number,
        "path": f".github/workflows/{file}",
        "state": "active",
        "url": shapes.address(call, "actions", "workflows", str(number)),
    }
    return Answer({name: value for name, value in shown.items() if name != "value"})


@repository_route("POST", "/actions/workflows/{workflow_id}/dispatches")
def dispatch(call: Call) -> Answer:
    actor, (_, file) = call.require("write"), _workflow(call)
    if not git_store.commit_id(call.world.upstream.path, call.body["ref"]):
        raise ApiError(422, f"No ref found for: {call.body['ref']}")
    started = {"workflow": file, "ref": call.body["ref"], "inputs": call.body.get("inputs", {})}
    call.world.dispatches.append(started | {"actor": actor.rest_login})
    return Answer(status=204)


@route("GET", "/user")
def get_user(call: Call) -> Answer:
    """An app's token is nobody's."""
    actor = call.person()
    if actor.is_bot:
        raise ApiError(403, "Resource not accessible by integration")
    return Answer(shapes.profile(call, actor))


@route("GET", "/users/{username}")
def get_somebody(call: Call) -> Answer:
    account: Account | None = call.world.account(call.parts["username"])
    if account is None:
        raise ApiError(404)
    return Answer(shapes.profile(call, account))


@route("GET", "/rate_limit")
def get_rate_limit(call: Call) -> Answer:
    rate = call.world.rate.shown()
    return Answer({"resources": {"core": rate, "search": rate, "graphql": rate}, "rate": rate})
