"""Papers and their code, from the dumps into the store: one paper however it was addressed.

Two items are one paper if they share an identifier (arXiv, DOI, OpenReview, ACL), or an address and the
title. A row that gives a title alone, or an address that nothing else has, is the paper of that title; with
an address of its own only if the title has so many words that no two papers share it by chance.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from archive import beyond, clean, taxonomy
from archive.account import Account
from archive.dump import Item
from archive.paper_store import PaperStore, identifiers, untitled
from archive.tables import Row, text
from archive.taxonomy import Taxonomy
from pwc import identity, locator
from pwc.record import Code, Locator, Paper

TELLING_WORDS = 5
_LONGEST = {"arxiv": 30, "doi": 300, "openreview": 20, "acl": 60}
"""The fields of identifiers, with how long they are at most."""


class Papers:
    """Takes papers and links from the dumps, and finds the paper of a row."""

    def __init__(self, store: PaperStore, taxonomy: Taxonomy, account: Account) -> None:
        self.store = store
        self._taxonomy = taxonomy
        self._account = account
        self._waiting: list[tuple[Paper, Code, str]] = []

    def add_paper(self, item: Item, place: str) -> None:
        """Take an item of papers-with-abstracts."""
        told = told_paper(item)
        abstract = _abstract(item)
        extra = beyond.of(item)
        if extra is not None:
            self._add_exact(item, beyond.exact(told, _own(extra), place), extra, place)
            return
        if not told.title:
            self._account.leave_out(place, "a paper without a title")
            return
        for method in _objects(item, "methods"):
            self._taxonomy.add_method(method, place)
        paper = replace(
            told,
            tasks=self._taxonomy.tasks_of(_strings(item, "tasks"), place),
            methods=self._taxonomy.methods_of(_methods(item), place),
        )
        slug = self._merged(paper)
        if abstract is not None:
            self.store.add_abstract(slug, abstract)

    def add_link(self, item: Item, place: str) -> None:
        """Take an item of links-between-papers-and-code."""
        told, code = told_link(item), told_code(item)
        extra = beyond.of(item)
        if extra is not None:
            code = beyond.exact(code, extra, place)
        if not code.url:
            self._account.leave_out(place, "a link to code that is no web address")
            return
        slug = self._known(told)
        if slug is None and told.title:
            slug = self._merged(told)
        if slug is None:
            self._waiting.append((told, code, place))
            return
        self._add_code(slug, code)

    def finish(self) -> None:
        """Take the links that came before what tells which paper theirs is."""
        for told, code, place in self._waiting:
            slug = self._known(told)
            if slug is None:
                self._account.leave_out(place, "a link to code of a paper that has no title")
            else:
                self._add_code(slug, code)

    def of_row(self, row: Row) -> str | None:
        """The slug of the paper that a row names, made if there is none yet; None if it names none."""
        title, address = clean.title(row.paper_title), clean.link(row.paper_url)
        old = taxonomy.slug_at(row.paper_url, "paper")
        key = locator.url(address) if address and old is None else None
        slug = self._slug(old) if old else self.store.at(key) if key else None
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
            self.store.put(Paper(slug=slug, title=title, date=day, **located(key if free else None)))
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
        abstract = _abstract(item)
        known = self._known(paper)
        if known is None:
            known = paper.slug
            self.store.put(self._without_others(paper))
        elif known != paper.slug:  # there already under another slug, in what is added to
            self.store.lead(f"paper:{paper.slug}", known, kept=True)
        self._taxonomy.tasks.claim_all(paper.tasks, _strings(item, "tasks"))
        self._taxonomy.methods.claim_all(paper.methods, _methods(item))
        if extra.get("in_catalog") is True or paper.submission is not None:
            self.store.use(known)
        if abstract is not None and paper.abstract is None:
            self.store.add_abstract(known, abstract)
        locators = extra.get("locators")
        for key in locators if isinstance(locators, list) else ():
            leading = beyond.record(Locator, {"locator": key, "paper": known}, f"{place}: {beyond.KEY}")
            self.store.lead(leading.locator, known, kept=True)

    def _merged(self, paper: Paper) -> str:
        """Store a paper, or what it adds to one that is there."""
        known = self._known(paper)
        if known is None:
            self.store.put(self._without_others(paper))
            return paper.slug
        self.store.fill(known, paper)
        if known != paper.slug and paper.slug not in self.store:
            self.store.lead(f"paper:{paper.slug}", known, kept=True)
        return known

    def _known(self, paper: Paper) -> str | None:
        """The slug of the paper in the store that this one is."""
        known = self._slug(paper.slug) if paper.slug else None
        if known is not None:
            return known
        fields = identifiers(paper)
        address = fields.pop("url")
        for key in locator.locators(fields):
            if (found := self.store.at(key)) is not None:
                return found
        found = self.store.at(locator.url(address)) if address else None
        same = found is not None and identity.fold(self.store.get(found).title) == identity.fold(paper.title)
        return found if same else None

    def _slug(self, slug: str) -> str | None:
        return slug if slug in self.store else self.store.at(f"paper:{slug}")

    def _titled(self, title: str | None, key: str | None) -> str | None:
        if title is None or (key is not None and len(title.split()) < TELLING_WORDS):
            return None
        found = self.store.titled(title)
        if found is None or key is None:
            return found
        kind = key.partition(":")[0]
        other = identifiers(self.store.get(found)).get(kind) if kind in _LONGEST else None
        return None if other else found  # two arXiv papers may share a title, and are two

    def _made(self, title: str, slug: str | None, key: str | None) -> str:
        paper = Paper(
            slug=self.store.free_slug(slug or identity.slug(title, fallback=key or "")),
            title=title,
            **located(key),
        )
        self.store.put(paper)
        return paper.slug

    def _without_others(self, paper: Paper) -> Paper:
        """A paper without an address that leads to another one already: a conference's page, say."""
        taken = paper.url and self.store.at(locator.url(paper.url)) not in {None, paper.slug}
        return replace(paper, url=None) if taken else paper


def _own(extra: dict[str, Any]) -> dict[str, Any]:
    """The fields of the paper's record: beside them stands what the store keeps of it."""
    return {key: value for key, value in extra.items() if key not in {"locators", "in_catalog"}}


def told_paper(item: Item) -> Paper:
    """A paper as its item alone tells it; tasks and methods by the slugs that their names have."""
    title = clean.title(text(item, "title")) or ""
    key = located_by(item.get("url_abs")) | _arxiv(item, "arxiv_id") | _openreview(item)
    pdf = clean.link(item.get("url_pdf"))
    tasks, methods = clean.names(_strings(item, "tasks")), clean.names(_methods(item))
    return Paper(
        slug=taxonomy.slug_at(item.get("paper_url"), "paper") or identity.slug(title),
        title=title,
        pdf=None if pdf is None or ("arxiv" in key and locator.url(pdf).startswith("arxiv:")) else pdf,
        date=clean.day(item.get("date")),
        proceeding=clean.name(text(item, "proceeding")),
        authors=tuple(filter(None, map(clean.name, _strings(item, "authors")))),
        tasks=tuple(dict.fromkeys(map(identity.slug, tasks))),
        methods=tuple(dict.fromkeys(map(identity.slug, methods))),
        **key,
    )


def told_link(item: Item) -> Paper:
    """The paper of a link to code, as far as the link tells it."""
    title = clean.title(text(item, "paper_title")) or ""
    slug = taxonomy.slug_at(item.get("paper_url"), "paper") or (identity.slug(title) if title else "")
    return Paper(
        slug=slug, title=title, **located_by(item.get("paper_url_abs")) | _arxiv(item, "paper_arxiv_id")
    )


def told_code(item: Item) -> Code:
    """A repository as a link to it alone tells it; without an address if it gives none."""
    return Code(
        url=clean.link(item.get("repo_url")) or "",
        official=item.get("is_official") is True,
        framework=framework(item.get("framework")),
        mentioned_in_paper=item.get("mentioned_in_paper") is True,
        mentioned_in_github=item.get("mentioned_in_github") is True,
    )


def framework(typed: object) -> str | None:
    """The name of a framework, as the links give it; ``none`` is none."""
    found = clean.name(typed) if isinstance(typed, str) else None
    return None if found is None or found.lower() == "none" else found


def located_by(address: object) -> dict[str, Any]:
    """The field of a paper that an address gives: the identifier in it, or ``url``."""
    found = clean.link(address)
    return {} if found is None else located(locator.url(found), found)


def located(key: str | None, address: str | None = None) -> dict[str, Any]:
    """The field of a paper that a locator gives."""
    kind, _, value = (key or "").partition(":")
    if kind == "url":
        return {"url": address or value}
    return {kind: value} if len(value) <= _LONGEST.get(kind, -1) else {}


def _arxiv(item: Item, key: str) -> dict[str, str]:
    """The arXiv identifier under a key, if its form is one's."""
    typed = text(item, key)
    found = locator.url(f"https://arxiv.org/abs/{typed}") if typed else ""
    return {"arxiv": found.removeprefix("arxiv:")} if found.startswith("arxiv:") else {}


def _openreview(item: Item) -> dict[str, str]:
    typed = text(item, "openreview_id")
    plain = typed is not None and len(typed) <= 20 and typed.replace("-", "").replace("_", "").isalnum()
    return {"openreview": typed} if typed is not None and plain and typed.isascii() else {}


def _strings(item: Item, key: str) -> list[str]:
    value = item.get(key)
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _methods(item: Item) -> list[str]:
    return [one["name"] for one in _objects(item, "methods") if text(one, "name")]


def _abstract(item: Item) -> str | None:
    typed = text(item, "abstract")
    found = clean.description(typed)
    return None if typed is None else found


def _objects(item: Item, key: str) -> Iterator[dict[str, Any]]:
    value = item.get(key)
    return (one for one in value if isinstance(one, dict)) if isinstance(value, list) else iter(())
