"""YAML text into plain values and their nodes, from libyaml's event stream: careful, with every refusal.

Composing in C recurses, and fifty kilobytes of ``[`` end the process there; events do not recurse, so
the depth is bounded before it matters. ``yaml_nodes`` is the fast way for what needs no care.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NoReturn

from yaml import MappingNode, Node, ScalarNode, SequenceNode, YAMLError, events
from yaml.cyaml import CParser  # type: ignore[attr-defined] # as PyYAML documents it

from pwc.span import Kind, Path, Problem, Span
from pwc.yaml_nodes import MAX_DEPTH, MAX_DIGITS, NUMBER, WORDS, normal

MAX_EXPONENT = 30
_DOCUMENT_START = "did not find expected <document start>"
_DOCUMENT_END = re.compile(rb"^\.\.\.\s", re.MULTILINE)

# Controls; line and paragraph separators, at which libyaml alone would count a line; and what is invisible:
# soft hyphens, zero-width spaces, direction marks and overrides, tags, stand-ins for objects, signs that
# Arabic has before numbers, and what fonts alone give a shape (private use). The joiners U+200C and U+200D
# stay, because Persian and Indic scripts are spelled with them: PWC523 asks whether they stand in one.
INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u0600-\u0605\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f"
    "\u2028-\u202e\u2060-\u206f\u2800\u3164\ue000-\uf8ff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffc\ufffe\uffff\U00016fe4\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
)
_Event = Any  # the stubs give events no fields


class _StopReadingError(Exception):
    """Reading cannot go on after the last problem that was noted."""


class YamlReader:
    """Turns libyaml's events into values and nodes, and notes what it refuses on the way."""

    def __init__(self, data: bytes) -> None:
        self.problems: list[Problem] = []
        self._data = data
        self._parser = CParser(data)
        self._next: Callable[[], _Event] = self._parser.get_event

    def read(self) -> tuple[Any, Node | None]:
        """The document's value and its root node; what was refused is in ``problems``. Never raises."""
        try:
            return self._root()
        except _StopReadingError:
            return None, None
        except YAMLError as error:
            self.problems.append(_syntax_problem(error, self._data))
            return None, None
        finally:
            self._parser.dispose()

    def _root(self) -> tuple[Any, Node | None]:
        next_event = self._next
        next_event()  # the stream's start
        start = next_event()
        if isinstance(start, events.StreamEndEvent):
            self._stop("empty", Span(1, 1, 1, 1))
        if start.tags or start.version:
            self._note("tag", start, "a % directive")
        value, node = self._node(next_event(), ())
        next_event()  # the document's end
        if not isinstance(following := next_event(), events.StreamEndEvent):
            self._stop("several-documents", span_of(following))
        if value is None and not self.problems:
            self._stop("empty", Span(1, 1, 1, 1))
        if not isinstance(value, dict) and not self.problems:
            found = "a list" if isinstance(value, list) else "a single value"
            self._stop("not-a-mapping", beginning(node), found)
        return value, node

    def _node(self, event: _Event, path: Path) -> tuple[Any, Node]:
        if len(path) >= MAX_DEPTH:
            self._stop("too-deep", span_of(event), f"more than {MAX_DEPTH} levels")
        if isinstance(event, events.AliasEvent):
            self._stop("anchor-or-alias", span_of(event), f"*{event.anchor}")
        self._refuse_marks(event)
        if isinstance(event, events.ScalarEvent):
            return self._scalar(event), _scalar_node(event)
        if isinstance(event, events.MappingStartEvent):
            return self._mapping(event, path)
        return self._sequence(event, path)

    def _refuse_marks(self, event: _Event) -> None:
        if event.anchor is not None:
            self._note("anchor-or-alias", event, f"&{event.anchor}")
        if event.tag is not None:
            self._note("tag", event, event.tag)

    def _mapping(self, start: _Event, path: Path) -> tuple[dict[str, Any], Node]:
        value: dict[str, Any] = {}
        pairs: list[tuple[Node, Node]] = []
        lines: dict[str, int] = {}
        next_event = self._next
        while not isinstance(event := next_event(), events.MappingEndEvent):
            if not isinstance(event, events.ScalarEvent):
                self._stop("key-not-text", span_of(event))
            self._refuse_marks(event)
            if not event.implicit[0]:
                self._scalar(event)  # notes what nobody can see
            key, key_node = normal(event.value), _scalar_node(event)
            if key == "<<" and event.implicit[0]:
                self._note("merge-key", event)
            if key in lines:
                detail = f"`{key}` stands on line {lines[key]} already"
                self._note("duplicate-key", event, detail, (*path, key))
            lines.setdefault(key, span_of(event).line)
            value[key], node = self._node(next_event(), (*path, key))
            pairs.append((key_node, node))
        return value, MappingNode("", pairs, start.start_mark, start.end_mark)

    def _sequence(self, start: _Event, path: Path) -> tuple[list[Any], Node]:
        value: list[Any] = []
        nodes: list[Node] = []
        next_event = self._next
        while not isinstance(event := next_event(), events.SequenceEndEvent):
            item, node = self._node(event, (*path, len(value)))
            value.append(item)
            nodes.append(node)
        end: _Event = event
        return value, SequenceNode("", nodes, start.start_mark, end.end_mark, start.flow_style)

    def _scalar(self, event: events.ScalarEvent) -> str | int | float | bool | None:
        text: str = event.value
        if not event.implicit[0]:  # quoted or a block: text, whatever it looks like
            if match := INVISIBLE.search(text):
                self._note("control-character", event, f"U+{ord(match[0]):04X}, written as an escape")
            return normal(text)
        if text in WORDS:
            return WORDS[text]
        if match := NUMBER.fullmatch(text):
            return self._number(event, match)
        return normal(text)

    def _number(self, event: events.ScalarEvent, match: re.Match[str]) -> int | float:
        text, exponent = match[0], match[3]
        if len(text) > MAX_DIGITS:
            self._note("number-out-of-range", event, f"more than {MAX_DIGITS} characters")
            return 0
        if exponent and abs(int(exponent[1:])) > MAX_EXPONENT:
            self._note("number-out-of-range", event, f"an exponent beyond ±{MAX_EXPONENT}")
            return 0
        return float(text) if match[2] or exponent else int(text)

    def _note(self, kind: Kind, event: _Event, detail: str = "", path: Path = ()) -> None:
        self.problems.append(Problem(kind, span_of(event), detail, path))

    def _stop(self, kind: Kind, span: Span, detail: str = "") -> NoReturn:
        self.problems.append(Problem(kind, span, detail))
        raise _StopReadingError


def _scalar_node(event: Any) -> Node:
    return ScalarNode("", event.value, event.start_mark, event.end_mark, event.style)


def span_of(marked: Any) -> Span:
    """The stretch of text that an event or a node covers."""
    start, end = marked.start_mark, marked.end_mark
    return Span(start.line + 1, start.column + 1, end.line + 1, end.column + 1)


def beginning(node: Node | None) -> Span:
    """A scalar whole, and a list in brackets on one line; of a mapping its first key, else one character."""
    if isinstance(node, ScalarNode):
        return span_of(node)
    if isinstance(node, SequenceNode) and node.flow_style and node.start_mark.line == node.end_mark.line:
        return span_of(node)
    if isinstance(node, MappingNode) and node.value:
        return span_of(node.value[0][0])
    if node is None:
        return Span(1, 1, 1, 1)
    line, column = node.start_mark.line + 1, node.start_mark.column + 1
    return Span(line, column, line, column + 1)


def _syntax_problem(error: YAMLError, data: bytes) -> Problem:
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
    where = Span(line, column, line, column + 1)
    if detail == _DOCUMENT_START and _DOCUMENT_END.search(data):
        return Problem("several-documents", where)
    return Problem("syntax", where, detail)
