"""What a killed merge may leave among the references: git's own locks, and references of ours.

Git's locks do not say whose they are. But a merge writes down which branch it moves, and where to, before git
takes the lock; and nobody else knows the commit that it moves to.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

from mergebot import journal
from mergebot.journal import Move
from mergebot.workshop import common_directory, git_directories
from pwc.git_program import run

STILL = 1.0
"""A living git leaves its lock empty for less than a thousandth of so many seconds."""

_TRAIN = "refs/pwc/train/"


def remove_locks(repository: Path, move: Move) -> None:
    """Remove the locks that git left when it was killed while it moved this branch.

    The branch's own lock is ours if it holds the commit that we move to. It and that of HEAD, which git
    takes to write its log, may also be empty: those are ours if they are younger than what we have written
    down and nobody does anything with them for as long as no living git would wait. If the branch's lock is
    somebody else's, that of HEAD is too.
    """
    since = journal.place(repository).stat().st_mtime_ns
    branch = common_directory(repository) / f"{move.ref}.lock"
    commit = move.new.encode()
    if not _may_be_ours(branch, since, {b"", commit, commit + b"\n"}):  # git writes the line's end by itself
        return
    heads = (folder / "HEAD.lock" for folder in git_directories(repository))
    locks = [branch, *(lock for lock in heads if _may_be_ours(lock, since, {b""}))]
    found = {lock: seen for lock in locks if (seen := _look(lock)) is not None}
    if any(size == 0 for _, _, size in found.values()):
        time.sleep(STILL)
    for lock, seen in found.items():
        if _look(lock) == seen:
            lock.unlink()


def remove_trains(repository: Path) -> None:
    """Remove the references on which earlier versions built commits."""
    common = common_directory(repository)
    packed = common / "packed-refs"
    loose = any(file.is_file() for file in (common / _TRAIN).rglob("*"))
    if loose or (packed.exists() and f" {_TRAIN}".encode() in packed.read_bytes()):
        names = os.fsdecode(run(repository, "for-each-ref", "--format=%(refname)", _TRAIN)).split()
        run(repository, "update-ref", "--stdin", stdin="".join(f"delete {name}\n" for name in names).encode())


def _may_be_ours(lock: Path, since: int, contents: set[bytes]) -> bool:
    """Whether a lock is not there, or is young enough and holds what ours would hold."""
    seen = _look(lock)
    return seen is None or (seen[1] >= since and lock.read_bytes() in contents)


def _look(lock: Path) -> tuple[int, int, int] | None:
    """Which file it is, when it was changed, and its size; None if there is none."""
    try:
        seen = lock.stat()
    except FileNotFoundError:
        return None
    return seen.st_ino, seen.st_mtime_ns, seen.st_size
