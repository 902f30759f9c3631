"""Finishing what a merge that was killed has begun, and tidying up after it.

Only who works alone (``workshop.only_one``) may recover: then all that a merge has left is nobody's any more.
"""

from __future__ import annotations

from pathlib import Path

from mergebot import held_index, journal, stale_refs
from mergebot.checkout import LocalChangesError, has_moved, worktrees_on
from mergebot.journal import Move
from mergebot.stale_reports import remove_reports
from mergebot.unfinished import Unfinished
from mergebot.workshop import sweep
from pwc.git_changes import changes
from pwc.git_history import resolve


def recover(repository: Path) -> Move | None:
    """Finish a move that was interrupted, and say which; None if there was none.

    Raises LocalChangesError, and keeps what was written down, if a working tree holds what neither commit
    has; LockedError if somebody else has taken its index; CouldNotCheckError if what was written down cannot
    be read.
    """
    move = journal.read(repository)
    if move is not None:
        stale_refs.remove_locks(repository, move)
    stale_refs.remove_trains(repository)
    remove_reports(repository)
    held_index.release_left(repository)
    sweep(repository)
    if move is None:
        return None
    tip = resolve(repository, move.ref)
    if tip is None or not has_moved(repository, move):  # it was interrupted before the branch moved
        journal.forget(repository)
        return None
    _refuse_if_undone(repository, move, tip)
    for worktree in worktrees_on(repository, move.ref):
        if str(worktree) in move.worktrees:
            _finish(worktree, move, tip)
    journal.forget(repository)
    return move


def _finish(worktree: Path, move: Move, tip: str) -> None:
    with held_index.hold(worktree) as index:
        if index is not None:
            with Unfinished(index, move, tip) as tree:
                tree.finish()


def _refuse_if_undone(repository: Path, move: Move, tip: str) -> None:
    """A commit made in a tree that had not followed takes the merge's files out again: never in silence."""
    if tip == move.new:
        return
    added = {change.path for change in changes(repository, move.old, move.new) if change.status == "A"}
    gone = {change.path for change in changes(repository, move.new, tip) if change.status == "D"}
    undone = sorted(added & gone, reverse=True)  # submissions/ before catalog/
    if undone:
        raise LocalChangesError(
            f"a commit after the interrupted merge took {undone[0]} out again; `git revert` that commit"
        )
