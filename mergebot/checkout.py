"""Keeping checked-out working trees right while their branch moves.

What is about to happen is written down in the git directory first, so that after a kill the next run
can finish it. Local changes are never overwritten: if they are in the way, nothing moves at all.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec
from msgspec import Struct

from pwc.errors import GitError
from pwc.git_tree import resolve, run

_JOURNAL = "pwc-checkout.json"
_LOCK = "pwc-merge.lock"


class Move(Struct, frozen=True):
    """A branch on its way from one commit to another, with the working trees that have it checked out."""

    ref: str
    old: str
    new: str
    worktrees: tuple[str, ...]


class LocalChangesError(Exception):
    """Local changes in a working tree are in the way; the text is git's own."""


@contextmanager
def only_one(repository: Path) -> Iterator[None]:
    """Let one merge at a time work on a repository; others wait.

    The kernel gives the lock back when its holder ends, however it ends, so it is never stale; and what
    is written down while we hold it was left by somebody who is gone.
    """
    with (_common_directory(repository) / _LOCK).open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def worktrees_on(repository: Path, ref: str) -> list[Path]:
    """The working trees in which this branch is checked out."""
    found = []
    for block in run(repository, "worktree", "list", "--porcelain", "-z").split(b"\0\0"):
        lines = dict(_fields(block))
        if lines.get("branch") == ref and "bare" not in lines:
            found.append(Path(lines["worktree"]))
    return [path for path in found if path.is_dir()]


def prepare(repository: Path, ref: str, old: str, new: str) -> Move:
    """Make sure that the working trees can follow, and write down that they will.

    Raises LocalChangesError if local changes are in the way; nothing is changed then.
    """
    worktrees = worktrees_on(repository, ref)
    for worktree in worktrees:
        with suppress(GitError):  # some file differs; whether it is in the way is what the next one tells
            run(worktree, "update-index", "-q", "--refresh")
        try:
            run(worktree, "read-tree", "-n", "-m", "-u", old, new)
        except GitError as error:
            raise LocalChangesError(f"{worktree}: {error}") from error
    move = Move(ref, old, new, tuple(map(str, worktrees)))
    if worktrees:
        _write(_journal(repository), msgspec.json.encode(move))
    return move


def follow(repository: Path, move: Move) -> None:
    """Bring the working trees to where their branch has moved."""
    for worktree in move.worktrees:
        run(Path(worktree), "read-tree", "-m", "-u", move.old, move.new)
    forget(repository)


def forget(repository: Path) -> None:
    """Drop what was written down."""
    _journal(repository).unlink(missing_ok=True)


def recover(repository: Path) -> Move | None:
    """Finish a move that was interrupted, and say which; None if there was none.

    Raises LocalChangesError if a working tree cannot follow by itself any more.
    """
    try:
        move = msgspec.json.decode(_journal(repository).read_bytes(), type=Move)
    except FileNotFoundError:
        return None
    if resolve(repository, move.ref) != move.new:  # it was interrupted before the branch moved
        forget(repository)
        return None
    for worktree in map(Path, move.worktrees):
        if worktree.is_dir() and _index_is_at(worktree, move.old):
            try:
                run(worktree, "read-tree", "-m", "-u", move.old, move.new)
            except GitError as error:
                raise LocalChangesError(f"{worktree}: {error}") from error
    forget(repository)
    return move


def _index_is_at(worktree: Path, commit: str) -> bool:
    """Whether nothing is staged in a working tree, seen from this commit."""
    try:
        run(worktree, "diff-index", "--cached", "--quiet", commit)
    except GitError:
        return False
    return True


def _fields(block: bytes) -> Iterator[tuple[str, str]]:
    for line in os.fsdecode(block).split("\0"):
        name, _, value = line.partition(" ")
        yield name, value


def _journal(repository: Path) -> Path:
    return _common_directory(repository) / _JOURNAL


def _common_directory(repository: Path) -> Path:
    common = run(repository, "rev-parse", "--path-format=absolute", "--git-common-dir")
    return Path(os.fsdecode(common).rstrip("\n"))


def _write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    scratch = path.with_name(f"{path.name}.{os.getpid()}")
    with scratch.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    scratch.replace(path)
