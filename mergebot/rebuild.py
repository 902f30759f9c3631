"""The catalog from nothing: every import and accepted submission again, in the log's order, byte for byte."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack

from mergebot.promote import PROMOTER, Acceptance, promote
from mergebot.promote_import import promote_import
from pwc import catalog
from pwc.catalog import Catalog
from pwc.errors import CouldNotCheckError
from pwc.record import LogEntry
from pwc.submission import Submission
from pwc.tree import EmptyTree, OverlayTree, Tree
from validator.entry import Entry

Imports = Callable[[str], AbstractContextManager[Tree]]
"""Opens the import in a commit."""


def rebuilt(tree: Tree, imports: Imports) -> dict[str, bytes | None]:
    """The files of the catalog that the log, the imports and the submissions in a tree give.

    Raises CouldNotCheckError if an import or a submission in the log is missing or not what was accepted.
    """
    files: dict[str, bytes | None] = {}
    base: LogEntry | None = None
    for entry in Catalog(tree).log():
        so_far = Catalog(OverlayTree(EmptyTree(), files))
        if entry.kind == "import":
            files |= _imported(entry, base, imports, so_far)
            base = entry
        else:
            submission, acceptance = _accepted(tree, entry)
            files |= promote(submission, acceptance, so_far).changes
    return files


def differences(tree: Tree, imports: Imports) -> Iterator[str]:
    """The paths of the catalog's files that a rebuild would make otherwise, leave out or add."""
    files = rebuilt(tree, imports)
    stored = set(tree.paths(catalog.FOLDER))
    yield from (path for path in sorted(stored | files.keys()) if tree.read(path) != files.get(path))


def _imported(
    entry: LogEntry, base: LogEntry | None, imports: Imports, so_far: Catalog
) -> Mapping[str, bytes]:
    with ExitStack() as stack:
        theirs = stack.enter_context(imports(entry.head))
        before = EmptyTree() if base is None else stack.enter_context(imports(base.head))
        promotion = promote_import(Catalog(theirs), Catalog(before), _acceptance(entry), so_far)
    return {} if promotion is None else promotion.changes


def _accepted(tree: Tree, entry: LogEntry) -> tuple[Submission, Acceptance]:
    data = tree.read(entry.file)
    if data is None or (read := Entry(entry.file, data)).blob != entry.blob:
        raise CouldNotCheckError(f"{entry.file} is not there as it was accepted (log entry {entry.number})")
    if entry.kind != "submission" or entry.promoter > PROMOTER:
        raise CouldNotCheckError(f"log entry {entry.number} needs a newer version of this program")
    if read.submission is None:
        raise CouldNotCheckError(f"{entry.file} is no submission any more (log entry {entry.number})")
    return read.submission, _acceptance(entry)


def _acceptance(entry: LogEntry) -> Acceptance:
    return Acceptance(
        file=entry.file,
        blob=entry.blob,
        head=entry.head,
        when=entry.when,
        approved_by=entry.approved_by,
        pull_request=entry.pull_request,
        warnings=entry.accepted,
    )
