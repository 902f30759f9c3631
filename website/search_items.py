"""What the search finds: records by kind, the words that they are found by, and how much hangs on each."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator

from msgspec import Struct

from pwc.record import Area, Dataset, Method, Named, Task
from website.contents import Contents
from website.facts import BoardFacts, PaperFacts

_WORD = re.compile(r"[^\W_](?:[^\W_]|[+#])*")
_COMPOUND = re.compile(r"[^\W_][^\s]*[-./:_][^\s]*[^\W_]")
_HAS_JOINT = re.compile(r"\S[-./:_]\S").search
_LONGEST_TOKEN = 40
_LONGEST_JOINED = 20
_MOST_JOINED = 4
_STOP = frozenset(
    ("a an and are as at by for from in into is it its of on or the to via with").split()  # noqa: SIM905 (words)
)


class Item(Struct, frozen=True):
    """A record that can be found: what it is called, how much hangs on it, and a paper's year or the like."""

    kind: str
    slug: str
    name: str
    tokens: Collection[str]
    size: int
    note: str


class Items:
    """Everything that can be found. Authors are not: their names would more than double the index."""

    def __init__(self, contents: Contents) -> None:
        self._contents = contents
        self._task_tokens: dict[str, frozenset[str]] = {}
        self._dataset_tokens: dict[str, frozenset[str]] = {}

    def all(self) -> Iterator[Item]:
        """All of them, kind by kind."""
        contents = self._contents
        yield from map(self.task, contents.tasks.values())
        yield from map(self.dataset, contents.datasets.values())
        yield from map(self.board, contents.boards.values())
        yield from map(self.method, contents.methods.values())
        yield from map(self.paper, (contents.papers[slug] for slug in contents.newest))
        yield from map(self.area, contents.areas.values())

    def task(self, task: Task) -> Item:
        """A task."""
        papers = self._contents.by_task.count(task.slug)
        return Item("t", task.slug, task.name, self._of_task(task), papers, _count(papers, "paper"))

    def dataset(self, dataset: Dataset) -> Item:
        """A dataset."""
        slug, boards = dataset.slug, len(self._contents.boards_by_dataset.get(dataset.slug, ()))
        tokens = self._of_dataset(dataset)
        return Item("d", slug, dataset.name, tokens, boards, _count(boards, "leaderboard"))

    def board(self, board: BoardFacts) -> Item:
        """A leaderboard: found by the names of its task and its dataset."""
        contents = self._contents
        task, dataset = contents.tasks[board.task], contents.datasets[board.dataset]
        tokens = self._of_task(task) | self._of_dataset(dataset)
        note = _count(board.results, "result")
        return Item("b", board.slug, contents.name(board), tokens, board.results, note)

    def method(self, method: Method) -> Item:
        """A method."""
        papers = self._contents.by_method.count(method.slug)
        return Item(
            "m", method.slug, method.name, tokens_of(*_names(method)), papers, _count(papers, "paper")
        )

    def paper(self, paper: PaperFacts) -> Item:
        """A paper."""
        results = self._contents.results_of(paper.slug)
        return Item("p", paper.slug, paper.title, tokens_of(paper.title), results, (paper.date or "")[:4])

    def area(self, area: Area) -> Item:
        """An area."""
        tasks = len(self._contents.tasks_by_area.get(area.slug, ()))
        return Item("a", area.slug, area.name, tokens_of(*_names(area)), tasks, _count(tasks, "task"))

    def _of_task(self, task: Task) -> frozenset[str]:
        return _kept(self._task_tokens, task)

    def _of_dataset(self, dataset: Dataset) -> frozenset[str]:
        return _kept(self._dataset_tokens, dataset)


def tokens_of(*names: str) -> set[str]:
    """What names are found by: their words without accents and case, also joined where a hyphen parts them.

    So ``CIFAR-10`` is found by ``cifar``, ``10`` and ``cifar10``. Words like ``of`` count only where there
    are no others. The browser takes queries apart in the same way (frontend/src/search/tokens.js).
    """
    found: set[str] = set()
    for name in names:
        text = fold(name)
        found.update(_WORD.findall(text))
        for compound in _COMPOUND.findall(text) if _HAS_JOINT(text) else ():
            words = _WORD.findall(compound)
            if len(words) <= _MOST_JOINED and len(joined := "".join(words)) <= _LONGEST_JOINED:
                found.add(joined)
    telling = found - _STOP or found
    return (
        {word[:_LONGEST_TOKEN] for word in telling}
        if max(map(len, telling), default=0) > _LONGEST_TOKEN
        else telling
    )


def beginning(name: str) -> str:
    """The first words of a name in one: what begins it is ``gpt``, and ``gpt3`` too, for GPT-3."""
    return "".join(_WORD.findall(fold(name[:_LONGEST_TOKEN])))


def fold(text: str) -> str:
    """A text without accents and case."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.category(c).startswith("M")).lower()


def _kept(known: dict[str, frozenset[str]], record: Task | Dataset) -> frozenset[str]:
    """The tokens of a name that many boards share."""
    found = known.get(record.slug)
    if found is None:
        found = known[record.slug] = frozenset(tokens_of(*_names(record)))
    return found


def _names(record: Named) -> Iterator[str]:
    yield record.name
    yield from record.aliases
    if isinstance(record, Dataset | Method) and record.full_name is not None:
        yield record.full_name


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"
