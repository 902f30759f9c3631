"""What a value of the wrong form certainly means: the repairs that ``--fix`` may write without asking.

Every function takes a text from a submission and gives the plain form, or None where two people could read
the text in two ways: 78,4 may be a decimal comma or a slip, 02/08/2022 is a day of February or of August.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

_NUMBER = re.compile(r"([-+]?)([0-9]*)(?:\.([0-9]*))?(?:[eE]([-+]?[0-2]?[0-9]))?")
_GROUPED = re.compile(r"[-+]?[0-9]{1,3},[0-9]{3}(?:(?:,[0-9]{3})+(?:\.[0-9]+)?|\.[0-9]+)")
_UNCERTAIN = re.compile(r"(.+?)\s*(?:±|\+/?-|\\pm)\s*(.+)")
_IN_BRACKETS = re.compile(r"([^(]+?)\s*\(([^()]+)\)")
_PAGE = re.compile(r"(?:pages?|pp?\.?)\s*([0-9]+)", re.IGNORECASE)
_MINUS = str.maketrans("\u2212\u2013", "--")
_MOST_DIGITS = 30

_TRUTH = {
    **dict.fromkeys(("true", "yes", "y", "on"), "true"),
    **dict.fromkeys(("false", "no", "n", "off"), "false"),
}
_CHOICES: Mapping[str, Mapping[str, Sequence[str]]] = {
    "better": {
        "higher": ("high", "up", "max", "maximize", "maximise", "higher is better", "\u2191"),
        "lower": ("low", "down", "min", "minimize", "minimise", "lower is better", "\u2193"),
    },
    "scale": {
        "percent": ("%", "percents", "percentage", "per cent", "0-100"),
        "fraction": ("fractions", "proportion", "0-1"),
    },
    "kind": {
        "sd": ("std", "stdev", "stddev", "std dev", "std.", "standard deviation"),
        "se": ("sem", "stderr", "std err", "std error", "standard error", "standard error of the mean"),
        "ci95": ("95% ci", "95 % ci", "ci 95", "ci-95", "95ci", "ci95%"),
    },
}

_TIME = r"(?:[t ][0-9]{2}:[0-9]{2}[0-9:.]*(?:z|[-+][0-9:]+)?)?"
_YEAR_FIRST = re.compile(rf"([0-9]{{4}})[-/. ] ?([0-9]{{1,2}})[-/. ] ?([0-9]{{1,2}}){_TIME}")
_YEAR_LAST = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4})")
_COMPACT = re.compile(r"((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})")
_WEEKDAY = r"(?:[a-z]{3,9}, )?"
_DAY = r"([0-9]{1,2})(?:st|nd|rd|th)?"
_DAY_IN_WORDS = re.compile(rf"{_WEEKDAY}{_DAY}[- ](?:of )?([a-z]{{3,9}})\.?,?[- ]([0-9]{{4}})")
_MONTH_IN_WORDS = re.compile(rf"{_WEEKDAY}([a-z]{{3,9}})\.? {_DAY},? ([0-9]{{4}})")
MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)


def number(text: str) -> str | None:
    """A number as decimal text: ``78.4%``, ``+78.4``, ``.5`` and ``1,234.5`` are certain, ``010`` is not."""
    plain = text.strip().translate(_MINUS).removesuffix("%").rstrip()
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    match = _NUMBER.fullmatch(plain)
    if match is None or not (match[2] or match[3]) or len(plain) > _MOST_DIGITS:
        return None
    sign, whole, part, exponent = match[1].removeprefix("+"), match[2] or "0", match[3], match[4]
    if len(whole) > 1 and whole.startswith("0"):
        return None  # 010 may be eight or ten
    digits = f"{sign}{whole}.{part}" if part else f"{sign}{whole}"
    return digits if exponent is None else format(Decimal(digits).scaleb(int(exponent)), "f")


def whole_number(text: str) -> str | None:
    """A whole number from 1: ``5``, and ``p. 5`` for a page."""
    plain = text.strip()
    if match := _PAGE.fullmatch(plain):
        plain = match[1]
    return plain if re.fullmatch(r"[1-9][0-9]{0,8}", plain) else None


def with_uncertainty(text: str) -> tuple[str, str] | None:
    """The value and its uncertainty in a text such as ``78.4 ± 0.3``."""
    match = _UNCERTAIN.fullmatch(text.strip())
    if match is None:
        return None
    value, uncertainty = number(match[1].strip("($ ")), number(match[2].strip(")$ "))
    return None if value is None or uncertainty is None else (value, uncertainty)


def with_brackets(text: str) -> tuple[str, str] | None:
    """The two numbers in a text such as ``78.4 (0.3)``."""
    match = _IN_BRACKETS.fullmatch(text.strip())
    if match is None:
        return None
    one, other = number(match[1]), number(match[2])
    return None if one is None or other is None else (one, other)


def truth(text: str) -> str | None:
    """``true`` or ``false`` for the words that other formats have for them."""
    return _TRUTH.get(text.strip().lower())


def choice(key: str, text: str, allowed: Sequence[str]) -> str | None:
    """Which of the values that ``key`` may have a text says in other words: ``std`` is ``sd``."""
    plain = " ".join(text.lower().split())
    if plain in allowed:
        return plain
    words = _CHOICES.get(key, {})
    return next((value for value, others in words.items() if value in allowed and plain in others), None)


def day(text: str) -> str | None:
    """A day as year-month-day, from the forms in which day and month cannot be taken for each other."""
    plain = " ".join(text.split()).lower()
    if match := _YEAR_FIRST.fullmatch(plain) or _COMPACT.fullmatch(plain):
        return _in_calendar(int(match[1]), int(match[2]), int(match[3]))
    if match := _YEAR_LAST.fullmatch(plain):
        one, other, year = (int(part) for part in match.groups())
        readings = {_in_calendar(year, other, one), _in_calendar(year, one, other)} - {None}
        return readings.pop() if len(readings) == 1 else None
    if match := _DAY_IN_WORDS.fullmatch(plain):
        return _in_calendar(int(match[3]), _month(match[2]), int(match[1]))
    if match := _MONTH_IN_WORDS.fullmatch(plain):
        return _in_calendar(int(match[3]), _month(match[1]), int(match[2]))
    return None


def _month(word: str) -> int:
    """The number of a month that is named whole or by its first letters; 0 for another word."""
    return next((number for number, name in enumerate(MONTHS, 1) if name.startswith(word)), 0)


def _in_calendar(year: int, month: int, day_of_month: int) -> str | None:
    try:
        return date(year, month, day_of_month).isoformat()
    except ValueError:
        return None
