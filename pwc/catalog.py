"""Reading the canonical catalog from a tree of files. Nothing here changes it.

The path of a file is made from the identity of what it holds, so a question opens only the files that
it names: one shard for a paper, one file for a board.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from typing import Any

from pwc import canonical, identity
from pwc.errors import BrokenFileError
from pwc.history import in_effect
from pwc.names import AnyNamed, Names
from pwc.record import Area, Board, Dataset, Locator, LogEntry, Method, Model, Paper, Result, Task
from pwc.tree import Tree

FOLDER = "catalog"
AREAS = "catalog/areas.jsonl"
TASKS = "catalog/tasks.jsonl"
DATASETS = "catalog/datasets.jsonl"
METHODS = "catalog/methods.jsonl"
MODELS = "catalog/models.jsonl"
PAPERS = "catalog/papers"
LOCATORS = "catalog/locators"
BOARDS = "catalog/leaderboards"
LOG = "catalog/log"

_FILE_IN_LOG = re.compile(rb'"file":"([^"\\]*)"')
_RESULT_IN_LOG = rb'"([0-9a-f]{16})":"([^"\\]*)"'
_KEPT = 2000
_SHARDS_KEPT = 300


class Catalog:
    """The catalog in a tree, as it is (or, with ``without``, as if one submission had never come).

    Every method that reads raises ``BrokenFileError`` if a file is not what it should be.
    """

    def __init__(self, tree: Tree, *, without: str | None = None) -> None:
        self.tree = tree
        self._without = without
        self._tables: dict[str, Names[Any]] = {}
        self._board = lru_cache(_KEPT)(self._read_board)  # bounded: a long run must not end with all of them
        self._locator = lru_cache(_KEPT)(self._read_locator)
        self._shard = lru_cache(_SHARDS_KEPT)(tree.read)

    def excluding(self, submission: str) -> Catalog:
        """This catalog without what the submission at this path brought."""
        catalog = Catalog(self.tree, without=submission)
        catalog._tables = self._tables  # what has been read of the tables serves all views
        return catalog

    @cached_property
    def areas(self) -> Names[Area]:
        """All areas, by name."""
        return self._names(AREAS, Area)

    @cached_property
    def tasks(self) -> Names[Task]:
        """All tasks, by name."""
        return self._names(TASKS, Task)

    @cached_property
    def datasets(self) -> Names[Dataset]:
        """All datasets, by name."""
        return self._names(DATASETS, Dataset)

    @cached_property
    def methods(self) -> Names[Method]:
        """All methods, by name."""
        return self._names(METHODS, Method)

    @cached_property
    def models(self) -> Names[Model]:
        """The models that have been called otherwise, by name."""
        return self._names(MODELS, Model)

    def paper(self, slug: str) -> Paper | None:
        """The paper with this slug."""
        path = identity.paper_path(slug)
        paper = canonical.find_record(path, self._shard(path) or b"", Paper, slug)
        return None if paper is None or self._is_left_out(paper.submission) else paper

    def paper_at(self, locator: str) -> Paper | None:
        """The paper that a locator (see ``pwc.locator``) leads to."""
        entry = self._locator(locator)
        return None if entry is None or entry.paper is None else self.paper(entry.paper)

    def locator(self, key: str) -> Locator | None:
        """Where a locator leads, also one to a board, or of a slug that a record had before."""
        return self._locator(key)

    def board(self, task: str, dataset: str) -> Board | None:
        """The board of a task and a dataset, by their slugs."""
        return self._board(identity.board_path(task, dataset))

    def board_at(self, slug: str) -> Board | None:
        """The board with this slug. Slugs are looked up, never taken apart."""
        entry = self._locator(f"sota:{slug}")
        if entry is None or entry.board is None:
            return None
        task, _, dataset = entry.board.partition("/")
        return self.board(task, dataset)

    def result(self, id_: str) -> tuple[Board, Result] | None:
        """The result with this id, with its board.

        The log says where it was put: boards are searched only in an import that has not been merged.
        """
        path = self._boards_by_result.get(id_.encode(), b"").decode()
        task, _, dataset = path.partition("/")
        board = self.board(task, dataset) if task else None
        found = [board] if board is not None else self.boards() if not self._days else ()
        return next(((on, row) for on in found for row in on.results if row.id == id_), None)

    def boards(self) -> Iterator[Board]:
        """All boards, in the order of their paths."""
        for path in self.tree.paths(BOARDS):
            board = self._read_board(path)
            if board is not None:
                yield board

    def boards_holding(self, text: str) -> Iterator[Board]:
        """The boards in whose files a text stands: for questions about all of them that few can answer."""
        wanted = text.encode()
        for path in self.tree.paths(BOARDS):
            board = self._read_board(path) if wanted in (self.tree.read(path) or b"") else None
            if board is not None:
                yield board

    def papers(self) -> Iterator[Paper]:
        """All papers, in the order of their shards."""
        return self.papers_in(self.tree.paths(PAPERS))

    def papers_in(self, shards: Iterable[str]) -> Iterator[Paper]:
        """The papers in some shards, by the shards' paths."""
        for path in shards:
            for paper in canonical.read_lines(path, self.tree.read(path) or b"", Paper):
                if not self._is_left_out(paper.submission):
                    yield paper

    def locators(self) -> Iterator[Locator]:
        """All locators, in the order of their shards."""
        for path in self.tree.paths(LOCATORS):
            yield from canonical.read_lines(path, self.tree.read(path) or b"", Locator)

    def log(self) -> Iterator[LogEntry]:
        """The catalog's own history, in order."""
        for path in self.tree.paths(LOG):
            yield from canonical.read_lines(path, self.tree.read(path) or b"", LogEntry)

    def last_entry(self) -> LogEntry | None:
        """The newest entry of the log."""
        path = max(self.tree.paths(LOG), default=None)
        if path is None:
            return None
        entries = canonical.read_lines(path, self.tree.read(path) or b"", LogEntry)
        if not entries:
            raise BrokenFileError(f"{path}: a day of the log without an entry")
        return entries[-1]

    def accepted(self, file: str) -> LogEntry | None:
        """The log's entry for the submission at this path, or None if it has not been accepted."""
        path = self._days.get(file.encode())
        if path is None:
            return None
        entries = canonical.read_lines(path, self.tree.read(path) or b"", LogEntry)
        return next((entry for entry in entries if entry.file == file), None)

    def brought_by(self, result: Result) -> LogEntry | None:
        """The log's entry that brought a result, or None if it has none: an import before it is merged."""
        if result.submission is not None:
            return self.accepted(result.submission)
        return next((entry for entry in self.log() if result.id in entry.results), None)

    @cached_property
    def _boards_by_result(self) -> dict[bytes, bytes]:
        """Where each result is, by its id: a key of the log's ``results`` or ``moved``, later ones first.

        No text in the log can look like one. What an entry that was undone has moved is back.
        """
        days = [self.tree.read(path) or b"" for path in self.tree.paths(LOG)]
        if any(b'"reverted":' in day for day in days):
            days = [canonical.line(entry) for entry in in_effect(self.log())]
        return {result: board for day in days for result, board in re.findall(_RESULT_IN_LOG, day)}

    @cached_property
    def _days(self) -> dict[bytes, str]:
        """Where in the log each file is. Only a plain path is found, and only those are accepted."""
        return {
            file: path
            for path in self.tree.paths(LOG)
            for file in _FILE_IN_LOG.findall(self.tree.read(path) or b"")
        }

    def _names(self, path: str, kind: type[AnyNamed]) -> Names[AnyNamed]:
        if path not in self._tables:
            self._tables[path] = Names(path, self.tree.read(path) or b"", kind)
        names: Names[AnyNamed] = self._tables[path]
        return names if self._without is None else names.excluding(self._without)

    def _read_locator(self, locator: str) -> Locator | None:
        path = identity.locator_path(locator)
        return canonical.find_record(path, self._shard(path) or b"", Locator, locator)

    def _read_board(self, path: str) -> Board | None:
        data = self.tree.read(path)
        if data is None:
            return None
        board = canonical.read_board(path, data)
        return board if self._without is None else self._excluded(board)

    def _excluded(self, board: Board) -> Board | None:
        if self._is_left_out(board.submission) and all(
            self._is_left_out(r.submission) for r in board.results
        ):
            return None
        return Board(
            slug=board.slug,
            task=board.task,
            dataset=board.dataset,
            metrics=tuple(m for m in board.metrics if not self._is_left_out(m.submission)),
            results=tuple(r for r in board.results if not self._is_left_out(r.submission)),
            submission=board.submission,
        )

    def _is_left_out(self, submission: str | None) -> bool:
        return self._without is not None and submission == self._without
