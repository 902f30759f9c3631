"""What the bot saw when it last looked, so that a pull request that did not change costs no call.

It is kept in the repository itself, on a reference of its own that no person has a reason to fetch. It only
saves work: without it everything is looked at again, and nothing is ever merged on its word.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime

import msgspec
from msgspec import Struct

from pwc.errors import BrokenFileError, GitError
from pwc.git_tree import GitTree
from pwc.tree_object import TreeEntry

REF = "refs/pwc/bot"
FILE = "seen.json"
_FORM, _A_TIME = "%Y-%m-%dT%H:%M:%SZ", "2026-11-22T12:00:00Z"


class Seen(Struct, frozen=True):
    """One pull request as it was after the last look at it."""

    head: str
    updated: str
    waits: bool = False
    """Whether its author has so many open ones that this one has to wait."""
    reads: tuple[str, ...] = ()
    """The paths on main that its verdict depends on."""
    digest: str = ""
    """What stood there."""
    tries: int = 0
    """So often its head could not be fetched or judged, as it is; 0 if it could."""
    tried: str = ""
    """When it was tried last."""


class Memory(Struct, frozen=True):
    """What is remembered of all pull requests that are not done with."""

    pulls: dict[int, Seen] = {}
    since: str | None = None
    """Comments that were changed before this time have been noticed."""
    heard: tuple[int, ...] = ()
    """Those of this very second that have been, too."""
    policy: str | None = None
    """The blob of the policy that was in force."""
    first: int = 0
    """The number to begin with: the last run had no time for it."""
    site: str | None = None
    """The commit of main that the workflow for the site was started for."""

    def to_json(self) -> bytes:
        """As bytes: the same for the same memory."""
        return msgspec.json.encode(self)


def read(data: bytes | None) -> Memory:
    """A memory from its bytes; an empty one if there are none, or if they are not of this form."""
    try:
        found = Memory() if data is None else msgspec.json.decode(data, type=Memory)
        datetime.strptime(found.since or _A_TIME, _FORM).replace(tzinfo=UTC)
    except ValueError:  # an older bot's, or somebody's: then everything is looked at again
        return Memory()
    return found


def digest(main: GitTree, paths: Iterable[str]) -> str:
    """What stands at some paths of a commit, in short."""
    told = hashlib.sha256()
    for path in sorted(paths):
        told.update(f"{path}\0{_id(main, path)}\0".encode())
    return told.hexdigest()


def _id(main: GitTree, path: str) -> str:
    try:
        entry: TreeEntry | None = main.entry(path)
    except (BrokenFileError, GitError):
        return "?"
    return "" if entry is None else entry.id
