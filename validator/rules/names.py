"""501 to 519: names of tasks, datasets, methods and metrics that a submission uses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

from pwc import identity
from pwc.names import Names
from pwc.record import Metric
from validator.context import Context
from validator.finding import Place, Problem, Severity
from validator.naming import described, uses
from validator.quote import did_you_mean, listing, near_text, shown, visible
from validator.registry import rule
from validator.row import Row


def _unknown(context: Context, used: Iterator[uses.Use], names: Names[Any], kind: str) -> Iterator[Problem]:
    for name, path in used:
        if names.find(name) is None:
            question = did_you_mean(context.near(names, name))
            new = described.under_new(kind, name="" if question else name)  # never a misspelling to copy
            otherwise = f"if it is new, describe it under {new}."
            fix = f"{question} Or, {otherwise}" if question else f"I{otherwise[1:]}"
            yield Problem(f"the catalog has no {kind} {shown(name)}", at=Place(path), fix=fix)


@rule("PWC501", Severity.ERROR)
def unknown_task(context: Context) -> Iterator[Problem]:
    """A task is not in the catalog.

    Why: a second spelling would open a second leaderboard for one task.
    Fix: use the catalog's name, or describe the task under `new: {tasks: [{name: …, area: …}]}`.
    """
    yield from _unknown(context, uses.tasks(context.submission), context.names.tasks, "task")


@rule("PWC502", Severity.ERROR)
def unknown_dataset(context: Context) -> Iterator[Problem]:
    """A dataset is not in the catalog.

    Why: a second spelling would open a second leaderboard for one dataset.
    Fix: use the catalog's name, or describe the dataset under `new: {datasets: [{name: …}]}`.
    """
    yield from _unknown(context, uses.datasets(context.submission), context.names.datasets, "dataset")


@rule("PWC503", Severity.ERROR)
def unknown_metric(context: Context) -> Iterator[Problem]:
    """A leaderboard does not have this metric, or does not exist yet.

    Why: without its direction and scale a number cannot be ranked.
    Fix: use one of the board's metrics, or describe the metric under `new: {metrics: […]}`, with `task:`,
    `dataset:`, `name:`, `better:` and `scale:`.
    """
    for row, name in _unknown_metrics(context):
        if _metrics_called(row, name):
            continue  # PWC510 says so
        board, known = f"{shown(row.entry.task)} on {shown(row.entry.dataset)}", list(row.metrics)
        if known:
            message = f"the board {board} has no metric {shown(name)}"
            near = near_text(name, known) or _abbreviated(name, known)
            meant = f"Did you mean {shown(near)}?" if near else f"Its metrics are {listing(known)}."
            fix = f"{meant} If this is another one, "
        else:
            message = f"the board {board} is new, and nothing says what {shown(name)} is"
            elsewhere = _tasks_with_boards(context, row)
            fix = (
                f"{shown(row.entry.dataset)} has a board under {elsewhere}. Is that meant? "
                if elsewhere
                else ""
            )
            fix += "To open a new board, "
        fix += f"describe the metric under {_new_metric(context, row, name)}. {described.CHOICES}"
        yield Problem(message, at=Place(row.path("metrics", name), key=True), fix=fix)


def _abbreviated(name: str, known: Sequence[str]) -> str | None:
    """The one metric that begins so: `Acc` for Accuracy."""
    found = [metric for metric in known if metric.casefold().startswith(name.casefold().rstrip("."))]
    return found[0] if len(found) == 1 else None


def _new_metric(context: Context, row: Row, name: str) -> str:
    """How a metric of a result's board is described, by the catalog's names of the board."""
    task, dataset = context.names.tasks.find(row.entry.task), context.names.datasets.find(row.entry.dataset)
    return described.under_new(
        "metric",
        task=row.entry.task if task is None else task.record.name,
        dataset=row.entry.dataset if dataset is None else dataset.record.name,
        name=name,
    )


def _tasks_with_boards(context: Context, row: Row) -> str:
    """The tasks under which the dataset of a result has a board already."""
    names, dataset = context.names, "" if row.key is None else row.key[1]
    record = names.datasets.by_slug(dataset)
    slugs = () if record is None else record.tasks
    tasks = (names.tasks.by_slug(slug) for slug in slugs if context.catalog.board(slug, dataset))
    return listing([visible(task.name) for task in tasks if task is not None], last="or")


def _unknown_metrics(context: Context) -> Iterator[tuple[Row, str]]:
    """The metrics that are not exactly one of their board; an unknown board is a matter of PWC501 and 502."""
    for row in context.rows:
        if row.key is not None:
            yield from ((row, name) for name in row.entry.metrics if name not in row.metrics)


def _metrics_called(row: Row, name: str) -> list[Metric]:
    """The board's metrics that have this name in another spelling, or as an alias."""
    folded = identity.fold(name)
    return [
        metric
        for metric in row.metrics.values()
        if any(identity.fold(known) == folded for known in (metric.name, *metric.aliases))
    ]


@rule("PWC504", Severity.ERROR)
def unknown_method(context: Context) -> Iterator[Problem]:
    """A method is not in the catalog.

    Why: a second spelling would split the method's page in two.
    Fix: use the catalog's name, or describe the method under `new: {methods: [{name: …}]}`.
    """
    yield from _unknown(context, uses.methods(context.submission), context.names.methods, "method")


@rule("PWC505", Severity.WARNING)
def name_variant(context: Context) -> Iterator[Problem]:
    """A name is another spelling of one in the catalog.

    Why: the catalog's name will be used; make sure that it means the same thing.
    Fix: write the catalog's name.
    """
    submission, names = context.submission, context.names
    everywhere: Iterator[tuple[uses.Use, Names[Any]]] = chain(
        ((use, names.tasks) for use in uses.tasks(submission)),
        ((use, names.datasets) for use in uses.datasets(submission)),
        ((use, names.methods) for use in uses.methods(submission)),
        ((use, names.areas) for use in uses.areas(submission)),
    )
    new = submission.new
    described = {task.name for task in new.tasks}
    described |= {dataset.name for dataset in new.datasets} | {method.name for method in new.methods}
    for (name, path), table in everywhere:
        match = table.find(name)
        if match is not None and not match.exact:
            canonical = match.record.name
            if canonical in described:  # which of the two is right, only the contributor knows
                message = f"{shown(name)} is written {shown(canonical)} under `new:`"
                yield Problem(message, at=Place(path), fix="Write it the same way in both places.")
                continue
            yield Problem(
                f"the catalog's name for {shown(name)} is {shown(canonical)}",
                at=Place(path),
                fix=f"Write {visible(canonical)}.",
                repair=canonical,
            )


@rule("PWC510", Severity.ERROR)
def metric_name_variant(context: Context) -> Iterator[Problem]:
    """A metric is written in another spelling than its leaderboard has, or by an alias.

    Why: a leaderboard is a table, and the metric's name is the head of a column: under another spelling the
    number would stand in no column. Of tasks and datasets the merge takes the catalog's name; a result keeps
    the names of its metrics as they are written.
    Fix: write the leaderboard's name.
    """
    for row, name in _unknown_metrics(context):
        meant = [metric.name for metric in _metrics_called(row, name)]
        if not meant:
            continue
        alike = [n for n in row.entry.metrics if n == meant[0] or _metrics_called(row, n)]
        is_certain = len(meant) == 1 and alike == [name]  # two keys must not become one
        fix = f"Write {visible(meant[0])}." if is_certain else "Keep one number, under the board's name."
        yield Problem(
            f"this board's name for {shown(name)} is {listing([visible(one) for one in meant], last='or')}",
            at=Place(row.path("metrics", name), key=True),
            fix=fix,
            repair=meant[0] if is_certain else None,
        )


@rule("PWC532", Severity.WARNING)
def model_has_another_name(context: Context) -> Iterator[Problem]:
    """A model is called by a name that was corrected: the catalog keeps its results under another one.

    Why: under two names one model looks like two on every board.
    Fix: write the catalog's name; if this is another model, write what tells the two apart.
    """
    if not len(context.catalog.models):
        return
    for row in context.rows:
        match = context.catalog.models.find(row.entry.model)
        if match is not None and not match.exact:
            name = match.record.name
            yield Problem(
                f"the catalog's name for {shown(row.entry.model)} is {shown(name)}",
                at=Place(row.path("model")),
                fix=f"Write {visible(name)}.",
                repair=name,
            )
