"""YAML text into plain values and their places, from libyaml's event stream.

Composing a node tree would recurse in C, where fifty kilobytes of ``[`` end the process; events do not
recurse, so the depth is bounded before it matters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Any, NoReturn

from msgspec import Struct
from yaml import YAMLError, events
from yaml.cyaml import CParser  # type: ignore[attr-defined] # as PyYAML documents it

from pwc.span import Kind, Problem, Span

MAX_DEPTH = 20
MAX_DIGITS = 40
MAX_EXPONENT = 30

# Controls; line and paragraph separators, at which libyaml alone would count a line; and what is invisible:
# soft hyphens, zero-width spaces, direction marks and overrides, tags. The joiners U+200C and U+200D stay,
# because Persian and Indic scripts are spelled with them.
INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f"
    "\u2028-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U000e0000-\U000e0fff]"
)
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_WORDS: dict[str, bool | None] = {
    "": None,
    "~": None,
    **dict.fromkeys(("null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


class MappingPlace(Struct):
    """The place of a mapping: its first mark, and for every key its event and the place of its value."""

    start: Any
    entries: dict[str, tuple[events.ScalarEvent, Place]]


class SequencePlace(Struct):
    """The place of a sequence: its first mark and the places of its items."""

    start: Any
    items: list[Place]


_Event = Any  # the stubs give events no fields
Place = events.ScalarEvent | MappingPlace | SequencePlace


class _StopReadingError(Exception):
    """Reading cannot go on after the last problem that was noted."""


class YamlReader:
    """Turns libyaml's events into values and places, and notes what it refuses on the way."""

    def __init__(self, data: bytes) -> None:
        self.problems: list[Problem] = []
        self._parser = CParser(data)
        self._next: Callable[[], _Event] = self._parser.get_event

    def read(self) -> tuple[Any, Place | None]:
        """The document's value and its place; what was refused is in ``problems``. Never raises."""
        try:
            return self._root()
        except _StopReadingError:
            return None, None
        except YAMLError as error:
            self.problems.append(_syntax_problem(error))
            return None, None
        finally:
            self._parser.dispose()

    def _root(self) -> tuple[Any, Place | None]:
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
            self._stop("several-documents", span_of(following))
        if value is None and not self.problems:
            self._stop("empty", Span(1, 1, 1, 1))
        if not isinstance(value, dict) and not self.problems:
            found = "a list" if isinstance(value, list) else "a single value"
            self._stop("not-a-mapping", beginning(place), found)
        return value, place

    def _node(self, event: _Event, depth: int) -> tuple[Any, Place]:
        if depth > MAX_DEPTH:
            self._stop("too-deep", span_of(event), f"more than {MAX_DEPTH} levels")
        if isinstance(event, events.AliasEvent):
            self._stop("anchor-or-alias", span_of(event), f"*{event.anchor}")
        if event.anchor is not None:
            self._note("anchor-or-alias", event, f"&{event.anchor}")
        if event.tag is not None:
            self._note("tag", event, event.tag)
        if isinstance(event, events.ScalarEvent):
            return self._scalar(event), event
        if isinstance(event, events.MappingStartEvent):
            return self._mapping(event, depth)
        return self._sequence(event, depth)

    def _mapping(self, start: _Event, depth: int) -> tuple[dict[str, Any], Place]:
        value: dict[str, Any] = {}
        entries: dict[str, tuple[events.ScalarEvent, Place]] = {}
        next_event = self._next
        while not isinstance(event := next_event(), events.MappingEndEvent):
            if not isinstance(event, events.ScalarEvent):
                self._stop("key-not-text", span_of(event))
            self._node(event, depth + 1)  # notes an anchor or a tag on the key
            key = _normal(event.value)
            if key == "<<" and event.implicit[0]:
                self._note("merge-key", event)
            if key in entries:
                first = span_of(entries[key][0]).line
                self._note("duplicate-key", event, f"`{key}` stands on line {first} already")
            value[key], place = self._node(next_event(), depth + 1)
            entries.setdefault(key, (event, place))
        return value, MappingPlace(start.start_mark, entries)

    def _sequence(self, start: _Event, depth: int) -> tuple[list[Any], Place]:
        value: list[Any] = []
        places: list[Place] = []
        next_event = self._next
        while not isinstance(event := next_event(), events.SequenceEndEvent):
            item, place = self._node(event, depth + 1)
            value.append(item)
            places.append(place)
        return value, SequencePlace(start.start_mark, places)

    def _scalar(self, event: events.ScalarEvent) -> str | int | float | bool | None:
        text: str = event.value
        if not event.implicit[0]:  # quoted or a block: text, whatever it looks like
            if match := INVISIBLE.search(text):
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
        self.problems.append(Problem(kind, span_of(event), detail))

    def _stop(self, kind: Kind, span: Span, detail: str = "") -> NoReturn:
        self.problems.append(Problem(kind, span, detail))
        raise _StopReadingError


def _normal(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def span_of(event: _Event) -> Span:
    """The stretch of text that an event covers."""
    start, end = event.start_mark, event.end_mark
    return Span(start.line + 1, start.column + 1, end.line + 1, end.column + 1)


def beginning(place: Place | None) -> Span:
    """A scalar whole; of a mapping its first key, of anything else its first character."""
    if isinstance(place, events.ScalarEvent):
        return span_of(place)
    if isinstance(place, MappingPlace) and place.entries:
        return span_of(next(iter(place.entries.values()))[0])
    if place is None:
        return Span(1, 1, 1, 1)
    return Span(place.start.line + 1, place.start.column + 1, place.start.line + 1, place.start.column + 2)


def _syntax_problem(error: YAMLError) -> Problem:
    """libyaml's complaint, at the place where it began rather than where reading had to end."""
    what, context = getattr(error, "problem", None), getattr(error, "context", None)
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    never_ends = context == "while scanning a quoted scalar" and what == "found unexpected end of stream"
    if never_ends or context == "while scanning a simple key":
        mark = getattr(error, "context_mark", None)
    detail = "this quoted scalar never ends" if never_ends else what or context or str(error)
    if mark is None:
        return Problem("syntax", Span(1, 1, 1, 1), detail)
    line, column = mark.line + 1, mark.column + 1
    return Problem("syntax", Span(line, column, line, column + 1), detail)
