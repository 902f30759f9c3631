"""801 to 829: corrections beside others, in one file and in one pull request."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from pwc import identity
from pwc.record import Result, Status
from validator.context import Context
from validator.correcting import acts
from validator.correcting.correction import Correction, corrections
from validator.finding import Place, Problem, Severity
from validator.quote import shown
from validator.registry import rule

MOST_WIDE = 25
"""Each of these looks at all of the catalog."""


@rule("PWC819", Severity.ERROR)
def moved_beside_others(context: Context) -> Iterator[Problem]:
    """A file that makes two things one, renames a metric or undoes a submission does something else as well.

    Why: such a change moves what other entries name; whether those still find it would depend on their order.
    Fix: put it into a pull request of its own. Several of one kind may stand together in one file.
    """
    does = acts.acts(context)
    if not does:
        return
    fix = "Put them into pull requests of their own."
    if len(does) > 1 and any(map(acts.moves, does)):
        yield Problem(f"this file {' and '.join(does)}", at=Place(("corrections",), key=True), fix=fix)
        return
    for file, others in context.batch.acts.items():
        if set(others) | set(does) != {acts.REVERT} and any(map(acts.moves, (*others, *does))):
            message = f"this file {' and '.join(does)}, and {shown(file)}, before it, {' and '.join(others)}"
            yield Problem(message, at=Place(("corrections",), key=True), fix=fix)
            return
    yield from _chains(context)


def _chains(context: Context) -> Iterator[Problem]:
    goes = {(one.kind, _place(context, one.kind, one.about)): one for one in _merges(context)}
    for one in _merges(context):
        target = one.written["merge_into"]
        on = goes.get((one.kind, _place(context, one.kind, target)))
        if on is not None and on is not one and on.written["merge_into"] != one.about:  # that is PWC811
            yield Problem(
                f"{shown(target)} is itself merged into {shown(on.written['merge_into'])}",
                at=one.place("merge_into"),
                fix="Name the one that stays in the end.",
            )


def _merges(context: Context) -> Iterator[Correction]:
    return (one for one in corrections(context) if "merge_into" in one.written)


def _place(context: Context, kind: str, slug: str) -> str:
    """A slug, or the place of the board that it leads to: two slugs may lead to one."""
    board = context.catalog.board_at(slug) if kind == "board" else None
    return slug if board is None else board.key


@rule("PWC820", Severity.ERROR)
def results_become_equal(context: Context) -> Iterator[Problem]:
    """Corrections leave two results on a board that say the same, neither of them retracted.

    Why: one number would stand there twice.
    Fix: retract one of the two instead.
    """
    last: dict[str, Correction] = {}
    after: dict[str, Result] = {}
    for one in corrections(context):
        if (result := one.thing.result) is not None:
            last[result.id] = one
            after[result.id] = _corrected(after.get(result.id, result), one)
    saying: dict[object, list[str]] = {}
    for board in {one.thing.board.key: one.thing.board for one in last.values() if one.thing.board}.values():
        for row in board.results:
            result = after.get(row.id, row)
            if result.status != "retracted":
                saying.setdefault((board.key, _meaning(result)), []).append(row.id)
    for ids in saying.values():
        for id_ in ids if len(ids) > 1 else ():
            if id_ in last:
                other = next(one for one in ids if one != id_)
                fix = "Retract one of the two instead."
                yield Problem(f"this would say the same as {other}", at=last[id_].place(), fix=fix)


def _corrected(result: Result, one: Correction) -> Result:
    """What a result says after a correction, as far as it matters here."""
    status = next((then for action, then in _STATUSES.items() if action in one.written), result.status)
    if result.status == "retracted" and "dispute" in one.written:  # that is PWC806
        status = result.status
    fields = {field[0]: value for field, value in one.set.items() if field[0] in _TELLING}
    values = {field[1]: value for field, value in one.set.items() if field[0] == "metrics"}
    return replace(result, status=status, metrics=result.metrics | values, **fields)


_STATUSES: Mapping[str, Status] = {"retract": "retracted", "dispute": "disputed", "restore": "active"}
_TELLING = ("model", "setting", "extra_training_data")


def _meaning(result: Result) -> object:
    values = frozenset((name, value.value) for name, value in result.metrics.items())
    return result.paper, result.model, identity.fold(result.setting or ""), result.extra_training_data, values


@rule("PWC821", Severity.ERROR)
def too_many_wide_corrections(context: Context) -> Iterator[Problem]:
    """A file has very many corrections that each look for something all over the catalog.

    Why: things that are made one, and models that are renamed, may be named anywhere; hundreds of them in a
    file would keep everybody waiting.
    Fix: offer them in several pull requests.
    """
    wide = sum(acts.act(one).startswith("merges") or _renames_a_model(one) for one in corrections(context))
    if wide > MOST_WIDE:
        yield Problem(
            f"{wide} corrections look all over the catalog; {MOST_WIDE} may stand in one file",
            at=Place(("corrections",), key=True),
            fix="Offer them in several pull requests.",
        )


def _renames_a_model(one: Correction) -> bool:
    return one.kind == "model" and "rename" in one.written


@rule("PWC822", Severity.ERROR)
def merge_closes_a_circle(context: Context) -> Iterator[Problem]:
    """Things are to become one that have others between them, so that one would be a part of itself.

    Why: readers that walk up the tree would never arrive.
    Fix: merge the one in between as well, or first.
    """
    for kind in ("task", "dataset"):
        merges = [one for one in _merges(context) if one.kind == kind]
        if not merges:
            continue
        into = {one.about: one.written["merge_into"] for one in merges}
        above = _above(context, kind, into)
        for one in merges:
            if _is_above_itself(above, into[one.about]):
                yield Problem(
                    f"{shown(into[one.about])} would be a part of itself, by way of what stands between them",
                    at=one.place("merge_into"),
                    fix="Merge the one in between as well, or the other way round.",
                )


def _above(context: Context, kind: str, into: Mapping[str, str]) -> dict[str, set[str]]:
    """What everything is part of once the merges are done; what goes takes its own place with it."""
    table = context.catalog.tasks if kind == "task" else context.catalog.datasets
    above: dict[str, set[str]] = {}
    for record in table:
        if record.slug not in into:
            own = getattr(record, "parents", None) or (getattr(record, "parent", None),)
            wholes = {into.get(slug, slug) for slug in own if slug is not None}
            above[record.slug] = wholes - {record.slug}
    return above


def _is_above_itself(above: Mapping[str, set[str]], start: str) -> bool:
    seen: set[str] = set()
    level = set(above.get(start, ()))
    while level:
        seen |= level
        level = {whole for one in level for whole in above.get(one, ())} - seen
    return start in seen
