"""Reading a tree of files: from a directory, or with some files changed on top.

``pwc.git_tree`` reads the same from a git commit. Writing is another interface, in mergebot.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Protocol

from msgspec import Struct

REGULAR = "100644"
"""The git mode of an ordinary file."""


class Change(Struct, frozen=True):
    """One path that differs between two trees. A mode of 000000 means that the path is not there."""

    path: str
    status: str
    old_mode: str
    new_mode: str
    new_blob: str


class Tree(Protocol):
    """Files by their path from the root, with ``/`` between the parts."""

    def read(self, path: str) -> bytes | None:
        """The bytes of a regular file, or None if there is none at this path."""

    def paths(self, under: str) -> Iterator[str]:
        """The paths of all files under a folder, sorted."""


class DirectoryTree:
    """A tree in a directory. Symbolic links are not followed: what they name is not there."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def read(self, path: str) -> bytes | None:  # noqa: D102 (as in Tree)
        file = self._inside(path)
        try:
            return None if file is None else file.read_bytes()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None

    def paths(self, under: str) -> Iterator[str]:  # noqa: D102 (as in Tree)
        folder = self._inside(under.rstrip("/")) if under else self.root
        found = (
            file.relative_to(self.root).as_posix()
            for file in (folder.rglob("*") if folder else ())
            if file.is_file() and not file.is_symlink()
        )
        yield from sorted(found)

    def _inside(self, path: str) -> Path | None:
        """The file or folder at a path, unless a symbolic link or a ``..`` stands on the way."""
        parts = path.split("/")
        if not set(parts).isdisjoint({"", ".", ".."}):
            return None
        place = self.root
        for part in parts:
            place /= part
            if place.is_symlink():
                return None
        return place


class OverlayTree:
    """A tree with changes on top: new bytes for some paths, None for those that are gone."""

    def __init__(self, base: Tree, changes: Mapping[str, bytes | None]) -> None:
        self.base = base
        self.changes = changes

    def read(self, path: str) -> bytes | None:  # noqa: D102 (as in Tree)
        return self.changes[path] if path in self.changes else self.base.read(path)

    def paths(self, under: str) -> Iterator[str]:  # noqa: D102 (as in Tree)
        folder = f"{under.rstrip('/')}/" if under else ""
        there = {path for path in self.base.paths(under) if path not in self.changes}
        there.update(p for p, data in self.changes.items() if data is not None and p.startswith(folder))
        yield from sorted(there)


class MountedTree:
    """A tree that stands in a folder of another name: a catalog directory given on the command line."""

    def __init__(self, folder: str, tree: Tree) -> None:
        self._prefix = folder.rstrip("/") + "/"
        self._tree = tree

    def read(self, path: str) -> bytes | None:  # noqa: D102 (as in Tree)
        return self._tree.read(path.removeprefix(self._prefix)) if path.startswith(self._prefix) else None

    def paths(self, under: str) -> Iterator[str]:  # noqa: D102 (as in Tree)
        folder = f"{under.rstrip('/')}/" if under else ""
        if folder.startswith(self._prefix):
            inner = folder.removeprefix(self._prefix).rstrip("/")
        elif self._prefix.startswith(folder):
            inner = ""
        else:
            return
        for path in self._tree.paths(inner):
            yield self._prefix + path


class EmptyTree:
    """A tree without files: where a new catalog begins."""

    def read(self, path: str) -> bytes | None:  # noqa: ARG002, D102 (as in Tree)
        return None

    def paths(self, under: str) -> Iterator[str]:  # noqa: ARG002, D102 (as in Tree)
        yield from ()
