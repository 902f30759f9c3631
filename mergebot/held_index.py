"""The index of a working tree, held so that no other git command changes it, and put in place at once.

Git takes an index by creating ``index.lock`` beside it. We do the same, but our lock says that it is ours, so
that one which a killed merge left is told apart from git's: git's own is empty or begins as an index does.
The new index is made elsewhere, so that a kill leaves either the old one or the new one.
"""

from __future__ import annotations

import errno
import os
import pwd
import shutil
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from mergebot.workshop import git_directories, workshop
from pwc.errors import UsageError
from pwc.git_program import run

PATIENCE = 5.0
"""So many seconds are waited for another git command to end; most take less than one."""

_OURS = b"pwc merge "
_NO_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK})


class LockedError(UsageError):
    """Another git command has taken a working tree's index, and does not give it back."""


class HeldIndex:
    """An index that is held, with a copy that git commands work on until it is put in place."""

    def __init__(self, worktree: Path, index: Path, copy: Path) -> None:
        self.worktree = worktree
        self._index = index
        self._copy = copy

    def git(self, *arguments: str, stdin: bytes | None = None) -> bytes:
        """Run a git command in the working tree, on the copy of its index."""
        return run(self.worktree, *arguments, stdin=stdin, index=self._copy)

    def put_in_place(self) -> None:
        """Make the copy the index."""
        self._copy.replace(self._index)


@contextmanager
def hold(worktree: Path) -> Iterator[HeldIndex | None]:
    """Hold the index of a working tree; None if it has none, so that nothing was ever checked out there.

    Raises LockedError if somebody else holds it and goes on doing so.
    """
    git_directory = Path(os.fsdecode(run(worktree, "rev-parse", "--absolute-git-dir")).rstrip("\n"))
    index = (git_directory / "index").resolve()  # git too locks what a link leads to
    if not index.exists():
        yield None
        return
    lock = _lock_of(index)
    copy = workshop(worktree) / f"index-{uuid.uuid4().hex}"
    _take(lock, workshop(worktree))
    try:
        shutil.copy2(index, copy)  # with its time: git mistrusts what was changed after it
        yield HeldIndex(worktree, index, copy)
    finally:
        copy.unlink(missing_ok=True)
        if _is_ours(lock):  # somebody may have thrown it away, and taken the index
            lock.unlink()


def release_left(repository: Path) -> None:
    """Remove the locks that merges before this one left; only who works alone may do this."""
    for git_directory in git_directories(repository):
        lock = _lock_of((git_directory / "index").resolve())
        if _is_ours(lock):
            lock.unlink()


def _lock_of(index: Path) -> Path:
    return index.with_name(f"{index.name}.lock")


def _take(lock: Path, folder: Path) -> None:
    token = folder / f"lock-{uuid.uuid4().hex}"
    token.write_bytes(
        _OURS + f"{os.getpid()} {token.name}\n`pwc merge` tidies up after one that died.\n".encode()
    )
    end = time.monotonic() + PATIENCE
    while not _created(lock, token):
        if time.monotonic() > end:
            token.unlink()
            raise LockedError(_who(lock))
        time.sleep(0.05)
    token.unlink(missing_ok=True)


def _created(lock: Path, token: Path) -> bool:
    """Create a lock, whole from the first moment on; False if there is one."""
    try:
        lock.hardlink_to(token)
    except FileExistsError:
        return False
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        with suppress(FileExistsError), lock.open("xb") as stream:  # a kill may leave this one empty
            stream.write(token.read_bytes())
            return True
        return False
    return True


def _is_ours(lock: Path) -> bool:
    with suppress(FileNotFoundError), lock.open("rb") as stream:
        return stream.read(len(_OURS)) == _OURS
    return False


def _who(lock: Path) -> str:
    """Whom to ask about a lock, and what to do."""
    owner, minutes = "somebody", 0
    with suppress(OSError, KeyError):
        about = lock.stat()
        minutes = int(time.time() - about.st_mtime) // 60
        owner = pwd.getpwuid(about.st_uid).pw_name
    return (
        f"another git command is at work there: {lock} was made by {owner} {minutes} minutes ago. Let it "
        "end (an editor for a commit's message may be open); if none is running, it was killed: delete that "
        "file. Then try again"
    )
