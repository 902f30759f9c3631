"""801 to 829: how far a correction reaches."""

from __future__ import annotations

from collections.abc import Iterator

from pwc.history import in_effect
from validator.context import Context
from validator.correcting import reach
from validator.correcting.correction import corrections
from validator.finding import Place, Problem, Severity
from validator.quote import shown
from validator.registry import rule

MOST = 100
"""So many results may be changed at once without anybody saying why."""


@rule("PWC817", Severity.WARNING, needs_override=True)
def changes_many_results(context: Context) -> Iterator[Problem]:
    """The corrections of one file, or of one pull request, change very many results.

    Why: boards have been emptied by one careless or hostile edit; so wide a change should be somebody's
    decision, with a reason on record.
    Fix: if it is meant, nothing: a maintainer accepts it with a reason. Otherwise name what is meant alone.
    """
    own = reach.of_file(context)
    total = own + context.batch.changes
    if own and total > MOST:
        before = " with the files before it" if context.batch.changes else ""
        yield Problem(
            f"this changes {total:,} results{before}",
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
