"""The archive's tables as leaderboards: every row is a result, folded into an equal one, or rejected."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from archive import beyond, clean, column
from archive.account import Account
from archive.dump import BadDumpError
from archive.papers import Papers
from archive.register import DIFFERENT
from archive.tables import Row, Table
from archive.taxonomy import Taxonomy
from pwc import identity, locator
from pwc.record import Board, Metric, Result, Value

Folder = tuple[str, str]
"""A board's task and dataset, by their slugs."""


class Measured(Struct, frozen=True):
    """What a row says was measured: the model, its values, and what stood beside or instead of numbers."""

    model: str
    values: dict[str, Value]
    notes: dict[str, str]


class Boards:
    """Collects the tables of an import and makes boards of them."""

    def __init__(self, taxonomy: Taxonomy, papers: Papers, account: Account) -> None:
        self._taxonomy = taxonomy
        self._papers = papers
        self._account = account
        self._tables: dict[Folder, list[Table]] = defaultdict(list)
        self._exact: dict[Folder, Board] = {}
        self._slugs: set[str] = set()
        self._ids: set[str] = set()
        self.made: set[str] = set()
        """The boards that were given, by their keys."""
        self.has_rows_of_old = False
        """Whether there are results that no catalog's log knows."""

    def add(self, table: Table) -> None:
        """Take a table. Its rows are rejected if it is not known what they are about."""
        if table.beyond is not None:
            board = beyond.exact(told_board(table), table.beyond, table.place)
            key = board.task, board.dataset
            self._taxonomy.tasks.claim(board.task, table.task or board.task)
            self._taxonomy.datasets.claim(board.dataset, table.dataset or board.dataset)
            if (board.slug in self._slugs) != (key in self._exact) or self._exact.get(key, board) != board:
                raise BadDumpError(f"{table.place}: {board.slug} stands twice: {DIFFERENT}")
            self._exact[key] = board
            self._slugs.add(board.slug)
            self._tables[key].append(table)
            return
        task = self._taxonomy.task(table.task, table.place)
        dataset = self._taxonomy.dataset(table.dataset, table.place)
        if task is not None and dataset is not None:
            self._tables[task, dataset].append(table)
            return
        about = "the task" if task is None else "the dataset"
        typed = table.task if task is None else table.dataset
        why = clean.spam(clean.line(typed)) if typed else None
        for row in table.rows:
            self._account.reject(row.place, f"{about} has no name that could be kept" if why is None else why)

    def __iter__(self) -> Iterator[Board]:
        """The boards, in the order of their keys. Each may be asked for once: the account counts its rows."""
        for key in sorted(self._tables):
            tables = self._tables.pop(key)
            whole = replace(
                tables[0],
                metrics=tuple(dict.fromkeys(name for table in tables for name in table.metrics)),
                rows=tuple(row for table in tables for row in table.rows),
            )
            board = self._exact.get(key) or self._new(key, whole)
            if board is not None:
                self.made.add(board.key)
                yield self._with_results(board, whole)

    def _new(self, key: Folder, table: Table) -> Board | None:
        """A board without results; None for a table in which nothing at all is measured."""
        task, dataset = (self._taxonomy.tasks[key[0]].name, self._taxonomy.datasets[key[1]].name)
        metrics = tuple(filter(None, map(_usable, column.metrics(table))))
        if not metrics:
            for row in table.rows:
                self._account.reject(row.place, "nothing is measured in this table")
            return None
        slug = identity.free_slug(identity.board_slug(task, dataset), self._slugs.__contains__)
        self._slugs.add(slug)
        return Board(slug=slug, task=key[0], dataset=key[1], metrics=_distinct(metrics))

    def _with_results(self, board: Board, table: Table) -> Board:
        results: dict[str, Result] = {}
        said: set[object] = set()
        seen: Counter[str] = Counter()
        for row in sorted(table.rows, key=lambda row: row.beyond is None):  # those that must stay come first
            exact = row.beyond is not None
            result = self._exact_result(board, row) if exact else self._result(board, row, seen)
            if result is None:
                continue
            if result.id in results or (not exact and _meaning(result) in said):
                self._account.folded += 1
                continue
            if result.id in self._ids:
                raise BadDumpError(f"{row.place}: the id {result.id} was given twice")
            self._ids.add(result.id)
            results[result.id] = result
            said.add(_meaning(result))
            self._account.results += 1
            self.has_rows_of_old |= not exact
        return replace(board, results=tuple(result for _, result in sorted(results.items())))

    def _result(self, board: Board, row: Row, seen: Counter[str]) -> Result | None:
        measured, why = measured_by(row, {metric.name for metric in board.metrics})
        if measured is None:
            self._account.reject(row.place, why)
            return None
        paper = self._papers.of_row(row)
        result = Result(
            id="",
            model=measured.model,
            paper=paper,
            metrics=measured.values,
            extra_training_data=row.extra_training_data,
            date=clean.day(row.paper_date) if paper is None else None,
            notes=measured.notes,
        )
        return replace(result, id=self._id(board, row, measured.model, seen))

    def _exact_result(self, board: Board, row: Row) -> Result:
        result = beyond.exact(told_result(row), row.beyond or {}, row.place)
        unknown = sorted(result.metrics.keys() - {metric.name for metric in board.metrics})
        if unknown:
            raise BadDumpError(f"{row.place}: {beyond.KEY}: the table has no metric {unknown[0]!r}")
        return (
            result if result.paper is None else replace(result, paper=self._papers.claim(result.paper, row))
        )

    def _id(self, board: Board, row: Row, model: str, seen: Counter[str]) -> str:
        """An id from what the row says that it is, so that a later import gives it again.

        The values are left out of it, since they may be mended; rows that are equal else are numbered.
        """
        names = self._taxonomy.tasks[board.task].name, self._taxonomy.datasets[board.dataset].name
        address = clean.link(row.paper_url)
        paper = locator.url(address) if address else identity.fold(row.paper_title or "")
        what = "\n".join((*map(identity.fold, names), model, paper, str(row.extra_training_data)))
        seen[what] += 1
        return identity.result_id(f"archive\n{what}", seen[what])


def told_board(table: Table) -> Board:
    """A board as its table alone tells it. What its columns measure is not told: see ``archive.column``."""
    task, dataset = clean.name(table.task) or "", clean.name(table.dataset) or ""
    return Board(
        slug=identity.board_slug(task, dataset),
        task=identity.slug(task),
        dataset=identity.slug(dataset),
        metrics=(),
    )


def told_result(row: Row) -> Result:
    """A result as its row alone tells it. Which paper it is from is not told: see ``archive.papers``."""
    measured, _ = measured_by(row, None)
    return Result(
        id="",
        model=measured.model if measured else "",
        metrics=measured.values if measured else {},
        extra_training_data=row.extra_training_data,
        notes=measured.notes if measured else {},
    )


def measured_by(row: Row, metrics: set[str] | None) -> tuple[Measured | None, str]:
    """What a row says was measured; or None, with the reason why it says nothing that can be kept."""
    model = clean.name(row.model) or clean.name(row.paper_title)
    if model is None:
        return None, "neither the model nor the paper has a name"
    if row.beyond is None and (spam := clean.spam(model)):
        return None, spam
    cells = {name: cell for name, cell in row.metrics.items() if metrics is None or name in metrics}
    if not cells:
        return None, "no value"
    values = {
        name: Value(value=cell.value, uncertainty=cell.uncertainty)
        for name, cell in sorted(cells.items())
        if cell.value is not None
    }
    if not values:
        kinds = dict.fromkeys(_kind_of(cell.note) for cell in cells.values())
        return None, f"no number that is certain: {', '.join(kinds)}"
    notes = {name: note for name, cell in sorted(cells.items()) if (note := clean.note(cell.note))}
    return Measured(model, values, notes), ""


def _kind_of(note: str | None) -> str:
    """What a cell without a certain number holds, in general: reasons are for counting."""
    if note is None or not any(character.isdigit() for character in note):
        return "words"
    return "several numbers in one cell" if "/" in note else "a number among words"


def _meaning(result: Result) -> object:
    values = tuple((name, value.value) for name, value in sorted(result.metrics.items()))
    return result.paper, result.model, result.extra_training_data, values


def _usable(metric: Metric) -> Metric | None:
    """A metric under a name that can be kept, or None."""
    return metric if clean.name(metric.name) == metric.name and clean.spam(metric.name) is None else None


def _distinct(metrics: tuple[Metric, ...]) -> tuple[Metric, ...]:
    return tuple({metric.name: metric for metric in metrics}.values())
