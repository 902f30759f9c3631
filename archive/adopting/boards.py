"""The leaderboards of an import, each beside the board of ours for the same task and dataset."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from archive.adopting.correspondence import Correspondence
from archive.adopting.three_sides import merged
from pwc import canonical, identity
from pwc.catalog import Catalog
from pwc.record import Board, Metric, Result


def adopt(
    ours: Catalog, theirs: Catalog, base: Catalog, same: Correspondence
) -> tuple[dict[str, bytes], dict[str, str]]:
    """The files of boards that change, and the boards of the new results by their ids."""
    files: dict[str, bytes] = {}
    results: dict[str, str] = {}
    made: dict[str, Board] = {}
    given: set[str] = set()
    same.say_models(ours.models)

    def is_taken(slug: str) -> bool:
        return slug in given or ours.locator(f"sota:{slug}") is not None

    for told in theirs.boards():
        own = _known(ours, base, told, same)
        board = own or _new(told, same, is_taken)
        board = made.get(board.key, board)  # two boards of theirs may be one here
        before = base.board(told.task, told.dataset)
        whole = _merged(board, told, before, same)
        made[whole.key] = whole
        given.add(whole.slug)
        same.say_board(told.slug, whole)
        known = {result.id for result in board.results}
        results |= {result.id: whole.key for result in whole.results if result.id not in known}
        if own is None or whole != own:
            files[identity.board_path(whole.task, whole.dataset)] = canonical.board_file(whole)
    return files, results


def _known(ours: Catalog, base: Catalog, told: Board, same: Correspondence) -> Board | None:
    """The board of ours that one of theirs is."""
    own = ours.board(same.slug("task", told.task), same.slug("dataset", told.dataset))
    if own is not None or base.board(told.task, told.dataset) is None:
        return own
    return ours.board_at(told.slug)  # it was adopted before, and has been merged into another one since


def _new(told: Board, same: Correspondence, is_taken: Callable[[str], bool]) -> Board:
    return Board(
        slug=identity.free_slug(told.slug, is_taken),
        task=same.slug("task", told.task),
        dataset=same.slug("dataset", told.dataset),
        metrics=(),
    )


def _merged(board: Board, told: Board, before: Board | None, same: Correspondence) -> Board:
    """A board with theirs' metrics and results. What is a result of ours already is not added again."""
    metrics = {metric.name: metric for metric in board.metrics}
    called: dict[str, str] = {}
    for metric in told.metrics:
        own = _metric(board, metric.name)
        base = None if before is None else before.metric(metric.name)
        called[metric.name] = metric.name if own is None else own.name
        plain = replace(metric, submission=None)
        metrics[called[metric.name]] = plain if own is None else merged(own, plain, base)
    results = {result.id: result for result in board.results}
    meanings = {_meaning(result) for result in board.results}
    old = {} if before is None else {result.id: result for result in before.results}
    for theirs in told.results:
        result = _as_here(theirs, called, same)
        was = None if theirs.id not in old else _as_here(old[theirs.id], called, same)
        if theirs.id in results:
            results[theirs.id] = merged(results[theirs.id], result, was)
        elif was is None and _meaning(result) not in meanings:
            results[theirs.id] = result
    in_order = tuple(result for _, result in sorted(results.items()))
    return replace(board, metrics=tuple(metrics.values()), results=in_order)


def _metric(board: Board, name: str) -> Metric | None:
    """The metric of ours that has this name, or has it as an alias."""
    return board.metric(name) or next((metric for metric in board.metrics if name in metric.aliases), None)


def _as_here(result: Result, called: dict[str, str], same: Correspondence) -> Result:
    return replace(
        result,
        model=same.model(result.model),
        paper=None if result.paper is None else same.slug("paper", result.paper),
        metrics={called.get(name, name): value for name, value in result.metrics.items()},
        notes={called.get(name, name): note for name, note in result.notes.items()},
        submission=None,
        added=None,
    )


def _meaning(result: Result) -> object:
    """What two results that say the same have in common, as the catalog's check has it."""
    values = tuple(sorted((name, value.value) for name, value in result.metrics.items()))
    setting = identity.fold(result.setting or "")
    return result.paper, result.model, setting, result.extra_training_data, values
