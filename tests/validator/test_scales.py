"""Percent or fraction: where a value was written in the other scale, and where it was not."""

from __future__ import annotations

from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwc.record import Better, Scale
from validator.numbers.scales import (
    TO_FRACTION,
    TO_PERCENT,
    Slip,
    contradicted_end,
    is_doubtful,
    shifted,
    slip,
)

CERTAIN = {"percent": Slip(TO_PERCENT, certain=True), "fraction": Slip(TO_FRACTION, certain=True)}
DOUBT = {"percent": Slip(TO_PERCENT, certain=False), "fraction": Slip(TO_FRACTION, certain=False)}

# A scale, which way is better, the board's values, the new one, and what is said.
CASES: dict[str, tuple[Scale, Better, list[float], float, Slip | None]] = {
    "fraction among percents": ("percent", "higher", [60, 78.1, 95], 0.93, CERTAIN["percent"]),
    "first of its board": ("percent", "higher", [], 0.93, DOUBT["percent"]),
    "one percent exactly": ("percent", "higher", [60, 78.1, 95], 1, DOUBT["percent"]),
    "nowhere near the others": ("percent", "higher", [80, 85, 90], 0.12, DOUBT["percent"]),
    "board with low percents": ("percent", "higher", [4.8, 50, 88], 0.6, DOUBT["percent"]),
    "error rates below one": ("percent", "lower", [0.5, 0.8, 1.2], 0.7, None),
    "error rate better than all": ("percent", "lower", [1.7, 2.4, 3.3], 0.95, None),
    "first error rate": ("percent", "lower", [], 0.7, None),
    "error rate as a fraction": ("percent", "lower", [4.9, 6.2, 12.0], 0.057, CERTAIN["percent"]),
    "error rate that could be either": ("percent", "lower", [2.0, 6.2, 30.0], 0.25, DOUBT["percent"]),
    "board of both scales": ("percent", "higher", [0.91, 0.92, 93, 94], 0.9, None),
    "board with one slip": ("percent", "higher", [0.91, 80, 85, 90, 92, 93], 0.9, DOUBT["percent"]),
    "zero": ("percent", "higher", [60, 78.1, 95], 0, None),
    "percent among fractions": ("fraction", "higher", [0.71, 0.8, 0.84], 78.0, CERTAIN["fraction"]),
    "first of a board of fractions": ("fraction", "higher", [], 78.0, DOUBT["fraction"]),
    "little more than one": ("fraction", "lower", [0.9, 1.0, 1.2], 1.4, None),
    "fractions that were percents": ("fraction", "higher", [71, 80, 84], 78.0, None),
    "more than a hundred": ("fraction", "higher", [0.71, 0.8, 0.84], 780, None),
    "no scale, no doubt": ("none", "higher", [0.61, 0.65, 0.66, 0.71, 0.74], 70.2, DOUBT["fraction"]),
    "no scale, the mirror": ("none", "higher", [61, 65, 66, 71, 74], 0.702, DOUBT["percent"]),
    "no scale, few values": ("none", "higher", [0.61, 0.65, 0.66, 0.71], 70.2, None),
    "a loss that is high": ("none", "lower", [0.3, 0.5, 0.6, 0.7, 0.9], 1.8, None),
    "a loss that is very high": ("none", "lower", [0.3, 0.5, 0.6, 0.7, 0.9], 12.0, None),
    "an FID below one": ("none", "lower", [1.9, 2.2, 3.3, 7.4, 9.9], 0.9, None),
}


@pytest.mark.parametrize("name", CASES)
def test_a_case(name: str) -> None:
    scale, better, known, value, expected = CASES[name]
    assert slip(scale, better, value, sorted(known)) == expected


def test_a_witness_in_the_same_result_leaves_nothing_certain() -> None:
    assert slip("percent", "higher", 0.93, [60.0, 95.0], witness=True) == DOUBT["percent"]
    assert slip("percent", "higher", 0.07, [60.0, 95.0], witness=True) is None
    assert slip("fraction", "higher", 78.0, [0.7, 0.8], witness=True) == DOUBT["fraction"]


@given(st.lists(st.integers(1000, 10_000).map(lambda v: v / 100), min_size=2, max_size=12), st.data())
def test_what_the_board_has_is_never_a_slip_and_its_hundredth_always(
    known: list[float], data: st.DataObject
) -> None:
    known = sorted(known)
    value = data.draw(st.sampled_from(known))
    fractions = [v / 100 for v in known]
    assert slip("percent", "higher", value, known) is None
    assert slip("fraction", "higher", value / 100, fractions) is None
    if value < 100:
        assert slip("percent", "higher", value / 100, known) == CERTAIN["percent"]
    assert slip("fraction", "higher", value, fractions) == CERTAIN["fraction"]


@given(
    st.decimals(allow_nan=False, allow_infinity=False, places=6),
    st.sampled_from([-6, -3, -2, -1, 1, 2, 3]),
)
def test_a_shift_keeps_every_digit(number: Decimal, power: int) -> None:
    moved = shifted(format(number, "f"), power)
    assert "E" not in moved
    with localcontext(prec=200):
        assert Decimal(moved) == number.scaleb(power)
    assert Decimal(shifted(moved, -power)) == number


@pytest.mark.parametrize(
    ("written", "power", "moved"),
    [("0.930", 2, "93.0"), ("0.9", 2, "90"), ("93", -2, "0.93"), ("93.0", -2, "0.930"), ("1", 2, "100")],
)
def test_a_shift_is_exact(written: str, power: int, moved: str) -> None:
    assert shifted(written, power) == moved
    assert shifted("0." + "123456789" * 5, 2) == "12." + ("123456789" * 5)[2:]


def test_only_what_can_be_the_other_scale_is_doubtful() -> None:
    assert [is_doubtful("percent", v) for v in (-0.5, 0, 0.5, 1, 1.1)] == [False, False, True, True, False]
    assert [is_doubtful("fraction", v) for v in (0.5, 1, 1.1, 100, 101)] == [False, False, True, True, False]


@pytest.mark.parametrize(
    ("scale", "low", "high", "end"),
    [
        ("percent", None, "1", "max"),
        ("percent", "0", "1.0", "max"),
        ("percent", "-1", "100", "min"),
        ("fraction", "0", "100", "max"),
        ("fraction", "-100", None, "min"),
        ("percent", "0", "100", None),
        ("percent", "-100", "1e2", None),
        ("fraction", "-1", "1", None),
        ("percent", "0", "2", None),
        ("none", "-1", "1", None),
        ("none", "0", "100", None),
    ],
)
def test_a_bound_where_the_other_scale_ends_contradicts_the_scale(
    scale: Scale, low: str | None, high: str | None, end: str | None
) -> None:
    assert contradicted_end(scale, low, high) == end
