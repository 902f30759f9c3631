"""What is otherwise in the catalog than it was at the last build."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Generic, TypeVar

from msgspec import Struct

from website.facts import BoardFacts, PaperFacts

AnyFacts = TypeVar("AnyFacts")

Results = Mapping[str, int]
"""How many results there are by papers."""


class Sides(Struct, Generic[AnyFacts], frozen=True):
    """Records of which others know something else than they did: what is new has nothing ``before``, and
    what has gone nothing ``now``.

    ``rewritten`` are all that differ in any way: a page of its own shows more of a record than others know.
    """

    before: Mapping[str, AnyFacts]
    now: Mapping[str, AnyFacts]
    rewritten: Collection[str] = ()

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
    results: Sides[Results]
    """Of boards, by these boards' keys."""
    locator_files: Collection[str]
    moved: Collection[str]
    """The paths of pages that lead on and are new, have gone or lead elsewhere."""
    named: Collection[str]
    """The named records that are new or described otherwise, as ``task:SLUG``."""

    def boards_before(self, paper: str) -> list[str]:
        """The keys of those boards on which a paper had results before and of which the results differ."""
        return [key for key, results in self.results.before.items() if paper in results]

    def rearranged(self) -> set[str]:
        """The papers that came to a board or left one, or have more or fewer results there than before."""
        found: set[str] = set()
        for key in self.results.keys:
            before, now = self.results.before.get(key, {}), self.results.now.get(key, {})
            found.update(paper for paper, _ in before.items() ^ now.items())
        return found


def sides(
    before: Mapping[str, AnyFacts], now: Mapping[str, AnyFacts], rewritten: Collection[str] = ()
) -> Sides[AnyFacts]:
    """Those of the records that are not the same on both sides."""
    return Sides(
        {key: facts for key, facts in before.items() if now.get(key) != facts},
        {key: facts for key, facts in now.items() if before.get(key) != facts},
        rewritten,
    )
