"""801 to 829: corrections to what the catalog has: whether they can be carried out, and checked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pwc import identity
from validator.context import Context
from validator.correcting import wishes
from validator.correcting.correction import Correction, corrections, table
from validator.correcting.field import is_the_same
from validator.finding import Problem, Severity
from validator.quote import listing, near_text, shown
from validator.registry import rule
from validator.wording.form import is_placeholder

_VACUOUS = frozenset(
    (
        *("a", "an", "the", "this", "that", "it", "is", "was", "are", "be", "in", "of", "to", "my", "please"),
        *("fix", "fixed", "fixes", "fixing", "correct", "corrected", "correction", "update", "updated"),
        *("wrong", "incorrect", "bad", "error", "mistake", "typo", "misprint", "invalid", "outdated"),
        *("value", "number", "result", "entry", "name", "data", "metric", "score", "see", "paper", "remove"),
        *("change", "duplicate", "test"),
    )
)
"""Words that say that something is wrong, and not what."""

MOST_LOOKED_FOR = 25
"""So many unknown names are compared with all that there are; a file may have five hundred."""


@rule("PWC802", Severity.ERROR)
def correction_of_nothing(context: Context) -> Iterator[Problem]:
    """A correction names something that the catalog does not have.

    Why: there is nothing that could be corrected, or something else was meant.
    Fix: copy the id or the slug: a row shows its result's id, the slug is the last part of an address.
    """
    found = 0
    for one in corrections(context):
        from validator.correcting import target  # noqa: PLC0415 (few files have corrections)

        found += not one.thing.is_known
        if not one.thing.is_known:
            meant = target.meant(context, one.kind, one.about, is_looked_for=found <= MOST_LOOKED_FOR)
            message = f"the catalog has no {one.kind} {shown(one.about)}"
            yield Problem(message, at=one.place(one.kind), fix=meant.advice, repair=meant.certain)
        yield from _unknown_metrics(one)
        into = one.written.get("merge_into")
        if into is not None and not target.is_known(context, one.kind, into):
            found += 1
            meant = target.meant(context, one.kind, into, is_looked_for=found <= MOST_LOOKED_FOR)
            message = f"the catalog has no {one.kind} {shown(into)}"
            yield Problem(message, at=one.place("merge_into"), fix=meant.advice, repair=meant.certain)


def _unknown_metrics(one: Correction) -> Iterator[Problem]:
    """The names of metrics in a correction that its board does not have."""
    board = one.thing.board
    if board is None:
        return
    known = [metric.name for metric in board.metrics]
    named = (
        [(one.written["metric"], one.place("metric"))]
        if one.kind == "board" and "metric" in one.written
        else []
    )
    for part, fields in (("set", one.set), ("was", one.was)):
        named += [(f[1], one.place(part, *f, key=True)) for f in fields if f[0] == "metrics"]
    for name, place in named:
        if name not in known:
            same = [other for other in known if identity.fold(other) == identity.fold(name)]
            near = near_text(name, known)
            fix = f"Did you mean {shown(near)}?" if near else f"Its metrics are {listing(known)}."
            message = f"the board {board.slug} has no metric {shown(name)}"
            yield Problem(message, at=place, fix=fix, repair=same[0] if len(same) == 1 else None)


@rule("PWC805", Severity.ERROR)
def changes_nothing(context: Context) -> Iterator[Problem]:
    """A correction says what the catalog says already.

    Why: accepting it would change nothing. Setting what the catalog inferred does: it confirms it.
    Fix: delete it, or look again at what it was to change.
    """
    for one in corrections(context):
        if (told := _what_stays(context, one)) is not None:
            part, message = told
            yield Problem(
                message, at=one.place(part, key=True), fix="Delete it, or see what it was to change."
            )


def _what_stays(context: Context, one: Correction) -> tuple[str, str] | None:
    now, metric = one.thing.now, one.thing.metric
    if one.set and now and all(is_the_same(field, value, now.get(field)) for field, value in one.set.items()):
        return None if metric is not None and metric.inferred else ("set", "this is what the catalog has")
    names, rename, alias = table(context, one.kind), one.written.get("rename"), one.written.get("alias")
    record = names.by_slug(one.about) if names is not None else metric
    if record is None:
        return ("rename", "this is its name already") if rename == one.about else None
    if rename is not None and rename == record.name:
        return "rename", "this is its name already"
    known = {identity.fold(name) for name in (record.name, *record.aliases)}
    if alias is not None and identity.fold(alias) in known:
        return "alias", f"{shown(record.name)} is found under this name already"
    return None


@rule("PWC810", Severity.WARNING)
def reason_says_nothing(context: Context) -> Iterator[Problem]:
    """The reason of a correction says that something is wrong, and not what, or how anybody could tell.

    Why: a maintainer, and everybody who later wonders why a number changed, must be able to check it.
    Fix: say where the right one stands: which table of which version, which page, which message of an author.
    """
    for one in corrections(context):
        reason = one.written["reason"]
        words = re.findall(r"\w+(?:[.\-/]\w+)*", reason.lower())
        telling = [word for word in words if word not in _VACUOUS]
        in_words = reason.isascii()  # some scripts put no spaces between words
        if is_placeholder(reason) or (in_words and (len(words) < 3 or len(telling) < 2)):
            yield Problem(
                f"from {shown(reason)} nobody can tell whether the correction is right",
                at=one.place("reason"),
                fix="Say how somebody else can check it: which table of which version, which page.",
            )


@rule("PWC811", Severity.ERROR)
def corrections_contradict(context: Context) -> Iterator[Problem]:
    """Two corrections of a pull request say different things about the same, or the same thing twice.

    Why: which of the two counts would depend on their order.
    Fix: keep the one that is right.
    """
    first: dict[object, tuple[object, Correction]] = {}
    told: set[int] = set()
    for one, wish in wishes.of_file(context):
        said, other = first.setdefault(wish.about, (wish.says, one))
        before = context.batch.wishes.get(wish.about)
        if one.index in told:
            continue
        if other is not one and (wish.once or said != wish.says):
            line = context.entry.document.span(("corrections", other.index)).line
            yield _contradiction(one, f"the correction on line {line}", agrees=said == wish.says)
            told.add(one.index)
        elif before is not None and (wish.once or before.says != wish.says):
            where = f"a correction in {shown(before.file)}, before it"
            yield _contradiction(one, where, agrees=before.says == wish.says)
            told.add(one.index)


def _contradiction(one: Correction, other: str, *, agrees: bool) -> Problem:
    message = f"this {'says the same as' if agrees else 'contradicts'} {other}"
    return Problem(message, at=one.place(), fix="Keep the one that is right.")
