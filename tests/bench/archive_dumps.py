"""A small made archive, read back with the project's own reader."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, get_args

from archive import dump, tables
from archive.dump import Item, Kind
from bench import archive_maker
from bench.archive_sizes import scaled

SEED, SCALE = 7, 0.01
SIZES = scaled(SCALE)
KINDS: tuple[Kind, ...] = get_args(Kind)


class Dumps:
    """The items of a made archive, and what stands in its tables."""

    def __init__(self, folder: Path) -> None:
        archive_maker.build(folder, SEED, SIZES, packed=False)
        self.folder = folder
        self.items: dict[Kind, list[Item]] = {kind: list(dump.items(self.path(kind))) for kind in KINDS}

    def path(self, kind: Kind) -> Path:
        """Where a dump stands."""
        return self.folder / f"{kind}.json"

    @cached_property
    def parts(self) -> list[tables.Part]:
        """What the tables hold, as the importer reads it."""
        return [part for item in self.items["evaluation-tables"] for part in tables.parts(item, "here")]

    @cached_property
    def tasks(self) -> list[Item]:
        """Every entry of a task, at any depth, as it was typed."""
        return list(_below(self.items["evaluation-tables"], "subtasks"))

    @cached_property
    def datasets(self) -> list[Item]:
        """Every entry of a dataset under a task, at any depth, as it was typed."""
        return [one for task in self.tasks for one in _below(task["datasets"], "subdatasets")]

    @cached_property
    def boards(self) -> list[list[Item]]:
        """The rows of every table."""
        return [one["sota"]["rows"] for one in self.datasets if one["sota"] is not None]

    @cached_property
    def rows(self) -> list[Item]:
        """All rows."""
        return [row for board in self.boards for row in board]

    @cached_property
    def cells(self) -> list[str]:
        """The text of all cells."""
        return [text for row in self.rows for text in row["metrics"].values() if text is not None]

    def texts(self, kind: Kind, key: str) -> list[str]:
        """The texts under a key of a dump's items."""
        return [item[key] for item in self.items[kind] if item.get(key)]


def _below(items: list[dict[str, Any]], key: str) -> Iterator[Item]:
    for item in items:
        yield item
        yield from _below(item.get(key) or [], key)
