"""Endpoints of pull requests: listing, reading, opening, changing and closing them."""

from __future__ import annotations

from tests.github import git_store, shapes
from tests.github.records import Pull, Store
from tests.github.routes import Answer, ApiError, Call, invalid, repository_route

_SORTED_BY = {"created": "created", "updated": "updated"}


@repository_route("GET", "/pulls")
def list_pulls(call: Call) -> Answer:
    """The pull requests, the newest first unless something else is asked for."""
    state, base, head = (call.query.get(name) for name in ("state", "base", "head"))
    found = [
        pull
        for pull in call.world.pulls.values()
        if state == "all" or pull.is_open is (state in (None, "open"))
        if base is None or pull.base_ref == base
        if head is None or f"{pull.head_owner}:{pull.head_ref}" == head
    ]
    key = _SORTED_BY.get(call.query.get("sort", "created"))
    if key is None:
        raise ApiError(501, "the stand-in sorts by created and updated alone")
    down = call.query.get("direction", "desc" if key == "created" else "asc") == "desc"
    found.sort(key=lambda pull: (getattr(pull, key), pull.number), reverse=down)
    return Answer([shapes.simple_pull(call, pull) for pull in found], paged=True)


@repository_route("GET", "/pulls/{pull_number}")
def get_pull(call: Call) -> Answer:
    return Answer(shapes.pull(call, call.pull()))


def _head(call: Call, head: str) -> tuple[Store, str]:
    owner, colon, branch = head.partition(":")
    name = f"{owner if colon else call.world.upstream.owner}/{call.world.upstream.name}"
    store = call.world.stores.get(name.lower())
    branch = branch if colon else owner
    if store is None or not git_store.tip(store.path, branch):
        raise invalid("PullRequest", "head")
    return store, branch


def _is_open(call: Call, store: Store, branch: str, base: str) -> bool:
    wanted = (store, branch, base, True)
    pulls = call.world.pulls.values()
    return any((pull.head_store, pull.head_ref, pull.base_ref, pull.is_open) == wanted for pull in pulls)


@repository_route("POST", "/pulls")
def open_pull(call: Call) -> Answer:
    actor, body = call.person(), call.body
    store, branch = _head(call, body["head"])
    if not store.is_fork:
        call.require("write")
    base = git_store.tip(call.world.upstream.path, body["base"])
    if not base:
        raise invalid("PullRequest", "base")
    if _is_open(call, store, branch, body["base"]):
        message = f"A pull request already exists for {store.owner}:{branch}."
        raise invalid("PullRequest", "head", "custom", message)
    made = call.world.open_pull(
        actor,
        store,
        branch,
        title=body.get("title") or branch,
        body=body.get("body") or "",
        base=body["base"],
        draft=body.get("draft", False),
        allows_edits=body.get("maintainer_can_modify", True),
    )
    return Answer(shapes.pull(call, made), 201)


def set_state(call: Call, pull: Pull, state: str) -> None:
    """Closes or reopens; who may is the author, and those who may triage."""
    actor = call.person()
    if actor is not pull.author:
        call.require("triage")
    if state == "closed" and pull.is_open:
        call.world.close(pull, actor)
    elif state == "open" and not pull.is_open:
        if pull.merged or pull.head_store is None or not git_store.tip(pull.head_store.path, pull.head_ref):
            raise invalid("PullRequest", "state", message="state cannot be changed.")
        call.world.reopen(pull, actor)


@repository_route("PATCH", "/pulls/{pull_number}")
def edit_pull(call: Call) -> Answer:
    pull, body = call.pull(), call.body
    if call.person() is not pull.author:
        call.require("write")
    pull.title = body.get("title", pull.title)
    pull.body = body.get("body", pull.body)
    pull.allows_edits = body.get("maintainer_can_modify", pull.allows_edits)
    if body.get("base", pull.base_ref) != pull.base_ref:
        if not git_store.tip(call.world.upstream.path, body["base"]):
            raise invalid("PullRequest", "base")
        call.world.retarget(pull, body["base"], call.person())
    if "state" in body:
        set_state(call, pull, body["state"])
    return Answer(shapes.pull(call, pull))


@repository_route("GET", "/issues/{issue_number}")
def get_issue(call: Call) -> Answer:
    return Answer(shapes.issue(call, call.pull("issue_number")))


@repository_route("PATCH", "/issues/{issue_number}")
def edit_issue(call: Call) -> Answer:
    """A pull request is an issue too; this is how it is closed with few rights."""
    pull, body = call.pull("issue_number"), call.body
    if call.person() is not pull.author:
        call.require("triage")
    pull.title = body.get("title", pull.title)
    pull.body = body.get("body", pull.body)
    if "labels" in body:
        call.world.set_labels(
            pull, [shapes.label_name(one) for one in body["labels"]], call.require("triage")
        )
    if "state" in body:
        set_state(call, pull, body["state"])
    return Answer(shapes.issue(call, pull))
