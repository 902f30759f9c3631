"""501 to 519: what a submission describes as new, against what is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pwc import identity
from pwc.names import Names
from pwc.record import Metric
from pwc.submission import NewMetric
from validator.context import Context
from validator.finding import Place, Problem, Severity
from validator.naming import uses
from validator.quote import did_you_mean, shown
from validator.registry import rule
from validator.vocabulary import Vocabulary

_RESERVED_ON_WINDOWS = re.compile(r"con|nul|aux|prn|com[0-9]|lpt[0-9]")
_Table = tuple[str, tuple[Any, ...], Names[Any]]
"""The key under ``new``, what stands under it, and the names of this kind."""


def _named(context: Context, names: Vocabulary) -> tuple[_Table, _Table, _Table]:
    new = context.submission.new
    return (
        ("tasks", new.tasks, names.tasks),
        ("datasets", new.datasets, names.datasets),
        ("methods", new.methods, names.methods),
    )


def _is_anything_new(context: Context) -> bool:
    new = context.submission.new
    return bool(new.tasks or new.datasets or new.methods)


@rule("PWC506", Severity.ERROR)
def not_new(context: Context) -> Iterator[Problem]:
    """Something under `new:` is in the catalog already, or is described twice.

    Why: describing it again would change it in passing, or make a twin of it.
    Fix: delete the entry, and use the catalog's name.
    """
    for kind, entries, names in _named(context, context.names_before):
        seen: set[str] = set()
        for index, entry in enumerate(entries):
            place = Place(("new", kind, index, "name"))
            if match := names.find(entry.name):
                known = shown(match.record.name)
                yield Problem(
                    f"the catalog has {known} already", at=place, fix=f"Delete this entry and use {known}."
                )
            elif identity.fold(entry.name) in seen:
                message = f"{shown(entry.name)} is described twice"
                yield Problem(message, at=place, fix="Delete one of the two.")
            seen.add(identity.fold(entry.name))


@rule("PWC507", Severity.WARNING)
def new_area(context: Context) -> Iterator[Problem]:
    """A new task names an area that the catalog does not have.

    Why: areas are few, and the front page is made of them; accepting this opens a new one.
    Fix: use one of the catalog's areas, unless a new one is meant.
    """
    for area, path in uses.areas(context.submission):
        if context.names_before.areas.find(area) is None:
            near = did_you_mean(context.near(context.names_before.areas, area))
            yield Problem(
                f"the catalog has no area {shown(area)}; accepting this opens it",
                at=Place(path),
                fix=f"{near} Leave it if a new area is meant."
                if near
                else "Leave it if a new area is meant.",
            )


@rule("PWC508", Severity.ERROR)
def metric_not_new(context: Context) -> Iterator[Problem]:
    """A metric under `new:` is one that its board has already, or is described twice.

    Why: a second description could turn the board upside down.
    Fix: delete the entry; if the board's direction or scale is wrong, correct it.
    """
    seen: set[tuple[str, str, str]] = set()
    for index, metric in enumerate(context.submission.new.metrics):
        before = context.names_before.metrics(metric.task, metric.dataset)
        known = {identity.fold(m.name): m for m in before}
        place = Place(("new", "metrics", index, "name"))
        key = (identity.fold(metric.task), identity.fold(metric.dataset), identity.fold(metric.name))
        if stored := known.get(key[2]):
            yield _known_metric(stored, metric, index)
        elif key in seen:
            yield Problem(
                f"{shown(metric.name)} is described twice for this board", at=place, fix="Delete one."
            )
        seen.add(key)


def _known_metric(stored: Metric, given: NewMetric, index: int) -> Problem:
    has = f"this board has the metric {shown(stored.name)} already"
    if stored.better != given.better:
        return Problem(
            f"{has}, and {stored.better} is better there, not {given.better}",
            at=Place(("new", "metrics", index, "better")),
            fix="Delete this entry, and make sure that your values are meant in the board's direction.",
        )
    about = f"{stored.better} is better, scale {stored.scale}"
    return Problem(f"{has} ({about})", at=Place(("new", "metrics", index, "name")), fix="Delete this entry.")


@rule("PWC513", Severity.HINT)
def address_with_a_number(context: Context) -> Iterator[Problem]:
    """The address that a new name would get is taken, or cannot be made from it.

    Why: an address holds Latin letters and digits alone, so PointNet++ would get that of PointNet; it gets a
    number behind it. A name without any gets an address that says nothing. Addresses never change.
    Fix: nothing, if the name is right; if it is one of several that the thing has, choose another.
    """
    for kind, entries, names in _named(context, context.names_before):
        for index, entry in enumerate(entries):
            slug = identity.slug(entry.name)
            taken = names.by_slug(slug)
            place = Place(("new", kind, index, "name"))
            if taken is not None and identity.fold(taken.name) != identity.fold(entry.name):
                own = identity.free_slug(slug, names.has_slug)
                message = f"{shown(taken.name)} has the address {slug}, so this gets {own}"
                yield Problem(message, at=place, fix="Leave it if the two are different things.")
            elif not re.search(r"[0-9A-Za-z]", entry.name):
                message = f"no address can be made of {shown(entry.name)}; it gets {slug}"
                yield Problem(message, at=place, fix="Give the name in Latin letters if it has one.")


@rule("PWC514", Severity.ERROR)
def reserved_address(context: Context) -> Iterator[Problem]:
    """The address that a new name would get is one that Windows reserves.

    Why: folders and files of the catalog are named by it, and with con.json in it nobody could check the
    repository out on Windows.
    Fix: add a word to the name, such as the one that it is short for.
    """
    for kind, entries, _ in _named(context, context.names_before):
        for index, entry in enumerate(entries):
            slug = identity.slug(entry.name)
            if _RESERVED_ON_WINDOWS.fullmatch(slug):
                yield Problem(
                    f"the address would be {slug}, and no file on Windows can be called so",
                    at=Place(("new", kind, index, "name")),
                    fix="Add a word to the name, such as the one that it is short for.",
                )


@rule("PWC516", Severity.HINT)
def new_but_unused(context: Context) -> Iterator[Problem]:
    """Something is described under `new:` that nothing else in the file uses.

    Why: often the results use another spelling, or were forgotten.
    Fix: use it, or delete it; a file without results may describe what it likes.
    """
    submission = context.submission
    if not submission.results or (not _is_anything_new(context) and not submission.new.metrics):
        return
    used = {
        "tasks": {identity.fold(name) for name, _ in uses.tasks(submission)},
        "datasets": {identity.fold(name) for name, _ in uses.datasets(submission)},
        "methods": {identity.fold(name) for name, _ in uses.methods(submission)},
    }
    for kind, entries, names in _named(context, context.names_before):
        for index, entry in enumerate(entries):
            if identity.fold(entry.name) not in used[kind] and names.find(entry.name) is None:
                message = f"nothing in this file uses {shown(entry.name)}"
                yield Problem(message, at=Place(("new", kind, index, "name")), fix="Use it, or delete it.")
    measured = {(row.key, identity.fold(name)) for row in context.rows for name in row.entry.metrics}
    for index, metric in enumerate(submission.new.metrics):
        key = context.names.board_key(metric.task, metric.dataset)
        if key is not None and (key, identity.fold(metric.name)) not in measured:
            message = f"no result in this file gives {shown(metric.name)} on this board"
            yield Problem(message, at=Place(("new", "metrics", index, "name")), fix="Use it, or delete it.")


@rule("PWC517", Severity.HINT)
def another_metric_ranks(context: Context) -> Iterator[Problem]:
    """The first metric under `new:` of a new board is not the one that its results give first.

    Why: the first one described ranks the board, whatever the order in the results.
    Fix: describe the metric first by which the board is usually ranked.
    """
    first: dict[object, tuple[int, str]] = {}
    for index, metric in enumerate(context.submission.new.metrics):
        key = context.names.board_key(metric.task, metric.dataset)
        if key is not None and not context.names_before.metrics(metric.task, metric.dataset):
            first.setdefault(key, (index, metric.name))
    for row in context.rows if first else ():
        ranking = first.pop(row.key, None)
        given = next(iter(row.entry.metrics))
        if ranking is not None and identity.fold(given) != identity.fold(ranking[1]):
            yield Problem(
                f"{shown(ranking[1])} will rank this board, because it is described first; the results give "
                f"{shown(given)} first",
                at=Place(("new", "metrics", ranking[0], "name")),
                fix=f"Describe {shown(given)} first if the board is ranked by it.",
            )
