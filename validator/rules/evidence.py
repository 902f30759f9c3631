"""7xx: whether a number says where it comes from."""

from __future__ import annotations

from collections.abc import Iterator

from pwc import identity
from validator.content import Content
from validator.context import Context
from validator.finding import Place, Problem, Severity
from validator.numbers.measured import Measured
from validator.quote import shown
from validator.registry import rule
from validator.row import BoardKey

_PLACEHOLDERS = """
na none null unknown todo tbd fixme x xx xxx table figure section paper thepaper seepaper tablex tablen
figurex sectionx ? ?? - -- ...
"""
_SAYS_NOTHING = frozenset(_PLACEHOLDERS.split())  # folded; what is punctuation alone stays as it is


@rule("PWC706", Severity.WARNING)
def evidence_for_new_best(context: Context) -> Iterator[Problem]:
    """A result would lead its board, and nothing says where the number stands.

    Why: the state of the art is what everybody quotes, so everybody must be able to look it up.
    Fix: add `evidence:` with the table, figure, section, page or address that shows the number.
    """
    for best in _new_bests(context):
        history = best.history
        if best.row.entry.evidence is None and history.best is not None:
            holder = history.with_value(history.best)[0]
            before = f"{holder.metrics[best.name].value} of {shown(holder.model)}"
            yield Problem(
                f"{best.value.value} would be the best on its board (so far {before}), and nothing says "
                "where it stands",
                at=context.number_at(best.path),
                fix="Add `evidence:` with the table, figure, section, page or url that shows the number.",
            )


def _new_bests(context: Context) -> Iterator[Measured]:
    """The values that would lead their boards: one for each board, by the metric that ranks there."""
    leading: dict[BoardKey | None, Measured] = {}
    for one in context.measured:
        if not one.leads or one.broken_bound:
            continue
        if one.row.board is not None and one.row.board.metrics[0].name == one.name:
            other = leading.get(one.row.key)
            higher = one.metric.better == "higher"
            if other is None or (one.number > other.number if higher else one.number < other.number):
                leading[one.row.key] = one
    yield from leading.values()


@rule("PWC709", Severity.WARNING, stage="content")
def empty_evidence(content: Content) -> Iterator[Problem]:
    """The evidence is a placeholder.

    Why: it looks as if somebody could look the number up, and nobody can.
    Fix: write which table, figure or section it is, or leave the line out.
    """
    for index, result in enumerate(content.submission.results):
        evidence = result.evidence
        if evidence is None:
            continue
        for field, text in (
            ("table", evidence.table),
            ("figure", evidence.figure),
            ("section", evidence.section),
        ):
            if text is None or text[-1:].isdigit() or identity.fold(text) not in _SAYS_NOTHING:
                continue
            yield Problem(
                f"{shown(text)} does not say where the number stands",
                at=Place(("results", index, "evidence", field)),
                fix=f"Write which {field} it is, or leave the line out.",
            )
