"""Papers by what they have in common, newest first: grouped once, and then kept up with what changes."""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, MutableMapping, Sequence
from functools import cache

from msgspec import Struct

from pwc import identity
from website.change import Change
from website.facts import BoardFacts, PaperFacts
from website.state import Common

Slugs = Mapping[Common, MutableMapping[str, list[str]]]
"""The slugs of papers by what they have in common, and by which task, author and so on."""

Sizes = MutableMapping[str, dict[str, int]]
"""How many these are: it is asked of all tasks and datasets at once."""

Membership = tuple[Common, str]

EVERY = ""
"""The one group of those of the catalog, and of those that have code."""


class Paper(Struct, frozen=True):
    """A paper with the boards that it has results on."""

    facts: PaperFacts
    boards: Sequence[BoardFacts]


def memberships(paper: Paper) -> Iterator[Membership]:
    """The groups that a paper belongs to."""
    facts, boards = paper.facts, paper.boards
    yield "catalog", EVERY
    yield "year", year_of(facts)
    if facts.has_code:
        yield "code", EVERY
    for task in (*facts.tasks, *(board.task for board in boards)):
        yield "task", task
    for board in boards:
        yield "dataset", board.dataset
    for method in facts.methods:
        yield "method", method
    for name in facts.authors:
        yield "author", author_slug(name)


def by_paper(boards: Iterable[BoardFacts]) -> dict[str, list[BoardFacts]]:
    """The boards on which a paper has results, by the paper's slug."""
    found: defaultdict[str, list[BoardFacts]] = defaultdict(list)
    for board in boards:
        for paper in dict.fromkeys(board.papers):
            found[paper].append(board)
    return dict(found)


def regroup(
    groups: Slugs,
    sizes: Sizes,
    papers: Mapping[str, PaperFacts],
    boards_by_paper: Mapping[str, Sequence[BoardFacts]],
    change: Change,
) -> None:
    """Bring groups up to date with a change; ``papers`` and ``boards_by_paper`` are as they are after it."""
    before, now = _differing(papers, boards_by_paper, change)
    out, new = _by_membership(before), _by_membership(now)
    order = _in_order(groups["catalog"].get(EVERY, ()), before.keys(), now.keys(), papers)
    place = {slug: place for place, slug in enumerate(order)}
    for kind in {kind for kind, _ in (*out, *new)}:
        sizes[kind] = sizes.get(kind, {})  # to be kept
    for kind, key in dict.fromkeys((*out, *new)):
        group, gone, come = groups[kind], out.get((kind, key), ()), new.get((kind, key), ())
        there = group.get(key, [])
        members = sorted([*(slug for slug in there if slug not in gone), *come], key=place.__getitem__)
        if not members:
            del group[key], sizes[kind][key]
        elif members != there:
            group[key] = members
            sizes[kind][key] = len(members)


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


def _differing(
    papers: Mapping[str, PaperFacts],
    boards_by_paper: Mapping[str, Sequence[BoardFacts]],
    change: Change,
) -> tuple[dict[str, Paper], dict[str, Paper]]:
    """The papers that may belong to other groups than they did, before and now."""
    before: dict[str, Paper] = {}
    now: dict[str, Paper] = {}
    for slug in change.papers.keys | change.rearranged():
        boards = boards_by_paper.get(slug, ())
        if slug in papers:
            now[slug] = Paper(papers[slug], boards)
        facts = change.papers.before.get(slug) or (None if slug in change.papers.now else papers[slug])
        if facts is not None:
            same = (board for board in boards if board.key not in change.boards.now)
            before[slug] = Paper(facts, [*same, *change.boards_left(slug)])
    return before, now


def _by_membership(papers: Mapping[str, Paper]) -> dict[Membership, set[str]]:
    found: defaultdict[Membership, set[str]] = defaultdict(set)
    for slug, paper in papers.items():
        for membership in memberships(paper):
            found[membership].add(slug)
    return found


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
