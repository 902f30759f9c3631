"""What the pages are about that a change of the catalog touches.

A page is made from whole records (its own, and of a paper those of its boards) and from what it knows of
others (their facts and names). So from the facts that differ between two builds follows, in one step along
the references in both directions, which pages may have changed. More than that is harmless: a page that
comes out as it was is not written. That it is never less is tested against whole builds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache

from pwc import identity, locator
from pwc.record import Dataset, Method
from website import area_pages, lists
from website.change import Change
from website.contents import Contents, letter_of
from website.facts import PaperFacts
from website.grouping import author_slug, year_of
from website.related import COMMON, related, weight_of

_LOCATING = ("arxiv", "doi", "openreview", "acl", "url")

ALWAYS = "always"
"""What pages are about that show the catalog as a whole."""


def touched(change: Change, contents: Contents) -> set[str]:
    """What a change touches, as ``paper:SLUG``, ``board:TASK/DATASET`` and so on.

    ``contents`` is the catalog after it.
    """
    return _Touched(change, contents).keys()


class _Touched:
    """What follows from a change."""

    def __init__(self, change: Change, contents: Contents) -> None:
        self._change, self._contents = change, contents
        self._places = cache(self._places_in)
        self._places_by_letter = cache(self._letter_places)
        self._related_to = cache(self._those_related_to)

    def keys(self) -> set[str]:
        """All that is touched."""
        change, contents = self._change, self._contents
        papers, boards = change.papers, change.boards
        keys = {ALWAYS, *change.named, *(f"former:{path}" for path in change.moved)}
        keys.update(self._of_named(change.named))
        keys.update(f"board:{key}" for key in {*boards.rewritten, *boards.before, *boards.now})
        keys.update(f"paper:{slug}" for slug in papers.rewritten)
        for slug, facts in (*papers.before.items(), *papers.now.items()):
            keys.add(f"paper:{slug}")
            keys.update(self._around_paper(facts))
            keys.update(f"board:{key}" for key in self._boards_with(slug))
            keys.update(self._around_boards(self._boards_with(slug)))
        keys.update(self._around_boards(boards.keys | change.results.keys))
        results = (*change.results.before.values(), *change.results.now.values())
        keys.update(f"paper:{paper}" for papers in results for paper in papers)
        for slug in change.rearranged():
            if slug in contents.papers:
                keys.update(self._around_paper(contents.papers[slug]))
        for key in boards.rewritten:  # feeds show of results what nobody else knows
            keys.update(f"paper:{slug}" for slug in contents.by_board.slugs(key))
            keys.update(self._task(_task_of(key)))
        keys.update(self._introduced())
        return keys

    def _boards_with(self, paper: str) -> list[str]:
        """The keys of the boards that a paper is or was on."""
        boards = self._contents.boards_of(paper)
        return [*(board.key for board in boards), *self._change.boards_before(paper)]

    def _around_paper(self, paper: PaperFacts) -> Iterator[str]:
        """The lists that a paper stands in, and the papers that it may be related to."""
        boards = self._boards_with(paper.slug)
        yield f"year:{year_of(paper)}"
        yield from (f"author:{author_slug(name)}" for name in paper.authors)
        yield from (f"method:{slug}" for slug in paper.methods)
        yield from (self._named("methods", slug) for slug in paper.methods)
        for slug in paper.tasks:
            yield from self._task(slug)
        yield from self._around_boards(boards)
        yield from (f"paper:{slug}" for slug in self._related(paper))

    def _related(self, paper: PaperFacts) -> Iterator[str]:
        """The papers that may show it among those that they have to do with, or others since it is there.

        One that is new is shown by those that have it among the first; the others stay as they are, unless
        what they share counts less than without it.
        """
        papers = self._change.papers
        new = papers.now.keys() - papers.before.keys()
        most = COMMON + len(papers.keys | self._change.rearranged())
        for group in self._groups(paper):
            before = sum(1 for slug in group if slug not in new)
            if len(group) > most:
                continue  # it was too common before as well
            if paper.slug in new and weight_of(len(group)) == weight_of(before):
                yield from (slug for slug in group if paper.slug in self._related_to(slug))
            else:
                yield from group

    def _those_related_to(self, slug: str) -> set[str]:
        paper = self._contents.papers.get(slug)  # None if it has gone
        return set() if paper is None else {other.slug for other in related(self._contents, paper)}

    def _groups(self, paper: PaperFacts) -> Iterator[Collection[str]]:
        """What shares anything with a paper, now or before."""
        contents = self._contents
        boards = self._boards_with(paper.slug)
        for slug in (*paper.tasks, *(_task_of(key) for key in boards)):
            yield contents.by_task.slugs(slug)
        yield from (contents.by_method.slugs(slug) for slug in paper.methods)
        for key in boards:
            yield contents.by_board.slugs(key)
            yield self._change.results.before.get(key, {}).keys()

    def _around_boards(self, keys: Iterable[str]) -> Iterator[str]:
        """The lists that boards stand in."""
        for key in keys:
            task, _, dataset = key.partition("/")
            yield from self._task(task)
            yield from self._dataset(dataset)
            for area in self._areas(task):
                yield from (f"boards:{area}:{number}" for number in self._numbers(area, key))

    def _numbers(self, area: str, key: str) -> Iterable[int]:
        """The pages of the list of an area's boards that show one of them: all, where any came or left."""
        places, boards = self._places(area), self._change.boards
        came_or_left = boards.before.keys() ^ boards.now.keys()
        moved = sum(1 for board in came_or_left if area in self._areas(_task_of(board)))
        if not moved:
            return (places[key] // area_pages.BOARDS_A_PAGE + 1,)
        return range(1, -(-(len(places) + moved) // area_pages.BOARDS_A_PAGE) + 1)

    def _places_in(self, area: str) -> dict[str, int]:
        """Where boards stand in the list of an area."""
        return {board.key: place for place, board in enumerate(area_pages.boards_in(self._contents, area))}

    def _task(self, slug: str) -> Iterator[str]:
        yield f"task:{slug}"
        yield from (f"area:{area}" for area in self._areas(slug))

    def _areas(self, task: str) -> Sequence[str]:
        return self._contents.areas_by_task.get(task, ()) or ("",)

    def _dataset(self, slug: str) -> Iterator[str]:
        yield f"dataset:{slug}"
        yield self._named("datasets", slug)

    def _named(self, kind: str, slug: str) -> str:
        """The page of the list by letters on which a dataset or method stands."""
        place = self._places_by_letter(kind)[slug]
        return f"{kind}:{letter_of(slug)}:{place // lists.NAMED_A_PAGE + 1}"

    def _all_under_its_letter(self, kind: str, slug: str) -> Iterator[str]:
        """All pages of that list under the letter of a dataset or method."""
        letter = letter_of(slug)
        count = len(self._by_letter(kind)[letter])
        yield from (f"{kind}:{letter}:{number}" for number in range(1, -(-count // lists.NAMED_A_PAGE) + 1))

    def _by_letter(self, kind: str) -> Mapping[str, Sequence[Dataset | Method]]:
        contents = self._contents
        return contents.datasets_by_letter if kind == "datasets" else contents.methods_by_letter

    def _letter_places(self, kind: str) -> dict[str, int]:
        """Where datasets or methods stand under their letters."""
        groups = self._by_letter(kind).values()
        return {record.slug: place for group in groups for place, record in enumerate(group)}

    def _of_named(self, named: Iterable[str]) -> Iterator[str]:
        """What shows the names and descriptions of records that are new or described otherwise."""
        contents = self._contents
        for key in named:
            kind, _, slug = key.partition(":")
            if kind == "task":
                yield from self._task(slug)
                yield from (f"task:{parent}" for parent in contents.tasks[slug].parents)
            elif kind == "dataset":
                yield f"dataset:{slug}"
                yield from self._all_under_its_letter("datasets", slug)
                yield from (f"task:{task}" for task in contents.datasets[slug].tasks)
                yield from (f"dataset:{d.slug}" for d in contents.datasets.values() if d.parent == slug)
            elif kind == "area":
                yield from (f"method:{m.slug}" for m in contents.methods.values() if slug in m.areas)
            elif kind == "method":
                yield from self._all_under_its_letter("methods", slug)

    def _introduced(self) -> Iterator[str]:
        """The methods and datasets whose papers are new or have gone, or are called otherwise."""
        wanted = set(self._locators())
        for kind, table in (("method", self._contents.methods), ("dataset", self._contents.datasets)):
            for slug, record in table.items():
                if record.paper is not None:
                    key = locator.url(record.paper)
                    if key in wanted or identity.locator_path(key) in self._change.locator_files:
                        yield f"{kind}:{slug}"

    def _locators(self) -> Iterator[str]:
        """The locators of papers whose facts differ."""
        for slug in self._change.papers.now:
            paper = self._contents.records.paper(slug)
            yield from locator.locators({name: getattr(paper, name) for name in _LOCATING})


def _task_of(board: str) -> str:
    return board.partition("/")[0]
