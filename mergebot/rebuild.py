"""The catalog from nothing: every accepted submission again, in the log's order, byte for byte."""

from __future__ import annotations

from collections.abc import Iterator

from mergebot.promote import PROMOTER, Acceptance, promote
from pwc import catalog
from pwc.catalog import Catalog
from pwc.errors import CouldNotCheckError
from pwc.record import LogEntry
from pwc.submission import Submission
from pwc.tree import EmptyTree, OverlayTree, Tree
from validator.entry import Entry


def rebuilt(tree: Tree) -> dict[str, bytes | None]:
    """The files of the catalog that the log and the submissions in a tree give.

    Raises CouldNotCheckError if a submission in the log is missing or not what was accepted.
    """
    files: dict[str, bytes | None] = {}
    for entry in Catalog(tree).log():
        submission, acceptance = _accepted(tree, entry)
        promotion = promote(submission, acceptance, Catalog(OverlayTree(EmptyTree(), files)))
        files |= promotion.changes
    return files


def differences(tree: Tree) -> Iterator[str]:
    """The paths of the catalog's files that a rebuild would make otherwise, leave out or add."""
    files = rebuilt(tree)
    stored = set(tree.paths(catalog.FOLDER))
    yield from (path for path in sorted(stored | files.keys()) if tree.read(path) != files.get(path))


def _accepted(tree: Tree, entry: LogEntry) -> tuple[Submission, Acceptance]:
    data = tree.read(entry.file)
    if data is None or (read := Entry(entry.file, data)).blob != entry.blob:
        raise CouldNotCheckError(f"{entry.file} is not there as it was accepted (log entry {entry.number})")
    if entry.kind != "submission" or entry.promoter > PROMOTER:
        raise CouldNotCheckError(f"log entry {entry.number} needs a newer version of this program")
    if read.submission is None:
        raise CouldNotCheckError(f"{entry.file} is no submission any more (log entry {entry.number})")
    acceptance = Acceptance(
        file=entry.file,
        blob=entry.blob,
        head=entry.head,
        when=entry.when,
        approved_by=entry.approved_by,
        pull_request=entry.pull_request,
        warnings=entry.accepted,
    )
    return read.submission, acceptance
