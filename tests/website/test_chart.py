"""The picture's geometry."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwc.ranking import ranking
from pwc.record import Better, Board, Dataset, Metric, Paper, Result, Task, Value
from website.axis import date_ticks, spanning, value_ticks
from website.chart import BOTTOM, LEFT, RIGHT, TOP, Chart, chart
from website.contents import Standing


def _chart(dated: list[tuple[str | None, str]], better: Better = "higher") -> Chart | None:
    """A chart of one paper a result: its date and value."""
    papers = {f"p{n}": Paper(slug=f"p{n}", title=f"P{n}", date=date) for n, (date, _) in enumerate(dated)}
    results = tuple(
        Result(
            id=f"{n:04}",
            model=f"model {n}",
            paper=f"p{n}",
            metrics={"Score": Value(value=value)},
            added="2026-11-22",
            submission="s.yaml",
        )
        for n, (_, value) in enumerate(dated)
    )
    metric = Metric(name="Score", better=better, scale="none")
    board = Board(slug="t-on-d", task="t", dataset="d", metrics=(metric,), results=results)
    task, dataset = Task(slug="t", name="T"), Dataset(slug="d", name="D")
    return chart(Standing(board, task, dataset, tuple(ranking(board))), papers)


def _records(drawn: Chart | None) -> list[str]:
    assert drawn is not None
    return [point.title.split(":")[0] for point in drawn.points if point.is_record]


def test_a_record_beats_all_before_it() -> None:
    dated: list[tuple[str | None, str]] = [("2020-01-01", "5"), ("2021-01-01", "4"), ("2022-01-01", "6")]
    assert _records(_chart(dated)) == ["model 0", "model 2"]
    assert _records(_chart(dated, "lower")) == ["model 0", "model 1"]


def test_an_equal_value_is_no_new_record_and_one_day_has_one_record() -> None:
    drawn = _chart([("2020-01-01", "5"), ("2020-01-01", "7"), ("2021-01-01", "7.0")])
    assert _records(drawn) == ["model 1"]


def test_the_line_climbs_and_runs_to_the_edge() -> None:
    drawn = _chart([("2020-01-01", "5"), ("2021-01-01", "6"), ("2022-01-01", "7")])
    assert drawn is not None
    start, first, second = drawn.records.split("V")
    assert start.startswith("M")
    heights = [float(start.split(" ")[1].split("H")[0]), *(float(s.split("H")[0]) for s in (first, second))]
    assert heights == sorted(heights, reverse=True)
    assert drawn.records.endswith(f"H{RIGHT}")
    assert "from 5 (model 0, 2020-01-01) to 7 (model 2, 2022-01-01) in 2 steps" in drawn.summary


def test_results_without_a_real_date_are_counted_and_not_drawn() -> None:
    drawn = _chart([("2020-01-01", "5"), (None, "6"), ("2020-02-31", "7")])
    assert drawn is not None
    assert (len(drawn.points), drawn.undated) == (1, 2)
    assert _chart([(None, "6")]) is None
    assert _chart([]) is None


def test_labels_name_the_records_and_stay_clear_of_each_other() -> None:
    drawn = _chart([("2020-01-01", "50"), ("2022-01-01", "70"), ("2022-01-02", "70.01")])
    assert drawn is not None
    assert [label.text for label in drawn.labels] == ["model 2", "model 0"]


numbers = st.decimals(allow_nan=False, allow_infinity=False, places=4).map(lambda d: format(d, "f"))
huge = st.sampled_from(["0", "1" + "0" * 400, "-" + "9" * 60, "0." + "0" * 60 + "1"])
days = st.dates().map(lambda day: day.isoformat())


@given(st.lists(st.tuples(days, numbers | huge), min_size=1, max_size=8))
def test_every_point_and_tick_stands_in_the_picture(dated: list[tuple[str | None, str]]) -> None:
    drawn = _chart(dated)
    assert drawn is not None
    assert len(drawn.points) == len(dated)
    for point in drawn.points:
        assert LEFT <= float(point.x) <= RIGHT
        assert TOP <= float(point.y) <= BOTTOM
    assert all(LEFT <= float(tick.at) <= RIGHT for tick in drawn.x_ticks)
    assert all(TOP <= float(tick.at) <= BOTTOM for tick in drawn.y_ticks)
    assert all(len(tick.text) <= 10 for tick in drawn.y_ticks)
    assert len(drawn.y_ticks) < 12
    assert len(drawn.x_ticks) < 12


@pytest.mark.parametrize(
    ("low", "high", "texts"),
    [
        ("90.1", "99.4", ["90", "92", "94", "96", "98", "100"]),
        ("0.001", "0.0031", ["0.0010", "0.0015", "0.0020", "0.0025", "0.0030"]),
        ("10", "95", ["20", "40", "60", "80", "100"]),
    ],
)
def test_value_ticks_are_round(low: str, high: str, texts: list[str]) -> None:
    axis = spanning([Decimal(low), Decimal(high)], BOTTOM, TOP)
    assert [tick.text for tick in value_ticks(axis)] == texts


def test_date_ticks_are_years_or_months() -> None:
    first, last = Decimal(737425), Decimal(737425 + 1800)  # 2020-01-01 and almost five years
    years = date_ticks(spanning([first, last], LEFT, RIGHT))
    months = date_ticks(spanning([first, first + 90], LEFT, RIGHT))
    assert [tick.text for tick in years] == ["2020", "2021", "2022", "2023", "2024", "2025"]
    assert [tick.text for tick in months] == ["Jan 2020", "Feb 2020", "Mar 2020", "Apr 2020"]
