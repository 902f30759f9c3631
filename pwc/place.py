"""Where the catalog is: in a directory that is named, or in the repository that we stand in."""

from __future__ import annotations

from pathlib import Path

from pwc.catalog import FOLDER, Catalog
from pwc.errors import CouldNotCheckError, UsageError
from pwc.tree import DirectoryTree, MountedTree

_PARTS = ("tasks.jsonl", "datasets.jsonl", "methods.jsonl", "papers", "leaderboards", "log", "side-papers")
"""What a catalog has one of at least, as soon as it has anything."""


def find_root(start: Path) -> Path | None:
    """The nearest directory from ``start`` upwards that holds a catalog or is a git checkout."""
    for folder in (start, *start.parents):
        if (folder / FOLDER).is_dir() or (folder / ".git").exists():
            return folder
    return None


def open_catalog(directory: Path | None) -> Catalog:
    """The catalog in this directory, or without one the catalog of the checkout that we stand in.

    A checkout without a catalog has an empty one. Raises UsageError if there is neither, or if the
    directory only holds a catalog: it would look empty; and CouldNotCheckError if the catalog was left out
    of the checkout.
    """
    if directory is not None:
        if (directory / FOLDER).is_dir():
            raise UsageError(f"{directory} holds a catalog but is none; use --catalog {directory / FOLDER}")
        if _holds_something_else(directory):
            raise UsageError(f"{directory} is no catalog: it has none of {', '.join(_PARTS)}")
        return Catalog(MountedTree(FOLDER, DirectoryTree(directory)))
    root = find_root(Path.cwd())
    if root is None:
        raise UsageError("no catalog found here or above; name its directory with --catalog")
    if not (root / FOLDER).exists() and _is_left_out(root):
        raise CouldNotCheckError(f"{FOLDER}/ is in the repository and not in this working tree; check it out")
    return Catalog(DirectoryTree(root))


def _is_left_out(root: Path) -> bool:
    """Whether the commit that is checked out has a catalog: then the one here is not empty but missing."""
    from pwc.git_history import find_repository, resolve  # noqa: PLC0415 (git, where there is no catalog)
    from pwc.git_tree import GitTree  # noqa: PLC0415

    repository = find_repository(root)
    head = None if repository is None else resolve(repository, "HEAD")
    if repository is None or head is None:
        return False
    with GitTree(repository, head) as tree:
        return tree.entry(FOLDER) is not None


def _holds_something_else(directory: Path) -> bool:
    try:
        names = {entry.name for entry in directory.iterdir()}
    except OSError as error:
        raise UsageError(f"{directory}: {error.strerror}") from error
    return bool(names) and names.isdisjoint(_PARTS)
