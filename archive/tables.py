"""The archive's evaluation tables as a flat list: tasks, datasets, and tables with the place of every row.

An entry of the dump is a tree: tasks hold narrower tasks, datasets hold parts of themselves, and each of
them may have a table. Fields may be missing, null or of another type; what cannot be used is nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from archive import beyond
from archive.cell import Cell, read
from archive.dump import BadDumpError, Item
from pwc import identity

MOST_DEPTH = 50


class Link(Struct, frozen=True):
    """A link with what it is called."""

    title: str | None
    url: str


class Row(Struct, frozen=True):
    """One row of a table. ``place`` says where it stands in the dump."""

    place: str
    model: str | None
    metrics: dict[str, Cell]
    """The cells that are not blank, by the name of their column."""
    paper_title: str | None = None
    paper_url: str | None = None
    paper_date: str | None = None
    code: tuple[str, ...] = ()
    extra_training_data: bool | None = None
    beyond: dict[str, Any] | None = None
    """What was exported with it (see ``archive.beyond``), as tables and tasks have it too."""


class Table(Struct, frozen=True):
    """The table of a task on a dataset; ``metrics`` in the order of its columns.

    Without a name of both its rows belong nowhere, and are here so that they can be counted.
    """

    task: str | None
    dataset: str | None
    metrics: tuple[str, ...]
    rows: tuple[Row, ...]
    place: str = ""
    beyond: dict[str, Any] | None = None


class Task(Struct, frozen=True):
    """A task, with the broader one that it stands under."""

    name: str
    parent: str | None = None
    areas: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    description: str | None = None
    place: str = ""
    beyond: dict[str, Any] | None = None


class Dataset(Struct, frozen=True):
    """A dataset that a task has a table for, or may have one."""

    name: str
    task: str
    description: str | None = None
    links: tuple[Link, ...] = ()


Part = Task | Dataset | Table


def parts(item: Item, place: str) -> Iterator[Part]:
    """What an entry of the dump holds: a task before its tables, and before its subtasks.

    ``place`` is what the entry is called in a report, such as ``item 3``. Every row is in a table. Raises
    BadDumpError for a tree that is deeper than any person made.
    """
    yield from _task(item, place, None, (), 0)


def _task(item: Item, place: str, parent: str | None, areas: tuple[str, ...], depth: int) -> Iterator[Part]:
    _check_depth(place, depth)
    found = task(item, place, parent, areas)
    name = None if found is None else found.name
    if found is not None:
        yield found
    for dataset in _items(item, "datasets"):
        yield from _dataset(dataset, place, name, None, depth)
    for subtask in _items(item, "subtasks"):
        yield from _task(subtask, place, name or parent, _texts(item, "categories") or areas, depth + 1)


def task(item: Item, place: str, parent: str | None, areas: tuple[str, ...]) -> Task | None:
    """The task of an entry, in the areas of the broader one if it has none; None if it has no name."""
    name = text(item, "task")
    if name is None:
        return None
    return Task(
        name=name,
        parent=parent,
        areas=_texts(item, "categories") or areas,
        aliases=_texts(item, "synonyms"),
        description=text(item, "description"),
        place=place,
        beyond=beyond.of(item),
    )


def _dataset(item: Item, place: str, task: str | None, within: str | None, depth: int) -> Iterator[Part]:
    _check_depth(place, depth)
    own = text(item, "dataset") or text(item, "subdataset")
    name = own if own is None or within is None else part_of(within, own)
    if task is not None and name is not None and beyond.of(item) is None:
        yield Dataset(name, task, text(item, "description"), _links(item, "dataset_links"))
    if isinstance(item.get("sota"), dict):
        yield table(item, task, name, place)
    for part in _items(item, "subdatasets"):
        yield from _dataset(part, place, task, name or within, depth + 1)


def table(item: Item, task: str | None, dataset: str | None, place: str) -> Table:
    """The table of a dataset's entry, which has one."""
    where = f"{place}, {task or 'a task without a name'} on {dataset or 'a dataset without one'}"
    listed = item["sota"].get("rows")
    rows = enumerate(listed if isinstance(listed, list) else (), 1)
    return Table(
        task=task,
        dataset=dataset,
        metrics=_texts(item["sota"], "metrics"),
        rows=tuple(row(one, f"{where}, row {number}") for number, one in rows),
        place=where,
        beyond=beyond.of(item),
    )


def _check_depth(place: str, depth: int) -> None:
    if depth > MOST_DEPTH:
        raise BadDumpError(f"{place}: more than {MOST_DEPTH} tasks or datasets within each other")


def part_of(whole: str, part: str) -> str:
    """The name of a dataset's part: its own if that says whose it is, or with the whole's before it."""
    if identity.fold(whole) in identity.fold(part):
        return part
    return f"{whole} ({part})"


def row(typed: object, place: str) -> Row:
    """A row of a table."""
    item: Item = typed if isinstance(typed, dict) else {}
    cells = item.get("metrics")
    metrics = {
        " ".join(str(name).split()): cell
        for name, value in (cells if isinstance(cells, dict) else {}).items()
        if not (cell := read(value)).is_blank
    }
    extra = item.get("uses_additional_data")
    return Row(
        place=place,
        model=text(item, "model_name"),
        metrics=metrics,
        paper_title=text(item, "paper_title"),
        paper_url=text(item, "paper_url"),
        paper_date=text(item, "paper_date"),
        code=tuple(dict.fromkeys(link.url for link in _links(item, "code_links"))),
        extra_training_data=extra if isinstance(extra, bool) else None,
        beyond=beyond.of(item),
    )


def text(item: Item, key: str) -> str | None:
    """The text under a key without spaces around it; None for none, and for what is no text."""
    value = item.get(key)
    return (value.strip() or None) if isinstance(value, str) else None


def _texts(item: Item, key: str) -> tuple[str, ...]:
    value = item.get(key)
    found = (one.strip() for one in value if isinstance(one, str)) if isinstance(value, list) else ()
    return tuple(dict.fromkeys(filter(None, found)))


def _items(item: Item, key: str) -> list[dict[str, Any]]:
    value = item.get(key)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _links(item: Item, key: str) -> tuple[Link, ...]:
    links = (Link(text(one, "title"), url) for one in _items(item, key) if (url := text(one, "url")))
    return tuple(dict.fromkeys(links))
