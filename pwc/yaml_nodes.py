"""YAML text into plain values by way of libyaml's own nodes: fast, and only for what holds nothing unusual.

What could be refused, or could crash the composer (which recurses in C), is left to ``yaml_reader``,
which takes three times as long and says what is wrong. The two are tested against each other.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from yaml import MappingNode, Node, ScalarNode, YAMLError
from yaml.cyaml import CParser  # type: ignore[attr-defined] # as PyYAML documents it

MAX_DEPTH = 20
MAX_DIGITS = 40

NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
WORDS: dict[str, bool | None] = {
    "": None,
    "~": None,
    **dict.fromkeys(("null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}

# What is not for this way: escapes, tabs, merge keys, directives, further documents, and the dashes and
# question marks of block collections on one line, the only ones that nest deep without many brackets.
# To find too much costs time; to find too little would let something pass.
_UNUSUAL = (b"---", b"...", b"- -", b"-  ")
_RARE = b"\\\t%?<&*![{"
_UNUSUAL_AMONG_RARE = (b"\\", b"\t", b"%")
_UNUSUAL_WITH_RARE = (b"<<", b"- ?", b"? -", b"? ?", b"?  ")
_ANCHOR_OR_ALIAS = re.compile(rb"[&*][0-9A-Za-z_-]")
_TAG = re.compile(rb"(?:^|[\s\[{,:])!")
_COMMON = bytes(set(range(256)) - set(_RARE))
_MOST_BRACKETS = 1000


_BEGINS_A_NUMBER = frozenset("-0123456789")


class _UnusualError(Exception):
    """This text is for the careful reader."""


class _Composer(CParser):
    """libyaml's composer without PyYAML's resolver, whose YAML 1.1 idea of scalars is not ours."""

    # Called for every node, so nothing may be done by functions of ours: this takes whatever it is given,
    # and returns the empty text.
    resolve = descend_resolver = ascend_resolver = "".format


def compose(data: bytes) -> tuple[Any, Node] | None:
    """The value and the root node of a text in UTF-8; None for what only the careful reader may read."""
    if _is_unusual(data):
        return None
    composer = _Composer(data)
    try:
        root = composer.get_single_node()
        return (_value(root, 1), root) if isinstance(root, MappingNode) else None
    except (YAMLError, _UnusualError):
        return None
    finally:
        composer.dispose()


def _is_unusual(data: bytes) -> bool:
    if any(mark in data for mark in _UNUSUAL):
        return True
    rare = data.translate(None, _COMMON)  # next to nothing is left, and searched in no time
    return (
        any(mark in rare for mark in _UNUSUAL_AMONG_RARE)
        or rare.count(b"[") + rare.count(b"{") > _MOST_BRACKETS
        or ((b"?" in rare or b"<" in rare) and any(mark in data for mark in _UNUSUAL_WITH_RARE))
        or ((b"&" in rare or b"*" in rare) and _ANCHOR_OR_ALIAS.search(data) is not None)
        or (b"!" in rare and _TAG.search(data) is not None)
    )


def _value(node: Any, depth: int) -> Any:
    kind = node.__class__
    if kind is ScalarNode:
        text = node.value
        if node.style or (text not in WORDS and text[0] not in _BEGINS_A_NUMBER):
            return text if text.isascii() else normal(text)
        return _plain(text)
    if depth >= MAX_DEPTH:
        raise _UnusualError
    if kind is MappingNode:
        value = {_key(key): _value(item, depth + 1) for key, item in node.value}
        if len(value) != len(node.value):
            raise _UnusualError  # a key stands twice
        return value
    return [_value(item, depth + 1) for item in node.value]


def _key(node: Any) -> str:
    if node.__class__ is not ScalarNode:
        raise _UnusualError
    text: str = node.value
    return text if text.isascii() else normal(text)


def _plain(text: str) -> str | int | float | bool | None:
    """A scalar without quotes that may be something else than text."""
    if text in WORDS:
        return WORDS[text]
    match = NUMBER.fullmatch(text)
    if match is None:
        return normal(text)
    if len(text) > MAX_DIGITS or match[3]:
        raise _UnusualError  # perhaps out of range
    return float(text) if match[2] else int(text)


def normal(text: str) -> str:
    """Text in Unicode form NFC."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)
