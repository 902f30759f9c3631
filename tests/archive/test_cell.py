"""What stands in the cells of old leaderboards, all of it seen in real dumps, and what is made of it."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.cell import Cell, read

DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")


@pytest.mark.parametrize(
    ("typed", "cell"),
    [
        ("86.3", Cell("86.3")),
        ("59.60", Cell("59.60")),
        (" 86.3 ", Cell("86.3")),
        ("\ufeff93.3", Cell("93.3")),
        ("\u22123.2", Cell("-3.2")),
        ("+3.4", Cell("3.4")),
        (".85", Cell("0.85")),
        ("85.", Cell("85")),
        ("007", Cell("7")),
        ("-0.0", Cell("0.0")),
        ("1e-3", Cell("0.001")),
        ("1.2E5", Cell("120000")),
        ("1,234.5", Cell("1234.5", note="1,234.5")),
        ("45%", Cell("45")),
        (7, Cell("7")),
        (0.25, Cell("0.25")),
        (Decimal("59.60"), Cell("59.60")),
        (Decimal("1E-3"), Cell("0.001")),
        ("86.3 \u00b1 0.2", Cell("86.3", "0.2")),
        ("86.3+/-0.2", Cell("86.3", "0.2")),
        ("86.3% \u00b1 0.2%", Cell("86.3", "0.2")),
        ("63.7*", Cell("63.7", note="63.7*")),
        ("63.7 \u2020", Cell("63.7", note="63.7 \u2020")),
        ("~45%", Cell("45", note="~45%")),
        ("> 99", Cell("99", note="> 99")),
        ("340M", Cell("340000000", note="340M")),
        ("1.5 B", Cell("1500000000", note="1.5 B")),
        ("70.14 (measured by Ge et al., 2018)", Cell("70.14", note="70.14 (measured by Ge et al., 2018)")),
        ("93.0/90.7", Cell(note="93.0/90.7")),
        ("0,93", Cell(note="0,93")),
        ("0,934", Cell(note="0,934")),
        ("91.6/91.1*", Cell(note="91.6/91.1*")),
        ("10-20", Cell(note="10-20")),
        ("12:30", Cell(note="12:30")),
        ("Yes", Cell(note="Yes")),
        ("Kummerfeld", Cell(note="Kummerfeld")),
        ("inf", Cell(note="inf")),
        ("1e99", Cell(note="1e99")),
        ("9" * 41, Cell(note="9" * 41)),
        ("\u0663", Cell(note="\u0663")),
        *((blank, Cell()) for blank in ("", "-", "--", "\u2212", "\u2014", "--*", " ", "N/A", "None", None)),
        (True, Cell(note="True")),
        ([1], Cell(note="[1]")),
        (float("nan"), Cell()),
    ],
)
def test_a_cell_is_read_as_what_it_certainly_says(typed: object, cell: Cell) -> None:
    assert read(typed) == cell


@given(
    st.one_of(
        st.text(), st.from_regex(r"[~<+-]?[0-9.,]{1,6}[eE%]?[0-9]?( ?± ?[0-9.]{1,3})?[*†]?", fullmatch=True)
    )
)
def test_whatever_was_typed_a_value_is_decimal_text_or_the_text_is_kept(typed: str) -> None:
    cell = read(typed)
    for number in (cell.value, cell.uncertainty):
        assert number is None or DECIMAL.fullmatch(number)
    assert cell.uncertainty is None or Decimal(cell.uncertainty) >= 0
    assert cell.is_blank or cell.value is not None or cell.note is not None


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**6), max_value=10**6))
def test_a_plain_number_stays_what_it_is_and_says_nothing_else(number: Decimal) -> None:
    cell = read(format(number, "f"))
    assert cell.note is None
    assert cell.value is not None
    assert Decimal(cell.value) == number
