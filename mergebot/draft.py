"""A catalog that is being changed, in memory: records go in, the changed files' bytes come out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

from pwc import canonical, catalog, identity
from pwc.catalog import Catalog
from pwc.names import Names
from pwc.record import (
    Area,
    Board,
    Dataset,
    Locator,
    LogEntry,
    Method,
    Model,
    Named,
    Paper,
    Record,
    Result,
    Task,
)

Changes = dict[str, bytes | None]
"""The new bytes of files by their paths, None for those that go."""

AnyRecord = TypeVar("AnyRecord", bound=Record)


class Draft:
    """Changes on top of a catalog. Reading sees them; ``changes`` gives the files that they make."""

    def __init__(self, base: Catalog) -> None:
        self.areas: Names[Area] = base.areas
        self.tasks: Names[Task] = base.tasks
        self.datasets: Names[Dataset] = base.datasets
        self.methods: Names[Method] = base.methods
        self.models: Names[Model] = base.models
        self._base = base
        self._papers: dict[str, Paper | None] = {}
        self._locators: dict[str, Locator] = {}
        self._boards: dict[str, Board | None] = {}
        self._log: list[LogEntry] = []

    @property
    def boards(self) -> list[Board]:
        """The boards that were changed and are still there, in the order of their keys."""
        return [board for _, board in sorted(self._boards.items()) if board is not None]

    def paper(self, slug: str) -> Paper | None:
        """The paper with this slug."""
        return self._papers[slug] if slug in self._papers else self._base.paper(slug)

    def paper_at(self, locator: str) -> Paper | None:
        """The paper that a locator leads to."""
        entry = self._locators.get(locator)
        return self._base.paper_at(locator) if entry is None else self.paper(entry.paper or "")

    def papers(self) -> Iterator[Paper]:
        """All papers: for changes that may touch any of them."""
        yield from (paper for paper in self._base.papers() if paper.slug not in self._papers)
        yield from [paper for paper in self._papers.values() if paper is not None]

    def board(self, task: str, dataset: str) -> Board | None:
        """The board of a task and a dataset, by their slugs."""
        key = f"{task}/{dataset}"
        return self._boards[key] if key in self._boards else self._base.board(task, dataset)

    def board_at(self, slug: str) -> Board | None:
        """The board that a slug leads to."""
        entry = self._locators.get(f"sota:{slug}") or self._base.locator(f"sota:{slug}")
        task, _, dataset = ((entry and entry.board) or "").partition("/")
        return self.board(task, dataset) if task else None

    def boards_holding(self, text: str) -> Iterator[Board]:
        """The boards in whose files a text stands, by their paths: not all need be read as records."""
        wanted = text.encode()
        for path in self._base.tree.paths(catalog.BOARDS):
            _, _, task, file = path.split("/")
            dataset = file.removesuffix(".json")
            changed = f"{task}/{dataset}" in self._boards
            if changed or wanted in (self._base.tree.read(path) or b""):
                board = self.board(task, dataset)
                if board is not None:
                    yield board
        there = {key for key in self._boards if self._base.board(*key.split("/")) is None}
        yield from [board for board in self.boards if board.key in there]

    def result(self, id_: str) -> tuple[Board, Result] | None:
        """The result with this id, with its board."""
        found = self._base.result(id_)
        at_first = [] if found is None else [self.board(found[0].task, found[0].dataset)]
        for board in (*at_first, *self.boards):
            for result in () if board is None else board.results:
                if board is not None and result.id == id_:
                    return board, result
        return None

    def has_locator(self, key: str) -> bool:
        """Whether a locator leads anywhere."""
        return key in self._locators or self._base.locator(key) is not None

    def has_board_slug(self, slug: str) -> bool:
        """Whether a board has, or had, this slug."""
        return self.has_locator(f"sota:{slug}")

    def has_paper_slug(self, slug: str) -> bool:
        """Whether a paper has, or had, this slug."""
        return self.paper(slug) is not None or self.has_locator(f"paper:{slug}")

    def put_paper(self, paper: Paper, locators: Iterable[str] = ()) -> None:
        """Add a paper or replace it, with the locators that shall lead to it."""
        self._papers[paper.slug] = paper
        for locator in locators:
            self.put_locator(Locator(locator=locator, paper=paper.slug))

    def drop_paper(self, slug: str) -> None:
        """Take a paper away."""
        self._papers[slug] = None

    def put_board(self, board: Board) -> None:
        """Add a board or replace it."""
        if self.board(board.task, board.dataset) is None:
            self.put_locator(Locator(locator=f"sota:{board.slug}", board=board.key))
        self._boards[board.key] = board

    def drop_board(self, board: Board) -> None:
        """Take a board away."""
        self._boards[board.key] = None

    def put_locator(self, entry: Locator) -> None:
        """Add a locator, or let it lead elsewhere."""
        self._locators[entry.locator] = entry

    def locators(self) -> Iterator[Locator]:
        """All locators: for changes that may touch any of them."""
        yield from (entry for entry in self._base.locators() if entry.locator not in self._locators)
        yield from list(self._locators.values())

    def put_log(self, entry: LogEntry) -> None:
        """Append an entry to the log."""
        self._log.append(entry)

    def changes(self) -> Changes:
        """The new bytes of every file that differs, by path; None for one that goes."""
        files: Changes = {}
        for key, board in self._boards.items():
            task, _, dataset = key.partition("/")
            path = identity.board_path(task, dataset)
            if board is not None or self._before(path):
                files[path] = None if board is None else canonical.board_file(board)
        papers: dict[str, dict[str, Paper | None]] = defaultdict(dict)
        for slug, paper in self._papers.items():
            papers[identity.paper_path(slug)][slug] = paper
        locators: dict[str, dict[str, Locator | None]] = defaultdict(dict)
        for entry in self._locators.values():
            locators[identity.locator_path(entry.locator)][entry.locator] = entry
        files |= {path: self._shard(path, Paper, changed) for path, changed in papers.items()}
        files |= {path: self._shard(path, Locator, changed) for path, changed in locators.items()}
        return dict(sorted((files | self._names() | self._log_files()).items()))

    def _names(self) -> Changes:
        base = self._base
        tables: tuple[tuple[str, type[Named], Names[Any], Names[Any]], ...] = (
            (catalog.AREAS, Area, self.areas, base.areas),
            (catalog.TASKS, Task, self.tasks, base.tasks),
            (catalog.DATASETS, Dataset, self.datasets, base.datasets),
            (catalog.METHODS, Method, self.methods, base.methods),
            (catalog.MODELS, Model, self.models, base.models),
        )
        changed = ((path, kind, names, before) for path, kind, names, before in tables if names is not before)
        return {
            path: canonical.with_records(path, self._before(path), kind, names.changed_since(before)) or None
            for path, kind, names, before in changed
        }

    def _shard(
        self, path: str, kind: type[AnyRecord], changed: Mapping[str, AnyRecord | None]
    ) -> bytes | None:
        """A shard with some records changed; None if none is left."""
        return canonical.with_records(path, self._base.shard(path), kind, changed) or None

    def _log_files(self) -> Changes:
        files: dict[str, bytes] = {}
        for entry in self._log:
            path = f"{catalog.LOG}/{entry.when[:10].replace('-', '/')}.jsonl"
            files[path] = files.get(path, self._before(path)) + canonical.line(entry) + b"\n"
        return {**files}

    def _before(self, path: str) -> bytes:
        return self._base.tree.read(path) or b""
