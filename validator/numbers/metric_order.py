"""Metrics of which one can by definition not exceed the other. Pure.

An exact match is a match in part; what is right at first is right among five; every second word that
matches follows a first one; and what overlaps by 0.75 overlaps by 0.5.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import permutations

from pwc.metric_sense import key

_GRAMS = re.compile(r"(.*)(rouge|bleu)([12l34])(.*)")
_OVERLAP = re.compile(r"(.*ap)(50|75|)")
_TOP_ACCURACY = re.compile(r"(.*)top(\d+)(accuracy.*)")
_TOP_ERROR = re.compile(r"(.*)top(\d+)(error.*)")
_AMONG = re.compile(r"((?:.*\W)?(?:recall|r|hits?|hr|pass|acc|accuracy)\s*@)\s*(\d+)((?![.%\d]).*|)")
_STEMS = ("exactmatch", "rouge", "bleu", "ap", "top", "@")
"""Without one of these in a name, none of the patterns fits: quick, for the many that have none."""


@lru_cache(maxsize=1024)
def inclusions(names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Pairs of these metrics of which the first cannot exceed the second."""
    if not any(stem in name.lower() or stem in key(name) for name in names for stem in _STEMS):
        return ()
    return tuple(pair for pair in permutations(names, 2) if _is_included(*pair))


def _is_included(small_name: str, large_name: str) -> bool:
    small, large = key(small_name), key(large_name)
    return (
        ("exactmatch" in small and small.replace("exactmatch", "f1") == large)
        or _has_longer_grams(small, large)
        or _overlaps_more(small, large)
        or _counts_fewer(_TOP_ACCURACY, small, large)
        or _counts_fewer(_TOP_ERROR, large, small)
        or _counts_fewer(_AMONG, small_name.lower(), large_name.lower())
    )


def _has_longer_grams(small: str, large: str) -> bool:
    """ROUGE-2 and ROUGE-L against ROUGE-1, BLEU-4 against BLEU-1."""
    one, other = _GRAMS.fullmatch(small), _GRAMS.fullmatch(large)
    if not one or not other or one.group(1, 2, 4) != other.group(1, 2, 4):
        return False
    return other[3] == "1" if one[3] == "l" else other[3] < one[3]


def _overlaps_more(small: str, large: str) -> bool:
    """AP (over all thresholds) and AP75 against AP50."""
    one, other = _OVERLAP.fullmatch(small), _OVERLAP.fullmatch(large)
    return bool(one and other and one[1] == other[1] and one[2] != "50" and other[2] == "50")


def _counts_fewer(pattern: re.Pattern[str], small: str, large: str) -> bool:
    """Whether both are the same but for a number, and the first has the smaller one."""
    one, other = pattern.fullmatch(small), pattern.fullmatch(large)
    return bool(one and other and (one[1], one[3]) == (other[1], other[3]) and int(one[2]) < int(other[2]))
