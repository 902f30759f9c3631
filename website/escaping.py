"""Text as HTML, and as part of an address: what markupsafe and urllib do, for tens of thousands of pages.

Jinja's compiled templates escape every value that they show. Where it is plain text, as nearly always, the
function here gives plain text back and skips what it takes to mark it as safe; all else goes to markupsafe.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from markupsafe import Markup, escape

_NOT_HTML = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""Characters that a page may not hold."""

_SPECIAL = re.compile("[&<>'\"]")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "'": "&#39;", '"': "&#34;"}
_TABLE = str.maketrans(_ENTITIES)
_QUOTED = {code: quote(chr(code)) for code in range(128)}


def escaped(value: object) -> str:
    """A value as text in HTML. Characters that HTML forbids become the sign for one that cannot be shown."""
    if type(value) is str:
        text = value if value.isprintable() else readable(value)
        return text.translate(_TABLE) if _SPECIAL.search(text) else text
    if type(value) is Markup:
        return value
    return str(value) if type(value) is int else escape(value)


def readable(text: str) -> str:
    """Text without the characters that HTML forbids."""
    return text if text.isprintable() else _NOT_HTML.sub("\ufffd", text)


def quoted(text: str) -> str:
    """Text as part of an address, as ``urllib.parse.quote`` has it."""
    return text.translate(_QUOTED) if text.isascii() else quote(text)
