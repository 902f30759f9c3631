"""A YAML document: plain values that still know where they stand in the text.

The reading is stricter than YAML and follows the YAML 1.2 idea of scalars: ``no`` is text, ``1:30``
is text, ``1e3`` is a number. What makes a file mean different things to different readers (anchors,
aliases, tags, merge keys, duplicate keys, several documents) is refused at its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from yaml import events

from pwc.span import Path, Problem, Span
from pwc.yaml_reader import INVISIBLE, MappingPlace, Place, SequencePlace, YamlReader, beginning, span_of

MAX_BYTES = 64 * 1024
MAX_LINE = 16_384

_LINE_END = re.compile(r"\r\n|\n|\r")


class Document:
    """What a YAML text holds. ``value`` is None and ``problems`` is not empty if it was refused.

    ``value`` is made of dict, list, str, int, float, bool and None alone; text is in Unicode form NFC.
    """

    def __init__(self, lines: list[str], value: Any, place: Place | None, problems: list[Problem]) -> None:
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
            if isinstance(place, MappingPlace) and step in place.entries:
                at_key, place = place.entries[str(step)]
            elif isinstance(place, SequencePlace) and isinstance(step, int) and step < len(place.items):
                at_key, place = None, place.items[step]
            else:
                break
        else:
            if key and at_key is not None:
                return span_of(at_key)
        return beginning(place)

    def line(self, number: int) -> str:
        """The text of a line, from 1; empty past the end."""
        return self._lines[number - 1] if 0 < number <= len(self._lines) else ""

    def scalar(self, path: Path) -> str | None:
        """The text of the scalar at ``path`` as it was written, without its quotes; None if there is none."""
        event = self._scalar_event(path)
        return None if event is None else str(event.value)

    def _scalar_event(self, path: Path) -> events.ScalarEvent | None:
        place = self._place
        for step in path:
            if isinstance(place, MappingPlace) and step in place.entries:
                place = place.entries[str(step)][1]
            elif isinstance(place, SequencePlace) and isinstance(step, int) and step < len(place.items):
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
    reader = YamlReader(data)
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
    elif INVISIBLE.search(text):
        for number, line in enumerate(lines, 1):
            if match := INVISIBLE.search(line):
                column = match.start() + 1
                yield Problem(
                    "control-character", Span(number, column, number, column + 1), f"U+{ord(match[0]):04X}"
                )
    for number, line in enumerate(lines, 1):
        if len(line) > MAX_LINE:
            detail = f"{len(line):,} characters, the limit is {MAX_LINE:,}"
            yield Problem("long-line", Span(number, 1, number, 2), detail)
