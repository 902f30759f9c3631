"""The one thing that the validator produces: findings."""

from __future__ import annotations

from enum import IntEnum
from typing import Literal

from msgspec import Struct

from pwc.span import Path, Span

Stage = Literal["change", "file", "yaml", "schema", "content", "meaning", "catalog"]
"""What a rule looks at; a stage reads only what those before have found readable.

The stage ``content`` is the submission by itself, ``meaning`` the same beside the catalog and other files.
"""


class Severity(IntEnum):
    """How much a finding weighs: an error blocks a merge, a warning needs a maintainer's eyes."""

    HINT = 1
    WARNING = 2
    ERROR = 3

    def __str__(self) -> str:
        return self.name.lower()


class Place(Struct, frozen=True):
    """A symbolic place in a document: a path, or with ``key`` the key itself. The run finds its span."""

    path: Path = ()
    key: bool = False


class Problem(Struct, frozen=True):
    """What a rule yields: what is wrong, at which place or span, and what to do about it."""

    message: str
    at: Place | Span = Place()
    fix: str | None = None
    repair: str | None = None
    """Only where it is certain: what the value (or key) at this place should be. ``--fix`` writes it."""
    file: str | None = None
    """The file, for rules that look at several."""


class Edit(Struct, frozen=True):
    """A certain repair, ready to be written: new text for a stretch of the file, quoted as YAML needs it."""

    span: Span
    text: str


class Finding(Struct, frozen=True):
    """A problem with its rule, its file and its place: lines and columns from 1, the end exclusive."""

    code: str
    name: str
    severity: Severity
    path: str
    span: Span
    pointer: str
    """A JSON Pointer (RFC 6901) to the value; empty for the whole document."""
    message: str
    fix: str | None = None
    source: str = ""
    """The line of the file that the finding stands on, as it was written."""
    edit: Edit | None = None

    @property
    def order(self) -> tuple[str, int, int, str, str]:
        """Findings are sorted by file, then place, then code."""
        return (self.path, self.span.line, self.span.column, self.code, self.message)


def pointer(path: Path) -> str:
    """A path as a JSON Pointer (RFC 6901)."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)
