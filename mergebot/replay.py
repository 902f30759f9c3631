"""The catalog as it would be if some accepted submissions had never come: by replaying the others.

That is what undoing one means here. It is exact where taking records out again could only guess: what a
submission added to a paper that was there, corrected or merged, is simply not done. If a later entry cannot
be replayed without it, that one builds on it, and both stay.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager

from msgspec import Struct

from archive.adopting.adopt import adopt
from mergebot.apply import apply
from mergebot.draft import Changes
from mergebot.promoting import NotPromotableError
from pwc import catalog, side_papers
from pwc.catalog import Catalog
from pwc.errors import CouldNotCheckError
from pwc.history import in_effect
from pwc.record import LogEntry, Result
from pwc.submission import Submission
from pwc.tree import EmptyTree, OverlayTree, Tree
from validator.entry import Entry

Imports = Callable[[str], AbstractContextManager[Tree]]
"""Opens the import in a commit."""


def no_imports(commit: str) -> AbstractContextManager[Tree]:
    """Where there is no repository to open an import from."""
    raise CouldNotCheckError(f"the import in commit {commit} can only be replayed in its repository")


def accepted(tree: Tree, entry: LogEntry) -> Submission:
    """The submission of a log entry, as it was accepted. Raises CouldNotCheckError if it is not there so."""
    data = tree.read(entry.file)
    if data is None or (read := Entry(entry.file, data)).blob != entry.blob:
        raise CouldNotCheckError(f"{entry.file} is not there as it was accepted (log entry {entry.number})")
    if read.submission is None:
        raise CouldNotCheckError(f"{entry.file} is no submission any more (log entry {entry.number})")
    return read.submission


def undone(of: Catalog, files: Collection[str], imports: Imports) -> Changes:
    """What changes under ``catalog/`` when the submissions at these paths are undone; the log does not.

    Raises NotPromotableError if one of them is not in effect, or with the list of those that build on them.
    """
    log = [*of.log()]
    in_force = {entry.file for entry in in_effect(log)}
    remaining = in_effect(log, without=files)
    for file in files:
        if file not in in_force:
            raise NotPromotableError(f"{file} is not in effect: it was never accepted, or is undone already")
    replayed = _Replay(of.tree, imports).replay(remaining)
    if replayed.failed:
        raise NotPromotableError(f"later entries build on it: {', '.join(replayed.failed)}")
    before = {path for path in of.tree.paths(catalog.FOLDER) if _is_replayed(path)}
    changes: Changes = {
        path: replayed.files.get(path)
        for path in sorted(before | replayed.files.keys())
        if of.tree.read(path) != replayed.files.get(path)
    }
    meant = in_force - {entry.file for entry in remaining}  # also what comes undone again
    lost = sorted(set(_lost(of, Catalog(OverlayTree(of.tree, changes)), changes)) - meant)
    if lost:
        raise NotPromotableError(f"later entries build on it: {', '.join(lost)}")
    return changes


class _Replayed(Struct, frozen=True):
    """The files that a replay gives, and the entries that could not be replayed, by their files."""

    files: Changes
    failed: list[str]


class _Replay:
    """Replays entries onto nothing. Submissions are read from the tree, imports from their commits."""

    def __init__(self, tree: Tree, imports: Imports) -> None:
        self._tree = tree
        self._imports = imports
        self._files: Changes = {}

    def replay(self, entries: Iterable[LogEntry]) -> _Replayed:
        """Replay entries, in order."""
        failed = []
        base: LogEntry | None = None
        for entry in entries:
            so_far = Catalog(OverlayTree(EmptyTree(), self._files))
            if entry.kind == "import":
                with opened(entry, base, self._imports) as (theirs, before):
                    self._files |= adopt(so_far, theirs, before).files
                base = entry
                continue
            try:
                done = apply(accepted(self._tree, entry), entry.file, entry.when[:10], so_far)
            except NotPromotableError:
                failed.append(entry.file)
                continue
            self._files |= done.draft.changes()
        files = {path: data for path, data in self._files.items() if data is not None}
        return _Replayed({**files}, failed)


@contextmanager
def opened(entry: LogEntry, base: LogEntry | None, imports: Imports) -> Iterator[tuple[Catalog, Catalog]]:
    """An import, and the one before it, by their entries."""
    with ExitStack() as stack:
        theirs = stack.enter_context(imports(entry.head))
        before = EmptyTree() if base is None else stack.enter_context(imports(base.head))
        yield Catalog(theirs), Catalog(before)


def _is_replayed(path: str) -> bool:
    return not path.startswith((f"{catalog.LOG}/", f"{side_papers.FOLDER}/"))


def _lost(then: Catalog, now: Catalog, changed: Iterable[str]) -> Iterator[str]:
    """The submissions of records that are gone, or are called otherwise, in files that have changed."""
    paths = list(changed)
    shards = [path for path in paths if path.startswith(f"{catalog.PAPERS}/")]
    kept = {paper.slug for paper in now.papers_in(shards)}
    yield from (p.submission for p in then.papers_in(shards) if p.submission and p.slug not in kept)
    results = {result.id for result in _results(now, paths)}
    yield from (r.submission for r in _results(then, paths) if r.submission and r.id not in results)
    for before, after in (
        (then.areas, now.areas),
        (then.tasks, now.tasks),
        (then.datasets, now.datasets),
        (then.methods, now.methods),
    ):
        slugs = {record.slug for record in after}
        yield from (r.submission for r in before if r.submission and r.slug not in slugs)


def _results(of: Catalog, paths: Iterable[str]) -> Iterator[Result]:
    """The results on the boards among some files."""
    for path in paths:
        if path.startswith(f"{catalog.BOARDS}/"):
            task, dataset = path.removeprefix(f"{catalog.BOARDS}/").removesuffix(".json").split("/")
            board = of.board(task, dataset)
            yield from () if board is None else board.results
