"""Names and what they mean: the catalog's, and those that submissions bring."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from msgspec.structs import replace

from pwc import identity
from pwc.catalog import Catalog
from pwc.names import AnyNamed, Names
from pwc.record import Area, Board, Dataset, Method, Metric, Task
from pwc.submission import New, NewMetric, ResultEntry
from validator.row import BoardKey, Row

NOTHING_NEW = New()
"""What a submission brings that names only what there is."""


class Vocabulary:
    """The catalog's names together with those that some submissions bring."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self._tables: dict[type, Names[Any]] = {}
        self._metrics: dict[BoardKey, tuple[Metric, ...]] = {}

    @property
    def areas(self) -> Names[Area]:
        """Areas, with those that new tasks name."""
        return self._tables.get(Area, self.catalog.areas)

    @property
    def tasks(self) -> Names[Task]:
        """Tasks, the new ones among them."""
        return self._tables.get(Task, self.catalog.tasks)

    @property
    def datasets(self) -> Names[Dataset]:
        """Datasets, the new ones among them."""
        return self._tables.get(Dataset, self.catalog.datasets)

    @property
    def methods(self) -> Names[Method]:
        """Methods, the new ones among them."""
        return self._tables.get(Method, self.catalog.methods)

    def plus(self, new: New) -> Vocabulary:
        """This vocabulary with what a submission brings; itself if that is nothing."""
        if new == NOTHING_NEW:
            return self
        more = Vocabulary(self.catalog)
        more._tables = {
            Area: _with_new(self.areas, Area, (task.area for task in new.tasks)),
            Task: _with_new(self.tasks, Task, (task.name for task in new.tasks)),
            Dataset: _with_new(self.datasets, Dataset, (dataset.name for dataset in new.datasets)),
            Method: _with_new(self.methods, Method, (method.name for method in new.methods)),
        }
        more._metrics = dict(self._metrics)
        for entry in new.metrics:
            key = more.board_key(entry.task, entry.dataset)
            if key is not None:
                more._metrics[key] = (*more._metrics.get(key, ()), _as_metric(entry))
        return more

    def called(self, corrections: Iterable[Mapping[str, Any]]) -> Vocabulary:
        """This vocabulary with the names that some corrections give; itself if they give none."""
        given = [one for one in corrections if "rename" in one or "alias" in one]
        if not given:
            return self
        more = Vocabulary(self.catalog)
        more._metrics = self._metrics
        more._tables = {
            Area: self.areas,
            Task: _with_names(self.tasks, given, "task"),
            Dataset: _with_names(self.datasets, given, "dataset"),
            Method: _with_names(self.methods, given, "method"),
        }
        return more

    def new_metrics(self, key: BoardKey) -> tuple[Metric, ...]:
        """The metrics that submissions bring to a board."""
        return self._metrics.get(key, ())

    def board_key(self, task: str, dataset: str) -> BoardKey | None:
        """The slugs of a task and a dataset by any of their names, or None if one is unknown."""
        tasks, datasets = self.tasks.find(task), self.datasets.find(dataset)
        return None if tasks is None or datasets is None else (tasks.record.slug, datasets.record.slug)

    def board(self, task: str, dataset: str) -> Board | None:
        """The catalog's board of a task and a dataset, by their names."""
        key = self.board_key(task, dataset)
        return None if key is None else self.catalog.board(*key)

    def metrics(self, task: str, dataset: str) -> list[Metric]:
        """The metrics of a board: the catalog's, then the new ones."""
        key = self.board_key(task, dataset)
        board = None if key is None else self.catalog.board(*key)
        return [*(board.metrics if board else ()), *(self._metrics.get(key, ()) if key else ())]

    def row(self, index: int, entry: ResultEntry) -> Row:
        """A result with what its names mean."""
        key = self.board_key(entry.task, entry.dataset)
        board = None if key is None else self.catalog.board(*key)
        metrics = {metric.name: metric for metric in board.metrics} if board else {}
        for metric in self._metrics.get(key, ()) if key else ():
            metrics.setdefault(metric.name, metric)
        return Row(index, entry, key, board, metrics)


def _with_new(names: Names[AnyNamed], kind: Callable[..., AnyNamed], new: Iterable[str]) -> Names[AnyNamed]:
    """A table with new names in it, each under a slug that is free: PointNet++ is not PointNet."""
    for name in new:
        if names.find(name) is None:
            slug = identity.free_slug(identity.slug(name), names.has_slug)
            names = names.plus([kind(slug=slug, name=name)])
    return names


def _with_names(names: Names[Any], corrections: Iterable[Mapping[str, Any]], key: str) -> Names[Any]:
    """A table in which some records are found under one name more, each under its old ones too."""
    for one in corrections:
        record = names.by_slug(one[key]) if key in one else None
        if record is not None:
            more = one.get("rename", one.get("alias"))
            names = names.plus([replace(record, aliases=(*record.aliases, more))])
    return names


def _as_metric(entry: NewMetric) -> Metric:
    """A metric of a board as its record."""
    return Metric(name=entry.name, better=entry.better, scale=entry.scale, min=entry.min, max=entry.max)
