"""Two records that are one become one: boards, tasks, datasets, papers. Old slugs lead to what stays.

Where two results then say the same, the one that moved is retracted with the other's id as its reason: an id
that somebody has written down still answers.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from msgspec.structs import replace

from mergebot.draft import Draft
from mergebot.promoting import NotPromotableError, Touched, union
from pwc import identity, metric_twins
from pwc.record import Board, Dataset, Locator, Metric, Named, Paper, Result, Task


def merge_boards(draft: Draft, board: Board, into: Board, touched: Touched) -> None:
    """Put a board's results on another one; the board goes, and its slugs lead to the other."""
    if board.key == into.key:  # two slugs may lead to one board
        raise NotPromotableError(f"{board.slug} and {into.slug} are one leaderboard already")
    called = dict(_called(board, into))
    if len(set(called.values())) != len(called):
        raise NotPromotableError(f"two metrics of {board.slug} would be one on {into.slug}")
    moved = [with_metrics_called(result, called) for result in board.results]
    ids = [result.id for result in moved]
    metrics = tuple(_merged_metrics(board, into, called))
    whole = replace(into, metrics=metrics, results=(*into.results, *moved))
    draft.drop_board(board)
    draft.put_board(without_twins(whole, ids))
    _lead_elsewhere(draft, "board", board.key, into.key)
    touched.moved |= dict.fromkeys(ids, into.key)


def merge_tasks(draft: Draft, task: Task, into: Task, touched: Touched) -> None:
    """Let a task be another one: its boards, its narrower tasks, and whatever names it."""
    for board in list(_boards_of(draft, task=task.slug)):
        _move_board(draft, board, replace(board, task=into.slug), touched)
    for other in list(draft.tasks):
        if task.slug in other.parents:
            parents = _instead(other.parents, task.slug, into.slug)
            kept = tuple(slug for slug in parents if slug != other.slug)
            draft.tasks = draft.tasks.plus([replace(other, parents=kept)])
    for dataset in list(draft.datasets):
        if task.slug in dataset.tasks:
            tasks = _instead(dataset.tasks, task.slug, into.slug)
            draft.datasets = draft.datasets.plus([replace(dataset, tasks=tasks)])
    for paper in list(draft.papers()):
        if task.slug in paper.tasks:
            draft.put_paper(replace(paper, tasks=_instead(paper.tasks, task.slug, into.slug)))
    now = draft.tasks.by_slug(into.slug) or into
    draft.tasks = draft.tasks.minus(task.slug).plus([_with_names_of(now, task)])
    _lead_elsewhere(draft, "task", task.slug, into.slug)


def merge_datasets(draft: Draft, dataset: Dataset, into: Dataset, touched: Touched) -> None:
    """Let a dataset be another one: its boards, its parts, and its tasks."""
    for board in list(_boards_of(draft, dataset=dataset.slug)):
        _move_board(draft, board, replace(board, dataset=into.slug), touched)
    for other in list(draft.datasets):
        if other.parent == dataset.slug:
            parent = None if other.slug == into.slug else into.slug
            draft.datasets = draft.datasets.plus([replace(other, parent=parent)])
    now = draft.datasets.by_slug(into.slug) or into
    whole = replace(_with_names_of(now, dataset), tasks=union(now.tasks, dataset.tasks))
    draft.datasets = draft.datasets.minus(dataset.slug).plus([whole])
    _lead_elsewhere(draft, "dataset", dataset.slug, into.slug)


def merge_papers(draft: Draft, paper: Paper, into: Paper, touched: Touched) -> None:
    """Let a paper be another one, which gains what it does not have: identifiers, code, tasks, methods."""
    for board in list(draft.boards_holding(f'"paper":"{paper.slug}"')):
        ids = [result.id for result in board.results if result.paper == paper.slug]
        if ids:
            results = (replace(r, paper=into.slug) if r.id in set(ids) else r for r in board.results)
            draft.put_board(without_twins(replace(board, results=tuple(results)), ids))
            touched.corrected += ids
    single = {
        field: getattr(into, field) or getattr(paper, field)
        for field in (
            "arxiv",
            "doi",
            "openreview",
            "acl",
            "url",
            "pdf",
            "date",
            "proceeding",
            "abstract",
            "authors",
        )
    }
    known = {code.url for code in into.code}
    draft.put_paper(
        replace(
            into,
            **single,
            tasks=union(into.tasks, paper.tasks),
            methods=union(into.methods, paper.methods),
            code=(*into.code, *(code for code in paper.code if code.url not in known)),
        )
    )
    draft.drop_paper(paper.slug)
    _lead_elsewhere(draft, "paper", paper.slug, into.slug)


MERGES: Mapping[str, Callable[[Draft, Any, Any, Touched], None]] = {
    "task": merge_tasks,
    "dataset": merge_datasets,
}


def with_metrics_called(result: Result, called: Mapping[str, str]) -> Result:
    """A result with its metrics under other names."""
    return replace(
        result,
        metrics={called.get(name, name): value for name, value in result.metrics.items()},
        notes={called.get(name, name): note for name, note in result.notes.items()},
    )


def without_twins(board: Board, changed: Collection[str]) -> Board:
    """A board on which those of the changed results are retracted that say what another one says."""
    ids = set(changed)
    first = {meaning(r): r.id for r in board.results if r.id not in ids and r.status != "retracted"}
    results = []
    for result in board.results:
        twin = None
        if result.id in ids and result.status != "retracted":
            twin = first.setdefault(meaning(result), result.id)
        is_twin = twin is not None and twin != result.id
        results.append(
            replace(result, status="retracted", reason=f"The same as {twin}.") if is_twin else result
        )
    return replace(board, results=tuple(results))


def meaning(result: Result) -> object:
    """What two results on one board that say the same have in common, as the catalog's check has it."""
    values = tuple(sorted((name, value.value) for name, value in result.metrics.items()))
    setting = identity.fold(result.setting or "")
    return result.paper, result.model, setting, result.extra_training_data, values


def _called(board: Board, into: Board) -> Iterator[tuple[str, str]]:
    """What a board's metrics are called on the other board."""
    for metric in board.metrics:
        yield metric.name, (metric_twins.twin(metric, into.metrics) or metric).name


def _merged_metrics(board: Board, into: Board, called: Mapping[str, str]) -> Iterator[Metric]:
    """The metrics of a board with another one's put into it: imports look for them by any name."""
    twins = {called[metric.name]: metric for metric in board.metrics}
    taken = {identity.fold(metric.name) for metric in (*into.metrics, *twins.values())}
    for metric in into.metrics:
        twin = twins.pop(metric.name, None)
        names = () if twin is None else (twin.name, *twin.aliases)
        more = (name for name in names if identity.fold(name) not in taken)
        yield replace(metric, aliases=union(metric.aliases, more))
    yield from twins.values()


def _move_board(draft: Draft, board: Board, to: Board, touched: Touched) -> None:
    """Put a board into another place; if there is one, onto that."""
    there = draft.board(to.task, to.dataset)
    if there is not None:
        merge_boards(draft, board, there, touched)
        return
    draft.drop_board(board)
    draft.put_board(to)
    _lead_elsewhere(draft, "board", board.key, to.key)
    touched.moved |= {result.id: to.key for result in board.results}


def _boards_of(draft: Draft, *, task: str | None = None, dataset: str | None = None) -> Iterator[Board]:
    """The boards of a task or of a dataset."""
    for board in draft.boards_holding(f'"task":"{task}"' if task else f'"dataset":"{dataset}"'):
        if task in {None, board.task} and dataset in {None, board.dataset}:
            yield board


def _lead_elsewhere(draft: Draft, kind: str, old: str, new: str) -> None:
    """Let everything that led to a record lead to another one, and its own slug too."""
    for entry in list(draft.locators()):
        if getattr(entry, kind) == old:
            draft.put_locator(replace(entry, **{kind: new}))
    if kind != "board":
        draft.put_locator(replace(Locator(locator=f"{kind}:{old}"), **{kind: new}))


def _with_names_of(record: Any, other: Named) -> Any:
    """A record that is found under another one's names too."""
    names = dict.fromkeys((*record.aliases, other.name, *other.aliases))
    return replace(record, aliases=tuple(name for name in names if name != record.name))


def _instead(slugs: tuple[str, ...], old: str, new: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(new if slug == old else slug for slug in slugs))
