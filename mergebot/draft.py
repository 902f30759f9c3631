"""A catalog that is being changed, in memory: records go in, the changed files' bytes come out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from pwc import canonical, catalog, identity
from pwc.catalog import Catalog
from pwc.names import Names
from pwc.record import Area, Board, Dataset, Locator, LogEntry, Method, Named, Paper, Task


class Draft:
    """Changes on top of a catalog. Reading sees them; ``changes`` gives the files that they make."""

    def __init__(self, base: Catalog) -> None:
        self.areas: Names[Area] = base.areas
        self.tasks: Names[Task] = base.tasks
        self.datasets: Names[Dataset] = base.datasets
        self.methods: Names[Method] = base.methods
        self._base = base
        self._papers: dict[str, Paper] = {}
        self._locators: dict[str, Locator] = {}
        self._boards: dict[str, Board] = {}
        self._log: list[LogEntry] = []

    @property
    def boards(self) -> list[Board]:
        """The boards that were changed, in the order of their keys."""
        return [self._boards[key] for key in sorted(self._boards)]

    def paper(self, slug: str) -> Paper | None:
        """The paper with this slug."""
        return self._papers.get(slug) or self._base.paper(slug)

    def paper_at(self, locator: str) -> Paper | None:
        """The paper that a locator leads to."""
        entry = self._locators.get(locator)
        return self._base.paper_at(locator) if entry is None else self.paper(entry.paper or "")

    def board(self, task: str, dataset: str) -> Board | None:
        """The board of a task and a dataset, by their slugs."""
        return self._boards.get(f"{task}/{dataset}") or self._base.board(task, dataset)

    def has_board_slug(self, slug: str) -> bool:
        """Whether a board has this slug."""
        return f"sota:{slug}" in self._locators or self._base.board_at(slug) is not None

    def put_paper(self, paper: Paper, locators: Iterable[str] = ()) -> None:
        """Add a paper or replace it, with the locators that shall lead to it."""
        self._papers[paper.slug] = paper
        for locator in locators:
            self._locators[locator] = Locator(locator=locator, paper=paper.slug)

    def put_board(self, board: Board) -> None:
        """Add a board or replace it."""
        if self.board(board.task, board.dataset) is None:
            address = f"sota:{board.slug}"
            self._locators[address] = Locator(locator=address, board=board.key)
        self._boards[board.key] = board

    def put_log(self, entry: LogEntry) -> None:
        """Append an entry to the log."""
        self._log.append(entry)

    def changes(self) -> dict[str, bytes]:
        """The new bytes of every file that differs, by path."""
        files = {board_path(board): canonical.board_file(board) for board in self.boards}
        files |= self._shards_of_papers() | self._shards_of_locators() | self._log_files()
        base = self._base
        for path, names, before in (
            (catalog.AREAS, self.areas, base.areas),
            (catalog.TASKS, self.tasks, base.tasks),
            (catalog.DATASETS, self.datasets, base.datasets),
            (catalog.METHODS, self.methods, base.methods),
        ):
            if names is not before:
                records: Iterable[Named] = names
                files[path] = canonical.lines(records)
        return dict(sorted(files.items()))

    def _shards_of_papers(self) -> dict[str, bytes]:
        shards: dict[str, dict[str, Paper]] = defaultdict(dict)
        for paper in self._papers.values():
            shards[identity.paper_path(paper.slug)][paper.slug] = paper
        files = {}
        for path, papers in shards.items():
            stored = {p.slug: p for p in canonical.read_lines(path, self._before(path), Paper)}
            files[path] = canonical.lines(record for _, record in sorted((stored | papers).items()))
        return files

    def _shards_of_locators(self) -> dict[str, bytes]:
        shards: dict[str, dict[str, Locator]] = defaultdict(dict)
        for locator in self._locators.values():
            shards[identity.locator_path(locator.locator)][locator.locator] = locator
        files = {}
        for path, locators in shards.items():
            stored = {e.locator: e for e in canonical.read_lines(path, self._before(path), Locator)}
            files[path] = canonical.lines(record for _, record in sorted((stored | locators).items()))
        return files

    def _log_files(self) -> dict[str, bytes]:
        files: dict[str, bytes] = {}
        for entry in self._log:
            path = f"{catalog.LOG}/{entry.when[:10].replace('-', '/')}.jsonl"
            files[path] = files.get(path, self._before(path)) + canonical.line(entry) + b"\n"
        return files

    def _before(self, path: str) -> bytes:
        return self._base.tree.read(path) or b""


def board_path(board: Board) -> str:
    """The file of a board."""
    return identity.board_path(board.task, board.dataset)
