"""Endpoints of comments and of the reactions on them."""

from __future__ import annotations

from tests.github import shapes
from tests.github.records import Account, Comment, Pull
from tests.github.routes import Answer, ApiError, Call, invalid, repository_route

LONGEST_COMMENT = 65_536


def _checked_body(body: str) -> str:
    if not body.strip():
        raise invalid("IssueComment", "body", "missing_field")
    if len(body) > LONGEST_COMMENT:
        message = f"body is too long (maximum is {LONGEST_COMMENT} characters)"
        raise invalid("IssueComment", "body", "unprocessable", message)
    return body


def _named(call: Call) -> tuple[Pull, Comment]:
    number = call.parts["comment_id"]
    found = call.world.found_comment(int(number)) if number.isdigit() else None
    if found is None:
        raise ApiError(404)
    return found


def _writable(call: Call) -> tuple[Pull, Comment]:
    pull, comment = _named(call)
    if call.person() is not comment.author:
        call.require("write")
    return pull, comment


@repository_route("GET", "/issues/{issue_number}/comments")
def list_comments(call: Call) -> Answer:
    pull, since = call.pull("issue_number"), call.query.get("since", "")
    found = [shapes.comment(call, pull, comment) for comment in pull.comments if comment.updated >= since]
    return Answer(found, paged=True)


@repository_route("POST", "/issues/{issue_number}/comments")
def add_comment(call: Call) -> Answer:
    pull, actor = call.pull("issue_number"), call.person()
    comment = call.world.comment(pull, actor, _checked_body(call.body["body"]))
    return Answer(shapes.comment(call, pull, comment), 201)


@repository_route("GET", "/issues/comments")
def list_all_comments(call: Call) -> Answer:
    """All comments of the repository. GitHub heeds ``direction`` only where ``sort`` is given."""
    since = call.query.get("since", "")
    pairs = [
        (pull, comment)
        for pull in call.world.pulls.values()
        for comment in pull.comments
        if comment.updated >= since
    ]
    sort = call.query.get("sort")
    down = sort is not None and call.query.get("direction", "desc") == "desc"
    pairs.sort(
        key=lambda pair: (getattr(pair[1], sort) if sort else "", pair[1].id),
        reverse=down,
    )
    return Answer([shapes.comment(call, pull, comment) for pull, comment in pairs], paged=True)


@repository_route("GET", "/issues/comments/{comment_id}")
def get_comment(call: Call) -> Answer:
    return Answer(shapes.comment(call, *_named(call)))


@repository_route("PATCH", "/issues/comments/{comment_id}")
def edit_comment(call: Call) -> Answer:
    pull, comment = _writable(call)
    call.world.edit_comment(comment.id, _checked_body(call.body["body"]))
    return Answer(shapes.comment(call, pull, comment))


@repository_route("DELETE", "/issues/comments/{comment_id}")
def delete_comment(call: Call) -> Answer:
    call.world.delete_comment(_writable(call)[1].id)
    return Answer(status=204)


@repository_route("GET", "/issues/comments/{comment_id}/reactions")
def list_reactions(call: Call) -> Answer:
    content = call.query.get("content")
    found = [r for r in _named(call)[1].reactions if content is None or r.content == content]
    return Answer([shapes.reaction(call, reaction) for reaction in found], paged=True)


@repository_route("POST", "/issues/comments/{comment_id}/reactions")
def react(call: Call) -> Answer:
    """200 where the reaction was there already."""
    reaction, is_new = call.world.react(_named(call)[1], call.person(), call.body["content"])
    return Answer(shapes.reaction(call, reaction), 201 if is_new else 200)


def _may_remove(call: Call, author: Account) -> None:
    if call.person() is not author:
        call.require("write")


@repository_route("DELETE", "/issues/comments/{comment_id}/reactions/{reaction_id}")
def remove_reaction(call: Call) -> Answer:
    comment = _named(call)[1]
    for reaction in comment.reactions:
        if str(reaction.id) == call.parts["reaction_id"]:
            _may_remove(call, reaction.author)
            comment.reactions.remove(reaction)
            return Answer(status=204)
    raise ApiError(404)
