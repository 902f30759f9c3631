"""What a merge is about to do, written down in the git directory before a branch moves.

After a kill the next run finds it there, and either finishes the move or forgets it.
"""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
from msgspec import Struct

from mergebot.workshop import common_directory, workshop
from pwc.errors import CouldNotCheckError

_NAME = "pwc-checkout.json"


class Move(Struct, frozen=True):
    """A branch on its way from one commit to another, with the working trees that have it checked out."""

    ref: str
    old: str
    new: str
    worktrees: tuple[str, ...]


def place(repository: Path) -> Path:
    """Where it is written down."""
    return common_directory(repository) / _NAME


def write(repository: Path, move: Move) -> None:
    """Write a move down: whole or not at all."""
    scratch = workshop(repository) / _NAME
    with scratch.open("wb") as stream:
        stream.write(msgspec.json.encode(move))
        stream.flush()
        os.fsync(stream.fileno())
    scratch.replace(place(repository))


def read(repository: Path) -> Move | None:
    """The move that was written down and not finished. Raises CouldNotCheckError if it cannot be read."""
    journal = place(repository)
    try:
        return msgspec.json.decode(journal.read_bytes(), type=Move)
    except FileNotFoundError:
        return None
    except msgspec.DecodeError as error:
        raise CouldNotCheckError(f"{journal} cannot be read; look at `git status`, then delete it") from error


def forget(repository: Path) -> None:
    """Drop what was written down."""
    place(repository).unlink(missing_ok=True)
