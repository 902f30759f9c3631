"""Endpoints of reviews and of the remarks on lines that they hold."""

from __future__ import annotations

from typing import Any

from tests.github import git_store, shapes
from tests.github.diff_lines import shown_hunk
from tests.github.records import Account, Pull
from tests.github.routes import Answer, ApiError, Call, repository_route

_STATES = {
    "APPROVE": "APPROVED",
    "REQUEST_CHANGES": "CHANGES_REQUESTED",
    "COMMENT": "COMMENTED",
    None: "PENDING",
}


def _refused(reason: str) -> ApiError:
    return ApiError(422, "Unprocessable Entity", [reason])


@repository_route("GET", "/pulls/{pull_number}/reviews")
def list_reviews(call: Call) -> Answer:
    pull = call.pull()
    return Answer([shapes.review(call, pull, review) for review in pull.reviews], paged=True)


def _remark(call: Call, pull: Pull, head: str, given: dict[str, Any]) -> dict[str, Any]:
    """A remark on lines, which must be lines that the diff shows."""
    if "line" not in given:
        raise _refused("Line could not be resolved")
    side, hunk = given.get("side", "RIGHT"), ""
    for line in {given["line"], given.get("start_line", given["line"])}:
        found = shown_hunk(call.world.upstream.path, pull.base, head, given["path"], side=side, line=line)
        if found is None:
            raise _refused("Line could not be resolved")
        if not found:
            raise _refused("Path could not be resolved")
        hunk = found
    return {
        "path": given["path"],
        "line": given["line"],
        "start_line": given.get("start_line"),
        "side": side,
        "body": given["body"],
        "hunk": hunk,
    }


def _check_right(actor: Account, pull: Pull, event: str | None) -> None:
    if actor is pull.author and event in ("APPROVE", "REQUEST_CHANGES"):
        what = "approve" if event == "APPROVE" else "request changes on"
        raise _refused(f"Review Can not {what} your own pull request")


@repository_route("POST", "/pulls/{pull_number}/reviews")
def add_review(call: Call) -> Answer:
    pull, actor, body = call.pull(), call.person(), call.body or {}
    event, head = body.get("event"), body.get("commit_id", pull.head)
    _check_right(actor, pull, event)
    path = call.world.upstream.path
    if not git_store.commit_id(path, head) or not git_store.is_ancestor(path, head, pull.head):
        raise _refused("commit_id is not part of the pull request")
    text, remarks = body.get("body") or "", body.get("comments", [])
    if event in ("COMMENT", "REQUEST_CHANGES") and not text and not remarks:
        raise _refused("Body can't be blank")
    made = call.world.review(
        pull,
        actor,
        _STATES[event],
        body=text,
        commit=head,
        remarks=tuple(_remark(call, pull, head, remark) for remark in remarks),
    )
    return Answer(shapes.review(call, pull, made))


@repository_route("GET", "/pulls/{pull_number}/comments")
def list_review_comments(call: Call) -> Answer:
    pull, since = call.pull(), call.query.get("since", "")
    found = [remark for remark in pull.review_comments if remark.created >= since]
    down = "sort" in call.query and call.query.get("direction") == "desc"
    found.sort(key=lambda remark: remark.id, reverse=down)
    return Answer([shapes.review_comment(call, pull, remark) for remark in found], paged=True)
