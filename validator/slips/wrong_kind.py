"""What to write where a value is of the wrong kind, and what it certainly means if it does."""

from __future__ import annotations

import re
from decimal import Decimal

from pwc.document import Document
from pwc.span import Path
from validator.entry import Entry
from validator.numbers import scales
from validator.quote import listing, visible
from validator.schema_errors import SchemaError
from validator.slips import meant, metric_pairs, run_together

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

_EXAMPLES = {
    "paper": '{arxiv: "2208.01448"}',
    "evidence": "{table: Table 2}",
    "new": "{datasets: [{name: WikiText-103}]}",
    "set": "{setting: zero-shot}",
    "was": "{setting: zero-shot}",
}
"""What may stand under a key that holds keys of its own."""

_LINK = re.compile(r"https?://[^\s{}\[\],]+")


def fix(entry: Entry, error: SchemaError, kinds: list[str]) -> Fix:
    """What to do about a value that is none of the kinds asked for."""
    found = error.found
    if found is None:
        return _empty(entry.document, error.path), None
    if advice := _other_form_of_metrics(entry, error):
        return advice, None
    told: str | None
    certain: str | None
    if isinstance(found, str) and len(found) <= _LONGEST:
        told, certain = _text(entry.document, error, kinds)
    else:
        told, certain = _container(entry.document, error, kinds), None
    return told or _general(entry.document, error, kinds), certain


def _empty(document: Document, path: Path) -> str:
    key = path[-1] if path else ""
    if isinstance(key, int):
        return "Delete this empty entry, or write what belongs here."
    if advice := run_together.in_a_key(document, path):
        return advice
    if key.isdigit():
        return (
            "There is a comma inside a number: write a point for a decimal comma, and nothing between "
            "thousands (78.4 and 1234.5)."
        )
    if re.search(r":\s+#\S", document.line(document.span(path).line)):
        return "# begins a comment: put quotes around a text that begins with it. Or delete the key."
    return "Fill it in." if key in _NEVER_LEFT_OUT else "Fill it in, or delete the key."


def _other_form_of_metrics(entry: Entry, error: SchemaError) -> str | None:
    """What to write where metrics stand in another format's form: `{name: Accuracy, value: 81}`."""
    if error.path[-1:] == ("metrics",) and isinstance(error.found, list):
        return metric_pairs.advice(entry.document, error.path, error.found)
    if error.path[-2:-1] != ("metrics",) or isinstance(error.path[-1], int):
        return None
    above = entry.value
    for step in error.path[:-1]:
        above = above[step]
    return metric_pairs.advice(entry.document, error.path[:-1], above)


def _text(document: Document, error: SchemaError, kinds: list[str]) -> Fix:
    found, key = str(error.found), str(error.path[-1]) if error.path else ""
    if "number" in kinds:
        plain = meant.number(found.strip().removeprefix("\u00b1") if key == "uncertainty" else found)
        is_certain = "%" not in found  # 0.5% is 0.5 on a board of percents, and 0.005 on one of fractions
        return _number(found, plain), plain if is_certain else None
    if "integer" in kinds and (plain := meant.whole_number(found)):
        return f"Write {plain}, the number alone.", plain
    if "boolean" in kinds:
        plain = meant.truth(found)
        return plain and f"Write {plain}, without quotes.", plain
    told = _wrapped(kinds, key, found)
    if told is None and kinds == ["object"]:
        told = run_together.in_a_text(document, error.path, found, error.node.get("properties", ()))
    return told, None


def _number(found: str, plain: str | None) -> str:
    text = found.strip()
    if plain is not None and "%" in text:
        fraction = scales.shifted(plain, scales.TO_FRACTION)
        return f"Without `%`, write {plain} where the board has percents, {fraction} where it has fractions."
    if plain is not None:
        return f"Write {plain}."
    if parts := meant.with_uncertainty(text):
        return f"Write {{value: {parts[0]}, uncertainty: {parts[1]}}}."
    if parts := meant.with_brackets(text):
        return _in_brackets(*parts)
    for pattern, advice in _NOT_ONE_NUMBER.items():
        if match := re.fullmatch(pattern, text, re.IGNORECASE):
            return advice.format(*match.groups())
    return "Write a plain number as the paper prints it, such as 78.4, without quotes or signs around it."


def _in_brackets(value: str, beside: str) -> str:
    """What the number in brackets behind a value may be; in 78.4(3) it counts units of the last digit."""
    if abs(Decimal(beside)) >= abs(Decimal(value)) / 2:
        return "These are several numbers: give each under its own metric."
    if "." in value and "." not in beside:
        return f"Write {value} alone, or with its uncertainty, {{value: {value}, uncertainty: …}}."
    both = f"{{value: {value}, uncertainty: {beside}}}"
    return f"If {beside} is its uncertainty, write {both}, otherwise {value} alone."


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
    return None


def _container(document: Document, error: SchemaError, kinds: list[str]) -> str | None:
    """A list or a mapping where something else should stand."""
    found = error.found
    if "number" in kinds and "object" in kinds:
        return "Give one number, or {value: 78.4, uncertainty: 0.3}."
    if kinds == ["array"] and isinstance(found, dict):
        return "Each entry begins with a dash: put `- ` before its first key, and indent the others as far."
    if kinds == ["object"] and isinstance(found, list) and all(isinstance(item, dict) for item in found):
        if _is_in_brackets(document, error.path):
            return "Delete the brackets [ ]: one pair of braces { } holds all keys of one entry."
        return "Delete the dashes: this is one entry, with a key a line."
    if "string" in kinds and isinstance(found, list) and len(found) > 1 and error.path[:1] == ("results",):
        return "Write one entry under `results:` for each: an entry is one model on one leaderboard."
    return None


def _is_in_brackets(document: Document, path: Path) -> bool:
    span = document.span(path)
    return document.line(span.line)[span.column - 1 : span.column] == "["


def _general(document: Document, error: SchemaError, kinds: list[str]) -> str | None:
    if kinds == ["array"]:
        return "Write a list: [one, two], or one entry a line, each behind `- `."
    if kinds == ["object"]:
        return _keys_with_values(document, error)
    if "boolean" in kinds:
        return "Write true or false, without quotes."
    if "integer" in kinds:
        return "Write a whole number, such as 5."
    return "Write one text, in quotes." if "string" in kinds else None


def _keys_with_values(document: Document, error: SchemaError) -> str:
    """What keys may look like at this place."""
    key = str(error.path[-1]) if error.path else ""
    if key == "metrics":
        number = meant.number(document.scalar(error.path) or "") or "78.4"
        return f"Write each number behind the name of its metric, such as {{Accuracy: {number}}}."
    if key in _EXAMPLES:
        return f"Write keys with values, such as {_EXAMPLES[key]}, or one key a line, indented below."
    if needed := error.node.get("required"):
        return f"Write keys with values here; needed: {listing([f'{name}:' for name in needed])}."
    return "Write keys with values: {key: value}, or one key a line, indented below."
