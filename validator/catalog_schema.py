"""Whether the catalog's lines follow schema/catalog.schema.json."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from pwc.catalog_schema import Kind, told, validator, validator_of_all
from pwc.record import Area, Board, Dataset, Locator, LogEntry, Method, Model, Paper, Record, Task
from validator.catalog_file import File

_DEFINITIONS: dict[type[Record] | None, Kind] = {
    Area: "area",
    Task: "task",
    Dataset: "dataset",
    Method: "method",
    Model: "model",
    Paper: "paper",
    Locator: "locator",
    Board: "board",
    LogEntry: "log_entry",
}
_decoder = msgspec.json.Decoder()


def departures(file: File) -> Iterator[tuple[int, str]]:
    """For every line (for a board, the file) its first departure from the schema, with its line number.

    Lines that are no JSON at all are passed over: they are reported as unreadable.
    """
    definition = _DEFINITIONS.get(file.kind)
    if definition is None or _all_valid(definition, file.data):
        return
    texts = [file.data] if definition == "board" else file.data.splitlines()
    for number, text in enumerate(texts, 1):
        try:
            value = _decoder.decode(text)
        except (msgspec.DecodeError, UnicodeDecodeError):
            continue
        if error := next(iter(validator(definition).iter_errors(value)), None):
            yield _line(definition, error.instance_path, number), told(error)


def _all_valid(definition: Kind, data: bytes) -> bool:
    """Whether every record of a file follows the schema: asked at once, so that few files are explained."""
    try:
        if definition == "board":
            return validator(definition).is_valid(_decoder.decode(data))
        return validator_of_all(definition).is_valid(_decoder.decode_lines(data))
    except (msgspec.DecodeError, UnicodeDecodeError):
        return False


def _line(definition: Kind, path: list[str | int], number: int) -> int:
    """A board's results stand one a line, from the second line on."""
    if definition == "board" and len(path) > 1 and path[0] == "results":
        return int(path[1]) + 2
    return number
