"""YAML text into plain values that still know where they stand in the text.

The reading is stricter than YAML and follows the YAML 1.2 idea of scalars: ``no`` is text, ``1:30``
is text, ``1e3`` is a number. What makes a file mean different things to different readers (anchors,
aliases, tags, merge keys, duplicate keys, several documents) is refused at its place.

Everything is read from libyaml's event stream. Composing a node tree would recurse in C, where fifty
kilobytes of ``[`` end the process; events do not recurse, so the depth is bounded before it matters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any, Literal, NoReturn

import msgspec
from yaml import YAMLError, events
from yaml.cyaml import CParser  # type: ignore[attr-defined] # as PyYAML documents it

MAX_BYTES = 64 * 1024
MAX_LINE = 16_384
MAX_DEPTH = 20
MAX_DIGITS = 40
MAX_EXPONENT = 30

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

_LINE_END = re.compile(r"\r\n|\n|\r")
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
# Controls; line and paragraph separators, at which libyaml alone would count a line; and what is invisible:
# soft hyphens, zero-width spaces, direction marks and overrides, tags. The joiners U+200C and U+200D stay,
# because Persian and Indic scripts are spelled with them.
_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064\u2066-\u2069"
    "\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
)
_WORDS: dict[str, bool | None] = {
    "": None,
    "~": None,
    **dict.fromkeys(("null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


class Span(msgspec.Struct, frozen=True):
    """A stretch of text. Lines and columns count from 1, columns in characters; the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


class Problem(msgspec.Struct, frozen=True):
    """Why a text cannot be read as a document: a kind that names a rule, a place, and the details."""

    kind: Kind
    span: Span
    detail: str = ""


class _Mapping(msgspec.Struct):
    """The place of a mapping: its first mark, and for every key its event and the place of its value."""

    start: Any
    entries: dict[str, tuple[events.ScalarEvent, _Place]]


class _Sequence(msgspec.Struct):
    """The place of a sequence: its first mark and the places of its items."""

    start: Any
    items: list[_Place]


_Event = Any  # the stubs give events no fields
_Place = events.ScalarEvent | _Mapping | _Sequence


class Document:
    """What a YAML text holds. ``value`` is None and ``problems`` is not empty if it was refused.

    ``value`` is made of dict, list, str, int, float, bool and None alone; text is in Unicode form NFC.
    """

    def __init__(self, lines: list[str], value: Any, place: _Place | None, problems: list[Problem]) -> None:
        self._lines = lines
        self.value = value
        self.problems = tuple(problems)
        self._place = place

    def span(self, path: Path, *, key: bool = False) -> Span:
        """Where the value at ``path`` stands, or with ``key`` the key that it stands under.

        What is not there (a missing key) gets the place of what should have held it. A mapping or a
        sequence is shown by its beginning.
        """
        place, at_key = self._place, None
        for step in path:
            if isinstance(place, _Mapping) and step in place.entries:
                at_key, place = place.entries[str(step)]
            elif isinstance(place, _Sequence) and isinstance(step, int) and step < len(place.items):
                at_key, place = None, place.items[step]
            else:
                break
        else:
            if key and at_key is not None:
                return _span_of(at_key)
        return _beginning(place)

    def line(self, number: int) -> str:
        """The text of a line, from 1; empty past the end."""
        return self._lines[number - 1] if 0 < number <= len(self._lines) else ""

    def scalar(self, path: Path) -> str | None:
        """The text of the scalar at ``path`` as it was written, without its quotes; None if there is none."""
        event = self._scalar_event(path)
        return None if event is None else str(event.value)

    def is_plain(self, path: Path) -> bool:
        """Whether a scalar stands at ``path`` and was written without quotes."""
        event = self._scalar_event(path)
        return event is not None and bool(event.implicit[0])

    def _scalar_event(self, path: Path) -> events.ScalarEvent | None:
        place = self._place
        for step in path:
            if isinstance(place, _Mapping) and step in place.entries:
                place = place.entries[str(step)][1]
            elif isinstance(place, _Sequence) and isinstance(step, int) and step < len(place.items):
                place = place.items[step]
            else:
                return None
        return place if isinstance(place, events.ScalarEvent) else None


def parse(data: bytes) -> Document:
    """Read one document. Never raises for anything that ``data`` may hold: see ``Document.problems``."""
    if len(data) > MAX_BYTES:
        detail = f"the limit is {MAX_BYTES:,} bytes"
        return Document([], None, None, [Problem("too-large", Span(1, 1, 1, 1), detail)])
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return Document([], None, None, [_encoding_problem(data, error.start)])
    lines = _LINE_END.split(text)
    problems = list(_text_problems(text, lines))
    if problems:
        return Document(lines, None, None, problems)
    reader = _Reader(data)
    value, place = reader.read()
    return Document(lines, None if reader.problems else value, place, reader.problems)


def _encoding_problem(data: bytes, offset: int) -> Problem:
    before = data[:offset]
    line_start = before.rfind(b"\n") + 1
    line, column = before.count(b"\n") + 1, len(before[line_start:].decode("utf-8", "replace")) + 1
    detail = "this looks like UTF-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ""
    return Problem("encoding", Span(line, column, line, column + 1), detail)


def _text_problems(text: str, lines: list[str]) -> Iterator[Problem]:
    if text.startswith("\ufeff"):
        yield Problem("byte-order-mark", Span(1, 1, 1, 2))
    elif _CONTROL.search(text):
        for number, line in enumerate(lines, 1):
            if match := _CONTROL.search(line):
                column = match.start() + 1
                yield Problem(
                    "control-character", Span(number, column, number, column + 1), f"U+{ord(match[0]):04X}"
                )
    for number, line in enumerate(lines, 1):
        if len(line) > MAX_LINE:
            detail = f"{len(line):,} characters, the limit is {MAX_LINE:,}"
            yield Problem("long-line", Span(number, 1, number, 2), detail)


class _StopReadingError(Exception):
    """Reading cannot go on after the last problem that was noted."""


class _Reader:
    """Turns libyaml's events into values and places, and notes what it refuses on the way."""

    def __init__(self, data: bytes) -> None:
        self.problems: list[Problem] = []
        self._parser = CParser(data)
        self._next: Callable[[], _Event] = self._parser.get_event

    def read(self) -> tuple[Any, _Place | None]:
        try:
            return self._root()
        except _StopReadingError:
            return None, None
        except YAMLError as error:
            self.problems.append(_syntax_problem(error))
            return None, None
        finally:
            self._parser.dispose()

    def _root(self) -> tuple[Any, _Place | None]:
        next_event = self._next
        next_event()  # the stream's start
        start = next_event()
        if isinstance(start, events.StreamEndEvent):
            self._stop("empty", Span(1, 1, 1, 1))
        if start.tags or start.version:
            self._note("tag", start, "a % directive")
        value, place = self._node(next_event(), 1)
        next_event()  # the document's end
        if not isinstance(following := next_event(), events.StreamEndEvent):
            self._stop("several-documents", _span_of(following))
        if value is None and not self.problems:
            self._stop("empty", Span(1, 1, 1, 1))
        if not isinstance(value, dict) and not self.problems:
            found = "a list" if isinstance(value, list) else "a single value"
            self._stop("not-a-mapping", _beginning(place), found)
        return value, place

    def _node(self, event: _Event, depth: int) -> tuple[Any, _Place]:
        if depth > MAX_DEPTH:
            self._stop("too-deep", _span_of(event), f"more than {MAX_DEPTH} levels")
        if isinstance(event, events.AliasEvent):
            self._stop("anchor-or-alias", _span_of(event), f"*{event.anchor}")
        if event.anchor is not None:
            self._note("anchor-or-alias", event, f"&{event.anchor}")
        if event.tag is not None:
            self._note("tag", event, event.tag)
        if isinstance(event, events.ScalarEvent):
            return self._scalar(event), event
        if isinstance(event, events.MappingStartEvent):
            return self._mapping(event, depth)
        return self._sequence(event, depth)

    def _mapping(self, start: _Event, depth: int) -> tuple[dict[str, Any], _Place]:
        value: dict[str, Any] = {}
        entries: dict[str, tuple[events.ScalarEvent, _Place]] = {}
        next_event = self._next
        while not isinstance(event := next_event(), events.MappingEndEvent):
            if not isinstance(event, events.ScalarEvent):
                self._stop("key-not-text", _span_of(event))
            self._node(event, depth + 1)  # notes an anchor or a tag on the key
            key = _normal(event.value)
            if key == "<<" and event.implicit[0]:
                self._note("merge-key", event)
            if key in entries:
                first = _span_of(entries[key][0]).line
                self._note("duplicate-key", event, f"`{key}` stands on line {first} already")
            value[key], place = self._node(next_event(), depth + 1)
            entries.setdefault(key, (event, place))
        return value, _Mapping(start.start_mark, entries)

    def _sequence(self, start: _Event, depth: int) -> tuple[list[Any], _Place]:
        value: list[Any] = []
        places: list[_Place] = []
        next_event = self._next
        while not isinstance(event := next_event(), events.SequenceEndEvent):
            item, place = self._node(event, depth + 1)
            value.append(item)
            places.append(place)
        return value, _Sequence(start.start_mark, places)

    def _scalar(self, event: events.ScalarEvent) -> str | int | float | bool | None:
        text: str = event.value
        if not event.implicit[0]:  # quoted or a block: text, whatever it looks like
            if match := _CONTROL.search(text):
                self._note("control-character", event, f"U+{ord(match[0]):04X}, written as an escape")
            return _normal(text)
        if text in _WORDS:
            return _WORDS[text]
        if match := _NUMBER.fullmatch(text):
            return self._number(event, match)
        return _normal(text)

    def _number(self, event: events.ScalarEvent, match: re.Match[str]) -> int | float:
        text, exponent = match[0], match[3]
        if len(text) > MAX_DIGITS:
            self._note("number-out-of-range", event, f"more than {MAX_DIGITS} characters")
            return 0
        if exponent and abs(int(exponent[1:])) > MAX_EXPONENT:
            self._note("number-out-of-range", event, f"an exponent beyond ±{MAX_EXPONENT}")
            return 0
        return float(text) if match[2] or exponent else int(text)

    def _note(self, kind: Kind, event: _Event, detail: str = "") -> None:
        self.problems.append(Problem(kind, _span_of(event), detail))

    def _stop(self, kind: Kind, span: Span, detail: str = "") -> NoReturn:
        self.problems.append(Problem(kind, span, detail))
        raise _StopReadingError


def _normal(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _span_of(event: _Event) -> Span:
    start, end = event.start_mark, event.end_mark
    return Span(start.line + 1, start.column + 1, end.line + 1, end.column + 1)


def _beginning(place: _Place | None) -> Span:
    if isinstance(place, events.ScalarEvent):
        return _span_of(place)
    if isinstance(place, _Mapping) and place.entries:
        return _span_of(next(iter(place.entries.values()))[0])
    if place is None:
        return Span(1, 1, 1, 1)
    return Span(place.start.line + 1, place.start.column + 1, place.start.line + 1, place.start.column + 2)


def _syntax_problem(error: YAMLError) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    what = getattr(error, "problem", None) or getattr(error, "context", None) or str(error)
    if mark is None:
        return Problem("syntax", Span(1, 1, 1, 1), what)
    line, column = mark.line + 1, mark.column + 1
    return Problem("syntax", Span(line, column, line, column + 1), what)
