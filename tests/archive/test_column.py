"""What old columns measure: known, told by a word, told by the rows, or not told at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.cell import read
from archive.column import direction_of, metrics, scale_of
from archive.tables import Row, Table
from pwc.record import Metric


def column(name: str, *typed: str) -> Metric:
    rows = tuple(Row(f"row {number}", "M", {name: read(text)}) for number, text in enumerate(typed))
    (metric,) = metrics(Table("T", "D", (name,), rows))
    return metric


@pytest.mark.parametrize(
    ("metric", "expected"),
    [
        (
            column("Accuracy", "93.1", "92.0"),
            Metric(name="Accuracy", better="higher", scale="percent", min="0", max="100"),
        ),
        (
            column("Test Accuracy", "0.931", "0.92"),
            Metric(name="Test Accuracy", better="higher", scale="fraction", min="0", max="1"),
        ),
        (
            column("Accuracy", "0.93", "92.0", "91.5"),
            Metric(name="Accuracy", better="higher", scale="percent", min="0", max="100"),
        ),
        (
            column("Percentage error", "0.21", "0.23"),
            Metric(name="Percentage error", better="lower", scale="percent", min="0", max="100"),
        ),
        (column("Accuracy"), Metric(name="Accuracy", better="higher", scale="percent", min="0", max="100")),
        (
            column("WER", "1.2", "1.1", "0.9"),
            Metric(name="WER", better="lower", scale="fraction", min="0"),
        ),
        (
            column("Perplexity", "20.1", "40.2"),
            Metric(name="Perplexity", better="lower", scale="none", min="1"),
        ),
        (
            column("Weighted Accuracy (WAA)", "90", "80", "85"),
            Metric(name="Weighted Accuracy (WAA)", better="higher", scale="none", inferred=True),
        ),
        (
            column("Score", "9", "8", "7"),
            Metric(name="Score", better="higher", scale="none", inferred=True),
        ),
        (column("Thing", "1", "2", "3"), Metric(name="Thing", better="lower", scale="none", inferred=True)),
        (
            column("% of things", "1", "2", "3"),
            Metric(name="% of things", better="lower", scale="percent", inferred=True),
        ),
        (column("Thing", "-", "Yes"), Metric(name="Thing", better="higher", scale="none", inferred=True)),
    ],
)
def test_a_column_is_what_is_known_or_what_it_looks_like(metric: Metric, expected: Metric) -> None:
    assert metric == expected


def test_a_column_beside_the_first_goes_its_way_or_clearly_against_it() -> None:
    typed = [("9", "3", "5"), ("8", "5", "7"), ("7", "9", "6"), ("6", "11", "8")]
    rows = tuple(
        Row(f"row {number}", "M", {"Joint": read(one), "Cost": read(two), "Thing": read(three)})
        for number, (one, two, three) in enumerate(typed)
    )
    found = metrics(Table("T", "D", ("Joint", "Cost", "Thing"), rows))
    assert [(m.name, m.better) for m in found] == [("Joint", "higher"), ("Cost", "lower"), ("Thing", "lower")]
    short = metrics(Table("T", "D", ("Joint", "Thing"), rows[1:3]))
    assert [m.better for m in short] == ["higher"] * 3  # one step is none


def test_the_order_of_columns_is_kept_and_rows_may_add_some() -> None:
    row = Row("row 1", "M", {"B": read("1"), "F1": read("80")})
    assert [m.name for m in metrics(Table("T", "D", ("EM", "F1"), (row,)))] == ["EM", "F1", "B"]


@given(st.lists(st.floats(-1e6, 1e6), min_size=4, max_size=20, unique=True))
def test_rows_in_order_say_which_way_is_better(values: list[float]) -> None:
    assert direction_of(sorted(values)) == "lower"
    assert direction_of(sorted(values, reverse=True)) == "higher"
    turned = {"higher": "lower", "lower": "higher", None: None}
    assert direction_of(values[::-1]) == turned[direction_of(values)]


@given(st.lists(st.floats(0, 1), min_size=1))
def test_a_hundred_times_as_much_is_the_other_scale(values: list[float]) -> None:
    assert scale_of(values) == "fraction"
    assert scale_of([value * 100 + 2 for value in values]) == "percent"
