"""Papers and their code, from the dumps into the store: one paper however it was addressed.

Two items are one paper if they share an identifier (arXiv, DOI, OpenReview, ACL), or an address and the
title. A row that gives a title alone, or an address that nothing else has, is the paper of that title; with
an address of its own only if the title has so many words that no two papers share it by chance.
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from rapidfuzz import fuzz

from archive import beyond, clean, taxonomy
from archive import paper_items as items
from archive.account import Account
from archive.dump import Item
from archive.paper_store import PaperStore, identifiers, untitled
from archive.tables import Row
from archive.taxonomy import Taxonomy
from pwc import identity, locator
from pwc.record import Code, Locator, Paper

TELLING_WORDS = 5
ALIKE = 80
"""Of a hundred: so alike are two spellings of one title."""


class _Told(Struct, frozen=True):
    """What an item tells of a paper; ``is_named`` if by its page on the old site."""

    paper: Paper
    place: str
    is_named: bool
    abstract: str | None = None
    code: Code | None = None


class Papers:
    """Takes papers and links from the dumps, and finds the paper of a row."""

    def __init__(self, store: PaperStore, taxonomy: Taxonomy, account: Account) -> None:
        self.store = store
        self._taxonomy = taxonomy
        self._account = account
        self._waiting: list[_Told] = []

    def add_paper(self, item: Item, place: str) -> None:
        """Take an item of papers-with-abstracts."""
        told = items.told_paper(item)
        abstract = items.abstract(item)
        extra = beyond.of(item)
        if extra is not None:
            self._add_exact(item, beyond.exact(told, _own(extra), place), extra, place)
            return
        if not told.title:
            self._account.leave_out(place, "a paper without a title")
            return
        for method in items.objects(item, "methods"):
            self._taxonomy.add_method(method, place)
        paper = replace(
            told,
            tasks=self._taxonomy.tasks_of(items.strings(item, "tasks"), place),
            methods=self._taxonomy.methods_of(items.methods(item), place),
        )
        self._take(_Told(paper, place, items.is_named(item), abstract=abstract))

    def add_link(self, item: Item, place: str) -> None:
        """Take an item of links-between-papers-and-code."""
        paper, code = items.told_link(item), items.told_code(item)
        extra = beyond.of(item)
        if extra is not None:
            code = beyond.exact(code, extra, place)
        if not code.url:
            self._account.leave_out(place, "a link to code that is no web address")
            return
        if extra is not None and (slug := self._slug(paper.slug)) is not None:
            self._add_code(slug, code)
        else:
            self._take(_Told(paper, place, items.is_named(item), code=code))

    def finish(self) -> None:
        """Take what came before that which tells what paper it is about."""
        for told in self._waiting:
            if told.paper.title or self._known(told.paper, is_named=told.is_named) is not None:
                self._put(told)
            else:
                self._account.leave_out(told.place, "a link to code of a paper that has no title")

    def _take(self, told: _Told) -> None:
        """Take what an item tells of a paper; at the end, if it gives the title alone, or no title.

        What else there is of one title must be known first, or the next import would find another paper.
        """
        paper = told.paper
        is_located = told.is_named or any(identifiers(paper).values())
        if is_located and (paper.title or self._known(paper, is_named=told.is_named) is not None):
            self._put(told)
        else:
            self._waiting.append(told)

    def _put(self, told: _Told) -> None:
        slug = self._merged(told.paper, is_named=told.is_named)
        if told.abstract is not None:
            self.store.add_abstract(slug, told.abstract)
        if told.code is not None:
            self._add_code(slug, told.code)

    def of_row(self, row: Row) -> str | None:
        """The slug of the paper that a row names, made if there is none yet; None if it names none."""
        title, address = clean.title(row.paper_title), clean.link(row.paper_url)
        old = taxonomy.slug_at(row.paper_url, "paper")
        key = locator.url(address) if address and old is None else None
        slug = self._slug(old) if old else self._addressed(title, key)
        slug = slug or self._titled(title, key)
        if slug is None:
            if title is None and key is None and old is None:
                return None
            slug = self._made(title or untitled(key or old or ""), old, key)
        self.store.fill(slug, Paper(slug=slug, title=title or "", date=clean.day(row.paper_date)))
        if key is not None:
            self.store.lead(key, slug, kept=True)
        self._use(slug, row)
        return slug

    def claim(self, slug: str, row: Row) -> str:
        """The slug of the paper that an exported row refers to by a slug, made if there is none yet."""
        known = self._slug(slug)
        if known is None:
            known = slug
            address = clean.link(row.paper_url)
            key = locator.url(address) if address else None
            free = key is not None and self.store.at(key) is None
            title, day = clean.title(row.paper_title) or slug, clean.day(row.paper_date)
            self.store.put(Paper(slug=slug, title=title, date=day, **items.located(key if free else None)))
        self._use(known, row)
        return known

    def _use(self, slug: str, row: Row) -> None:
        self.store.use(slug)
        for link in row.code:
            if (url := clean.link(link)) is not None:
                self.store.add_code(slug, Code(url=url))

    def _add_code(self, slug: str, code: Code) -> None:
        self.store.use(slug)
        self.store.add_code(slug, code)

    def _add_exact(self, item: Item, paper: Paper, extra: dict[str, Any], place: str) -> None:
        """Take a paper over as a catalog had it, with what led to it there."""
        abstract = items.abstract(item)
        known = self._known(paper, is_named=True)
        if known is None:
            known = paper.slug
            self.store.put(self._without_others(paper))
        elif known != paper.slug:  # there already under another slug, in what is added to
            self.store.lead(f"paper:{paper.slug}", known, kept=True)
        self._taxonomy.tasks.claim_all(paper.tasks, items.strings(item, "tasks"))
        self._taxonomy.methods.claim_all(paper.methods, items.methods(item))
        if extra.get("in_catalog") is True or paper.submission is not None:
            self.store.use(known)
        if abstract is not None and paper.abstract is None:
            self.store.add_abstract(known, abstract)
        locators = extra.get("locators")
        for key in locators if isinstance(locators, list) else ():
            leading = beyond.record(Locator, {"locator": key, "paper": known}, f"{place}: {beyond.KEY}")
            self.store.lead(leading.locator, known, kept=True)

    def _merged(self, paper: Paper, *, is_named: bool) -> str:
        """Store a paper, or what it adds to one that is there."""
        known = self._known(paper, is_named=is_named)
        if known is None:
            slug = self.store.free_slug(paper.slug)
            self.store.put(replace(self._without_others(paper), slug=slug))
            return slug
        self.store.fill(known, paper)
        if is_named and paper.slug not in self.store:
            self.store.lead(f"paper:{paper.slug}", known, kept=True)
        return known

    def _known(self, paper: Paper, *, is_named: bool) -> str | None:
        """The slug of the paper in the store that this one is; ``is_named`` if its slug is the old site's."""
        fields = identifiers(paper)
        address = fields.pop("url")
        known = self._slug(paper.slug) if is_named else None
        if known is not None and _may_be_one(self.store.get(known), paper):
            return known
        keys = [*locator.locators(fields)]
        for key in keys:
            if (found := self.store.at(key)) is not None:
                return found
        found = self.store.at(locator.url(address)) if address else None
        if found is not None and identity.fold(self.store.get(found).title) == identity.fold(paper.title):
            return found
        keys += [locator.url(address)] if address and found is None else []
        return None if is_named else self._titled(paper.title or None, next(iter(keys), None))

    def _slug(self, slug: str) -> str | None:
        return slug if slug in self.store else self.store.at(f"paper:{slug}")

    def _addressed(self, title: str | None, key: str | None) -> str | None:
        """The paper of a row by the row's address: many papers may share the page of a conference."""
        found = None if key is None else self.store.at(key)
        if found is None or key is None or not key.startswith("url:"):
            return found
        return None if _are_two(title or "", self.store.get(found).title) else found

    def _titled(self, title: str | None, key: str | None) -> str | None:
        if title is None or (key is not None and len(title.split()) < TELLING_WORDS):
            return None
        found = self.store.titled(title)
        if found is None or key is None:
            return found
        kind = key.partition(":")[0]
        other = identifiers(self.store.get(found)).get(kind) if kind in items.LONGEST else None
        return None if other else found  # two arXiv papers may share a title, and are two

    def _made(self, title: str, slug: str | None, key: str | None) -> str:
        own = None if key is None or self.store.at(key) is not None else key
        free = self.store.free_slug(slug or identity.slug(title, fallback=key or ""))
        self.store.put(Paper(slug=free, title=title, **items.located(own)))
        return free

    def _without_others(self, paper: Paper) -> Paper:
        """A paper without an address that leads to another one already: a conference's page, say."""
        taken = paper.url and self.store.at(locator.url(paper.url)) not in {None, paper.slug}
        return replace(paper, url=None) if taken else paper


def _are_two(title: str, other: str) -> bool:
    """Whether two titles are for certain those of two papers, and not one title as two people typed it."""
    if any(len(one.split()) < TELLING_WORDS or "et al" in one for one in (title, other)):
        return False
    one, another = identity.fold(title), identity.fold(other)
    return one not in another and another not in one and fuzz.ratio(one, another) < ALIKE


def _may_be_one(one: Paper, other: Paper) -> bool:
    """Whether the identifiers of two papers say nowhere that they are two."""
    known, more = (
        dict(key.split(":", 1) for key in locator.locators(identifiers(paper))) for paper in (one, other)
    )
    return all(known[kind] == more[kind] for kind in known.keys() & more.keys() - {"url"})


def _own(extra: dict[str, Any]) -> dict[str, Any]:
    """The fields of the paper's record: beside them stands what the store keeps of it."""
    return {key: value for key, value in extra.items() if key not in {"locators", "in_catalog"}}
