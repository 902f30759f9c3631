"""What a value of the wrong form certainly means, and what nobody can be sure of."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validator.slips import meant, no_day


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("78.4", "78.4"),
        (" 59.60 ", "59.60"),
        ("78.4%", "78.4"),
        ("78.4 %", "78.4"),
        ("+3", "3"),
        ("\u22123.2", "-3.2"),
        (".5", "0.5"),
        ("5.", "5"),
        ("1e3", "1000"),
        ("1.5e-2", "0.015"),
        ("1,234.5", "1234.5"),
        ("1,234,567", "1234567"),
        ("78,4", None),  # a decimal comma, or two numbers
        ("1,234", None),  # a thousand, or a decimal comma
        ("010", None),  # eight, or ten
        ("1e99", None),
        ("9" * 31, None),
        ("78.4*", None),
        ("~45", None),
        ("0x1F", None),
        ("\u0663", None),
        ("%", None),
        ("", None),
    ],
)
def test_a_number(text: str, number: str | None) -> None:
    assert meant.number(text) == number


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-999, max_value=999, places=3))
def test_a_number_in_quotes_or_with_a_percent_sign_keeps_its_value(number: Decimal) -> None:
    for text in (f"{number:f}", f"{number:f}%"):
        assert Decimal(meant.number(text) or "NaN") == number


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("78.4 \u00b1 0.3", ("78.4", "0.3")),
        ("78.4\u00b10.3%", ("78.4", "0.3")),
        ("78.4 +/- .3", ("78.4", "0.3")),
        ("$78.4 \\pm 0.3$", ("78.4", "0.3")),
        ("78.4 (\u00b10.3)", ("78.4", "0.3")),
        ("78.4 (0.3)", None),
        ("78.4 - 0.3", None),
    ],
)
def test_a_value_with_its_uncertainty(text: str, parts: tuple[str, str] | None) -> None:
    assert meant.with_uncertainty(text) == parts


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2022/08/02", "2022-08-02"),
        ("2022-8-2", "2022-08-02"),
        ("2022.08.02", "2022-08-02"),
        ("20220802", "2022-08-02"),
        ("2022-08-02T00:00:00Z", "2022-08-02"),
        ("2022-08-02 14:03:00+02:00", "2022-08-02"),
        ("2022-08-02\n", "2022-08-02"),
        ("2 August 2022", "2022-08-02"),
        ("2nd of August, 2022", "2022-08-02"),
        ("Aug. 2, 2022", "2022-08-02"),
        ("Tue, 2 Aug 2022", "2022-08-02"),
        ("2-Sept-2022", "2022-09-02"),
        ("25/08/2022", "2022-08-25"),  # no month has the number 25
        ("8/25/2022", "2022-08-25"),
        ("02.02.2022", "2022-02-02"),
        ("02/08/2022", None),
        ("2/8/22", None),
        ("2022-08", None),
        ("August 2022", None),
        ("2022-13-45", None),
        ("31 June 2022", None),
        ("2 Oktember 2022", None),
        ("yesterday", None),
    ],
)
def test_a_day(text: str, day: str | None) -> None:
    assert meant.day(text) == day


@pytest.mark.parametrize(
    ("text", "number"),
    [("5", "5"), ("p. 5", "5"), ("Page 12", "12"), ("pp. 5-6", None), ("0", None), ("V", None)],
)
def test_a_page(text: str, number: str | None) -> None:
    assert meant.whole_number(text) == number


@pytest.mark.parametrize(
    ("text", "truth"), [("yes", "true"), ("True", "true"), ("OFF", "false"), ("no", "false"), ("maybe", None)]
)
def test_a_truth_value(text: str, truth: str | None) -> None:
    assert meant.truth(text) == truth


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("better", "Higher", "higher"),
        ("better", "min", "lower"),
        ("scale", "%", "percent"),
        ("kind", "Standard  Deviation", "sd"),
        ("kind", "95% CI", "ci95"),
        ("kind", "CI", None),
        ("scale", "ratio", None),
        ("name", "%", None),
    ],
)
def test_one_of_several_in_other_words(key: str, text: str, value: str | None) -> None:
    allowed = {"better": ["higher", "lower"], "scale": ["percent", "fraction", "none"]}
    assert meant.choice(key, text, allowed.get(key, ["sd", "se", "ci95", "range"])) == value


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("2022-02-30", "February 2022 has 28 days"),
        ("2024-02-30", "February 2024 has 29 days"),
        ("2022-04-00", "April 2022 has 30 days"),
        ("2022-13-02", "Is 2022-02-13 meant?"),
        ("2022-13-13", "There is no month 13"),
        ("2022-30-02", "There is no month 30"),  # February has no day 30 either
        ("2022-00-02", "There is no month 0"),
        ("0000-02-02", "There is no year 0"),
    ],
)
def test_why_a_date_is_no_day(text: str, advice: str) -> None:
    assert advice in no_day.advice(text)


@given(st.from_regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", fullmatch=True))
def test_every_date_of_the_right_form_gets_advice(text: str) -> None:
    assert no_day.advice(text)
