"""What a file is judged against: the catalog, the day, and the files of the same run before it."""

from __future__ import annotations

from datetime import date
from functools import cached_property

from msgspec import Struct

from pwc import identity, locator
from pwc.catalog import Catalog
from pwc.names import Names
from pwc.record import Area, Board, Dataset, Method, Metric, Paper, Task
from pwc.submission import NewMetric, ResultEntry, Submission
from validator.entry import Entry

ResultKey = tuple[str, str, str, str, str, bool | None]
"""Paper, task, dataset, model, setting and extra data, folded: what makes two results the same."""


class Claim(Struct, frozen=True):
    """Where a result of this run was first seen."""

    file: str
    index: int


class Batch:
    """What the files of this run that were judged before have brought, so that later ones may use it."""

    def __init__(self) -> None:
        self.submissions: list[Submission] = []
        self.claims: dict[ResultKey, Claim] = {}


class Context:
    """A submission and what it is judged against; new names, its own and earlier files', count as there."""

    def __init__(
        self, entry: Entry, submission: Submission, catalog: Catalog, today: date, batch: Batch
    ) -> None:
        self.entry = entry
        self.catalog = catalog
        self.today = today
        self.batch = batch
        self.submission = submission
        self._all = [*batch.submissions, submission]

    @cached_property
    def areas(self) -> Names[Area]:
        """Areas, with those that new tasks name."""
        entries = (task.area for s in self._all for task in s.new.tasks)
        return self.catalog.areas.plus(
            Area(slug=identity.slug(n), name=n) for n in entries if not self._has_area(n)
        )

    @cached_property
    def tasks(self) -> Names[Task]:
        """Tasks, the new ones among them."""
        entries = (task.name for s in self._all for task in s.new.tasks)
        return self.catalog.tasks.plus(
            Task(slug=identity.slug(n), name=n) for n in entries if not self.catalog.tasks.find(n)
        )

    @cached_property
    def datasets(self) -> Names[Dataset]:
        """Datasets, the new ones among them."""
        entries = (dataset.name for s in self._all for dataset in s.new.datasets)
        return self.catalog.datasets.plus(
            Dataset(slug=identity.slug(n), name=n) for n in entries if not self.catalog.datasets.find(n)
        )

    @cached_property
    def methods(self) -> Names[Method]:
        """Methods, the new ones among them."""
        entries = (method.name for s in self._all for method in s.new.methods)
        return self.catalog.methods.plus(
            Method(slug=identity.slug(n), name=n) for n in entries if not self.catalog.methods.find(n)
        )

    @cached_property
    def papers(self) -> list[Paper]:
        """The catalog's papers that the submission's locators lead to; more than one is a contradiction."""
        entry = self.submission.paper
        keys = locator.locators(entry.identifiers) if entry else ()
        found = [paper for paper in map(self.catalog.paper_at, keys) if paper is not None]
        return list({paper.slug: paper for paper in found}.values())

    @property
    def paper(self) -> Paper | None:
        """The catalog's record of the submission's paper, if it has one."""
        return self.papers[0] if self.papers else None

    def board(self, task: str, dataset: str) -> Board | None:
        """The catalog's board of a task and a dataset, by their names."""
        tasks, datasets = self.tasks.find(task), self.datasets.find(dataset)
        if tasks is None or datasets is None:
            return None
        return self.catalog.board(tasks.record.slug, datasets.record.slug)

    def metrics(self, task: str, dataset: str) -> list[Metric]:
        """The metrics of a board: the catalog's, then the new ones."""
        board = self.board(task, dataset)
        known = list(board.metrics) if board else []
        wanted = (identity.fold(task), identity.fold(dataset))
        for entry in (metric for s in self._all for metric in s.new.metrics):
            if (identity.fold(entry.task), identity.fold(entry.dataset)) == wanted:
                known.append(as_metric(entry))
        return known

    def result_key(self, entry: ResultEntry) -> ResultKey:
        """What makes a result of this submission's paper the same as another."""
        tasks, datasets = self.tasks.find(entry.task), self.datasets.find(entry.dataset)
        return (
            self._paper_key,
            tasks.record.slug if tasks else identity.fold(entry.task),
            datasets.record.slug if datasets else identity.fold(entry.dataset),
            identity.fold(entry.model),
            identity.fold(entry.setting or ""),
            entry.extra_training_data,
        )

    @cached_property
    def _paper_key(self) -> str:
        if self.paper is not None:
            return self.paper.slug
        entry = self.submission.paper
        return next(locator.locators(entry.identifiers), "") if entry else ""

    def _has_area(self, name: str) -> bool:
        return self.catalog.areas.find(name) is not None


def as_metric(entry: NewMetric) -> Metric:
    """A metric of a board as its record."""
    return Metric(name=entry.name, better=entry.better, scale=entry.scale, min=entry.min, max=entry.max)
