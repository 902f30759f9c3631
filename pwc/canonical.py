"""The one byte form of every file in the catalog, for programs and for ``git diff``.

UTF-8, a line feed after every line, no space between tokens, fields in the order of the record's
definition, free keys sorted, defaults left out. A ``.jsonl`` file has a record a line, sorted by its
first field; a board's file is one JSON object with its head on the first line and a result a line.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

import msgspec

from pwc.errors import BrokenFileError
from pwc.record import Area, Board, Dataset, Locator, LogEntry, Method, Metric, Paper, Record, Result, Task

AnyRecord = TypeVar("AnyRecord", bound=Record)

_encode = msgspec.json.Encoder(order="deterministic").encode


class _BoardHead(Record, frozen=True, kw_only=True):
    """What stands on the first line of a board's file."""

    slug: str
    task: str
    dataset: str
    metrics: tuple[Metric, ...]
    submission: str | None = None


class _BoardFile(Record, frozen=True, kw_only=True):
    board: _BoardHead
    results: tuple[Result, ...]


_read_board = msgspec.json.Decoder(_BoardFile).decode
_readers: dict[type[Record], msgspec.json.Decoder[Any]] = {
    kind: msgspec.json.Decoder(kind) for kind in (Area, Task, Dataset, Method, Paper, Locator, LogEntry)
}


def line(record: Record) -> bytes:
    """One record as its line, without the line feed."""
    return _encode(record)


def lines(records: Iterable[Record]) -> bytes:
    """Records as a ``.jsonl`` file, in the order given."""
    return b"".join(_encode(record) + b"\n" for record in records)


def read_lines(path: str, data: bytes, kind: type[AnyRecord]) -> list[AnyRecord]:
    """The records of a ``.jsonl`` file.

    Raises BrokenFileError with the path and the line if one of them is not a record of this kind.
    """
    decode = _readers[kind].decode
    records: list[AnyRecord] = []
    for number, text in enumerate(data.splitlines(), 1):
        try:
            records.append(decode(text))
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise BrokenFileError(f"{path}:{number}: {error}") from error
    return records


def board_file(board: Board) -> bytes:
    """A board as its file: the head, then a result a line, sorted by id."""
    head = _BoardHead(
        slug=board.slug,
        task=board.task,
        dataset=board.dataset,
        metrics=board.metrics,
        submission=board.submission,
    )
    results = sorted(board.results, key=lambda result: result.id)
    rows = b",\n".join(_encode(result) for result in results)
    return b'{"board":%s,"results":[\n%s\n]}\n' % (_encode(head), rows)


def read_board(path: str, data: bytes) -> Board:
    """The board in a file. Raises BrokenFileError."""
    try:
        file = _read_board(data)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BrokenFileError(f"{path}: {error}") from error
    head = file.board
    return Board(
        slug=head.slug,
        task=head.task,
        dataset=head.dataset,
        metrics=head.metrics,
        results=file.results,
        submission=head.submission,
    )
