"""What to write where a value is of the wrong kind, and what it certainly means if it does."""

from __future__ import annotations

import re
from typing import Any

from validator.numbers import scales
from validator.quote import visible
from validator.schema_errors import SchemaError
from validator.slips import meant

Fix = tuple[str | None, str | None]
"""What to do about it in words; and, where that is certain, what should stand there."""

_NOT_ONE_NUMBER = {
    r"([0-9]+),([0-9]+)": "Is this a decimal comma? Write a point: {0}.{1}.",
    r"|[-?x\u2212\u2013\u2014]+|n\.?/?a\.?|\.?nan|tbd|none": (
        "Leave a metric out where the paper gives no number for it."
    ),
    r"[0-9.]+(?:\s*[/|;]\s*[0-9.]+)+": "These are several numbers: give each under its own metric.",
    r"[~<>=\u2264\u2265\u2248]*\s*[0-9].*": (
        "Write the number alone, in the unit of the board, and what the paper says beside it in `setting:`."
    ),
}
"""What often stands where one number should, and what to do about it."""

_LONGEST = 200
"""Characters of a text that may have meant something else; what is longer is looked at by no pattern."""

_NEVER_LEFT_OUT = frozenset({"paper", "results", "task", "dataset", "model", "metrics", "name", "reason"})
"""Keys to fill in: without them there is no entry."""

_LINK = re.compile(r"https?://[^\s{}\[\],]+")


def fix(error: SchemaError, kinds: list[str], line: str) -> Fix:
    """What to do about a value that is none of the kinds asked for; ``line`` is the one that it stands on."""
    found, key = error.found, str(error.path[-1]) if error.path else ""
    if found is None:
        return _empty(key, line), None
    if isinstance(found, str) and len(found) <= _LONGEST:
        return _text(kinds, key, found)
    if "number" in kinds and "object" in kinds:
        return "Give one number, or {value: 78.4, uncertainty: 0.3}.", None
    return _container(kinds, found) or _general(kinds), None


def _empty(key: str, line: str) -> str:
    if key.isdigit():
        return (
            "There is a comma inside a number: write a point for a decimal comma, and nothing between "
            "thousands (78.4 and 1234.5)."
        )
    if re.search(r":\s+#\S", line):
        return "# begins a comment: put quotes around a text that begins with it. Or delete the key."
    return "Fill it in." if key in _NEVER_LEFT_OUT else "Fill it in, or delete the key."


def _text(kinds: list[str], key: str, found: str) -> Fix:
    if "number" in kinds:
        plain = meant.number(found.strip().removeprefix("\u00b1") if key == "uncertainty" else found)
        is_certain = "%" not in found  # 0.5% is 0.5 on a board of percents, and 0.005 on one of fractions
        return _number(found, plain), plain if is_certain else None
    if "integer" in kinds and (plain := meant.whole_number(found)):
        return f"Write {plain}, the number alone.", plain
    if "boolean" in kinds:
        plain = meant.truth(found)
        return (f"Write {plain}, without quotes." if plain else _general(kinds)), plain
    return _wrapped(kinds, key, found) or _general(kinds), None


def _number(found: str, plain: str | None) -> str:
    text = found.strip()
    if plain is not None and "%" in text:
        fraction = scales.shifted(plain, scales.TO_FRACTION)
        return f"Without `%`, write {plain} where the board has percents, {fraction} where it has fractions."
    if plain is not None:
        return f"Write {plain}."
    if parts := meant.with_uncertainty(text):
        return f"Write {{value: {parts[0]}, uncertainty: {parts[1]}}}."
    for pattern, advice in _NOT_ONE_NUMBER.items():
        if match := re.fullmatch(pattern, text, re.IGNORECASE):
            return advice.format(*match.groups())
    return "Write a plain number as the paper prints it, such as 78.4, without quotes or signs around it."


def _wrapped(kinds: list[str], key: str, found: str) -> str | None:
    """A text where a list or a mapping should stand, with what it lacks around it."""
    shown, link = visible(found), _LINK.fullmatch(found)
    if kinds == ["array"]:
        entry = f"{{url: {shown}}}" if key == "code" and link else shown
        return f"Write a list: [{entry}], or one entry a line, each behind `- `."
    if kinds == ["object"] and link:
        return f"Write {{url: {shown}}}."
    if kinds == ["object"] and key == "evidence":
        return f"Write {{table: {shown}}}, or figure, section, page."
    return _joined_badly(found) if kinds == ["object"] else None


def _joined_badly(found: str) -> str | None:
    """A key and its value without a colon and a space between them."""
    if match := re.fullmatch(r"([^:=]*[^\s:=])\s*(?:\s|[:=\uff1a])\s*(-?[0-9]+(?:\.[0-9]+)?)", found):
        return f"Write {{{visible(match[1])}: {match[2]}}}, with a colon and a space."
    if re.match(r"\w+\s*[:=\uff1a]", found):
        return "A plain colon and a space stand between a key and its value: `title: …`."
    return None


def _container(kinds: list[str], found: Any) -> str | None:
    """A list where a mapping should stand, or the other way round."""
    if kinds == ["array"] and isinstance(found, dict):
        return "Each entry begins with a dash: put `- ` before its first key, and indent the others as far."
    if kinds == ["object"] and isinstance(found, list) and all(isinstance(item, dict) for item in found):
        return "Delete the dashes: this is one entry, with a key a line."
    return None


def _general(kinds: list[str]) -> str | None:
    if kinds == ["array"]:
        return "Write a list: [one, two], or one entry a line, each behind `- `."
    if kinds == ["object"]:
        return "Write keys with values: {key: value}, or one key a line, indented below."
    if "boolean" in kinds:
        return "Write true or false, without quotes."
    if "integer" in kinds:
        return "Write a whole number, such as 5."
    return "Write one text, in quotes." if "string" in kinds else None
