"""The whole catalog as the pages need it: what others know of each record, and references both ways.

Whole papers and boards come from ``records`` when a page of their own is made.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import chain
from typing import Protocol, TypeVar

from msgspec import Struct

from pwc import identity
from pwc.ranking import Ranked, ranking
from pwc.record import Area, Board, Dataset, LogEntry, Method, Paper, Result, Task
from website.facts import BoardFacts, PaperFacts

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


class Contents:
    """What the pages are made from. Groups are in reading order: names by alphabet, papers newest first.

    What groups by a slug has an entry only where there is something to group.
    """

    def __init__(  # noqa: PLR0913 (all that a catalog is)
        self,
        tables: Tables,
        papers: Iterable[PaperFacts],
        boards: Iterable[BoardFacts],
        records: Records,
        *,
        former: Mapping[str, str],
        authors: Mapping[str, str],
        first_entry: LogEntry | None,
        last_entry: LogEntry | None,
    ) -> None:
        """``former`` has the paths of pages that have gone, each with the path of the page to go to;
        ``authors`` has the slugs of some names, which take time to make.
        """
        self.areas, self.tasks = tables.areas, tables.tasks
        self.datasets, self.methods = tables.datasets, tables.methods
        self.papers = {paper.slug: paper for paper in newest_first(papers)}
        self.boards = {board.key: board for board in sorted(boards, key=self._in_order)}
        self.records = records
        self.former = former
        self.first_entry, self.last_entry = first_entry, last_entry
        self._standings: dict[str, Standing] = {}
        self._authors = dict(authors)

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
        standings = [self.standing(board.key) for board in self.boards_by_paper.get(paper, ())]
        return [Placing(s, row) for s in standings for row in s.rows if row.result.paper == paper]

    def paper_of(self, result: Result) -> PaperFacts | None:
        """The paper of a result, if it has one."""
        return None if result.paper is None else self.papers[result.paper]

    def tasks_of(self, paper: PaperFacts) -> list[Task]:
        """The tasks that a paper names, then those that it only has results on."""
        measured = (board.task for board in self.boards_by_paper.get(paper.slug, ()))
        return [self.tasks[slug] for slug in dict.fromkeys((*paper.tasks, *measured))]

    def author_slug(self, name: str) -> str:
        """The slug of an author's page: all spellings of a name that differ in accents and case share it."""
        found = self._authors.get(name)
        if found is None:
            found = self._authors[name] = identity.slug(name)
        return found

    @cached_property
    def results_by_paper(self) -> Counter[str]:
        """How many results each paper has."""
        return Counter(paper for board in self.boards.values() for paper in board.papers)

    @cached_property
    def boards_by_paper(self) -> dict[str, list[BoardFacts]]:
        """The boards on which a paper has results, by the paper's slug."""
        return _grouped((p, board) for board in self.boards.values() for p in dict.fromkeys(board.papers))

    @cached_property
    def boards_by_task(self) -> dict[str, list[BoardFacts]]:
        """The boards of a task."""
        return _grouped((board.task, board) for board in self.boards.values())

    @cached_property
    def boards_by_dataset(self) -> dict[str, list[BoardFacts]]:
        """The boards on a dataset."""
        return _grouped((board.dataset, board) for board in self.boards.values())

    @cached_property
    def papers_by_task(self) -> dict[str, list[PaperFacts]]:
        """The papers that name a task or have results on it."""
        boards = self.boards_by_paper
        return _grouped(
            (task, paper)
            for paper in self.papers.values()
            for task in dict.fromkeys((*paper.tasks, *(b.task for b in boards.get(paper.slug, ()))))
        )

    @cached_property
    def slugs_by_task(self) -> dict[str, list[str]]:
        """The slugs of the papers that name a task or have results on it."""
        return {task: [paper.slug for paper in papers] for task, papers in self.papers_by_task.items()}

    @cached_property
    def slugs_by_method(self) -> dict[str, list[str]]:
        """The slugs of the papers that use a method."""
        return {method: [paper.slug for paper in papers] for method, papers in self.papers_by_method.items()}

    @cached_property
    def place(self) -> dict[str, int]:
        """Where each paper stands among all, the newest first."""
        return {slug: place for place, slug in enumerate(self.papers)}

    @cached_property
    def papers_by_dataset(self) -> dict[str, list[PaperFacts]]:
        """The papers that have results on a dataset."""
        boards = self.boards_by_paper
        return _grouped(
            (dataset, paper)
            for paper in self.papers.values()
            for dataset in dict.fromkeys(b.dataset for b in boards.get(paper.slug, ()))
        )

    @cached_property
    def papers_by_method(self) -> dict[str, list[PaperFacts]]:
        """The papers that use a method."""
        return _grouped((method, paper) for paper in self.papers.values() for method in paper.methods)

    @cached_property
    def author_slugs(self) -> dict[str, str]:
        """The slugs of all authors by their names."""
        names = dict.fromkeys(chain.from_iterable(paper.authors for paper in self.papers.values()))
        known = self._authors
        return {name: known.get(name) or self.author_slug(name) for name in names}

    def papers_of(self, authors: Collection[str] | None) -> dict[str, list[PaperFacts]]:
        """The papers of some authors, or of all, by the slugs of the authors' pages."""
        slugs = self.author_slugs
        if authors is not None:
            wanted = set(authors)
            slugs = {name: slug for name, slug in slugs.items() if slug in wanted}
        return _grouped(
            (author, paper)
            for paper in self.papers.values()
            if not slugs.keys().isdisjoint(paper.authors)
            for author in dict.fromkeys([slugs[name] for name in paper.authors if name in slugs])
        )

    @cached_property
    def papers_by_year(self) -> dict[str, list[PaperFacts]]:
        """The papers of a year, by its digits; those without a date by nothing."""
        return _grouped((year_of(paper), paper) for paper in self.papers.values())

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

    def _in_order(self, board: BoardFacts) -> tuple[str, str, str]:
        task, dataset = self.tasks[board.task].name, self.datasets[board.dataset].name
        return (task.casefold(), dataset.casefold(), board.slug)


def newest_first(papers: Iterable[PaperFacts]) -> list[PaperFacts]:
    """Papers by date, those without one last, and by title within a day."""
    by_title = sorted(papers, key=lambda paper: (paper.title.casefold(), paper.slug))
    return sorted(by_title, key=lambda paper: paper.date or "", reverse=True)


def year_of(paper: PaperFacts) -> str:
    """The four digits of a paper's year, or nothing."""
    year = (paper.date or "")[:4]
    return year if len(year) == 4 and year.isascii() and year.isdigit() else ""


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
