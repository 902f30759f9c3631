"""Whether everything is there that is referred to: what is new, and what others refer to that has gone."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping

from pwc.errors import CouldNotCheckError
from website.change import Change
from website.contents import Tables
from website.facts import BoardFacts, PaperFacts


def check(
    tables: Tables,
    papers: Mapping[str, PaperFacts],
    boards: Iterable[BoardFacts],
    change: Change,
) -> None:
    """Raise CouldNotCheckError if a change leaves something that refers to nothing.

    Names never go in a change: where one does, everything is new.
    """
    if change.named:
        _check_tables(tables)
    for paper in change.papers.now.values():
        _require(f"the paper {paper.slug}", "task", paper.tasks, tables.tasks)
        _require(f"the paper {paper.slug}", "method", paper.methods, tables.methods)
    gone = change.papers.before.keys() - change.papers.now.keys()
    bereft = [board for board in boards if not gone.isdisjoint(board.papers)] if gone else []
    for board in (*change.boards.now.values(), *bereft):
        owner = f"the board {board.slug}"
        _require(owner, "task", (board.task,), tables.tasks)
        _require(owner, "dataset", (board.dataset,), tables.datasets)
        _require(owner, "paper", board.papers, papers)


def _check_tables(tables: Tables) -> None:
    for task in tables.tasks.values():
        _require(f"the task {task.slug}", "area", task.areas, tables.areas)
        _require(f"the task {task.slug}", "task", task.parents, tables.tasks)
    for dataset in tables.datasets.values():
        _require(f"the dataset {dataset.slug}", "task", dataset.tasks, tables.tasks)


def _require(owner: str, kind: str, slugs: Iterable[str], there: Container[str]) -> None:
    for slug in slugs:
        if slug not in there:
            raise CouldNotCheckError(
                f"{owner} names the {kind} {slug}, which the catalog does not have; see `pwc catalog check`"
            )
