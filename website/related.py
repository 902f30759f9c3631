"""Which papers have to do with a paper: those that share what few share.

Every leaderboard, method and task that two papers share counts the more, the fewer papers have it: six points
if two or three do, five up to seven, and so on down to one point up to 127 (each doubling costs a point).
What more papers share says nothing and is not counted. Of equal papers the newer comes first. The weight goes
down in such steps, and what is common is left out, so that a new paper changes few pages of others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from heapq import nsmallest

from website.contents import Contents
from website.facts import PaperFacts

SHOWN = 6
COMMON = 127
"""What more papers than these share is too common to relate them."""

MEASURE = (
    "Papers that share leaderboards, methods or tasks with this one. What few papers share counts more "
    "(6 points if two or three do, one less with each doubling, none above 127); of equal ones the newer "
    "comes first."
)


def related(contents: Contents, paper: PaperFacts) -> list[PaperFacts]:
    """The papers that have most to do with this one, at most six."""
    points: Counter[str] = Counter()
    for group in shared_by(contents, paper):
        weight = weight_of(len(group))
        if weight:
            for slug in group:
                points[slug] += weight
    del points[paper.slug]
    order = contents.place
    best = nsmallest(SHOWN, points, key=lambda slug: (-points[slug], order[slug]))
    return [contents.papers[slug] for slug in best]


def weight_of(sharing: int) -> int:
    """The points for something that so many papers share."""
    return max(0, COMMON.bit_length() + 1 - sharing.bit_length()) if sharing > 1 else 0


def shared_by(contents: Contents, paper: PaperFacts) -> Iterator[Sequence[str]]:
    """The papers that have each of the paper's tasks, methods and boards, itself among them."""
    boards = contents.boards_of(paper.slug)
    for task in dict.fromkeys((*paper.tasks, *(board.task for board in boards))):
        yield contents.by_task.slugs(task)
    for method in paper.methods:
        yield contents.by_method.slugs(method)
    for board in boards:
        yield contents.by_board.slugs(board.key)
