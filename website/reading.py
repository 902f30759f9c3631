"""Reading the catalog for the pages: all of it, or what changed since the last build."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

from msgspec import Struct

from pwc import canonical, tree
from pwc.catalog import AREAS, BOARDS, DATASETS, LOCATORS, LOG, METHODS, PAPERS, TASKS, Catalog
from pwc.errors import CouldNotCheckError
from pwc.record import Area, Board, Dataset, Locator, Method, Named, Paper, Task
from pwc.tree import Mark
from website import facts, links
from website.contents import Contents, Tables
from website.facts import BoardFacts, Digest, PaperFacts, digest
from website.state import Former, State

AnyNamed = TypeVar("AnyNamed", bound=Named)
AnyFacts = TypeVar("AnyFacts")

SETTLED = 2_000_000_000
"""Nanoseconds; the clocks of file systems are as coarse as that."""

_FORMER = re.compile(rb'^\{"locator":"(?:paper|task|dataset|method|sota):.*$', re.MULTILINE)


class Reading(Struct, frozen=True, kw_only=True):
    """The catalog, and what the next build needs to know of it."""

    contents: Contents
    files: dict[str, Digest]
    marks: dict[str, Mark]
    named: dict[str, dict[str, Digest]]
    papers: dict[str, list[PaperFacts]]
    boards: dict[str, BoardFacts]
    former: dict[str, Former]


class _Records:
    """Whole papers and boards: those that have been read, and otherwise the catalog's."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self.papers: dict[str, Paper] = {}
        self.boards: dict[str, Board] = {}

    def paper(self, slug: str) -> Paper:
        found = self.papers.get(slug) or self._catalog.paper(slug)
        if found is None:
            raise CouldNotCheckError(f"the catalog changed while it was read: the paper {slug} is gone")
        return found

    def board(self, key: str) -> Board:
        task, _, dataset = key.partition("/")
        found = self.boards.get(key) or self._catalog.board(task, dataset)
        if found is None:
            raise CouldNotCheckError(f"the catalog changed while it was read: the board {key} is gone")
        return found

    def paper_at(self, locator: str) -> str | None:
        entry = self._catalog.locator(locator)
        return None if entry is None else entry.paper

    def read_papers(self, path: str, data: bytes) -> list[PaperFacts]:
        """The facts of a shard of papers, which are kept whole as well."""
        papers = canonical.read_lines(path, data, Paper)
        self.papers.update((paper.slug, paper) for paper in papers)
        return [facts.of_paper(paper) for paper in papers]

    def read_board(self, path: str, data: bytes) -> BoardFacts:
        """The facts of a board, which is kept whole as well."""
        board = canonical.read_board(path, data)
        self.boards[board.key] = board
        return facts.of_board(board)


class _Files:
    """The catalog's files, and what is known of them already.

    Of files in a directory those are not even read whose marks are as they were. A mark is only kept if it
    was some time old when it was seen: what is written within one tick of the clock shares its mark.
    """

    def __init__(self, catalog: Catalog, last: State | None) -> None:
        self._tree = catalog.tree
        self._known: Mapping[str, Digest] = {} if last is None else last.files
        self._marks: Mapping[str, Mark] = {} if last is None else last.marks
        self._settled = time.time_ns() - SETTLED
        self.digests: dict[str, Digest] = {}
        self.marks: dict[str, Mark] = {}

    def facts(
        self, folder: str, known: Mapping[str, AnyFacts], read: Callable[[str, bytes], AnyFacts]
    ) -> dict[str, AnyFacts]:
        """For each file of a folder what is known, or what is read if the file is another than it was."""
        found = {}
        for path, data in self._changed(folder):
            is_known = data is None or self._is_known(path, data)
            found[path] = known[path] if data is None or is_known else read(path, data)
        return found

    def _changed(self, folder: str) -> Iterator[tuple[str, bytes | None]]:
        """The files of a folder, with None for the bytes of one that is as it was."""
        marks = tree.marks(self._tree, folder)
        if marks is None:
            yield from self._tree.files(folder)
        for path, mark in marks or ():
            if mark[0] < self._settled:
                self.marks[path] = mark
            if self._marks.get(path) == mark:
                self.digests[path] = self._known[path]
                yield path, None
            else:
                yield path, self._tree.read(path) or b""

    def table(
        self, path: str, kind: type[AnyNamed], known: Mapping[str, dict[str, Digest]]
    ) -> tuple[dict[str, AnyNamed], dict[str, Digest]]:
        """A table of names, sorted by these, and the digests of its records."""
        data = self._tree.read(path) or b""
        read = canonical.read_lines(path, data, kind)
        records = {r.slug: r for r in sorted(read, key=lambda r: (r.name.casefold(), r.slug))}
        if self._is_known(path, data):
            return records, known[path]
        return records, {r.slug: digest(line) for r, line in zip(read, data.splitlines(), strict=True)}

    def _is_known(self, path: str, data: bytes) -> bool:
        self.digests[path] = mark = digest(data)
        return self._known.get(path) == mark


def read(catalog: Catalog, last: State | None) -> Reading:
    """Read the catalog; of what ``last`` knows only what changed since.

    Raises CouldNotCheckError if it refers to something that it does not have, and BrokenFileError.
    """
    files, records = _Files(catalog, last), _Records(catalog)
    known = {} if last is None else last.named
    areas, area_digests = files.table(AREAS, Area, known)
    tasks, task_digests = files.table(TASKS, Task, known)
    datasets, dataset_digests = files.table(DATASETS, Dataset, known)
    methods, method_digests = files.table(METHODS, Method, known)
    papers = files.facts(PAPERS, {} if last is None else last.papers, records.read_papers)
    boards = files.facts(BOARDS, {} if last is None else last.boards, records.read_board)
    former = files.facts(LOCATORS, {} if last is None else last.former, _former)
    last_entry = catalog.last_entry()
    files.digests[LOG] = digest(b"" if last_entry is None else canonical.line(last_entry))
    tables = Tables(areas=areas, tasks=tasks, datasets=datasets, methods=methods)
    all_papers = {paper.slug: paper for shard in papers.values() for paper in shard}
    if last is None or _has_lost(last, files.digests, papers, all_papers):
        _check_tables(tables)
        _check_references(tables, all_papers, all_papers.values(), boards.values())
    else:  # all else was checked then, and what it refers to is still there
        changed = (board for board in boards.values() if board.key in records.boards)
        _check_references(tables, all_papers, [all_papers[slug] for slug in records.papers], changed)
    contents = Contents(
        tables,
        all_papers.values(),
        boards.values(),
        records,
        authors={} if last is None else last.authors,
        former=_led_on(former, tables, all_papers, boards.values()),
        first_entry=next(catalog.log(), None),
        last_entry=last_entry,
    )
    return Reading(
        contents=contents,
        files=files.digests,
        marks=files.marks,
        named={AREAS: area_digests, TASKS: task_digests, DATASETS: dataset_digests, METHODS: method_digests},
        papers=papers,
        boards=boards,
        former=former,
    )


def _former(path: str, data: bytes) -> Former:
    """The slugs among the locators of a shard, and where they lead."""
    entries = canonical.read_lines(path, b"\n".join(_FORMER.findall(data)), Locator)
    leads = ((e.locator, e.board or e.paper or e.task or e.dataset or e.method) for e in entries)
    return {locator: target for locator, target in leads if target is not None}


def _led_on(
    former: Mapping[str, Former],
    tables: Tables,
    papers: Mapping[str, PaperFacts],
    boards: Iterable[BoardFacts],
) -> dict[str, str]:
    """The paths of pages that have gone, each with the path of the page to go to, sorted."""
    by_key = {board.key: board.slug for board in boards}
    there: dict[str, Mapping[str, object]] = {
        "paper": papers,
        "task": tables.tasks,
        "dataset": tables.datasets,
        "method": tables.methods,
        "sota": dict.fromkeys(by_key.values()),
    }
    found = dict(links.LISTS_OF_BEFORE)
    for shard in former.values():
        for locator, target in shard.items():
            kind, _, slug = locator.partition(":")
            now = by_key.get(target, "") if kind == "sota" else target
            if slug not in there[kind] and now in there[kind]:
                found[links.page(kind, slug)] = links.page(kind, now)
    return dict(sorted(found.items()))


def _check_tables(tables: Tables) -> None:
    for task in tables.tasks.values():
        _require(f"the task {task.slug}", "area", task.areas, tables.areas)
        _require(f"the task {task.slug}", "task", task.parents, tables.tasks)
    for dataset in tables.datasets.values():
        _require(f"the dataset {dataset.slug}", "task", dataset.tasks, tables.tasks)


def _has_lost(
    last: State,
    files: Mapping[str, Digest],
    papers: Mapping[str, list[PaperFacts]],
    all_papers: Mapping[str, PaperFacts],
) -> bool:
    """Whether something may be gone that others refer to: another table, or a paper less."""
    if any(files[path] != last.files.get(path) for path in (AREAS, TASKS, DATASETS, METHODS)):
        return True
    shards = (shard for path, shard in last.papers.items() if papers.get(path) is not shard)
    return any(paper.slug not in all_papers for shard in shards for paper in shard)


def _check_references(
    tables: Tables,
    all_papers: Mapping[str, PaperFacts],
    papers: Iterable[PaperFacts],
    boards: Iterable[BoardFacts],
) -> None:
    for paper in papers:
        _require(f"the paper {paper.slug}", "task", paper.tasks, tables.tasks)
        _require(f"the paper {paper.slug}", "method", paper.methods, tables.methods)
    for board in boards:
        owner = f"the board {board.slug}"
        _require(owner, "task", (board.task,), tables.tasks)
        _require(owner, "dataset", (board.dataset,), tables.datasets)
        _require(owner, "paper", board.papers, all_papers)


def _require(owner: str, kind: str, slugs: Iterable[str], table: Mapping[str, object]) -> None:
    for slug in slugs:
        if slug not in table:
            raise CouldNotCheckError(
                f"{owner} names the {kind} {slug}, which the catalog does not have; see `pwc catalog check`"
            )
