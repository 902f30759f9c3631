"""The protocol that a ``setting:`` names, in one spelling: ``0-shot`` and ``Zero Shot`` are ``zero-shot``.

Only whole settings that mean one thing are recognised; ``5-shot, dev set`` stays as it is. So does
``few-shot (32)``, which is a usual spelling of its own, but it is known to be ``32-shot``.
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
_COUNT = rf"([1-9]\d{{0,2}}|{'|'.join(_NUMBERS)})"
_COUNTED = re.compile(rf"{_COUNT}{_BETWEEN}shots?")
_FEW = re.compile(rf"few{_BETWEEN}shots?")
_FEW_COUNTED = re.compile(  # few-shot (32), few-shot (k=32), few-shot, k = 32, few-shot [32 examples]
    rf"few{_BETWEEN}shots?(?:,?\s*[(\[]\s*|,\s*|\s+)(?:k\s*=\s*)?{_COUNT}"
    rf"(?:{_BETWEEN}(?:shots?|examples?))?\s*[)\]]?"
)
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
    if not setting:
        return ""
    count = count_of_few(setting)
    return identity.fold(canonical(setting) or (f"{count}-shot" if count else setting))


def count_of_few(setting: str) -> str | None:
    """How many shots are few where a setting says so: 32 for ``few-shot (k=32)``; otherwise None."""
    match = _FEW_COUNTED.fullmatch(setting.strip().lower())
    return None if match is None else _NUMBERS.get(match[1], match[1])
