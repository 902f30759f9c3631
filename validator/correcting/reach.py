"""How many results corrections change."""

from __future__ import annotations

from functools import lru_cache

from pwc.catalog import BOARDS, Catalog
from pwc.record import Board
from validator.context import Context
from validator.correcting.correction import Correction, corrections


@lru_cache(maxsize=1)
def of_file(context: Context) -> int:
    """How many results the corrections of a submission change."""
    return sum(_of(context.catalog, one) for one in corrections(context))


def _of(catalog: Catalog, one: Correction) -> int:
    board = one.thing.board
    if one.kind == "result":
        return 1
    if one.kind == "submission":
        return _undone(catalog, one.about)
    if one.kind == "board":
        return 0 if board is None or "alias" in one.written else len(board.results)
    if (one.kind == "model" and "rename" in one.written) or "merge_into" in one.written:
        return _held(catalog, one.kind, one.about)
    return 0


def _undone(catalog: Catalog, file: str) -> int:
    """What undoing a submission changes: also what it had undone itself, which comes back."""
    wanted, files, ids = [file], set(), set()
    while wanted:
        entry = catalog.accepted(one := wanted.pop())
        if entry is not None and one not in files:
            files.add(one)
            ids |= {*entry.results, *entry.moved, *entry.corrected}
            wanted += entry.reverted
    return len(ids)


def _held(catalog: Catalog, kind: str, about: str) -> int:
    """The results of a model, of a paper, or on the boards of a task or a dataset."""
    from validator.naming.models import results_by_model  # noqa: PLC0415 (reads all boards, for these alone)

    if kind == "model":
        return results_by_model(catalog).get(about, 0)
    if kind == "paper":
        found = catalog.boards_holding(f'"paper":"{about}"')
        return sum(row.paper == about for board in found for row in board.results)
    return sum(len(board.results) for board in boards_of(catalog, kind, about))


def boards_of(catalog: Catalog, kind: str, slug: str) -> list[Board]:
    """The boards of a task or a dataset, by their paths."""
    if kind == "task":
        paths = list(catalog.tree.paths(f"{BOARDS}/{slug}"))
    else:
        paths = [path for path in catalog.tree.paths(BOARDS) if path.endswith(f"/{slug}.json")]
    keys = (path.removeprefix(f"{BOARDS}/").removesuffix(".json").split("/") for path in paths)
    return [board for board in (catalog.board(task, dataset) for task, dataset in keys) if board is not None]
