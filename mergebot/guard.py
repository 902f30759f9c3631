"""The last look at what a submission would leave: what no rule foresaw is refused, never written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from mergebot.promoting import NotPromotableError
from mergebot.twins import meaning
from pwc.record import Board
from pwc.tree import Tree
from validator.catalog_check import check


def refuse_twins(boards: Iterable[Board]) -> None:
    """Raise NotPromotableError if two results on a board, neither of them retracted, say the same."""
    for board in boards:
        # Results that say the same name the same: few do, so that only those are compared in full.
        named = [(result.paper, result.model) for result in board.results]
        often = {one for one, times in Counter(named).items() if times > 1}
        first: dict[object, str] = {}
        for result, name in zip(board.results, named, strict=True):
            if name in often and result.status != "retracted":
                other = first.setdefault(meaning(result), result.id)
                if other != result.id:
                    raise NotPromotableError(
                        f"on {board.slug} the results {other} and {result.id} would say the same: retract one"
                    )


def refuse_invalid(tree: Tree) -> None:
    """Raise NotPromotableError if the catalog in a tree breaks an invariant. Costs a look at all of it."""
    report = check(tree)
    if report.has_errors:
        first = report.findings[0]
        raise NotPromotableError(f"the catalog would not be valid: {first.path}: {first.message}")
