"""Lines that stand too far left, and dashes too many: what was meant to stand together."""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import takewhile
from typing import Any

from msgspec import Struct

from pwc.document import Document
from pwc.schemas import definition, schema
from pwc.span import Path
from validator.entry import Entry


class Outdented(Struct, frozen=True):
    """Keys at the left margin that belong to a mapping above them, and how to put them there."""

    path: Path
    keys: tuple[str, ...]
    advice: str


class Piece(Struct, frozen=True):
    """An entry of a list that is only a part of one, and the keys that it has."""

    path: Path
    keys: tuple[str, ...]


def outdented(entry: Entry) -> list[Outdented]:
    """What stands at the left margin and belongs below the ``paper:``, ``results:`` or ``new:`` above it."""
    value, root, found = entry.value, schema("submission"), []
    for above in ("paper", "results", "new"):
        node = definition(root, root["properties"][above])
        known = definition(root, node.get("items", node))["properties"]
        names = list(value)
        below = names[names.index(above) + 1 :] if above in value else []
        own = takewhile(lambda name: name not in root["properties"], below)
        keys = tuple(name for name in own if name in known)
        there = value[above] if keys else ""
        path: Path = (above, len(there) - 1) if isinstance(there, list) else (above,)
        advice = _indent(entry.document, path, there[-1] if there and isinstance(there, list) else there)
        if advice is not None:
            found.append(Outdented(path, keys, advice))
    return found


def _indent(document: Document, path: Path, there: Any) -> str | None:
    """How far to indent what belongs to a mapping; None where what stands there has no indent."""
    if there is None and path == ("results",):
        return "Put `  - ` before the first of these lines, and four spaces before the others of its entry."
    if there is None:
        return "Indent these lines, and what stands below each, by two spaces."
    before = _before(document, path)
    if not isinstance(there, dict) or not there or not re.fullmatch(r" *(?:- *)?", before):
        return None
    return f"Indent these lines, and what stands below each, by {len(before)} spaces."


def in_pieces(entry: Entry, incomplete: Collection[Path]) -> list[list[Piece]]:
    """The pieces of each entry that stray dashes have cut.

    Pieces are entries in a row of which each lacks a key, and none has one that another has.
    """
    found: list[list[Piece]] = []
    pieces: list[Piece] = []
    for path in incomplete:  # in the order of the document, as the schema's errors are
        piece = Piece(path, tuple(_at(entry.value, path)))
        taken = {key for other in pieces for key in other.keys}
        if not piece.keys or _before(entry.document, path).strip() != "-":  # nothing, in braces, or no entry
            pieces = []
        elif pieces and _is_next(pieces[-1].path, path) and taken.isdisjoint(piece.keys):
            pieces.append(piece)
        else:
            pieces = [piece]
            found.append(pieces)
    return [pieces for pieces in found if len(pieces) > 1]


def _at(value: Any, path: Path) -> Any:
    for step in path:
        value = value[step]
    return value


def _is_next(path: Path, other: Path) -> bool:
    """Whether an entry is the next one in the list of another."""
    *above, index = path
    return isinstance(index, int) and other == (*above, index + 1)


def _before(document: Document, path: Path) -> str:
    """What stands before a value on its line."""
    span = document.span(path)
    return document.line(span.line)[: span.column - 1]
