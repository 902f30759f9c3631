"""Whether everything is there that is referred to: what is new, and what others refer to that has gone."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Mapping

from pwc.errors import CouldNotCheckError
from website.change import Change
from website.contents import Tables


def check(
    tables: Tables,
    papers: Container[str],
    results_before: Mapping[str, Collection[str]],
    change: Change,
) -> None:
    """Raise CouldNotCheckError if a change leaves something that refers to nothing.

    ``papers`` are those that there are now, and ``results_before`` has the keys of the boards that a paper
    had results on. Names never go in a change: where one does, everything is new.
    """
    if change.named:
        _check_tables(tables)
    for paper in change.papers.now.values():
        _require(f"the paper {paper.slug}", "task", paper.tasks, tables.tasks)
        _require(f"the paper {paper.slug}", "method", paper.methods, tables.methods)
    for board in change.boards.now.values():
        owner = f"the board {board.slug}"
        _require(owner, "task", (board.task,), tables.tasks)
        _require(owner, "dataset", (board.dataset,), tables.datasets)
    for key, results in change.results.now.items():
        _require(f"the board {key}", "paper", results, papers)
    for slug in change.papers.before.keys() - change.papers.now.keys():
        for key in sorted({*results_before.get(slug, ())} - change.results.keys):
            _require(f"the board {key}", "paper", (slug,), papers)


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
