"""Finding a record by whatever a person has of it: an id, a slug, a name, an identifier, an address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pwc import locator, old_address
from pwc.catalog import Catalog
from pwc.names import Names
from pwc.old_address import OldAddress
from pwc.record import Area, Board, Dataset, Method, Paper, Record, Result, Task

_SLUG = re.compile(r"[a-z0-9]+(?:-+[a-z0-9]+)*")
_RESULT = re.compile(r"[0-9a-f]{16}")
_ARXIV = re.compile(r"(?:arxiv:)?([0-9]{4}\.[0-9]{4,5}|[a-z.-]+/[0-9]{7})(?:v[0-9]+)?", re.IGNORECASE)
_DOI = re.compile(r"(?:doi:)?(10\.[0-9]{4,9}/\S+)", re.IGNORECASE)


def records(catalog: Catalog, text: str) -> list[Record]:
    """Every record that a text may mean, each once, results first; none if it means nothing.

    Raises BrokenFileError if a file of the catalog cannot be read.
    """
    found: list[Record] = []
    for record in _records(catalog, text):
        if record not in found:
            found.append(record)
    return found


def _records(catalog: Catalog, text: str) -> Iterator[Record]:
    text = text.strip()
    if _RESULT.fullmatch(text) and (found := catalog.result(text)) is not None:
        yield found[1]
    if (paper := _paper(catalog, text)) is not None:
        yield paper
    if (board := _board(catalog, text)) is not None:
        yield board
    for names in (catalog.tasks, catalog.datasets, catalog.methods, catalog.areas):
        match = names.find(text)
        named = names.by_slug(text) or (None if match is None else match.record)
        if named is not None:
            yield named
    address = old_address.parse(text) if "/" in text else None
    for one in [address] if address is not None else _as_addresses(text):
        page = old_address.page_at(catalog, one)
        if page is not None:
            yield page


def near(catalog: Catalog, text: str) -> list[str]:
    """Names of tasks, datasets and methods that a text is probably a slip of, or short for."""
    tables: tuple[Names[Any], ...] = (catalog.tasks, catalog.datasets, catalog.methods)
    return [name for names in tables for name in names.near(text) or names.abbreviated(text)]


def kind_of(record: Record) -> str:
    """What a record is called: ``paper``, ``leaderboard``, ``result``, ..."""
    names: dict[type[Record], str] = {
        Area: "area",
        Board: "leaderboard",
        Dataset: "dataset",
        Method: "method",
        Paper: "paper",
        Result: "result",
        Task: "task",
    }
    return names[type(record)]


def _as_addresses(text: str) -> Iterator[OldAddress]:
    """What a text may be the slug of, where it is the slug of nothing: of a paper beside the catalog, say."""
    if _SLUG.fullmatch(text):
        yield from (OldAddress(kind, text) for kind in ("paper", "task", "dataset", "method"))


def _paper(catalog: Catalog, text: str) -> Paper | None:
    keys = [text]
    if match := _ARXIV.fullmatch(text):
        keys.append(locator.arxiv(match[1]))
    if match := _DOI.fullmatch(text):
        keys.append(locator.doi(match[1]))
    if text.startswith(("http://", "https://")):
        keys.append(locator.url(text))
    papers = (catalog.paper_at(key) for key in keys if ":" in key)
    return catalog.paper(text) or next((paper for paper in papers if paper is not None), None)


def _board(catalog: Catalog, text: str) -> Board | None:
    task, slash, dataset = text.partition("/")
    if slash and catalog.tasks.has_slug(task) and catalog.datasets.has_slug(dataset):
        return catalog.board(task, dataset)
    return catalog.board_at(text)
