"""What a build leaves for the next one, so that only what changed since is read, made and written.

It is a cache: a build without it, or with one of another program or other options, makes everything.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, MutableMapping
from contextlib import suppress
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Literal, get_args

from msgspec import Struct

from pwc.tree import Mark
from website import shelf
from website.facts import BoardFacts, Digest, PaperFacts, digest
from website.shelf import DamagedError, Database, Shelf

STATE = ".pwc-site-state"


class Known(Struct, frozen=True, array_like=True):
    """What is known of the files directly in a folder, by their paths."""

    digests: dict[str, Digest] = {}
    marks: dict[str, Mark] = {}
    """What the file system said of a file, if it said so long enough after it was written."""


NameDigests = tuple[Digest, Digest]
"""Of a named record without its description, and of all of it."""

Former = dict[str, str]
"""Addresses, as ``task:old-name``, each with what they lead to: a slug, or the key of a board."""

Common = Literal["board", "task", "dataset", "method", "author", "year", "code", "catalog"]
"""What papers can have in common (see ``website.grouping``)."""

COMMON: tuple[Common, ...] = get_args(Common)

SIZED: tuple[Common, ...] = ("task", "dataset", "method")
"""Those of which lists show at once how many papers each has."""

_PROGRAM = "program"


class State:
    """What is known of the catalog and of the site's pages; of a build that begins anew nothing."""

    def __init__(self, database: Database | None = None) -> None:
        """``database`` has what the last build left."""
        self._database = database
        self._shelves: dict[str, MutableMapping[str, Any]] = {}
        self.files: MutableMapping[str, Known] = self._shelf("files", Known)
        """The catalog's files, by the folders that they are directly in."""
        self.named: MutableMapping[str, dict[str, NameDigests]] = self._shelf("named", dict[str, NameDigests])
        """The records of each table of names, by their slugs."""
        self.papers: MutableMapping[str, PaperFacts] = self._shelf("papers", PaperFacts)
        self.shards: MutableMapping[str, dict[str, Digest]] = self._shelf("shards", dict[str, Digest])
        """The papers of each file, by their slugs."""
        self.boards: MutableMapping[str, BoardFacts] = self._shelf("boards", BoardFacts)
        """By their files."""
        self.former: MutableMapping[str, Former] = self._shelf("former", Former)
        """By the files of locators."""
        self.led_to: MutableMapping[str, list[str]] = self._shelf("led_to", list[str])
        """The same the other way round: the addresses of a record."""
        self.moved: MutableMapping[str, str] = self._shelf("moved", str)
        """The paths of pages that lead on, each with the path of the page to go to."""
        self.groups: dict[Common, MutableMapping[str, list[str]]] = {
            kind: self._shelf(f"papers_by_{kind}", list[str]) for kind in COMMON
        }
        """The slugs of the papers that have something in common, newest first."""
        self.sizes: MutableMapping[str, dict[str, int]] = self._shelf("sizes", dict[str, int])
        """How many they are, of those kinds that are ``SIZED``."""
        self.results: MutableMapping[str, dict[str, int]] = self._shelf("results", dict[str, int])
        """How many results a paper has on each board, by the boards' keys."""
        self.pages: MutableMapping[str, list[str]] = self._shelf("pages", list[str])
        """The paths of the files that are about something, by what they are about (see ``website.view``)."""
        self.numbers: MutableMapping[str, int] = self._shelf("numbers", int)
        """How many files the site has, by ``files``."""
        self._program: MutableMapping[str, Digest] = self._shelf(_PROGRAM, Digest)

    @property
    def is_new(self) -> bool:
        """Whether there was nothing to begin with."""
        return self._database is None

    def every_file(self) -> MutableMapping[str, Known]:
        """What is known of files, read at once."""
        if isinstance(self.files, Shelf):
            self.files.load()
        return self.files

    def every_board(self) -> Collection[BoardFacts]:
        """The boards, read at once."""
        if isinstance(self.boards, Shelf):
            self.boards.load()
        return self.boards.values()

    def forget(self, out: Path) -> None:
        """Let the next build make everything, unless this one ends well."""
        if self.is_new:
            (out / STATE).unlink(missing_ok=True)
        self._program.clear()
        self._keep(_PROGRAM)

    def keep(self, out: Path, program: Digest) -> None:
        """Leave this for the next build."""
        if self.is_new:
            self._program[_PROGRAM] = program
            shelf.create(out / STATE, self._shelves)
        elif self._has_changed():
            self.forget(
                out
            )  # without the program nothing counts, so it is the first to go and the last to come
            self._keep(*self._shelves)
            self._program[_PROGRAM] = program
            self._keep(_PROGRAM)

    def close(self) -> None:
        """Let go of what the last build left."""
        if self._database is not None:
            self._database.close()

    def _shelf(self, name: str, kind: Any) -> MutableMapping[str, Any]:
        self._shelves[name] = {} if self._database is None else Shelf(self._database, name, kind)
        return self._shelves[name]

    def _has_changed(self) -> bool:
        shelves = self._shelves.values()
        return _PROGRAM not in self._program or any(
            each.has_changed for each in shelves if isinstance(each, Shelf)
        )

    def _keep(self, *names: str) -> None:
        for name in names:
            if isinstance(kept := self._shelves[name], Shelf):
                kept.keep()
        if self._database is not None:
            self._database.commit()


def read(out: Path, program: Digest) -> State | None:
    """What the last build of this program left in this folder, or None if everything is to be made."""
    state = State(Database(out / STATE))
    with suppress(DamagedError):
        if state._program.get(_PROGRAM) == program:
            return state
    state.close()
    return None


def program(*options: str | None) -> Digest:
    """The digest of everything that decides what a page looks like, but for the catalog."""
    parts = [repr(options).encode()]
    for package in ("pwc", "website"):
        parts += _contents(resources.files(package))
    return digest(b"\0".join(parts))


def _contents(folder: Traversable) -> Iterator[bytes]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _contents(entry) if entry.name not in {"__pycache__", "frontend"} else ()
        else:
            yield from (entry.name.encode(), entry.read_bytes())
