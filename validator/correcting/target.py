"""What a correction may have meant by an id, a slug or a name that the catalog does not have."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from pwc import identity
from pwc.catalog import BOARDS, Catalog
from pwc.names import Names
from validator.context import Context
from validator.correcting.correction import table
from validator.naming import models
from validator.quote import listing, near_text, visible

_ADVICE = {
    "result": "Copy the id from the result's row on the website, or from `catalog/leaderboards/`.",
    "paper": "Copy the slug from the end of the paper's address.",
    "board": "Copy the slug from the end of the leaderboard's address.",
    "submission": "Copy the path of a file that was accepted.",
    "model": "Copy the name from a leaderboard.",
}


class Meant(Struct, frozen=True):
    """What to do about a thing that is not there; and its right name, if that is certain."""

    advice: str
    certain: str | None = None


def is_known(context: Context, kind: str, slug: str) -> bool:
    """Whether the catalog has something of a kind under this slug."""
    names = table(context, kind)
    if names is not None:
        return names.has_slug(slug)
    found = context.catalog.paper(slug) if kind == "paper" else context.catalog.board_at(slug)
    return found is not None


def meant(context: Context, kind: str, about: str, *, is_looked_for: bool = True) -> Meant:
    """What was probably meant by something that is not there; looked for among all there is, or not."""
    names = table(context, kind)
    if names is not None:
        return _of_table(names, kind, about, is_looked_for=is_looked_for)
    plain = identity.slug(about)  # cut where slugs are cut
    if kind in {"paper", "board"} and is_known(context, kind, plain):
        return Meant(f"Write {plain}.", plain)
    near = _near(context.catalog, kind, about) if is_looked_for else None
    return Meant(f"Did you mean `{visible(near)}`?" if near else _ADVICE[kind])


def _of_table(names: Names[Any], kind: str, about: str, *, is_looked_for: bool) -> Meant:
    match = names.find(about)
    if match is not None:
        slug = str(match.record.slug)
        return Meant(f"Write {slug}.", slug)
    found = (names.find(name) for name in (names.near(about.replace("-", " ")) if is_looked_for else ()))
    slugs = [str(match.record.slug) for match in found if match is not None]
    asked = f"Did you mean {listing(slugs, last='or')}?" if slugs else None
    return Meant(asked or f"Copy the slug from the end of the {kind}'s address.")


def _near(catalog: Catalog, kind: str, about: str) -> str | None:
    if kind == "model":
        return models.near(catalog, about)
    if kind == "submission":
        return near_text(about, [entry.file for entry in catalog.log()])
    return _near_board(catalog, about) if kind == "board" else None


def _near_board(catalog: Catalog, about: str) -> str | None:
    keys = (path.removeprefix(f"{BOARDS}/").removesuffix(".json") for path in catalog.tree.paths(BOARDS))
    by_slug = {key.replace("/", "-on-"): key for key in keys}
    near = near_text(about, by_slug)
    board = None if near is None else catalog.board(*by_slug[near].split("/"))
    return None if board is None else board.slug
