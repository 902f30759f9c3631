"""Who stands where on a board."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from pwc.ranking import ranking
from pwc.record import Better, Board, Metric, Result, Status, Value


def result(name: str, value: str | None, *, status: Status = "active", added: str = "2026-01-01") -> Result:
    metrics = {} if value is None else {"Accuracy": Value(value=value)}
    return Result(
        id=name, model=name, paper="p", metrics=metrics, added=added, submission="s.yaml", status=status
    )


def board(*results: Result, better: Better = "higher") -> Board:
    metrics = (
        Metric(name="Accuracy", better=better, scale="percent"),
        Metric(name="Loss", better="lower", scale="none"),
    )
    return Board(slug="t-on-d", task="t", dataset="d", metrics=metrics, results=results)


def places(board: Board) -> list[tuple[str, int | None]]:
    return [(ranked.result.id, ranked.rank) for ranked in ranking(board)]


def test_the_first_metric_ranks_in_its_direction() -> None:
    rows = (result("a", "9.5"), result("b", "78"), result("c", "-3"))
    assert places(board(*rows)) == [("b", 1), ("a", 2), ("c", 3)]
    assert places(board(*rows, better="lower")) == [("c", 1), ("a", 2), ("b", 3)]


def test_equal_values_share_a_rank_however_they_are_written() -> None:
    rows = (result("a", "1"), result("b", "2.0"), result("c", "2"), result("d", "3"))
    assert places(board(*rows)) == [("d", 1), ("b", 2), ("c", 2), ("a", 4)]


def test_among_equals_the_earlier_comes_first() -> None:
    rows = (result("a", "2", added="2026-02-01"), result("b", "2", added="2026-01-01"))
    assert places(board(*rows)) == [("b", 1), ("a", 1)]


def test_decimals_are_compared_exactly() -> None:
    rows = (result("a", "0.10000000000000000001"), result("b", "0.1"))
    assert places(board(*rows)) == [("a", 1), ("b", 2)]


def test_retracted_results_and_those_without_the_metric_stand_last_without_a_rank() -> None:
    rows = (result("a", "99", status="retracted"), result("b", None), result("c", "1", status="disputed"))
    assert places(board(*rows)) == [("c", 1), ("a", None), ("b", None)]


def test_an_empty_board_has_no_ranking() -> None:
    assert places(board()) == []


values = st.none() | st.decimals(-9, 9, places=1).map(str)
rows = st.lists(st.tuples(values, st.sampled_from(["active", "disputed", "retracted"])), max_size=8)


@given(rows, st.sampled_from(["higher", "lower"]))
def test_a_rank_is_one_more_than_the_number_of_better_results(
    drawn: list[tuple[str | None, Status]], better: Better
) -> None:
    results = [result(str(i), value, status=status) for i, (value, status) in enumerate(drawn)]
    numbers = {r.id: Decimal(v) for r, (v, s) in zip(results, drawn, strict=True) if v and s != "retracted"}
    ranked = ranking(board(*results, better=better))
    assert sorted(row.result.id for row in ranked) == sorted(r.id for r in results)
    for row in ranked:
        mine = numbers.get(row.result.id)
        if mine is None:
            assert row.rank is None
        else:
            ahead = sum(n > mine if better == "higher" else n < mine for n in numbers.values())
            assert row.rank == ahead + 1
