"""801 to 829: how far a correction reaches."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from pwc.history import in_effect
from pwc.record import Result
from validator.context import Context
from validator.correcting.correction import Correction, corrections
from validator.finding import Place, Problem, Severity
from validator.quote import shown
from validator.registry import rule

MOST = 100
"""So many results may be changed by one file without anybody saying why."""


@rule("PWC817", Severity.WARNING, needs_override=True)
def changes_many_results(context: Context) -> Iterator[Problem]:
    """The corrections of one file change very many results.

    Why: boards have been emptied by one careless or hostile edit; so wide a change should be somebody's
    decision, with a reason on record.
    Fix: if it is meant, nothing: a maintainer accepts it with a reason. Otherwise name what is meant alone.
    """
    found = corrections(context)
    total = sum(_reach(context, one) for one in found)
    if total > MOST:
        yield Problem(
            f"this changes {total:,} results",
            at=Place(("corrections",), key=True),
            fix="If it is meant, say why in the pull request: a maintainer needs a reason to accept it.",
        )


@rule("PWC818", Severity.ERROR)
def revert_of_what_is_undone(context: Context) -> Iterator[Problem]:
    """A submission is to be undone that another one has undone already.

    Why: there is nothing left of it that could be undone.
    Fix: delete the correction; to bring it back, revert the file that has undone it.
    """
    wanted = [one for one in corrections(context) if one.kind == "submission" and one.thing.is_known]
    if not wanted:
        return
    log = [*context.catalog.log()]
    there = {entry.file for entry in in_effect(log)}
    for one in wanted:
        by = next((entry.file for entry in reversed(log) if one.about in entry.reverted), None)
        if one.about not in there and by is not None:
            yield Problem(
                f"{shown(by)} has undone it already",
                at=one.place("submission"),
                fix="Delete this correction; to bring it back, revert the file that has undone it.",
            )


def _reach(context: Context, one: Correction) -> int:
    """How many results a correction changes."""
    board = one.thing.board
    if one.kind == "result":
        return 1
    if one.kind == "submission":
        entry = context.catalog.accepted(one.about)
        return 0 if entry is None else len({*entry.results, *entry.moved, *entry.corrected})
    if one.kind == "board":
        return 0 if board is None or "alias" in one.written else len(board.results)
    if (one.kind == "model" and "rename" in one.written) or "merge_into" in one.written:
        return sum(1 for _ in _results(context, one))
    return 0


def _results(context: Context, one: Correction) -> Iterator[Result]:
    """The results of a model, of a paper, or on the boards of a task or a dataset."""
    quoted = msgspec.json.encode(one.about).decode()
    for board in context.catalog.boards_holding(f'"{one.kind}":{quoted}'):
        of_board = getattr(board, one.kind, None) == one.about
        yield from (row for row in board.results if of_board or getattr(row, one.kind, None) == one.about)
