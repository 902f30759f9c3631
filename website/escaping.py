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

_PLAIN = "/:,"
"""Mean nothing in a query, nor in a path but at its beginning (RFC 3986); addresses hold many of them."""
_NEVER_QUOTED = re.compile(r"[\w.~/:,-]*", re.ASCII).fullmatch
_QUOTED = {code: quote(chr(code), safe=_PLAIN) for code in range(128)}


def escaped(value: object) -> str:
    """A value as text in HTML. Characters that HTML forbids become the sign for one that cannot be shown."""
    if type(value) is str:
        return _with_entities(value if value.isprintable() else readable(value))
    if type(value) is Markup:
        return value
    return str(value) if type(value) is int else escape(value)


def _with_entities(text: str) -> str:
    """Five looks at the text and nothing else, where there is nothing to replace."""
    if "&" in text:  # the first, because it begins all of the others' entities
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    if ">" in text:
        text = text.replace(">", "&gt;")
    if "'" in text:
        text = text.replace("'", "&#39;")
    if '"' in text:
        text = text.replace('"', "&#34;")
    return text


def readable(text: str) -> str:
    """Text without the characters that HTML forbids."""
    return text if text.isprintable() else _NOT_HTML.sub("\ufffd", text)


def quoted(text: str) -> str:
    """Text as part of an address, as ``urllib.parse.quote`` has it but for what is plain here."""
    if _NEVER_QUOTED(text):
        return text
    return text.translate(_QUOTED) if text.isascii() else quote(text, safe=_PLAIN)
