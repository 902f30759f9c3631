"""Whether two things with different names are probably one, and which of a table's things a name may mean.

Where the difference is in a digit, a version or a short suffix the names mean two things: CIFAR-10 is not
CIFAR-100, ImageNet is not ImageNet-A, en-de is not de-en.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import permutations

from msgspec import Struct
from rapidfuzz.distance import OSA

from pwc.names import AnyNamed, Names
from pwc.record import Named
from validator.naming.spelling import Spelling

_IN_BRACKETS = re.compile(r"(\S[^()]*?)\s*\(([^()]+)\)")
_MOST_REORDERED = 4  # words: for more of them, most letters stay in their order, and `resembling` finds them


class Called(Struct, frozen=True):
    """All that one thing is called: its name, its aliases, and what the name is short for."""

    names: tuple[Spelling, ...]
    full_name: Spelling | None = None


def called(names: Iterable[str], full_name: str | None, fillers: frozenset[str]) -> Called:
    """What a thing is called; a name with its abbreviation in brackets, or the other way round, is two."""
    texts = list(names)
    match = _IN_BRACKETS.fullmatch(texts[0])
    if match is not None and full_name is None:
        outside, inside = Spelling(match[1], fillers), Spelling(match[2], fillers)
        if inside.is_abbreviation and inside.name.lower() in outside.initials:
            texts, full_name = [*texts, outside.name, inside.name], outside.name
        elif outside.is_abbreviation and inside.initials and inside.letters[0] == outside.letters[0]:
            texts, full_name = [*texts, outside.name], inside.name
    spellings = tuple(Spelling(text, fillers) for text in texts)
    return Called(spellings, None if full_name is None else Spelling(full_name, fillers))


def called_in(record: Named, fillers: frozenset[str]) -> Called:
    """What the catalog calls a thing."""
    return called((record.name, *record.aliases), getattr(record, "full_name", None), fillers)


def likeness(one: Called, other: Called) -> str | None:
    """Why two things are probably one, in words; None if they are not."""
    for ours in one.names:
        for theirs in other.names:
            if why := _likeness_of_names(ours, theirs):
                return why
            if _abbreviates(ours, theirs, one.full_name) or _abbreviates(theirs, ours, other.full_name):
                return "one has the initials of the other"
    if _is_one_of(one.full_name, other.names) or _is_one_of(other.full_name, one.names):
        return "one is the full name of the other"
    return "they have the same full name" if _share_a_full_name(one, other) else None


def _likeness_of_names(one: Spelling, other: Spelling) -> str | None:
    if one.letters == other.letters:
        return "they differ in a plural, a spelling or a filler word alone"
    if one.numbers != other.numbers:
        return None
    if _is_reordered(one, other):
        return "they have the same words in another order"
    return "they differ in a letter or two" if _has_a_slip(one, other) else None


def _is_reordered(one: Spelling, other: Spelling) -> bool:
    """Whether words of some length have changed places, and no small word says that places matter."""
    if sorted(one.words) != sorted(other.words) or one.has_small_words:
        return False
    ours, theirs = ([word for word in name.words if word.isalpha()] for name in (one, other))
    return all(len(word) > 3 for word, there in zip(ours, theirs, strict=True) if word != there)


def _has_a_slip(one: Spelling, other: Spelling) -> bool:
    """Whether one word differs (of more than two words, two) and every difference is a slip of a finger."""
    if len(one.words) != len(other.words):
        return False
    different = [(a, b) for a, b in zip(one.words, other.words, strict=True) if a != b]
    if not 1 <= len(different) <= (2 if len(one.words) > 2 else 1):
        return False
    coined = one.coined | other.coined
    return all(
        _is_slip(a, b, is_coined=a in coined or b in coined, is_all=len(one.words) == 1) for a, b in different
    )


def _is_slip(a: str, b: str, *, is_coined: bool, is_all: bool) -> bool:
    """Whether two words differ in a letter too many, too few or wrong, or in two exchanged.

    A coined word (``is_coined``), and a name of one word (``is_all``), must differ in less: WikiHop is not
    WikiHow, SEDE is not SEED.
    """
    if not (a.isalpha() and b.isalpha()) or a[0] != b[0] or OSA.distance(a, b, score_cutoff=1) != 1:
        return False
    shortest, is_exchange, is_wrong = min(len(a), len(b)), sorted(a) == sorted(b), len(a) == len(b)
    if is_exchange:
        return shortest > (5 if is_all else 3)
    if is_coined:
        return shortest > 5 and not is_wrong and a[-1] == b[-1]
    if a.replace("macro", "micro") == b.replace("macro", "micro"):
        return False
    return shortest > (7 if is_wrong else 5)


def _abbreviates(short: Spelling, long: Spelling, full_name: Spelling | None) -> bool:
    """Whether a name may be short for another, unless it is known what it is short for."""
    return full_name is None and short.is_abbreviation and short.name.lower() in long.initials


def _is_one_of(full_name: Spelling | None, names: Iterable[Spelling]) -> bool:
    return full_name is not None and any(name.letters == full_name.letters for name in names)


def _share_a_full_name(one: Called, other: Called) -> bool:
    """Versions and variants share one too: then one name goes on where the other ends, or numbers differ."""
    if one.full_name is None or other.full_name is None or one.full_name.letters != other.full_name.letters:
        return False
    short, long = sorted((one.names[0], other.names[0]), key=lambda name: len(name.letters))
    return not long.letters.startswith(short.letters) and short.numbers == long.numbers


def candidates(thing: Called, names: Names[AnyNamed], fillers: frozenset[str]) -> Iterator[AnyNamed]:
    """The records that may be about this thing: more than are, found without a close look at each."""
    for spelling in filter(None, (*thing.names, thing.full_name)):
        yield from names.resembling(spelling.letters)
        found = (names.find(text) for text in _other_forms(spelling, fillers))
        yield from (match.record for match in found if match is not None)
    yield from _by_what_it_is_short_for(thing, names, fillers)


def _other_forms(spelling: Spelling, fillers: frozenset[str]) -> Iterator[str]:
    yield from spelling.initials
    yield from (f"{spelling.letters}{filler}" for filler in sorted(fillers))
    if 1 < len(spelling.words) <= _MOST_REORDERED:
        yield from map("".join, permutations(spelling.words))


def _by_what_it_is_short_for(
    thing: Called, names: Names[AnyNamed], fillers: frozenset[str]
) -> Iterator[AnyNamed]:
    """Those whose full name is one that this thing has, and those that this thing's name is short for."""
    for own in filter(None, (*thing.names, thing.full_name)):
        begin = own.letters[:3]
        for text, record in names.beginning_with(begin[:1]):
            if begin not in text[:7].lower():  # a glance first: taking a text apart costs ten times as much
                continue
            is_full_name = text is getattr(record, "full_name", None)
            if is_full_name and Spelling(text, fillers).letters == own.letters:
                yield record
    for short in (name.name.lower() for name in thing.names if name.is_abbreviation):
        for text, record in names.beginning_with(short[0]):
            has_initials = len(text) > 2 * len(short) and short in Spelling(text, fillers).initials
            if has_initials or text.lower().startswith(f"{short} ("):
                yield record
