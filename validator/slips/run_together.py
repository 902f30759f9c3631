"""Keys into which their values have run: the colon between them is missing, or the space behind it.

In braces that is no error of YAML: ``{Accuracy 90.1}`` and ``{Accuracy:90.1}`` are each one key without a
value. Below a key, ``arxiv:2210.02414`` is a text.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from pwc.document import Document
from pwc.span import Path
from validator.quote import shown

_LONGEST = 200
_COLON = re.compile(r"([^:\uff1a]*[^\s:\uff1a])\s*([:\uff1a])(?!//)\s*(\S.*)", re.DOTALL)
_WORD = re.compile(r"(\w+)(\s*=\s*|\s+)(\S.*)")
_NUMBER = re.compile(r"(.*[^\s=])(\s*=\s*|\s+)(-?[0-9]+(?:\.[0-9]+)?%?)")


def in_a_key(document: Document, path: Path, known: Collection[str] = ()) -> str | None:
    """What to do about a key without a value that holds a number, or one of ``known``, and what follows."""
    text = str(path[-1])
    match = None if _has_colon(document, path) else _parts(text, known)
    return match and told(match[2], f"{match[1]}: {match[3]}")


def key_in(text: str, known: Collection[str], *, has_value: bool) -> str | None:
    """The one of ``known`` keys that a key with a value in it begins with."""
    match = re.match(r"(\w+)[:=\uff1a]" if has_value else r"(\w+)[\s:=\uff1a]", text)
    return match[1] if match and match[1] in known else None


def in_a_text(document: Document, path: Path, text: str, known: Collection[str]) -> str | None:
    """What to do about a text that should be keys with values, and joins a key and a value badly."""
    match, span = _parts(text, known), document.span(path)
    if match is None:
        return None
    if document.line(span.line)[: span.column - 1].strip():  # behind its key, where braces are needed
        return f"Write {{{match[1]}: {match[3]}}}, with a colon and a space."
    is_one_line = span.line == span.end_line  # else the lines below have run into it too
    return told(match[2], f"{match[1]}: {match[3] if is_one_line else '…'}")


def _parts(text: str, known: Collection[str] = ()) -> re.Match[str] | None:
    """A key, what stands between, and a value: joined by a colon, or otherwise where that can be told."""
    if len(text) > _LONGEST:
        return None
    word = _WORD.fullmatch(text)
    return _COLON.fullmatch(text) or (word if word and word[1] in known else _NUMBER.fullmatch(text))


def told(between: str, right: str) -> str:
    """The advice for what stands between a key and its value, and how both are written."""
    if between == ":":
        return f"A space is missing behind the colon: write {shown(right)}."
    return f"A plain colon and a space stand between a key and its value: write {shown(right)}."


def _has_colon(document: Document, path: Path) -> bool:
    """Whether a colon stands behind a key, so that its value alone is missing."""
    key, value = document.span(path, key=True), document.span(path)
    between = document.line(key.end_line)[key.end_column - 1 : value.column - 1]
    return key.end_line != value.line or ":" in between
