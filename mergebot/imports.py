"""Imports that were adopted, read from the commits that hold them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pwc.errors import CouldNotCheckError
from pwc.git_history import resolve
from pwc.git_tree import GitTree
from pwc.tree import Tree


@contextmanager
def imported(repository: Path, commit: str) -> Iterator[Tree]:
    """The import in a commit. Raises CouldNotCheckError if that is not here, as in a shallow clone."""
    if resolve(repository, commit) is None:
        raise CouldNotCheckError(f"the import in commit {commit} is not here: git fetch --unshallow")
    with GitTree(repository, commit) as tree:
        yield tree
