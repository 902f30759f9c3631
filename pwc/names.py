"""Looking records up by their names, which have aliases and variants.

A lookup is exact, or finds the record under another spelling and says so: a variant is never a silent
match. Exact names are found in the file's bytes, so that a table of 15,000 names costs nothing to one
submission that spells its names right; what is read more than that is read once, for all views of a table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Generic, TypeVar

from msgspec import Struct

from pwc import canonical, identity
from pwc.record import Named

_WORD = re.compile(r"[A-Za-z0-9]+")
_FEW = 50
_BYTES_A_LOOKUP = 2_000
"""While fewer slugs are looked for in the bytes, that costs less than reading the whole table."""

_RESEMBLES = 70
"""Of a hundred: how much of two names must be the same letters in the same order."""

AnyNamed = TypeVar("AnyNamed", bound=Named)


class Match(Struct, Generic[AnyNamed], frozen=True):
    """A record found by a name, and whether the name is exactly the record's."""

    record: AnyNamed
    exact: bool


class _Stored(Generic[AnyNamed]):
    """The records of one ``.jsonl`` file, read as far as they are asked for."""

    def __init__(self, path: str, data: bytes, kind: type[AnyNamed]) -> None:
        self.path, self.data, self.kind = path, data, kind
        self._looked_up: set[str] = set()
        self._few = max(_FEW, len(data) // _BYTES_A_LOOKUP)

    def by_slug(self, slug: str) -> AnyNamed | None:
        if len(self._looked_up) < self._few:
            self._looked_up.add(slug)
            return canonical.find_record(self.path, self.data, self.kind, slug)
        return self._by_slug.get(slug)

    def by_name(self, name: str) -> AnyNamed | None:
        """The record of exactly this name, if its slug is the name's or the table has been read."""
        if len(self._looked_up) < self._few:
            record = self.by_slug(identity.slug(name))
            return record if record is not None and record.name == name else None
        return self._by_name.get(name)

    @cached_property
    def _by_name(self) -> dict[str, AnyNamed]:
        return {record.name: record for record in self.records}

    @cached_property
    def _by_slug(self) -> dict[str, AnyNamed]:
        return {record.slug: record for record in self.records}

    @cached_property
    def records(self) -> list[AnyNamed]:
        return canonical.read_lines(self.path, self.data, self.kind)

    @cached_property
    def by_folded_name(self) -> dict[str, list[AnyNamed]]:
        return _by_folded_name(self.records)

    @cached_property
    def by_first_letter(self) -> dict[str, list[tuple[str, AnyNamed]]]:
        return _by_first_letter(self.records)


class Names(Generic[AnyNamed]):
    """A table of named records: those of one ``.jsonl`` file with others on top."""

    def __init__(self, path: str, data: bytes, kind: type[AnyNamed], *, without: str | None = None) -> None:
        """``without`` leaves out what the submission at this path brought."""
        self._stored = _Stored(path, data, kind)
        self._without = without
        self._added: dict[str, AnyNamed] = {}
        self._removed: frozenset[str] = frozenset()

    def plus(self, records: Iterable[AnyNamed]) -> Names[AnyNamed]:
        """This table with more records, or with newer versions of some of its own."""
        added = {record.slug: record for record in records}
        return self._view(self._without, self._added | added, self._removed - added.keys())

    def minus(self, slug: str) -> Names[AnyNamed]:
        """This table without the record of a slug."""
        added = {key: record for key, record in self._added.items() if key != slug}
        return self._view(self._without, added, self._removed | {slug})

    def reread(self, data: bytes) -> Names[AnyNamed]:
        """The table of a file that has other bytes now; only the lines that differ are read."""
        stored = self._stored
        gone, new = (
            canonical.read_lines(stored.path, some, stored.kind) for some in _differing(stored.data, data)
        )
        added = {record.slug: record for record in new}
        removed = frozenset(record.slug for record in gone if record.slug not in added)
        return self._view(self._without, added, removed)

    def changed_since(self, before: Names[AnyNamed]) -> dict[str, AnyNamed | None]:
        """What this table of the same file has otherwise, by slug; None for a record that it has no more."""
        touched = {*self._added, *self._removed, *before._added, *before._removed}
        now = {slug: self.by_slug(slug) for slug in touched}
        return {slug: record for slug, record in now.items() if record != before.by_slug(slug)}

    def excluding(self, submission: str) -> Names[AnyNamed]:
        """This table without what the submission at this path brought."""
        return self._view(submission, self._added, self._removed)

    def __iter__(self) -> Iterator[AnyNamed]:
        """All records, sorted by slug."""
        there = {record.slug: record for record in self._stored.records if not self._is_left_out(record)}
        return iter(record for _, record in sorted((there | self._added).items()))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def by_slug(self, slug: str) -> AnyNamed | None:
        """The record with this slug."""
        if slug in self._added:
            return self._added[slug]
        record = self._stored.by_slug(slug)
        return None if record is None or self._is_left_out(record) else record

    def has_slug(self, slug: str) -> bool:
        """Whether a record has this slug."""
        return self.by_slug(slug) is not None

    def find(self, name: str) -> Match[AnyNamed] | None:
        """The record that a name means: exactly, or as an alias or another spelling of its name."""
        if name not in self._found:
            self._found[name] = self._find(name)
        return self._found[name]

    def near(self, name: str, limit: int = 3) -> list[str]:
        """Names that look like a slip of this one, the nearest first. Costs a look at every name."""
        from rapidfuzz import fuzz, process  # noqa: PLC0415 (asked only when a finding is reported)

        wanted = identity.fold(name)
        scorer = fuzz.WRatio if len(wanted) > 3 else fuzz.ratio
        known = list(self._stored.by_folded_name | self._added_by_folded_name)
        close = process.extract(wanted, known, scorer=scorer, limit=limit, score_cutoff=75)
        records = (self._by_folded_name(folded) for folded, _, _ in close)
        return list(dict.fromkeys(record.name for record in records if record is not None))

    def abbreviated(self, name: str, limit: int = 3) -> list[str]:
        """Names whose initials, or whose full name's initials, are this name: QA is Question Answering."""
        short = name.replace(".", "").lower()
        if not 2 <= len(short) <= 6 or not short.isalpha():
            return []
        return [r.name for r in self if any(_initials(text) == short for text in _texts(r))][:limit]

    def resembling(self, name: str) -> Iterator[AnyNamed]:
        """The records that have a name of much the same letters: many more than are meant."""
        from rapidfuzz import fuzz, process  # noqa: PLC0415 (asked only about what is new)

        known = list(self._stored.by_folded_name | self._added_by_folded_name)
        close = process.extract(
            identity.fold(name), known, scorer=fuzz.ratio, score_cutoff=_RESEMBLES, limit=None
        )
        found = (self._by_folded_name(folded) for folded, _, _ in close)
        return (record for record in found if record is not None)

    def beginning_with(self, letter: str) -> list[tuple[str, AnyNamed]]:
        """All names, aliases and full names with this first letter, each with its record.

        Its case does not count, nor does a *The* before it.
        """
        stored = self._stored.by_first_letter.get(letter.lower(), ())
        there = [
            (text, record)
            for text, record in stored
            if record.slug not in self._added and not self._is_left_out(record)
        ]
        return there + _by_first_letter(self._added.values()).get(letter.lower(), [])

    def _view(
        self, without: str | None, added: dict[str, AnyNamed], removed: frozenset[str]
    ) -> Names[AnyNamed]:
        view = object.__new__(Names)
        view._stored, view._without, view._added, view._removed = self._stored, without, added, removed
        return view

    def _find(self, name: str) -> Match[AnyNamed] | None:
        if not self._added:  # nearly all names are found here
            likely = self._stored.by_name(name)
            if likely is not None and not self._is_left_out(likely):
                return Match(likely, exact=True)
        likely = self.by_slug(identity.slug(name))
        if likely is not None and likely.name == name:
            return Match(likely, exact=True)
        record = self._by_folded_name(identity.fold(name))
        return None if record is None else Match(record, exact=record.name == name)

    def _by_folded_name(self, folded: str) -> AnyNamed | None:
        added = self._added_by_folded_name.get(folded, [])
        stored = [
            record
            for record in self._stored.by_folded_name.get(folded, ())
            if not self._is_left_out(record) and record.slug not in self._added
        ]
        # a record's own name wins over another's alias
        return min(
            (*added, *stored),
            key=lambda record: (identity.fold(record.name) != folded, record.slug),
            default=None,
        )

    def _is_left_out(self, record: AnyNamed) -> bool:
        if record.slug in self._removed:
            return True
        return self._without is not None and record.submission == self._without

    @cached_property
    def _found(self) -> dict[str, Match[AnyNamed] | None]:
        return {}

    @cached_property
    def _added_by_folded_name(self) -> dict[str, list[AnyNamed]]:
        return _by_folded_name(self._added.values())


def _differing(before: bytes, after: bytes) -> tuple[bytes, bytes]:
    """The lines that only one of two texts has, those before and those after."""
    one, other = before.splitlines(keepends=True), after.splitlines(keepends=True)
    return b"".join(sorted({*one}.difference(other))), b"".join(sorted({*other}.difference(one)))


def _texts(record: Named) -> list[str]:
    full_name: str | None = getattr(record, "full_name", None)
    return [record.name, *record.aliases, *([full_name] if full_name else [])]


def _initials(text: str) -> str:
    return "".join(word[0] for word in _WORD.findall(text)).lower()


def _by_folded_name(records: Iterable[AnyNamed]) -> dict[str, list[AnyNamed]]:
    index: dict[str, list[AnyNamed]] = {}
    for record in records:
        for name in (record.name, *record.aliases):
            index.setdefault(identity.fold(name), []).append(record)
    return index


def _by_first_letter(records: Iterable[AnyNamed]) -> dict[str, list[tuple[str, AnyNamed]]]:
    index: dict[str, list[tuple[str, AnyNamed]]] = {}
    for record in records:
        for text in filter(None, (record.name, *record.aliases, getattr(record, "full_name", None))):
            first = text[4:5] if text[:4].lower() == "the " else text[:1]
            index.setdefault(first.lower(), []).append((text, record))
    return index
