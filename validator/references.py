"""What watches over all files together: nothing stands there twice, and every name leads somewhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from itertools import chain
from operator import attrgetter
from typing import Any

from pwc import identity
from pwc import locator as locators
from pwc.record import Area, Board, Dataset, Locator, Method, Model, Paper, Record, Result, Task
from pwc.tree import Tree
from validator.catalog_file import File, read
from validator.finding import Problem
from validator.watches import FIRST_RESULT, Noting

_Place = tuple[str, int]
_Names = tuple[str, type[Record], Callable[[Any], Iterable[str]]]
"""What a record names others as, their kind, and the names themselves."""

_PAPER, _METRICS, _PAPER_AND_MODEL = attrgetter("paper"), attrgetter("metrics"), attrgetter("paper", "model")


class Repeated(Noting):
    """Identities that two records share, and results that say the same."""

    _IDENTITIES: Mapping[type[Record] | None, tuple[Callable[[Any], Hashable], ...]] = {
        **dict.fromkeys(
            (Area, Task, Dataset, Method, Model),
            (attrgetter("slug"), lambda named: ("name", identity.fold(named.name))),
        ),
        Paper: (attrgetter("slug"),),
        Locator: (attrgetter("locator"),),
        Board: (attrgetter("slug"),),
    }

    def __init__(self, tree: Tree) -> None:
        super().__init__(tree)
        self._seen: dict[type[Record], dict[Hashable, _Place]] = defaultdict(dict)
        self._boards: dict[str, str] = {}

    def look(self, file: File) -> None:  # noqa: D102 (as in Watch)
        if file.kind is None:
            return
        for identity_of in self._IDENTITIES.get(file.kind, ()):
            self._see(file.kind, file.path, map(identity_of, file.records), file.lines)
        if file.kind is Board:
            for board in file.records:
                self._look_at_results(file.path, board)

    def _see(
        self, kind: type[Record], path: str, identities: Iterable[Hashable], lines: Iterable[int]
    ) -> None:
        seen = self._seen[kind]
        for identity_of, line in zip(identities, lines, strict=True):
            place = path, line
            first = seen.setdefault(identity_of, place)
            if first is not place and first != place:
                self.note(path, line, f"the same as {first[0]}:{first[1]}")

    def _look_at_results(self, path: str, board: Board) -> None:
        results = board.results
        self._see(Result, path, [result.id for result in results], _lines(results))
        first = self._boards.setdefault(board.key, path)
        if first != path:  # two files say that they are this board
            for other in read(first, self.tree.read(first) or b"").records:
                self._see_meanings(first, other)
            self._see_meanings(path, board)
        elif len(set(map(_PAPER_AND_MODEL, results))) < len(results):
            self._see_meanings(path, board)  # only what shares paper and model can say the same

    def _see_meanings(self, path: str, board: Board) -> None:
        """What the results say. A twin that was found later is retracted, and says nothing."""
        lines = _lines(board.results)
        rows = [row for row in zip(board.results, lines, strict=True) if row[0].status != "retracted"]
        meanings = [(board.key, _meaning(result)) for result, _ in rows]
        self._see(Result, path, meanings, [line for _, line in rows])


def _lines(results: Sequence[Result]) -> Sequence[int]:
    return range(FIRST_RESULT, FIRST_RESULT + len(results))


def _meaning(result: Result) -> Hashable:
    values = tuple(sorted((name, value.value) for name, value in result.metrics.items()))
    setting = identity.fold(result.setting or "")
    return result.paper, result.model, setting, result.extra_training_data, values


def _any(name: str | None) -> tuple[str, ...]:
    return () if name is None else (name,)


class Dangling(Noting):
    """Names of other records that are not there."""

    _KEYS: Mapping[type[Record] | None, Callable[[Any], str]] = {
        **dict.fromkeys((Area, Task, Method, Dataset, Paper), attrgetter("slug")),
        Board: attrgetter("key"),
        Locator: attrgetter("locator"),
    }
    """What others name a record by."""
    _NAMES: Mapping[type[Record] | None, Sequence[_Names]] = {
        Task: (("area", Area, attrgetter("areas")), ("task", Task, attrgetter("parents"))),
        Dataset: (("task", Task, attrgetter("tasks")),),
        Paper: (("task", Task, attrgetter("tasks")), ("method", Method, attrgetter("methods"))),
        Board: (
            ("task", Task, lambda board: (board.task,)),
            ("dataset", Dataset, lambda board: (board.dataset,)),
        ),
        Locator: (
            ("paper", Paper, lambda locator: _any(locator.paper)),
            ("board", Board, lambda locator: _any(locator.board)),
        ),
    }

    def __init__(self, tree: Tree) -> None:
        super().__init__(tree)
        self._known: dict[type[Record] | None, set[str]] = defaultdict(set)
        self._addresses: list[tuple[str, str]] = []
        """The locators that boards must have, each with the board's path."""

    def look(self, file: File) -> None:  # noqa: D102 (as in Watch)
        if file.kind in self._KEYS:
            self._known[file.kind].update(map(self._KEYS[file.kind], file.records))
        for what, kind, names_of in self._NAMES.get(file.kind, ()):
            known = self._known[kind]
            if not known.issuperset(chain.from_iterable(map(names_of, file.records))):
                for line, record in file.rows:
                    self._look_up(what, known, file.path, line, names_of(record))
        if file.kind is Board:
            for board in file.records:
                self._look_at_board(file.path, board)

    def problems(self) -> list[Problem]:  # noqa: D102 (as in Watch)
        for locator, path in self._addresses:
            self._look_up("locator", self._known[Locator], path, 1, [locator])
        self._addresses.clear()
        return self.found

    def _look_at_board(self, path: str, board: Board) -> None:
        self._addresses.append((f"sota:{board.slug}", path))
        metrics, papers = {metric.name for metric in board.metrics}, self._known[Paper]
        named = set(map(_PAPER, board.results)) - papers - {None}
        if named or not metrics.issuperset(chain.from_iterable(map(_METRICS, board.results))):
            for line, result in enumerate(board.results, FIRST_RESULT):
                self._look_up("paper", papers, path, line, _any(result.paper))
                self._look_up("metric", metrics, path, line, result.metrics)

    def _look_up(self, what: str, known: set[str], path: str, line: int, names: Iterable[str]) -> None:
        for name in names:
            if name not in known:
                self.note(path, line, f"there is no {what} {name}")


class Lost(Noting):
    """Papers that cannot be found from one of their own identifiers."""

    def __init__(self, tree: Tree) -> None:
        super().__init__(tree)
        self._wanted: list[tuple[str, str, _Place]] = []
        self._leads: dict[str, str | None] = {}

    def look(self, file: File) -> None:  # noqa: D102 (as in Watch)
        if file.kind is Locator:
            self._leads |= {locator.locator: locator.paper for locator in file.records}
        elif file.kind is Paper:
            for line, paper in file.rows:
                for key in locators.locators(_identifiers(paper)):
                    self._wanted.append((key, paper.slug, (file.path, line)))

    def problems(self) -> list[Problem]:  # noqa: D102 (as in Watch)
        for key, paper, place in self._wanted:
            if self._leads.get(key) != paper:
                self.note(*place, f"{key} does not lead to this paper")
        self._wanted.clear()
        return self.found


def _identifiers(paper: Paper) -> dict[str, str | None]:
    return {
        "arxiv": paper.arxiv,
        "doi": paper.doi,
        "openreview": paper.openreview,
        "acl": paper.acl,
        "url": paper.url,
    }
