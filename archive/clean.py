"""What people typed, made fit for the catalog: names, descriptions, links and days, or nothing.

The limits are those of ``schema/catalog.schema.json``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date

from pwc import advertising

LONGEST_NAME, LONGEST_TITLE, LONGEST_NOTE = 200, 500, 500
LONGEST_DESCRIPTION = LONGEST_ABSTRACT = 10_000
LONGEST_LINK = 2_000

_LINK = re.compile(r"https?://[A-Za-z0-9\[][^\s\"<>\\^`{|}]*")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])")
_PROBES = re.compile(
    r"(?i)'[^']*'\s*=\s*'|\b(?:and|or)\s+\d+\s*[*=<>]\s*\d+|\bunion\s+(?:all\s+)?select\b"
    r"|\bselect\s+(?:\*|\d|null\b|\w+\s*\()|\(\s*select\b|;\s*(?:drop|delete|insert|update)\s+(?:table|from|into|\w+\s+set)\b"
    r"|\b(?:sleep|waitfor|benchmark|pg_sleep|dbms_pipe)\s*\(|--\s*$|/\*.*\*/"
    r"|<\s*/?\s*(?:script|img|iframe|svg)\b|</?a[\s>]|\bon(?:error|load|click)\s*="
    r"|\.\./\.\./|/etc/passwd|\$\{\s*(?:jndi|\w+:|\d+\s*\*)|\{\{\s*\d+\s*\*"
)
"""Attempts at breaking into the old site that were kept as names."""


def line(typed: str) -> str:
    """A text on one line, without characters that nobody can see."""
    plain = unicodedata.normalize("NFC", typed)
    if not plain.isprintable():
        plain = "".join(c if c.isprintable() else " " if c.isspace() else "" for c in plain)
    return " ".join(plain.split())


def name(typed: str | None) -> str | None:
    """A name as it can be kept; None for none, and for one that is too long to be a name."""
    text = line(typed or "")
    return text if 0 < len(text) <= LONGEST_NAME else None


def names(typed: Iterable[str]) -> tuple[str, ...]:
    """The names among some texts, each once."""
    return tuple(dict.fromkeys(found for text in typed if (found := name(text)) is not None))


def title(typed: str | None) -> str | None:
    """A paper's title, cut where no title is as long; None for none, and for an address in its place."""
    text = line(typed or "")
    return None if _LINK.fullmatch(text) else _cut(text, LONGEST_TITLE) or None


def note(typed: str | None) -> str | None:
    """What a cell says beside its number, cut where it would be an essay."""
    return _cut(line(typed or ""), LONGEST_NOTE) or None


def description(typed: object) -> str | None:
    """A text of several lines, cut where the catalog's longest end; None for none."""
    if not isinstance(typed, str):
        return None
    lines = (line(one) for one in typed.splitlines())
    return _cut("\n".join(lines).strip(), LONGEST_DESCRIPTION) or None


def link(typed: object) -> str | None:
    """A web address, or None for anything else."""
    if not isinstance(typed, str):
        return None
    text = typed.strip()
    return text if len(text) <= LONGEST_LINK and _LINK.fullmatch(text) else None


def day(typed: object) -> str | None:
    """A day as 2017-06-12, also from the beginning of a moment's text; None for what is no day."""
    found = _DAY.match(typed.strip()) if isinstance(typed, str) else None
    if found is None:
        return None
    try:
        return date.fromisoformat(found[0]).isoformat()
    except ValueError:
        return None


def spam(text: str) -> str | None:
    """Why a text is no name but an attack or an advertisement, or None."""
    if _PROBES.search(text):
        return "spam: somebody's attempt at breaking in"
    if advertising.may_advertise(text.lower()):
        found = advertising.link_in(text) or advertising.advertising_in(text)
        return None if found is None else f"spam: {found} in a name"
    return None


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "\u2026"
