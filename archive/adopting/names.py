"""Areas, tasks, datasets and methods of an import, each beside the record of ours that it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Generic, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from archive import cycles
from archive.adopting.correspondence import Correspondence, Kind
from archive.adopting.three_sides import merged
from pwc import canonical, catalog, identity
from pwc.catalog import Catalog
from pwc.names import Names
from pwc.record import Dataset, Method, Named, Task

AnyNamed = TypeVar("AnyNamed", bound=Named)


class _Sides(Struct, Generic[AnyNamed], frozen=True):
    """One kind of names on the three sides of the merge."""

    kind: Kind
    ours: Names[AnyNamed]
    theirs: Names[AnyNamed]
    base: Names[AnyNamed]


def adopt(ours: Catalog, theirs: Catalog, base: Catalog, same: Correspondence) -> Iterator[tuple[str, bytes]]:
    """The files of named records; ``same`` learns which slugs differ."""
    areas = _Sides("area", ours.areas, theirs.areas, base.areas)
    tasks = _Sides("task", ours.tasks, theirs.tasks, base.tasks)
    datasets = _Sides("dataset", ours.datasets, theirs.datasets, base.datasets)
    methods = _Sides("method", ours.methods, theirs.methods, base.methods)
    models = _Sides("model", ours.models, theirs.models, base.models)
    _find(areas, ours, same)
    _find(tasks, ours, same)
    _find(datasets, ours, same)
    _find(methods, ours, same)
    _find(models, ours, same)

    def task(record: Task) -> Task:
        parents = same.slugs("task", record.parents)
        return replace(record, areas=same.slugs("area", record.areas), parents=parents)

    def dataset(record: Dataset) -> Dataset:
        parent = None if record.parent is None else same.slug("dataset", record.parent)
        return replace(record, tasks=same.slugs("task", record.tasks), parent=parent)

    def method(record: Method) -> Method:
        return replace(record, areas=same.slugs("area", record.areas))

    yield catalog.AREAS, _lines(_merged(areas, same, lambda record: record))
    yield catalog.TASKS, _lines(_without_cycles(ours.tasks, _merged(tasks, same, task)))
    yield catalog.DATASETS, _lines(_parts_without_cycles(_merged(datasets, same, dataset)))
    yield catalog.METHODS, _lines(_merged(methods, same, method))
    yield catalog.MODELS, _lines(_merged(models, same, lambda record: record))


def _find(sides: _Sides[AnyNamed], ours: Catalog, same: Correspondence) -> None:
    """Find every record of theirs among ours, or give it a slug that is free here."""
    given: set[str] = set()
    for record in sides.theirs:
        known = _known(sides, ours, record)
        if known is None:
            known = identity.free_slug(record.slug, lambda slug: sides.ours.has_slug(slug) or slug in given)
            given.add(known)
        same.say(sides.kind, record.slug, known)


def _known(sides: _Sides[AnyNamed], ours: Catalog, record: AnyNamed) -> str | None:
    """The slug of ours that a record of theirs is."""
    own = sides.ours.by_slug(record.slug)
    if own is not None and _have_one_name(own, record):
        return own.slug
    moved = ours.locator(f"{sides.kind}:{record.slug}")
    if moved is not None and (slug := getattr(moved, sides.kind, None)) is not None:
        return str(slug)
    match = sides.ours.find(record.name)
    if match is not None:
        return match.record.slug
    before = sides.base.by_slug(record.slug)
    was_adopted = before is not None and _have_one_name(before, record)
    renamed = own is not None and own.submission is None and was_adopted
    return record.slug if renamed else None


def _have_one_name(record: Named, other: Named) -> bool:
    return identity.fold(record.name) == identity.fold(other.name)


def _merged(
    sides: _Sides[AnyNamed], same: Correspondence, here: Callable[[AnyNamed], AnyNamed]
) -> dict[str, AnyNamed]:
    """All records by slug. Aliases of theirs that are names or aliases of other records here are left out."""
    records = {record.slug: record for record in sides.ours}
    for theirs in sides.theirs:
        slug = same.slug(sides.kind, theirs.slug)
        aliases = _free(theirs.aliases, slug, sides.ours)
        told = replace(here(theirs), slug=slug, aliases=aliases, submission=None)
        before, have = sides.base.by_slug(theirs.slug), records.get(slug)
        records[slug] = told if have is None else merged(have, told, None if before is None else here(before))
    return records


def _free(aliases: tuple[str, ...], slug: str, ours: Names[AnyNamed]) -> tuple[str, ...]:
    matches = ((alias, ours.find(alias)) for alias in aliases)
    return tuple(alias for alias, match in matches if match is None or match.record.slug == slug)


def _without_cycles(ours: Names[Task], tasks: dict[str, Task]) -> dict[str, Task]:
    """Theirs' steps up the tree that would close a cycle with ours are left out: ours come first."""
    parents = {slug: task.parents for slug, task in tasks.items()}
    for way in cycles.find(parents):
        child, parent = _newest(ours, way)
        task = tasks[child]
        tasks[child] = replace(task, parents=tuple(one for one in task.parents if one != parent))
    return (
        tasks if not cycles.find({s: t.parents for s, t in tasks.items()}) else _without_cycles(ours, tasks)
    )


def _newest(ours: Names[Task], way: list[str]) -> tuple[str, str]:
    """A step of a cycle that ours does not have: there is one, since ours has no cycle."""
    for child, parent in pairwise(way):
        own = ours.by_slug(child)
        if own is None or parent not in own.parents:
            return child, parent
    return way[-2], way[-1]


def _parts_without_cycles(datasets: dict[str, Dataset]) -> dict[str, Dataset]:
    wholes = {slug: tuple(filter(None, (one.parent,))) for slug, one in datasets.items()}
    for way in cycles.find(wholes):
        datasets[way[-2]] = replace(datasets[way[-2]], parent=None)
    return datasets


def _lines(records: dict[str, AnyNamed]) -> bytes:
    return canonical.lines(record for _, record in sorted(records.items()))
