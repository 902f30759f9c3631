"""What the pages are about that a change of the catalog touches.

A page is made from whole records (its own, and of a paper those of its boards) and from what it knows of
others (their facts and names). So from the facts that differ between two builds follows, in one step along
the references in both directions, which pages may have changed. More than that is harmless: a page that
comes out as it was is not written. That it is never less is tested against whole builds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping

from pwc import identity, locator
from pwc.catalog import AREAS, DATASETS, METHODS, TASKS
from website.contents import year_of
from website.facts import BoardFacts, PaperFacts
from website.lists import FIRST_NAMED, PAPERS_A_PAGE, letter_of
from website.reading import Reading
from website.related import COMMON
from website.state import State

_LOCATING = ("arxiv", "doi", "openreview", "acl", "url")

ALWAYS = "always"
"""What pages are about that show the catalog as a whole."""


def touched(last: State | None, reading: Reading) -> set[str] | None:
    """What is touched since the last build, as ``paper:SLUG``, ``board:TASK/DATASET`` and so on.

    None says that everything may be: there was no build before, or a name changed, and names are everywhere.
    """
    if last is None:
        return None
    added = _added(last, reading)
    if added is None or _grew_out(last, reading):
        return None
    return _Change(last, reading).keys(added)


def _added(last: State, reading: Reading) -> list[str] | None:
    """The named records that are new; None if others changed or have gone."""
    added = []
    for path, kind in ((AREAS, "area"), (TASKS, "task"), (DATASETS, "dataset"), (METHODS, "method")):
        old, new = last.named[path], reading.named[path]
        if old is not new:
            if any(new.get(slug) != mark for slug, mark in old.items()):
                return None
            added += [f"{kind}:{slug}" for slug in new.keys() - old.keys()]
    return added


def _grew_out(last: State, reading: Reading) -> bool:
    """Whether a list that stood on one page now needs more, or the other way round."""
    pairs = [(DATASETS, FIRST_NAMED), (METHODS, FIRST_NAMED)]
    grown = [(len(last.named[path]) > most) != (len(reading.named[path]) > most) for path, most in pairs]
    before = sum(len(shard) for shard in last.papers.values())
    return any(grown) or (before > PAPERS_A_PAGE) != (len(reading.contents.papers) > PAPERS_A_PAGE)


class _Change:
    """The facts that differ between two builds, and what follows from them."""

    def __init__(self, last: State, reading: Reading) -> None:
        self._contents = reading.contents
        self._old_boards = _differing_boards(last.boards, reading.boards)
        self._new_boards = _differing_boards(reading.boards, last.boards)
        self._boards = self._rewritten_boards(last, reading)
        self._old_papers = _differing_papers(last.papers, reading.papers)
        self._new_papers = _differing_papers(reading.papers, last.papers)
        self._shards = [
            paper.slug
            for path, shard in reading.papers.items()
            if last.files.get(path) != reading.files[path]
            for paper in shard
        ]
        self._locator_files = {
            path for path in reading.former if last.files.get(path) != reading.files[path]
        } | (last.former.keys() - reading.former.keys())
        self._former = _differing_former(last, reading)

    def keys(self, added: Iterable[str]) -> set[str]:
        """All that is touched."""
        keys = {ALWAYS, *added, *(f"former:{path}" for path in self._former)}
        keys.update(self._of_added(added))
        keys.update(f"board:{key}" for key in self._boards)
        keys.update(f"paper:{slug}" for slug in self._shards)
        for slug, facts in (*self._old_papers.items(), *self._new_papers.items()):
            keys.add(f"paper:{slug}")
            keys.update(self._around_paper(facts))
            keys.update(f"board:{board.key}" for board in self._boards_with(slug))
            keys.update(self._around_boards(self._boards_with(slug)))
        boards = [*self._old_boards.values(), *self._new_boards.values()]
        keys.update(self._around_boards(boards))
        keys.update(f"paper:{paper}" for board in boards for paper in board.papers)
        for slug in self._moved():
            if slug in self._contents.papers:
                keys.update(self._around_paper(self._contents.papers[slug]))
        keys.update(f"paper:{slug}" for key in self._boards for slug in self._papers_on(key))
        keys.update(self._introduced())
        return keys

    def _rewritten_boards(self, last: State, reading: Reading) -> set[str]:
        """The boards whose files differ, also where what others know of them does not."""
        rewritten = {
            board.key for path, board in reading.boards.items() if last.files.get(path) != reading.files[path]
        }
        return rewritten | self._old_boards.keys() | self._new_boards.keys()

    def _moved(self) -> set[str]:
        """The papers that have more or fewer results than before."""
        before = Counter(paper for board in self._old_boards.values() for paper in board.papers)
        now = Counter(paper for board in self._new_boards.values() for paper in board.papers)
        return {slug for slug in before.keys() | now.keys() if before[slug] != now[slug]} | {
            slug
            for key in self._old_boards.keys() | self._new_boards.keys()
            for slug in _distinct(self._old_boards.get(key)) ^ _distinct(self._new_boards.get(key))
        }

    def _papers_on(self, key: str) -> Iterable[str]:
        board = self._contents.boards.get(key)
        return () if board is None else board.papers

    def _boards_with(self, paper: str) -> list[BoardFacts]:
        """The boards that a paper is or was on."""
        before = [board for board in self._old_boards.values() if paper in board.papers]
        return [*self._contents.boards_by_paper.get(paper, ()), *before]

    def _around_paper(self, paper: PaperFacts) -> Iterator[str]:
        """The lists that a paper stands in, and the papers that it may be related to."""
        contents, boards = self._contents, self._boards_with(paper.slug)
        yield f"year:{year_of(paper)}"
        yield from (f"author:{contents.author_slug(name)}" for name in paper.authors)
        yield from (f"method:{slug}" for slug in paper.methods)
        yield from (f"methods:{letter_of(slug)}" for slug in paper.methods)
        for slug in (*paper.tasks, *(board.task for board in boards)):
            yield from self._task(slug)
        for board in boards:
            yield from self._dataset(board.dataset)
        for group in self._groups(paper):
            if len(group) <= COMMON + 1:  # it may have been one less, and common no more
                yield from (f"paper:{slug}" for slug in group)

    def _groups(self, paper: PaperFacts) -> Iterator[Collection[str]]:
        """What shares anything with a paper, now or before."""
        contents = self._contents
        for slug in (*paper.tasks, *(board.task for board in self._boards_with(paper.slug))):
            yield contents.slugs_by_task.get(slug, [])
        yield from (contents.slugs_by_method.get(slug, []) for slug in paper.methods)
        for board in self._boards_with(paper.slug):
            yield list(dict.fromkeys(board.papers))

    def _around_boards(self, boards: Iterable[BoardFacts]) -> Iterator[str]:
        for board in boards:
            yield from self._task(board.task)
            yield from self._dataset(board.dataset)

    def _task(self, slug: str) -> Iterator[str]:
        yield f"task:{slug}"
        yield from (f"area:{area}" for area in self._contents.areas_by_task.get(slug, ()) or ("",))

    def _dataset(self, slug: str) -> Iterator[str]:
        yield f"dataset:{slug}"
        yield f"datasets:{letter_of(slug)}"

    def _of_added(self, added: Iterable[str]) -> Iterator[str]:
        """What shows the names of records that are new."""
        contents = self._contents
        for key in added:
            kind, _, slug = key.partition(":")
            if kind == "task":
                yield from self._task(slug)
                yield from (f"task:{parent}" for parent in contents.tasks[slug].parents)
            elif kind == "dataset":
                yield from self._dataset(slug)
                yield from (f"task:{task}" for task in contents.datasets[slug].tasks)
            elif kind == "method":
                yield f"methods:{letter_of(slug)}"

    def _introduced(self) -> Iterator[str]:
        """The methods and datasets whose papers are new or have gone, or are called otherwise."""
        wanted = set(self._locators())
        for kind, table in (("method", self._contents.methods), ("dataset", self._contents.datasets)):
            for slug, record in table.items():
                if record.paper is not None:
                    key = locator.url(record.paper)
                    if key in wanted or identity.locator_path(key) in self._locator_files:
                        yield f"{kind}:{slug}"

    def _locators(self) -> Iterator[str]:
        """The locators of papers whose facts differ."""
        for slug in self._new_papers:
            paper = self._contents.records.paper(slug)
            yield from locator.locators({name: getattr(paper, name) for name in _LOCATING})


def _distinct(board: BoardFacts | None) -> set[str]:
    return set() if board is None else set(board.papers)


def _differing_boards(of: Mapping[str, BoardFacts], than: Mapping[str, BoardFacts]) -> dict[str, BoardFacts]:
    """The facts of boards in the one that are not the same in the other, by the boards' keys."""
    return {
        board.key: board
        for path, board in of.items()
        if than.get(path) is not board and than.get(path) != board
    }


def _differing_papers(
    of: Mapping[str, list[PaperFacts]], than: Mapping[str, list[PaperFacts]]
) -> dict[str, PaperFacts]:
    found: dict[str, PaperFacts] = {}
    for path, shard in of.items():
        other = than.get(path)
        if other is not shard:
            same = {paper.slug: paper for paper in other or ()}
            found.update((paper.slug, paper) for paper in shard if same.get(paper.slug) != paper)
    return found


def _differing_former(last: State, reading: Reading) -> set[str]:
    """The paths of pages that lead on and are new or have gone; all of them where any may lead elsewhere."""
    now = set(reading.contents.former)
    before = {key.removeprefix("former:") for key in last.pages if key.startswith("former:")}
    return now ^ before if last.former == reading.former else now | before
