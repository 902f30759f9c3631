"""A leaderboard's page: its chart and its table."""

from __future__ import annotations

from collections import Counter, defaultdict
from decimal import Decimal
from typing import Any

from msgspec import Struct

from pwc.record import Board, Metric, Result, Status
from website import contribute, links
from website.chart import Chart, chart
from website.contents import Contents, Standing
from website.links import Link
from website.view import Source, View, metric_title, source, uncertainty

_EXTRA = {None: "", True: "yes", False: "no"}


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
    """One result. Its rank is None if it is not ranked.

    ``place`` is its rank within its setting, and ``places`` how many are ranked there; both are None
    where all results have one setting.
    """

    anchor: str
    rank: int | None
    place: int | None
    places: int | None
    model: str
    cells: list[Cell]
    setting: str | None
    extra: str
    """Whether extra training data was used, yes or no, or nothing where it is not stated."""
    paper: Link | None
    year: str | None
    code: str | None
    """The address of the paper's code, its official one if it has one."""
    source: Source
    correction: str
    """What GitHub's page for a new file is asked for, to correct it."""
    status: Status
    reason: str | None


class BoardView(View, frozen=True, kw_only=True):
    """What a leaderboard's page shows."""

    slug: str
    task: Link
    dataset: Link
    columns: list[Column]
    rows: list[Row]
    ranked: int
    chart: Chart | None
    settings: list[str]
    """The different settings of its results, the most usual first."""
    has_bare_settings: bool
    """Whether some results state none."""
    has_extra: bool
    """Whether any result says if it used extra training data."""
    disputed: int
    retracted: int
    addition: str


def view(contents: Contents, key: str) -> BoardView:
    """The page of one leaderboard."""
    standing = contents.standing(key)
    board = standing.board
    best = [_best_value(board, metric) for metric in board.metrics]
    settings = Counter(result.setting for result in board.results)
    newest = max((result.added for result in board.results if result.added is not None), default=None)
    month = contribute.month(newest, contents.first_entry)
    places = _places(standing) if len(settings) > 1 else {}
    return BoardView(
        title=standing.name,
        description=f"The state of the art in {standing.name}: {len(standing.rows)} results, with code.",
        linked=_linked(standing),
        slug=board.slug,
        task=links.task(standing.task),
        dataset=links.dataset(standing.dataset),
        columns=[Column(metric_title(metric), metric) for metric in board.metrics],
        rows=[_row(contents, board, row.rank, row.result, best, places, month) for row in standing.rows],
        ranked=standing.ranked,
        chart=chart(standing, contents.papers),
        settings=sorted((s for s in settings if s is not None), key=lambda s: (-settings[s], s)),
        has_bare_settings=None in settings,
        has_extra=any(result.extra_training_data is not None for result in board.results),
        disputed=sum(1 for result in board.results if result.status == "disputed"),
        retracted=sum(1 for result in board.results if result.status == "retracted"),
        addition=contribute.addition(standing, month),
    )


def _row(  # noqa: PLR0913, PLR0917 (a row's own things, and what all rows share)
    contents: Contents,
    board: Board,
    rank: int | None,
    result: Result,
    best: list[Decimal | None],
    places: dict[str, tuple[int, int]],
    month: str,
) -> Row:
    paper = contents.paper_of(result)
    day = result.date if paper is None else paper.date
    place, of = places.get(result.id, (None, None))
    return Row(
        anchor=links.anchor(result.id),
        rank=rank,
        place=place,
        places=of,
        model=result.model,
        cells=[_cell(result, metric, value) for metric, value in zip(board.metrics, best, strict=True)],
        setting=result.setting,
        extra=_EXTRA[result.extra_training_data],
        paper=None if paper is None else links.paper(paper),
        year=day[:4] if day else None,
        code=None if paper is None else paper.code,
        source=source(result),
        correction=contribute.correction(result, month),
        status=result.status,
        reason=result.reason,
    )


def _places(standing: Standing) -> dict[str, tuple[int, int]]:
    """By the results' ids their ranks within their settings, and how many are ranked there."""
    by_setting: dict[str | None, list[tuple[str, int]]] = defaultdict(list)
    for row in standing.rows:
        if row.rank is not None:
            by_setting[row.result.setting].append((row.result.id, row.rank))
    places: dict[str, tuple[int, int]] = {}
    for ranked in by_setting.values():
        first_of: dict[int, int] = {}
        for place, (id_, rank) in enumerate(ranked, 1):
            places[id_] = (first_of.setdefault(rank, place), len(ranked))
    return places


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


def _linked(standing: Standing) -> dict[str, Any]:
    """The board as https://schema.org/Dataset: a table of results that anybody may use."""
    return {
        "@type": "Dataset",
        "name": f"{standing.name}: results",
        "description": f"Results of machine-learning models in {standing.name}, with papers and code.",
        "license": "https://creativecommons.org/licenses/by-sa/4.0/",
        "variableMeasured": [metric.name for metric in standing.board.metrics],
    }
