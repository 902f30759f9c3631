"""9xx: the invariants of the canonical catalog. What finds them looks at every file as it is read."""

from __future__ import annotations

from collections.abc import Iterator

from validator import references, watches
from validator.finding import Problem, Severity
from validator.registry import rule
from validator.store import Store, Watch


@rule("PWC901", Severity.ERROR, stage="catalog")
def unreadable_record(store: Store) -> Iterator[Problem]:
    """A file or a line of the catalog cannot be read as a record.

    Why: what cannot be read is lost to every reader.
    Fix: undo what was written by hand; only the merge writes the catalog.
    """
    yield from store.told_by(watches.Unreadable)


@rule("PWC902", Severity.ERROR, stage="catalog")
def record_schema(store: Store) -> Iterator[Problem]:
    """A record departs from schema/catalog.schema.json.

    Why: the schema is the promise to every program that reads the catalog.
    Fix: undo what was written by hand; only the merge writes the catalog.
    """
    yield from store.told_by(watches.Departing)


@rule("PWC903", Severity.ERROR, stage="catalog")
def canonical_bytes(store: Store) -> Iterator[Problem]:
    """A file is not in the catalog's one byte form: order, spaces, line ends, defaults.

    Why: with one form, every difference that git shows is a difference in meaning.
    Fix: undo what was written by hand; only the merge writes the catalog.
    """
    yield from store.told_by(watches.Misshapen)


@rule("PWC904", Severity.ERROR, stage="catalog")
def path_from_identity(store: Store) -> Iterator[Problem]:
    """A record stands in a file that its identity does not lead to.

    Why: readers open the file that the identity names, so the record would never be found.
    Fix: undo what was written by hand; only the merge writes the catalog.
    """
    yield from store.told_by(watches.Misplaced)


@rule("PWC905", Severity.ERROR, stage="catalog")
def unique_identity(store: Store) -> Iterator[Problem]:
    """Two records have one slug, one locator or one id, or two results say the same.

    Why: an address must lead to one thing.
    Fix: undo what was written by hand; only the merge writes the catalog.
    """
    yield from store.told_by(references.Repeated)


@rule("PWC906", Severity.ERROR, stage="catalog")
def dangling_reference(store: Store) -> Iterator[Problem]:
    """A record names another one that is not there.

    Why: pages and programs that follow the name would find nothing.
    Fix: undo what was written by hand; only the merge writes the catalog.
    """
    yield from store.told_by(references.Dangling)


@rule("PWC907", Severity.ERROR, stage="catalog")
def locator_missing(store: Store) -> Iterator[Problem]:
    """A paper cannot be found from one of its own identifiers.

    Why: the next submission about it would make a second record of the same paper.
    Fix: undo what was written by hand; only the merge writes the catalog.
    """
    yield from store.told_by(references.Lost)


@rule("PWC908", Severity.ERROR, stage="catalog")
def task_cycle(store: Store) -> Iterator[Problem]:
    """A task is part of itself by way of its parents.

    Why: readers that walk up the tree would never arrive.
    Fix: undo what was written by hand; only the merge writes the catalog.
    """
    yield from store.told_by(watches.Circling)


@rule("PWC909", Severity.ERROR, stage="catalog")
def log_order(store: Store) -> Iterator[Problem]:
    """The log's numbers have a gap, or its times run backwards.

    Why: the catalog is rebuilt by replaying the log, so its order must be certain.
    Fix: undo what was written by hand; only the merge writes the catalog.
    """
    yield from store.told_by(watches.Disordered)


@rule("PWC910", Severity.ERROR, stage="catalog")
def provenance(store: Store) -> Iterator[Problem]:
    """A result's submission is not in the log, or a submission in the log is not what was accepted.

    Why: every number must be traceable to who brought it and who accepted it.
    Fix: put the accepted file back as it was.
    """
    yield from store.told_by(watches.Unaccounted)


WATCHES: tuple[type[Watch], ...] = (
    watches.Unreadable,
    watches.Departing,
    watches.Misshapen,
    watches.Misplaced,
    references.Repeated,
    references.Dangling,
    references.Lost,
    watches.Circling,
    watches.Disordered,
    watches.Unaccounted,
)
"""What the rules ask, by code."""
