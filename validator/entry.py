"""One file under judgement, read as far as it can be read."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from pwc import submission
from pwc.document import Document, parse
from pwc.identity import blob_id
from pwc.span import Path
from pwc.submission import Submission
from pwc.tree import REGULAR
from validator.schema_errors import SchemaError, explain, is_valid


class Entry:
    """A file's path, bytes and git mode, and what can be read from them. Reading happens once, on demand."""

    def __init__(self, path: str, data: bytes, mode: str = REGULAR) -> None:
        self.path = path
        self.data = data
        self.mode = mode

    @cached_property
    def document(self) -> Document:
        """The file as YAML; its ``problems`` say why it is none."""
        return parse(self.data)

    @cached_property
    def blob(self) -> str:
        """The id of the file's bytes in git."""
        return blob_id(self.data)

    @cached_property
    def value(self) -> Any:
        """The document's value, plain scalars as text where the schema wants text."""
        return self._reading[0]

    @property
    def unquoted(self) -> list[Path]:
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

    @cached_property
    def _reading(self) -> tuple[Any, list[Path]]:
        return submission.as_the_schema_reads(self.document)
