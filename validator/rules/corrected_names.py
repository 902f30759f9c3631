"""801 to 829: corrections of names, and of things that are one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pwc import identity
from pwc.catalog import BOARDS
from pwc.record import Board, Metric
from validator.context import Context
from validator.correcting.correction import Correction, corrections, table
from validator.finding import Problem, Severity
from validator.quote import shown
from validator.registry import rule


@rule("PWC807", Severity.ERROR)
def name_is_taken(context: Context) -> Iterator[Problem]:
    """A new name or alias is one that another thing of the same kind has, in whatever spelling.

    Why: looking it up would find one of the two, and nobody could say which.
    Fix: merge the two if they are one (`merge_into:`); otherwise choose another name.
    """
    for one in corrections(context):
        for key in ("rename", "alias"):
            wanted = one.written.get(key)
            owner = None if wanted is None else _owner(context, one, wanted)
            if owner is not None:
                is_metric = one.kind == "board"
                choose = "Choose another name."
                merge = "Merge the two with `merge_into:` if they are one; otherwise choose another name."
                yield Problem(
                    f"{shown(wanted)} is a name of the {'metric' if is_metric else one.kind} {shown(owner)}",
                    at=one.place(key),
                    fix=choose if is_metric else merge,
                )


def _owner(context: Context, one: Correction, name: str) -> str | None:
    """The name of another thing of the same kind that is called like this already."""
    names = table(context, one.kind)
    if names is not None:
        match = names.find(name)
        return None if match is None or match.record.slug == one.about else str(match.record.name)
    folded, board = identity.fold(name), one.thing.board
    for metric in board.metrics if one.kind == "board" and board is not None else ():
        if metric != one.thing.metric and folded in map(identity.fold, (metric.name, *metric.aliases)):
            return metric.name
    return None  # two spellings of a model become one by a rename


@rule("PWC808", Severity.ERROR)
def merge_into_itself(context: Context) -> Iterator[Problem]:
    """Something is to be merged into itself.

    Why: there are not two things that could become one.
    Fix: name the one that goes first, and under `merge_into:` the one that stays.
    """
    for one in corrections(context):
        if one.written.get("merge_into") == one.about:
            yield Problem(
                f"{shown(one.about)} is the {one.kind} itself",
                at=one.place("merge_into"),
                fix="Name the one that goes first, and under `merge_into:` the one that stays.",
            )


@rule("PWC809", Severity.ERROR)
def merge_of_unlike_boards(context: Context) -> Iterator[Problem]:
    """Two leaderboards are to become one, and a metric of theirs has another direction or scale on each.

    Why: half of the numbers would be sorted upside down, or be off by a hundred.
    Fix: correct the metric on one of the two first, in a file of its own.
    """
    for one in corrections(context):
        target = one.written.get("merge_into")
        if target is None or target == one.about:
            continue
        for from_board, into_board in _boards_that_meet(context, one, target):
            for ours, theirs in _unlike_metrics(from_board, into_board):
                yield Problem(
                    f"{shown(ours.name)} is {_told(ours)} on {from_board.slug}, and {_told(theirs)} on "
                    f"{into_board.slug}",
                    at=one.place("merge_into"),
                    fix="Correct the metric on one of the two first, in a file of its own.",
                )


def _boards_that_meet(context: Context, one: Correction, target: str) -> Iterator[tuple[Board, Board]]:
    """The pairs of boards that a merge makes one: of boards, or of all tasks or datasets that both have."""
    catalog = context.catalog
    pairs: Iterable[tuple[Board | None, Board | None]] = ()
    if one.kind == "board":
        pairs = [(one.thing.board, catalog.board_at(target))]
    elif one.kind == "task":
        files = (path.rpartition("/")[2] for path in catalog.tree.paths(f"{BOARDS}/{one.about}"))
        slugs = (file.removesuffix(".json") for file in files)
        pairs = ((catalog.board(one.about, slug), catalog.board(target, slug)) for slug in slugs)
    elif one.kind == "dataset":
        slugs = (task.slug for task in catalog.tasks)
        pairs = ((catalog.board(slug, one.about), catalog.board(slug, target)) for slug in slugs)
    for ours, theirs in pairs:
        if ours is not None and theirs is not None:
            yield ours, theirs


def _unlike_metrics(one: Board, other: Board) -> Iterator[tuple[Metric, Metric]]:
    theirs = {identity.fold(metric.name): metric for metric in other.metrics}
    for metric in one.metrics:
        twin = theirs.get(identity.fold(metric.name))
        if twin is not None and (twin.better, twin.scale) != (metric.better, metric.scale):
            yield metric, twin


def _told(metric: Metric) -> str:
    scale = "no scale" if metric.scale == "none" else f"in {metric.scale}"
    return f"{scale} with {metric.better} being better"
