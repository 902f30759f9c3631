"""Pull requests in GraphQL's answers, with their comments, reviews, commits and timeline."""

from __future__ import annotations

from typing import Any

from tests.github import git_store, records
from tests.github.graphql_pages import Connection, NotModelledError
from tests.github.graphql_things import Commit, Label, Scope, actor

_REACTIONS = {
    "THUMBS_UP": "+1",
    "THUMBS_DOWN": "-1",
    "LAUGH": "laugh",
    "HOORAY": "hooray",
    "CONFUSED": "confused",
    "HEART": "heart",
    "ROCKET": "rocket",
    "EYES": "eyes",
}


_EVENTS = {
    "HEAD_REF_FORCE_PUSHED_EVENT",
    "HEAD_REF_DELETED_EVENT",
    "BASE_REF_CHANGED_EVENT",
    "BASE_REF_FORCE_PUSHED_EVENT",
    "CLOSED_EVENT",
    "REOPENED_EVENT",
    "MERGED_EVENT",
    "LABELED_EVENT",
    "UNLABELED_EVENT",
    "READY_FOR_REVIEW_EVENT",
    "CONVERT_TO_DRAFT_EVENT",
}


class ReactionGroup:
    """One kind of reaction. All kinds are listed, also those that nobody used."""

    def __init__(self, scope: Scope, comment: records.Comment, content: str) -> None:
        found = [r for r in comment.reactions if r.content == _REACTIONS[content]]
        self.content = content
        self.viewer_has_reacted = any(reaction.author is scope.viewer for reaction in found)
        self.created_at = found[0].created if found else None


class IssueComment:
    typename = "IssueComment"

    def __init__(self, scope: Scope, comment: records.Comment) -> None:
        self.id = f"IC_{comment.id}"
        self.database_id = self.full_database_id = comment.id
        self.author = actor(scope, comment.author)
        self.body = comment.body
        self.created_at, self.updated_at = comment.created, comment.updated
        self.last_edited_at = comment.edited
        self.includes_created_edit = comment.edited is not None
        self.viewer_did_author = comment.author is scope.viewer
        self.is_minimized = False
        self.reaction_groups = [ReactionGroup(scope, comment, content) for content in _REACTIONS]


class PullRequestReview:
    typename = "PullRequestReview"

    def __init__(self, scope: Scope, review: records.Review) -> None:
        self.id = f"PRR_{review.id}"
        self.database_id = self.full_database_id = review.id
        self.author = actor(scope, review.author)
        self.state, self.body = review.state, review.body
        self.created_at = self.submitted_at = self.updated_at = review.submitted
        self.last_edited_at = None
        self.viewer_did_author = review.author is scope.viewer
        self.commit = Commit(scope, review.commit)


class TimelineEvent:
    """An event; its details are the fields of its type."""

    def __init__(self, scope: Scope, pull: records.Pull, event: records.Event) -> None:
        self.typename = "".join(word.title() for word in event.kind.split("_"))
        self.id = f"E_{event.id}"
        self.actor = actor(scope, event.actor)
        self.created_at = event.created
        self.ref = None
        for name in ("before", "after"):
            if name in event.details:
                setattr(self, f"{name}_commit", Commit(scope, event.details[name]))
        if "label" in event.details:
            self.label = Label(scope.world.label(event.details["label"]))
        if event.kind == "MERGED_EVENT":
            self.merge_ref_name = pull.base_ref
            self.commit = None if pull.merge_commit is None else Commit(scope, pull.merge_commit)
        for name in ("previous_ref_name", "current_ref_name", "head_ref_name"):
            if name in event.details:
                setattr(self, name, event.details[name])


class PullRequestCommit:
    typename = "PullRequestCommit"

    def __init__(self, scope: Scope, sha: str) -> None:
        self.id = f"PRC_{sha}"
        self.commit = Commit(scope, sha)


class PullRequest:
    typename = "PullRequest"

    def __init__(self, scope: Scope, pull: records.Pull) -> None:
        self._scope, self._pull = scope, pull
        upstream = scope.world.upstream
        self.id = f"PR_{pull.id}"
        self.database_id = self.full_database_id = pull.id
        self.number, self.title, self.body = pull.number, pull.title, pull.body
        self.state = "OPEN" if pull.is_open else "MERGED" if pull.merged else "CLOSED"
        self.closed = not pull.is_open
        self.closed_at, self.merged_at = pull.closed, pull.merged
        self.merged = pull.merged is not None
        self.is_draft = pull.is_draft
        self.created_at, self.updated_at = pull.created, pull.updated
        self.head_ref_oid, self.head_ref_name = pull.head, pull.head_ref
        self.base_ref_oid, self.base_ref_name = pull.base, pull.base_ref
        self.maintainer_can_modify = pull.allows_edits
        self.is_cross_repository = pull.head_store is not upstream
        self.total_comments_count = len(pull.comments) + len(pull.review_comments)
        self.author = actor(scope, pull.author)
        self.merged_by = actor(scope, pull.merged_by) if pull.merged else None
        self.url = f"{scope.root}/{upstream.full_name}/pull/{pull.number}"
        self.merge_commit = Commit(scope, pull.merge_commit) if pull.merged and pull.merge_commit else None

    def has_any_label(self, names: list[str]) -> bool:
        return any(label.name in names for label in self._pull.labels)

    def head_repository(self) -> object:
        from tests.github.graphql_answers import Repository  # noqa: PLC0415 - either speaks of the other

        store = self._pull.head_store
        return None if store is None else Repository(self._scope, store)

    def head_repository_owner(self) -> object:
        return actor(self._scope, self._scope.world.account(self._pull.head_owner))

    def mergeable(self) -> str:
        known = self._scope.world.is_mergeable(self._pull)
        return {None: "UNKNOWN", True: "MERGEABLE", False: "CONFLICTING"}[known]

    def labels(self, *, order_by: Any = None, **page: Any) -> Connection:
        return Connection(self._pull.labels, Label, **page)

    def comments(self, *, order_by: dict[str, str] | None = None, **page: Any) -> Connection:
        found = list(self._pull.comments)
        if order_by is not None:
            found.sort(
                key=lambda comment: (comment.updated, comment.id), reverse=order_by["direction"] == "DESC"
            )
        return Connection(found, lambda comment: IssueComment(self._scope, comment), **page)

    def reviews(
        self, *, states: list[str] | None = None, author: str | None = None, **page: Any
    ) -> Connection:
        found = [
            review
            for review in self._pull.reviews
            if (states is None or review.state in states)
            and (review.state != "PENDING" or review.author is self._scope.viewer)
            and author in (None, review.author.login)
        ]
        return Connection(found, lambda review: PullRequestReview(self._scope, review), **page)

    def timeline_items(
        self, *, item_types: list[str] | None = None, since: str | None = None, **page: Any
    ) -> Connection:
        """Events alone: what else GitHub lists there has connections of its own."""
        if item_types is None or not _EVENTS.issuperset(item_types):
            raise NotModelledError(f"PullRequest.timelineItems of {item_types}")
        found = [
            event
            for event in self._pull.events
            if event.kind in item_types and (since is None or event.created >= since)
        ]
        return Connection(found, lambda event: TimelineEvent(self._scope, self._pull, event), **page)

    def commits(self, **page: Any) -> Connection:
        found = git_store.commits(self._scope.world.upstream.path, self._pull.base, self._pull.head)
        return Connection(found, lambda sha: PullRequestCommit(self._scope, sha), **page)
