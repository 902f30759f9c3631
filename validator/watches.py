"""What watches over the catalog's files: their form, schema, place, order, and who brought the results."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from typing import Any

from pwc import identity
from pwc.record import Board, Locator, LogEntry, Paper, Record, Result, Task
from pwc.span import Span
from pwc.tree import Tree
from validator.catalog_file import File
from validator.catalog_schema import departures
from validator.finding import Problem

FIRST_RESULT = 2
"""A board's results begin on the file's second line."""


class Noting:
    """What the watches share: a list of problems that grows while they look."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.found: list[Problem] = []

    def note(self, path: str, line: int, message: str) -> None:
        """Note a problem."""
        fix = "Only the merge writes the catalog: undo what was written by hand."
        self.found.append(Problem(message, at=Span(line, 1, line, 1), file=path, fix=fix))

    def problems(self) -> list[Problem]:
        """What has been noted."""
        return self.found


class Unreadable(Noting):
    """Lines and files that hold no record."""

    def look(self, file: File) -> None:  # noqa: D102 (as in Watch)
        for line, why in file.unreadable:
            self.note(file.path, line, why)


class Departing(Noting):
    """Records that depart from the schema."""

    def look(self, file: File) -> None:  # noqa: D102 (as in Watch)
        for line, why in departures(file):
            self.note(file.path, line, why)


class Misshapen(Noting):
    """Files that can be read and are not in the one byte form."""

    def look(self, file: File) -> None:  # noqa: D102 (as in Watch)
        if not file.is_canonical:
            self.note(file.path, 1, "the file is not in canonical form")


class Misplaced(Noting):
    """Records in a file that their identity does not lead to."""

    _PATHS: Mapping[type[Record] | None, Callable[[Any], str]] = {
        Paper: lambda paper: identity.paper_path(paper.slug),
        Locator: lambda locator: identity.locator_path(locator.locator),
        Board: lambda board: identity.board_path(board.task, board.dataset),
        LogEntry: lambda entry: f"catalog/log/{entry.when[:10].replace('-', '/')}.jsonl",
    }
    _MESSAGES: Mapping[type[Record] | None, Callable[[Any], str]] = {
        Paper: lambda paper: f"the paper {paper.slug} belongs into another shard",
        Locator: lambda _: "this locator belongs into another shard",
        Board: lambda board: f"the board of {board.key} belongs into another file",
        LogEntry: lambda _: "this log entry belongs into another day's file",
    }

    def look(self, file: File) -> None:  # noqa: D102 (as in Watch)
        path_of = self._PATHS.get(file.kind)
        if path_of is None or {file.path}.issuperset(map(path_of, file.records)):
            return
        for line, record in file.rows:
            if path_of(record) != file.path:
                self.note(file.path, line, self._MESSAGES[file.kind](record))


class Circling(Noting):
    """Tasks that are parts of themselves."""

    def look(self, file: File) -> None:  # noqa: D102 (as in Watch)
        if file.kind is not Task:
            return
        try:
            TopologicalSorter({task.slug: task.parents for task in file.records}).prepare()
        except CycleError as error:
            cycle = error.args[1]
            line = next(line for line, task in file.rows if task.slug == cycle[0])
            self.note(file.path, line, f"these tasks are parts of each other: {', '.join(cycle)}")


class Disordered(Noting):
    """Entries of the log with a wrong number, or older than the one before."""

    def __init__(self, tree: Tree) -> None:
        super().__init__(tree)
        self._number, self._when = 0, ""

    def look(self, file: File) -> None:  # noqa: D102 (as in Watch)
        if file.kind is not LogEntry:
            return
        for line, entry in file.rows:
            self._number += 1
            if entry.number != self._number:
                self.note(file.path, line, f"this entry should have the number {self._number}")
            if entry.when < self._when:
                self.note(file.path, line, "this entry is older than the one before it")
            self._when = entry.when


class Unaccounted(Noting):
    """Results that the log does not have, and submissions that are not what the log accepted."""

    def __init__(self, tree: Tree) -> None:
        super().__init__(tree)
        self._brought: dict[str, str | None] = {}
        """By a result's id the submission that brought it; an import has none."""
        self._has_log = self._has_submissions = False

    def look(self, file: File) -> None:  # noqa: D102 (as in Watch)
        if file.kind is LogEntry:
            for line, entry in file.rows:
                self._look_at_entry(file.path, line, entry)
        elif file.kind is Board:
            for board in file.records:
                self._look_at_results(file.path, board.results)

    def problems(self) -> list[Problem]:  # noqa: D102 (as in Watch)
        if not self._has_log and not self._has_submissions:
            return []  # an archive's import before it is merged, which begins the log
        return self.found

    def _look_at_entry(self, path: str, line: int, entry: LogEntry) -> None:
        self._has_log = True
        self._brought |= dict.fromkeys(entry.results, None if entry.kind == "import" else entry.file)
        data = self.tree.read(entry.file) if entry.kind == "submission" else None
        if data is not None and identity.blob_id(data) != entry.blob:
            self.note(path, line, f"{entry.file} is not the file that was accepted")

    def _look_at_results(self, path: str, results: Sequence[Result]) -> None:
        brought_by = self._brought.get
        for line, result in enumerate(results, FIRST_RESULT):
            if brought_by(result.id, "") != result.submission:
                what = result.submission or "an import"
                self.note(path, line, f"the log does not say that {what} brought this result")
        if not self._has_submissions:
            self._has_submissions = any(result.submission is not None for result in results)
