"""Which leaderboards a submission would change, and how: computed from what the merge itself would write."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal

from msgspec import Struct

from mergebot.promote import Promotion
from pwc.catalog import BOARDS, PAPERS, Catalog
from pwc.names import Names
from pwc.ranking import Ranked, ranking
from pwc.record import Board, Metric, Result

MOST_NEAR = 3

What = Literal["added", "corrected", "gone"]


class RowChange(Struct, frozen=True):
    """A row that a board would get, that would be another one, or that would go from it.

    ``rank`` and ``rank_before`` are None where it does not take part in the ranking.
    """

    id: str
    what: What
    model: str
    value: str
    setting: str | None
    rank: int | None
    is_best: bool
    """Whether it would be the best, alone or beside others with the same value, on a board with others."""
    overtakes: tuple[str, ...]
    """The models that would be below it and are not now, the best first; none of the submission's own."""
    value_before: str | None = None
    rank_before: int | None = None
    status: str = "active"


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
    rows: tuple[RowChange, ...]
    also_open: tuple[str, ...] = ()
    """Other branches and pull requests, not merged yet, that add to this board."""


class NewName(Struct, frozen=True):
    """A new area, task, dataset, method or paper, with names of the catalog's that look like it."""

    kind: str
    name: str
    near: tuple[str, ...] = ()


class Preview(Struct, frozen=True):
    """What a number of submissions would do."""

    boards: tuple[BoardChange, ...]
    new: tuple[NewName, ...]
    gone: tuple[str, ...] = ()
    """The slugs of boards that would be there no more: merged into others, or undone."""

    @property
    def new_names(self) -> tuple[str, ...]:
        """The new names, each with its kind before it."""
        return tuple(f"{one.kind} {one.name}" for one in self.new)


def preview(before: Catalog, after: Catalog, promotions: Iterable[Promotion]) -> Preview:
    """Compare two states of the catalog on the boards that the promotions between them touch."""
    promotions = list(promotions)
    added = {id_ for promotion in promotions for id_ in promotion.entry.results}
    touched = {id_ for p in promotions for id_ in (*p.entry.corrected, *p.entry.moved)}
    undoes = any(promotion.entry.reverted for promotion in promotions)
    boards = []
    for key in sorted({board.key for promotion in promotions for board in promotion.boards}):
        task, _, dataset = key.partition("/")
        now = after.board(task, dataset)
        if now is not None:
            then = before.board(task, dataset)
            # what is undone was changed by another entry, and any row that differs is told
            own = touched | ({row.id for row in now.results} if undoes else set())
            boards.append(_change(then, now, added, own, after))
    gone = tuple(_gone_boards(before, after, promotions))
    return Preview(tuple(boards), tuple(_new_names(before, after, promotions)), gone)


def _gone_boards(before: Catalog, after: Catalog, promotions: Iterable[Promotion]) -> Iterator[str]:
    paths = {path for promotion in promotions for path, data in promotion.changes.items() if data is None}
    for path in sorted(paths):
        if path.startswith(f"{BOARDS}/") and after.tree.read(path) is None:
            board = before.board(*path.removeprefix(f"{BOARDS}/").removesuffix(".json").split("/"))
            if board is not None:
                yield board.slug


def _change(
    then: Board | None, now: Board, added: set[str], touched: set[str], catalog: Catalog
) -> BoardChange:
    task, dataset = catalog.tasks.by_slug(now.task), catalog.datasets.by_slug(now.dataset)
    before = ranking(then) if then is not None else []
    best = next((row.result for row in before if row.rank is not None), None)
    metric = now.metrics[0]
    return BoardChange(
        slug=now.slug,
        task=task.name if task else now.task,
        dataset=dataset.name if dataset else now.dataset,
        metric=metric,
        is_new=then is None,
        best_before=None if best is None else f"{best.model} {_value(best, metric)}",
        rows_before=len(before),
        rows_after=len(now.results),
        rows=tuple(_rows(before, ranking(now), added, touched, metric)),
    )


def _rows(
    before: Sequence[Ranked], after: Sequence[Ranked], added: set[str], touched: set[str], metric: Metric
) -> Iterator[RowChange]:
    old = {row.result.id: row for row in before}
    own = {row.result.model for row in after if row.result.id in added}
    has_others = any(row.rank is not None for row in before)
    for place, row in enumerate(after):
        result, was = row.result, old.pop(row.result.id, None)
        if was is not None and (result == was.result or result.id not in touched):
            continue
        below = (r.result.model for r in after[place + 1 :] if _is_overtaken(row, r, was, old))
        yield RowChange(
            id=result.id,
            what="added" if was is None else "corrected",
            model=result.model,
            value=_value(result, metric),
            setting=result.setting,
            rank=row.rank,
            is_best=row.rank == 1 and has_others and (was is None or was.rank != 1),
            overtakes=tuple(dict.fromkeys(model for model in below if model not in own)),
            value_before=None if was is None else _value(was.result, metric),
            rank_before=None if was is None else was.rank,
            status=result.status,
        )
    yield from (_gone(row, metric) for row in old.values())


def _gone(row: Ranked, metric: Metric) -> RowChange:
    return RowChange(
        id=row.result.id,
        what="gone",
        model=row.result.model,
        value="",
        setting=row.result.setting,
        rank=None,
        is_best=False,
        overtakes=(),
        value_before=_value(row.result, metric),
        rank_before=row.rank,
    )


def _is_overtaken(row: Ranked, other: Ranked, was: Ranked | None, old: dict[str, Ranked]) -> bool:
    """Whether a row is now below another one that it was not below before."""
    if row.rank is None or other.rank is None or other.rank <= row.rank:
        return False
    then = old.get(other.result.id)
    was_below = was is not None and was.rank is not None and then is not None and then.rank is not None
    return not (was_below and then is not None and (then.rank or 0) > ((was and was.rank) or 0))


def _value(result: Result, metric: Metric) -> str:
    value = result.metrics.get(metric.name)
    return "" if value is None else value.value


def _new_names(before: Catalog, after: Catalog, promotions: list[Promotion]) -> Iterator[NewName]:
    tables: tuple[tuple[str, Names[Any], Names[Any]], ...] = (
        ("area", before.areas, after.areas),
        ("task", before.tasks, after.tasks),
        ("dataset", before.datasets, after.datasets),
        ("method", before.methods, after.methods),
    )
    changed = {path for promotion in promotions for path in promotion.changes}
    for kind, then, now in tables:
        if f"catalog/{kind}s.jsonl" in changed:
            known = {record.slug for record in then}
            new = (record.name for record in now if record.slug not in known)
            yield from (NewName(kind, name, tuple(then.near(name, MOST_NEAR))) for name in new)
    shards = sorted(path for path in changed if path.startswith(f"{PAPERS}/"))
    papers = (paper for paper in after.papers_in(shards) if before.paper(paper.slug) is None)
    yield from (NewName("paper", paper.title) for paper in papers)
