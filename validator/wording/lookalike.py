"""Letters and names that look like others: Unicode's report 39 (confusables), as far as research needs it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from validator.links.hosts import (
    CODE_HOSTS,
    GUARDED_HOSTS,
    HONEST_NEIGHBOURS,
    LIBRARY,
    OTHER_ENDINGS,
    SHORTEST_TO_MISSPELL,
    TRANSLATOR,
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

# Signs of the phonetic alphabet that look like letters, small capitals among them. Those that languages are
# written with (\u0259, \u025b, \u0254, \u0269) are none of them.
_PHONETIC = {
    **dict(zip("\u0251\u0261", "ag", strict=True)),
    **dict(zip("\u0262\u026a\u0274\u0280\u028f\u0299\u029c\u029f\ua730\ua731", "GINRYBHLFS", strict=True)),
    **dict(zip("\u1d00\u1d04\u1d05\u1d07\u1d0a\u1d0b\u1d0d", "ACDEJKM", strict=True)),
    **dict(zip("\u1d0f\u1d18\u1d1b\u1d1c\u1d20\u1d21\u1d22", "OPTUVWZ", strict=True)),
}

_TWINS = str.maketrans(_CYRILLIC | _GREEK | _GREEK_SYMBOLS | _PHONETIC)
_STROKES = str.maketrans("\u0131\u0142\u00f8\u0111\u0127\u0167\u0268", "ilodhti")
_NEVER_BESIDE_LATIN = {"CYRILLIC", "ARMENIAN", "CHEROKEE", "LISU", "COPTIC"}

# Patterns stay text until they are needed: nearly every file is plain ASCII, and compiling takes long.
_WORD = r"[^\W_]+"
_LATIN = r"[A-Za-z]"
_GREEK_INSIDE = f"[A-Za-z][{''.join(_GREEK_SYMBOLS)}]+[A-Za-z]"
_PHONETIC_ALONE = f"[0-9A-Za-z{''.join(_PHONETIC)}]{{2,}}"
_ALL_TWINS = f"[0-9{''.join(_CYRILLIC)}]+|[0-9{''.join(_GREEK)}]+"

# Marks above, below and across a letter; what NFC leaves of them stands on a letter that has none as its own.
_MARK = "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_MARKED = rf"(?<![^\W_])(?<!{_MARK})[0-9A-Za-z]*(?:[0-9A-Za-z]{_MARK}+)+[0-9A-Za-z]*(?![^\W_]|{_MARK})"
_QUANTITY = r"[A-Za-z][\u0302-\u0305\u0307]"
"""A letter by itself with a hat, a tilde, a bar or a dot, as formulas have it."""
_SPELLED = r"[Gg]\u0303|[Nn]\u0304|[Mm]\u0300|[MmOo]\u0327|[AEIOUXaeioux]\u0331"
"""What languages are spelled with that Unicode has no one sign for: Guarani, Marshallese, Yoruba, Nuer."""
_JOINERS = "\u200c\u200d"
_SCRIPTS_WITHOUT_JOINERS = {"LATIN", "GREEK", "CYRILLIC", "ZERO"}

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
        if not foreign and re.fullmatch(_PHONETIC_ALONE, word) and not _is_transcribed(text, match):
            foreign = "".join(letter for letter in dict.fromkeys(word) if letter in _PHONETIC)
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


def _is_transcribed(text: str, match: re.Match[str]) -> bool:
    """Whether a word stands between the slashes or brackets of phonetic writing."""
    return text[: match.start()].endswith(("/", "[")) and text.startswith(("/", "]"), match.end())


def marked_words(text: str) -> Iterator[tuple[str, str, str]]:
    """The words of a text with marks on letters and digits that no language puts there.

    Each with what it is without them, and the marks. A word with other letters than ASCII's may be of any
    language, and is fine.
    """
    if text.isascii() or not re.search(_MARK, text):
        return
    for match in re.finditer(_MARKED, text):
        word = match[0]
        if re.fullmatch(_QUANTITY, word):
            continue
        if marks := "".join(re.findall(_MARK, re.sub(_SPELLED, "", word))):
            yield word, re.sub(_MARK, "", word), marks


def hidden_in(text: str) -> str | None:
    """The first sign in a text that shows nothing where it stands, or None.

    Joiners show something between letters of the scripts that need them, and between parts of an emoji.
    """
    for index, sign in enumerate("" if text.isascii() else text):
        if sign in _JOINERS:
            before, after = text[index - 1 : index] if index else "", text[index + 1 : index + 2]
            script = unicodedata.name(before, "").partition(" ")[0] if before else ""
            if (
                before.isascii()
                or script in _SCRIPTS_WITHOUT_JOINERS
                or (after.isascii() and after.isalnum())
            ):
                return sign
        elif not sign.isascii() and unicodedata.category(sign) == "Cn":
            return sign
    return None


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
    latin = told if told.isascii() else _without_marks(told.translate(_TWINS)).lower()
    labels = latin.split(".")
    site = ".".join(labels[-2:])
    for known in GUARDED_HOSTS:
        leading = f".{known}." in f".{latin}" or f".{known}-" in f".{latin}"
        joined = known.replace(".", "-")
        leading = leading or (joined in labels and not _carries_a_host(host))  # github-com.org
        if leading or site == known or _has_name_of(site, known) or _is_misspelled(site, known):
            return known
    if any(True for _ in mixed_words(told)):
        return latin
    return OTHER_ENDINGS.get(site)


def _without_marks(text: str) -> str:
    """Letters without accents, and without the strokes and missing dots that tell few readers anything."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return bare.translate(_STROKES)


def _carries_a_host(host: str) -> bool:
    """Whether a host is known to have another's name in its own; PWC401 and PWC403 are about those."""
    return host.endswith(TRANSLATOR) or re.search(LIBRARY, host) is not None


def _has_name_of(site: str, known: str) -> bool:
    """Whether a site has the name of a known one beside other words, and its ending: my-github.com."""
    name, _, ending = known.partition(".")
    words, _, other_ending = site.rpartition(".")
    return known in CODE_HOSTS and "-" in words and ending == other_ending and name in words.split("-")


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
