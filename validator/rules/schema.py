"""220 to 239: whether the document has the submission's form: its keys, and how much stands under them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from pwc.schemas import definition, schema
from pwc.span import Path
from validator.entry import Entry
from validator.finding import Place, Problem, Severity
from validator.quote import listing, near_text, shown, visible
from validator.registry import rule
from validator.schema_errors import SchemaError

if TYPE_CHECKING:
    from validator.slips.indents import Outdented, Piece

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
_IN_OTHER_WORDS = {
    **dict.fromkeys(("name", "method", "system", "algorithm", "approach"), "model"),
    **dict.fromkeys(("score", "value", "metric_value", "performance"), "metrics"),
    **dict.fromkeys(("github", "repo", "repository", "code_url", "code_link", "code_links"), "code"),
    **dict.fromkeys(("year", "published", "paper_date"), "date"),
    **dict.fromkeys(("paper_title", "headline"), "title"),
    **dict.fromkeys(("extra_data", "additional_data", "uses_additional_data"), "extra_training_data"),
    **dict.fromkeys(("link", "website", "homepage", "paper_url"), "url"),
    **dict.fromkeys(("direction", "higher_is_better", "order"), "better"),
    **dict.fromkeys(("protocol", "shots", "mode"), "setting"),
    **dict.fromkeys(("category", "categories", "field"), "area"),
    **dict.fromkeys(("comment", "note", "why", "because"), "reason"),
}
"""Keys that other formats have, and what this one calls the same."""


def _errors(entry: Entry, *keywords: str) -> Iterator[SchemaError]:
    return (error for error in entry.schema_errors if error.keyword in keywords)


@rule("PWC221", Severity.ERROR, stage="schema")
def unknown_key(entry: Entry) -> Iterator[Problem]:
    """A key is not part of the format here.

    Why: it is misspelled or stands at the wrong level, and what it says would be lost.
    Fix: use one of the keys that the format has at this place.
    """
    outdented = _outdented(entry)
    for group in outdented:
        message = f"{_are(group.keys, 'belongs', 'belong')} below `{group.path[0]}:`"
        yield Problem(message, at=Place(group.keys[:1], key=True), fix=group.advice)
    told = {(key,) for group in outdented for key in group.keys}
    for error in _errors(entry, "additionalProperties"):
        for key in _unknown(error):
            path = (*error.path, key)
            if path not in told:
                fix = _key_fix(entry, error, key)
                yield Problem(f"unknown key {shown(key)}", at=Place(path, key=True), fix=fix)


def _outdented(entry: Entry) -> list[Outdented]:
    """The keys at the left margin that belong to a mapping above them."""
    if not any(error.path == () for error in _errors(entry, "additionalProperties")):
        return []
    from validator.slips import indents  # noqa: PLC0415 (for what is wrong alone)

    return indents.outdented(entry)


def _unknown(error: SchemaError) -> list[str]:
    """The keys of the mapping in an error that the format does not have there."""
    known = error.node.get("properties", {})
    return [key for key in error.found if key not in known] if isinstance(error.found, dict) else []


def _key_fix(entry: Entry, error: SchemaError, key: str) -> str:
    known, meant = list(error.node.get("properties", ())), _meant(error, key)
    if advice := _mangled(entry, error, key):
        return advice
    if meant == "metrics" and isinstance(error.found[key], (int, float)):
        return f"Put numbers under `metrics`: metrics: {{{visible(key)}: {error.found[key]}}}."
    if meant is not None:
        return f"Did you mean `{meant}`?"
    where = _where_known(key)
    return f"`{key}` is a key {where}." if where else f"The keys here are {listing(known)}."


def _mangled(entry: Entry, error: SchemaError, key: str) -> str | None:
    """What to do about a key that something else has run into: its value, a diff's plus, odd spaces."""
    from validator.slips import run_together  # noqa: PLC0415 (as above)

    known = error.node.get("properties", ())
    advice = error.found[key] is None and run_together.in_a_key(entry.document, (*error.path, key), known)
    if advice:
        return advice
    if match := re.match(r"(\w+)([:=\uff1a])", key):
        return run_together.told(match[2], f"{match[1]}: …")
    if key.startswith("+"):
        return "Delete the + at the start of the lines: it belongs to a diff, and this is the file itself."
    if key[:1].isspace():
        return "The spaces before it are not ordinary ones, as if copied from a web page: type them anew."
    return None


def _meant(error: SchemaError, key: str) -> str | None:
    """The key of the format that an unknown one probably is: a slip, or another format's word."""
    from validator.slips import run_together  # noqa: PLC0415 (as above)

    known = list(error.node.get("properties", ()))
    if inside := run_together.key_in(key, known, has_value=error.found[key] is not None):
        return inside
    near = near_text(key, known)
    if near is not None and (near.startswith(key) or key.startswith(near) or not _where_known(key)):
        return near
    if "metrics" in known and isinstance(error.found[key], (int, float)):
        return "metrics"
    other = _IN_OTHER_WORDS.get(key.lower())
    return other if other in known else None


def _where_known(key: str) -> str | None:
    """Where in the format a key stands, in words."""
    root = schema("submission")
    parts = root["properties"]
    if key in parts:
        return "at the left margin, under nothing else"
    places = {"of `paper`": parts["paper"], "of each entry under `results`": parts["results"]["items"]}
    for name, node in definition(root, parts["new"])["properties"].items():
        places[f"of each entry under `new: {{{name}: […]}}`"] = node["items"]
    return next((w for w, node in places.items() if key in definition(root, node)["properties"]), None)


@rule("PWC222", Severity.ERROR, stage="schema")
def missing_key(entry: Entry) -> Iterator[Problem]:
    """A key that is needed here is missing.

    Why: without it the entry cannot be understood.
    Fix: add the key.
    """
    needed = _needed(entry)
    told: set[Path] = set()
    for pieces in _in_pieces(entry, needed):
        yield _stray_dashes(pieces, needed[pieces[0].path])
        told.update(piece.path for piece in pieces)
    for path, keys in needed.items():
        if path not in told:
            yield Problem(f"{_are(keys)} missing here", at=Place(path), fix=f"Add {_listed(keys)}.")
    for error in _errors(entry, "dependentRequired"):
        there = set(error.found) | _misspelt(entry, error)
        for present, needed in error.expected.items():
            missing = [key for key in needed if present in error.found and key not in there]
            for key in missing:
                at = Place((*error.path, present), key=True)
                yield Problem(f"`{present}` needs `{key}` beside it", at=at, fix=f"Add `{key}:`.")


def _needed(entry: Entry) -> dict[Path, list[str]]:
    """The keys that are needed and missing, by the path of the mapping that lacks them."""
    needed: dict[Path, list[str]] = {}
    for error in _errors(entry, "required"):
        there = set(error.found) | _misspelt(entry, error) | set(needed.get(error.path, ()))
        if missing := [key for key in error.expected if key not in there]:
            needed.setdefault(error.path, []).extend(missing)
    return needed


def _are(keys: Sequence[str], one: str = "is", several: str = "are") -> str:
    return f"{listing(keys)} {one if len(keys) == 1 else several}"


def _listed(keys: Iterable[str]) -> str:
    return listing([f"{key}:" for key in keys])


def _in_pieces(entry: Entry, needed: Mapping[Path, list[str]]) -> list[list[Piece]]:
    """The entries that are written as several; a single one lacks keys of its own."""
    if len(needed) < 2:
        return []
    from validator.slips import indents  # noqa: PLC0415 (as above)

    return indents.in_pieces(entry, needed)


def _stray_dashes(pieces: list[Piece], missing: list[str]) -> Problem:
    others = pieces[1:]
    there = {key for piece in others for key in piece.keys}
    lacking = [key for key in missing if key not in there]
    heads = listing([visible(piece.keys[0]) for piece in others])
    then = f" Then add {_listed(lacking)}." if lacking else ""
    return Problem(
        f"{_are(missing)} missing in the entry above, and a dash begins another one here",
        at=Place(others[0].path),
        fix=f"Put a space in place of the dash before {heads}: keys of one entry stand exactly below each "
        f"other.{then}",
    )


def _misspelt(entry: Entry, error: SchemaError) -> set[str]:
    """The keys that PWC221 takes to be there under another name or indent: one slip is one finding."""
    unknown = (e for e in _errors(entry, "additionalProperties") if e.path == error.path)
    meant = (_meant(e, key) for e in unknown for key in _unknown(e))
    moved = (key for group in _outdented(entry) if group.path == error.path for key in group.keys)
    return {key for key in meant if key is not None}.union(moved)


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
    if error.keyword == "minimum":
        return f"Write {error.expected:,} or more, or delete the key."
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
        if error.keyword == "oneOf" and len(present) > 1:
            message = f"{listing(present)} cannot stand together"
            fix = "Keep one of them; make the others entries of their own."
        elif _misspelt(entry, error).isdisjoint(choices):
            message = f"one of {listing(choices, last='or')} is needed here"
            near = next(filter(None, (near_text(key, choices) for key in _unknown(error))), None)
            fix = f"Did you mean `{near}`?" if near else f"Add `{choices[0]}:` or one of the others."
        else:
            continue  # PWC221 says so
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
