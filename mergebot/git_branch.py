"""Writing to git by plumbing: commits without a working tree, and a branch that only moves forward.

Commits are built with one ``git fast-import`` on a reference of our own; then one reference transaction
moves the branch from the commit that was read to the new one, or fails if somebody else has moved it.
Nothing is ever forced. Hooks and configuration of the machine have no influence (see ``pwc.git_isolation``).
"""

from __future__ import annotations

import os
import subprocess
import uuid
from collections.abc import Iterable, Mapping
from contextlib import suppress
from itertools import chain
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, cast

from msgspec import Struct

from pwc.errors import GitError
from pwc.git_history import resolve
from pwc.git_isolation import command, reading_environment
from pwc.git_program import run
from pwc.tree import REGULAR

TRAINS = "refs/pwc/train/"
"""Where commits are built, on references that are never written."""
_AHEAD = 1 << 20
"""So many bytes git may be behind, where the system lets a pipe hold them."""
_QUICKLY = ("-c", "core.bigFileThreshold=1", "-c", "pack.compression=1")
"""Files are stored as they come: fast-import would compare each with the one before it, of another path, and
in vain. That halves its time and costs a tenth more space, until the next `git gc` packs everything anew."""


class BranchMovedError(Exception):
    """The branch is no longer at the commit that was read: read again and rebuild."""


class Person(Struct, frozen=True):
    """Who wrote or committed something. Names are made safe for a commit's header when they are used."""

    name: str
    email: str
    when: str
    """Seconds since 1970 and the time zone, as git writes them: ``1700000000 +0000``."""

    def header(self) -> bytes:
        """The person as a commit's header has it."""
        name, email = (_plain(text) for text in (self.name, self.email))
        return f"{name or 'unknown'} <{email}> {self.when}".encode("utf-8", "replace")


class NewCommit(Struct, frozen=True):
    """A commit to be made: its tree is the first parent's with ``files`` on top.

    A parent is a commit's id, or the position of an earlier one in the same list as an int. Without a parent
    the commit begins a history of its own, and must be the first of its list.
    """

    parents: tuple[str | int, ...]
    author: Person
    committer: Person
    message: str
    files: Mapping[str, bytes | None]
    """New bytes by path; None for a file that goes."""


class Branch:
    """A branch of a repository."""

    def __init__(self, repository: Path, name: str) -> None:
        self.repository = repository
        self.name = name
        self.ref = f"refs/heads/{name}"

    def tip(self) -> str | None:
        """The commit that the branch is at, or None if there is no such branch."""
        return resolve(self.repository, self.ref)

    def build(self, commits: Iterable[NewCommit]) -> list[str]:
        """Write commits into the repository, each as it comes; no branch moves. Gives their ids, in order."""
        train = TRAINS + uuid.uuid4().hex
        # The reference is reset before the end, so that it is never written and a kill leaves none. Until
        # the branch has moved, nothing holds the objects, and `gc` keeps such objects for two weeks.
        parts = (_commit(train, at, commit) + b"get-mark :%d\n" % at for at, commit in enumerate(commits, 1))
        return _fast_import(self.repository, chain(parts, [f"reset {train}\n\n".encode()]))

    def advance(self, expected: str, new: str) -> None:
        """Move the branch from ``expected`` to ``new``, which must have it in its history.

        Raises BranchMovedError, and changes nothing, if the branch is elsewhere by now.
        """
        if run(self.repository, "rev-list", "--max-count=1", expected, f"^{new}"):
            raise GitError(f"{new} does not contain {expected}")
        try:
            run(self.repository, "update-ref", "-m", "pwc merge", self.ref, new, expected)
        except GitError as error:
            now = self.tip()
            if now == new:  # git was killed after it had moved the branch
                return
            if now != expected:
                raise BranchMovedError(self.name) from error
            raise


def _fast_import(repository: Path, parts: Iterable[bytes]) -> list[str]:
    """Let git make commits while the next ones are worked out; the ids that it says. Raises GitError."""
    with TemporaryFile() as said, TemporaryFile() as wrong:
        with subprocess.Popen(
            command(repository, *_QUICKLY, "fast-import", "--quiet"),
            stdin=subprocess.PIPE,
            stdout=said,
            stderr=wrong,
            env=reading_environment(),
            pipesize=_AHEAD,
            close_fds=False,  # what says that we are at work is held until the last git has ended
        ) as process:
            try:
                with suppress(BrokenPipeError), cast(IO[bytes], process.stdin) as stream:
                    stream.write(b"feature done\n")
                    for part in parts:
                        stream.write(part)
                    stream.write(b"done\n")
            except BaseException:
                process.kill()  # it must not take what was said so far for the whole
                raise
        said.seek(0)
        wrong.seek(0)
        if process.returncode != 0:
            raise GitError(f"git fast-import: {wrong.read().decode('utf-8', 'replace').strip()}")
        return said.read().decode().split()


def _commit(ref: str, mark: int, commit: NewCommit) -> bytes:
    """A commit in the format of ``git fast-import``."""
    parents = [f":{p + 1}" if isinstance(p, int) else p for p in commit.parents]
    parts = [
        f"commit {ref}\nmark :{mark}\n".encode(),
        b"author " + commit.author.header() + b"\n",
        b"committer " + commit.committer.header() + b"\n",
        _data(commit.message.encode("utf-8", "surrogateescape")),
        *(f"from {first}\n".encode() for first in parents[:1]),
        *(f"merge {other}\n".encode() for other in parents[1:]),
    ]
    for path, data in commit.files.items():
        if data is None:
            parts.append(b"D %s\n" % _quoted(path))
        else:
            parts.append(b"M %s inline %s\n" % (REGULAR.encode(), _quoted(path)) + _data(data))
    return b"".join(parts) + b"\n"


def _data(data: bytes) -> bytes:
    return b"data %d\n%s\n" % (len(data), data)


def _quoted(path: str) -> bytes:
    r"""A path as fast-import wants it: in quotes, with ``"``, ``\`` and line feeds escaped."""
    escaped = os.fsencode(path).replace(b"\\", b"\\\\").replace(b'"', b'\\"').replace(b"\n", b"\\n")
    return b'"' + escaped + b'"'


def _plain(text: str) -> str:
    """Text without what would break a commit's header or act on a terminal."""
    return "".join(c for c in text if c.isprintable() and c not in "<>").strip()
