"""The one byte form of every file in the catalog, for programs and for ``git diff``.

UTF-8, a line feed after every line, no space between tokens, fields in the order of the record's
definition, free keys sorted, defaults left out. A ``.jsonl`` file has a record a line, sorted by its
first field; a board's file is one JSON object with its head on the first line and a result a line.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Any, TypeVar

import msgspec

from pwc.errors import BrokenFileError
from pwc.record import (
    Area,
    Board,
    Dataset,
    Locator,
    LogEntry,
    Method,
    Metric,
    Model,
    Paper,
    Record,
    Result,
    Task,
)

AnyRecord = TypeVar("AnyRecord", bound=Record)

_encoder = msgspec.json.Encoder(order="deterministic")
_encode = _encoder.encode


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
_KINDS: tuple[type[Record], ...] = (Area, Task, Dataset, Method, Model, Paper, Locator, LogEntry)
_readers: dict[type[Record], msgspec.json.Decoder[Any]] = {
    kind: msgspec.json.Decoder(kind) for kind in _KINDS
}


def line(record: Record) -> bytes:
    """One record as its line, without the line feed."""
    return _encode(record)


def lines(records: Iterable[Record]) -> bytes:
    """Records as a ``.jsonl`` file, in the order given."""
    return _encoder.encode_lines(records)


def whole_file(data: bytes, kind: type[AnyRecord]) -> list[AnyRecord] | None:
    """The records of a ``.jsonl`` file in canonical form, record ``n`` from line ``n``; None for any other.

    Quicker than reading line by line, and says less: where not even the bytes are right, ask ``read_lines``.
    """
    try:
        records: list[AnyRecord] = _readers[kind].decode_lines(data)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    return records if lines(_in_order(records)) == data else None


def _in_order(records: Sequence[Record]) -> Sequence[Record]:
    """Records as a file has them: sorted by their first field, but those of the log as they came."""
    if not records or isinstance(records[0], LogEntry):
        return records
    return sorted(records, key=attrgetter(records[0].__struct_fields__[0]))


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


def last_record(path: str, data: bytes, kind: type[AnyRecord]) -> AnyRecord | None:
    """The record on the last line of a ``.jsonl`` file. Raises BrokenFileError if there is another thing."""
    last = data[data.rfind(b"\n", 0, len(data) - 1) + 1 :]
    return next(iter(read_lines(path, last, kind)), None)


def find_record(path: str, data: bytes, kind: type[AnyRecord], key: str) -> AnyRecord | None:
    """The record of a ``.jsonl`` file whose first field is ``key``, found by halving: the lines are sorted.

    Raises BrokenFileError if a line on the way is not a record of this kind.
    """
    start, end = _place(path, data, kind, key)
    return read_lines(path, data[start:end], kind)[0] if start < end else None


def with_records(
    path: str, data: bytes, kind: type[AnyRecord], changed: Mapping[str, AnyRecord | None]
) -> bytes:
    """A ``.jsonl`` file with some records, by their first fields, added, replaced or (None) taken out.

    The other lines stay as they are, unread. Raises BrokenFileError if a line on the way is no record.
    """
    pieces, at = [], 0
    for key, record in sorted(changed.items()):
        start, end = _place(path, data, kind, key)
        pieces += [data[at:start], lines([] if record is None else [record])]
        at = end
    return b"".join((*pieces, data[at:]))


def _place(path: str, data: bytes, kind: type[Record], key: str) -> tuple[int, int]:
    """Where the line of a key begins and ends, line feed included; twice where it would be, if it is not."""
    prefix = b'{"%s":"' % kind.__struct_fields__[0].encode()
    wanted, low, high = key.encode(), 0, len(data)
    while low < high:
        start = data.rfind(b"\n", low, (low + high) // 2) + 1 or low
        end = data.find(b"\n", start) + 1 or high
        found = _key(path, data, start, data[start:end], prefix)
        if found == wanted:
            return start, end
        if found < wanted:
            low = end
        else:
            high = start
    return low, low


def _key(path: str, data: bytes, start: int, text: bytes, prefix: bytes) -> bytes:
    """The first field of a line, as the line has it; decoded only where it holds an escape."""
    if not text.startswith(prefix):
        number = data.count(b"\n", 0, start) + 1
        raise BrokenFileError(f"{path}:{number}: this line does not begin with {prefix.decode()}")
    found = text[len(prefix) : text.find(b'"', len(prefix))]
    if b"\\" not in found:
        return found
    fields: dict[str, Any] = msgspec.json.decode(text)
    return str(next(iter(fields.values()))).encode()


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
    rows = _encoder.encode_lines(results)[:-1].replace(b"\n", b",\n")  # none stands within a record
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
