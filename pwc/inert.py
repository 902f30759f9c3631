"""Text of strangers as it may be printed: nothing in it acts on a terminal, a log or a page."""

from __future__ import annotations

import unicodedata


def visible(text: str) -> str:
    """Text with what could act on a terminal or a page (controls, line ends, direction marks) escaped."""
    inert = "".join(c if _is_harmless(c) else f"\\u{{{ord(c):x}}}" for c in text)
    # GitHub's runner obeys ##[command] anywhere in a line, and ::command:: at the start of one.
    inert = inert.replace("##", "#\\u{23}").replace("#[", "#\\u{5b}")
    spaces = len(inert) - len(inert.lstrip(" "))
    at_start = inert.startswith("::", spaces)
    return f"{inert[:spaces]}:\\u{{3a}}{inert[spaces + 2 :]}" if at_start else inert


def _is_harmless(character: str) -> bool:
    return character == " " or unicodedata.category(character)[0] not in "CZ"
