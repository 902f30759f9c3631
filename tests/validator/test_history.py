"""The statistic behind the jump: what it promises, over all boards, and what it says of boards that were."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Literal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from validator.numbers.history import FAR, LEAST, slipped_point, steps_beyond

Better = Literal["higher", "lower"]
better_way = st.sampled_from(["higher", "lower"])
# Values as papers print them: with a spread that floating point can tell from nothing.
percents = st.integers(1, 9_999).map(lambda hundredths: hundredths / 100)
histories = st.lists(percents, min_size=LEAST, max_size=30)
anything = st.lists(st.floats(-1e6, 1e6, allow_nan=False), max_size=30)

# Boards of the real world, in the order of time: the values, and the one that came next.
ORDINARY: dict[str, tuple[Better, float | None, list[float], float]] = {
    "SQuAD1.1 F1": ("higher", 100, [71.0, 73.7, 75.2, 77.0, 77.3, 78.8, 79.8, 81.8], 82.9),
    "MNIST error": ("lower", 0, [12.0, 7.6, 3.3, 2.4, 1.7, 1.1, 0.95, 0.7], 0.56),
    "WikiText-103 perplexity": ("lower", 0, [48.7, 45.2, 40.8, 37.2, 36.4, 34.3], 30.0),
    "ELO": ("higher", None, [1631, 1827, 1923, 1993, 2027, 2138, 2174, 2235], 2306),
}
SLIPS: dict[str, tuple[Better, float | None, list[float], float]] = {
    "digits exchanged": ("higher", 100, [71.0, 73.7, 75.2, 77.0, 77.3, 78.8, 79.8, 81.8], 98.2),
    "a point too far left": ("lower", 0, [48.7, 45.2, 40.8, 37.2, 36.4, 34.3], 3.0),
    "another column": ("higher", None, [61.0, 62.3, 64.5, 68.2, 70.1, 72.8], 3336.3),
    "with negative values": ("higher", None, [-21.0, -19.0, -17.4, 1.0, 5.0, 8.0], 180.9),
}


@pytest.mark.parametrize("name", ORDINARY)
def test_the_next_step_of_a_board_is_not_far(name: str) -> None:
    better, bound, known, value = ORDINARY[name]
    steps = steps_beyond(known, value, better, bound)
    assert steps is not None
    assert 0 < steps <= FAR


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_is_far(name: str) -> None:
    better, bound, known, value = SLIPS[name]
    steps = steps_beyond(known, value, better, bound)
    assert steps is not None
    assert steps > FAR


@given(st.lists(percents, max_size=LEAST - 1), percents, better_way, st.sampled_from([None, 100.0, 0.0]))
def test_too_few_values_say_nothing(
    known: list[float], value: float, better: Better, bound: float | None
) -> None:
    assert steps_beyond(known, value, better, bound) is None
    assert slipped_point(known, value, (1, -1)) is None


@given(anything, st.floats(-1e6, 1e6, allow_nan=False), better_way, st.sampled_from([None, 100.0, 0.0, 1.0]))
def test_no_board_makes_it_fail(
    known: list[float], value: float, better: Better, bound: float | None
) -> None:
    steps = steps_beyond(known, value, better, bound)
    assert steps is None or not math.isnan(steps)
    slipped_point(known, value, (1, -1, 3, -3))


@given(histories, st.lists(percents, min_size=2, max_size=6, unique=True), better_way)
def test_the_farther_the_more_steps(known: list[float], values: list[float], better: Better) -> None:
    bound = 100.0 if better == "higher" else 0.0
    worst_first = sorted(values, reverse=better == "lower")
    for limit in (bound, None):
        found = [steps_beyond(known, value, better, limit) for value in worst_first]
        steps = [step for step in found if step is not None]
        assert len(steps) in {0, len(found)}
        assert all(one < other for one, other in pairwise(steps))


@given(histories, percents, better_way)
def test_percents_and_fractions_are_judged_alike(known: list[float], value: float, better: Better) -> None:
    bound = 100.0 if better == "higher" else 0.0
    in_percent = steps_beyond(known, value, better, bound)
    as_fraction = steps_beyond([v / 100 for v in known], value / 100, better, bound / 100)
    assert as_fraction == (None if in_percent is None else pytest.approx(in_percent, abs=1e-6))


@given(histories, percents, better_way, st.sampled_from([0.001, 0.5, 7.0, 1000.0]))
def test_the_unit_of_measurement_does_not_matter(
    known: list[float], value: float, better: Better, times: float
) -> None:
    plain = steps_beyond(known, value, better, None)
    other = steps_beyond([v * times for v in known], value * times, better, None)
    assert other == (None if plain is None else pytest.approx(plain, abs=1e-6))


@given(histories, percents, better_way, st.integers(-5_000, -200))
def test_on_the_plain_scale_the_zero_does_not_matter_either(
    known: list[float], value: float, better: Better, plus: int
) -> None:
    assume(max(known) - min(known) >= 0.1)
    one = steps_beyond([v - 150 for v in known], value - 150, better, None)
    other = steps_beyond([v + plus for v in known], value + plus, better, None)
    assert one == (None if other is None else pytest.approx(other, abs=1e-6))


@given(histories, better_way)
def test_what_a_board_has_is_never_far_from_it(known: list[float], better: Better) -> None:
    for value in known:
        steps = steps_beyond(known, value, better, 100.0 if better == "higher" else 0.0)
        assert steps is None or steps <= 0
        assert slipped_point(known, value, (1, -1)) is None


@given(percents, st.integers(LEAST, 20), better_way)
def test_on_a_board_of_equal_values_a_tenth_is_not_far(known: float, times: int, better: Better) -> None:
    assume(1 <= known <= 95)
    bound = 100.0 if better == "higher" else 0.0
    nearer = known + (bound - known) / 10
    steps = steps_beyond([known] * times, nearer, better, bound)
    assert steps is not None
    assert steps <= FAR


def test_four_values_are_no_history() -> None:
    assert steps_beyond([61.0, 62.3, 64.5, 68.2], 99.0, "higher", 100) is None
    assert steps_beyond([61.0, 62.3, 64.5, 68.2, 70.1], 99.0, "higher", 100) is not None


def test_a_board_that_has_leapt_before_may_leap_again() -> None:
    steady = steps_beyond([60.1, 60.4, 60.9, 61.3, 61.8], 85.0, "higher", 100)
    leaping = steps_beyond([30.2, 30.4, 30.9, 31.3, 61.8], 85.0, "higher", 100)
    assert steady is not None
    assert leaping is not None
    assert leaping <= FAR < steady


def test_one_outlier_does_not_hide_the_next() -> None:
    known = [70.1, 70.9, 71.4, 72.0, 72.2, 72.9, 73.1]
    alone, beside_a_bad_one = (
        steps_beyond(values, 95.0, "higher", 100) for values in (known, [12.0, *known])
    )
    assert alone is not None
    assert beside_a_bad_one is not None
    assert min(alone, beside_a_bad_one) > FAR


def test_a_value_beyond_the_bound_counts_as_the_bound() -> None:
    known = [70.1, 70.9, 71.4, 72.0, 72.2]
    assert steps_beyond(known, 940, "higher", 100) == steps_beyond(known, 100, "higher", 100)


def test_a_slipped_point_is_found_in_both_directions() -> None:
    known = [61.0, 62.3, 64.5, 68.2, 70.1]
    assert slipped_point(known, 6.45, (1, -1)) == 1
    assert slipped_point(known, 645, (1, -1)) == -1
    assert slipped_point(known, 0.0645, (1, -1, 3)) == 3
    assert slipped_point(known, 55.0, (1, -1)) is None
    assert slipped_point(known, 2.0, (1, -1)) is None
    assert slipped_point([0.0, *known], 6.45, (1, -1)) is None
