"""All papers of an import in a scratch database on disk: half a million of them would not fit into memory.

A paper is found by its slug, by every identifier and address it was named with, and by its title.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from archive.clean import LONGEST_TITLE
from pwc import identity, locator
from pwc.record import Code, Locator, Paper

_TABLES = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -200000;
CREATE TABLE paper (
    slug TEXT PRIMARY KEY, shard TEXT, title TEXT, record BLOB, abstract TEXT, in_catalog INTEGER
) WITHOUT ROWID;
CREATE INDEX by_title ON paper (title);
CREATE INDEX by_shard ON paper (shard, slug);
CREATE TABLE locator (locator TEXT PRIMARY KEY, slug TEXT, kept INTEGER) WITHOUT ROWID;
CREATE INDEX by_paper ON locator (slug, locator);
CREATE TABLE code (
    slug TEXT, number INTEGER, address TEXT, record BLOB, PRIMARY KEY (slug, address)
) WITHOUT ROWID;
"""
_IDENTIFIERS = ("arxiv", "doi", "openreview", "acl")
_decode = msgspec.json.Decoder(Paper).decode
_decode_code = msgspec.json.Decoder(Code).decode


class Kept(Struct, frozen=True):
    """A paper as the import leaves it. Its abstract is kept beside the catalog, or all of it."""

    paper: Paper
    abstract: str | None
    in_catalog: bool
    locators: tuple[str, ...]
    """What leads to it in the catalog."""


class PaperStore:
    """The papers of an import. What is known of one grows; what was known first stays."""

    def __init__(self, file: Path) -> None:
        self._database = sqlite3.connect(file, isolation_level=None)
        self._database.executescript(_TABLES)
        self._ask = self._database.execute
        self._ask("BEGIN")
        self._codes = 0

    def close(self) -> None:
        """Let the database go."""
        self._database.close()

    def __contains__(self, slug: str) -> bool:
        return self._ask("SELECT 1 FROM paper WHERE slug = ?", (slug,)).fetchone() is not None

    def get(self, slug: str) -> Paper:
        """The paper with this slug, which must be there."""
        return _decode(self._ask("SELECT record FROM paper WHERE slug = ?", (slug,)).fetchone()[0])

    def at(self, key: str) -> str | None:
        """The slug of the paper that a locator (see ``pwc.locator``) leads to."""
        found = self._ask("SELECT slug FROM locator WHERE locator = ?", (key,)).fetchone()
        return None if found is None else found[0]

    def titled(self, title: str) -> str | None:
        """The slug of the first paper of this title, in whichever spelling."""
        found = self._ask("SELECT min(slug) FROM paper WHERE title = ?", (identity.fold(title),)).fetchone()
        return found[0]  # type: ignore[no-any-return] # SQLite's

    def free_slug(self, wanted: str) -> str:
        """A slug that no paper has."""
        return identity.free_slug(wanted, lambda slug: slug in self or self.at(f"paper:{slug}") is not None)

    def put(self, paper: Paper, *, in_catalog: bool = False) -> None:
        """Store a paper of a new slug, with the locators that its fields give where they lead nowhere yet."""
        self._ask(
            "INSERT INTO paper VALUES (?, ?, ?, ?, NULL, ?)",
            (
                paper.slug,
                identity.shard(paper.slug),
                identity.fold(paper.title),
                msgspec.json.encode(replace(paper, code=())),
                in_catalog,
            ),
        )
        for key in locator.locators(identifiers(paper)):
            self.lead(key, paper.slug)
        for code in paper.code:
            self.add_code(paper.slug, code)

    def fill(self, slug: str, more: Paper) -> None:
        """Add to a paper what is known of it from elsewhere, where it has nothing yet."""
        known = self.get(slug)
        fields: dict[str, Any] = {}
        if more.title and known.title in map(untitled, locator.locators(identifiers(known))):
            fields["title"] = more.title
        for field in set(Paper.__struct_fields__) - {"slug", "title", "code", "submission", "abstract"}:
            value = getattr(more, field)
            if value and not getattr(known, field) and self._leads_here(field, value, slug):
                fields[field] = value
        if fields:
            whole = replace(known, **fields)
            self._ask(
                "UPDATE paper SET record = ?, title = ? WHERE slug = ?",
                (msgspec.json.encode(whole), identity.fold(whole.title), slug),
            )
            for key in locator.locators(identifiers(whole)):
                self.lead(key, slug)

    def add_abstract(self, slug: str, abstract: str) -> None:
        """Keep an abstract beside a paper, if it has none yet."""
        self._ask("UPDATE paper SET abstract = ? WHERE slug = ? AND abstract IS NULL", (abstract, slug))

    def use(self, slug: str) -> None:
        """Say that a paper belongs into the catalog."""
        self._ask("UPDATE paper SET in_catalog = 1 WHERE slug = ?", (slug,))

    def lead(self, key: str, slug: str, *, kept: bool = False) -> None:
        """Let a locator lead to a paper, if it leads nowhere yet; what is ``kept`` the catalog has."""
        self._ask("INSERT OR IGNORE INTO locator VALUES (?, ?, ?)", (key, slug, kept))
        if kept:
            self._ask("UPDATE locator SET kept = 1 WHERE locator = ? AND slug = ?", (key, slug))

    def add_code(self, slug: str, code: Code) -> None:
        """Add a repository to a paper, unless it has it already."""
        self._codes += 1
        values = (slug, self._codes, locator.url(code.url), msgspec.json.encode(code))
        self._ask("INSERT OR IGNORE INTO code VALUES (?, ?, ?, ?)", values)

    def shard(self, shard: str) -> Iterator[Kept]:
        """The papers of a shard (two hexadecimal digits), sorted by slug."""
        wanted = "SELECT slug, record, abstract, in_catalog FROM paper WHERE shard = ? ORDER BY slug"
        for slug, record, abstract, in_catalog in self._ask(wanted, (shard,)):
            codes = self._ask("SELECT record FROM code WHERE slug = ? ORDER BY number", (slug,))
            paper = replace(_decode(record), code=tuple(_decode_code(code) for (code,) in codes))
            keys = (
                self._ask("SELECT locator FROM locator WHERE slug = ? AND kept", (slug,))
                if in_catalog
                else ()
            )
            kept = {key for (key,) in keys} | set(locator.locators(identifiers(paper)))
            yield Kept(paper, abstract, bool(in_catalog), tuple(sorted(kept)))

    def _leads_here(self, field: str, value: str, slug: str) -> bool:
        """Whether an identifier may be a paper's own: it is, unless it leads to another paper."""
        keys = locator.locators({field: value}) if field in (*_IDENTIFIERS, "url") else ()
        return all(self.at(key) in {None, slug} for key in keys)


def untitled(key: str) -> str:
    """What a paper is called of which only a locator is known."""
    return key.removeprefix("url:")[:LONGEST_TITLE]


def identifiers(paper: Paper) -> dict[str, str | None]:
    """The fields that locate a paper."""
    return {name: getattr(paper, name) for name in (*_IDENTIFIERS, "url")}


def leading_to(keys: Iterable[str], slug: str) -> list[Locator]:
    """Locators as records."""
    return [Locator(locator=key, paper=slug) for key in keys]
