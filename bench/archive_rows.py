"""The rows of evaluation tables, as they were typed: by many people, for years."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle
from random import Random
from typing import Any

from bench import archive_addresses, dirt
from bench.archive_papers import Plan
from bench.archive_sizes import Sizes
from bench.catalog_maker import World
from bench.dirt import CELLS, Gaps, Item, Share
from pwc.record import Board, Metric, Paper, Result

ONE_DOUBLE_IN = 250
"""Of so many rows one is there a second time."""
_GAPS = ("paper_date", "code_links", "model_links", "uses_additional_data", "paper_title", "paper_url")


def doubles(sizes: Sizes) -> int:
    """How many of the archive's rows are there a second time."""
    return -(-sizes.rows // ONE_DOUBLE_IN)


class Rows:
    """Makes the rows of one board after the other."""

    def __init__(self, world: World, plan: Plan, sizes: Sizes) -> None:
        self._rng = rng = Random(f"{world.seed}/archive/rows")
        self._papers = {paper.slug: paper for paper in plan.known.values()}
        self._places = iter(range(sizes.rows))
        number = sum(len(board.results) for board in world.boards)
        self._is_double = frozenset(rng.sample(range(number), doubles(sizes)))
        self._is_in_fractions, self._has_some_fractions = Share(rng, 10), Share(rng, 40)
        self._is_unordered = Share(rng, 6)
        self._cells, self._gaps = _Cells(rng), Gaps(rng, 120, _GAPS)
        self._spoilers = [
            (Share(rng, one_in, within=60), spoil)
            for one_in, spoil in (
                (400, self._advertise),
                (25, dirt.title_alone),
                (100, dirt.no_paper),
                (300, dirt.model_without_name),
                (500, dirt.neither_model_nor_paper),
            )
        ]

    def of(self, board: Board) -> list[Item]:
        """The rows of a board, the best first unless nobody ordered them, some of them twice."""
        if not board.results:
            return []
        results = sorted(board.results, key=lambda result: _rank(board.metrics[0], result))
        if self._is_unordered():
            self._rng.shuffle(results)
        share = self._share_of_fractions(board)
        rows = [self._row(board, result, in_fractions=self._rng.random() < share) for result in results]
        return [again for row in rows for again in [row] * (1 + (next(self._places) in self._is_double))]

    def _share_of_fractions(self, board: Board) -> float:
        """Which share of a board's rows gives percentages as fractions: none, all of them or some."""
        if board.metrics[0].scale != "percent":
            return 0
        if self._is_in_fractions():
            return 1
        return 0.4 if len(board.results) > 3 and self._has_some_fractions() else 0

    def _row(self, board: Board, result: Result, *, in_fractions: bool) -> Item:
        paper = self._papers[result.paper or ""]
        row = {
            "model_name": result.model,
            "paper_title": paper.title,
            "paper_url": archive_addresses.in_row(self._rng, paper),
            "paper_date": paper.date,
            "code_links": list(_code_links(paper)),
            "model_links": self._model_links(paper),
            "metrics": self._cells.of(board, result, in_fractions=in_fractions),
            "uses_additional_data": result.extra_training_data or False,
        }
        for falls, spoil in self._spoilers:
            if falls():
                spoil(row)
        return self._gaps(row)

    def _model_links(self, paper: Paper) -> list[Item]:
        if self._rng.random() < 0.98:
            return []
        return [{"title": "weights", "url": f"https://models.example.org/{paper.slug}"}]

    def _advertise(self, row: Item) -> None:
        row["model_name"] = dirt.advertisement(self._rng)


def _rank(metric: Metric, result: Result) -> float:
    number = float(result.metrics[metric.name].value)
    return number if metric.better == "lower" else -number


def _code_links(paper: Paper) -> Iterator[dict[str, Any]]:
    for code in paper.code:
        yield {"title": "/".join(code.url.split("/")[3:5]), "url": code.url}


class _Cells:
    """Makes the cells of rows; one in so many is dirty, in every way in turn."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._is_dirty, self._is_null = Share(rng, 30), Share(rng, 40)
        self._ways = cycle(CELLS)

    def of(self, board: Board, result: Result, *, in_fractions: bool) -> dict[str, str | None]:
        cells: dict[str, str | None] = {}
        for metric in board.metrics:
            if metric.name in result.metrics:
                is_fraction = in_fractions and metric.scale == "percent"
                cells[metric.name] = self._cell(result, metric, is_fraction=is_fraction)
            elif self._is_null():
                cells[metric.name] = None
        return cells

    def _cell(self, result: Result, metric: Metric, *, is_fraction: bool) -> str:
        value = result.metrics[metric.name]
        text = dirt.as_fraction(value.value) if is_fraction else value.value
        if self._is_dirty():
            return next(self._ways)(self._rng, text)
        return text if value.uncertainty is None or is_fraction else f"{text} \u00b1 {value.uncertainty}"
