"""The areas, tasks, datasets and methods of the dumps, each one record however many items name it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import unquote

from msgspec.structs import replace

from archive import beyond, clean, cycles, tables
from archive.account import Account
from archive.dump import Item
from archive.register import Register
from archive.tables import text
from pwc import identity, old_address
from pwc.record import Area, Dataset, Method, Model, Named, Task


class Taxonomy:
    """What is named in an import. Names that are spam are refused, and told in the account."""

    def __init__(self, account: Account) -> None:
        self.areas = Register(Area)
        self.tasks = Register(Task)
        self.datasets = Register(Dataset)
        self.methods = Register(Method)
        self.models = Register(Model)
        self._account = account
        self._methods_seen: set[object] = set()

    def add_task(self, task: tables.Task) -> None:
        """Take a task of the evaluation tables, with its place in the tree."""
        told = told_task(task)
        if task.beyond is not None:
            exact = beyond.exact(told, task.beyond, task.place)
            self.tasks.put(exact)
            self.areas.claim_all(exact.areas, task.areas)
            return
        slug = self.task(task.name, task.place)
        if slug is None:
            return
        parents = self.tasks_of((task.parent,) if task.parent else (), task.place)
        areas = self.areas_of(task.areas)
        self.tasks.fill(
            slug,
            aliases=tuple(alias for alias in told.aliases if clean.spam(alias) is None),
            areas=areas,
            parents=tuple(parent for parent in parents if parent != slug),
            description=told.description,
        )

    def add_dataset(self, item: Item, place: str) -> None:
        """Take an item of the datasets dump."""
        told = told_dataset(item)
        extra = beyond.of(item)
        if extra is not None:
            exact = beyond.exact(told, extra, place)
            self.datasets.put(exact)
            self.tasks.claim_all(
                exact.tasks, (one["task"] for one in _objects(item, "tasks") if text(one, "task"))
            )
            return
        slug = self._described(self.datasets, told, place, lambda known: _may_be_one(known.url, told.url))
        if slug is None:
            return
        tasks = self.tasks_of((one["task"] for one in _objects(item, "tasks") if text(one, "task")), place)
        whole = text(item, "parent_dataset")
        parent = self.dataset(whole, place) if whole else None
        known = {"tasks": tasks, "parent": None if parent == slug else parent}
        self.datasets.fill(slug, **_described_by(told) | known)

    def add_method(self, item: Item, place: str) -> None:
        """Take an item of the methods dump, or a method as a paper names it."""
        told = told_method(item)
        extra = beyond.of(item)
        if extra is not None:
            exact = beyond.exact(told, extra, place)
            self.methods.put(exact)
            areas = (one["area"] for one in _objects(item, "collections") if text(one, "area"))
            self.areas.claim_all(exact.areas, areas)
            return
        seen = (told.slug, told.name, told.full_name, told.description is None)
        if seen in self._methods_seen:  # papers say the same of a method a thousand times
            return
        self._methods_seen.add(seen)
        slug = self._described(
            self.methods, told, place, lambda known: _may_be_one(known.full_name, told.full_name)
        )
        if slug is None:
            return
        names = [one["area"] for one in _objects(item, "collections") if text(one, "area")]
        self.methods.fill(slug, **_described_by(told) | {"areas": self.areas_of(names)})

    def add_part(self, part: tables.Dataset, place: str) -> None:
        """Take a dataset as the evaluation tables name it under a task."""
        slug, task = self.dataset(part.name, place), self.task(part.task, place)
        if slug is not None and task is not None:
            link = next((found for link in part.links if (found := clean.link(link.url))), None)
            description = clean.description(part.description)
            self.datasets.fill(slug, tasks=(task,), url=link, description=description)

    def task(self, name: str | None, place: str) -> str | None:
        """The slug of a task, which is made if there is none yet; None if this is no name."""
        return self._named(self.tasks, name, place)

    def dataset(self, name: str | None, place: str) -> str | None:
        """The slug of a dataset, which is made if there is none yet; None if this is no name."""
        return self._named(self.datasets, name, place)

    def method(self, name: str | None, place: str) -> str | None:
        """The slug of a method, which is made if there is none yet; None if this is no name."""
        return self._named(self.methods, name, place)

    def tasks_of(self, names: Iterable[str], place: str) -> tuple[str, ...]:
        """The slugs of some tasks."""
        return _found(self.task(name, place) for name in names)

    def methods_of(self, names: Iterable[str], place: str) -> tuple[str, ...]:
        """The slugs of some methods."""
        return _found(self.method(name, place) for name in names)

    def areas_of(self, names: Iterable[str]) -> tuple[str, ...]:
        """The slugs of some areas."""
        return _found(self._named(self.areas, name, "an area") for name in names)

    def finish(self) -> None:
        """Say which datasets are editions of others, and cut what is a part of itself.

        Of an export that is not there whole, what it refers to is made.
        """
        for task in list(self.tasks):
            self.tasks.claim_all(task.parents)
        for dataset in list(self.datasets):
            self.datasets.claim_all(filter(None, [dataset.parent]))
        for whole in list(self.datasets):
            for slug in map(self.datasets.find, whole.variants):
                if slug is not None and slug != whole.slug:
                    self.datasets.fill(slug, parent=whole.slug)
        parents = {task.slug: task.parents for task in self.tasks}
        wholes = {one.slug: tuple(filter(None, (one.parent,))) for one in self.datasets}
        for slug, parent in self._cut(parents, self.tasks):
            task = self.tasks[slug]
            kept = tuple(one for one in task.parents if one != parent)
            self.tasks.replace(replace(task, parents=kept))
        for slug, _ in self._cut(wholes, self.datasets):
            self.datasets.replace(replace(self.datasets[slug], parent=None))

    def _cut(self, parents: dict[str, tuple[str, ...]], register: Register[Any]) -> list[tuple[str, str]]:
        found = cycles.find(parents)
        self._account.cycles += [[register[slug].name for slug in cycle] for cycle in found]
        return [(cycle[-2], cycle[-1]) for cycle in found]

    def _named(self, register: Register[Any], typed: str | None, place: str) -> str | None:
        name = clean.name(typed)
        if name is None:
            return None
        known = register.find(name)
        if known is not None:
            return known
        refused = clean.spam(name)
        if refused is not None:
            self._account.leave_out(place, refused)
            return None
        return register.add(name)

    def _described(
        self, register: Register[Any], told: Named, place: str, is_same: Callable[[Any], bool]
    ) -> str | None:
        """The slug of the record that an item describes. Two things of one name get names of their own."""
        refused = clean.spam(told.name) if told.name else "it has no name"
        if refused is not None:
            self._account.leave_out(place, refused)
            return None
        known = register.find(told.name)
        if known is None:
            return register.make(told.name, told.slug)
        if known == told.slug or is_same(register[known]):
            if known != told.slug and told.slug not in register:
                register.former[told.slug] = known
            return known
        own_name = f"{told.name} ({told.slug})"
        return register.find(own_name) or register.make(own_name, told.slug)


def _may_be_one(value: str | None, other: str | None) -> bool:
    return value is None or other is None or value == other


def _described_by(told: Named) -> dict[str, Any]:
    """All fields but those of every named record."""
    own = set(told.__struct_fields__) - set(Named.__struct_fields__)
    return {field: getattr(told, field) for field in own}


def told_task(task: tables.Task) -> Task:
    """A task as its item alone tells it; what it refers to by the slugs that names have."""
    return Task(
        slug=identity.slug(task.name),
        name=task.name,
        aliases=clean.names(task.aliases),
        areas=_slugs(task.areas),
        parents=(identity.slug(task.parent),) if task.parent else (),
        description=clean.description(task.description),
    )


def told_dataset(item: Item) -> Dataset:
    """A dataset as its item in the datasets dump alone tells it."""
    name = clean.name(text(item, "name")) or ""
    full_name = clean.name(text(item, "full_name"))
    paper = item.get("paper")
    loaders = (clean.link(one.get("url")) for one in _objects(item, "data_loaders"))
    return Dataset(
        slug=slug_at(item.get("url"), "dataset") or identity.slug(name),
        name=name,
        full_name=None if full_name == name else full_name,
        url=clean.link(item.get("homepage")),
        tasks=_slugs(one["task"] for one in _objects(item, "tasks") if text(one, "task")),
        description=clean.description(text(item, "description") or text(item, "short_description")),
        parent=identity.slug(whole) if (whole := text(item, "parent_dataset")) else None,
        variants=tuple(one for one in clean.names(_strings(item, "variants")) if one != name),
        paper=clean.link(paper.get("url")) if isinstance(paper, dict) else None,
        introduced=clean.day(item.get("introduced_date")),
        license=clean.name(text(item, "license_name")),
        license_url=clean.link(item.get("license_url")),
        modalities=clean.names(_strings(item, "modalities")),
        languages=clean.names(_strings(item, "languages")),
        loaders=_found(loaders),
    )


def told_method(item: Item) -> Method:
    """A method as its item in the methods dump alone tells it."""
    name = clean.name(text(item, "name")) or ""
    full_name = clean.name(text(item, "full_name"))
    paper = item.get("paper")
    links = [paper.get(key) for key in ("url", "url_abs", "url_pdf")] if isinstance(paper, dict) else []
    collections = _objects(item, "collections")
    year = item.get("introduced_year")
    return Method(
        slug=slug_at(item.get("url"), "method") or identity.slug(name),
        name=name,
        full_name=None if full_name == name else full_name,
        paper=next((found for link in links if (found := clean.link(link))), None),
        description=clean.description(item.get("description")),
        introduced=year if isinstance(year, int) and 1500 <= year <= 9999 else None,
        source=clean.link(item.get("source_url")),
        code=clean.link(item.get("code_snippet_url")),
        collections=clean.names(one["collection"] for one in collections if text(one, "collection")),
        areas=_slugs(one["area"] for one in collections if text(one, "area")),
    )


def slug_at(address: object, kind: old_address.Kind) -> str | None:
    """The slug in an address of the old site, in the form that slugs have here."""
    plain = unquote(address) if isinstance(address, str) else ""
    if f"/{kind}/" not in plain.lower():  # nearly all addresses are of other sites
        return None
    found = old_address.parse(plain)
    return None if found is None or found.kind != kind else identity.as_slug(found.slug)


def _slugs(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(identity.slug(name) for name in clean.names(names)))


def _found(values: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value is not None))


def _strings(item: Item, key: str) -> list[str]:
    value = item.get(key)
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _objects(item: Item, key: str) -> list[dict[str, Any]]:
    value = item.get(key)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
