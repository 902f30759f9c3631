"""The text in one cell of an old leaderboard as a number, its uncertainty and what else it says.

Cells were typed by hand, for years and by many. What is certain is read as a number; of everything else the
text is kept as it is, and no number is guessed: ``93.0/90.7`` may be two metrics, two splits or two runs.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal, InvalidOperation

from msgspec import Struct

_BLANKS = frozenset(
    ("", "-", "--", "---", "?", "/", ".", "*", "--*", "-*", "n/a", "na", "n.a.", "none", "null", "nan", "x")
)
"""What stands where there is no value, in lower case and with one kind of dash."""
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d"), "-")
_INVISIBLE = dict.fromkeys(map(ord, "\ufeff\u200b\u200c\u200d\u200e\u200f\u2060\u00ad"))

_NUMBER = (
    r"[-+]?(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]*)?|[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,2})?"
)
_CELL = re.compile(
    rf"(?P<about>[~\u2248<>\u2264\u2265]|c\. ?|ca\. ?)? ?"
    rf"(?P<number>{_NUMBER})(?P<times> ?[kKMBGT](?![A-Za-z]))?(?P<percent> ?%)?"
    rf"(?: ?(?:\u00b1|\+/-|\+-) ?(?P<spread>{_NUMBER})(?P<percent_of_spread> ?%)?)?"
    r"(?P<rest> ?[*\u2020\u2021\u00a7\u00b6^#]+| ?\(.*\)| ?\[.*\])?"
)
_TIMES = {"k": 3, "M": 6, "B": 9, "G": 9, "T": 12}
_MOST_DIGITS = 40


class Cell(Struct, frozen=True):
    """What a cell holds. ``value`` and ``uncertainty`` are decimal text, with the digits that were typed."""

    value: str | None = None
    uncertainty: str | None = None
    note: str | None = None
    """The cell's own text, wherever it says more than the number, or no number that is certain."""

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed that means anything."""
        return self == Cell()


def read(typed: object) -> Cell:
    """What a cell holds; for what is neither text nor a number, nothing. Never raises."""
    if isinstance(typed, bool) or not isinstance(typed, (str, int, float, Decimal)):
        return Cell() if typed is None else Cell(note=str(typed))
    text = " ".join(unicodedata.normalize("NFC", str(typed)).translate(_INVISIBLE).split())
    plain = text.translate(_DASHES)
    if plain.lower() in _BLANKS:
        return Cell()
    match = _CELL.fullmatch(plain)
    value = None if match is None else _decimal(match["number"], match["times"])
    if match is None or value is None:
        return Cell(note=text)
    uncertainty = None if match["spread"] is None else _decimal(match["spread"], match["times"])
    if uncertainty is not None and uncertainty.startswith("-"):
        uncertainty = None
    more = match["about"] or match["times"] or match["rest"] or "," in match["number"]
    lost = match["spread"] is not None and uncertainty is None
    return Cell(value, uncertainty, text if more or lost else None)


def _decimal(typed: str, times: str | None) -> str | None:
    """Decimal text in its one form: no exponent, no sign but minus, digits kept. None if it is too long."""
    try:
        number = Decimal(typed.replace(",", ""))
    except InvalidOperation:
        return None
    if times is not None:
        number = number.scaleb(_TIMES[times.strip().replace("K", "k")])
    plain = format(number, "f")
    if plain.startswith("-") and not number:
        plain = plain.removeprefix("-")
    return plain if number.is_finite() and len(plain) <= _MOST_DIGITS else None
