"""GitHub: what is there, as plain data (``snapshot``), and the single things that the bot does.

What is written may be written twice without harm, or is looked for before it is written again: an answer can
be lost after it took effect.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from github.IssueComment import IssueComment
from msgspec import Struct
from msgspec.structs import replace

from mergebot.bot import own_comment, queries
from mergebot.bot.connection import Connection, HubError, NotFoundError
from mergebot.bot.snapshot import Account, Listed, PullRequest, Reaction, Talk

CONTEXT = "pwc"
"""The commit status that is ours."""
MOST_DESCRIPTION = 140
_STATUS_PAGES = 10
_JUDGED = frozenset({"success", "failure"})
"""What the bot says of a head that it has judged; "error" is of one that could not be."""


class Suggestion(Struct, frozen=True):
    """A remark on lines of a file, for a review; lines from 1, both ends included."""

    path: str
    first: int
    last: int
    text: str


class Hub:
    """One repository on GitHub."""

    def __init__(self, repository: str, token: str, api_url: str, *, pace: float = 1.0) -> None:
        self.repository = repository
        self.me: Account = queries.GHOST
        """Who the token belongs to; known after the first look at a pull request."""
        self.connection = Connection(repository, token, api_url, pace)

    def close(self) -> None:
        """Close the connections."""
        self.connection.close()

    # What is there. All of these raise HubError.

    def clone_address(self) -> str:
        """Where git finds the repository."""
        return str(self.connection.get("")["clone_url"])

    def open_pull_requests(self) -> list[Listed]:
        """All that are open, the oldest first: one call for a hundred."""
        repo = self.connection.repository
        return self.connection.ask(
            lambda: [_listed(pull) for pull in repo.get_pulls(sort="created", direction="asc")]
        )

    def talk(self, since: str | None) -> list[Talk]:
        """The comments on pull requests that were made or changed since then (or the last hundred)."""
        repo = self.connection.repository

        def ask() -> Sequence[IssueComment]:
            if since is None:
                return repo.get_issues_comments(sort="updated", direction="desc").get_page(0)
            when = datetime.fromisoformat(since)
            return list(repo.get_issues_comments(sort="updated", direction="asc", since=when))

        return [_talk(one) for one in self.connection.ask(ask) if "/pull/" in one.html_url]

    def pull_request(self, number: int, *, with_statuses: bool = True) -> PullRequest | None:
        """A pull request with all its comments and reviews, or as many as are read; None if there is none."""
        try:
            pull = self._pull_request(number)
        except (KeyError, TypeError) as error:
            raise HubError(f"GitHub's answer is not of the form that it describes: {error!r}") from error
        return pull if pull is None or not with_statuses else self._with_statuses(pull)

    def _pull_request(self, number: int) -> PullRequest | None:
        comments: dict[Any, Any] = {}
        reviews: dict[Any, Any] = {}
        after: dict[str, str | None] = {"comments": None, "reviews": None}
        for left in range(queries.MOST_PAGES - 1, -1, -1):
            told = self._page(number, after)
            if told is None:
                return None
            comments |= {one["databaseId"]: one for one in told["comments"]["nodes"]}
            reviews |= {one["databaseId"]: one for one in told["reviews"]["nodes"]}
            pages = {kind: told[kind]["pageInfo"] for kind in after}
            is_more = any(page["hasNextPage"] for page in pages.values())
            if not (is_more and left):
                read, cut = queries.within_reach(comments.values())
                pull = queries.pull_request(told, read, reviews.values())
                return replace(pull, is_cut=is_more, has_more=is_more, cut=cut)
            after = {kind: page["endCursor"] or after[kind] for kind, page in pages.items()}
        raise AssertionError("unreachable")

    def role(self, account: Account) -> str | None:
        """The role that an account has in the repository at this moment, by its number; None for none."""
        try:
            told = self.connection.get(f"/collaborators/{account.login}/permission")
        except NotFoundError:
            return None
        is_the_same = (told.get("user") or {}).get("id") == account.id  # a login can change hands
        return str(told["role_name"]) if is_the_same and told["permission"] != "none" else None

    def number_of(self, login: str) -> int | None:
        """The number of the account that has a login now; None if there is none."""
        try:
            return int(self.connection.get_public(f"/users/{login}")["id"])
        except NotFoundError:
            return None

    # What is done. All of these raise HubError, and may be done again after it.

    def set_status(self, head: str, state: str, description: str, target: str) -> None:
        """Set our commit status of a head, for the pull request whose address ``target`` is."""
        told = {"state": state, "description": description[:MOST_DESCRIPTION], "context": CONTEXT}
        self.connection.write("POST", f"/statuses/{head}", told | {"target_url": target})

    def comment(self, number: int, body: str, is_there: Callable[[], bool]) -> None:
        """Write a new comment; ``is_there`` says whether one whose answer was lost has been written."""
        self.connection.write_once(f"/issues/{number}/comments", {"body": body}, is_there)

    def edit_comment(self, comment: int, body: str) -> None:
        """Give a comment of ours another text. Raises NotFoundError if it is gone."""
        self.connection.write("PATCH", f"/issues/comments/{comment}", {"body": body})

    def delete_comment(self, comment: int) -> None:
        """Delete a comment of ours, if it is there."""
        self._if_there("DELETE", f"/issues/comments/{comment}")

    def react(self, comment: int, reaction: Reaction) -> None:
        """Leave a reaction on a comment, if it is there; a second one of the same kind is the same."""
        self._if_there("POST", f"/issues/comments/{comment}/reactions", {"content": reaction})

    def add_labels(self, number: int, labels: Sequence[str]) -> None:
        """Put labels on a pull request."""
        self.connection.write("POST", f"/issues/{number}/labels", {"labels": list(labels)})

    def remove_label(self, number: int, label: str) -> None:
        """Take a label away, if it is there."""
        self._if_there("DELETE", f"/issues/{number}/labels/{quote(label, safe='')}")

    def close_pull_request(self, number: int) -> None:
        """Close a pull request."""
        self.connection.write("PATCH", f"/pulls/{number}", {"state": "closed"})

    def review(
        self, number: int, head: str, body: str, remarks: Sequence[Suggestion], is_there: Callable[[], bool]
    ) -> None:
        """Say something on lines of a head's files, in one review that neither approves nor rejects."""
        comments = [_review_comment(one) for one in remarks]
        told = {"commit_id": head, "body": body, "event": "COMMENT", "comments": comments}
        self.connection.write_once(f"/pulls/{number}/reviews", told, is_there)

    def open_pull_request(self, title: str, body: str, branch: str) -> int:
        """The number of the pull request from a branch of the repository, opened if there is none."""
        owner, repo = self.repository.partition("/")[0], self.connection.repository

        def found() -> int | None:
            pulls = self.connection.ask(lambda: list(repo.get_pulls(state="all", head=f"{owner}:{branch}")))
            return next((pull.number for pull in pulls), None)

        if (number := found()) is None:
            told = {"title": title, "body": body, "head": branch, "base": "main"}
            self.connection.write_once("/pulls", told, lambda: found() is not None)
            number = found()
        if number is None:
            raise HubError(f"the pull request from {branch} was not opened")
        return number

    def start_workflow(self, file: str) -> None:
        """Start a workflow on main. Raises NotFoundError if there is none of that name."""
        self.connection.write("POST", f"/actions/workflows/{file}/dispatches", {"ref": "main"})

    # How it is asked

    def _page(self, number: int, after: Mapping[str, str | None]) -> Any:
        owner, _, name = self.repository.partition("/")
        try:
            told = self.connection.query(
                queries.PULL_REQUEST, {"owner": owner, "name": name, "number": number, **after}
            )
        except NotFoundError:
            return None
        viewer = told["viewer"]
        self.me = Account(viewer["databaseId"], viewer["login"])
        return told["repository"]["pullRequest"]

    def _with_statuses(self, pull: PullRequest) -> PullRequest:
        every = [one for one in self._statuses(pull.head) if self._is_about(one, pull)]
        # What was said before the head was put there is void.
        own = [one for one in every if pull.forced is None or one["created_at"] > pull.forced]
        judged = [one["created_at"] for one in own if one["state"] in _JUDGED]
        newest = (own[0]["state"], own[0]["description"] or "") if own else None
        return replace(pull, judged=min(judged, default=None), status=newest, is_reported=bool(every))

    def _statuses(self, head: str) -> Iterator[Any]:
        """All statuses of a commit, the newest first."""
        for page in range(1, _STATUS_PAGES + 1):
            some = self.connection.get(f"/commits/{head}/statuses", per_page=100, page=page)
            yield from some
            if len(some) < 100:
                return

    def _is_about(self, status: Mapping[str, Any], pull: PullRequest) -> bool:
        """Whether it is the bot's own word on this pull request.

        A status belongs to a commit, which may be the head of others as well: a head that was judged there
        was not when people spoke here. Nobody else can set a status as the bot, nor its address.
        """
        is_mine = status["context"] == CONTEXT and (status["creator"] or {}).get("id") == self.me.id
        return is_mine and (status["target_url"] or "").endswith(f"/pull/{pull.number}")

    def _if_there(self, verb: str, path: str, told: dict[str, Any] | None = None) -> None:
        try:
            self.connection.write(verb, path, told)
        except NotFoundError:
            return


def _listed(pull: Any) -> Listed:
    author = 0 if pull.user is None else pull.user.id
    return Listed(pull.number, author, pull.head.sha, _time(pull.updated_at))


def _talk(comment: IssueComment) -> Talk:
    number = int(comment.html_url.partition("#")[0].rpartition("/")[2])
    is_own = comment.body.startswith(own_comment.MARK)
    return Talk(number, comment.id, _time(comment.updated_at), is_own)


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _review_comment(one: Suggestion) -> dict[str, Any]:
    lines: dict[str, Any] = {"line": one.last, "side": "RIGHT"}
    if one.first != one.last:
        lines |= {"start_line": one.first, "start_side": "RIGHT"}
    return {"path": one.path, "body": one.text} | lines
