"""The dumps read into an import: which file is which, and in which order they are taken.

The order of the files on the command line does not matter: what names a thing best is read first, so that
whatever refers to it finds it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from msgspec import Struct

from archive import beyond, tables
from archive.account import Account
from archive.boards import Boards
from archive.dump import BadDumpError, Item, Kind, items, kind_of
from archive.paper_store import PaperStore
from archive.papers import Papers
from archive.register import DIFFERENT
from archive.taxonomy import Taxonomy
from pwc.record import Area, Model, Record

AnyRecord = TypeVar("AnyRecord", bound=Record)

Progress = Callable[[int], object]


class Dump(Struct, frozen=True):
    """A file and which of the five dumps it is."""

    path: Path
    kind: Kind


class Reading:
    """Everything that some dumps say, brought together."""

    def __init__(self, store: PaperStore) -> None:
        self.account = Account()
        self.taxonomy = Taxonomy(self.account)
        self.store = store
        self.papers = Papers(store, self.taxonomy, self.account)
        self.boards = Boards(self.taxonomy, self.papers, self.account)
        self.catalog: dict[str, Any] = {}
        """What an exported catalog had beside its records: its log, for one."""

    def read(self, dumps: Sequence[Dump], progress: Progress) -> None:
        """Read dumps. Raises BadDumpError, with the place, for what is none.

        ``progress`` is called with the numbers of bytes read from disk.
        """
        parts = [part for path in _of(dumps, "evaluation-tables") for part in self._parts(path, progress)]
        self._read_names(parts, dumps, progress)
        for item, place in self._items(dumps, "papers-with-abstracts", progress):
            self.papers.add_paper(item, place)
        for item, place in self._items(dumps, "links-between-papers-and-code", progress):
            self.papers.add_link(item, place)
        for table in (part for part in parts if isinstance(part, tables.Table)):
            self.boards.add(table)
        for area in exported(self.catalog, "areas", Area):
            self.taxonomy.areas.put(area)
        for model in exported(self.catalog, "models", Model):
            self.taxonomy.models.put(model)
        self.taxonomy.finish()

    def _read_names(self, parts: Sequence[tables.Part], dumps: Sequence[Dump], progress: Progress) -> None:
        """Tasks first, which know their other names; then datasets by what describes them best."""
        for task in (part for part in parts if isinstance(part, tables.Task)):
            self.taxonomy.add_task(task)
        for item, place in self._items(dumps, "datasets", progress):
            self.taxonomy.add_dataset(item, place)
        for dataset in (part for part in parts if isinstance(part, tables.Dataset)):
            self.taxonomy.add_part(dataset, f"{dataset.task} on {dataset.name}")
        for item, place in self._items(dumps, "methods", progress):
            self.taxonomy.add_method(item, place)

    def _parts(self, path: Path, progress: Progress) -> Iterator[tables.Part]:
        for item, place in self._placed(path, progress):
            yield from tables.parts(item, place)

    def _items(self, dumps: Sequence[Dump], kind: Kind, progress: Progress) -> Iterator[tuple[Item, str]]:
        for path in _of(dumps, kind):
            yield from self._placed(path, progress)

    def _placed(self, path: Path, progress: Progress) -> Iterator[tuple[Item, str]]:
        for number, item in enumerate(items(path, progress), 1):
            place = f"{path.name}: item {number}"
            extra = beyond.of(item)
            if extra is not None and "catalog" in extra:
                self._know(extra.pop("catalog"), place)
            yield item, place

    def _know(self, catalog: object, place: str) -> None:
        """Keep what is said of an exported catalog as a whole. There can be one in an import."""
        if not isinstance(catalog, dict):
            raise BadDumpError(f"{place}: {beyond.KEY}: what is said of the catalog is no object")
        if self.catalog not in ({}, catalog):
            raise BadDumpError(f"{place}: {DIFFERENT}")
        self.catalog = catalog


def dumps(paths: Sequence[Path]) -> list[Dump]:
    """Which of the five dumps each file is; an empty list is none and is passed over.

    Raises BadDumpError for a file that is none of them, and OSError for one that cannot be read.
    """
    found = []
    for path in paths:
        first = next(items(path), None)
        if first is None:
            continue
        kind = kind_of(first)
        if kind is None:
            keys = ", ".join(sorted(first)[:8])
            raise BadDumpError(f"{path}: none of the archive's dumps has items with these keys: {keys}")
        found.append(Dump(path, kind))
    return found


def exported(catalog: Mapping[str, Any], key: str, kind: type[AnyRecord]) -> list[AnyRecord]:
    """Records that stand beside the items of an exported catalog. Raises BadDumpError for what is none."""
    listed = catalog.get(key, [])
    if not isinstance(listed, list):
        raise BadDumpError(f"what a dump says of its catalog's {key} is no list")
    place = f"what a dump says of its catalog's {key}"
    return [beyond.record(kind, one, f"{place}, item {number}") for number, one in enumerate(listed, 1)]


def _of(dumps: Sequence[Dump], kind: Kind) -> Iterator[Path]:
    return (dump.path for dump in dumps if dump.kind == kind)
