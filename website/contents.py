"""The whole catalog as the pages need it: what others know of each record, and references both ways.

Whole papers and boards come from ``records`` when a page of their own is made.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Protocol, TypeVar

from msgspec import Struct

from pwc.ranking import Ranked, ranking
from pwc.record import Area, Board, Dataset, LogEntry, Method, Paper, Result, Task
from website.facts import BoardFacts, PaperFacts
from website.grouping import EVERY
from website.state import SIZED, State
from website.state import Common as CommonKind

Item = TypeVar("Item")


class Standing(Struct, frozen=True):
    """A leaderboard with its task, its dataset, and its results in order."""

    board: Board
    task: Task
    dataset: Dataset
    rows: tuple[Ranked, ...]

    @property
    def name(self) -> str:
        """What people call it: ``Question Answering on COPA``."""
        return f"{self.task.name} on {self.dataset.name}"

    @property
    def ranked(self) -> int:
        """How many results take part in the ranking."""
        return sum(1 for row in self.rows if row.rank is not None)


class Placing(Struct, frozen=True):
    """One result of a paper, with the board and the rank that it has there."""

    standing: Standing
    row: Ranked


class Records(Protocol):
    """Where whole papers and boards are."""

    def paper(self, slug: str) -> Paper:
        """The paper with this slug, which the catalog has."""

    def board(self, key: str) -> Board:
        """The board of this task and dataset, which the catalog has."""

    def paper_at(self, locator: str) -> str | None:
        """The slug of the paper that a locator (see ``pwc.locator``) leads to."""


class Tables(Struct, frozen=True, kw_only=True):
    """The named records by their slugs, in the order of their names."""

    areas: dict[str, Area]
    tasks: dict[str, Task]
    datasets: dict[str, Dataset]
    methods: dict[str, Method]


class Common:
    """The papers that have something in common, the newest first."""

    def __init__(self, slugs: Mapping[str, Sequence[str]], sizes: Mapping[str, int] | None) -> None:
        """``slugs`` are the papers', by what they have in common, and ``sizes`` how many they are, if that
        is known at once.
        """
        self._slugs, self._sizes = slugs, sizes

    def slugs(self, key: str) -> Sequence[str]:
        """The slugs of those of one group: none if there is nothing to group."""
        return self._slugs.get(key, ())

    def count(self, key: str) -> int:
        """How many they are."""
        return len(self.slugs(key)) if self._sizes is None else self._sizes.get(key, 0)

    def keys(self) -> Collection[str]:
        """The groups that have any."""
        return self._slugs.keys() if self._sizes is None else self._sizes.keys()


class Contents:
    """What the pages are made from. Groups are in reading order: names by alphabet, papers newest first.

    What groups by a slug has an entry only where there is something to group.
    """

    def __init__(  # noqa: PLR0913 (all that a catalog is)
        self,
        tables: Tables,
        state: State,
        boards: Iterable[BoardFacts],
        records: Records,
        *,
        first_entry: LogEntry | None,
        last_entry: LogEntry | None,
    ) -> None:
        """``state`` is what is known of the catalog as it is, and ``boards`` are its boards in order."""
        self.areas, self.tasks = tables.areas, tables.tasks
        self.datasets, self.methods = tables.datasets, tables.methods
        self.papers: Mapping[str, PaperFacts] = state.papers
        self.boards = {board.key: board for board in boards}
        self.records = records
        self.former: Mapping[str, str] = state.moved
        """The paths of pages that have gone, each with the path of the page to go to."""
        self.first_entry, self.last_entry = first_entry, last_entry

        def common(kind: CommonKind) -> Common:
            return Common(state.groups[kind], state.sizes.get(kind, {}) if kind in SIZED else None)

        self.newest = common("catalog").slugs(EVERY)
        """The slugs of all papers."""
        self.with_code = common("code").count(EVERY)
        """How many papers have code."""
        self.by_board = common("board")
        """The papers that have results on a board, by its key."""
        self.by_task = common("task")
        """The papers that name a task or have results on it."""
        self.by_dataset = common("dataset")
        """The papers that have results on a dataset."""
        self.by_method = common("method")
        """The papers that use a method."""
        self.by_author = common("author")
        """The papers of an author, by the slug of the author's page."""
        self.by_year = common("year")
        """The papers of a year, by its digits; those without a date by nothing."""
        self._results: Mapping[str, Mapping[str, int]] = state.results
        self._boards_of: dict[str, list[BoardFacts]] = {}
        self._standings: dict[str, Standing] = {}

    def name(self, board: BoardFacts) -> str:
        """What people call a board: ``Question Answering on COPA``."""
        return f"{self.tasks[board.task].name} on {self.datasets[board.dataset].name}"

    def standing(self, key: str) -> Standing:
        """A whole board, ranked."""
        found = self._standings.get(key)
        if found is None:
            board = self.records.board(key)
            rows = tuple(ranking(board))
            found = Standing(board, self.tasks[board.task], self.datasets[board.dataset], rows)
            self._standings[key] = found
        return found

    def placings(self, paper: str) -> list[Placing]:
        """The results of a paper, by the names of the boards."""
        standings = [self.standing(board.key) for board in self.boards_of(paper)]
        return [Placing(s, row) for s in standings for row in s.rows if row.result.paper == paper]

    def paper_of(self, result: Result) -> PaperFacts | None:
        """The paper of a result, if it has one."""
        return None if result.paper is None else self.papers[result.paper]

    def tasks_of(self, paper: PaperFacts) -> list[Task]:
        """The tasks that a paper names, then those that it only has results on."""
        measured = (board.task for board in self.boards_of(paper.slug))
        return [self.tasks[slug] for slug in dict.fromkeys((*paper.tasks, *measured))]

    def results_of(self, paper: str) -> int:
        """How many results a paper has."""
        return sum(self._results.get(paper, {}).values())

    def boards_of(self, paper: str) -> list[BoardFacts]:
        """The boards on which a paper has results."""
        found = self._boards_of.get(paper)
        if found is None:
            keys = sorted(self._results.get(paper, ()), key=self._board_places.__getitem__)
            found = self._boards_of[paper] = [self.boards[key] for key in keys]
        return found

    @cached_property
    def boards_by_task(self) -> dict[str, list[BoardFacts]]:
        """The boards of a task."""
        return _grouped((board.task, board) for board in self.boards.values())

    @cached_property
    def boards_by_dataset(self) -> dict[str, list[BoardFacts]]:
        """The boards on a dataset."""
        return _grouped((board.dataset, board) for board in self.boards.values())

    @cached_property
    def _board_places(self) -> dict[str, int]:
        return {key: place for place, key in enumerate(self.boards)}

    @cached_property
    def place(self) -> dict[str, int]:
        """Where each paper stands among all, the newest first."""
        return {slug: place for place, slug in enumerate(self.newest)}

    @cached_property
    def datasets_by_letter(self) -> dict[str, list[Dataset]]:
        """The datasets as they stand in the alphabet, by ``letter_of``."""
        return _grouped((letter_of(slug), dataset) for slug, dataset in self.datasets.items())

    @cached_property
    def methods_by_letter(self) -> dict[str, list[Method]]:
        """The methods in the same way."""
        return _grouped((letter_of(slug), method) for slug, method in self.methods.items())

    @cached_property
    def children(self) -> dict[str, list[Task]]:
        """The tasks that are part of a task."""
        return _grouped((parent, task) for task in self.tasks.values() for parent in task.parents)

    @cached_property
    def areas_by_task(self) -> dict[str, list[str]]:
        """A task's areas; a task that names none belongs where the broader ones that it is part of do."""
        return {slug: list(_areas_of(task, self.tasks)) for slug, task in self.tasks.items()}

    @cached_property
    def tasks_by_area(self) -> dict[str, list[Task]]:
        """The tasks of an area; those that belong to none by nothing."""
        areas = self.areas_by_task
        return _grouped((area, task) for slug, task in self.tasks.items() for area in areas[slug] or [""])

    @cached_property
    def datasets_by_task(self) -> dict[str, list[Dataset]]:
        """The datasets that were made for a task."""
        return _grouped((task, dataset) for dataset in self.datasets.values() for task in dataset.tasks)


def in_order(boards: Iterable[BoardFacts], tables: Tables) -> list[BoardFacts]:
    """Boards by the names of their tasks, and within a task by those of their datasets."""
    tasks = {slug: place * len(tables.datasets) for place, slug in enumerate(tables.tasks)}
    datasets = {slug: place for place, slug in enumerate(tables.datasets)}
    return sorted(boards, key=lambda board: tasks[board.task] + datasets[board.dataset])


def letter_of(slug: str) -> str:
    """The letter under which a dataset or method stands."""
    return slug[0].upper() if slug[:1].isalpha() else "0-9"


def _grouped(pairs: Iterable[tuple[str, Item]]) -> dict[str, list[Item]]:
    groups: defaultdict[str, list[Item]] = defaultdict(list)
    for key, item in pairs:
        groups[key].append(item)
    return dict(groups)


def _areas_of(task: Task, tasks: Mapping[str, Task]) -> Iterator[str]:
    found: dict[str, None] = {}
    seen: set[str] = set()
    waiting = [task.slug]
    while waiting:
        current = tasks[waiting.pop()]
        if current.slug in seen:
            continue
        seen.add(current.slug)
        found.update(dict.fromkeys(current.areas))
        if not current.areas:
            waiting.extend(current.parents)
    yield from found
