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

from pwc.errors import CouldNotCheckError, GitError, UsageError
from pwc.git_changes import changes
from pwc.git_history import resolve
from pwc.git_tree import run
from pwc.tree import Change

_JOURNAL = "pwc-checkout.json"
_LOCK = "pwc-merge.lock"


class Move(Struct, frozen=True):
    """A branch on its way from one commit to another, with the working trees that have it checked out."""

    ref: str
    old: str
    new: str
    worktrees: tuple[str, ...]


class LocalChangesError(UsageError):
    """Something in a working tree is in the way, and only its owner can say what to do with it."""


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
            raise LocalChangesError(
                f"local changes in {worktree} are in the way; commit or stash them first\n{error}"
            ) from error
    move = Move(ref, old, new, tuple(map(str, worktrees)))
    if worktrees:
        _write(_journal(repository), msgspec.json.encode(move))
    return move


def follow(repository: Path, move: Move) -> None:
    """Bring the working trees to where their branch has moved.

    Raises CouldNotCheckError if one cannot follow; what was written down stays for ``recover``.
    """
    for worktree in move.worktrees:
        try:
            run(Path(worktree), "read-tree", "-m", "-u", move.old, move.new)
        except GitError as error:
            told = f"merged, but {worktree} could not follow; mend this, then finish it with `pwc merge`"
            raise CouldNotCheckError(f"{told}\n{error}") from error
    forget(repository)


def forget(repository: Path) -> None:
    """Drop what was written down."""
    _journal(repository).unlink(missing_ok=True)


def recover(repository: Path) -> Move | None:
    """Finish a move that was interrupted, and say which; None if there was none.

    Only the paths that the move touches are looked at, one by one, so that other work in the tree does
    not matter. The journal is dropped when all of them are proven to be done. Raises LocalChangesError,
    and keeps the journal, if one of them holds what neither commit has; CouldNotCheckError if the
    journal cannot be read.
    """
    journal = _journal(repository)
    try:
        move = msgspec.json.decode(journal.read_bytes(), type=Move)
    except FileNotFoundError:
        return None
    except msgspec.DecodeError as error:
        raise CouldNotCheckError(f"{journal} cannot be read; look at `git status`, then delete it") from error
    if not _contains(repository, move.ref, move.new):  # it was interrupted before the branch moved
        forget(repository)
        return None
    _refuse_if_undone(repository, move)
    for worktree in map(Path, move.worktrees):
        if worktree.is_dir():
            _finish(worktree, move)
    forget(repository)
    return move


def _refuse_if_undone(repository: Path, move: Move) -> None:
    """A commit made in a tree that had not followed takes the merge's files out again: never in silence."""
    tip = resolve(repository, move.ref)
    if tip is None or tip == move.new:
        return
    added = {change.path for change in changes(repository, move.old, move.new) if change.status == "A"}
    gone = {change.path for change in changes(repository, move.new, tip) if change.status == "D"}
    undone = sorted(added & gone, reverse=True)  # submissions/ before catalog/
    if undone:
        raise LocalChangesError(
            f"a commit after the interrupted merge took {undone[0]} out again; `git revert` that commit"
        )


def _finish(worktree: Path, move: Move) -> None:
    """Bring the paths of a move that have not followed yet to where the branch is."""
    moved = changes(worktree, move.old, move.new)
    waiting = [change for change in moved if not _has_followed(worktree, change)]
    for change in waiting:
        if not _is_ours(worktree, change, move):
            raise LocalChangesError(f"{worktree}: {change.path} holds neither the old nor the new version")
    entries = "".join(f"{change.new_mode} {change.new_blob}\t{change.path}\0" for change in waiting)
    run(worktree, "update-index", "-z", "--add", "--index-info", stdin=os.fsencode(entries))
    paths = "".join(f"{change.path}\0" for change in waiting)
    run(worktree, "checkout-index", "-z", "--force", "--stdin", stdin=os.fsencode(paths))


def _has_followed(worktree: Path, change: Change) -> bool:
    """Whether both the index and the file have what the branch has now."""
    return {_staged(worktree, change.path), _on_disk(worktree, change.path)} == {change.new_blob}


def _is_ours(worktree: Path, change: Change, move: Move) -> bool:
    """Whether a path holds the old version, the new one or nothing, on disk and in the index."""
    held = {_staged(worktree, change.path), _on_disk(worktree, change.path), change.new_blob} - {""}
    with suppress(GitError):
        held -= {run(worktree, "rev-parse", "--verify", f"{move.old}:{change.path}").decode().strip()}
    return held == {change.new_blob}


def _staged(worktree: Path, path: str) -> str:
    """The blob that the index has at a path; empty for none."""
    found = run(worktree, "ls-files", "--stage", "-z", "--", path).decode().split()
    return found[1] if found else ""


def _on_disk(worktree: Path, path: str) -> str:
    """The blob that a file would be; empty for none."""
    file = worktree / path
    if not file.is_file() or file.is_symlink():
        return "not a file" if file.exists() or file.is_symlink() else ""
    return run(worktree, "hash-object", "--no-filters", "--", path).decode().strip()


def _contains(repository: Path, ref: str, commit: str) -> bool:
    with suppress(GitError):
        run(repository, "merge-base", "--is-ancestor", commit, ref)
        return True
    return False


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
