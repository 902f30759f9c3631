"""Who stands where on a board: the order that the website, the preview and the rules share."""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct

from pwc.record import Board, Result


class Ranked(Struct, frozen=True):
    """A result with its place on its board, from 1; None if it does not take part in the ranking."""

    rank: int | None
    result: Result


def ranking(board: Board) -> list[Ranked]:
    """A board's results, the best first, by the board's first metric in that metric's direction.

    Equal values share a rank, what was here first before the others, and the next one counts on from there
    (1, 2, 2, 4). Retracted results and
    results without the first metric are listed last and have no rank.
    """
    metric = board.metrics[0]
    taking_part = [r for r in board.results if r.status != "retracted" and metric.name in r.metrics]
    higher = metric.better == "higher"

    def order(result: Result) -> tuple[Decimal, str, str]:
        number = result.metrics[metric.name].number
        return (number.copy_negate() if higher else number, result.added or "", result.id)  # `-` would round

    taking_part.sort(key=order)
    ranked: list[Ranked] = []
    for place, result in enumerate(taking_part, 1):
        last = ranked[-1] if ranked else None
        tied = last is not None and _number(last.result, metric.name) == _number(result, metric.name)
        ranked.append(Ranked(last.rank if last is not None and tied else place, result))
    ids = {result.id for result in taking_part}
    others = [result for result in board.results if result.id not in ids]
    return ranked + [Ranked(None, result) for result in others]


def _number(result: Result, metric: str) -> object:
    return result.metrics[metric].number
