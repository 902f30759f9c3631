"""The catalog's records, as immutable data. ``schema/catalog.schema.json`` describes the same for others.

msgspec's structs serve as frozen dataclasses that also read and write themselves as JSON: a field with
its default is left out, fields keep the order given here, and an unknown field is an error.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from msgspec import Struct

Better = Literal["higher", "lower"]
Scale = Literal["percent", "fraction", "none"]
Status = Literal["active", "disputed", "retracted"]


class Record(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What all records share: immutable, strict, and without their defaults when written."""


class Named(Record, frozen=True, kw_only=True):
    """A record that is known by a name: areas, tasks, datasets and methods."""

    slug: str
    name: str
    aliases: tuple[str, ...] = ()
    submission: str | None = None
    """The path of the submission that brought it."""


class Area(Named, frozen=True, kw_only=True):
    """A field of research, such as Natural Language Processing."""


class Task(Named, frozen=True, kw_only=True):
    """A task, with the slugs of its areas and of the broader tasks that it is part of."""

    areas: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    description: str | None = None


class Dataset(Named, frozen=True, kw_only=True):
    """A dataset, with the slugs of the tasks that it is used for and of the dataset that it is a part of."""

    full_name: str | None = None
    url: str | None = None
    tasks: tuple[str, ...] = ()
    description: str | None = None
    parent: str | None = None
    variants: tuple[str, ...] = ()
    """Names of parts and editions of it, whether or not the catalog has them as datasets of their own."""
    paper: str | None = None
    """The address of the paper that introduced it."""
    introduced: str | None = None
    license: str | None = None
    license_url: str | None = None
    modalities: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    loaders: tuple[str, ...] = ()
    """Addresses of programs that load it."""


class Method(Named, frozen=True, kw_only=True):
    """A method, with the address of the paper that introduced it."""

    full_name: str | None = None
    paper: str | None = None
    description: str | None = None
    introduced: int | None = None
    """The year."""
    source: str | None = None
    """Where it is described, if not in the paper."""
    code: str | None = None
    """The address of code that shows it."""
    collections: tuple[str, ...] = ()
    """The kinds of methods that it is one of, by name, such as Attention Mechanisms."""
    areas: tuple[str, ...] = ()
    """Slugs of its areas."""


class Code(Record, frozen=True, kw_only=True):
    """A repository with code for a paper."""

    url: str
    official: bool = False
    framework: str | None = None
    mentioned_in_paper: bool = False
    mentioned_in_github: bool = False


class Paper(Record, frozen=True, kw_only=True):
    """A paper, with the slugs of its tasks and methods."""

    slug: str
    title: str
    arxiv: str | None = None
    doi: str | None = None
    openreview: str | None = None
    acl: str | None = None
    url: str | None = None
    pdf: str | None = None
    date: str | None = None
    proceeding: str | None = None
    authors: tuple[str, ...] = ()
    abstract: str | None = None
    tasks: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    code: tuple[Code, ...] = ()
    submission: str | None = None


class Locator(Record, frozen=True, kw_only=True):
    """Where a locator leads: to one record, by its slug; to a board as ``task/dataset``.

    Besides the identifiers of papers (see ``pwc.locator``) there are ``sota:SLUG`` for every board, and
    ``paper:SLUG``, ``task:SLUG``, ``dataset:SLUG``, ``method:SLUG`` for slugs that a record had before.
    """

    locator: str
    paper: str | None = None
    board: str | None = None
    task: str | None = None
    dataset: str | None = None
    method: str | None = None


class Metric(Record, frozen=True, kw_only=True):
    """A board's metric. Bounds are decimal text, and only there if the metric's definition gives them."""

    name: str
    better: Better
    scale: Scale
    min: str | None = None
    max: str | None = None
    aliases: tuple[str, ...] = ()
    inferred: bool = False
    submission: str | None = None


class Value(Record, frozen=True, kw_only=True):
    """A measured value as decimal text, with its uncertainty as printed."""

    value: str
    uncertainty: str | None = None
    kind: Literal["sd", "se", "ci95", "range"] | None = None
    runs: int | None = None

    @property
    def number(self) -> Decimal:
        """The value as a number."""
        return Decimal(self.value)


class Evidence(Record, frozen=True, kw_only=True):
    """Where in the paper, or on which public page, a number stands."""

    table: str | None = None
    figure: str | None = None
    section: str | None = None
    page: int | None = None
    url: str | None = None


class Result(Record, frozen=True, kw_only=True):
    """One model's values on one board.

    A submission's results have a paper. Old leaderboards have rows without one, which give a day at most;
    what an archive's import brought has no submission and no day of its own: the log says when it came.
    """

    id: str
    model: str
    paper: str | None = None
    metrics: dict[str, Value]
    setting: str | None = None
    extra_training_data: bool | None = None
    evidence: Evidence | None = None
    date: str | None = None
    """The day on which a result without a paper came out; of others the paper says it."""
    notes: dict[str, str] = {}
    """By metric, what an old table says beside or instead of a number: 63.7*, 93.0/90.7."""
    added: str | None = None
    """The day on which its submission was accepted."""
    submission: str | None = None
    status: Status = "active"
    reason: str | None = None
    """Why it was disputed or retracted."""


class Model(Named, frozen=True, kw_only=True):
    """A model that has been called otherwise: results are kept under its name, never under an alias."""


class Board(Record, frozen=True, kw_only=True):
    """A leaderboard: a task on a dataset. The first metric ranks; results are sorted by their ids."""

    slug: str
    task: str
    dataset: str
    metrics: tuple[Metric, ...]
    results: tuple[Result, ...] = ()
    submission: str | None = None

    @property
    def key(self) -> str:
        """The task's and the dataset's slug: what the board's path is made of."""
        return f"{self.task}/{self.dataset}"

    def metric(self, name: str) -> Metric | None:
        """The metric of exactly this name."""
        return next((metric for metric in self.metrics if metric.name == name), None)


class LogEntry(Record, frozen=True, kw_only=True):
    """One entry of the catalog's own history."""

    number: int
    when: str
    """UTC, as 2026-11-22T12:00:00Z."""
    kind: Literal["submission", "import", "migration"]
    file: str
    """The submission's path; of an import the path of the imported catalog in the commit ``head``."""
    blob: str
    """The git object at that path in ``head``: what was accepted, byte for byte."""
    head: str
    approved_by: str
    promoter: int
    """The version of the promoting rules, so that the catalog can be rebuilt."""
    pull_request: int | None = None
    accepted: tuple[str, ...] = ()
    """The codes of the warnings that the maintainer accepted."""
    overrides: dict[str, str] = {}
    """The reasons that the maintainer gave for accepting warnings that need one, by their codes."""
    results: dict[str, str] = {}
    """The ids given, each with its board as ``task/dataset``."""
    moved: dict[str, str] = {}
    """Results that were put on another board, each with that board."""
    corrected: tuple[str, ...] = ()
    """The ids of results that were changed where they are."""
    reverted: tuple[str, ...] = ()
    """The submissions that this one undoes."""
