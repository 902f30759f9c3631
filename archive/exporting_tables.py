"""The catalog's tasks and boards as the tree of evaluation-tables: narrower tasks within the broader ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from msgspec.structs import replace

from archive import beyond, shapes, tables, taxonomy
from archive.boards import told_board, told_result
from archive.dump import Item
from pwc import catalog
from pwc.catalog import Catalog
from pwc.ranking import ranking
from pwc.record import Board, Result, Task

DEEPEST = 40
"""So many tasks stand within each other at most; deeper ones stand by themselves, and say their parents."""


class TaskTree:
    """The items of evaluation-tables, and what is learnt of papers on the way."""

    def __init__(self, of: Catalog) -> None:
        self.papers_by_dataset: dict[str, set[str]] = defaultdict(set)
        """The papers that have results on each dataset."""
        self.with_results: set[str] = set()
        self._catalog = of
        self._areas = {area.slug: area for area in of.areas}
        self._tasks = {task.slug: task for task in of.tasks}
        self._datasets = {dataset.slug: dataset for dataset in of.datasets}
        self._narrower: dict[str | None, list[Task]] = defaultdict(list)
        for task in self._tasks.values():
            self._narrower[next(iter(task.parents), None)].append(task)
        self._top = self._narrower.pop(None, [])
        self._boards: dict[str, list[str]] = defaultdict(list)
        for path in of.tree.paths(catalog.BOARDS):
            _, _, task_slug, file = path.split("/")
            self._boards[task_slug].append(file.removesuffix(".json"))

    def items(self) -> Iterator[Item]:
        """Tasks with their tables, the broadest at the top."""
        for task in self._top:  # it grows by what is too deep to stand within another one
            yield self._task(task, None, (), 0)

    def _task(self, task: Task, broader: str | None, areas: tuple[str, ...], depth: int) -> Item:
        item = shapes.task(task, self._areas)
        as_read = tables.task(item, "", broader, areas)
        if as_read is None:
            raise AssertionError("a task has a name")
        item["datasets"] = list(self._table_items(task))
        for narrower in self._narrower[task.slug]:
            if depth < DEEPEST:
                item["subtasks"].append(self._task(narrower, task.name, as_read.areas, depth + 1))
            else:
                self._top.append(narrower)
        item[beyond.KEY] = beyond.beyond(task, taxonomy.told_task(as_read))
        return item

    def _table_items(self, task: Task) -> Iterator[Item]:
        for dataset in self._boards[task.slug]:
            board = self._catalog.board(task.slug, dataset)
            if board is not None:
                yield self._table(board, task)

    def _table(self, board: Board, task: Task) -> Item:
        item = shapes.table(board, self._datasets.get(board.dataset))
        as_read = tables.table(item, task.name, tables.text(item, "dataset"), "")
        item[beyond.KEY] = beyond.beyond(replace(board, results=()), told_board(as_read))
        item["sota"]["rows"] = [self._row(ranked.result) for ranked in ranking(board)]
        papers = {result.paper for result in board.results if result.paper is not None}
        self.papers_by_dataset[board.dataset] |= papers
        self.with_results |= papers
        return item

    def _row(self, result: Result) -> Item:
        paper = None if result.paper is None else self._catalog.paper(result.paper)
        item = shapes.row(result, paper)
        item[beyond.KEY] = beyond.beyond(result, told_result(tables.row(item, "")))
        return item
