"""5xx: names of tasks, datasets, methods and metrics."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

from pwc import identity
from pwc.names import Names
from pwc.span import Path
from pwc.submission import Submission
from validator.context import Context
from validator.finding import Place, Problem, Severity
from validator.quote import did_you_mean, listing, near_text, shown, visible
from validator.registry import rule

_Use = tuple[str, Path]
"""A name, and where it is used."""


def _listed(names: tuple[str, ...], *path: str | int) -> Iterator[_Use]:
    return ((name, (*path, index)) for index, name in enumerate(names))


def _tasks_used(submission: Submission) -> Iterator[_Use]:
    if submission.paper is not None:
        yield from _listed(submission.paper.tasks, "paper", "tasks")
    for i, result in enumerate(submission.results):
        yield result.task, ("results", i, "task")
    for i, task in enumerate(submission.new.tasks):
        if task.parent is not None:
            yield task.parent, ("new", "tasks", i, "parent")
    for i, dataset in enumerate(submission.new.datasets):
        yield from _listed(dataset.tasks, "new", "datasets", i, "tasks")
    for i, metric in enumerate(submission.new.metrics):
        yield metric.task, ("new", "metrics", i, "task")


def _datasets_used(submission: Submission) -> Iterator[_Use]:
    for i, result in enumerate(submission.results):
        yield result.dataset, ("results", i, "dataset")
    for i, metric in enumerate(submission.new.metrics):
        yield metric.dataset, ("new", "metrics", i, "dataset")


def _methods_used(submission: Submission) -> Iterator[_Use]:
    if submission.paper is not None:
        yield from _listed(submission.paper.methods, "paper", "methods")


def _unknown(uses: Iterator[_Use], names: Names[Any], kind: str) -> Iterator[Problem]:
    for name, path in uses:
        if names.find(name) is None:
            question = did_you_mean(names.near(name))
            otherwise = f"if it is new, describe it under `new: {{{kind}s: […]}}`."
            fix = f"{question} Or, {otherwise}" if question else otherwise.capitalize()
            yield Problem(f"the catalog has no {kind} {shown(name)}", at=Place(path), fix=fix)


@rule("PWC501", Severity.ERROR)
def unknown_task(context: Context) -> Iterator[Problem]:
    """A task is not in the catalog.

    Why: a second spelling would open a second leaderboard for one task.
    Fix: use the catalog's name, or describe the task under `new: {tasks: […]}`.
    """
    yield from _unknown(_tasks_used(context.submission), context.names.tasks, "task")


@rule("PWC502", Severity.ERROR)
def unknown_dataset(context: Context) -> Iterator[Problem]:
    """A dataset is not in the catalog.

    Why: a second spelling would open a second leaderboard for one dataset.
    Fix: use the catalog's name, or describe the dataset under `new: {datasets: […]}`.
    """
    yield from _unknown(_datasets_used(context.submission), context.names.datasets, "dataset")


@rule("PWC503", Severity.ERROR)
def unknown_metric(context: Context) -> Iterator[Problem]:
    """A leaderboard does not have this metric, or does not exist yet.

    Why: without its direction and scale a number cannot be ranked.
    Fix: use one of the board's metrics, or describe the metric under `new: {metrics: […]}`.
    """
    for index, result in enumerate(context.submission.results):
        if not (context.names.tasks.find(result.task) and context.names.datasets.find(result.dataset)):
            continue  # PWC501 or PWC502 says what is wrong
        known = [metric.name for metric in context.names.metrics(result.task, result.dataset)]
        for name in (name for name in result.metrics if name not in known):
            board = f"{shown(result.task)} on {shown(result.dataset)}"
            if known:
                message = f"the board {board} has no metric {shown(name)}"
                near = near_text(name, known)
                meant = f"Did you mean {shown(near)}?" if near else f"Its metrics are {listing(known)}."
                fix = f"{meant} If this is another one, "
            else:
                message = f"the board {board} is new, and nothing says what {shown(name)} is"
                fix = "To open the board, "
            fix += "describe the metric under `new: {metrics: […]}` with `better:` and `scale:`."
            yield Problem(message, at=Place(("results", index, "metrics", name), key=True), fix=fix)


@rule("PWC504", Severity.ERROR)
def unknown_method(context: Context) -> Iterator[Problem]:
    """A method is not in the catalog.

    Why: a second spelling would split the method's page in two.
    Fix: use the catalog's name, or describe the method under `new: {methods: […]}`.
    """
    yield from _unknown(_methods_used(context.submission), context.names.methods, "method")


@rule("PWC505", Severity.WARNING)
def name_variant(context: Context) -> Iterator[Problem]:
    """A name is another spelling of one in the catalog.

    Why: the catalog's name will be used; make sure that it means the same thing.
    Fix: write the catalog's name.
    """
    submission = context.submission
    everywhere: Iterator[tuple[_Use, Names[Any]]] = chain(
        ((use, context.names.tasks) for use in _tasks_used(submission)),
        ((use, context.names.datasets) for use in _datasets_used(submission)),
        ((use, context.names.methods) for use in _methods_used(submission)),
        (
            ((task.area, ("new", "tasks", i, "area")), context.names.areas)
            for i, task in enumerate(submission.new.tasks)
        ),
    )
    for (name, path), names in everywhere:
        match = names.find(name)
        if match is not None and not match.exact:
            canonical = match.record.name
            yield Problem(
                f"the catalog's name for {shown(name)} is {shown(canonical)}",
                at=Place(path),
                fix=f"Write {visible(canonical)}.",
            )


@rule("PWC506", Severity.ERROR)
def not_new(context: Context) -> Iterator[Problem]:
    """Something under `new:` is in the catalog already, or is described twice.

    Why: describing it again would change it in passing, or make a twin of it.
    Fix: delete the entry, and use the catalog's name.
    """
    new, before = context.submission.new, context.names_before
    kinds: tuple[tuple[str, list[str], Names[Any]], ...] = (
        ("tasks", [task.name for task in new.tasks], before.tasks),
        ("datasets", [dataset.name for dataset in new.datasets], before.datasets),
        ("methods", [method.name for method in new.methods], before.methods),
    )
    for kind, entries, names in kinds:
        seen: set[str] = set()
        for index, name in enumerate(entries):
            place = Place(("new", kind, index, "name"))
            if match := names.find(name):
                known = shown(match.record.name)
                yield Problem(
                    f"the catalog has {known} already", at=place, fix=f"Delete this entry and use {known}."
                )
            elif identity.fold(name) in seen:
                yield Problem(f"{shown(name)} is described twice", at=place, fix="Delete one of the two.")
            seen.add(identity.fold(name))


@rule("PWC507", Severity.WARNING)
def new_area(context: Context) -> Iterator[Problem]:
    """A new task names an area that the catalog does not have.

    Why: areas are few, and the front page is made of them; accepting this opens a new one.
    Fix: use one of the catalog's areas, unless a new one is meant.
    """
    for index, task in enumerate(context.submission.new.tasks):
        if context.names_before.areas.find(task.area) is None:
            near = did_you_mean(context.names_before.areas.near(task.area))
            yield Problem(
                f"the catalog has no area {shown(task.area)}; accepting this opens it",
                at=Place(("new", "tasks", index, "area")),
                fix=near or "Leave it if a new area is meant.",
            )


@rule("PWC508", Severity.ERROR)
def metric_not_new(context: Context) -> Iterator[Problem]:
    """A metric under `new:` is one that its board has already, or is described twice.

    Why: a second description could turn the board upside down.
    Fix: delete the entry; to change direction or scale, use `corrections:`.
    """
    seen: set[tuple[str, str, str]] = set()
    for index, metric in enumerate(context.submission.new.metrics):
        before = context.names_before.metrics(metric.task, metric.dataset)
        known = {identity.fold(m.name): m for m in before}
        place = Place(("new", "metrics", index, "name"))
        key = (identity.fold(metric.task), identity.fold(metric.dataset), identity.fold(metric.name))
        if stored := known.get(key[2]):
            about = f"{stored.better} is better, scale {stored.scale}"
            yield Problem(
                f"this board has the metric {shown(stored.name)} already ({about})",
                at=place,
                fix="Delete this entry.",
            )
        elif key in seen:
            yield Problem(
                f"{shown(metric.name)} is described twice for this board", at=place, fix="Delete one."
            )
        seen.add(key)


@rule("PWC509", Severity.ERROR)
def task_within_itself(context: Context) -> Iterator[Problem]:
    """A new task is part of itself by way of its parents.

    Why: readers that walk up the tree of tasks would never arrive.
    Fix: give the broader task as the parent, or leave it out.
    """
    tasks = context.submission.new.tasks
    parents = {identity.fold(task.name): identity.fold(task.parent or "") for task in tasks}
    for index, task in enumerate(tasks):
        start = identity.fold(task.name)
        step, seen = parents[start], set[str]()
        while step in parents and step != start and step not in seen:
            seen.add(step)
            step = parents[step]
        if step == start:
            yield Problem(
                f"{shown(task.name)} is part of itself",
                at=Place(("new", "tasks", index, "parent")),
                fix="Name the broader task, or leave the parent out.",
            )
