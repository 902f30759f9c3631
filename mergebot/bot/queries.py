"""The one question to GitHub's GraphQL API: all that a decision about a pull request needs, at one moment.

Every name in it is in GitHub's public schema; the tests hold it against that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from mergebot.bot import commands
from mergebot.bot.snapshot import Account, Approval, Comment, PullRequest, Reaction

PULL_REQUEST = """
query PullRequest($owner: String!, $name: String!, $number: Int!, $comments: String, $reviews: String) {
  viewer { login databaseId }
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      number state isDraft maintainerCanModify
      headRefOid headRefName baseRefName
      headRepository { nameWithOwner }
      author { ...who }
      labels(first: 100) { nodes { name } }
      comments(first: 100, after: $comments) {
        pageInfo { hasNextPage endCursor }
        nodes {
          databaseId body createdAt lastEditedAt viewerDidAuthor
          author { ...who }
          reactionGroups { content viewerHasReacted }
        }
      }
      reviews(first: 100, after: $reviews) {
        pageInfo { hasNextPage endCursor }
        nodes { databaseId state submittedAt body viewerDidAuthor commit { oid } author { ...who } }
      }
      timelineItems(last: 100, itemTypes: [HEAD_REF_FORCE_PUSHED_EVENT, BASE_REF_CHANGED_EVENT]) {
        nodes {
          ... on HeadRefForcePushedEvent { createdAt }
          ... on BaseRefChangedEvent { createdAt }
        }
      }
    }
  }
}
fragment who on Actor {
  __typename login
  ... on User { databaseId }
  ... on Bot { databaseId }
}
"""

MOST_PAGES = 30
"""So many pages of a hundred comments are read; a longer talk is for people to end."""
MOST_CHARACTERS = 100_000
"""So much of each author is read in comments that may hold commands: Markdown can be made slow to read."""

REPAIRS = "<!-- pwc: certain repairs of this head -->"
"""How the bot knows its own reviews with repairs again."""

_OBJECTS = "CHANGES_REQUESTED"
_DECIDING = frozenset({"APPROVED", _OBJECTS, "DISMISSED"})
_RECEIPTS: Mapping[str, Reaction] = {"EYES": "eyes", "ROCKET": "rocket", "CONFUSED": "confused"}
GHOST = Account(0, "ghost")
"""Who stands for accounts that were deleted; nobody's rights are theirs."""


def account(told: Mapping[str, Any] | None) -> Account:
    """Somebody as GraphQL has them; deleted accounts are nobody."""
    if told is None or not isinstance(told.get("databaseId"), int):
        return GHOST
    return Account(told["databaseId"], told["login"], is_bot=told["__typename"] != "User")


def within_reach(comments: Iterable[Any]) -> tuple[list[Any], tuple[Account, ...]]:
    """The comments that are read, and those of whom not all is: more than the bot writes itself."""
    characters: Counter[Account] = Counter()
    read = []
    for one in comments:
        author = account(one["author"])
        if commands.may_begin(one["body"]):
            characters[author] += len(one["body"])
        if characters[author] <= MOST_CHARACTERS:
            read.append(one)
    return read, tuple(one for one, count in characters.items() if count > MOST_CHARACTERS)


def pull_request(told: Mapping[str, Any], comments: Iterable[Any], reviews: Iterable[Any]) -> PullRequest:
    """A pull request from an answer's ``pullRequest`` and all its comments and reviews."""
    reviews = list(reviews)
    events = [event["createdAt"] for event in told["timelineItems"]["nodes"] if event]
    source = told["headRepository"]
    return PullRequest(
        number=told["number"],
        author=account(told["author"]),
        head=told["headRefOid"],
        base=told["baseRefName"],
        is_open=told["state"] == "OPEN",
        is_merged=told["state"] == "MERGED",
        is_draft=told["isDraft"],
        allows_edits=told["maintainerCanModify"],
        source=None if source is None else source["nameWithOwner"],
        branch=told["headRefName"],
        labels=frozenset(label["name"] for label in told["labels"]["nodes"]),
        comments=tuple(_comment(comment) for comment in comments),
        approvals=tuple(_approval(review) for review in _decided(reviews) if _approves(review)),
        objectors=tuple(account(one["author"]) for one in _decided(reviews) if one["state"] == _OBJECTS),
        offered=frozenset(review["commit"]["oid"] for review in reviews if _offers(review)),
        forced=max(events, default=None),
    )


def _comment(told: Mapping[str, Any]) -> Comment:
    groups = told["reactionGroups"] or ()
    mine = frozenset(
        _RECEIPTS[g["content"]] for g in groups if g["viewerHasReacted"] and g["content"] in _RECEIPTS
    )
    return Comment(
        id=told["databaseId"],
        author=account(told["author"]),
        body=told["body"],
        created=told["createdAt"],
        updated=told["lastEditedAt"] or told["createdAt"],
        receipts=mine,
        is_own=told["viewerDidAuthor"],
    )


def _decided(reviews: Iterable[Mapping[str, Any]]) -> Iterable[Mapping[str, Any]]:
    """The last review of each person that decides anything: an approval stands until its author objects."""
    deciding = sorted((one for one in reviews if one["state"] in _DECIDING), key=_when)
    return sorted({account(one["author"]).id: one for one in deciding}.values(), key=_when)


def _when(review: Mapping[str, Any]) -> str:
    return review["submittedAt"] or ""


def _approves(review: Mapping[str, Any]) -> bool:
    return (
        review["state"] == "APPROVED" and review["commit"] is not None and review["submittedAt"] is not None
    )


def _approval(review: Mapping[str, Any]) -> Approval:
    return Approval(account(review["author"]), review["commit"]["oid"], review["submittedAt"])


def _offers(review: Mapping[str, Any]) -> bool:
    is_own: bool = review["viewerDidAuthor"] and _oid(review) is not None
    return is_own and review["body"].startswith(REPAIRS)


def _oid(review: Mapping[str, Any]) -> str | None:
    return None if review["commit"] is None else str(review["commit"]["oid"])
