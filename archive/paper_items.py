"""What an item of papers-with-abstracts or of links-between-papers-and-code tells by itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from archive import clean, taxonomy
from archive.dump import Item
from archive.tables import text
from pwc import identity, locator
from pwc.record import Code, Paper

LONGEST = {"arxiv": 30, "doi": 300, "openreview": 20, "acl": 60}
"""The fields of identifiers, with how long they are at most."""


def is_named(item: Item) -> bool:
    """Whether an item says which page of the old site its paper had."""
    return taxonomy.slug_at(item.get("paper_url"), "paper") is not None


def told_paper(item: Item) -> Paper:
    """A paper as its item alone tells it; tasks and methods by the slugs that their names have."""
    title = clean.title(text(item, "title")) or ""
    key = located_by(item.get("url_abs")) | _arxiv(item, "arxiv_id") | _openreview(item)
    pdf = clean.link(item.get("url_pdf"))
    tasks, used = clean.names(strings(item, "tasks")), clean.names(methods(item))
    return Paper(
        slug=taxonomy.slug_at(item.get("paper_url"), "paper") or identity.slug(title),
        title=title,
        pdf=None if pdf is None or ("arxiv" in key and locator.url(pdf).startswith("arxiv:")) else pdf,
        date=clean.day(item.get("date")),
        proceeding=clean.name(text(item, "proceeding")),
        authors=tuple(filter(None, map(clean.name, strings(item, "authors")))),
        tasks=tuple(dict.fromkeys(map(identity.slug, tasks))),
        methods=tuple(dict.fromkeys(map(identity.slug, used))),
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
    found = None if taxonomy.slug_at(address, "paper") else clean.link(address)
    return {} if found is None else located(locator.url(found), found)


def located(key: str | None, address: str | None = None) -> dict[str, Any]:
    """The field of a paper that a locator gives."""
    kind, _, value = (key or "").partition(":")
    if kind == "url":
        return {"url": address or value}
    return {kind: value} if len(value) <= LONGEST.get(kind, -1) else {}


def _arxiv(item: Item, key: str) -> dict[str, str]:
    """The arXiv identifier under a key, if its form is one's."""
    typed = text(item, key)
    found = locator.url(f"https://arxiv.org/abs/{typed}") if typed else ""
    return {"arxiv": found.removeprefix("arxiv:")} if found.startswith("arxiv:") else {}


def _openreview(item: Item) -> dict[str, str]:
    typed = text(item, "openreview_id")
    plain = typed is not None and len(typed) <= 20 and typed.replace("-", "").replace("_", "").isalnum()
    return {"openreview": typed} if typed is not None and plain and typed.isascii() else {}


def strings(item: Item, key: str) -> list[str]:
    """The texts in a list of an item."""
    value = item.get(key)
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def methods(item: Item) -> list[str]:
    """The names of the methods that a paper uses."""
    return [one["name"] for one in objects(item, "methods") if text(one, "name")]


def abstract(item: Item) -> str | None:
    """A paper's abstract."""
    return clean.description(text(item, "abstract"))


def objects(item: Item, key: str) -> Iterator[dict[str, Any]]:
    """The objects in a list of an item."""
    value = item.get(key)
    return (one for one in value if isinstance(one, dict)) if isinstance(value, list) else iter(())
