"""The files of the search's index that a change touches, made from those that are there.

They are what ``search_index.files`` would make of the whole catalog; the builds after a change are tested
against whole ones, byte for byte.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from functools import cache

import msgspec
from msgspec import Struct

from website import search_index
from website.contents import Contents
from website.search_index import ENTRY, KEY, OTHER, Row
from website.search_items import Item, Items, beginning, tokens_of

_rows = msgspec.json.Decoder(dict[str, Row]).decode
_listings = msgspec.json.Decoder(dict[str, str]).decode
_names = msgspec.json.Decoder(list[str]).decode

Before = Callable[[str], bytes]
"""Gives a file of the index that is there, by its path; raises FileNotFoundError."""


class Update(Struct, frozen=True):
    """The files that differ, and those that are no longer wanted."""

    changed: dict[str, bytes]
    gone: set[str]


class _CannotTellError(Exception):
    """The change is of a kind for which the whole index has to be made."""


def update(contents: Contents, keys: Collection[str], before: Before) -> Update | None:
    """What a change does to the index, if no board has gone or has another's slug: of what ``keys`` touch.

    For the keys see ``website.touched``. None says that the whole index is to be made.
    """
    try:
        patch = _Patch(before)
        for item in _items(contents, keys):
            patch.put(item)
        for key in keys:
            kind, _, slug = key.partition(":")
            if kind == "paper" and slug not in contents.papers:
                patch.remove_paper(slug)
        return patch.update()
    except (_CannotTellError, FileNotFoundError, msgspec.DecodeError):
        return None


def _items(contents: Contents, keys: Iterable[str]) -> Iterator[Item]:
    items = Items(contents)
    found: dict[str, Callable[[str], Item]] = {
        "task": lambda slug: items.task(contents.tasks[slug]),
        "dataset": lambda slug: items.dataset(contents.datasets[slug]),
        "method": lambda slug: items.method(contents.methods[slug]),
        "paper": lambda slug: items.paper(contents.papers[slug]),
        "area": lambda slug: items.area(contents.areas[slug]),
        "board": lambda slug: items.board(contents.boards[slug]),
    }
    for key in keys:
        kind, _, slug = key.partition(":")
        if kind in found:
            with suppress(KeyError):  # it has gone, or means what belongs to no area
                yield found[kind](slug)


class _Patch:
    """The rows and entries that differ, found by reading the files that they stand in."""

    def __init__(self, before: Before) -> None:
        self._before = before
        self._names = cache(self._read_names)
        self._changed_names: set[str] = set()
        self._out: dict[str, set[str]] = defaultdict(set)
        self._in: dict[str, dict[str, str]] = defaultdict(dict)

    def put(self, item: Item) -> None:
        """Add a record, or have it as it is now."""
        key, row = self._key(item.kind, item.slug), search_index.row_of(item)
        old = self._row(key)
        if len(row[2]) == search_index.LONGEST_NAME:
            raise _CannotTellError  # the rest of the name may differ
        if old == row:
            return
        if key != search_index.hashed(f"{item.kind}:{item.slug}"):
            raise _CannotTellError
        self._set_row(key, row)
        if old is not None and item.kind == "p":
            self._take_out(key, old)
        if old is None or old[-1] != row[-1] or item.kind == "p":
            start = beginning(item.name)
            for token in item.tokens:
                self._out[token].add(key)
                self._in[token][key] = search_index.entry(key, row, token, start)

    def remove_paper(self, slug: str) -> None:
        """Take out a paper that has gone."""
        key = self._key("p", slug)
        old = self._row(key)
        if key != search_index.hashed(f"p:{slug}"):
            raise _CannotTellError
        if old is not None:
            self._take_out(key, old)
            self._set_row(key, None)

    def _key(self, kind: str, slug: str) -> str:
        """The key that a record has, or has once it is put: of two that share one, one has another.

        Which of the two depends on all, so that it is only known of one that is there already.
        """
        keys = search_index.keys(f"{kind}:{slug}")
        return next(key for key in keys if (row := self._row(key)) is None or row[:2] == (kind, slug))

    def _row(self, key: str) -> Row | None:
        return self._names(search_index.shard_of(key)).get(key)

    def _set_row(self, key: str, row: Row | None) -> None:
        shard = search_index.shard_of(key)
        self._changed_names.add(shard)
        if row is None:
            del self._names(shard)[key]
        else:
            self._names(shard)[key] = row

    def _take_out(self, key: str, old: Row) -> None:
        """Take a paper out of the listings of its old title's tokens."""
        if len(old[2]) == search_index.LONGEST_NAME:
            raise _CannotTellError  # the rest of the title is not known
        for token in tokens_of(old[2]):
            self._out[token].add(key)
            self._in[token].pop(key, None)

    def update(self) -> Update:
        """The files that come of it."""
        changed: dict[str, bytes] = {}
        gone: set[str] = set()
        for shard in self._changed_names:
            rows = self._names(shard)
            path = search_index.names_path(shard)
            if rows:
                changed[path] = search_index.encode(rows)
            else:
                gone.add(path)
        there = set(_names(self._before(search_index.DIRECTORY)))
        now = set(there)
        for group in {search_index.group_of(token) for token in self._out}:
            old = there & {OTHER}
            if group != OTHER:
                old = {name for name in there - {OTHER} if search_index.group_of(name) == group}
            new = search_index.in_files(self._patched(group, old))
            changed.update((search_index.tokens_path(name), search_index.encode(new[name])) for name in new)
            now = now - old | new.keys()
        gone.update(search_index.tokens_path(name) for name in there - now)
        changed[search_index.DIRECTORY] = search_index.encode(sorted(now))
        return Update(changed, gone)

    def _patched(self, group: str, names: Iterable[str]) -> dict[str, str]:
        listings: dict[str, str] = {}
        for name in names:
            listings.update(_listings(self._before(search_index.tokens_path(name))))
        for token, out in self._out.items():
            if search_index.group_of(token) == group:
                old = listings.pop(token, "")
                entries = [old[at : at + ENTRY] for at in range(0, len(old), ENTRY)]
                kept = [entry for entry in entries if entry[:KEY] not in out]
                if now := sorted([*kept, *self._in[token].values()]):
                    listings[token] = "".join(now)
        return listings

    def _read_names(self, shard: str) -> dict[str, Row]:
        try:
            return _rows(self._before(search_index.names_path(shard)))
        except FileNotFoundError:
            return {}
