"""Numbers with more digits than anybody has measured, and what they were before a program had them. Pure."""

from __future__ import annotations

import struct
from decimal import Decimal, InvalidOperation

MANY_DECIMALS = 8
"""As many digits after the point as no paper prints."""

_SIGNIFICANT = 9
_LONGEST_PLAIN = 7
_STEPS = 4
_CERTAIN = 16
_CERTAIN_OF_SINGLE = 14
_FIVE_PLACES = Decimal("1e-5")


def has_too_many(written: str) -> bool:
    """Whether a number has at least eight digits after the point and nine that count."""
    decimals = len(written.partition(".")[2])
    return decimals >= MANY_DECIMALS and len(Decimal(written).as_tuple().digits) >= _SIGNIFICANT


def unmangled(written: str) -> str | None:
    """The short number that floating-point arithmetic turned into this one: 83.7 for 83.69999999999999.

    None unless that can be shown: the number has as many digits as only a program prints (fewer may have
    been measured, as 99.99999999999), and five noughts or nines follow the short number, or the long one is
    what single precision prints for one beside it.
    """
    number = Decimal(written)
    is_single = _is_single(number)
    if len(number.as_tuple().digits) < (_CERTAIN_OF_SINGLE if is_single else _CERTAIN):
        return None
    for length in range(1, _LONGEST_PLAIN + 1):
        plain = Decimal(f"{number:.{length}e}")
        last_digit = Decimal((0, (1,), int(plain.as_tuple().exponent)))
        followed = abs(number - plain) <= last_digit * _FIVE_PLACES
        if followed or (is_single and abs(_single(float(number)) - _single(float(plain))) <= _STEPS):
            text = format(plain, "f")
            return text.rstrip("0").rstrip(".") if "." in text else text
    return None


def _is_single(number: Decimal) -> bool:
    """Whether a number is what single precision prints."""
    try:
        (nearest,) = struct.unpack("<f", struct.pack("<f", number))
        return number == round(Decimal(nearest), -int(number.as_tuple().exponent))
    except (OverflowError, InvalidOperation):  # larger than single precision goes, or longer than decimals
        return False


def _single(number: float) -> int:
    """Single-precision numbers of one sign in their order, counted."""
    (count,) = struct.unpack("<i", struct.pack("<f", number))
    return int(count)
