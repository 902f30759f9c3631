"""9xx: the invariants of the canonical catalog."""

from __future__ import annotations

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from typing import Any

from pwc import canonical, identity
from pwc import locator as locators
from pwc.record import Area, Dataset, Locator, LogEntry, Method, Model, Named, Paper, Record, Result, Task
from pwc.span import Span
from validator.catalog_schema import first_departure
from validator.finding import Problem, Severity
from validator.registry import rule
from validator.store import Store, Stored

_WRITTEN_BY_HAND = "Only the merge writes the catalog: undo what was written by hand."


def _at(path: str, line: int, message: str) -> Problem:
    return Problem(message, at=Span(line, 1, line, 1), file=path, fix=_WRITTEN_BY_HAND)


def _row(row: Stored[Any], message: str) -> Problem:
    return _at(row.path, row.line, message)


@rule("PWC901", Severity.ERROR, stage="catalog")
def unreadable_record(store: Store) -> Iterator[Problem]:
    """A file or a line of the catalog cannot be read as a record.

    Why: what cannot be read is lost to every reader.
    Fix: undo what was written by hand; only the merge writes the catalog.
    """
    for broken in store.unreadable:
        yield _at(broken.path, broken.line, broken.why)


@rule("PWC902", Severity.ERROR, stage="catalog")
def record_schema(store: Store) -> Iterator[Problem]:
    """A record departs from schema/catalog.schema.json.

    Why: the schema is the promise to every program that reads the catalog.
    Fix: undo what was written by hand; only the merge writes the catalog.
    """
    for path, data in store.bytes.items():
        for line, why in first_departure(path, data):
            yield _at(path, line, why)


@rule("PWC903", Severity.ERROR, stage="catalog")
def canonical_bytes(store: Store) -> Iterator[Problem]:
    """A file is not in the catalog's one byte form: order, spaces, line ends, defaults.

    Why: with one form, every difference that git shows is a difference in meaning.
    Fix: undo what was written by hand; only the merge writes the catalog.
    """
    broken = {item.path for item in store.unreadable}
    for path, rows in store.rows.items():
        if path not in broken and store.bytes[path] != canonical.lines(_in_order([r.record for r in rows])):
            yield _at(path, 1, "the file is not in canonical form")
    for board in store.boards:
        if store.bytes[board.path] != canonical.board_file(board.record):
            yield _at(board.path, 1, "the file is not in canonical form")


def _in_order(records: list[Record]) -> list[Record]:
    if all(isinstance(record, LogEntry) for record in records):
        return records
    return sorted(records, key=lambda r: r.locator if isinstance(r, Locator) else str(getattr(r, "slug", "")))


@rule("PWC904", Severity.ERROR, stage="catalog")
def path_from_identity(store: Store) -> Iterator[Problem]:
    """A record stands in a file that its identity does not lead to.

    Why: readers open the file that the identity names, so the record would never be found.
    Fix: undo what was written by hand; only the merge writes the catalog.
    """
    for paper in store.all(Paper):
        if paper.path != identity.paper_path(paper.record.slug):
            yield _row(paper, f"the paper {paper.record.slug} belongs into another shard")
    for locator in store.all(Locator):
        if locator.path != identity.locator_path(locator.record.locator):
            yield _row(locator, "this locator belongs into another shard")
    for board in store.boards:
        if board.path != identity.board_path(board.record.task, board.record.dataset):
            yield _row(board, f"the board of {board.record.key} belongs into another file")
    for entry in store.log:
        if entry.path != f"catalog/log/{entry.record.when[:10].replace('-', '/')}.jsonl":
            yield _row(entry, "this log entry belongs into another day's file")


@rule("PWC905", Severity.ERROR, stage="catalog")
def unique_identity(store: Store) -> Iterator[Problem]:
    """Two records have one slug, one locator or one id, or two results say the same.

    Why: an address must lead to one thing.
    Fix: undo what was written by hand; only the merge writes the catalog.
    """
    seen: dict[object, str] = {}
    for identity_of, row in _identities(store):
        where = f"{row.path}:{row.line}"
        first = seen.setdefault(identity_of, where)
        if first != where:
            yield _row(row, f"the same as {first}")


def _identities(store: Store) -> Iterator[tuple[object, Stored[Any]]]:
    named: tuple[type[Named], ...] = (Area, Task, Dataset, Method, Model)
    for kind in named:
        for row in store.all(kind):
            yield (kind, row.record.slug), row
            yield (kind, "name", identity.fold(row.record.name)), row
    for paper in store.all(Paper):
        yield (Paper, paper.record.slug), paper
    for locator in store.all(Locator):
        yield (Locator, locator.record.locator), locator
    for board in store.boards:
        yield ("board", board.record.slug), board
    for on, result in store.results():
        yield ("result", result.record.id), result
        if result.record.status != "retracted":  # a twin that was found later is retracted
            yield _meaning(on.key, result.record), result


def _meaning(board: str, result: Result) -> object:
    values = tuple(sorted((name, value.value) for name, value in result.metrics.items()))
    setting = identity.fold(result.setting or "")
    return board, result.paper, result.model, setting, result.extra_training_data, values


@rule("PWC906", Severity.ERROR, stage="catalog")
def dangling_reference(store: Store) -> Iterator[Problem]:
    """A record names another one that is not there.

    Why: pages and programs that follow the name would find nothing.
    Fix: undo what was written by hand; only the merge writes the catalog.
    """
    for row, kind, wanted, known in _references(store):
        if wanted not in known:
            yield _row(row, f"there is no {kind} {wanted}")


def _references(store: Store) -> Iterator[tuple[Stored[Any], str, str, Any]]:
    for task in store.all(Task):
        yield from ((task, "area", slug, store.areas) for slug in task.record.areas)
        yield from ((task, "task", slug, store.tasks) for slug in task.record.parents)
    for dataset in store.all(Dataset):
        yield from ((dataset, "task", slug, store.tasks) for slug in dataset.record.tasks)
    for paper in store.all(Paper):
        yield from ((paper, "task", slug, store.tasks) for slug in paper.record.tasks)
        yield from ((paper, "method", slug, store.methods) for slug in paper.record.methods)
    boards = {board.record.key for board in store.boards}
    for board in store.boards:
        yield board, "task", board.record.task, store.tasks
        yield board, "dataset", board.record.dataset, store.datasets
        yield board, "locator", f"sota:{board.record.slug}", store.locators
    for on, result in store.results():
        metrics = {metric.name for metric in on.metrics}
        if result.record.paper is not None:
            yield result, "paper", result.record.paper, store.papers
        yield from ((result, "metric", name, metrics) for name in result.record.metrics)
    for locator in store.all(Locator):
        if locator.record.paper is not None:
            yield locator, "paper", locator.record.paper, store.papers
        if locator.record.board is not None:
            yield locator, "board", locator.record.board, boards


@rule("PWC907", Severity.ERROR, stage="catalog")
def locator_missing(store: Store) -> Iterator[Problem]:
    """A paper cannot be found from one of its own identifiers.

    Why: the next submission about it would make a second record of the same paper.
    Fix: undo what was written by hand; only the merge writes the catalog.
    """
    for paper in store.all(Paper):
        record = paper.record
        fields = {name: getattr(record, name) for name in ("arxiv", "doi", "openreview", "acl", "url")}
        for key in locators.locators(fields):
            entry = store.locators.get(key)
            if entry is None or entry.record.paper != record.slug:
                yield _row(paper, f"{key} does not lead to this paper")


@rule("PWC908", Severity.ERROR, stage="catalog")
def task_cycle(store: Store) -> Iterator[Problem]:
    """A task is part of itself by way of its parents.

    Why: readers that walk up the tree would never arrive.
    Fix: undo what was written by hand; only the merge writes the catalog.
    """
    try:
        TopologicalSorter({slug: row.record.parents for slug, row in store.tasks.items()}).prepare()
    except CycleError as error:
        cycle = error.args[1]
        yield _row(store.tasks[cycle[0]], f"these tasks are parts of each other: {', '.join(cycle)}")


@rule("PWC909", Severity.ERROR, stage="catalog")
def log_order(store: Store) -> Iterator[Problem]:
    """The log's numbers have a gap, or its times run backwards.

    Why: the catalog is rebuilt by replaying the log, so its order must be certain.
    Fix: undo what was written by hand; only the merge writes the catalog.
    """
    before = ""
    for number, entry in enumerate(store.log, 1):
        if entry.record.number != number:
            yield _row(entry, f"this entry should have the number {number}")
        if entry.record.when < before:
            yield _row(entry, "this entry is older than the one before it")
        before = entry.record.when


@rule("PWC910", Severity.ERROR, stage="catalog")
def provenance(store: Store) -> Iterator[Problem]:
    """A result's submission is not in the log, or a submission in the log is not what was accepted.

    Why: every number must be traceable to who brought it and who accepted it.
    Fix: put the accepted file back as it was.
    """
    if not store.log and all(result.record.submission is None for _, result in store.results()):
        return  # an archive's import before it is merged, which begins the log
    given = {id_: entry.record for entry in store.log for id_ in entry.record.results}
    for _, result in store.results():
        brought_by, entry = result.record.submission, given.get(result.record.id)
        if entry is None or brought_by != (None if entry.kind == "import" else entry.file):
            yield _row(result, f"the log does not say that {brought_by or 'an import'} brought this result")
    for row in store.log:
        data = store.submission(row.record.file) if row.record.kind == "submission" else None
        if data is not None and identity.blob_id(data) != row.record.blob:
            yield _row(row, f"{row.record.file} is not the file that was accepted")
