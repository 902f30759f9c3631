"""The files of the catalog that an import makes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from archive.dump import BadDumpError
from archive.paper_store import Kept
from archive.reading import Reading, exported
from archive.register import DIFFERENT
from pwc import canonical, catalog, identity, side_papers
from pwc.record import Locator, LogEntry, Named, Paper

SHARDS = [f"{number:02x}" for number in range(256)]


Shards = dict[str, dict[str, Locator]]


def files(reading: Reading) -> Iterator[tuple[str, bytes]]:
    """Every file, from ``catalog/`` on, with its bytes. Boards come first: they may bring papers along.

    Raises BadDumpError if what a dump says of its catalog (its log, for one) is not what it should be.
    """
    locators: Shards = {shard: {} for shard in SHARDS}
    for board in reading.boards:
        yield identity.board_path(board.task, board.dataset), canonical.board_file(board)
        _put(locators, Locator(locator=f"sota:{board.slug}", board=board.key))
    reading.papers.finish()
    for path, records in _names(reading):
        yield path, canonical.lines(records)
    for shard in SHARDS:
        yield from _papers(shard, list(reading.store.shard(shard)), locators)
    for entry in _former(reading):
        if _leads_somewhere(reading, entry):
            _put(locators, entry)
    for shard, entries in locators.items():
        if entries:
            in_order = (entry for _, entry in sorted(entries.items()))
            yield f"{catalog.LOCATORS}/{shard}.jsonl", canonical.lines(in_order)
    yield from _log(reading)


def _papers(shard: str, papers: list[Kept], locators: Shards) -> Iterator[tuple[str, bytes]]:
    """The papers of a shard, in the catalog and beside it."""
    inside = [one for one in papers if one.in_catalog]
    if inside:
        yield f"{catalog.PAPERS}/{shard}.jsonl", canonical.lines(one.paper for one in inside)
    beside = [paper for one in papers if (paper := _beside(one)) is not None]
    if beside:
        yield side_papers.path(shard), side_papers.pack(beside)
    for one in inside:
        for key in one.locators:
            _put(locators, Locator(locator=key, paper=one.paper.slug))


def _names(reading: Reading) -> Iterator[tuple[str, Iterable[Named]]]:
    taxonomy = reading.taxonomy
    known: tuple[tuple[str, list[Named]], ...] = (
        (catalog.AREAS, [*taxonomy.areas]),
        (catalog.TASKS, [*taxonomy.tasks]),
        (catalog.DATASETS, [*taxonomy.datasets]),
        (catalog.METHODS, [*taxonomy.methods]),
        (catalog.MODELS, [*taxonomy.models]),
    )
    return ((path, records) for path, records in known if records)


def _former(reading: Reading) -> Iterator[Locator]:
    """What leads to a record by a slug that it has no more: found here, or exported."""
    taxonomy = reading.taxonomy
    for kind, former in (("dataset", taxonomy.datasets.former), ("method", taxonomy.methods.former)):
        for slug, now in former.items():
            yield msgspec.convert({"locator": f"{kind}:{slug}", kind: now}, Locator)
    yield from exported(reading.catalog, "locators", Locator)


def _beside(kept: Kept) -> Paper | None:
    """What is kept of a paper beside the catalog: all of it, its abstract, or nothing."""
    paper, abstract = kept.paper, kept.abstract
    if not kept.in_catalog:
        return paper if abstract is None else msgspec.structs.replace(paper, abstract=abstract)
    if abstract is None or paper.abstract is not None:
        return None
    return Paper(slug=paper.slug, title=paper.title, abstract=abstract)


def _log(reading: Reading) -> Iterator[tuple[str, bytes]]:
    days: dict[str, list[LogEntry]] = {}
    entries = exported(reading.catalog, "log", LogEntry)
    if entries and reading.boards.has_rows_of_old:
        raise BadDumpError(f"an exported catalog's log does not know the rows of old dumps: {DIFFERENT}")
    for entry in entries:
        days.setdefault(f"{catalog.LOG}/{entry.when[:10].replace('-', '/')}.jsonl", []).append(entry)
    for path, entries in days.items():
        yield path, canonical.lines(entries)


def _put(shards: Shards, entry: Locator) -> None:
    """Put a locator into its shard; where it leads already, it stays."""
    shards[identity.shard(entry.locator)].setdefault(entry.locator, entry)


def _leads_somewhere(reading: Reading, entry: Locator) -> bool:
    """Whether what a locator leads to is there: of an export perhaps not all files are."""
    taxonomy = reading.taxonomy
    return (
        entry.board in reading.boards.made
        or (entry.task is not None and entry.task in taxonomy.tasks)
        or (entry.dataset is not None and entry.dataset in taxonomy.datasets)
        or (entry.method is not None and entry.method in taxonomy.methods)
        or (entry.paper is not None and entry.paper in reading.store)
    )
