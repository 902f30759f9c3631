"""A leaderboard's page: its chart and its table."""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct

from pwc.record import Board, Metric, Result, Status
from website import links
from website.chart import Chart, chart
from website.contents import Contents, Standing
from website.links import Link
from website.view import Source, View, metric_title, source, uncertainty


class Column(Struct, frozen=True):
    """A metric's column."""

    title: str
    metric: Metric


class Cell(Struct, frozen=True):
    """A value in the table; its text is None where the result does not have the metric.

    ``note`` is what an old table says beside or instead of a number.
    """

    text: str | None
    uncertainty: str | None = None
    is_best: bool = False
    note: str | None = None


class Row(Struct, frozen=True, kw_only=True):
    """One result. Its rank is None if it is not ranked."""

    anchor: str
    rank: int | None
    model: str
    cells: list[Cell]
    setting: str | None
    extra_training_data: bool | None
    paper: Link | None
    year: str | None
    code: str | None
    """The address of the paper's code, its official one if it has one."""
    source: Source
    status: Status
    reason: str | None


class BoardView(View, frozen=True, kw_only=True):
    """What a leaderboard's page shows."""

    task: Link
    dataset: Link
    columns: list[Column]
    rows: list[Row]
    chart: Chart | None
    settings: int
    """How many different settings its results have."""


def view(contents: Contents, standing: Standing) -> BoardView:
    """The page of one leaderboard."""
    board = standing.board
    best = [_best_value(board, metric) for metric in board.metrics]
    rows = [_row(contents, board, ranked.rank, ranked.result, best) for ranked in standing.rows]
    return BoardView(
        title=standing.name,
        description=f"The state of the art in {standing.name}: {len(rows)} results with papers and code.",
        task=links.task(standing.task),
        dataset=links.dataset(standing.dataset),
        columns=[Column(metric_title(metric), metric) for metric in board.metrics],
        rows=rows,
        chart=chart(standing, contents.papers),
        settings=len({result.setting for result in board.results if result.setting is not None}),
    )


def _row(
    contents: Contents, board: Board, rank: int | None, result: Result, best: list[Decimal | None]
) -> Row:
    paper = contents.paper_of(result)
    day = result.date if paper is None else paper.date
    return Row(
        anchor=links.anchor(result.id),
        rank=rank,
        model=result.model,
        cells=[_cell(result, metric, value) for metric, value in zip(board.metrics, best, strict=True)],
        setting=result.setting,
        extra_training_data=result.extra_training_data,
        paper=None if paper is None else links.paper(paper),
        year=day[:4] if day else None,
        code=None if paper is None else links.code_address(paper),
        source=source(result),
        status=result.status,
        reason=result.reason,
    )


def _best_value(board: Board, metric: Metric) -> Decimal | None:
    """The best value of a metric among all results that were not retracted."""
    numbers = [
        result.metrics[metric.name].number
        for result in board.results
        if result.status != "retracted" and metric.name in result.metrics
    ]
    if not numbers:
        return None
    return max(numbers) if metric.better == "higher" else min(numbers)


def _cell(result: Result, metric: Metric, best: Decimal | None) -> Cell:
    value, note = result.metrics.get(metric.name), result.notes.get(metric.name)
    if value is None:
        return Cell(None, note=note)
    is_best = result.status != "retracted" and value.number == best
    return Cell(value.value, uncertainty(value), is_best, note)
