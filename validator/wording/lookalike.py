"""Letters and names that look like others: Unicode's report 39 (confusables), as far as research needs it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from validator.links.hosts import (
    GUARDED_HOSTS,
    HONEST_NEIGHBOURS,
    OTHER_ENDINGS,
    SHORTEST_TO_MISSPELL,
)

# Written as code points, because nobody could check the letters themselves.
_CYRILLIC = {
    **dict(zip("\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0455\u0456\u0458", "aeopcyxsij", strict=True)),
    **dict(zip("\u0501\u04bb\u04cf\u051b\u051d\u0475", "dhlqwv", strict=True)),
    **dict(zip("\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420", "ABEKMHOP", strict=True)),
    **dict(zip("\u0421\u0422\u0423\u0425\u0405\u0406\u0408\u04c0", "CTYXSIJI", strict=True)),
}
_GREEK = {
    **dict(zip("\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c", "ABEZHIKM", strict=True)),
    **dict(zip("\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03bf\u03f2\u03f3", "NOPTYXocj", strict=True)),
}
_GREEK_SYMBOLS = dict(zip("\u03b1\u03b9\u03ba\u03bd\u03c1\u03c5\u03c4", "aiknput", strict=True))
"""Greek letters that also stand for themselves: \u03b1, \u03bd and \u03c1 are names of quantities."""

_TWINS = str.maketrans(_CYRILLIC | _GREEK | _GREEK_SYMBOLS)
_NEVER_BESIDE_LATIN = {"CYRILLIC", "ARMENIAN", "CHEROKEE", "LISU", "COPTIC"}

# Patterns stay text until they are needed: nearly every file is plain ASCII, and compiling takes long.
_WORD = r"[^\W_]+"
_LATIN = r"[A-Za-z]"
_GREEK_INSIDE = f"[A-Za-z][{''.join(_GREEK_SYMBOLS)}]+[A-Za-z]"
_ALL_TWINS = f"[0-9{''.join(_CYRILLIC)}]+|[0-9{''.join(_GREEK)}]+"

# Letters that are another letter in a different dress: full width, mathematical bold, circled, ligatures.
_DRESSED = (
    "[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\U0001d400-\U0001d7ff\u24b6-\u24e9\ufb00-\ufb06"
    "\U0001f130-\U0001f149\U0001f150-\U0001f169\U0001f170-\U0001f189]"
)
_EAST_ASIAN = "[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
_SQUARED = {chr(first + i): chr(65 + i) for first in (0x1F150, 0x1F170) for i in range(26)}


def mixed_words(text: str) -> Iterator[tuple[str, str, str]]:
    """The words of a text with letters that only look Latin: the word, what it looks like, those letters.

    A Greek letter beside Latin ones is fine (\u03b2VAE) unless nobody can tell it from a Latin one. A word
    wholly in another script is fine, unless all of it looks Latin and the rest of the text is Latin.
    """
    if text.isascii():
        return
    for match in re.finditer(_WORD, text):
        word = match[0]
        if word.isascii():
            continue
        foreign = _foreign_letters(word) if re.search(_LATIN, word) else ""
        if not foreign and re.fullmatch(_ALL_TWINS, word) and _is_latin_otherwise(text):
            foreign = word
        if foreign:
            yield word, word.translate(_TWINS), foreign


def _is_latin_otherwise(text: str) -> bool:
    """Whether a text has Latin letters, and others only where they look Latin."""
    others = {letter for letter in text if letter.isalpha() and not letter.isascii()}
    return others <= _CYRILLIC.keys() | _GREEK.keys() and re.search(_LATIN, text) is not None


def _foreign_letters(word: str) -> str:
    """The letters of a partly Latin word that do not belong to it."""
    inside = "".join(match[0][1:-1] for match in re.finditer(_GREEK_INSIDE, word))
    return "".join(
        letter
        for letter in dict.fromkeys(word)
        if letter in _GREEK
        or letter in inside
        or (not letter.isascii() and unicodedata.name(letter, "").partition(" ")[0] in _NEVER_BESIDE_LATIN)
    )


def undressed(text: str) -> str:
    """A text with letters in another dress (full width, mathematical bold, ligatures) as plain ones.

    East Asian texts write full-width letters on purpose, so those are left as they are.
    """
    if text.isascii() or not re.search(_DRESSED, text) or re.search(_EAST_ASIAN, text):
        return text
    return re.sub(
        _DRESSED, lambda found: _SQUARED.get(found[0]) or unicodedata.normalize("NFKC", found[0]), text
    )


def imitated_host(host: str) -> str | None:
    """The well-known host that another host's name imitates, or None."""
    host = host.removesuffix(".")
    if any(host == known or host.endswith(f".{known}") for known in GUARDED_HOSTS):
        return None
    told = _as_browsers_show(host) if "xn--" in host else host
    latin = told.translate(_TWINS)
    site = ".".join(latin.split(".")[-2:])
    for known in GUARDED_HOSTS:
        leading = f".{known}." in f".{latin}" or f".{known}-" in f".{latin}"
        leading = leading or site.startswith(f"{known.replace('.', '-')}.")  # github-com.org
        if leading or _is_misspelled(site, known):
            return known
    if any(True for _ in mixed_words(told)):
        return latin
    return OTHER_ENDINGS.get(site)


def _as_browsers_show(host: str) -> str:
    """A host with its encoded labels as letters; as it is where they cannot be decoded."""
    try:
        labels = (
            label[4:].encode().decode("punycode") if label.startswith("xn--") else label
            for label in host.split(".")
        )
        return unicodedata.normalize("NFKC", ".".join(labels)).lower()
    except UnicodeError:
        return host


def _is_misspelled(site: str, known: str) -> bool:
    return len(known) >= SHORTEST_TO_MISSPELL and site not in HONEST_NEIGHBOURS and _is_one_slip(site, known)


def _is_one_slip(one: str, other: str) -> bool:
    """Whether a letter too many, too few or another one, or two exchanged ones, tell two names apart."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    one, other = one[start:], other[start:]
    while one and other and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    return max(len(one), len(other)) == 1 or (len(one) == 2 and one == other[::-1])
