"""Digits that a program has left, and the number that they were."""

from __future__ import annotations

import struct
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validator.numbers.digits import has_too_many, unmangled

printed = st.integers(1, 99_999).map(lambda digits: Decimal(digits).scaleb(-3))


@pytest.mark.parametrize(
    "written", ["83.7", "59.60", "0.0012345", "123456789.12", "3336306", "41.0000", "-12.345678"]
)
def test_digits_that_papers_print(written: str) -> None:
    assert not has_too_many(written)


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("83.69999999999999", "83.7"),
        ("56.99999999999999", "57"),
        ("0.9300000190734863", "0.93"),
        ("8.0600004196167", "8.06"),
        ("0.93000001907", None),
        ("99.99999999999", None),
        ("0.123046875", None),  # 63 of 512
        ("-0.30000000000000004", "-0.3"),
        ("57.14285714285714", None),
        ("0.7346938775510204", None),
        ("12345678.123456789", None),
        ("0." + "3" * 80, None),
    ],
)
def test_a_number_is_only_shortened_where_it_can_be_shown(written: str, plain: str | None) -> None:
    assert has_too_many(written)
    assert unmangled(written) == plain


@given(printed)
def test_what_single_precision_made_of_a_number_is_undone(number: Decimal) -> None:
    (single,) = struct.unpack("f", struct.pack("f", float(number)))
    written = format(Decimal(repr(single)), "f")
    if has_too_many(written):
        assert Decimal(unmangled(written) or "0") == number


@given(printed)
def test_what_arithmetic_made_of_a_number_is_undone(number: Decimal) -> None:
    written = format(Decimal(repr(float(number) / 100 * 100)), "f")
    if has_too_many(written):
        assert Decimal(unmangled(written) or "0") == number


@given(st.from_regex(r"\A-?(0|[1-9]\d{0,12})\.\d{8,40}\Z"))
def test_no_number_is_too_long(written: str) -> None:
    if has_too_many(written):
        plain = unmangled(written)
        assert plain is None or abs(Decimal(plain) - Decimal(written)) <= abs(Decimal(written)) * Decimal(
            "1e-6"
        )
