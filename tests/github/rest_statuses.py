"""Endpoints of commit statuses."""

from __future__ import annotations

import re

from tests.github import shapes
from tests.github.records import Status
from tests.github.routes import Answer, ApiError, Call, invalid, repository_route
from tests.github.world import World

LONGEST_DESCRIPTION = 140
_MOST = 1000
_SHA = re.compile(r"[0-9a-f]{40}")
_WORST = ("error", "failure", "pending", "success")


def latest(world: World, sha: str) -> list[Status]:
    """The newest status of each context, in the order in which the contexts first came."""
    newest = {status.context: status for status in world.statuses if status.sha == sha}
    return list(newest.values())


@repository_route("GET", "/commits/{ref}/statuses")
def list_statuses(call: Call) -> Answer:
    """All that were ever set, the newest first."""
    sha = call.commit("ref")
    found = [status for status in reversed(call.world.statuses) if status.sha == sha]
    return Answer([shapes.status(call, status) for status in found], paged=True)


@repository_route("GET", "/commits/{ref}/status")
def combined_status(call: Call) -> Answer:
    sha = call.commit("ref")
    found = latest(call.world, sha)
    states = {status.state for status in found}
    worst = next((state for state in _WORST if state in states), "pending")
    whole = {
        "state": "failure" if worst == "error" else worst,
        "sha": sha,
        "total_count": len(found),
        "repository": shapes.repository(call, call.world.upstream),
        "statuses": [shapes.status(call, status) for status in found],
    }
    return Answer(whole)


@repository_route("POST", "/statuses/{sha}")
def add_status(call: Call) -> Answer:
    actor, sha, body = call.require("write"), call.commit("sha"), call.body
    if not _SHA.fullmatch(call.parts["sha"]):
        raise ApiError(422, f"No commit found for SHA: {call.parts['sha']}")
    if len(body.get("description") or "") > LONGEST_DESCRIPTION:
        message = f"description is too long (maximum is {LONGEST_DESCRIPTION} characters)"
        raise invalid("Status", "description", "custom", message)
    context = body.get("context", "default")
    if sum(1 for s in call.world.statuses if (s.sha, s.context) == (sha, context)) >= _MOST:
        raise invalid(
            "Status", "base", "custom", "This SHA and context has reached the maximum number of statuses."
        )
    made = call.world.status(
        sha,
        actor,
        body["state"],
        context=context,
        description=body.get("description"),
        target_url=body.get("target_url"),
    )
    return Answer(shapes.status(call, made), 201)
