"""One file under judgement, read as far as it can be read."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Any

from pwc import span, submission
from pwc.document import Document, parse
from pwc.identity import blob_id
from pwc.submission import Submission
from pwc.tree import REGULAR
from validator.schema_errors import SchemaError, explain, is_valid


class Entry:
    """A file's path, bytes and git mode, and what can be read from them. Reading happens once, on demand."""

    def __init__(self, path: str, data: bytes, mode: str = REGULAR, *, file: Path | None = None) -> None:
        """``path`` is what it is called in the repository, ``file`` where it is on disk, if it is."""
        self.path = path
        self.data = data
        self.mode = mode
        self.file = file

    @cached_property
    def document(self) -> Document:
        """The file as YAML; its ``problems`` say why it is none."""
        return parse(self.data)

    @cached_property
    def blob(self) -> str:
        """The id of the file's bytes in git."""
        return blob_id(self.data)

    @property
    def value(self) -> Any:
        """The document's value, plain scalars as text where the schema wants text."""
        return self._reading[0]

    @property
    def unquoted(self) -> list[span.Path]:
        """The scalars that are text only because the schema wants text there."""
        return self._reading[1]

    @cached_property
    def schema_errors(self) -> list[SchemaError]:
        """Where the document departs from the schema; empty for a document that was refused."""
        if self.document.problems or is_valid(self.value):
            return []
        return explain(self.value)

    @cached_property
    def submission(self) -> Submission | None:
        """The submission, if the document is one."""
        if self.document.problems or self.schema_errors:
            return None
        return submission.read(self.document, self.value)

    def forget(self) -> None:
        """Drop what was read, to be read again if it is asked for: of many files one at a time is kept."""
        for name in ("document", "schema_errors", "submission", "_reading"):
            self.__dict__.pop(name, None)

    @cached_property
    def _reading(self) -> tuple[Any, list[span.Path]]:
        return submission.as_the_schema_reads(self.document)


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    """Files in the order in which they are judged and taken, whatever the order in which they came.

    Those that may describe new names come first, then those that may describe papers, so that the others
    can use both; each group by path.
    """

    def order(entry: Entry) -> tuple[bool, bool, str]:
        return (not _may_have_key(b"new", entry.data), not _may_have_key(b"title", entry.data), entry.path)

    return sorted(entries, key=order)


def _may_have_key(key: bytes, data: bytes) -> bool:
    """Whether a key may stand anywhere in a text, plain, in quotes, or spelled with escapes."""
    return any(key + end in data for end in (b":", b" :", b'"', b"'", b"\n")) or b"\\" in data
