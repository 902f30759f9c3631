"""Looking records up by their names, which have aliases and variants.

A lookup is exact, or finds the record under another spelling and says so: a variant is never a silent
match. Exact names are found in the file's bytes, so that a table of 15,000 names costs nothing to one
submission that spells its names right.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Generic, TypeVar

from msgspec import Struct

from pwc import canonical, identity
from pwc.record import Named

AnyNamed = TypeVar("AnyNamed", bound=Named)


class Match(Struct, Generic[AnyNamed], frozen=True):
    """A record found by a name, and whether the name is exactly the record's."""

    record: AnyNamed
    exact: bool


class Names(Generic[AnyNamed]):
    """A table of named records, read from one ``.jsonl`` file with others on top."""

    def __init__(
        self,
        path: str,
        data: bytes,
        kind: type[AnyNamed],
        *,
        added: Iterable[AnyNamed] = (),
        without: str | None = None,
    ) -> None:
        """``without`` leaves out what this submission brought; ``added`` counts as if it were there."""
        self._path, self._data, self._kind, self._without = path, data, kind, without
        self._added = {record.slug: record for record in added}

    def plus(self, records: Iterable[AnyNamed]) -> Names[AnyNamed]:
        """This table with more records, or with newer versions of some of its own."""
        added = self._added | {record.slug: record for record in records}
        return Names(self._path, self._data, self._kind, added=added.values(), without=self._without)

    def __iter__(self) -> Iterator[AnyNamed]:
        """All records, sorted by slug."""
        return iter(self._records.values())

    def __len__(self) -> int:
        return len(self._records)

    def by_slug(self, slug: str) -> AnyNamed | None:
        """The record with this slug."""
        if slug in self._added:
            return self._added[slug]
        prefix = b'{"slug":"%s",' % slug.encode()
        start = 0 if self._data.startswith(prefix) else self._data.find(b"\n" + prefix) + 1
        if start == 0 and not self._data.startswith(prefix):
            return None
        line = self._data[start : self._data.find(b"\n", start)]
        record = canonical.read_lines(self._path, line, self._kind)[0]
        return None if self._is_left_out(record) else record

    def has_slug(self, slug: str) -> bool:
        """Whether a record has this slug."""
        return self.by_slug(slug) is not None

    def find(self, name: str) -> Match[AnyNamed] | None:
        """The record that a name means: exactly, or as an alias or another spelling of its name."""
        likely = self.by_slug(identity.slug(name))
        if likely is not None and likely.name == name:
            return Match(likely, exact=True)
        record = self._by_folded_name.get(identity.fold(name))
        return None if record is None else Match(record, exact=record.name == name)

    def near(self, name: str, limit: int = 3) -> list[str]:
        """Names that look like a slip of this one, the nearest first."""
        from rapidfuzz import fuzz, process  # noqa: PLC0415 (asked only when a finding is reported)

        wanted = identity.fold(name)
        scorer = fuzz.WRatio if len(wanted) > 3 else fuzz.ratio
        close = process.extract(
            wanted, self._by_folded_name.keys(), scorer=scorer, limit=limit, score_cutoff=75
        )
        return list(dict.fromkeys(self._by_folded_name[folded].name for folded, _, _ in close))

    def _is_left_out(self, record: AnyNamed) -> bool:
        return self._without is not None and record.submission == self._without

    @cached_property
    def _records(self) -> dict[str, AnyNamed]:
        stored = canonical.read_lines(self._path, self._data, self._kind)
        records = {record.slug: record for record in stored if not self._is_left_out(record)}
        return dict(sorted((records | self._added).items()))

    @cached_property
    def _by_folded_name(self) -> dict[str, AnyNamed]:
        index: dict[str, AnyNamed] = {}
        for record in self:
            for alias in record.aliases:
                index.setdefault(identity.fold(alias), record)
        for record in self:  # a record's own name wins over another's alias
            index[identity.fold(record.name)] = record
        return index
