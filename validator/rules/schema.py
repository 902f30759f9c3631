"""220 to 239: whether the document has the submission's form."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from validator.entry import Entry
from validator.finding import Place, Problem, Severity
from validator.quote import listing, near_text, shown
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
_LIMITS = {
    "maxLength": "the text has {found} characters, the limit is {expected:,}",
    "minLength": "the text is empty",
    "maxItems": "{found} entries, the limit is {expected:,}",
    "minItems": "the list is empty",
    "maxProperties": "{found} keys, the limit is {expected:,}",
    "minProperties": "there is nothing under this key",
    "minimum": "{shown} is below {expected:,}",
    "maximum": "{shown} is above {expected:,}",
}
_EXPLAINED = {
    *("additionalProperties", "required", "dependentRequired", "type", "enum", "const", "pattern"),
    *("anyOf", "oneOf"),
    *_LIMITS,
}


def _errors(entry: Entry, *keywords: str) -> Iterator[SchemaError]:
    return (error for error in entry.schema_errors if error.keyword in keywords)


@rule("PWC221", Severity.ERROR, stage="schema")
def unknown_key(entry: Entry) -> Iterator[Problem]:
    """A key is not part of the format here.

    Why: it is misspelled or stands at the wrong level, and what it says would be lost.
    Fix: use one of the keys that the format has at this place.
    """
    for error in _errors(entry, "additionalProperties"):
        known = list(error.node.get("properties", ()))
        for key in (key for key in error.found if key not in known):
            near = near_text(key, known)
            fix = f"Did you mean `{near}`?" if near else f"The keys here are {listing(known)}."
            yield Problem(f"unknown key {shown(key)}", at=Place((*error.path, key), key=True), fix=fix)


@rule("PWC222", Severity.ERROR, stage="schema")
def missing_key(entry: Entry) -> Iterator[Problem]:
    """A key that is needed here is missing.

    Why: without it the entry cannot be understood.
    Fix: add the key.
    """
    for error in _errors(entry, "required"):
        for key in (key for key in error.expected if key not in error.found):
            yield Problem(f"`{key}` is missing here", at=Place(error.path), fix=f"Add `{key}:`.")
    for error in _errors(entry, "dependentRequired"):
        for present, needed in error.expected.items():
            missing = [key for key in needed if present in error.found and key not in error.found]
            for key in missing:
                at = Place((*error.path, present), key=True)
                yield Problem(f"`{present}` needs `{key}` beside it", at=at, fix=f"Add `{key}:`.")


@rule("PWC223", Severity.ERROR, stage="schema")
def wrong_type(entry: Entry) -> Iterator[Problem]:
    """A value is of the wrong kind: text for a number, one value for a list, nothing at all.

    Why: it cannot be read as what its key means.
    Fix: write the kind of value that is asked for.
    """
    for error in _errors(entry, "type"):
        kinds = [error.expected] if isinstance(error.expected, str) else error.expected
        wanted = listing([_KINDS[kind] for kind in kinds if kind != "null"], quote=False, last="or")
        key = str(error.path[-1]) if error.path else ""
        at = Place(error.path, key=error.found is None and bool(key))
        message = (
            f"{shown(key) + ': ' if key and error.found is None else ''}this should be {wanted}, and is "
        )
        fix = _comma_fix(key) if error.found is None and key.isdigit() else _type_fix(kinds, error.found)
        yield Problem(message + _description(error.found), at=at, fix=fix)


def _comma_fix(digits: str) -> str:
    return f"Is this a decimal comma? Write a point: not 88,{digits} but 88.{digits}."


def _description(found: Any) -> str:
    if found is None:
        return "empty"
    if isinstance(found, bool):
        return f"`{str(found).lower()}`"
    if isinstance(found, (dict, list)):
        return "keys with values" if isinstance(found, dict) else "a list"
    return f"the text {shown(found)}" if isinstance(found, str) else f"the number {found}"


def _type_fix(kinds: list[str], found: Any) -> str | None:
    if found is None:
        return "Fill it in, or delete the key."
    if "number" in kinds and isinstance(found, str):
        return (
            "Write a plain number as the paper prints it, without quotes, `%` or `±`: 78.4 "
            "(an uncertainty goes into {value: 78.4, uncertainty: 0.3})."
        )
    if kinds == ["array"]:
        return "Write a list: [one, two], or one entry a line, each behind `- `."
    if kinds == ["object"]:
        return "Write keys with values: {key: value}, or one key a line, indented below."
    if kinds == ["boolean"]:
        return "Write true or false, without quotes."
    return None


@rule("PWC224", Severity.ERROR, stage="schema")
def value_not_allowed(entry: Entry) -> Iterator[Problem]:
    """A value is not one of those that its key can have.

    Why: only these have a meaning.
    Fix: choose one of them.
    """
    for error in _errors(entry, "enum", "const"):
        allowed = error.expected if error.keyword == "enum" else [error.expected]
        names = [str(value).lower() if isinstance(value, bool) else str(value) for value in allowed]
        near = near_text(error.found, names) if isinstance(error.found, str) else None
        fix = f"Did you mean `{near}`?" if near else f"Write {listing(names, last='or')}."
        yield Problem(f"{shown(error.found)} is not possible here", at=Place(error.path), fix=fix)


@rule("PWC225", Severity.ERROR, stage="schema")
def malformed_text(entry: Entry) -> Iterator[Problem]:
    """A text does not have the form that its key asks for: a date, an identifier, a link.

    Why: it could not be looked up or sorted.
    Fix: write it in the form that the message shows.
    """
    for error in _errors(entry, "pattern"):
        about = error.node.get("description", "It must not be blank.")
        examples = error.node.get("examples", ())
        example = f" For instance: {examples[0]}" if examples else ""
        yield Problem(
            f"{shown(error.found)} does not have the form asked for",
            at=Place(error.path),
            fix=about + example,
        )


@rule("PWC226", Severity.ERROR, stage="schema")
def beyond_limit(entry: Entry) -> Iterator[Problem]:
    """A text, a list or a number is longer, shorter, larger or smaller than the format allows.

    Why: limits keep files reviewable and pages readable.
    Fix: shorten it, split it, or fill it in.
    """
    for error in _errors(entry, *_LIMITS):
        size = f"{len(error.found):,}" if hasattr(error.found, "__len__") else ""
        message = _LIMITS[error.keyword].format(found=size, expected=error.expected, shown=shown(error.found))
        yield Problem(message, at=Place(error.path), fix=_limit_fix(error))


def _limit_fix(error: SchemaError) -> str:
    if error.keyword == "maxItems":
        return "Split it into several files."
    if error.keyword.startswith("min"):
        return "Fill it in, or delete the key."
    return "Shorten it."


@rule("PWC227", Severity.ERROR, stage="schema")
def one_of_several(entry: Entry) -> Iterator[Problem]:
    """An entry has none of several keys of which one is needed, or more than one where only one may be.

    Why: a paper without a locator cannot be found, a correction without one action says nothing.
    Fix: give one of the keys that the message names.
    """
    for error in _errors(entry, "anyOf", "oneOf"):
        choices = [" with ".join(branch.get("required", ["?"])) for branch in error.expected]
        present = [key for key in choices if isinstance(error.found, dict) and key in error.found]
        many = error.keyword == "oneOf" and len(present) > 1
        message = (
            f"{listing(present)} cannot stand together"
            if many
            else f"one of {listing(choices, last='or')} is needed here"
        )
        fix = (
            "Keep one of them; make the others entries of their own."
            if many
            else f"Add `{choices[0]}:` or one of the others."
        )
        yield Problem(message, at=Place(error.path), fix=fix)


@rule("PWC228", Severity.ERROR, stage="schema")
def schema_violation(entry: Entry) -> Iterator[Problem]:
    """The document departs from the schema in a way that no other rule explains.

    Why: what the schema rejects is never accepted, even where the reason is hard to say.
    Fix: compare the place with the example in CONTRIBUTING.md.
    """
    for error in entry.schema_errors:
        if error.keyword not in _EXPLAINED:
            yield Problem(
                f"the schema's `{error.keyword}` is not met here",
                at=Place(error.path),
                fix="Compare it with the example in CONTRIBUTING.md.",
            )


@rule("PWC229", Severity.HINT, stage="schema")
def quote_the_text(entry: Entry) -> Iterator[Problem]:
    """A text looks like a number or a truth value and stands without quotes.

    Why: it is accepted as it is written, but other programs would read 2208.01450 as 2208.0145.
    Fix: put it into quotes.
    """
    if entry.document.problems:
        return
    for path in entry.unquoted:
        text = entry.document.scalar(path)
        yield Problem(
            f"{shown(text)} is text here, and looks like something else",
            at=Place(path),
            fix=f'Write "{text}".',
        )
