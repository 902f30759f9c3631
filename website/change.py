"""What is otherwise in the catalog than it was at the last build."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Generic, TypeVar

from msgspec import Struct

from website.facts import BoardFacts, PaperFacts

AnyFacts = TypeVar("AnyFacts")


class Sides(Struct, Generic[AnyFacts], frozen=True):
    """Records of which others know something else than they did: what is new has nothing ``before``, and
    what has gone nothing ``now``.

    ``rewritten`` are all whose files differ: a page of its own shows more of a record than others know.
    """

    before: Mapping[str, AnyFacts]
    now: Mapping[str, AnyFacts]
    rewritten: Collection[str]

    @property
    def keys(self) -> set[str]:
        """All that differ."""
        return self.before.keys() | self.now.keys()


class Change(Struct, frozen=True, kw_only=True):
    """The records and files that differ."""

    papers: Sides[PaperFacts]
    """By their slugs."""
    boards: Sides[BoardFacts]
    """By their keys."""
    locator_files: Collection[str]
    moved: Collection[str]
    """The paths of pages that lead on and are new, have gone or lead elsewhere."""
    named: Collection[str]
    """The named records that are new or described otherwise, as ``task:SLUG``."""

    def boards_left(self, paper: str) -> Iterator[BoardFacts]:
        """The boards that differ, as they were, on which a paper had results."""
        return (board for board in self.boards.before.values() if paper in board.papers)

    def rearranged(self) -> set[str]:
        """The papers that came to a board or left one, or have more or fewer results than before."""
        before = Counter(paper for board in self.boards.before.values() for paper in board.papers)
        now = Counter(paper for board in self.boards.now.values() for paper in board.papers)
        counted = {slug for slug in before.keys() | now.keys() if before[slug] != now[slug]}
        return counted.union(*map(self._came_or_left, self.boards.keys))

    def _came_or_left(self, key: str) -> set[str]:
        return _on(self.boards.before.get(key)) ^ _on(self.boards.now.get(key))


def sides(
    before: Mapping[str, AnyFacts], now: Mapping[str, AnyFacts], rewritten: Collection[str]
) -> Sides[AnyFacts]:
    """Those of the records that are not the same on both sides."""
    return Sides(
        {key: facts for key, facts in before.items() if now.get(key) != facts},
        {key: facts for key, facts in now.items() if before.get(key) != facts},
        rewritten,
    )


def _on(board: BoardFacts | None) -> set[str]:
    return set() if board is None else set(board.papers)
