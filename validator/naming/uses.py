"""Where a submission uses the names of tasks, datasets and methods."""

from __future__ import annotations

from collections.abc import Iterator

from pwc.span import Path
from pwc.submission import Submission

Use = tuple[str, Path]
"""A name, and where it is used."""


def tasks(submission: Submission) -> Iterator[Use]:
    """Every use of a task's name."""
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
    yield from _corrected(submission, "tasks")


def datasets(submission: Submission) -> Iterator[Use]:
    """Every use of a dataset's name."""
    for i, result in enumerate(submission.results):
        yield result.dataset, ("results", i, "dataset")
    for i, metric in enumerate(submission.new.metrics):
        yield metric.dataset, ("new", "metrics", i, "dataset")


def methods(submission: Submission) -> Iterator[Use]:
    """Every use of a method's name."""
    if submission.paper is not None:
        yield from _listed(submission.paper.methods, "paper", "methods")
    yield from _corrected(submission, "methods")


def areas(submission: Submission) -> Iterator[Use]:
    """Every use of an area's name."""
    for i, task in enumerate(submission.new.tasks):
        yield task.area, ("new", "tasks", i, "area")


def _listed(names: tuple[str, ...], *path: str | int) -> Iterator[Use]:
    return ((name, (*path, index)) for index, name in enumerate(names))


def _corrected(submission: Submission, field: str) -> Iterator[Use]:
    """The names that corrections of papers give to a field."""
    for i, correction in enumerate(submission.corrections):
        if "paper" in correction and field in correction.get("set", {}):
            yield from _listed(tuple(correction["set"][field]), "corrections", i, "set", field)
