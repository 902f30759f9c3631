"""What GitHub says of a pull request, as plain data: all that the bot's decisions are made from.

Nothing in it is trusted for more than it is. What others can change (comments, labels, titles) gives nobody a
right; who may do what is asked of GitHub by the number of the account, when it is needed.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Reaction = Literal["eyes", "rocket", "confused"]
"""The bot's receipts on a comment: seen and waiting, done, not possible."""


class Account(Struct, frozen=True):
    """Somebody on GitHub. The number is theirs for ever; the login can change hands."""

    id: int
    login: str
    is_bot: bool = False


class Comment(Struct, frozen=True):
    """A comment on a pull request. Times are UTC, as 2026-11-22T12:00:00Z."""

    id: int
    author: Account
    body: str
    created: str
    updated: str
    receipts: frozenset[Reaction] = frozenset()
    """The bot's own reactions."""
    is_own: bool = False
    """Whether the bot wrote it."""

    @property
    def is_edited(self) -> bool:
        """Whether it says something else today than what was written then."""
        return self.updated != self.created


class Approval(Struct, frozen=True):
    """A review that approves a commit."""

    author: Account
    commit: str
    submitted: str


class Listed(Struct, frozen=True):
    """A pull request as the list of open ones has it: enough to know whether anything changed."""

    number: int
    author: int
    """The number of its author's account; 0 for one that is gone."""
    head: str
    updated: str
    """When anything but its commit statuses last changed."""


class Talk(Struct, frozen=True):
    """That a comment on some pull request, open or not, was made or changed."""

    number: int
    comment: int
    at: str
    is_own: bool = False
    """Whether it has the mark of the bot's own: then it asks for nothing."""


class PullRequest(Struct, frozen=True):
    """A pull request as it is at one moment."""

    number: int
    author: Account
    head: str
    base: str
    is_open: bool = True
    is_merged: bool = False
    is_draft: bool = False
    allows_edits: bool = False
    """Whether maintainers may push to the contributor's branch."""
    source: str | None = None
    """The repository that the branch is in, as owner/name; None if it is gone."""
    branch: str = ""
    labels: frozenset[str] = frozenset()
    comments: tuple[Comment, ...] = ()
    """All of them, the oldest first."""
    approvals: tuple[Approval, ...] = ()
    objectors: tuple[Account, ...] = ()
    """Those whose last review asks for changes, of whatever head: it stands until they take it back."""
    offered: frozenset[str] = frozenset()
    """The heads for which the bot has offered repairs, in a review of its own."""
    judged: str | None = None
    """When the bot first reported on this head since it was put there: by its own commit status, which nobody
    else can change."""
    status: tuple[str, str] | None = None
    """What the bot's newest status of the head since then says: the state and the description."""
    is_reported: bool = False
    """Whether the bot has ever set a status of this head, also before it was put there again."""
    forced: str | None = None
    """When the head was last set to a commit that does not contain the one before it, or the base changed."""
    ahead: int = 0
    """How many open pull requests of the same author are older."""
    is_cut: bool = False
    """Whether there is more talk than is read: what is missing could be a word against it."""
    cut: tuple[Account, ...] = ()
    """Those of whom not everything is read: what they say may only count where they have a right."""
    has_more: bool = False
    """Whether there are comments that were not even fetched: the bot's own could be among them."""

    @property
    def ref(self) -> str:
        """Where its head is in the repository."""
        return f"refs/pull/{self.number}/head"

    @property
    def settled(self) -> str | None:
        """Since when people have seen this head judged; None if it was not since it was put there."""
        if self.judged is None:
            return None
        return self.judged if self.forced is None or self.judged > self.forced else None
