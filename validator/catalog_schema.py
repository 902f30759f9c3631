"""Whether the catalog's lines follow schema/catalog.schema.json."""

from __future__ import annotations

import json
from collections.abc import Iterator

from pwc import catalog, catalog_schema
from pwc.catalog_schema import Kind

_KINDS: tuple[tuple[str, Kind], ...] = (
    (catalog.AREAS, "area"),
    (catalog.TASKS, "task"),
    (catalog.DATASETS, "dataset"),
    (catalog.METHODS, "method"),
    (catalog.MODELS, "model"),
    (catalog.PAPERS + "/", "paper"),
    (catalog.LOCATORS + "/", "locator"),
    (catalog.BOARDS + "/", "board"),
    (catalog.LOG + "/", "log_entry"),
)


def first_departure(path: str, data: bytes) -> Iterator[tuple[int, str]]:
    """For every line (for a board, the file) its first departure from the schema, with its line number.

    Lines that are no JSON at all are passed over: they are reported as unreadable.
    """
    kind = next((kind for start, kind in _KINDS if path.startswith(start)), None)
    if kind is None:
        return
    validator = catalog_schema.validator(kind)
    texts = [data] if kind == "board" else data.splitlines()
    for number, text in enumerate(texts, 1):
        try:
            value = json.loads(text)
        except ValueError:
            continue
        if error := next(iter(validator.iter_errors(value)), None):
            yield _line(kind, error.instance_path, number), catalog_schema.told(error)


def _line(kind: str, path: list[str | int], number: int) -> int:
    """A board's results stand one a line, from the second line on."""
    if kind == "board" and len(path) > 1 and path[0] == "results":
        return int(path[1]) + 2
    return number
