"""A name as its words, without what two people would write differently for the same thing.

Plurals, British and American spelling, numbers in letters, accents, and words such as *dataset* that say what
kind of thing has the name. Digits always count.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cached_property

_WORD = re.compile(r"[^\W\d_]+|[0-9]+(?:\.[0-9]+)*|[+#*]")
_APOSTROPHE = re.compile("['\u2019]")
_DATA_SET = re.compile(r"\bdata[ -]set", re.IGNORECASE)
_SMALL = frozenset(
    {
        *("to", "for", "from", "by", "with", "in", "into", "on", "of", "via", "given", "and", "as", "vs"),
    }
)

_ONE_BY_ONE = {
    "artefact": "artifact",
    "licence": "license",
    "defence": "defense",
    "grey": "gray",
    "zero": "0",
    "one": "1",
    "two": "2",
    "three": "3",
    "four": "4",
    "five": "5",
    "six": "6",
    "seven": "7",
}
_AMERICAN = (
    (re.compile(r"ll(ing|ed|er)$"), r"l\1"),
    (re.compile(r"is(e|ed|er|ing|ation)$"), r"iz\1"),
    (re.compile(r"ys(e|ed|er|ing)$"), r"yz\1"),
    (re.compile(r"(?<=..)our(al|ed|ing|less|ful|)$"), r"or\1"),
    (re.compile(r"ogue$"), "og"),
    (re.compile(r"(?<=[a-z]{3})tre$"), "ter"),
)


class Spelling:
    """A name and its words."""

    def __init__(self, name: str, fillers: frozenset[str] = frozenset()) -> None:
        """``fillers`` are words that do not tell one thing of its kind from another."""
        self.name = name
        self._fillers = fillers

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words in lower case: singular, American, numbers as digits, without accents and fillers."""
        kept = [word for word in self._written if word.lower() not in self._fillers]
        return tuple(_plain(word) for word in kept or self._written)

    @cached_property
    def letters(self) -> str:
        """The words run together."""
        return "".join(self.words)

    @cached_property
    def numbers(self) -> list[str]:
        """The numbers in the name, in its order."""
        return [word for word in self.words if word[0].isdigit()]

    @cached_property
    def coined(self) -> frozenset[str]:
        """Those of the words that are no ordinary ones: capitals inside, or capitals alone."""
        return frozenset(_plain(word) for word in self._written if not word[1:].islower())

    @property
    def has_small_words(self) -> bool:
        """Whether a word says how the others belong together: text *to* image is not image to text."""
        return not _SMALL.isdisjoint(self.words)

    @cached_property
    def initials(self) -> frozenset[str]:
        """The abbreviations that the words give, if there are three or more; small words may count or not."""
        words = [word.lower() for word in re.split(r"[\s-]+", self.name) if word.lower() != "the"]
        if len(words) < 3 or not all(word.isalpha() and len(word) > 1 for word in words):
            return frozenset()
        variants = [[word for word in words if word not in without] for without in ((), _SMALL)]
        variants += [[word for word in kept if word not in self._fillers] for kept in variants]
        return frozenset("".join(word[0] for word in kept) for kept in variants if len(kept) > 1)

    @property
    def is_abbreviation(self) -> bool:
        """Whether the name looks like the initials of another: one short word, most of it capitals."""
        capitals = sum(map(str.isupper, self.name))
        return self.name.isalpha() and 3 <= len(self.name) <= 8 and 2 * capitals >= len(self.name)

    @cached_property
    def _written(self) -> list[str]:
        text = unicodedata.normalize("NFKD", _APOSTROPHE.sub("", _DATA_SET.sub("dataset", self.name)))
        return _WORD.findall("".join(c for c in text if not unicodedata.combining(c)))


def _plain(word: str) -> str:
    lower = word.casefold()
    if word.endswith("s"):  # GeoS and VRDS are no plurals
        lower = _singular(lower)
    for pattern, replacement in _AMERICAN:
        lower = pattern.sub(replacement, lower)
    return _ONE_BY_ONE.get(lower, lower)


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    return word if len(word) < 4 or word.endswith(("ss", "us", "is")) else word[:-1]
