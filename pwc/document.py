"""A YAML document: plain values that still know where they stand in the text.

The reading is stricter than YAML and follows the YAML 1.2 idea of scalars: ``no`` is text, ``1:30``
is text, ``1e3`` is a number. What makes a file mean different things to different readers (anchors,
aliases, tags, merge keys, duplicate keys, several documents) is refused at its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import islice
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from yaml import MappingNode, Node, ScalarNode, SequenceNode

from pwc.span import Path, Problem, Span
from pwc.yaml_nodes import compose, normal
from pwc.yaml_reader import INVISIBLE, YamlReader, beginning, span_of

MAX_BYTES = 64 * 1024
MAX_LINE = 16_384

_MANY_KEYS = 100
_MOST_PROBLEMS = 50
"""As many odd characters and long lines are told of one file; nobody wrote more of them by hand."""

LINE_END = re.compile(r"\r\n|\n|\r")
_VISIBLE_ASCII = bytes(range(0x20, 0x7F)) + b"\t\n\r"


class Written(Struct, frozen=True):
    """A scalar in the text: its stretch with the quotes, and its style (a quote, ``|``, ``>`` or nothing)."""

    span: Span
    style: str


class Document:
    """What a YAML text holds. ``value`` is None and ``problems`` is not empty if it was refused.

    ``value`` is made of dict, list, str, int, float, bool and None alone; text is in Unicode form NFC.
    """

    def __init__(self, text: str, value: Any, root: Node | None, problems: Iterable[Problem]) -> None:
        self._text = text
        self.value = value
        self.problems = tuple(problems)
        self._root = root

    def span(self, path: Path, *, key: bool = False) -> Span:
        """Where the value at ``path`` stands, or with ``key`` the key that it stands under.

        What is not there (a missing key) gets the place of what should have held it. A mapping or a
        sequence is shown by its beginning, unless it is a list in brackets on one line, and an entry with
        nothing in it by its dash.
        """
        at_key, node, is_there = self._find(path)
        if key and is_there and at_key is not None:
            return span_of(at_key)
        span = beginning(node)
        before = self.line(span.line)[: span.column - 1].rstrip()
        if is_there and at_key is None and _is_empty(span) and before.endswith("-"):
            return Span(span.line, len(before), span.line, len(before) + 1)
        return span

    def line(self, number: int) -> str:
        """The text of a line, from 1; empty past the end."""
        return self._lines[number - 1] if 0 < number <= len(self._lines) else ""

    def scalar(self, path: Path) -> str | None:
        """The text of the scalar at ``path`` as it was written, without its quotes; None if there is none."""
        node = self._scalar_node(path)
        return None if node is None else str(node.value)

    def scalars(self, path: Path) -> dict[str, str]:
        """The texts of all scalars in the mapping at ``path``, by key."""
        _, node, is_there = self._find(path)
        pairs = node.value if is_there and isinstance(node, MappingNode) else ()
        return {normal(key.value): item.value for key, item in pairs if isinstance(item, ScalarNode)}

    def written(self, path: Path, *, key: bool = False) -> Written | None:
        """How the scalar at ``path`` (or with ``key`` its key) stands in the text; None if there is none."""
        node = self._scalar_node(path, key=key)
        return None if node is None else Written(span_of(node), node.style or "")

    def _scalar_node(self, path: Path, *, key: bool = False) -> Any:
        at_key, node, is_there = self._find(path)
        found = at_key if key else node
        return found if is_there and isinstance(found, ScalarNode) else None

    def _find(self, path: Path) -> tuple[Node | None, Node | None, bool]:
        """The node at a path with its key's, or the last ones on the way if the way ends before."""
        key, node = None, self._root
        for step in path:
            below: tuple[Node | None, Node] | None = None
            if isinstance(node, MappingNode):
                below = self._pair(node, step)
            elif isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
                below = None, node.value[step]
            if below is None:
                return key, node, False
            key, node = below
        return key, node, True

    def _pair(self, node: MappingNode, step: str | int) -> tuple[Node, Node] | None:
        """What stands under a key of a mapping, with the key."""
        if len(node.value) > _MANY_KEYS:  # a hostile file has thousands, and is asked for each of them
            if id(node) not in self._indexed:  # the nodes live as long as the document
                self._indexed[id(node)] = {normal(pair[0].value): pair for pair in reversed(node.value)}
            return self._indexed[id(node)].get(step)
        for pair in node.value:
            if pair[0].value == step or normal(pair[0].value) == step:
                return pair[0], pair[1]
        return None

    @cached_property
    def _indexed(self) -> dict[int, dict[str | int, tuple[Node, Node]]]:
        return {}

    @cached_property
    def _lines(self) -> list[str]:
        return LINE_END.split(self._text)


def parse(data: bytes) -> Document:
    """Read one document. Never raises for anything that ``data`` may hold: see ``Document.problems``."""
    if len(data) > MAX_BYTES:
        detail = f"the limit is {MAX_BYTES:,} bytes"
        return Document("", None, None, [Problem("too-large", Span(1, 1, 1, 1), detail)])
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return Document("", None, None, [_encoding_problem(data, error.start)])
    if problems := list(islice(_text_problems(text, data), _MOST_PROBLEMS)):
        return Document(text, None, None, problems)
    if composed := compose(data):
        return Document(text, *composed, ())
    reader = YamlReader(data)
    value, root = reader.read()
    if not reader.problems:
        return Document(text, value, root, ())
    lines = LINE_END.split(text)
    problems = [replace(found, span=_inside(found.span, lines)) for found in reader.problems]
    return Document(text, None, root, problems)


def _is_empty(span: Span) -> bool:
    return (span.line, span.column) == (span.end_line, span.end_column)


def _inside(span: Span, lines: list[str]) -> Span:
    """A span that ends where the text does at the latest: libyaml's end of a text is behind it."""
    line, end_line = min(span.line, len(lines)), min(span.end_line, len(lines))
    end, last = len(lines[line - 1]) + 1, len(lines[end_line - 1]) + 1
    column = end if line < span.line else min(span.column, end)
    return Span(line, column, end_line, last if end_line < span.end_line else min(span.end_column, last))


def _encoding_problem(data: bytes, offset: int) -> Problem:
    before = data[:offset]
    line_start = before.rfind(b"\n") + 1
    line, column = before.count(b"\n") + 1, len(before[line_start:].decode("utf-8", "replace")) + 1
    detail = "this looks like UTF-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ""
    return Problem("encoding", Span(line, column, line, column + 1), detail)


def _text_problems(text: str, data: bytes) -> Iterator[Problem]:
    if text.startswith("\ufeff"):
        yield Problem("byte-order-mark", Span(1, 1, 1, 2))
    elif data.translate(None, _VISIBLE_ASCII) and INVISIBLE.search(text):  # the first is quick, and decides
        for number, line in enumerate(LINE_END.split(text), 1):
            if match := INVISIBLE.search(line):
                column = match.start() + 1
                yield Problem(
                    "control-character", Span(number, column, number, column + 1), f"U+{ord(match[0]):04X}"
                )
    if len(text) > MAX_LINE:  # or no line can be too long
        for number, line in enumerate(LINE_END.split(text), 1):
            if len(line) > MAX_LINE:
                detail = f"{len(line):,} characters, the limit is {MAX_LINE:,}"
                yield Problem("long-line", Span(number, 1, number, 2), detail)
