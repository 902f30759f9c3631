"""Addresses that a record had before: which of them lead on, and where to."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from pwc import canonical, identity
from pwc.record import Locator
from website import links
from website.change import Sides
from website.contents import Tables
from website.facts import BoardFacts, PaperFacts
from website.state import Former, State

_FORMER = re.compile(rb'^\{"locator":"(?:paper|task|dataset|method|sota):.*$', re.MULTILINE)


class Leads:
    """Brings up to date what a state knows of them.

    Whether an address leads on depends on its own entry, on whether anything has that slug now, and on what
    the entry leads to: one of these must differ for the page to do so.
    """

    def __init__(self, state: State, tables: Tables, boards: Iterable[BoardFacts]) -> None:
        """``boards`` are all that there are now."""
        self._state = state
        self._there: Mapping[str, Collection[str]] = {
            "paper": state.papers,
            "task": tables.tasks,
            "dataset": tables.datasets,
            "method": tables.methods,
            "sota": {board.slug for board in boards},
        }

    def update(
        self,
        files: Mapping[str, bytes | None],
        papers: Sides[PaperFacts],
        boards: Sides[BoardFacts],
        named: Iterable[str],
    ) -> set[str]:
        """The paths of pages that lead on and do so since now, or no more, or to another page.

        ``files`` are those of locators that differ, with None for what has gone.
        """
        affected = self._read(files)
        for record in (*named, *_came_or_left(papers, boards)):
            affected.add(record)
            affected.update(self._state.led_to.get(record, ()))
        now = {_page(locator): self._lead(locator) for locator in affected}
        if self._state.is_new:
            now.update(links.LISTS_OF_BEFORE)
        return {path for path, target in now.items() if self._moves(path, target)}

    def _read(self, files: Mapping[str, bytes | None]) -> set[str]:
        """What files that differ tell, and what they told: the addresses."""
        before: Former = {}
        now: Former = {}
        for path, data in files.items():
            before |= self._state.former.pop(path, {})
            if data is not None and (entries := _entries(path, data)):
                self._state.former[path] = entries
                now |= entries
        for address, record in before.items() - now.items():
            self._put(record, [each for each in self._state.led_to[record] if each != address])
        for address, record in now.items() - before.items():
            self._put(record, sorted([*self._state.led_to.get(record, ()), address]))
        return before.keys() | now.keys()

    def _put(self, record: str, addresses: list[str]) -> None:
        if addresses:
            self._state.led_to[record] = addresses
        else:
            del self._state.led_to[record]

    def _lead(self, address: str) -> str | None:
        """The path of the page that an address leads on to, if it does."""
        kind, _, slug = address.partition(":")
        record = self._state.former.get(identity.locator_path(address), {}).get(address)
        if record is None or slug in self._there.get(kind, ()):
            return None
        _, _, target = record.partition(":")
        if kind == "sota":
            board = self._state.boards.get(identity.board_path(*target.split("/")))
            target = "" if board is None else board.slug
        return links.page(kind, target) if target in self._there[kind] else None

    def _moves(self, path: str, target: str | None) -> bool:
        """Have a page lead on to another, or to none; whether it did otherwise before."""
        if self._state.moved.get(path) == target:
            return False
        if target is None:
            del self._state.moved[path]
        else:
            self._state.moved[path] = target
        return True


def _came_or_left(papers: Sides[PaperFacts], boards: Sides[BoardFacts]) -> Iterator[str]:
    """The addresses that a record has since now or no more, and of boards also what entries name them by."""
    yield from (f"paper:{slug}" for slug in papers.before.keys() ^ papers.now.keys())
    for key in boards.keys:
        slugs = {board.slug for board in (boards.before.get(key), boards.now.get(key)) if board is not None}
        if len(slugs) == 2 or key not in boards.before or key not in boards.now:
            yield f"sota:{key}"
            yield from (f"sota:{slug}" for slug in slugs)


def _entries(path: str, data: bytes) -> Former:
    """The addresses among the locators of a file, each with the record that it leads to."""
    entries = canonical.read_lines(path, b"\n".join(_FORMER.findall(data)), Locator)
    found = ((e.locator, e.board or e.paper or e.task or e.dataset or e.method) for e in entries)
    return {
        address: f"{address.partition(':')[0]}:{target}" for address, target in found if target is not None
    }


def _page(address: str) -> str:
    kind, _, slug = address.partition(":")
    return links.page(kind, slug)
