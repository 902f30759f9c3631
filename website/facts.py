"""What other pages need to know of a paper or a board: little enough to be kept from one build to the next.

A paper's page is made from the whole record; a list, a chip or a chart needs its title, date and a few more
fields. These stand here, so that after a merge only what it touched has to be read in full.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable

from msgspec import Struct

from pwc.ranking import Ranked, ranking
from pwc.record import Board, Paper
from website import links
from website.view import metric_title

Digest = bytes

_DIGEST = 12


class PaperFacts(Struct, frozen=True, array_like=True):
    """A paper as all other pages know it. ``code`` is the address to show where there is room for one."""

    slug: str
    title: str
    date: str | None
    authors: tuple[str, ...]
    tasks: tuple[str, ...]
    methods: tuple[str, ...]
    code: str | None
    has_code: bool


class Leader(Struct, frozen=True, array_like=True):
    """The result that leads a board, with the value that it is ranked by, and how many share its rank."""

    value: str
    model: str
    paper: str | None
    tied: int


class BoardFacts(Struct, frozen=True, array_like=True):
    """A board as all other pages know it."""

    slug: str
    task: str
    dataset: str
    metric: str
    """The title of the metric that ranks."""
    leader: Leader | None
    results: int
    disputed: int
    retracted: int
    newest: str | None
    """The last day on which a submission brought a result."""
    papers: int
    """How many papers have results on it."""

    @property
    def key(self) -> str:
        """The task's and the dataset's slug."""
        return f"{self.task}/{self.dataset}"


def digest(data: bytes) -> Digest:
    """What tells these bytes from all others."""
    return hashlib.blake2b(data, digest_size=_DIGEST).digest()


def of_paper(paper: Paper) -> PaperFacts:
    """What others need to know of a paper."""
    return PaperFacts(
        paper.slug,
        paper.title,
        paper.date,
        paper.authors,
        paper.tasks,
        tuple(dict.fromkeys(paper.methods)),
        links.code_address(paper),
        bool(paper.code),
    )


def of_board(board: Board) -> BoardFacts:
    """What others need to know of a board."""
    results = board.results
    metric = board.metrics[0]
    return BoardFacts(
        board.slug,
        board.task,
        board.dataset,
        metric_title(metric),
        _leader(ranking(board), metric.name),
        len(results),
        sum(1 for result in results if result.status == "disputed"),
        sum(1 for result in results if result.status == "retracted"),
        max((result.added for result in results if result.added is not None), default=None),
        len(results_of(board)),
    )


def results_of(board: Board) -> dict[str, int]:
    """How many results each paper has on a board."""
    return dict(Counter(result.paper for result in board.results if result.paper is not None))


def _leader(rows: Iterable[Ranked], metric: str) -> Leader | None:
    best = [row.result for row in rows if row.rank == 1]
    if not best:
        return None
    first = best[0]
    return Leader(first.metrics[metric].value, first.model, first.paper, len(best) - 1)
