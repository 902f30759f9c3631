"""Reading the canonical catalog from a tree of files. Nothing here changes it.

The path of a file is made from the identity of what it holds, so a question opens only the files that
it names: one shard for a paper, one file for a board.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from pwc import canonical, catalog_log, identity, side_papers
from pwc.catalog_log import Log
from pwc.kept import Kept
from pwc.names import AnyNamed, Names
from pwc.record import Area, Board, Dataset, Locator, LogEntry, Method, Model, Paper, Result, Task
from pwc.tree import Tree, overlaid

FOLDER = "catalog"
AREAS = "catalog/areas.jsonl"
TASKS = "catalog/tasks.jsonl"
DATASETS = "catalog/datasets.jsonl"
METHODS = "catalog/methods.jsonl"
MODELS = "catalog/models.jsonl"
PAPERS = "catalog/papers"
LOCATORS = "catalog/locators"
BOARDS = "catalog/leaderboards"
LOG = catalog_log.FOLDER

_KEPT = 2000
_SHARDS_KEPT = 300


def paths(tree: Tree) -> list[str]:
    """The paths of all files of the catalog, sorted; not of those that are kept beside it."""
    return [path for path in tree.paths(FOLDER) if not path.startswith(f"{side_papers.FOLDER}/")]


class Catalog:
    """The catalog in a tree, as it is (or, with ``without``, as if one submission had never come).

    Every method that reads raises ``BrokenFileError`` if a file is not what it should be.
    """

    def __init__(self, tree: Tree, *, without: str | None = None) -> None:
        self.tree = tree
        self._without = without
        self._tables: dict[str, Names[Any]] = {}
        self._log = Log(tree)
        self._boards: Kept[Board | None] = Kept(_KEPT)  # a long run must not end with all of them
        self._locators: Kept[Locator | None] = Kept(_KEPT)
        self._shards: Kept[bytes] = Kept(_SHARDS_KEPT)

    def changed(self, files: Mapping[str, bytes | None]) -> Catalog:
        """This catalog with new bytes for some files (None for one that goes).

        What has been read of the others is not read again, and of a table of names only what differs: for
        many changes, one after the other. The log may only grow.
        """
        catalog = Catalog(overlaid(self.tree, files), without=self._without)
        for path, names in self._tables.items():
            catalog._tables[path] = names.reread(files[path] or b"") if path in files else names
        catalog._log = self._log.grown(catalog.tree, files)
        catalog._boards = self._boards.without(files)
        catalog._shards = self._shards.without(files)
        return catalog

    def excluding(self, submission: str) -> Catalog:
        """This catalog without what the submission at this path brought."""
        catalog = Catalog(self.tree, without=submission)
        catalog._tables = self._tables  # what has been read of the tables serves all views
        catalog._log = self._log
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
        paper = canonical.find_record(path, self.shard(path), Paper, slug)
        return None if paper is None or self._is_left_out(paper.submission) else paper

    def paper_at(self, locator: str) -> Paper | None:
        """The paper that a locator (see ``pwc.locator``) leads to."""
        entry = self.locator(locator)
        return None if entry is None or entry.paper is None else self.paper(entry.paper)

    def locator(self, key: str) -> Locator | None:
        """Where a locator leads, also one to a board, or of a slug that a record had before."""
        return self._locators.get(key, self._read_locator)

    def board(self, task: str, dataset: str) -> Board | None:
        """The board of a task and a dataset, by their slugs."""
        return self._boards.get(identity.board_path(task, dataset), self._read_board)

    def board_at(self, slug: str) -> Board | None:
        """The board with this slug. Slugs are looked up, never taken apart."""
        entry = self.locator(f"sota:{slug}")
        if entry is None or entry.board is None:
            return None
        task, _, dataset = entry.board.partition("/")
        return self.board(task, dataset)

    def result(self, id_: str) -> tuple[Board, Result] | None:
        """The result with this id, with its board.

        The log says where it was put: boards are searched only in an import that has not been merged.
        """
        task, _, dataset = (self._log.board_of(id_) or "").partition("/")
        board = self.board(task, dataset) if task else None
        found = [board] if board is not None else self.boards() if self._log.is_empty else ()
        return next(((on, row) for on in found for row in on.results if row.id == id_), None)

    def boards(self) -> Iterator[Board]:
        """All boards, in the order of their paths."""
        return self.boards_holding("")

    def boards_holding(self, text: str) -> Iterator[Board]:
        """The boards in whose files a text stands: for questions about all of them that few can answer."""
        wanted = text.encode()
        for path, data in self.tree.files(BOARDS):
            board = self._board(path, data) if wanted in data else None
            if board is not None:
                yield board

    def papers(self) -> Iterator[Paper]:
        """All papers, in the order of their shards."""
        return self._papers(self.tree.files(PAPERS))

    def papers_in(self, shards: Iterable[str]) -> Iterator[Paper]:
        """The papers in some shards, by the shards' paths."""
        return self._papers((path, self.tree.read(path) or b"") for path in shards)

    def locators(self) -> Iterator[Locator]:
        """All locators, in the order of their shards."""
        for path, data in self.tree.files(LOCATORS):
            yield from canonical.read_lines(path, data, Locator)

    def log(self) -> Iterator[LogEntry]:
        """The catalog's own history, in order."""
        return iter(self._log)

    def last_entry(self) -> LogEntry | None:
        """The newest entry of the log."""
        return self._log.last()

    def accepted(self, file: str) -> LogEntry | None:
        """The log's entry for the submission at this path, or None if it has not been accepted."""
        return self._log.accepted(file)

    def brought_by(self, result: Result) -> LogEntry | None:
        """The log's entry that brought a result, or None if it has none: an import before it is merged."""
        if result.submission is not None:
            return self.accepted(result.submission)
        return next((entry for entry in self.log() if result.id in entry.results), None)

    def shard(self, path: str) -> bytes:
        """The bytes of a shard, of papers or locators; none if it is not there."""
        return self._shards.get(path, lambda path: self.tree.read(path) or b"")

    def _names(self, path: str, kind: type[AnyNamed]) -> Names[AnyNamed]:
        if path not in self._tables:
            self._tables[path] = Names(path, self.tree.read(path) or b"", kind)
        names: Names[AnyNamed] = self._tables[path]
        return names if self._without is None else names.excluding(self._without)

    def _read_locator(self, locator: str) -> Locator | None:
        path = identity.locator_path(locator)
        return canonical.find_record(path, self.shard(path), Locator, locator)

    def _papers(self, shards: Iterable[tuple[str, bytes]]) -> Iterator[Paper]:
        for path, data in shards:
            papers = canonical.read_lines(path, data, Paper)
            yield from (paper for paper in papers if not self._is_left_out(paper.submission))

    def _read_board(self, path: str) -> Board | None:
        data = self.tree.read(path)
        return None if data is None else self._board(path, data)

    def _board(self, path: str, data: bytes) -> Board | None:
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
