"""Corrections, resolved: what each is about, what it sets, what it says was there, and what is there now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from msgspec import Struct

from pwc.names import Names
from pwc.record import Board, Metric, Paper, Result
from validator.context import Context
from validator.correcting import field
from validator.correcting.field import Fields
from validator.finding import Place


class Thing(Struct, frozen=True):
    """What the catalog has of the thing that a correction is about."""

    is_known: bool
    now: Fields = {}
    """Its fields, where those can be set."""
    result: Result | None = None
    paper: Paper | None = None
    board: Board | None = None
    """The board, or the result's board."""
    metric: Metric | None = None


class Correction(Struct, frozen=True):
    """One entry under ``corrections``."""

    index: int
    kind: str
    """What it is about: result, paper, task, dataset, method, model, board or submission."""
    about: str
    """The id, slug, name or path of the thing."""
    written: Mapping[str, Any]
    thing: Thing
    set: Fields
    was: Fields

    def place(self, *steps: str | int, key: bool = False) -> Place:
        """The place of something in this correction."""
        return Place(("corrections", self.index, *steps), key=key)


@lru_cache(maxsize=1)
def corrections(context: Context) -> tuple[Correction, ...]:
    """The corrections of a submission, looked up once for all rules.

    None of a file that is in the catalog already: what it says was there is not there any more, because it
    was corrected.
    """
    found = () if context.accepted else context.submission.corrections
    return tuple(_resolved(context, index, written) for index, written in enumerate(found))


def _resolved(context: Context, index: int, written: Mapping[str, Any]) -> Correction:
    kind = next(kind for kind in _LOOK_UP if kind in written)
    new, old = (field.written(written.get(part, {}), context.names) for part in ("set", "was"))
    return Correction(index, kind, written[kind], written, _LOOK_UP[kind](context, written), new, old)


def table(context: Context, kind: str) -> Names[Any] | None:
    """The names of a kind of thing that has a table: tasks, datasets, methods."""
    tables = {"task": "tasks", "dataset": "datasets", "method": "methods"}
    return getattr(context.catalog, tables[kind]) if kind in tables else None


def _result(context: Context, written: Mapping[str, Any]) -> Thing:
    found = context.catalog.result(written["result"])
    if found is None:
        return Thing(is_known=False)
    board, result = found
    return Thing(is_known=True, now=field.of_result(result), result=result, board=board)


def _paper(context: Context, written: Mapping[str, Any]) -> Thing:
    paper = context.catalog.paper(written["paper"])
    now = {} if paper is None else field.of_paper(paper, context.names_before)
    return Thing(is_known=paper is not None, now=now, paper=paper)


def _board(context: Context, written: Mapping[str, Any]) -> Thing:
    board = context.catalog.board_at(written["board"])
    metric = None if board is None or "metric" not in written else board.metric(written["metric"])
    now = {} if metric is None else field.of_metric(metric)
    return Thing(is_known=board is not None, now=now, board=board, metric=metric)


def _named(kind: str) -> Callable[[Context, Mapping[str, Any]], Thing]:
    def look_up(context: Context, written: Mapping[str, Any]) -> Thing:
        names = table(context, kind)
        return Thing(is_known=names is not None and names.has_slug(written[kind]))

    return look_up


def _submission(context: Context, written: Mapping[str, Any]) -> Thing:
    return Thing(is_known=context.catalog.accepted(written["submission"]) is not None)


def _model(context: Context, written: Mapping[str, Any]) -> Thing:
    """A model has no record of its own: it is known if any result is its."""
    from validator.naming.models import is_known  # noqa: PLC0415 (reads all boards, for this correction alone)

    return Thing(is_known=is_known(context.catalog, written["model"]))


_LOOK_UP: Mapping[str, Callable[[Context, Mapping[str, Any]], Thing]] = {
    "result": _result,
    "paper": _paper,
    "board": _board,
    "submission": _submission,
    "model": _model,
    **{kind: _named(kind) for kind in ("task", "dataset", "method")},
}
"""How a thing is found; the schema sees to it that a correction is about exactly one of these."""
