"""The whole catalog, read once from front to back, and what was seen on the way.

A catalog in memory takes several times its size, and most of the time goes into getting to that memory. So
no record is kept: every file is shown to all watches as soon as it is read, and each keeps what it needs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from pwc import catalog
from pwc.tree import Tree
from validator.catalog_file import File, read
from validator.finding import Problem

_TABLES = (catalog.AREAS, catalog.TASKS, catalog.METHODS, catalog.DATASETS)
_FOLDERS = (catalog.PAPERS, catalog.LOG, catalog.BOARDS, catalog.LOCATORS)


class Watch(Protocol):
    """Looks at every file of a catalog once, and then says what is wrong."""

    def __init__(self, tree: Tree) -> None:
        """Begin with nothing. The tree may hold more than a catalog."""

    def look(self, file: File) -> None:
        """Take notice of a file. What others refer to has been shown before; but locators come last."""

    def problems(self) -> Iterable[Problem]:
        """What is wrong, after all files have been shown."""


class Store:
    """A catalog that some watches have seen."""

    def __init__(self, tree: Tree, watches: Iterable[type[Watch]]) -> None:
        self.files = 0
        """How many there are."""
        self._watches = {kind: kind(tree) for kind in watches}
        looks = [watch.look for watch in self._watches.values()]
        for path, data in _in_order(tree):
            self.files += 1
            file = read(path, data)
            for look in looks:
                look(file)

    def told_by(self, watch: type[Watch]) -> Iterable[Problem]:
        """What is wrong by one of the watches."""
        return self._watches[watch].problems()


def _in_order(tree: Tree) -> Iterator[tuple[str, bytes]]:
    """All files of the catalog: those that others refer to before the others."""
    alone = [path for path in catalog.paths(tree) if _stands_alone(path)]
    for path in (*_TABLES, *alone):
        data = tree.read(path)
        if data is not None:
            yield path, data
    for folder in _FOLDERS:
        if folder not in alone:  # a file of that name, which was shown as what it is
            yield from tree.files(folder)


def _stands_alone(path: str) -> bool:
    return path not in _TABLES and not path.startswith(tuple(f"{folder}/" for folder in _FOLDERS))
