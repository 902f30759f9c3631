"""Where a merge works: one folder of its own in the git directory, which one merge at a time may enter.

All that a merge makes on the way stands in that folder, so whoever enters it may throw away what is there:
it was left by somebody who is gone.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from pwc.git_program import run

_FOLDER = "pwc-merge"
_LOCK = "pwc-merge.lock"


@contextmanager
def only_one(repository: Path, waiting: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Let one merge at a time work on a repository; others wait, which ``waiting`` may tell.

    The kernel gives the lock back when its last holder ends, however it ends, so it is never stale. Every git
    that is started here inherits it: if this process is killed alone, the next merge waits for its git too.
    So while we hold the lock, whatever a merge has left was left by somebody who is gone.
    """
    lock = os.open(common_directory(repository) / _LOCK, os.O_RDONLY | os.O_CREAT, 0o666)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waiting()
            fcntl.flock(lock, fcntl.LOCK_EX)
        os.set_inheritable(lock, True)
        yield
    finally:
        os.close(lock)


def workshop(repository: Path) -> Path:
    """The folder for what a merge makes on the way, on the same disk as the repository."""
    folder = common_directory(repository) / _FOLDER
    folder.mkdir(exist_ok=True)
    return folder


def sweep(repository: Path) -> None:
    """Throw away what is in the folder. Only who came in by ``only_one`` may do this."""
    folder = common_directory(repository) / _FOLDER
    if folder.exists():
        shutil.rmtree(folder)


@cache
def common_directory(repository: Path) -> Path:
    """The git directory that all working trees of a repository share."""
    common = run(repository, "rev-parse", "--path-format=absolute", "--git-common-dir")
    return Path(os.fsdecode(common).rstrip("\n"))


def git_directories(repository: Path) -> list[Path]:
    """The git directory of every working tree; the shared one is that of the first."""
    common = common_directory(repository)
    return [common, *sorted(common.glob("worktrees/*"))]
