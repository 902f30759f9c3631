"""Keeping checked-out working trees right while their branch moves.

Their indexes are held from before the branch moves until they have followed, and what is about to happen is
written down first, so that after a kill the next run can finish it (``recovery``). Local changes are never
overwritten: if they are in the way, nothing moves at all.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from mergebot import journal, stale_refs
from mergebot.held_index import HeldIndex, hold
from mergebot.journal import Move
from pwc.errors import CouldNotCheckError, GitError, UsageError
from pwc.git_changes import changes
from pwc.git_history import resolve
from pwc.git_program import ask, run
from pwc.tree import Change


class LocalChangesError(UsageError):
    """Something in a working tree is in the way, and only its owner can say what to do with it."""


@contextmanager
def following(repository: Path, ref: str, old: str, new: str) -> Iterator[None]:
    """While the caller moves a branch, hold the working trees that have it checked out; then they follow.

    Raises LocalChangesError if local changes are in the way, or LockedError if somebody else has taken an
    index, before the caller is let in; nothing is changed then. Raises CouldNotCheckError if a working tree
    cannot follow; what was written down stays for ``recovery``.
    """
    with ExitStack() as stack:
        held = [stack.enter_context(hold(worktree)) for worktree in worktrees_on(repository, ref)]
        indexes = [index for index in held if index is not None]
        for index in indexes:
            _refuse_what_is_in_the_way(index, old, new)
        move = Move(ref, old, new, tuple(str(index.worktree) for index in indexes))
        journal.write(repository, move)
        try:
            yield
        except Exception:
            if not has_moved(repository, move):
                _end(repository, move)
            raise
        follow(indexes, move)
        _end(repository, move)


def follow(indexes: Sequence[HeldIndex], move: Move) -> None:
    """Bring working trees to where their branch has moved."""
    for index in indexes:
        try:
            index.git("read-tree", "-m", "-u", move.old, move.new)
        except GitError as error:
            told = (
                f"merged, but {index.worktree} could not follow; mend this, then finish it with `pwc merge`"
            )
            raise CouldNotCheckError(f"{told}\n{error}") from error
        index.put_in_place()


def _end(repository: Path, move: Move) -> None:
    stale_refs.remove_locks(repository, move)  # git alone may have been killed, by a lack of memory
    journal.forget(repository)


def worktrees_on(repository: Path, ref: str) -> list[Path]:
    """The working trees in which this branch is checked out."""
    found = []
    for block in run(repository, "worktree", "list", "--porcelain", "-z").split(b"\0\0"):
        lines = dict(_fields(block))
        if lines.get("branch") == ref and "bare" not in lines:
            found.append(Path(lines["worktree"]))
    return [path for path in found if path.is_dir()]


def has_moved(repository: Path, move: Move) -> bool:
    """Whether the branch has what it was to move to. A branch that is gone has not."""
    if resolve(repository, move.ref) is None:
        return False
    return ask(repository, "merge-base", "--is-ancestor", move.new, move.ref, no=1) is not None


class WayIn:
    """What stands above the paths of a working tree; every folder is looked at once."""

    def __init__(self, worktree: Path) -> None:
        self._worktree = worktree
        self._open = {"": True}

    def is_open(self, path: str) -> bool:
        """Whether all that stands above a path are folders: git would replace an ignored file, or a link."""
        folder = path.rpartition("/")[0]
        if folder not in self._open:
            self._open[folder] = self.is_open(folder) and self._is_free_or_folder(folder)
        return self._open[folder]

    def _is_free_or_folder(self, folder: str) -> bool:
        place = self._worktree / folder
        return not os.path.lexists(place) or (place.is_dir() and not place.is_symlink())


def _refuse_what_is_in_the_way(index: HeldIndex, old: str, new: str) -> None:
    with ThreadPoolExecutor(1) as beside:  # git looks at the files while the trees are compared here
        looking = beside.submit(_refuse_local_changes, index, old, new)
        different = changes(index.worktree, old, new)
        looking.result()
    way_in = WayIn(index.worktree)
    for change in different:
        if not way_in.is_open(change.path) or _is_ignored_file(index, change):
            raise LocalChangesError(
                f"{index.worktree}: {change.path} is in the way, and git ignores it; move it elsewhere first"
            )


def _refuse_local_changes(index: HeldIndex, old: str, new: str) -> None:
    with suppress(GitError):  # some file differs; whether it is in the way is what the next one tells
        index.git("update-index", "-q", "--refresh")
    try:
        index.git("read-tree", "-n", "-m", "-u", old, new)
    except GitError as error:
        raise LocalChangesError(
            f"local changes in {index.worktree} are in the way; commit or stash them first\n{error}"
        ) from error


def _is_ignored_file(index: HeldIndex, change: Change) -> bool:
    """Whether something stands at a new path that git does not know: what is ignored, it would overwrite."""
    there = change.status == "A" and os.path.lexists(index.worktree / change.path)
    return there and index.git("ls-files", "-z", "--", change.path) == b""


def _fields(block: bytes) -> Iterator[tuple[str, str]]:
    for line in os.fsdecode(block).split("\0"):
        name, _, value = line.partition(" ")
        yield name, value
