"""Which leaderboards a submission would change, and how: computed from what the merge itself would write."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from mergebot.promote import Promotion
from pwc.catalog import Catalog
from pwc.ranking import ranking
from pwc.record import Board, Metric, Result


class NewRow(Struct, frozen=True):
    """A row that a board would get. ``rank`` is None if it does not take part in the ranking."""

    id: str
    model: str
    value: str
    setting: str | None
    rank: int | None
    is_best: bool
    """Whether it would be the best, alone or beside others with the same value, on a board with others."""
    overtakes: tuple[str, ...]
    """The models that would be below it, the best first; none of the submission's own."""


class BoardChange(Struct, frozen=True):
    """What happens to one board."""

    slug: str
    task: str
    dataset: str
    metric: Metric
    is_new: bool
    best_before: str | None
    """The best model and its value before."""
    rows_before: int
    rows_after: int
    rows: tuple[NewRow, ...]


class Preview(Struct, frozen=True):
    """What a number of submissions would do."""

    boards: tuple[BoardChange, ...]
    new_names: tuple[str, ...]
    """New areas, tasks, datasets, methods and papers, each with its kind."""


def preview(before: Catalog, after: Catalog, promotions: Iterable[Promotion]) -> Preview:
    """Compare two states of the catalog on the boards that the promotions between them touch."""
    promotions = list(promotions)
    touched = {board.key for promotion in promotions for board in promotion.boards}
    added = {id_ for promotion in promotions for id_ in promotion.entry.results}
    changes = []
    for key in sorted(touched):
        task, _, dataset = key.partition("/")
        now = after.board(task, dataset)
        if now is not None:
            changes.append(_change(before.board(task, dataset), now, added, after))
    return Preview(tuple(changes), tuple(_new_names(before, after, promotions)))


def _change(then: Board | None, now: Board, added: set[str], catalog: Catalog) -> BoardChange:
    task, dataset = catalog.tasks.by_slug(now.task), catalog.datasets.by_slug(now.dataset)
    before = [r for r in ranking(then) if r.rank is not None] if then else []
    metric = now.metrics[0]
    return BoardChange(
        slug=now.slug,
        task=task.name if task else now.task,
        dataset=dataset.name if dataset else now.dataset,
        metric=metric,
        is_new=then is None,
        best_before=f"{before[0].result.model} {_value(before[0].result, metric)}" if before else None,
        rows_before=len(then.results) if then else 0,
        rows_after=len(now.results),
        rows=tuple(_rows(now, added, has_others=bool(before))),
    )


def _rows(board: Board, added: set[str], *, has_others: bool) -> Iterable[NewRow]:
    ranked = ranking(board)
    for place, row in enumerate(ranked):
        result = row.result
        if result.id not in added:
            continue
        below = (r.result.model for r in ranked[place + 1 :] if _is_overtaken(row.rank, r.rank))
        own = {r.result.model for r in ranked if r.result.id in added}
        yield NewRow(
            id=result.id,
            model=result.model,
            value=_value(result, board.metrics[0]),
            setting=result.setting,
            rank=row.rank,
            is_best=row.rank == 1 and has_others,
            overtakes=tuple(dict.fromkeys(model for model in below if model not in own)),
        )


def _is_overtaken(rank: int | None, other: int | None) -> bool:
    return rank is not None and other is not None and other > rank


def _value(result: Result, metric: Metric) -> str:
    value = result.metrics.get(metric.name)
    return "" if value is None else value.value


def _new_names(before: Catalog, after: Catalog, promotions: list[Promotion]) -> Iterable[str]:
    files = {promotion.entry.file for promotion in promotions}
    tables = (
        ("area", before.areas, after.areas),
        ("task", before.tasks, after.tasks),
        ("dataset", before.datasets, after.datasets),
        ("method", before.methods, after.methods),
    )
    for kind, then, now in tables:
        known = {record.slug for record in then}
        yield from (f"{kind} {record.name}" for record in now if record.slug not in known)
    shards = {path for p in promotions for path in p.changes if path.startswith("catalog/papers/")}
    yield from (
        f"paper {paper.title}" for paper in after.papers_in(sorted(shards)) if paper.submission in files
    )
