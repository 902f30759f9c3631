"""A file of the catalog, read: its records with their lines, what is no record, and if it is canonical."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from pwc import canonical, catalog
from pwc.errors import BrokenFileError
from pwc.record import Area, Board, Dataset, Locator, LogEntry, Method, Model, Paper, Record, Task

_FILES: dict[str, type[Record]] = {
    catalog.AREAS: Area,
    catalog.TASKS: Task,
    catalog.DATASETS: Dataset,
    catalog.METHODS: Method,
    catalog.MODELS: Model,
}
_FOLDERS: dict[tuple[str, str], type[Record]] = {
    (f"{catalog.BOARDS}/", ".json"): Board,
    (f"{catalog.PAPERS}/", ".jsonl"): Paper,
    (f"{catalog.LOCATORS}/", ".jsonl"): Locator,
    (f"{catalog.LOG}/", ".jsonl"): LogEntry,
}


class File(Struct, frozen=True):
    """A file of the catalog. Of a board's file the one record is the board, with its results."""

    path: str
    data: bytes
    kind: type[Record] | None
    """None for a file that does not belong to a catalog."""
    records: Sequence[Any] = ()
    lines: Sequence[int] = ()
    """For every record its line."""
    unreadable: tuple[tuple[int, str], ...] = ()
    """The lines that hold no record, and why not."""
    is_canonical: bool = True
    """Whether what can be read is in the catalog's one byte form."""

    @property
    def rows(self) -> Iterator[tuple[int, Any]]:
        """Every record, with its line before it."""
        return zip(self.lines, self.records, strict=True)


def kind_of(path: str) -> type[Record] | None:
    """What the file at a path holds, or None if it does not belong to a catalog."""
    for (folder, ending), kind in _FOLDERS.items():
        if path.startswith(folder):
            return kind if path.endswith(ending) else None
    return _FILES.get(path)


def read(path: str, data: bytes) -> File:
    """Read a file. Never raises for anything that it may hold."""
    kind = kind_of(path)
    if kind is None:
        return File(path, data, None, unreadable=((1, "no file of this name belongs to a catalog"),))
    if kind is Board:
        return _board(path, data)
    records = canonical.whole_file(data, kind)
    if records is None:
        return _line_by_line(path, data, kind)
    return File(path, data, kind, records, range(1, 1 + len(records)))


def _board(path: str, data: bytes) -> File:
    try:
        board = canonical.read_board(path, data)
    except BrokenFileError as error:
        return File(path, data, Board, unreadable=((1, str(error)),))
    return File(path, data, Board, (board,), (1,), is_canonical=canonical.board_file(board) == data)


def _line_by_line(path: str, data: bytes, kind: type[Record]) -> File:
    readable: dict[int, Record] = {}
    unreadable: list[tuple[int, str]] = []
    for number, text in enumerate(data.splitlines(), 1):
        try:
            readable[number] = msgspec.json.decode(text, type=kind)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            unreadable.append((number, str(error)))
    records, lines = list(readable.values()), list(readable)
    return File(path, data, kind, records, lines, tuple(unreadable), is_canonical=bool(unreadable))
