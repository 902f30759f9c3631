"""The whole catalog in memory, with the file and line of every record: what the catalog's rules look at."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Generic, TypeVar

import msgspec
from msgspec import Struct

from pwc import canonical, catalog, side_papers
from pwc.errors import BrokenFileError
from pwc.record import (
    Area,
    Board,
    Dataset,
    Locator,
    LogEntry,
    Method,
    Model,
    Paper,
    Record,
    Result,
    Task,
)
from pwc.tree import Tree

AnyRecord = TypeVar("AnyRecord", bound=Record)

_FILES: dict[str, type[Record]] = {
    catalog.AREAS: Area,
    catalog.TASKS: Task,
    catalog.DATASETS: Dataset,
    catalog.METHODS: Method,
    catalog.MODELS: Model,
}
_FOLDERS: dict[str, type[Record]] = {
    catalog.PAPERS: Paper,
    catalog.LOCATORS: Locator,
    catalog.LOG: LogEntry,
}


class Stored(Struct, Generic[AnyRecord], frozen=True):
    """A record and where it stands."""

    record: AnyRecord
    path: str
    line: int


class Unreadable(Struct, frozen=True):
    """A line or a file that holds no record, and why."""

    path: str
    line: int
    why: str


class Store:
    """Everything in a catalog, read once. What cannot be read is in ``unreadable``."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.unreadable: list[Unreadable] = []
        self.bytes: dict[str, bytes] = {}
        self.rows: dict[str, list[Stored[Record]]] = {}
        self.boards: list[Stored[Board]] = []
        for path, data in tree.files(catalog.FOLDER):
            if path.startswith(f"{side_papers.FOLDER}/"):
                continue  # beside the catalog, not in it
            self.bytes[path] = data
            self._read(path, data)

    def all(self, kind: type[AnyRecord]) -> list[Stored[AnyRecord]]:
        """Every record of a kind, in the order of paths and lines."""
        return [row for rows in self.rows.values() for row in rows if type(row.record) is kind]  # type: ignore[misc]

    @cached_property
    def areas(self) -> set[str]:
        """The slugs of all areas."""
        return {row.record.slug for row in self.all(Area)}

    @cached_property
    def tasks(self) -> dict[str, Stored[Task]]:
        """All tasks by slug."""
        return {row.record.slug: row for row in self.all(Task)}

    @cached_property
    def datasets(self) -> set[str]:
        """The slugs of all datasets."""
        return {row.record.slug for row in self.all(Dataset)}

    @cached_property
    def methods(self) -> set[str]:
        """The slugs of all methods."""
        return {row.record.slug for row in self.all(Method)}

    @cached_property
    def papers(self) -> dict[str, Stored[Paper]]:
        """All papers by slug."""
        return {row.record.slug: row for row in self.all(Paper)}

    @cached_property
    def locators(self) -> dict[str, Stored[Locator]]:
        """All locators."""
        return {row.record.locator: row for row in self.all(Locator)}

    @cached_property
    def log(self) -> list[Stored[LogEntry]]:
        """The log, in order."""
        return self.all(LogEntry)

    def results(self) -> Iterator[tuple[Board, Stored[Result]]]:
        """Every result with its board; a board's results begin on the file's second line."""
        for board in self.boards:
            for line, result in enumerate(board.record.results, 2):
                yield board.record, Stored(result, board.path, line)

    def submission(self, path: str) -> bytes | None:
        """The bytes of a submission, where the catalog stands in a tree that holds submissions too."""
        return self.tree.read(path)

    def _read(self, path: str, data: bytes) -> None:
        if path.startswith(catalog.BOARDS + "/") and path.endswith(".json"):
            self._read_board(path, data)
        elif (kind := _kind_of(path)) is not None:
            self._read_lines(path, data, kind)
        else:
            self.unreadable.append(Unreadable(path, 1, "no file of this name belongs to a catalog"))

    def _read_board(self, path: str, data: bytes) -> None:
        try:
            self.boards.append(Stored(canonical.read_board(path, data), path, 1))
        except BrokenFileError as error:
            self.unreadable.append(Unreadable(path, 1, str(error)))

    def _read_lines(self, path: str, data: bytes, kind: type[Record]) -> None:
        rows = self.rows.setdefault(path, [])
        for number, text in enumerate(data.splitlines(), 1):
            try:
                rows.append(Stored(msgspec.json.decode(text, type=kind), path, number))
            except (msgspec.DecodeError, UnicodeDecodeError) as error:
                self.unreadable.append(Unreadable(path, number, str(error)))


def _kind_of(path: str) -> type[Record] | None:
    if path in _FILES:
        return _FILES[path]
    folder = next((folder for folder in _FOLDERS if path.startswith(folder + "/")), None)
    return _FOLDERS[folder] if folder is not None and path.endswith(".jsonl") else None
