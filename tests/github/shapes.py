"""How REST shows what the stand-in knows; what is required beside it is filled in (``filling.py``)."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from tests.github.people import RANKS
from tests.github.records import (
    Account,
    Comment,
    Label,
    Pull,
    Reaction,
    Review,
    ReviewComment,
    Role,
    Status,
    Store,
)
from tests.github.routes import REPOSITORY, Call

Json = dict[str, Any]


def address(call: Call, *parts: str) -> str:
    """An address of the API inside the upstream repository."""
    store = call.world.upstream
    return call.root + REPOSITORY.format(owner=store.owner, repo=store.name) + "".join(f"/{p}" for p in parts)


def page(call: Call, pull: Pull) -> str:
    """The page of a pull request, for people."""
    return f"{call.git_root}/{call.world.upstream.full_name}/pull/{pull.number}"


def user(call: Call, account: Account) -> Json:
    shown = call.world.ghost if account.is_deleted else account
    return {
        "login": shown.rest_login,
        "id": shown.id,
        "type": "Bot" if shown.is_bot else "User",
        "url": f"{call.root}/users/{quote(shown.rest_login)}",
        "html_url": f"{call.git_root}/{'apps/' if shown.is_bot else ''}{shown.login}",
    }


def user_or_null(call: Call, account: Account) -> Json | None:
    """What GitHub shows of reviewers: nothing once the account is gone."""
    return None if account.is_deleted else user(call, account)


def profile(call: Call, account: Account) -> Json:
    created = {"created_at": "2020-01-01T00:00:00Z", "updated_at": "2020-01-01T00:00:00Z"}
    return user(call, account) | created | {"user_view_type": "public", "name": None}


def _rights(role: Role) -> dict[str, bool]:
    names: tuple[tuple[str, Role], ...] = (
        ("admin", "admin"),
        ("maintain", "maintain"),
        ("push", "write"),
        ("triage", "triage"),
        ("pull", "read"),
    )
    return {name: RANKS[role] >= RANKS[least] for name, least in names}


def repository(call: Call, store: Store) -> Json:
    world = call.world
    owner = world.account(store.owner) or world.ghost
    times = dict.fromkeys(("created_at", "updated_at", "pushed_at"), "2026-01-01T00:00:00Z")
    shown = {
        "id": store.id,
        "name": store.name,
        "full_name": store.full_name,
        "owner": user(call, owner),
        "private": False,
        "visibility": "public",
        "fork": store.is_fork,
        "default_branch": "main",
        "url": f"{call.root}/repos/{store.full_name}",
        "html_url": f"{call.git_root}/{store.full_name}",
        "clone_url": f"{call.git_root}/{store.full_name}.git",
        **times,
    }
    if call.actor is not None:
        shown["permissions"] = _rights(world.role(call.actor) if not store.is_fork else "read")
    if store.is_fork:
        shown["parent"] = shown["source"] = repository(call, world.upstream)
    return shown


def label(call: Call, shown: Label) -> Json:
    return {
        "id": shown.id,
        "name": shown.name,
        "color": shown.color,
        "description": shown.description,
        "default": False,
        "url": address(call, "labels", quote(shown.name, safe="")),
    }


def _inner(call: Call, store: Store) -> Json:
    """A repository inside a pull request, without its parents."""
    shown = repository(call, store)
    return {name: value for name, value in shown.items() if name not in ("parent", "source")}


def _side(call: Call, owner: str, ref: str, sha: str, store: Store | None) -> Json:
    return {
        "label": f"{owner}:{ref}",
        "ref": ref,
        "sha": sha,
        "repo": None if store is None else _inner(call, store),
        "user": user(call, call.world.account(owner) or call.world.ghost),
    }


def association(call: Call, account: Account) -> str:
    """What GitHub says somebody is to the repository, which is no proof of rights."""
    if account is call.world.owner:
        return "OWNER"
    return "COLLABORATOR" if account.id in call.world.roles else "NONE"


def simple_pull(call: Call, pull: Pull) -> Json:
    number = str(pull.number)
    upstream = call.world.upstream
    return {
        "id": pull.id,
        "number": pull.number,
        "state": "open" if pull.is_open else "closed",
        "locked": False,
        "title": pull.title,
        "body": pull.body or None,
        "user": user(call, pull.author),
        "labels": [label(call, one) for one in pull.labels],
        "created_at": pull.created,
        "updated_at": pull.updated,
        "closed_at": pull.closed,
        "merged_at": pull.merged,
        "merge_commit_sha": pull.merge_commit,
        "assignee": None,
        "draft": pull.is_draft,
        "head": _side(call, pull.head_owner, pull.head_ref, pull.head, pull.head_store),
        "base": _side(call, upstream.owner, pull.base_ref, pull.base, upstream),
        "author_association": association(call, pull.author),
        "auto_merge": None,
        "url": address(call, "pulls", number),
        "issue_url": address(call, "issues", number),
        "comments_url": address(call, "issues", number, "comments"),
        "html_url": page(call, pull),
    }


def pull(call: Call, shown: Pull) -> Json:
    mergeable = call.world.is_mergeable(shown)
    state = {None: "unknown", True: "clean", False: "dirty"}[mergeable]
    return simple_pull(call, shown) | {
        "merged": shown.merged is not None,
        "merged_by": None if shown.merged is None or shown.merged_by is None else user(call, shown.merged_by),
        "mergeable": mergeable,
        "mergeable_state": state,
        "maintainer_can_modify": shown.allows_edits,
        "comments": len(shown.comments),
        "review_comments": len(shown.review_comments),
    }


def issue(call: Call, shown: Pull) -> Json:
    kept = ["number", "state", "locked", "title", "body", "user", "labels", "created_at", "updated_at"]
    kept += ["closed_at", "author_association", "html_url", "comments_url"]
    whole = simple_pull(call, shown)
    return {name: whole[name] for name in kept} | {
        "id": shown.id + 1_000_000,
        "comments": len(shown.comments),
        "url": whole["issue_url"],
        "pull_request": {
            "url": whole["url"],
            "html_url": whole["html_url"],
            "diff_url": None,
            "patch_url": None,
            "merged_at": shown.merged,
        },
    }


def comment(call: Call, on: Pull, shown: Comment) -> Json:
    return {
        "id": shown.id,
        "body": shown.body,
        "user": user(call, shown.author),
        "created_at": shown.created,
        "updated_at": shown.updated,
        "author_association": association(call, shown.author),
        "url": address(call, "issues", "comments", str(shown.id)),
        "issue_url": address(call, "issues", str(on.number)),
        "html_url": f"{page(call, on)}#issuecomment-{shown.id}",
    }


def reaction(call: Call, shown: Reaction) -> Json:
    return {
        "id": shown.id,
        "content": shown.content,
        "user": user(call, shown.author),
        "created_at": shown.created,
    }


def status(call: Call, shown: Status) -> Json:
    return {
        "id": shown.id,
        "state": shown.state,
        "context": shown.context,
        "description": shown.description,
        "target_url": shown.target_url,
        "creator": user(call, shown.creator),
        "created_at": shown.created,
        "updated_at": shown.created,
        "avatar_url": None,
        "url": address(call, "statuses", shown.sha),
    }


def review(call: Call, on: Pull, shown: Review) -> Json:
    return {
        "id": shown.id,
        "user": user_or_null(call, shown.author),
        "body": shown.body,
        "state": shown.state,
        "commit_id": shown.commit,
        "submitted_at": shown.submitted,
        "author_association": association(call, shown.author),
        "pull_request_url": address(call, "pulls", str(on.number)),
        "html_url": f"{page(call, on)}#pullrequestreview-{shown.id}",
    }


def review_comment(call: Call, on: Pull, shown: ReviewComment) -> Json:
    return {
        "id": shown.id,
        "pull_request_review_id": shown.review,
        "path": shown.path,
        "line": shown.line,
        "start_line": shown.start_line,
        "side": shown.side,
        "body": shown.body,
        "diff_hunk": shown.hunk,
        "commit_id": shown.commit,
        "original_commit_id": shown.commit,
        "user": user_or_null(call, shown.author),
        "created_at": shown.created,
        "updated_at": shown.created,
        "author_association": association(call, shown.author),
        "url": address(call, "pulls", "comments", str(shown.id)),
        "pull_request_url": address(call, "pulls", str(on.number)),
    }


def label_name(given: str | Json) -> str:
    """The name of a label in a request: GitHub takes names, and objects that have one."""
    return given if isinstance(given, str) else str(given["name"])
