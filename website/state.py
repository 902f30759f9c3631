"""What a build leaves for the next one, so that only what changed since is read, made and written.

It is a cache: a build without it, or with one of another program or other options, makes everything.
"""

from __future__ import annotations

from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

import msgspec
from msgspec import Struct

from pwc.tree import Mark
from website.facts import BoardFacts, Digest, PaperFacts, digest

STATE = ".pwc-site-state"

Former = dict[str, str]
"""Slugs that a record had before, as ``task:old-name``, each with the slug that it has, or a board's key."""


class State(Struct, frozen=True, kw_only=True):
    """What the last build knew."""

    program: Digest
    """Of the programs, templates and options that made it."""
    files: dict[str, Digest]
    """The catalog's files."""
    marks: dict[str, Mark]
    """What the file system said of those, if it said it long enough after they were written."""
    named: dict[str, dict[str, Digest]]
    """The records of each table of names, by their slugs."""
    papers: dict[str, list[PaperFacts]]
    """By their files, as what follows."""
    boards: dict[str, BoardFacts]
    former: dict[str, Former]
    authors: dict[str, str]
    """The slugs of authors by their names."""
    pages: dict[str, list[str]]
    """The paths of the files that are about something, by what they are about (see ``website.view``)."""


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(State).decode


def read(out: Path, program: Digest) -> State | None:
    """What the last build of this program left in this folder, or None if everything is to be made."""
    try:
        state = _decode((out / STATE).read_bytes())
    except (FileNotFoundError, msgspec.DecodeError):
        return None
    return state if state.program == program else None


def write(out: Path, state: State) -> None:
    """Leave this for the next build."""
    new = out / f"{STATE}.new"
    new.write_bytes(_encode(state))
    new.replace(out / STATE)


def forget(out: Path) -> None:
    """Let the next build make everything, unless this one ends well."""
    (out / STATE).unlink(missing_ok=True)


def program(*options: str | None) -> Digest:
    """The digest of everything that decides what a page looks like, but for the catalog."""
    parts = [repr(options).encode()]
    for package in ("pwc", "website"):
        parts += _contents(resources.files(package))
    return digest(b"\0".join(parts))


def _contents(folder: Traversable) -> list[bytes]:
    found: list[bytes] = []
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            found += _contents(entry) if entry.name not in {"__pycache__", "frontend"} else []
        else:
            found += [entry.name.encode(), entry.read_bytes()]
    return found
