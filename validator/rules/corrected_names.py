"""801 to 829: corrections of names, and of things that are one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pwc import identity
from pwc.metric_twins import twin
from pwc.record import Board, Metric
from validator.context import Context
from validator.correcting.correction import Correction, corrections, table
from validator.correcting.reach import boards_of
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
                if one.kind == "model":
                    merge = "Rename the one to the other if they are one; otherwise choose another name."
                yield Problem(
                    f"{shown(wanted)} is a name of the {'metric' if is_metric else one.kind} {shown(owner)}",
                    at=one.place(key),
                    fix=choose if is_metric else merge,
                )


def _owner(context: Context, one: Correction, name: str) -> str | None:
    """The name of another thing of the same kind that is called like this already."""
    if table(context, one.kind) is not None:  # also those that this file and the ones before it bring
        match = getattr(context.names, f"{one.kind}s").find(name)
        return None if match is None or match.record.slug == one.about else str(match.record.name)
    board = one.thing.board
    if one.kind == "board" and board is not None:
        task, dataset = board.task, board.dataset
        others = [metric for metric in board.metrics if metric != one.thing.metric]
        owner = twin(Metric(name=name, better="higher", scale="none"), others)
        new = context.names.new_metrics((task, dataset)) if owner is None else ()
        same = (metric for metric in new if identity.fold(metric.name) == identity.fold(name))
        owner = owner or next(same, None)
        return None if owner is None else owner.name
    return _other_model(context, one, name) if one.kind == "model" else None


def _other_model(context: Context, one: Correction, name: str) -> str | None:
    """The model that has a name already; by a rename two models that have results become one."""
    match = context.catalog.models.find(name)
    owner = None if match is None else match.record.name
    if owner is not None and owner != one.about and not ("rename" in one.written and owner == name):
        return owner
    from validator.naming.models import is_known  # noqa: PLC0415 (reads all boards, for this correction alone)

    is_taken = "alias" in one.written and name != one.about and is_known(context.catalog, name)
    return name if is_taken else None


@rule("PWC808", Severity.ERROR)
def merge_into_itself(context: Context) -> Iterator[Problem]:
    """Something is to be merged into itself.

    Why: there are not two things that could become one.
    Fix: name the one that goes first, and under `merge_into:` the one that stays.
    """
    for one in corrections(context):
        target, board = one.written.get("merge_into"), one.thing.board
        is_its_board = board is not None and target is not None and context.catalog.board_at(target) == board
        if target == one.about or (one.kind == "board" and is_its_board):
            yield Problem(
                f"{shown(one.about)} is the {one.kind} itself",
                at=one.place("merge_into"),
                fix="Name the one that goes first, and under `merge_into:` the one that stays.",
            )


@rule("PWC809", Severity.ERROR)
def merge_of_unlike_boards(context: Context) -> Iterator[Problem]:
    """Two leaderboards are to become one, and their metrics do not fit.

    Why: where a metric has another direction or scale on each, half of the numbers would be sorted upside
    down or be off by a hundred; where two metrics of one are the same one of the other, by its aliases, some
    would be lost.
    Fix: correct the metric on one of the two first, in a file of its own.
    """
    before: dict[tuple[str, str], list[str]] = {}
    for one in corrections(context):
        target = one.written.get("merge_into")
        if target is None or target == one.about:
            continue
        with_it = before.setdefault((one.kind, target), [target])
        meet = list(_boards_that_meet(context, one, with_it))
        with_it.append(one.about)
        for from_board, into_board in meet:
            for ours, theirs in _two_for_one(from_board, into_board):
                yield Problem(
                    f"{shown(ours.name)} and {shown(theirs.name)} of {from_board.slug} would be one on "
                    f"{into_board.slug}",
                    at=one.place("merge_into"),
                    fix="Correct the names of the metrics first, in a file of its own.",
                )
            for ours, theirs in _unlike_metrics(from_board, into_board):
                yield Problem(
                    f"{shown(ours.name)} is {_told(ours)} on {from_board.slug}, and {_told(theirs)} on "
                    f"{into_board.slug}",
                    at=one.place("merge_into"),
                    fix="Correct the metric on one of the two first, in a file of its own.",
                )


def _boards_that_meet(
    context: Context, one: Correction, others: Sequence[str]
) -> Iterator[tuple[Board, Board]]:
    """The pairs of boards that a merge makes one: of boards, or of all tasks or datasets that both have.

    ``others`` are what stays, and what this file has merged into it before.
    """
    catalog = context.catalog
    if one.kind == "board":
        boards = [one.thing.board]
    elif one.kind in {"task", "dataset"}:
        boards = [*boards_of(catalog, one.kind, one.about)]
    else:
        return
    for board in filter(None, boards):
        for other in others:
            if one.kind == "board":
                there = catalog.board_at(other)
            elif one.kind == "task":
                there = catalog.board(other, board.dataset)
            else:
                there = catalog.board(board.task, other)
            if there is not None and there.key != board.key:
                yield board, there


def _unlike_metrics(one: Board, other: Board) -> Iterator[tuple[Metric, Metric]]:
    for metric in one.metrics:
        same = twin(metric, other.metrics)
        if same is not None and (same.better, same.scale) != (metric.better, metric.scale):
            yield metric, same


def _two_for_one(one: Board, other: Board) -> Iterator[tuple[Metric, Metric]]:
    """Two metrics of a board that are the same one of the other."""
    first: dict[str, Metric] = {}
    for metric in one.metrics:
        same = twin(metric, other.metrics)
        if same is not None and (before := first.setdefault(same.name, metric)) is not metric:
            yield before, metric


def _told(metric: Metric) -> str:
    scale = "no scale" if metric.scale == "none" else f"in {metric.scale}"
    return f"{scale} with {metric.better} being better"
