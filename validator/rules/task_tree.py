"""501 to 519: the tree of tasks, in which a new task is part of a broader one."""

from __future__ import annotations

from collections.abc import Iterator

from pwc import identity
from validator.context import Context
from validator.finding import Place, Problem, Severity
from validator.quote import shown
from validator.registry import rule

_DEEPEST = 8


@rule("PWC509", Severity.ERROR)
def task_within_itself(context: Context) -> Iterator[Problem]:
    """A new task is part of itself by way of its parents.

    Why: readers that walk up the tree of tasks would never arrive. A parent stands in the same file, in an
    earlier one or in the catalog, and what is earlier never has a later one as its parent: so a circle is
    always within one file.
    Fix: give the broader task as the parent, or leave it out.
    """
    parents = _parents(context)
    for index, task in enumerate(context.submission.new.tasks):
        start = identity.fold(task.name)
        if start in _upwards(parents, start):
            yield Problem(
                f"{shown(task.name)} is part of itself",
                at=Place(("new", "tasks", index, "parent")),
                fix="Name the broader task, or leave the parent out.",
            )


@rule("PWC515", Severity.HINT)
def deep_in_the_tree(context: Context) -> Iterator[Problem]:
    """A new task stands more than eight levels deep in the tree of tasks.

    Why: nobody finds it there; a tree that deep mixes tasks with settings and datasets.
    Fix: give a broader task as the parent.
    """
    parents = _parents(context)
    for index, task in enumerate(context.submission.new.tasks):
        if task.parent is None:
            continue
        own = _upwards(parents, identity.fold(task.name))
        top = context.names_before.tasks.find(own[-1])
        depth = len(own) + (_height(context, top.record.slug) if top is not None else 0)
        if depth >= _DEEPEST:
            yield Problem(
                f"{depth} levels of broader tasks stand above {shown(task.name)}",
                at=Place(("new", "tasks", index, "parent")),
                fix="Name a broader task as its parent.",
            )


def _parents(context: Context) -> dict[str, str]:
    """The file's new tasks that have a parent, with it; both folded."""
    tasks = context.submission.new.tasks
    return {identity.fold(task.name): identity.fold(task.parent) for task in tasks if task.parent is not None}


def _upwards(parents: dict[str, str], start: str) -> list[str]:
    """The broader tasks of one, as far as the file says; each once, though the way may be a circle."""
    way: list[str] = []
    step = parents.get(start)
    while step is not None and step not in way:
        way.append(step)
        step = parents.get(step)
    return way


def _height(context: Context, slug: str) -> int:
    """How many levels the catalog has above a task; the longest way counts, and no circle is followed."""
    level, seen = {slug}, {slug}
    height = 0
    while level := {parent for one in level for parent in _parents_of(context, one)} - seen:
        seen |= level
        height += 1
    return height


def _parents_of(context: Context, slug: str) -> tuple[str, ...]:
    task = context.names_before.tasks.by_slug(slug)
    return () if task is None else task.parents
