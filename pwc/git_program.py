"""Running git. The only module on the floor that does, and it is only used there to read."""

from __future__ import annotations

import subprocess
from pathlib import Path

from pwc.errors import GitError
from pwc.git_isolation import command, reading_environment

Process = subprocess.Popen[bytes]


def run(repository: Path, *arguments: str, stdin: bytes | None = None, index: Path | None = None) -> bytes:
    """The output of a git command. Raises GitError with git's own words if it fails.

    ``index`` is a file to take as the working tree's index, in place of its own.
    """
    return _output(arguments, _finished(repository, arguments, stdin, index))


def ask(repository: Path, *arguments: str, no: int) -> bytes | None:
    """The output of a git command, or None if it ends with the exit code that means no, and nothing else.

    Raises GitError with git's own words if it fails.
    """
    done = _finished(repository, arguments, None)
    if done.returncode == no and b"error: " not in done.stderr:
        return None
    return _output(arguments, done)


def _finished(
    repository: Path, arguments: tuple[str, ...], stdin: bytes | None, index: Path | None = None
) -> subprocess.CompletedProcess[bytes]:
    environment = reading_environment()
    return subprocess.run(
        command(repository, *arguments),
        input=stdin,
        stdin=subprocess.DEVNULL if stdin is None else None,
        capture_output=True,
        env=environment if index is None else environment | {"GIT_INDEX_FILE": str(index)},
        close_fds=False,  # what says that we are at work is held until the last git has ended, as below
        check=False,
    )


def _output(arguments: tuple[str, ...], done: subprocess.CompletedProcess[bytes]) -> bytes:
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip() or f"exit status {done.returncode}"
        raise GitError(f"git {arguments[0]}: {said}")
    return done.stdout


def start(repository: Path, *arguments: str) -> Process:
    """A git command that goes on running, to be asked and to answer through its pipes."""
    return Process(
        command(repository, *arguments),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=reading_environment(),
        close_fds=False,  # a lock that says that we are at work is held until the last git has ended
    )
