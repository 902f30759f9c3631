"""From an accepted submission and a catalog to the catalog's changed files. Pure: no clock, no git."""

from __future__ import annotations

from msgspec import Struct

from mergebot.apply import apply
from mergebot.draft import Changes
from mergebot.guard import refuse_invalid, refuse_twins
from mergebot.promoting import NotPromotableError
from mergebot.replay import Imports, no_imports, undone
from pwc.catalog import Catalog
from pwc.record import Board, LogEntry
from pwc.submission import Submission
from pwc.tree import OverlayTree

PROMOTER = 2
"""The version of these rules. The log names it, so that a later version can replay what this one did.

2 carries corrections out; for submissions without any it does what 1 did.
"""


class Acceptance(Struct, frozen=True):
    """Who accepted which bytes, when: what the log keeps of a merge."""

    file: str
    blob: str
    head: str
    when: str
    """UTC, as 2026-11-22T12:00:00Z."""
    approved_by: str
    pull_request: int | None = None
    warnings: tuple[str, ...] = ()
    overrides: dict[str, str] = {}
    """The reasons for accepting warnings that need one, by their codes."""


class Promotion(Struct, frozen=True):
    """What one accepted submission does: the changed files under catalog/, and what they say."""

    entry: LogEntry
    changes: Changes
    boards: tuple[Board, ...]


def promote(
    submission: Submission,
    acceptance: Acceptance,
    catalog: Catalog,
    imports: Imports = no_imports,
    promoter: int = PROMOTER,
) -> Promotion:
    """Take an accepted submission into a catalog.

    ``imports`` opens what was imported, by its commit: for submissions that undo others, since a catalog
    without them is made by replaying the log. Raises NotPromotableError if the file is in the log already, or
    if it was not valid against this catalog.
    """
    last = catalog.last_entry()
    if catalog.accepted(acceptance.file) is not None:
        raise NotPromotableError(f"{acceptance.file} was accepted before")
    when = max(acceptance.when, last.when) if last else acceptance.when
    reverted = tuple(entry["submission"] for entry in submission.corrections if "submission" in entry)
    before = undone(catalog, reverted, imports) if reverted else {}
    base = Catalog(OverlayTree(catalog.tree, before)) if before else catalog
    applied = apply(submission, acceptance.file, when[:10], base)
    refuse_twins(applied.draft.boards)
    entry = LogEntry(
        number=(last.number if last else 0) + 1,
        when=when,
        kind="submission",
        file=acceptance.file,
        blob=acceptance.blob,
        head=acceptance.head,
        approved_by=acceptance.approved_by,
        promoter=promoter,
        pull_request=acceptance.pull_request,
        accepted=acceptance.warnings,
        overrides=acceptance.overrides,
        results=applied.results,
        moved=applied.touched.moved,
        corrected=tuple(dict.fromkeys(applied.touched.corrected)),
        reverted=reverted,
    )
    applied.draft.put_log(entry)
    changes = before | applied.draft.changes()
    if before:
        refuse_invalid(OverlayTree(catalog.tree, changes))
    return Promotion(entry, changes, _boards(base, before, applied.draft.boards))


def _boards(catalog: Catalog, before: Changes, changed: list[Board]) -> tuple[Board, ...]:
    """The boards that were changed, those that undoing changed too, in the order of their keys."""
    boards = {board.key: board for board in changed}
    for path in before:
        folder, _, file = path.removeprefix("catalog/leaderboards/").partition("/")
        board = catalog.board(folder, file.removesuffix(".json")) if file.endswith(".json") else None
        if board is not None:
            boards.setdefault(board.key, board)
    return tuple(board for _, board in sorted(boards.items()))
