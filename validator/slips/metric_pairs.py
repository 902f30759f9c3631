"""Metrics in the form of other formats, with their names and values under keys of their own."""

from __future__ import annotations

from typing import Any

from pwc.document import Document
from pwc.span import Path
from validator.repair import as_text
from validator.slips import meant

_NAMES, _VALUES = ("name", "metric"), ("value", "score")
_BESIDE = ("uncertainty", "kind", "runs")
_LONGEST = 300
"""Characters of an advice that somebody reads; beyond that the form alone is shown."""


def advice(document: Document, path: Path, found: Any) -> str | None:
    """What to write under ``metrics:`` in place of what stands there, or None if that cannot be told."""
    items = found if isinstance(found, list) else [found]
    places = [(*path, index) for index in range(len(items))] if isinstance(found, list) else [path]
    pairs = [_pair(document, place, item) for place, item in zip(places, items, strict=True)]
    known = [pair for pair in pairs if pair is not None]
    if not known or len(dict(known)) < len(pairs):
        return None  # no such form, or one metric with two numbers
    text = f"Write `metrics: {{{', '.join(f'{as_text(name)}: {value}' for name, value in known)}}}`."
    return text if len(text) <= _LONGEST else None


def _pair(document: Document, path: Path, item: Any) -> tuple[str, str] | None:
    """A metric's name, and what belongs behind it, from a mapping with a key for each."""
    fields = item if isinstance(item, dict) else {}
    name = next((key for key in _NAMES if isinstance(fields.get(key), str)), None)
    value = next((key for key in _VALUES if key in fields), None)
    number = None if value is None else meant.number(document.scalar((*path, value)) or "")
    if name is None or number is None:
        return None
    written = {key: document.scalar((*path, key)) for key in _BESIDE if key in fields}
    beside = "".join(f", {key}: {text}" for key, text in written.items() if text)
    return fields[name], f"{{value: {number}{beside}}}" if beside else number
