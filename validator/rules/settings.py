"""3xx: whether a result's setting is told, and in the words of the board."""

from __future__ import annotations

from collections.abc import Iterator

from pwc.record import Board
from validator.context import Context
from validator.finding import Place, Problem, Severity
from validator.numbers import protocol
from validator.numbers.measured import Histories
from validator.quote import listing, shown, visible
from validator.registry import rule
from validator.wording.form import setting_in

_LEAST = 3
_NEARLY_ALL = 0.8


@rule("PWC313", Severity.WARNING)
def setting_missing(context: Context) -> Iterator[Problem]:
    """A result has no setting, on a board where nearly all others have one.

    Why: a zero-shot number beside a fine-tuned one is no comparison, unless readers can see which is which.
    Fix: add `setting:` with the protocol under which the number was obtained.
    """
    for row in context.rows:
        if row.entry.setting is not None or row.board is None or setting_in(row.entry.model) is not None:
            continue  # the name says it: PWC529
        history = context.batch.histories.of(row.board)
        with_setting = history.settings.total()
        if with_setting >= max(_LEAST, _NEARLY_ALL * len(history.active)):
            usual = [visible(setting) for setting, _ in history.settings.most_common(3)]
            yield Problem(
                f"{with_setting} of the {len(history.active)} results on this board give a setting, "
                f"such as {listing(usual, last='or')}",
                at=Place(row.path("model")),
                fix="Add `setting:` with the protocol under which the number was obtained.",
            )


@rule("PWC314", Severity.WARNING)
def setting_variant(context: Context) -> Iterator[Problem]:
    """A setting is another spelling of a well-known one, or of one on its board.

    Why: readers compare results of one setting, and two spellings make two of it.
    Fix: write the usual spelling.
    """
    for row in context.rows:
        setting = row.entry.setting
        if (
            setting is not None
            and (usual := _usual_spelling(setting, row.board, context.batch.histories)) != setting
        ):
            yield Problem(
                f"the usual spelling of {shown(setting)} is {shown(usual)}",
                at=Place(row.path("setting")),
                fix=f"Write {visible(usual)}.",
                repair=usual,
            )


def _usual_spelling(setting: str, board: Board | None, histories: Histories) -> str:
    """How a board writes a protocol; where it does not have it, the spelling that is well known, if any."""
    canonical = protocol.canonical(setting)
    if board is None:
        return canonical or setting
    history = histories.of(board)
    if setting in history.usual:
        return setting  # nearly all end here, without a look at the board's other spellings
    return history.spellings.get(protocol.key(setting)) or canonical or setting
