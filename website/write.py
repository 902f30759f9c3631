"""Writing the site: a file is touched only if its bytes change, and only what we made is removed.

The list of what we made stands beside it in the site's folder. It is written before the first page, so that
a build that is killed can be run again and still knows which files are its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath

from msgspec import Struct

from pwc.errors import UsageError
from website.site import File

MANIFEST = ".pwc-site"


class Written(Struct, frozen=True):
    """How many files were written, how many were right already, and how many were removed."""

    written: int
    unchanged: int
    removed: int


def write(out: Path, files: Sequence[File]) -> Written:
    """Make the folder ``out`` hold these files.

    Files that an earlier build made and that are no longer wanted are removed. A file of somebody else's
    is never touched: UsageError is raised before anything is written if one stands where a page belongs.
    """
    wanted = {file.path for file in files}
    made = _made_before(out)
    _check_paths(out, wanted, made)
    _replace(out / MANIFEST, _manifest(wanted | made))
    written = sum(_replace(out / file.path, file.content()) for file in files)
    stale = made - wanted
    for path in sorted(stale):
        _remove(out, path)
    _replace(out / MANIFEST, _manifest(wanted))
    return Written(written, len(files) - written, len(stale))


def _made_before(out: Path) -> set[str]:
    try:
        text = (out / MANIFEST).read_text(encoding="utf-8")
    except FileNotFoundError:
        return set()
    return {path for path in text.splitlines() if _is_inside(path)}


def _manifest(paths: Iterable[str]) -> bytes:
    return "".join(f"{path}\n" for path in sorted(paths)).encode()


def _check_paths(out: Path, wanted: set[str], made: set[str]) -> None:
    for path in sorted(wanted):
        if not _is_inside(path):
            raise UsageError(f"a page would stand outside of the site: {path!r}")
        if path not in made and (out / path).exists():
            raise UsageError(
                f"{out / path} is there already and was not made by this command; "
                "name another directory with --out"
            )


def _is_inside(path: str) -> bool:
    parts = PurePosixPath(path)
    return bool(path) and not parts.is_absolute() and ".." not in parts.parts


def _replace(file: Path, content: bytes) -> bool:
    """Write a file in one step, if its bytes are others. Returns whether it was written."""
    try:
        if file.read_bytes() == content:
            return False
    except FileNotFoundError:
        file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_name(f".{file.name}.new")
    new.write_bytes(content)
    new.replace(file)
    return True


def _remove(out: Path, path: str) -> None:
    """Remove a file, and the folders that it leaves empty."""
    (out / path).unlink(missing_ok=True)
    for folder in list((out / path).parents):
        if folder == out or not folder.is_dir() or any(folder.iterdir()):
            break
        folder.rmdir()
