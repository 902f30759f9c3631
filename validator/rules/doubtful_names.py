"""501 to 519: new names that may mean what is there already, or nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from pwc import identity
from pwc.names import Names
from validator.context import Context
from validator.finding import Place, Problem, Severity
from validator.quote import shown, visible
from validator.registry import rule

if TYPE_CHECKING:
    from validator.naming.near import Called

_FILLERS: Mapping[str, frozenset[str]] = {
    "tasks": frozenset(("the", "task", "tasks", "problem")),
    "datasets": frozenset(
        (
            *("the", "dataset", "datasets", "database", "corpus", "corpora", "challenge"),
            *("benchmark", "benchmarks"),
        )
    ),
    "methods": frozenset(("the", "method", "algorithm", "model")),
}
"""Words that do not tell one thing of a kind from another."""

_OF_A_BOARD = r"(?i)\b(?:sota|state[ -]of[ -]the[ -]art|leader ?board|papers with code|results? (?:on|of))\b"
_OF_A_FILE = r"\.(?:csv|tsv|jsonl?|txt|zip|gz|tar|parquet|h5|npz|pkl|xml|ya?ml|py|ipynb)$"
_OF_A_PATH = r"(?:[a-z0-9][\w.-]*|[.~]{0,2})(?:[/\\][\w.-]+)*[/\\]([\w.-]+)"
_SINGULAR = {"tasks": "task", "datasets": "dataset", "methods": "method"}


def _tables(context: Context) -> Iterator[tuple[str, tuple[Any, ...], Names[Any]]]:
    """The kinds under ``new``: their keys, their entries, and the names that were there before."""
    new, before = context.submission.new, context.names_before
    if new.tasks:
        yield "tasks", new.tasks, before.tasks
    if new.datasets:
        yield "datasets", new.datasets, before.datasets
    if new.methods:
        yield "methods", new.methods, before.methods


@rule("PWC511", Severity.WARNING)
def near_twin(context: Context) -> Iterator[Problem]:
    """A new task, dataset or method has nearly the name of one that is there, or of another new one.

    Why: two names for one thing are two leaderboards, each with half of the results. What differs is a
    plural, British or American spelling, the order of the words, a word such as `dataset`, or a slip of a
    finger, or one name is short for the other. Digits, versions and suffixes make different things: CIFAR-100
    is not CIFAR-10.
    Fix: delete the entry and use the name that is there; if it is another thing, say in `description:` what
    tells the two apart.
    """
    for kind, entries, names in _tables(context):
        from validator.naming import near  # noqa: PLC0415 (only where something is new)

        earlier: list[tuple[str, Called]] = []
        for index, entry in enumerate(entries):
            if names.find(entry.name) is not None:
                continue  # PWC506 says so
            thing = near.called((entry.name,), getattr(entry, "full_name", None), _FILLERS[kind])
            there = near.candidates(thing, names, _FILLERS[kind])
            others = [(twin.name, near.called_in(twin, _FILLERS[kind])) for twin in there]
            told: set[str] = set()
            for name, other in (*others, *earlier):
                why = near.likeness(thing, other)
                if why and name not in told and identity.fold(name) != identity.fold(entry.name):
                    told.add(name)
                    yield Problem(
                        f"{shown(entry.name)} is probably the {_SINGULAR[kind]} {shown(name)}: {why}",
                        at=Place(("new", kind, index, "name")),
                        fix=f"If it is, delete this entry and use {shown(name)}.",
                    )
            earlier.append((entry.name, thing))


@rule("PWC512", Severity.WARNING)
def not_a_name(context: Context) -> Iterator[Problem]:
    """A new name is not what the field would call a task, a dataset or a method.

    Why: it would head a page and a leaderboard for ever. A task is what is done, whatever it is done with; a
    dataset is what it is done with; the two together are the leaderboard, which needs no name of its own.
    Fix: write the name as papers write it, and task and dataset each under its own key.
    """
    for kind, entries, _ in _tables(context):
        for index, entry in enumerate(entries):
            found = _why_no_name(entry.name) or _what_it_mixes(context, kind, entry.name)
            if found is not None:
                message, fix = found
                yield Problem(
                    f"{shown(entry.name)} {message}", at=Place(("new", kind, index, "name")), fix=fix
                )


def _why_no_name(name: str) -> tuple[str, str] | None:
    plain = name.strip()
    if len(plain) == 1 or (any(map(str.isdigit, plain)) and not any(map(str.isalpha, plain))):
        return "says nothing by itself", "Write the whole name."
    if match := re.fullmatch(_OF_A_PATH, plain):
        return "looks like a path", f"Write the name alone, such as {shown(match[1])}."
    if re.search(_OF_A_FILE, plain):
        return "looks like a file", "Write the name of the dataset that is in it."
    if re.search(_OF_A_BOARD, plain):
        return "is the name of a leaderboard", "Name what is done (the task) and with what (the dataset)."
    return None


def _what_it_mixes(context: Context, kind: str, name: str) -> tuple[str, str] | None:
    """What a name says that belongs under another key."""
    names = context.names
    if kind == "tasks" and (dataset := names.datasets.find(name)):
        fix = f"Name the task; {shown(dataset.record.name)} belongs under `dataset:`."
        return "is the name of a dataset", fix
    if kind == "datasets" and (task := names.tasks.find(name)):
        return "is the name of a task", f"Name the dataset; {shown(task.record.name)} belongs under `task:`."
    if kind == "methods":
        return None
    what, on, where = name.partition(" on ")
    if on and names.tasks.find(what) and names.datasets.find(where):
        fix = f"Write `task: {visible(what)}` and `dataset: {visible(where)}`."
        return "is a task and a dataset, which is a leaderboard", fix
    return _task_in_a_dataset(context, name) if kind == "datasets" else None


def _task_in_a_dataset(context: Context, name: str) -> tuple[str, str] | None:
    """The task that a dataset's name ends in, if it is used for that task and what is left is a dataset."""
    submission, folded = context.submission, identity.fold(name)
    used = [(result.task, result.dataset) for result in submission.results]
    used += [(metric.task, metric.dataset) for metric in submission.new.metrics]
    for task in dict.fromkeys(task for task, dataset in used if identity.fold(dataset) == folded):
        rest = folded.removesuffix(identity.fold(task))
        dataset = context.names.datasets.find(rest) if rest not in {folded, ""} else None
        if dataset is not None:
            known = shown(dataset.record.name)
            return f"is {known} with its task behind it", f"Use {known}, unless it is another dataset."
    return None
