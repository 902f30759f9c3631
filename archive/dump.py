"""Reading the archive's dumps: five JSON files, each one list, plain or gzipped, and too large to hold.

Items come one at a time, so that a dump of half a million papers needs no more memory than its largest item.
Numbers that are no whole ones are Decimal, which keeps the digits that were typed: 59.60 is not 59.6.
"""

from __future__ import annotations

import codecs
import gzip
import json
import re
import zlib
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import IO, Any, Literal, NoReturn, cast

Kind = Literal[
    "evaluation-tables", "papers-with-abstracts", "links-between-papers-and-code", "methods", "datasets"
]
Item = dict[str, Any]

MAX_ITEM = 64_000_000
"""An item of so many characters is none: something is wrong in it, and reading on would not mend it."""

_GZIP = b"\x1f\x8b"
_TELLING: dict[Kind, frozenset[str]] = {
    "links-between-papers-and-code": frozenset({"repo_url", "mentioned_in_github", "is_official"}),
    "papers-with-abstracts": frozenset({"abstract", "url_abs", "short_abstract", "proceeding"}),
    "methods": frozenset({"collections", "code_snippet_url", "introduced_year"}),
    "datasets": frozenset({"homepage", "variants", "data_loaders", "modalities"}),
    "evaluation-tables": frozenset({"task", "subtasks", "categories"}),
}
"""Keys of which an item of a kind has at least one; a kind comes before those whose keys it may have too."""


class BadDumpError(Exception):
    """A file that is none of the archive's dumps, or that ends before it should. Says where."""


def kind_of(item: Item) -> Kind | None:
    """Which of the five dumps an item is from, or None for none."""
    return next((kind for kind, keys in _TELLING.items() if not keys.isdisjoint(item)), None)


def items(path: Path, progress: Callable[[int], object] = lambda _: None) -> Iterator[Item]:
    """The items of a dump, in order. ``progress`` is called with the numbers of bytes read from disk.

    Raises BadDumpError for what is no list of JSON objects, and OSError for what cannot be read.
    """
    number = 0
    with path.open("rb") as file:
        try:
            for item in _Listed(_unpacked(file), file, progress):
                yield item
                number += 1
        except (UnicodeDecodeError, ValueError, RecursionError) as error:
            raise BadDumpError(f"{path}: behind item {number}: {error}") from error
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise BadDumpError(
                f"{path}: behind item {number}: the packed file is damaged: {error}"
            ) from error


class _Listed:
    """The objects of a JSON list, each decoded as soon as all of it has been read."""

    def __init__(self, stream: IO[bytes], file: IO[bytes], progress: Callable[[int], object]) -> None:
        self._stream, self._file, self._progress = stream, file, progress
        self._to_text = codecs.getincrementaldecoder("utf-8-sig")().decode
        self._read_to = 0
        self._text = ""
        self._at = 0
        self._ended = False

    def __iter__(self) -> Iterator[Item]:
        if self._next_mark() != "[":
            raise ValueError("this is no JSON list")
        self._at += 1
        mark = self._next_mark()
        while mark == "{":
            yield self._object()
            mark = self._next_mark()
            if mark == ",":
                self._at += 1
                mark = self._next_mark()
                if mark == "]":
                    raise ValueError("a comma without an item behind it")
            elif mark == "{":
                raise ValueError("two items without a comma between them")
        if mark != "]":
            raise ValueError("this item is no JSON object" if mark else "the list does not end")
        self._at += 1
        if self._next_mark():
            raise ValueError("something stands behind the list")

    def _object(self) -> Item:
        while True:
            start = self._at
            try:
                item, self._at = _DECODE(self._text, start)
            except json.JSONDecodeError as error:
                if self._ended or len(self._text) - self._at > MAX_ITEM:
                    raise ValueError(f"this is not JSON: {error.msg}") from error
                self._read(max(_PIECE, len(self._text) - self._at))
            else:
                halves = _HALF.search(self._text, start, self._at)
                return cast(Item, item if halves is None else _whole(item))

    def _next_mark(self) -> str:
        """The next character that is no space; empty at the end."""
        while True:
            match = _NO_SPACE.search(self._text, self._at)
            if match is not None:
                self._at = match.start()
                return match[0]
            if self._ended:
                return ""
            self._read(_PIECE)

    def _read(self, size: int) -> None:
        data = self._stream.read(size)
        self._ended = not data
        self._text = self._text[self._at :] + self._to_text(data, final=self._ended)
        self._at = 0
        if (read_to := self._file.tell()) > self._read_to:
            self._progress(read_to - self._read_to)
            self._read_to = read_to


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


def _whole(value: Any) -> Any:
    """A value with a mark in place of every half of a character: those cannot be written down."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [_whole(one) for one in value]
    return {_whole(key): _whole(one) for key, one in value.items()} if isinstance(value, dict) else value


_PIECE = 1 << 20
_HALF = re.compile(r"\\u[dD][89a-fA-F]")
"""The escape of half a character. Two in a row are one, as JSON has it; the decoder lets single ones pass."""
_NO_SPACE = re.compile(r"[^ \t\n\r]")
_DECODE = json.JSONDecoder(parse_float=Decimal, parse_constant=_no_number).raw_decode


def _unpacked(file: IO[bytes]) -> IO[bytes]:
    start = file.read(len(_GZIP))
    file.seek(0)
    return cast(IO[bytes], gzip.GzipFile(fileobj=file)) if start == _GZIP else file
