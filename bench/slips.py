"""Slips of the kind that contributors make, as changes to the text of a valid submission."""

from __future__ import annotations

import re
from collections.abc import Callable

from msgspec import Struct


class Slip(Struct, frozen=True):
    """One slip: what it is called, the rule that finds it, and how to make it in a valid file."""

    name: str
    code: str
    make: Callable[[str], str]


def _first(pattern: str, replacement: str) -> Callable[[str], str]:
    compiled = re.compile(pattern, re.MULTILINE)
    return lambda text: compiled.sub(replacement, text, count=1)


SLIPS = (
    Slip("unknown key", "PWC221", _first(r"^    setting:", "    seting:")),
    Slip("letters missing in a task", "PWC501", _first(r"^  - task: (.*)...$", r"  - task: \1")),
    Slip("no model", "PWC222", _first(r"^    model: .*\n", "")),
    Slip("letters too many in a dataset", "PWC502", _first(r"^    dataset: (.*)$", r"    dataset: \1xx")),
    Slip("text for a number", "PWC223", _first(r"^    metrics: \{(.*?): [^,}]*", r"    metrics: {\1: high")),
    Slip("unknown metric", "PWC503", _first(r"^    metrics: \{[^:]*:", "    metrics: {Acuracy:")),
    Slip("month that is none", "PWC702", _first(r'^  arxiv: "..\d\d', '  arxiv: "2413')),
    Slip("day that is none", "PWC601", _first(r'^  date: ".*"', '  date: "2024-02-31"')),
    Slip("no locator", "PWC227", _first(r"^  arxiv: .*\n", "")),
    Slip("list left open", "PWC206", _first(r"^(  tasks: \[.*)\]$", r"\1")),
    Slip("key twice", "PWC214", _first(r"^(    model: .*)$", r"\1\n\1")),
    Slip("the same result twice", "PWC301", lambda text: text + text[text.rindex("  - task:") :]),
)
