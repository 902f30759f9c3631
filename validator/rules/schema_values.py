"""220 to 239: whether what stands under a key has the form that the key asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pwc import identity, locator
from pwc.schemas import schema
from pwc.submission import allowed_types
from validator.entry import Entry
from validator.finding import Place, Problem, Severity
from validator.quote import listing, near_text, shown, visible
from validator.registry import rule
from validator.schema_errors import SchemaError

_KINDS = {
    "string": "text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "array": "a list",
    "object": "keys with values",
    "null": "nothing",
}
_IDENTIFIERS = frozenset({"arxiv", "doi", "openreview", "acl"})
_LONGEST = 2000
"""Characters of a text that may have meant something else: a link's limit. Longer ones meet no pattern."""
_Fix = tuple[str | None, str | None]
"""What to do about it in words; and, where that is certain, what should stand there."""


def _errors(entry: Entry, *keywords: str) -> Iterator[SchemaError]:
    return (error for error in entry.schema_errors if error.keyword in keywords)


@rule("PWC223", Severity.ERROR, stage="schema")
def wrong_type(entry: Entry) -> Iterator[Problem]:
    """A value is of the wrong kind: text for a number, one value for a list, nothing at all.

    Why: it cannot be read as what its key means.
    Fix: write the kind of value that is asked for.
    """
    for error in _errors(entry, "type"):
        from validator.slips import indents, wrong_kind  # noqa: PLC0415 (for what is wrong alone)

        if error.found is None and any(group.path == error.path for group in indents.outdented(entry)):
            continue  # PWC221 says so
        kinds = [error.expected] if isinstance(error.expected, str) else error.expected
        wanted = listing([_KINDS[kind] for kind in kinds if kind != "null"], quote=False, last="or")
        key = str(error.path[-1]) if error.path else ""
        at = Place(error.path, key=error.found is None and bool(key))
        is_named = error.found is None and bool(key) and isinstance(error.path[-1], str)
        about = f"{shown(key)}: " if is_named else ""
        message = f"{about}this should be {wanted}, and is {_description(error.found)}"
        fix, repair = wrong_kind.fix(entry, error, kinds)
        yield Problem(message, at=at, fix=fix, repair=repair)


def _description(found: Any) -> str:
    if found is None:
        return "empty"
    if isinstance(found, bool):
        return f"`{str(found).lower()}`"
    if isinstance(found, (dict, list)):
        return "keys with values" if isinstance(found, dict) else "a list"
    return f"the text {shown(found)}" if isinstance(found, str) else f"the number {found}"


@rule("PWC224", Severity.ERROR, stage="schema")
def value_not_allowed(entry: Entry) -> Iterator[Problem]:
    """A value is not one of those that its key can have.

    Why: only these have a meaning.
    Fix: choose one of them.
    """
    of_wrong_type = {error.path for error in _errors(entry, "type")}
    for error in _errors(entry, "enum", "const"):
        if error.path in of_wrong_type:
            continue  # PWC223 says so
        allowed = error.expected if error.keyword == "enum" else [error.expected]
        names = [str(value).lower() if isinstance(value, bool) else str(value) for value in allowed]
        message = "this is empty" if error.found is None else f"{shown(error.found)} is not possible here"
        fix, repair = _choice_fix(error, names)
        yield Problem(message, at=Place(error.path), fix=fix, repair=repair)


def _choice_fix(error: SchemaError, names: list[str]) -> _Fix:
    from validator.slips import meant  # noqa: PLC0415 (as above)

    if isinstance(error.found, str):
        if error.expected is True:
            certain = meant.truth(error.found) == "true" and "boolean" in allowed_types(error.path)
            return "Write true, without quotes.", "true" if certain else None
        if plain := meant.choice(str(error.path[-1]), error.found, names):
            return f"Write {plain}.", plain
        if near := near_text(error.found, names):
            return f"Did you mean `{near}`?", None
    return f"Write {listing(names, last='or')}.", None


@rule("PWC225", Severity.ERROR, stage="schema")
def malformed_text(entry: Entry) -> Iterator[Problem]:
    """A text does not have the form that its key asks for: a date, an identifier, a link.

    Why: it could not be looked up or sorted.
    Fix: write it in the form that the message shows.
    """
    for error in _errors(entry, "pattern"):
        fix, repair = _form_fix(error)
        message = f"{shown(error.found)} does not have the form asked for"
        yield Problem(message, at=Place(error.path), fix=fix, repair=repair)


def _form_fix(error: SchemaError) -> _Fix:
    key, is_short = str(error.path[-1]) if error.path else "", len(error.found) <= _LONGEST
    plain = _plain(error) if is_short else None
    if plain is not None and re.fullmatch(error.expected, plain):
        return f"Write {visible(plain)}.", plain
    if error.expected == schema("submission")["$defs"]["slug"]["pattern"]:
        return f"Write its slug, the last part of its address: {identity.slug(error.found)}.", None
    if is_short and key in _IDENTIFIERS and (kind := _other_kind(key, error.found)):
        return f"This is for `{kind}:`, not for `{key}:`.", None
    if key == "date" and (advice := _date_advice(error.found)):
        return advice, None
    about = error.node.get("description", "It must not be blank.")
    examples = error.node.get("examples", ())
    return about + (f" For instance: {examples[0]}" if examples else ""), None


def _plain(error: SchemaError) -> str | None:
    """What a text of the wrong form certainly is: a day, an identifier, an address, an id."""
    from validator.slips import meant  # noqa: PLC0415 (as above)

    key, found = str(error.path[-1]), str(error.found)
    unquoted = found.strip(" \t\n\"'\u201c\u201d\u2018\u2019")
    if unquoted != found and re.fullmatch(error.expected, unquoted):
        return unquoted
    if key in _IDENTIFIERS:
        return locator.identifier_in(key, found)
    if error.expected.startswith("^https?"):
        return locator.address_in(found)
    if key == "date":
        return meant.day(found)
    return found.lower() if key == "result" else None


def _other_kind(key: str, found: str) -> str | None:
    """The key that a text is an identifier for, if it is one of another kind than ``key``."""
    is_address = found.lower().startswith(("http://", "https://"))
    kinds = [
        k for k in ("arxiv", "doi", "acl", "openreview") if k != key and (is_address or k != "openreview")
    ]
    # behind a space, because what is plain already is not found
    kind = next((kind for kind in kinds if locator.identifier_in(kind, f" {found}")), None)
    return kind or ("url" if is_address else None)


def _date_advice(found: str) -> str | None:
    text = found.strip()
    if match := re.fullmatch(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})", text):
        one, other, year = int(match[1]), int(match[2]), match[3]
        if 1 <= one <= 12 and 1 <= other <= 12:
            return f"Is this {year}-{other:02}-{one:02} or {year}-{one:02}-{other:02}? Write year-month-day."
    if re.fullmatch(r"[0-9]{4}|[0-9]{4}-[0-9]{1,2}|[A-Za-z]{3,9}\.?,? [0-9]{4}", text):
        return "Give the day too, as year-month-day; the paper's page shows it beside the first version."
    return None


@rule("PWC229", Severity.HINT, stage="schema")
def quote_the_text(entry: Entry) -> Iterator[Problem]:
    """A text looks like a number or a truth value and stands without quotes.

    Why: it is accepted as it is written, but other programs would read 2208.01450 as 2208.0145.
    Fix: put it into quotes.
    """
    if entry.document.problems:
        return
    wrong = {error.path for error in entry.schema_errors}
    for path in entry.unquoted:
        text = entry.document.scalar(path) or ""
        is_none = path[-1] == "arxiv" and locator.has_wrong_length(text)
        if path not in wrong and not is_none:  # else another rule says what should stand here
            message = f"{shown(text)} is text here, and looks like something else"
            yield Problem(message, at=Place(path), fix=f'Write "{text}".', repair=text)
