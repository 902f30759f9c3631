"""What a thing is called for ever: slugs, folded names, ids, shards, and the paths made from them.

These rules are part of the catalog's format. They are written out here, and not taken from a slug
library, because an upgrade of a library must never move a record.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterator
from itertools import count

SLUG_LENGTH = 45
"""Papers With Code cut its slugs at this length, so old addresses need the same cut."""

_LONGEST_KEPT = 190
"""The schema ends slugs at 200; a number may come behind."""

_IS_SLUG = re.compile(r"[a-z0-9]+(?:-+[a-z0-9]+)*")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_DOT_BETWEEN_DIGITS = re.compile(r"(?<=\d)\.(?=\d)")
_DROPPED_FROM_ASCII = re.compile(r"[^a-z0-9+#*.]|(?<![0-9])\.|\.(?![0-9])")
_KEPT_WHEN_FOLDING = frozenset("+#*")
_DROPPED_WITHOUT_DOTS = bytes(
    code for code in range(128) if not chr(code).isalnum() and chr(code) not in _KEPT_WHEN_FOLDING
)


def slug(name: str, *, fallback: str = "") -> str:
    """Lower-case words joined by hyphens, cut on a hyphen at 45 characters, as Papers With Code did.

    A name that leaves nothing (one in Chinese, say) gives the slug of ``fallback``; and if that leaves
    nothing either, the first letters of the name's hash, so that a slug is never empty.
    """
    for text in (name, fallback):
        plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
        words = _NOT_SLUG.sub("-", plain).strip("-")
        if words:
            return _cut(words)
    return hashlib.sha256(name.encode()).hexdigest()[:12]


def as_slug(text: str) -> str:
    """A slug of the old site in the form that slugs have here: nearly always it is that already."""
    return text if len(text) <= _LONGEST_KEPT and _IS_SLUG.fullmatch(text) else slug(text)


def board_slug(task: str, dataset: str) -> str:
    """The slug of a leaderboard from the names of its task and dataset."""
    return slug(f"{slug(task)}-on-{slug(dataset)}")


def free_slug(wanted: str, is_taken: Callable[[str], bool]) -> str:
    """``wanted``, or the first of ``wanted-1``, ``wanted-2``, ... that is not taken."""
    return next(candidate for candidate in slugs(wanted) if not is_taken(candidate))


def slugs(wanted: str) -> Iterator[str]:
    """``wanted``, ``wanted-1``, ``wanted-2``, ..., without end."""
    yield wanted
    yield from (f"{wanted}-{number}" for number in count(1))


def _cut(words: str) -> str:
    if len(words) <= SLUG_LENGTH:
        return words
    at = words.rfind("-", 0, SLUG_LENGTH + 1)
    return words[:at] if at > 0 else words[:SLUG_LENGTH]


def fold(name: str) -> str:
    """The form under which two spellings of one name are equal.

    Case, Unicode form, spaces and most punctuation are dropped; ``+ # *`` and a dot between digits stay,
    because OPT-1.3B is not OPT-13B and PointNet is not PointNet++.
    """
    if name.isascii():  # the same in one step, for nearly all names
        text = name.lower()
        if "." in text:
            return _DROPPED_FROM_ASCII.sub("", text) or text
        return text.encode().translate(None, _DROPPED_WITHOUT_DOTS).decode() or text
    text = _without_case(name)
    dots = {match.start() for match in _DOT_BETWEEN_DIGITS.finditer(text)}
    kept = "".join(c for i, c in enumerate(text) if _is_kept(c) or i in dots)
    return _without_case(kept) or text


def _without_case(text: str) -> str:
    """Unicode's own recipe for comparing without case (The Unicode Standard, section 3.13, D146)."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def _is_kept(character: str) -> bool:
    """Letters, digits, the marks that some scripts write vowels with, and ``+ # *``."""
    return (
        character.isalnum()
        or character in _KEPT_WHEN_FOLDING
        or unicodedata.category(character).startswith("M")
    )


def result_id(submission: str, index: int) -> str:
    """The id of the result at ``index`` (from 0) in the submission at this path: it never changes."""
    return hashlib.sha256(f"{submission}#{index}".encode()).hexdigest()[:16]


def blob_id(data: bytes) -> str:
    """The id that git gives to a file with these bytes (SHA-1 object format)."""
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def shard(key: str) -> str:
    """Which of the 256 shards a paper's slug or a locator falls into: two hexadecimal digits."""
    return hashlib.sha256(key.encode()).hexdigest()[:2]


def paper_path(paper: str) -> str:
    """The shard that holds the paper with this slug."""
    return papers_shard(shard(paper))


def papers_shard(digits: str) -> str:
    """The file of a shard of papers."""
    return f"catalog/papers/{digits}.jsonl"


def locator_path(locator: str) -> str:
    """The shard that says what this locator points to."""
    return f"catalog/locators/{shard(locator)}.jsonl"


def board_path(task: str, dataset: str) -> str:
    """The file of the leaderboard with these slugs of a task and a dataset."""
    return f"catalog/leaderboards/{task}/{dataset}.json"
