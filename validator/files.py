"""Finding and reading the files that are named on a command line."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

from pwc.document import MAX_BYTES
from pwc.errors import UsageError
from pwc.place import find_root
from pwc.tree import REGULAR
from validator.change import INBOX
from validator.entry import Entry

_SUFFIXES = {".yaml", ".yml"}


def entries(paths: tuple[Path, ...]) -> list[Entry]:
    """The files at these paths, each once; a directory stands for the YAML files below it.

    A path is shown relative to the checkout that it is in. Raises UsageError for a path that is not
    there, and if there is no file at all: nothing checked must not look like nothing wrong.
    """
    found = {entry.path: entry for entry in _entries(paths)}
    if not found:
        raise UsageError(f"there is no YAML file in {', '.join(map(str, paths))}")
    return list(found.values())


def below(folder: Path) -> list[Entry]:
    """All files below a folder, or none."""
    return list(_entries((folder,)))


def _entries(paths: tuple[Path, ...]) -> Iterator[Entry]:
    root = find_root(Path.cwd())
    for path in paths:
        try:
            mode = path.lstat().st_mode
        except OSError as error:
            raise UsageError(f"{path}: {error.strerror}") from error
        files = _below(path) if stat.S_ISDIR(mode) else [path]
        for file in files:
            yield _entry(file, root)


def _below(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder, onerror=_unreadable):
        folders.sort()
        links = [name for name in folders if Path(parent, name).is_symlink()]
        inbox = Path(INBOX).name in Path(parent).parts  # there, nothing but submissions may stand
        for name in sorted([*names, *links]):
            if inbox or name in links or Path(name).suffix.lower() in _SUFFIXES:
                yield Path(parent, name)


def _unreadable(error: OSError) -> NoReturn:
    """What may not be listed must not pass as if it held nothing."""
    raise UsageError(f"{error.filename}: {error.strerror}") from error


def _entry(file: Path, root: Path | None) -> Entry:
    shown = Path(os.path.abspath(file))  # noqa: PTH100 (resolve() would follow a symbolic link)
    inside = root is not None and shown.is_relative_to(root)
    name = _printable(shown.relative_to(root).as_posix() if root and inside else file.as_posix())
    mode = file.lstat().st_mode
    if stat.S_ISLNK(mode) or (root and inside and _is_behind_a_link(shown, file, root)):
        return Entry(name, b"", "120000")
    if not stat.S_ISREG(mode):
        return Entry(name, b"", "000000")
    try:
        with file.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)  # one more than is accepted: enough to see that it is too large
    except OSError as error:
        raise UsageError(f"{file}: {error.strerror}") from error
    return Entry(name, data, "100755" if mode & stat.S_IXUSR else REGULAR, file=shown)


def _is_behind_a_link(shown: Path, file: Path, root: Path) -> bool:
    """Whether a folder on the way is a link: then the file is another one than its path in the checkout."""
    return file.parent.resolve() != root.resolve() / shown.parent.relative_to(root)


def _printable(name: str) -> str:
    """A path whose bytes are not UTF-8, with those bytes as escapes."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")
