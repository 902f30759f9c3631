"""The papers of an import, each beside the paper of ours that has one of its identifiers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from msgspec.structs import replace

from archive.adopting.correspondence import Correspondence
from archive.adopting.three_sides import merged
from archive.paper_store import untitled
from pwc import canonical, catalog, identity, locator
from pwc.catalog import Catalog
from pwc.record import Code, Paper

_LOCATED = ("arxiv", "doi", "openreview", "acl", "url")


def adopt(ours: Catalog, theirs: Catalog, base: Catalog, same: Correspondence) -> Iterator[tuple[str, bytes]]:
    """The shards of papers; ``same`` learns which slugs differ."""
    elsewhere: dict[str, list[Paper]] = defaultdict(list)
    given: set[str] = set()
    for paper in theirs.papers():
        slug = _known(ours, base, paper)
        if slug is None:
            slug = identity.free_slug(paper.slug, lambda one: ours.paper(one) is not None or one in given)
            given.add(slug)
        if slug != paper.slug:
            same.say("paper", paper.slug, slug)
            elsewhere[identity.paper_path(slug)].append(paper)
    for path in sorted({*theirs.tree.paths(catalog.PAPERS), *elsewhere}):
        stored = canonical.read_lines(path, ours.tree.read(path) or b"", Paper)
        records = {paper.slug: paper for paper in stored}
        here = (paper for paper in theirs.papers_in([path]) if same.slug("paper", paper.slug) == paper.slug)
        for paper in (*here, *elsewhere[path]):
            slug = same.slug("paper", paper.slug)
            records[slug] = _merged(records.get(slug), paper, ours, base, same)
        yield path, canonical.lines(record for _, record in sorted(records.items()))


def _known(ours: Catalog, base: Catalog, paper: Paper) -> str | None:
    """The slug of ours that a paper of theirs is."""
    own, before = ours.paper(paper.slug), base.paper(paper.slug)
    if own is not None and before is not None and not _was_adopted(own, before):
        before = None
    if own is not None and before is not None and _have_one_title(own, paper):
        return own.slug  # also where an identifier of it was corrected here since
    for key in (*_keys(paper), f"paper:{paper.slug}"):
        if (found := ours.paper_at(key)) is not None:
            return found.slug
    for other in _of_slug(ours, paper.slug):
        if _have_one_title(other, paper) and _may_be_one(other, paper):
            return other.slug
    if own is None or before is None or own.submission is not None:
        return None
    is_same = _have_one_title(before, paper) and _may_be_one(own, paper)
    return own.slug if is_same else None  # its title was corrected here since


def _was_adopted(own: Paper, before: Paper) -> bool:
    """Whether a paper of ours may be what became of one of the base: it has all its kinds of identifiers."""
    return all(getattr(own, field) for field in _LOCATED if getattr(before, field))


def _of_slug(ours: Catalog, slug: str) -> Iterator[Paper]:
    """The papers that have a slug, or that had to take it with a number behind."""
    for candidate in identity.slugs(slug):
        if (found := ours.paper(candidate)) is None:
            return
        yield found


def _have_one_title(paper: Paper, other: Paper) -> bool:
    return identity.fold(paper.title) == identity.fold(other.title)


def _may_be_one(paper: Paper, other: Paper) -> bool:
    """Whether two papers of one title have no identifier of one kind that differs."""
    pairs = ((getattr(paper, field), getattr(other, field)) for field in _LOCATED[:-1])
    return all(one is None or another is None or one == another for one, another in pairs)


def _merged(own: Paper | None, paper: Paper, ours: Catalog, base: Catalog, same: Correspondence) -> Paper:
    told = _as_here(paper, same)
    if own is None:
        free = {field: None for field in _LOCATED if not _leads_here(ours, told, field)}
        return replace(told, **free) if free else told
    stored = base.paper(paper.slug)
    before = None if stored is None else _as_here(stored, same)
    taken = [field for field in _LOCATED if not _leads_here(ours, told, field)]
    whole = merged(own, told, before, keep=(*taken, "code"))
    title = told.title if own.title in map(untitled, _keys(own)) else whole.title
    return replace(whole, title=title, code=_code(own, told, before))


def _code(own: Paper, told: Paper, before: Paper | None) -> tuple[Code, ...]:
    """The repositories of both, one for an address: ours, but as theirs has it where it is as it came."""
    theirs = {locator.url(code.url): code for code in told.code}
    came = {locator.url(code.url): code for code in before.code} if before is not None else {}
    keys = [locator.url(code.url) for code in own.code]
    kept = (
        theirs.get(key, code) if came.get(key) == code else code
        for key, code in zip(keys, own.code, strict=True)
    )
    return (*kept, *(code for key, code in theirs.items() if key not in keys and key not in came))


def _as_here(paper: Paper, same: Correspondence) -> Paper:
    return replace(
        paper,
        slug=same.slug("paper", paper.slug),
        tasks=same.slugs("task", paper.tasks),
        methods=same.slugs("method", paper.methods),
        submission=None,
    )


def _leads_here(ours: Catalog, paper: Paper, field: str) -> bool:
    """Whether an identifier leads to this paper in ours, or nowhere yet."""
    found = (ours.paper_at(key) for key in locator.locators({field: getattr(paper, field)}))
    return all(other is None or other.slug == paper.slug for other in found)


def _keys(paper: Paper) -> Iterator[str]:
    return locator.locators({field: getattr(paper, field) for field in _LOCATED})
