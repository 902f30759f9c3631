"""Evaluation tables: a tree of tasks, each with its datasets, and on them the tables of a made catalog."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from random import Random

from bench import archive_text, dirt
from bench.archive_papers import Plan
from bench.archive_rows import Rows
from bench.archive_sizes import Sizes
from bench.catalog_maker import World
from bench.dirt import Gaps, Item, Share
from pwc.record import Board, Dataset, Task

ONE_EMPTY_IN = 60
"""Of so many boards one has no rows."""
_GAPS_OF_TASKS = ("description", "categories", "synonyms", "source_link")
_GAPS_OF_DATASETS = ("description", "dataset_links", "dataset_citations")


def empty_boards(sizes: Sizes) -> int:
    """How many of the archive's boards have no rows."""
    return -(-sizes.boards // ONE_EMPTY_IN)


class Tables:
    """Makes the entries of evaluation-tables."""

    def __init__(self, world: World, plan: Plan, sizes: Sizes) -> None:
        self._rng = rng = Random(f"{world.seed}/archive/tables")
        self._rows = Rows(world, plan, sizes)
        self._areas = {area.slug: area.name for area in world.areas}
        self._datasets = {dataset.slug: dataset for dataset in world.datasets}
        self._tasks = world.tasks
        self._boards: dict[str, list[Board]] = defaultdict(list)
        for board in (*world.boards, *_empty(rng, world, empty_boards(sizes))):
            self._boards[board.task].append(board)
        self._top = _top(rng, world.tasks, sizes.entries)
        self._below: dict[str, list[Task]] = defaultdict(list)
        for task in world.tasks:
            if task.slug not in self._top:
                self._below[task.parents[0]].append(task)
        self._gaps_of_tasks = Gaps(rng, 60, _GAPS_OF_TASKS)
        self._gaps_of_datasets = Gaps(rng, 60, _GAPS_OF_DATASETS)
        self._has_cycle, self._is_again = Share(rng, 60), Share(rng, 80)
        self._is_part = Share(rng, 5)

    def entries(self) -> Iterator[Item]:
        """All entries, in order."""
        for task in self._tasks:
            if task.slug in self._top:
                entry = self._entry(task)
                if entry["subtasks"]:
                    self._spoil(entry)
                yield entry

    def _spoil(self, entry: Item) -> None:
        if self._has_cycle():
            dirt.cycle_of_tasks(entry)
        if self._is_again():
            entry["subtasks"].append(dirt.bare_task(self._rng.choice(self._tasks).name))

    def _entry(self, task: Task) -> Item:
        rng = self._rng
        entry = {
            "task": task.name,
            "description": archive_text.description(rng) if rng.random() < 0.85 else "",
            "categories": [self._areas[slug] for slug in task.areas],
            "synonyms": [f"{task.name}s"] if rng.random() < 0.1 else [],
            "source_link": None,
        }
        return {
            **self._gaps_of_tasks(entry),
            "subtasks": [self._entry(below) for below in self._below[task.slug]],
            "datasets": [self._dataset(board) for board in self._boards[task.slug]],
        }

    def _dataset(self, board: Board) -> Item:
        dataset = self._datasets[board.dataset]
        table = {"metrics": [metric.name for metric in board.metrics], "rows": self._rows.of(board)}
        item = {**self._described(dataset), "sota": table}
        whole, hyphen, part = dataset.name.partition("-")
        if not (hyphen and " " not in dataset.name and self._is_part()):
            return item
        if self._rng.random() < 0.3:
            item = {"subdataset": part, **item}
            del item["dataset"]
        above = {**self._described(dataset), "dataset": whole, "sota": None}
        return {**above, "subdatasets": [item]}

    def _described(self, dataset: Dataset) -> Item:
        rng = self._rng
        links = [] if dataset.url is None else [{"title": "Homepage", "url": dataset.url}]
        cited = [{"title": archive_text.prose(rng, 8), "url": "https://data.example.org/paper"}]
        item = {
            "dataset": dataset.name,
            "description": archive_text.description(rng) if rng.random() < 0.9 else "",
            "dataset_links": links,
            "dataset_citations": cited if rng.random() < 0.1 else [],
        }
        return {**self._gaps_of_datasets(item), "subdatasets": []}


def _top(rng: Random, tasks: Sequence[Task], number: int) -> set[str]:
    """The tasks at the top: those that are part of none, and others of which the tree does not say it."""
    roots = [task.slug for task in tasks if not task.parents]
    others = [task.slug for task in tasks if task.parents]
    return {*roots, *rng.sample(others, max(0, number - len(roots)))}


def _empty(rng: Random, world: World, number: int) -> Iterator[Board]:
    """Boards that somebody opened, and that nobody added to."""
    keys = {board.key for board in world.boards}
    while number:
        task, dataset, other = rng.choice(world.tasks), rng.choice(world.datasets), rng.choice(world.boards)
        board = Board(slug="", task=task.slug, dataset=dataset.slug, metrics=other.metrics)
        if board.key not in keys:
            keys.add(board.key)
            number -= 1
            yield board
