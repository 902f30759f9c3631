"""Named records as a dump brings them: one record for a name, however often and wherever it is named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Generic, TypeVar

from msgspec.structs import replace

from archive.dump import BadDumpError
from pwc import identity
from pwc.record import Named

AnyNamed = TypeVar("AnyNamed", bound=Named)

DIFFERENT = "dumps of different catalogs go into directories of their own, and are merged one after the other"


class Register(Generic[AnyNamed]):
    """The areas, tasks, datasets or methods of an import, by slug and by name."""

    def __init__(self, kind: type[AnyNamed]) -> None:
        self._kind = kind
        self._records: dict[str, AnyNamed] = {}
        self._by_name: dict[str, str] = {}
        self._by_alias: dict[str, str] = {}
        self._exact: set[str] = set()
        self._claimed: set[str] = set()
        self.former: dict[str, str] = {}
        """Slugs that lead to a record of another slug."""

    def __getitem__(self, slug: str) -> AnyNamed:
        return self._records[slug]

    def __contains__(self, slug: str) -> bool:
        return slug in self._records

    def __iter__(self) -> Iterator[AnyNamed]:
        """All records, sorted by slug. An alias leads to one record, and never hides another one's name."""
        return iter(self._with_own_aliases(record) for _, record in sorted(self._records.items()))

    def find(self, name: str) -> str | None:
        """The slug of the record that has this name or alias, in whichever spelling."""
        folded = identity.fold(name)
        return self._by_name.get(folded) or self._by_alias.get(folded)

    def add(self, name: str, slug: str | None = None) -> str:
        """The slug of the record of this name, made if there is none, with ``slug`` if that is free."""
        return self.find(name) or self.make(name, slug)

    def make(self, name: str, slug: str | None = None) -> str:
        """Make a record of a name that none has yet."""
        free = identity.free_slug(slug or identity.slug(name), lambda taken: taken in self._records)
        self._keep(self._kind(slug=free, name=name))
        return free

    def put(self, record: AnyNamed) -> None:
        """Take a record over exactly as a catalog had it. Raises BadDumpError if another has its slug."""
        known = self._records.get(record.slug)
        if known is not None and record.slug in self._claimed:
            self._claimed.remove(record.slug)
            del self._by_name[identity.fold(known.name)]
            known = None
        if known is not None and identity.fold(known.name) != identity.fold(record.name):
            raise BadDumpError(f"{record.slug} is {known.name!r} and {record.name!r}: {DIFFERENT}")
        named = self._by_name.get(identity.fold(record.name), record.slug)
        if named != record.slug:
            raise BadDumpError(f"{record.name!r} is {named} and {record.slug}: {DIFFERENT}")
        self._exact.add(record.slug)
        self._keep(record)

    def claim(self, slug: str, name: str) -> None:
        """Make sure that there is a record of a slug that an exported item refers to; its own may follow."""
        if slug not in self._records:
            taken = identity.fold(name) in self._by_name
            self.put(self._kind(slug=slug, name=slug if taken else name))
            self._claimed.add(slug)

    def claim_all(self, slugs: Iterable[str], names: Iterable[str] = ()) -> None:
        """The same for several slugs; a record that is made is called by the name that gives its slug."""
        missing = [slug for slug in slugs if slug not in self._records]
        if missing:
            by_slug = {identity.slug(name): name for name in names}
            for slug in missing:
                self.claim(slug, by_slug.get(slug, slug))

    def fill(self, slug: str, **fields: Any) -> None:
        """Add what is known of a record: lists grow, and of other fields the first that is given stays."""
        record = self._records[slug]
        if slug in self._exact:
            return
        more = {
            field: _united(getattr(record, field), value)
            for field, value in fields.items()
            if value and value != getattr(record, field)
        }
        if more:
            self._keep(replace(record, **more))

    def replace(self, record: AnyNamed) -> None:
        """Put a changed record in the place of the one with its slug."""
        self._records[record.slug] = record

    def _keep(self, record: AnyNamed) -> None:
        self._records[record.slug] = record
        self._by_name.setdefault(identity.fold(record.name), record.slug)
        for alias in record.aliases:
            self._by_alias.setdefault(identity.fold(alias), record.slug)

    def _with_own_aliases(self, record: AnyNamed) -> AnyNamed:
        if record.slug in self._exact:
            return record
        spellings = {identity.fold(alias): alias for alias in reversed(record.aliases)}
        aliases = (alias for alias in record.aliases if spellings[identity.fold(alias)] == alias)
        own = tuple(alias for alias in aliases if self._is_own(alias, record.slug))
        return replace(record, aliases=own) if own != record.aliases else record

    def _is_own(self, alias: str, slug: str) -> bool:
        folded = identity.fold(alias)
        return folded not in self._by_name and self._by_alias[folded] == slug


def _united(have: Any, more: Any) -> Any:
    if isinstance(have, tuple):
        return tuple(dict.fromkeys((*have, *more)))
    return more if have is None else have
