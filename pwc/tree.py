"""Reading a tree of files: from a directory, or with some files changed on top.

``pwc.git_tree`` reads the same from a git commit. Writing is another interface, in mergebot.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator, Mapping
from heapq import merge
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from pwc.errors import BrokenFileError

REGULAR = "100644"
"""The git mode of an ordinary file."""

_NO_NAMES = frozenset({"", ".", ".."})
_OPEN_FLAGS = (  # never through a symbolic link, never waiting for a pipe's other end
    os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
)
_NO_FILE = frozenset({errno.EISDIR, errno.ELOOP, errno.EMLINK, errno.ENXIO})


class Change(Struct, frozen=True):
    """One path that differs between two trees. A mode of 000000 means that the path is not there."""

    path: str
    status: str
    old_mode: str
    new_mode: str
    new_blob: str


Mark = tuple[int, int, int]
"""What the file system says of a file: when it was last changed, in nanoseconds, its size, its number."""


class Tree(Protocol):
    """Files by their path from the root, with ``/`` between the parts.

    Where a file is asked for and something else stands (a link, a folder, a pipe), or a folder and no folder
    stands, reading raises BrokenFileError: as nothing it would let pass what the file knows.
    """

    def read(self, path: str) -> bytes | None:
        """The bytes of a regular file, or None if there is nothing at this path."""

    def paths(self, under: str) -> Iterator[str]:
        """The paths of all files under a folder, sorted."""

    def files(self, under: str) -> Iterator[tuple[str, bytes]]:
        """All files under a folder with their paths, sorted by these: faster than one after the other."""


class DirectoryTree:
    """A tree in a directory. Symbolic links are not followed."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._folders = {"": os.fspath(root)}
        """Folders that are known to be inside, without a symbolic link on the way."""

    def read(self, path: str) -> bytes | None:  # noqa: D102 (as in Tree)
        folder, _, name = path.rpartition("/")
        place = self._folder(folder)
        if place is None or name in _NO_NAMES:
            return None
        try:
            file = os.open(f"{place}/{name}", _OPEN_FLAGS)
        except FileNotFoundError:
            return None
        except OSError as error:
            if error.errno in _NO_FILE:
                raise BrokenFileError(f"{path}: this is no ordinary file") from error
            raise
        try:
            about = os.fstat(file)
            if not stat.S_ISREG(about.st_mode):
                raise BrokenFileError(f"{path}: this is no ordinary file")
            return _whole(file, about.st_size)
        finally:
            os.close(file)

    def paths(self, under: str) -> Iterator[str]:  # noqa: D102 (as in Tree)
        place = self._folder(under.rstrip("/"))
        if place is None:
            return
        yield from sorted(self._below(under.rstrip("/"), place))

    def files(self, under: str) -> Iterator[tuple[str, bytes]]:  # noqa: D102 (as in Tree)
        return ((path, self.read(path) or b"") for path in self.paths(under))

    def marks(self, under: str) -> dict[str, Mark]:
        """As ``marks``."""
        folder = under.rstrip("/")
        place = self._folder(folder)
        if place is None:
            return {}
        return {path: _mark(place + path[len(folder) :]) for path in self._below(folder, place)}

    def _below(self, path: str, place: str) -> Iterator[str]:
        with os.scandir(place) as entries:
            for entry in entries:
                inner = f"{path}/{entry.name}" if path else entry.name
                if entry.is_file(follow_symlinks=False):
                    yield inner
                elif entry.is_dir(follow_symlinks=False):
                    self._folders[inner] = f"{place}/{entry.name}"
                    yield from self._below(inner, self._folders[inner])
                else:
                    raise BrokenFileError(f"{inner}: this is no ordinary file")

    def _folder(self, path: str) -> str | None:
        """The directory at a path, or None if there is none; never through a ``..``."""
        if path not in self._folders:
            above, _, name = path.rpartition("/")
            parent = self._folder(above)
            place = f"{parent}/{name}"
            if parent is None or name in _NO_NAMES or not os.path.lexists(place):
                return None
            if not stat.S_ISDIR(os.lstat(place).st_mode):
                raise BrokenFileError(f"{path}: this is no folder")
            self._folders[path] = place
        return self._folders[path]


def _mark(place: str) -> Mark:
    about = os.lstat(place)
    return about.st_ctime_ns, about.st_size, about.st_ino


def _whole(file: int, size: int) -> bytes:
    """The bytes of an open file, in one piece if it has the size that it had."""
    pieces = [os.read(file, size + 1)]
    while pieces[-1] and (len(pieces) > 1 or len(pieces[0]) != size):
        pieces.append(os.read(file, 1 << 20))
    return b"".join(pieces)


class OverlayTree:
    """A tree with changes on top: new bytes for some paths, None for those that are gone."""

    def __init__(self, base: Tree, changes: Mapping[str, bytes | None]) -> None:
        self.base = base
        self.changes = changes

    def read(self, path: str) -> bytes | None:  # noqa: D102 (as in Tree)
        return self.changes[path] if path in self.changes else self.base.read(path)

    def paths(self, under: str) -> Iterator[str]:  # noqa: D102 (as in Tree)
        there = (path for path in self.base.paths(under) if path not in self.changes)
        return merge(there, (path for path, _ in self._changed(under)))

    def files(self, under: str) -> Iterator[tuple[str, bytes]]:  # noqa: D102 (as in Tree)
        there = (file for file in self.base.files(under) if file[0] not in self.changes)
        return merge(there, self._changed(under))

    def _changed(self, under: str) -> list[tuple[str, bytes]]:
        folder = f"{under.rstrip('/')}/" if under else ""
        return sorted(
            (p, data) for p, data in self.changes.items() if data is not None and p.startswith(folder)
        )


def overlaid(tree: Tree, changes: Mapping[str, bytes | None]) -> OverlayTree:
    """A tree with changes on top, in one layer however many there were before."""
    if isinstance(tree, OverlayTree):
        return OverlayTree(tree.base, {**tree.changes, **changes})
    return OverlayTree(tree, changes)


class MountedTree:
    """A tree that stands in a folder of another name: a catalog directory given on the command line."""

    def __init__(self, folder: str, tree: Tree) -> None:
        self._prefix = folder.rstrip("/") + "/"
        self._tree = tree

    def read(self, path: str) -> bytes | None:  # noqa: D102 (as in Tree)
        return self._tree.read(path.removeprefix(self._prefix)) if path.startswith(self._prefix) else None

    def paths(self, under: str) -> Iterator[str]:  # noqa: D102 (as in Tree)
        inner = self._inner(under)
        return iter(()) if inner is None else (self._prefix + path for path in self._tree.paths(inner))

    def files(self, under: str) -> Iterator[tuple[str, bytes]]:  # noqa: D102 (as in Tree)
        inner = self._inner(under)
        there = iter(()) if inner is None else self._tree.files(inner)
        return ((self._prefix + path, data) for path, data in there)

    def marks(self, under: str) -> dict[str, Mark] | None:
        """As ``marks``, of the mounted tree."""
        inner = self._inner(under)
        there = {} if inner is None else marks(self._tree, inner)
        return None if there is None else {self._prefix + path: mark for path, mark in there.items()}

    def _inner(self, under: str) -> str | None:
        """The folder of the mounted tree that a folder leads to, if any of it does."""
        folder = f"{under.rstrip('/')}/" if under else ""
        if folder.startswith(self._prefix):
            return folder.removeprefix(self._prefix).rstrip("/")
        return "" if self._prefix.startswith(folder) else None


def marks(tree: Tree, under: str) -> dict[str, Mark] | None:
    """The marks of all files under a folder by their paths; None if they are in no directory.

    A file with the mark that it had before has the bytes that it had, unless its mark was younger then than
    the clock of the file system can tell.
    """
    return tree.marks(under) if isinstance(tree, DirectoryTree | MountedTree) else None


class EmptyTree:
    """A tree without files: where a new catalog begins."""

    def read(self, path: str) -> bytes | None:  # noqa: ARG002, D102 (as in Tree)
        return None

    def paths(self, under: str) -> Iterator[str]:  # noqa: ARG002, D102 (as in Tree)
        yield from ()

    def files(self, under: str) -> Iterator[tuple[str, bytes]]:  # noqa: ARG002, D102 (as in Tree)
        yield from ()
