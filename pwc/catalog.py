"""Reading the canonical catalog from a tree of files. Nothing here changes it.

The path of a file is made from the identity of what it holds, so a question opens only the files that
it names: one shard for a paper, one file for a board.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from pwc import canonical, identity
from pwc.errors import BrokenFileError
from pwc.names import Names
from pwc.record import Area, Board, Dataset, Locator, LogEntry, Method, Paper, Task
from pwc.tree import Tree

FOLDER = "catalog"
AREAS = "catalog/areas.jsonl"
TASKS = "catalog/tasks.jsonl"
DATASETS = "catalog/datasets.jsonl"
METHODS = "catalog/methods.jsonl"
PAPERS = "catalog/papers"
LOCATORS = "catalog/locators"
BOARDS = "catalog/leaderboards"
LOG = "catalog/log"


class Catalog:
    """The catalog in a tree, as it is (or, with ``without``, as if one submission had never come).

    Every method that reads raises ``BrokenFileError`` if a file is not what it should be.
    """

    def __init__(self, tree: Tree, *, without: str | None = None) -> None:
        self.tree = tree
        self._without = without
        self._boards: dict[str, Board | None] = {}

    def excluding(self, submission: str) -> Catalog:
        """This catalog without what the submission at this path brought."""
        return Catalog(self.tree, without=submission)

    @cached_property
    def areas(self) -> Names[Area]:
        """All areas, by name."""
        return Names(AREAS, self.tree.read(AREAS) or b"", Area, without=self._without)

    @cached_property
    def tasks(self) -> Names[Task]:
        """All tasks, by name."""
        return Names(TASKS, self.tree.read(TASKS) or b"", Task, without=self._without)

    @cached_property
    def datasets(self) -> Names[Dataset]:
        """All datasets, by name."""
        return Names(DATASETS, self.tree.read(DATASETS) or b"", Dataset, without=self._without)

    @cached_property
    def methods(self) -> Names[Method]:
        """All methods, by name."""
        return Names(METHODS, self.tree.read(METHODS) or b"", Method, without=self._without)

    def paper(self, slug: str) -> Paper | None:
        """The paper with this slug."""
        path = identity.paper_path(slug)
        for paper in canonical.read_lines(path, self.tree.read(path) or b"", Paper):
            if paper.slug == slug and not self._is_left_out(paper.submission):
                return paper
        return None

    def paper_at(self, locator: str) -> Paper | None:
        """The paper that a locator (see ``pwc.locator``) leads to."""
        entry = self._locator(locator)
        return None if entry is None or entry.paper is None else self.paper(entry.paper)

    def board(self, task: str, dataset: str) -> Board | None:
        """The board of a task and a dataset, by their slugs."""
        path = identity.board_path(task, dataset)
        if path not in self._boards:
            self._boards[path] = self._read_board(path)
        return self._boards[path]

    def board_at(self, slug: str) -> Board | None:
        """The board with this slug. Slugs are looked up, never taken apart."""
        entry = self._locator(f"sota:{slug}")
        if entry is None or entry.board is None:
            return None
        task, _, dataset = entry.board.partition("/")
        return self.board(task, dataset)

    def boards(self) -> Iterator[Board]:
        """All boards, in the order of their paths."""
        for path in self.tree.paths(BOARDS):
            board = self._read_board(path)
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
        wanted = b'"file":"%s"' % file.encode()
        for path, data in self._log_files:
            if wanted in data:
                entries = canonical.read_lines(path, data, LogEntry)
                return next((entry for entry in entries if entry.file == file), None)
        return None

    @cached_property
    def _log_files(self) -> list[tuple[str, bytes]]:
        return [(path, self.tree.read(path) or b"") for path in self.tree.paths(LOG)]

    def _locator(self, locator: str) -> Locator | None:
        path = identity.locator_path(locator)
        entries = canonical.read_lines(path, self.tree.read(path) or b"", Locator)
        return next((entry for entry in entries if entry.locator == locator), None)

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
