"""Writing the site: a file is touched only if its bytes change, and only what we made is removed.

The list of what we made stands beside it in the site's folder. What is new is added to it before the first
page is written, so that a build that is killed can be run again and still knows which files are its own.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path

from msgspec import Struct

from pwc.errors import UsageError

MANIFEST = ".pwc-site"


class File(Struct, frozen=True):
    """A file of the site: its path from the site's root, and how to make its bytes."""

    path: str
    content: Callable[[], bytes]


class Folder:
    """The folder that the site stands in, and which of its files an earlier build made."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self._made: set[str] | None = None

    @property
    def made(self) -> set[str]:
        """The files that are ours: those of earlier builds, and what this one has prepared."""
        if self._made is None:
            self._made = _made_before(self.out)
        return self._made

    def prepare(self, paths: Iterable[str]) -> None:
        """Get ready to write these files.

        A file of somebody else's is never touched: UsageError is raised before anything is written if one
        stands where a page belongs.
        """
        new = set(paths)
        if any(os.path.lexists(self.out / path) for path in new):  # else the list need not even be read
            new -= self.made
        self._check(new)
        if self._made is not None:
            self._made |= new
        if not (self.out / MANIFEST).exists():
            self._keep(new)
        elif new:
            self._note(new)

    def read(self, path: str) -> bytes:
        """A file of ours as it is; FileNotFoundError if it is not there."""
        return (self.out / path).read_bytes()

    def remove(self, paths: Iterable[str]) -> int:
        """Remove files of ours, and the folders that this leaves empty. Returns how many."""
        paths = set(paths)
        gone = sorted(self.made & paths) if paths else []
        for path in gone:
            _remove(self.out, path)
        if gone:
            self.made.difference_update(gone)
            self._keep(self.made)
        return len(gone)

    def _keep(self, made: set[str]) -> None:
        replace(self.out / MANIFEST, "".join(f"{path}\n" for path in sorted(made)).encode())

    def _note(self, new: set[str]) -> None:
        """Add to the list: an empty line first, since a build may have been killed within its last one."""
        listed = os.open(self.out / MANIFEST, os.O_WRONLY | os.O_APPEND | os.O_NOFOLLOW)
        with os.fdopen(listed, "ab") as file:
            file.write("\n".join(["", *sorted(new), ""]).encode())

    def _check(self, new: set[str]) -> None:
        for path in sorted(new):
            if not _is_inside(path):
                raise UsageError(f"a page would stand outside of the site: {path!r}")
            if os.path.lexists(self.out / path):
                raise UsageError(
                    f"{self.out / path} is there already and was not made by this command; "
                    "name another directory with --out"
                )


def write(out: Path, files: Iterable[File]) -> tuple[int, int]:
    """Write the files that differ. Returns how many were written, and how many were right already."""
    place, written, unchanged = os.fspath(out), 0, 0
    new_folders: set[str] = set()
    for file in files:
        target = f"{place}/{file.path}"
        folder = target.rpartition("/")[0]
        if folder not in new_folders and _is_made(folder):
            new_folders.add(folder)
        if folder in new_folders:  # nobody else writes this file, so it is not there
            _create(target, file.content())
            written += 1
        elif _replace(target, file.content()):
            written += 1
        else:
            unchanged += 1
    return written, unchanged


def _is_made(folder: str) -> bool:
    """Whether the folder is there since now; False if it was there before, or if it takes more to make it."""
    try:
        os.mkdir(folder)  # noqa: PTH102 (for tens of thousands)
    except OSError:
        return False
    return True


def replace(file: Path, content: bytes) -> bool:
    """Write a file in one step, if its bytes are others. Returns whether it was written."""
    return _replace(os.fspath(file), content)


def _replace(file: str, content: bytes) -> bool:
    """As ``replace``; a file that is new is written in place: nobody can read less of it than there was."""
    try:
        there = os.open(file, os.O_RDONLY | os.O_NOFOLLOW)
    except OSError:
        _create(file, content)
        return True
    with os.fdopen(there, "rb") as old:
        if old.read() == content:
            return False
    new = Path(file).with_name(f".{Path(file).name}.new")
    new.unlink(missing_ok=True)
    try:
        _create(os.fspath(new), content)
        new.replace(file)
    except BaseException:
        new.unlink(missing_ok=True)  # else it would be served
        raise
    return True


def _create(file: str, content: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    try:
        handle = os.open(file, flags, 0o666)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(file), exist_ok=True)  # noqa: PTH103, PTH120 (for tens of thousands)
        handle = os.open(file, flags, 0o666)
    try:
        rest = content
        while rest:
            rest = rest[os.write(handle, rest) :]
    finally:
        os.close(handle)


def _made_before(out: Path) -> set[str]:
    try:
        text = (out / MANIFEST).read_text(encoding="utf-8")
    except FileNotFoundError:
        return set()
    paths = set(text.split("\n")) - {""}
    if f"\n{text}".find("\n/") < 0 and ".." not in text:  # as good as always
        return paths
    return {path for path in paths if _is_inside(path)}


def _is_inside(path: str) -> bool:
    return bool(path) and not path.startswith("/") and "/../" not in f"/{path}/"


def _remove(out: Path, path: str) -> None:
    """Remove a file, and the folders that it leaves empty."""
    (out / path).unlink(missing_ok=True)
    for folder in list((out / path).parents):
        if folder == out or not folder.is_dir() or any(folder.iterdir()):
            break
        folder.rmdir()
