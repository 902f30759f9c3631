"""What is offered for merging: a head, what it changes, and whether its history may enter main's."""

from __future__ import annotations

import re
from pathlib import Path

from msgspec import Struct

from mergebot.git_branch import Person
from pwc.errors import GitError
from pwc.git_changes import changes
from pwc.git_history import merge_base, resolve
from pwc.git_tree import run
from validator.change import ChangeSet

_PULL_REQUEST = re.compile(r"refs/pull/([1-9][0-9]*)/head")
_AUTHOR = re.compile(rb"^author (.*?) ?<([^<>\n]*)> ([0-9]+) ([+-][0-9]{4})$", re.MULTILINE)


class Candidate(Struct, frozen=True):
    """A head that is offered for merging into a commit of main."""

    ref: str
    head: str
    main: str
    change: ChangeSet
    author: Person
    pull_request: int | None = None

    @property
    def paths(self) -> list[str]:
        """The submissions that it adds."""
        return [item.path for item in self.change.files]


class UnusableRefError(Exception):
    """A ref that cannot be merged, for a reason that lies in the ref and not in its files."""


def candidate(repository: Path, ref: str, main: str) -> Candidate:
    """Read what a ref offers. Raises UnusableRefError if it names nothing that could be merged."""
    head = resolve(repository, ref)
    if head is None:
        raise UnusableRefError(f"there is no branch or commit {ref!r}")
    base = merge_base(repository, main, head)
    if base is None:
        raise UnusableRefError(f"{ref} has no history in common with main; start it from main")
    if base == head:
        raise UnusableRefError(f"{ref} is in main already")
    return Candidate(
        ref=ref,
        head=head,
        main=main,
        change=ChangeSet(tuple(changes(repository, base, head))),
        author=_author(repository, head),
        pull_request=_pull_request(repository, ref),
    )


def _author(repository: Path, commit: str) -> Person:
    """Who wrote a commit, from its bytes: `git show` would obey the repository's configuration.

    What no commit of git's own making holds (no author, an impossible time or zone) is made plain.
    """
    header = run(repository, "cat-file", "commit", commit).partition(b"\n\n")[0]
    match = _AUTHOR.search(header)
    if match is None:
        return Person("unknown", "", "0 +0000")
    name, email, seconds, zone = (part.decode("utf-8", "replace") for part in match.groups())
    plausible = len(seconds) <= 10 and int(zone[1:3]) <= 14 and int(zone[3:]) < 60
    return Person(name, email, f"{seconds} {zone}" if plausible else "0 +0000")


def _pull_request(repository: Path, ref: str) -> int | None:
    """The number in refs/pull/N/head, where local pull requests are kept."""
    try:
        output = run(repository, "rev-parse", "--symbolic-full-name", "--end-of-options", ref)
    except GitError:
        return None
    match = _PULL_REQUEST.fullmatch(output.decode().split("\n")[-2])  # git echoes its option before it
    return int(match[1]) if match else None
