"""A commit's tree that remembers what of it was asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Self

from pwc.catalog import LOG
from pwc.git_tree import GitTree
from pwc.tree_object import TreeEntry


class WatchedTree(GitTree):
    """Notes the path of every file and folder that is asked for, whether it is there or not.

    The log is left out: it grows with every merge, and what is asked of it is only whether a path was
    accepted, which the path itself tells.
    """

    def __init__(self, repository: Path, commit: str) -> None:
        super().__init__(repository, commit)
        self.asked: set[str] = set()

    def __enter__(self) -> Self:
        return self

    def entry(self, path: str) -> TreeEntry | None:  # noqa: D102 (as in GitTree)
        self._note(path)
        return super().entry(path)

    def blobs(self, under: str) -> dict[str, str]:  # noqa: D102 (as in GitTree)
        self._note(under.rstrip("/"))
        return super().blobs(under)

    def _note(self, path: str) -> None:
        if path != LOG and not path.startswith(f"{LOG}/"):
            self.asked.add(path)
