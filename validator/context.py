"""What a file is judged against: the catalog, the day, and the files of the same run before it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cached_property

from msgspec import Struct

from pwc import identity, locator
from pwc.catalog import Catalog
from pwc.names import AnyNamed, Names
from pwc.record import Area, Board, Dataset, Method, Metric, Paper, Task, Value
from pwc.submission import NewMetric, ResultEntry, Submission
from validator.entry import Entry

ResultKey = tuple[str, str, str, str, str, bool | None]
"""Paper, task, dataset, model, setting and extra data, folded: what makes two results the same."""


class Claim(Struct, frozen=True):
    """Where a result of this run was first seen."""

    file: str
    index: int
    metrics: dict[str, Value]
    accepted: bool
    """Whether its file is in the catalog already: what was accepted is not judged against its like."""


class Batch:
    """What the files of this run that were judged before have brought, so that later ones may use it."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.submissions: list[Submission] = []
        self.claims: dict[ResultKey, Claim] = {}
        self.papers: dict[str, str] = {}
        """Every locator of the run, with what identifies its paper."""

    def add(self, context: Context) -> None:
        """Remember a file that has been judged, whatever its rules have asked about it."""
        self.submissions.append(context.submission)
        for key in context.locators:
            self.papers.setdefault(key, context.paper_key)


class Vocabulary:
    """The catalog's names together with those that some submissions bring."""

    def __init__(self, catalog: Catalog, submissions: Sequence[Submission]) -> None:
        self._catalog = catalog
        self._new = [submission.new for submission in submissions]

    @cached_property
    def areas(self) -> Names[Area]:
        """Areas, with those that new tasks name."""
        return _with_new(self._catalog.areas, Area, (task.area for new in self._new for task in new.tasks))

    @cached_property
    def tasks(self) -> Names[Task]:
        """Tasks, the new ones among them."""
        return _with_new(self._catalog.tasks, Task, (task.name for new in self._new for task in new.tasks))

    @cached_property
    def datasets(self) -> Names[Dataset]:
        """Datasets, the new ones among them."""
        names = (dataset.name for new in self._new for dataset in new.datasets)
        return _with_new(self._catalog.datasets, Dataset, names)

    @cached_property
    def methods(self) -> Names[Method]:
        """Methods, the new ones among them."""
        names = (method.name for new in self._new for method in new.methods)
        return _with_new(self._catalog.methods, Method, names)

    def board_key(self, task: str, dataset: str) -> tuple[str, str] | None:
        """The slugs of a task and a dataset by any of their names, or None if one is unknown."""
        tasks, datasets = self.tasks.find(task), self.datasets.find(dataset)
        return None if tasks is None or datasets is None else (tasks.record.slug, datasets.record.slug)

    def board(self, task: str, dataset: str) -> Board | None:
        """The catalog's board of a task and a dataset, by their names."""
        key = self.board_key(task, dataset)
        return None if key is None else self._catalog.board(*key)

    def metrics(self, task: str, dataset: str) -> list[Metric]:
        """The metrics of a board: the catalog's, then the new ones."""
        board, key = self.board(task, dataset), self.board_key(task, dataset)
        new = (metric for new in self._new for metric in new.metrics)
        added = [_as_metric(entry) for entry in new if self.board_key(entry.task, entry.dataset) == key]
        return [*(board.metrics if board else ()), *(added if key else ())]


class Context:
    """A submission and what it is judged against: the catalog, the day, the earlier files of the run."""

    def __init__(  # noqa: PLR0913, PLR0917 (what one submission is judged against)
        self,
        entry: Entry,
        submission: Submission,
        catalog: Catalog,
        today: date,
        batch: Batch,
        accepted: bool,
    ) -> None:
        self.entry = entry
        self.accepted = accepted
        self.submission = submission
        self.catalog = catalog
        self.today = today
        self.batch = batch
        self.names_before = Vocabulary(catalog, batch.submissions)
        self.names = Vocabulary(catalog, [*batch.submissions, submission])

    @cached_property
    def locators(self) -> list[str]:
        """The locators of the submission's paper."""
        return _locators(self.submission)

    @cached_property
    def papers(self) -> list[Paper]:
        """The catalog's papers that the submission's locators lead to; more than one is a contradiction."""
        found = [paper for paper in map(self.catalog.paper_at, self.locators) if paper is not None]
        return list({paper.slug: paper for paper in found}.values())

    @property
    def paper(self) -> Paper | None:
        """The catalog's record of the submission's paper, if it has one."""
        return self.papers[0] if self.papers else None

    @property
    def is_described_before(self) -> bool:
        """Whether an earlier file of this run describes the submission's paper whole."""
        own = set(self.locators)
        return any(
            earlier.paper is not None and earlier.paper.title and not own.isdisjoint(_locators(earlier))
            for earlier in self.batch.submissions
        )

    def result_key(self, entry: ResultEntry) -> ResultKey:
        """What makes a result of this submission's paper the same as another."""
        unknown = (identity.fold(entry.task), identity.fold(entry.dataset))
        return (
            self.paper_key,
            *(self.names.board_key(entry.task, entry.dataset) or unknown),
            identity.fold(entry.model),
            identity.fold(entry.setting or ""),
            entry.extra_training_data,
        )

    @cached_property
    def paper_keys(self) -> list[str]:
        """What identifies the submission's paper in this run; more than one is a contradiction."""
        # By the whole catalog, so that what was accepted has the same key in every file that names it.
        stored = (self.batch.catalog.paper_at(key) for key in self.locators)
        known = [paper.slug for paper in stored if paper is not None]
        known += [self.batch.papers[key] for key in self.locators if key in self.batch.papers]
        return list(dict.fromkeys(known)) or self.locators[:1]

    @property
    def paper_key(self) -> str:
        """The one that counts; empty for a submission without a paper."""
        return next(iter(self.paper_keys), "")


def _locators(submission: Submission) -> list[str]:
    return list(locator.locators(submission.paper.identifiers)) if submission.paper else []


def _with_new(names: Names[AnyNamed], kind: Callable[..., AnyNamed], new: Iterable[str]) -> Names[AnyNamed]:
    """A table with new names in it, each under a slug that is free: PointNet++ is not PointNet."""
    for name in new:
        if names.find(name) is None:
            slug = identity.free_slug(identity.slug(name), names.has_slug)
            names = names.plus([kind(slug=slug, name=name)])
    return names


def _as_metric(entry: NewMetric) -> Metric:
    """A metric of a board as its record."""
    return Metric(name=entry.name, better=entry.better, scale=entry.scale, min=entry.min, max=entry.max)
