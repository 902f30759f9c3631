"""What is offered for merging: a head, what it changes, and whether its history may enter main's."""

from __future__ import annotations

import re

from msgspec import Struct

from mergebot.git_branch import Person
from mergebot.lineage import Lineage
from pwc.git_changes import between
from pwc.git_tree import GitTree
from validator.change import ChangeSet

PULL_REQUEST = re.compile(r"(?:refs/)?pull/([1-9][0-9]*)/head")
_AUTHOR = re.compile(rb"^author (.*?) ?<([^<>\n]*)> ([0-9]+) ([+-][0-9]{4})$", re.MULTILINE)


class Candidate(Struct, frozen=True):
    """A head that is offered for merging, where it left main, and what it changes since."""

    ref: str
    head: str
    fork: str
    change: ChangeSet
    author: Person
    pull_request: int | None = None

    @property
    def paths(self) -> list[str]:
        """The submissions that it adds."""
        return [item.path for item in self.change.files]


class UnusableRefError(Exception):
    """A ref that cannot be merged, for a reason that lies in the ref and not in its files."""


class InMainError(UnusableRefError):
    """A ref that main has already."""

    def __init__(self, ref: str) -> None:
        super().__init__(f"{ref} is in main already")


def candidate(objects: GitTree, lineage: Lineage, ref: str, head: str) -> Candidate:
    """Read what a ref offers, by the head that it names.

    Raises UnusableRefError if that is nothing that could be merged.
    """
    base = lineage.fork(head)
    if base is None:
        raise UnusableRefError(f"{ref} has no history in common with main; start it from main")
    if base == head:
        raise InMainError(ref)
    number = PULL_REQUEST.fullmatch(ref)
    return Candidate(
        ref=ref,
        head=head,
        fork=base,
        change=ChangeSet(tuple(between(objects, base, head))),
        author=_author(objects.read_commit(head)),
        pull_request=int(number[1]) if number else None,
    )


def _author(commit: bytes) -> Person:
    """Who wrote a commit, from its bytes: `git show` would obey the repository's configuration.

    What no commit of git's own making holds (no author, an impossible time or zone) is made plain.
    """
    match = _AUTHOR.search(commit.partition(b"\n\n")[0])
    if match is None:
        return Person("unknown", "", "0 +0000")
    name, email, seconds, zone = (part.decode("utf-8", "replace") for part in match.groups())
    plausible = len(seconds) <= 10 and int(zone[1:3]) <= 14 and int(zone[3:]) < 60
    return Person(name, email, f"{seconds} {zone}" if plausible else "0 +0000")
