"""The protocol that a ``setting:`` names, in one spelling: ``0-shot`` and ``Zero Shot`` are ``zero-shot``.

Only whole settings that mean one thing are recognised; ``few-shot (32)`` and ``5-shot, dev set`` stay as
they are.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pwc import identity

_NUMBERS = {
    word: str(number)
    for number, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), 1
    )
}
_BETWEEN = r"[\s_\u2010-\u2015-]*"  # nothing, spaces, underscores, or any kind of hyphen
_ZERO = re.compile(rf"(zero|0){_BETWEEN}shots?")
_COUNTED = re.compile(rf"([1-9]\d{{0,2}}|{'|'.join(_NUMBERS)}){_BETWEEN}shots?")
_FEW = re.compile(rf"few{_BETWEEN}shots?")
_FINE_TUNED = re.compile(rf"fine{_BETWEEN}tun(ed|e|ing)")
_PROMPT_TUNED = re.compile(rf"prompt{_BETWEEN}tun(ed|e|ing)")


@lru_cache(maxsize=4096)
def canonical(setting: str) -> str | None:
    """The one spelling of a well-known protocol; None for a setting that is none of them."""
    text = setting.strip().lower()
    if _ZERO.fullmatch(text):
        return "zero-shot"
    if match := _COUNTED.fullmatch(text):
        return f"{_NUMBERS.get(match[1], match[1])}-shot"
    if _FEW.fullmatch(text):
        return "few-shot"
    if _FINE_TUNED.fullmatch(text):
        return "fine-tuned"
    return "prompt-tuned" if _PROMPT_TUNED.fullmatch(text) else None


@lru_cache(maxsize=4096)
def key(setting: str | None) -> str:
    """The form under which two spellings of one protocol are equal; empty without a setting."""
    return identity.fold(canonical(setting) or setting) if setting else ""
