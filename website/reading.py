"""Reading the catalog for the pages: what is known of it is brought up to date with what changed since.

A catalog of which nothing is known is read in the same way: everything in it is new.
"""

from __future__ import annotations

from typing import TypeVar

from msgspec import Struct, structs

from pwc import canonical
from pwc.catalog import AREAS, BOARDS, DATASETS, LOCATORS, LOG, METHODS, PAPERS, TASKS, Catalog
from pwc.record import Area, Dataset, LogEntry, Method, Named, Task
from website import lists, references
from website.change import Change, Results, Sides, sides
from website.contents import Contents, Tables, in_order
from website.facts import BoardFacts, PaperFacts, digest
from website.files import Files
from website.former import Leads
from website.grouping import EVERY, regroup
from website.records import Records
from website.state import NameDigests, State

AnyNamed = TypeVar("AnyNamed", bound=Named)


class Reading(Struct, frozen=True, kw_only=True):
    """The catalog for the pages, and what the next build needs to know of it."""

    contents: Contents
    state: State
    change: Change | None
    """What is otherwise than in the last build; None if everything may be."""
    differs: bool
    """Whether any file of the catalog does."""


class _AllDiffersError(Exception):
    """What is otherwise stands on pages of every kind."""


def read(catalog: Catalog, last: State | None) -> Reading:
    """Read the catalog; of what ``last`` knows only what changed since, unless names did.

    Raises CouldNotCheckError if it refers to something that it does not have, and BrokenFileError.
    """
    if last is not None:
        try:
            return _Reader(catalog, last).read()
        except _AllDiffersError:
            pass
    return _Reader(catalog, State()).read()


class _Reader:
    """Brings a state up to date."""

    def __init__(self, catalog: Catalog, state: State) -> None:
        self._catalog, self._state = catalog, state
        self._files = Files(catalog.tree, state.every_file())
        self._records = Records(catalog)
        self._named: list[str] = []

    def read(self) -> Reading:
        """All of it, kind by kind."""
        state, catalog = self._state, self._catalog
        tables = Tables(
            areas=self._table(AREAS, Area, "area"),
            tasks=self._table(TASKS, Task, "task"),
            datasets=self._table(DATASETS, Dataset, "dataset"),
            methods=self._table(METHODS, Method, "method"),
        )
        papers, (changed_boards, results) = self._papers(), self._boards()
        locators = dict(self._files.changed(LOCATORS))
        last_entry = catalog.last_entry()
        self._files.differs(LOG, _line(last_entry))
        first_entry = next(catalog.log(), None)  # the month before which nothing came, on every board
        if self._files.differs(f"{LOG}/first", _line(first_entry)) and not state.is_new:
            raise _AllDiffersError

        every_board = state.every_board()
        leads = Leads(state, tables, every_board)
        change = Change(
            papers=papers,
            boards=changed_boards,
            results=results,
            locator_files=locators.keys(),
            moved=leads.update(locators, papers, changed_boards, self._named),
            named=self._named,
        )
        references.check(tables, state.papers, state.results, change)
        count = self._count()
        regroup(state, change)
        _require_same_lists(count, self._count(), lists.PAPERS_A_PAGE)
        contents = Contents(
            tables,
            state,
            in_order(every_board, tables),
            self._records,
            first_entry=first_entry,
            last_entry=last_entry,
        )
        return Reading(
            contents=contents,
            state=state,
            change=None if state.is_new else change,
            differs=self._files.differ,
        )

    def _count(self) -> int:
        """How many papers there are."""
        return len(self._state.groups["catalog"].get(EVERY, ()))

    def _table(self, path: str, kind: type[AnyNamed], called: str) -> dict[str, AnyNamed]:
        """A table of names, sorted by these."""
        data = self._catalog.tree.read(path) or b""
        records = canonical.read_lines(path, data, kind)
        if self._files.differs(path, data):
            before = self._state.named.get(path, {})
            now = {record.slug: _digests(record) for record in records}
            if any(slug not in now or now[slug][0] != name for slug, (name, _) in before.items()):
                raise _AllDiffersError
            _require_same_lists(len(before), len(now), lists.FIRST_NAMED)
            self._named += [f"{called}:{slug}" for slug in now if before.get(slug) != now[slug]]
            self._state.named[path] = now
        return {r.slug: r for r in sorted(records, key=lambda r: (r.name.casefold(), r.slug))}

    def _papers(self) -> Sides[PaperFacts]:
        state = self._state
        before: dict[str, PaperFacts] = {}
        now: dict[str, PaperFacts] = {}
        rewritten: set[str] = set()
        for path, data in self._files.changed(PAPERS):
            digests_before = state.shards.pop(path, {})
            before.update((slug, state.papers.pop(slug)) for slug in digests_before)
            if data is not None:
                read, digests = self._records.read_papers(path, data)
                state.shards[path] = digests
                rewritten |= {slug for slug in digests if digests[slug] != digests_before.get(slug)}
                now.update((facts.slug, facts) for facts in read)
        state.papers.update(now)
        return sides(before, now, rewritten)

    def _boards(self) -> tuple[Sides[BoardFacts], Sides[Results]]:
        state = self._state
        before: dict[str, BoardFacts] = {}
        now: dict[str, BoardFacts] = {}
        results_before: dict[str, Results] = {}
        results_now: dict[str, Results] = {}
        for path, data in self._files.changed(BOARDS):
            if (last := state.boards.pop(path, None)) is not None:
                before[last.key] = last
                papers = state.groups["board"].get(last.key, ())
                results_before[last.key] = {slug: state.results[slug][last.key] for slug in papers}
            if data is not None:
                facts, results = self._records.read_board(path, data)
                state.boards[path] = now[facts.key] = facts
                results_now[facts.key] = results
        return sides(before, now, now.keys()), sides(results_before, results_now)


def _line(entry: LogEntry | None) -> bytes:
    return b"" if entry is None else canonical.line(entry)


def _require_same_lists(before: int, now: int, most: int) -> None:
    """Give up where a list that stood on one page now needs more, or the other way round."""
    if before and (before > most) != (now > most):
        raise _AllDiffersError


def _digests(record: Named) -> NameDigests:
    """Of all but the description, and of all."""
    is_described = isinstance(record, Task | Dataset | Method)
    name = structs.replace(record, description=None) if is_described else record
    return digest(canonical.line(name)), digest(canonical.line(record))
