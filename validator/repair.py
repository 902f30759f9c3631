"""Certain repairs: a rule's wish as text for a stretch of the file, and files with such texts put in.

A file is mended by its spans and never written anew from its values, so comments and layout stay.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from pwc.document import LINE_END, Document
from pwc.span import Span
from pwc.submission import allowed_types
from validator.finding import Edit, Place

_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
# What YAML reads as this very text without quotes, whatever stands around it.
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9._+/()-]*( [A-Za-z0-9._+/()-]+)*|https?://[A-Za-z0-9._~/?=&%+-]+")
_NOT_TEXT = re.compile(r"null|true|false|yes|no|on|off|y|n", re.IGNORECASE)


def edit(document: Document, at: Place | Span, text: str) -> Edit | None:
    """What to put where, so that the value (or key) at a place reads as ``text``.

    None where that cannot be done by changing a stretch of one line: a value that is not there, or one
    of several lines.
    """
    if isinstance(at, Span):
        return Edit(at, text)
    written = document.written(at.path, key=at.key)
    if written is None or written.span.line != written.span.end_line or written.style in {"|", ">"}:
        return None
    types = frozenset({"string"}) if at.key else allowed_types(at.path)
    is_number = not types.isdisjoint({"number", "integer"}) and _NUMBER.fullmatch(text) is not None
    is_truth = "boolean" in types and text in {"true", "false"}
    return Edit(written.span, text if is_number or is_truth else as_text(text, written.style))


def separate(edits: Iterable[Edit]) -> list[Edit]:
    """Edits without those that overlap one to their right; they can follow later."""
    kept: list[Edit] = []
    reached: dict[int, int] = {}  # by line: where the edit to the right begins
    for change in sorted(set(edits), key=lambda change: (change.span.line, -change.span.column)):
        span = change.span
        if span.end_column <= reached.get(span.line, span.end_column):
            reached[span.line] = span.column
            kept.append(change)
    return kept


def apply(data: bytes, edits: Iterable[Edit]) -> bytes:
    """A file with edits made that do not overlap."""
    text = data.decode()
    pieces, ends = LINE_END.split(text), [*LINE_END.findall(text), ""]
    for change in separate(edits):
        line, start, end = change.span.line - 1, change.span.column - 1, change.span.end_column - 1
        pieces[line] = pieces[line][:start] + change.text + pieces[line][end:]
    return "".join(piece + end for piece, end in zip(pieces, ends, strict=True)).encode()


def as_text(text: str, style: str = "") -> str:
    """A scalar that reads as this text, in the quotes that stood there if any did."""
    if style == "'" and "\n" not in text:
        return "'" + text.replace("'", "''") + "'"
    if style != '"' and _PLAIN.fullmatch(text) and not _NOT_TEXT.fullmatch(text):
        return text
    return json.dumps(text, ensure_ascii=False)  # JSON's strings are YAML's double-quoted ones
