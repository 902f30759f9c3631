"""Places in a text, and what can be wrong there."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Path = tuple[str | int, ...]
"""Keys and indexes from the root of a document to one of its values."""

Kind = Literal[
    "too-large",
    "encoding",
    "byte-order-mark",
    "control-character",
    "long-line",
    "syntax",
    "several-documents",
    "empty",
    "not-a-mapping",
    "too-deep",
    "anchor-or-alias",
    "tag",
    "merge-key",
    "duplicate-key",
    "key-not-text",
    "number-out-of-range",
]


class Span(Struct, frozen=True):
    """A stretch of text. Lines and columns count from 1, columns in characters; the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


class Problem(Struct, frozen=True):
    """Why a text cannot be read as a document: a kind that names a rule, a place, and the details."""

    kind: Kind
    span: Span
    detail: str = ""
    path: Path = ()
    """Of a key that stands twice: the keys and indexes that lead to it."""
