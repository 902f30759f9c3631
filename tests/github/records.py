"""What the stand-in knows: people, repositories, pull requests and all that hangs on them."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from msgspec import Struct, field

Role = Literal["admin", "maintain", "write", "triage", "read", "none"]


class Account(Struct, eq=False):
    """Somebody with a token. A bot's login is its app's: REST adds ``[bot]`` to it, GraphQL does not."""

    id: int
    login: str
    token: str
    is_bot: bool = False
    is_deleted: bool = False

    @property
    def rest_login(self) -> str:
        return f"{self.login}[bot]" if self.is_bot else self.login


class Store(Struct, eq=False):
    """A bare repository: the upstream or somebody's fork of it."""

    id: int
    owner: str
    name: str
    path: Path
    is_fork: bool

    @property
    def full_name(self) -> str:
        return f"{self.owner}/{self.name}"


class Label(Struct, eq=False):
    id: int
    name: str
    color: str = "ededed"
    description: str | None = None


class Reaction(Struct, eq=False):
    id: int
    author: Account
    content: str
    created: str


class Comment(Struct, eq=False):
    id: int
    author: Account
    body: str
    created: str
    updated: str
    edited: str | None = None
    reactions: list[Reaction] = field(default_factory=list)


class Status(Struct, eq=False):
    id: int
    sha: str
    context: str
    state: str
    description: str | None
    target_url: str | None
    creator: Account
    created: str


class ReviewComment(Struct, eq=False):
    """A remark on lines of a file, which may hold a suggestion."""

    id: int
    review: int
    author: Account
    path: str
    line: int
    start_line: int | None
    side: str
    body: str
    commit: str
    hunk: str
    created: str


class Review(Struct, eq=False):
    id: int
    author: Account
    state: str
    body: str
    commit: str
    submitted: str


class Event(Struct, eq=False):
    """An entry of a pull request's timeline, named as GraphQL names it."""

    id: int
    kind: str
    actor: Account
    created: str
    details: dict[str, str] = field(default_factory=dict)


class Pull(Struct, eq=False):
    id: int
    number: int
    author: Account
    title: str
    body: str
    head_store: Store | None
    head_owner: str
    head_ref: str
    head: str
    base_ref: str
    base: str
    created: str
    updated: str
    is_open: bool = True
    is_draft: bool = False
    allows_edits: bool = True
    closed: str | None = None
    merged: str | None = None
    merged_by: Account | None = None
    merge_commit: str | None = None
    labels: list[Label] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    reviews: list[Review] = field(default_factory=list)
    review_comments: list[ReviewComment] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    mergeable_for: tuple[str, str] | None = None
    """The head and the base for which GitHub has found out by now whether they merge."""
    reads_until_merged: int | None = None
    """How many more reads show a pull request as open whose head is in main already."""
