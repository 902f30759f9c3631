"""The catalog from nothing: every import and accepted submission again, in the log's order, byte for byte."""

from __future__ import annotations

from collections.abc import Iterator

from mergebot.draft import Changes
from mergebot.promote import PROMOTER, Acceptance, promote
from mergebot.promote_import import promote_import
from mergebot.replay import Imports, accepted, opened
from pwc import catalog
from pwc.catalog import Catalog
from pwc.errors import CouldNotCheckError
from pwc.record import LogEntry
from pwc.tree import OverlayTree, Tree


def rebuilt(tree: Tree, imports: Imports) -> Changes:
    """The files of the catalog that the log, the imports and the submissions in a tree give.

    Raises CouldNotCheckError if an import or a submission in the log is missing or not what was accepted.
    """
    files: Changes = {}
    base: LogEntry | None = None
    for entry in Catalog(tree).log():
        so_far = Catalog(OverlayTree(_Submissions(tree), files))
        if entry.promoter > PROMOTER or entry.kind == "migration":
            raise CouldNotCheckError(f"log entry {entry.number} needs a newer version of this program")
        acceptance = _acceptance(entry)
        if entry.kind == "import":
            with opened(entry, base, imports) as (theirs, before):
                promotion = promote_import(theirs, before, acceptance, so_far)
            files |= {} if promotion is None else promotion.changes
            base = entry
        else:
            submission = accepted(tree, entry)
            files |= promote(submission, acceptance, so_far, imports, entry.promoter).changes
    return {path: data for path, data in files.items() if data is not None}


def differences(tree: Tree, imports: Imports) -> Iterator[str]:
    """The paths of the catalog's files that a rebuild would make otherwise, leave out or add."""
    files = rebuilt(tree, imports)
    stored = set(tree.paths(catalog.FOLDER))
    yield from (path for path in sorted(stored | files.keys()) if tree.read(path) != files.get(path))


class _Submissions:
    """A tree without its catalog, which is what is being made."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree

    def read(self, path: str) -> bytes | None:
        return None if path.startswith(f"{catalog.FOLDER}/") else self._tree.read(path)

    def paths(self, under: str) -> Iterator[str]:
        if under != catalog.FOLDER and not under.startswith(f"{catalog.FOLDER}/"):
            yield from (path for path in self._tree.paths(under) if not path.startswith(f"{catalog.FOLDER}/"))

    def files(self, under: str) -> Iterator[tuple[str, bytes]]:
        return ((path, self._tree.read(path) or b"") for path in self.paths(under))


def _acceptance(entry: LogEntry) -> Acceptance:
    return Acceptance(
        file=entry.file,
        blob=entry.blob,
        head=entry.head,
        when=entry.when,
        approved_by=entry.approved_by,
        pull_request=entry.pull_request,
        warnings=entry.accepted,
        overrides=entry.overrides,
    )
