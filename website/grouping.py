"""Papers by what they have in common, newest first: grouped once, and then kept up with what changes."""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache

from msgspec import Struct

from pwc import identity
from website.change import Change
from website.facts import PaperFacts
from website.state import SIZED, Common, State

Membership = tuple[Common, str]

EVERY = ""
"""The one group of those of the catalog, and of those that have code."""


class Paper(Struct, frozen=True):
    """A paper with the keys of the boards that it has results on."""

    facts: PaperFacts
    boards: Collection[str]


def memberships(paper: Paper) -> Iterator[Membership]:
    """The groups that a paper belongs to; some of them more than once."""
    facts = paper.facts
    yield "catalog", EVERY
    yield "year", year_of(facts)
    if facts.has_code:
        yield "code", EVERY
    for board in paper.boards:
        task, _, dataset = board.partition("/")
        yield "board", board
        yield "task", task
        yield "dataset", dataset
    for task in facts.tasks:
        yield "task", task
    for method in facts.methods:
        yield "method", method
    for name in facts.authors:
        yield "author", author_slug(name)


def regroup(state: State, change: Change) -> None:
    """Bring the groups of a state up to date with a change, whose papers it has already."""
    slugs = change.papers.keys | change.rearranged()
    before = {
        slug: Paper(facts, state.results.get(slug, ()))
        for slug in slugs
        if (facts := _before(state, change, slug)) is not None
    }
    _count_results(state, change)
    now = {
        slug: Paper(state.papers[slug], state.results.get(slug, ())) for slug in slugs if slug in state.papers
    }
    out, new = _by_membership(before), _by_membership(now)
    order = _in_order(state.groups["catalog"].get(EVERY, ()), before.keys(), now.keys(), state.papers)
    place = {slug: place for place, slug in enumerate(order)}
    for kind in SIZED if slugs else ():
        state.sizes[kind] = state.sizes.get(kind, {})  # to be kept
    for kind, key in dict.fromkeys((*out, *new)):
        gone, come = out.get((kind, key), ()), new.get((kind, key), ())
        there = state.groups[kind].get(key, [])
        members = sorted([*(slug for slug in there if slug not in gone), *come], key=place.__getitem__)
        if members != there:
            _put(state, kind, key, members)


def newness(paper: PaperFacts) -> tuple[tuple[int, ...], str, str]:
    """What sorts papers by date, the newest first and those without one last, and by title within a day."""
    return (*(-ord(character) for character in paper.date or ""), 1), paper.title.casefold(), paper.slug


def year_of(paper: PaperFacts) -> str:
    """The four digits of a paper's year, or nothing."""
    year = (paper.date or "")[:4]
    return year if len(year) == 4 and year.isascii() and year.isdigit() else ""


@cache
def author_slug(name: str) -> str:
    """The slug of an author's page: all spellings of a name that differ in accents and case share it."""
    return identity.slug(name)


def _before(state: State, change: Change, slug: str) -> PaperFacts | None:
    """What was known of a paper, if it was there."""
    if slug in change.papers.before:
        return change.papers.before[slug]
    return None if slug in change.papers.now else state.papers.get(slug)


def _count_results(state: State, change: Change) -> None:
    """Note how many results papers have now on the boards where that differs."""
    differing: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for key in change.results.keys:
        now = change.results.now.get(key, {})
        for slug in {*change.results.before.get(key, ()), *now}:
            differing[slug][key] = now.get(slug, 0)
    for slug, counts in differing.items():
        there = {key: count for key, count in (state.results.get(slug, {}) | counts).items() if count}
        if there:
            state.results[slug] = there
        else:
            state.results.pop(slug, None)


def _by_membership(papers: Mapping[str, Paper]) -> dict[Membership, set[str]]:
    found: defaultdict[Membership, set[str]] = defaultdict(set)
    for slug, paper in papers.items():
        for membership in memberships(paper):
            found[membership].add(slug)
    return found


def _put(state: State, kind: Common, key: str, members: list[str]) -> None:
    if members:
        state.groups[kind][key] = members
    else:
        del state.groups[kind][key]
    if kind in SIZED:
        sizes = state.sizes[kind]
        sizes[key] = len(members)
        if not members:
            del sizes[key]


def _in_order(
    there: Iterable[str], gone: Collection[str], new: Iterable[str], papers: Mapping[str, PaperFacts]
) -> list[str]:
    """The papers that there were without those that have gone, and the new ones at their places."""

    def key(slug: str) -> tuple[tuple[int, ...], str, str]:
        return newness(papers[slug])

    kept = [slug for slug in there if slug not in gone]
    if not kept:
        return sorted(new, key=key)
    for slug in new:
        insort(kept, slug, key=key)  # asks for few of the others
    return kept
