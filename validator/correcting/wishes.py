"""What corrections want of what: two that say different things about the same contradict each other."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from pwc import identity
from validator.context import Context
from validator.correcting.correction import Correction, corrections

_STATUSES = ("retract", "dispute", "restore", "revert")


class Wish(Struct, frozen=True):
    """What a correction wants of what."""

    about: object
    says: object
    once: bool = True
    """Whether it is superfluous to say the same twice."""


def of_file(context: Context) -> Iterator[tuple[Correction, Wish]]:
    """The wishes of a submission's corrections, in their order."""
    for one in corrections(context):
        for wish in _of(one):
            yield one, wish


def _of(one: Correction) -> Iterator[Wish]:
    # two slugs may lead to one board
    about = one.about if one.kind != "board" or one.thing.board is None else one.thing.board.key
    thing = (one.kind, about, one.written.get("metric"))
    kind = (one.kind, about) if one.kind == "board" else one.kind  # metrics of two boards may share a name
    yield from (Wish((thing, field), value) for field, value in one.set.items())
    status = next((key for key in _STATUSES if key in one.written), None)
    if status is not None:
        yield Wish((thing, "status"), status)
    for key in ("rename", "alias"):
        if key in one.written:  # one name for two things
            yield Wish((kind, "name", identity.fold(one.written[key])), thing)
    if "rename" in one.written:
        yield Wish((thing, "rename"), one.written["rename"])
        if one.kind == "model":  # who is called like this afterwards would depend on the order
            yield Wish((kind, "name", identity.fold(about)), thing, once=False)
    if "merge_into" in one.written:
        target = one.written["merge_into"]
        yield Wish((thing, "merge"), target)
        yield Wish((one.kind, frozenset((one.about, target))), one.about)  # each into the other
