"""Corrections of an accepted submission, carried out on a draft of the catalog. Pure.

Validation has found that each of them fits the catalog; what does not fit all the same is refused, never
half done. An id never changes, nor does the slug of what is renamed: the old name becomes an alias.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import msgspec
from msgspec.structs import replace

from mergebot import twins
from mergebot.draft import Draft
from mergebot.promoting import NotPromotableError, Touched, more_code, slugs_of
from pwc import identity
from pwc.names import Names
from pwc.record import Board, Evidence, Metric, Model, Named, Paper, Result, Value

Entry = Mapping[str, Any]
"""One entry under ``corrections``, its numbers as text (see ``pwc.submission``)."""

AnyNamed = TypeVar("AnyNamed", bound=Named)


def correct(draft: Draft, entry: Entry, file: str, touched: Touched) -> None:
    """Carry one correction out; ``touched`` learns which results it changed.

    Reverts of submissions are not carried out here (see ``mergebot.replay``). Raises NotPromotableError if
    the catalog does not have what the correction is about.
    """
    kind = next(kind for kind in _BY_KIND if kind in entry)
    _BY_KIND[kind](draft, entry, file, touched)


def _result(draft: Draft, entry: Entry, _: str, touched: Touched) -> None:
    found = draft.result(entry["result"])
    if found is None:
        raise NotPromotableError(f"the catalog has no result {entry['result']}")
    board, result = found
    corrected = (
        _with_status(result, entry) if "set" not in entry else _with_fields(board, result, entry["set"])
    )
    others = (one for one in board.results if one.id != result.id)
    draft.put_board(replace(board, results=(*others, corrected)))
    touched.corrected.append(result.id)


def _with_status(result: Result, entry: Entry) -> Result:
    if "restore" in entry:
        return replace(result, status="active", reason=None)
    return replace(result, status="retracted" if "retract" in entry else "disputed", reason=entry["reason"])


def _with_fields(board: Board, result: Result, fields: Mapping[str, Any]) -> Result:
    changes = {name: fields[name] for name in ("model", "setting", "extra_training_data") if name in fields}
    if "evidence" in fields:
        changes["evidence"] = msgspec.convert(fields["evidence"], Evidence | None)
    if "metrics" in fields:
        values = {name: msgspec.convert(value, Value) for name, value in fields["metrics"].items()}
        unknown = [name for name in values if board.metric(name) is None]
        if unknown:
            raise NotPromotableError(f"the board {board.slug} has no metric {unknown[0]!r}")
        changes["metrics"] = result.metrics | values
        changes["notes"] = {name: note for name, note in result.notes.items() if name not in values}
    return replace(result, **changes)


def _paper(draft: Draft, entry: Entry, _: str, touched: Touched) -> None:
    paper = _paper_of(draft, entry["paper"])
    if "merge_into" in entry:
        twins.merge_papers(draft, paper, _paper_of(draft, entry["merge_into"]), touched)
        return
    fields = dict(entry["set"])
    if "tasks" in fields:
        fields["tasks"] = slugs_of(draft.tasks, fields["tasks"])
    if "methods" in fields:
        fields["methods"] = slugs_of(draft.methods, fields["methods"])
    if "code" in fields:
        wanted = more_code((), fields["code"])
        kept = {code.url: code for code in paper.code}
        fields["code"] = tuple(replace(kept.get(code.url, code), official=code.official) for code in wanted)
    if "authors" in fields:
        fields["authors"] = tuple(fields["authors"])
    draft.put_paper(replace(paper, **fields))


def _paper_of(draft: Draft, slug: str) -> Paper:
    paper = draft.paper(slug)
    if paper is None:
        raise NotPromotableError(f"the catalog has no paper {slug}")
    return paper


def _board(draft: Draft, entry: Entry, _: str, touched: Touched) -> None:
    board = _board_of(draft, entry["board"])
    if "merge_into" in entry:
        twins.merge_boards(draft, board, _board_of(draft, entry["merge_into"]), touched)
        return
    metric = board.metric(entry["metric"])
    if metric is None:
        raise NotPromotableError(f"the board {board.slug} has no metric {entry['metric']!r}")
    if "set" in entry:  # to set what was inferred confirms it
        changed = replace(metric, inferred=False, **entry["set"])
    elif "alias" in entry:
        changed = replace(metric, aliases=(*metric.aliases, entry["alias"]))
    else:
        changed = _renamed(metric, entry["rename"])
    draft.put_board(_with_metric(board, metric, changed))


def _board_of(draft: Draft, slug: str) -> Board:
    board = draft.board_at(slug)
    if board is None:
        raise NotPromotableError(f"the catalog has no board {slug}")
    return board


def _with_metric(board: Board, metric: Metric, changed: Metric) -> Board:
    """A board with a metric changed, also in its results if it is called otherwise now."""
    metrics = tuple(changed if one is metric else one for one in board.metrics)
    if metric.name == changed.name:
        return replace(board, metrics=metrics)
    called = {metric.name: changed.name}
    results = tuple(twins.with_metrics_called(result, called) for result in board.results)
    return replace(board, metrics=metrics, results=results)


def _named(kind: str, table: str) -> Callable[[Draft, Entry, str, Touched], None]:
    def correct_name(draft: Draft, entry: Entry, _: str, touched: Touched) -> None:
        names: Names[Any] = getattr(draft, table)
        record = names.by_slug(entry[kind])
        if record is None:
            raise NotPromotableError(f"the catalog has no {kind} {entry[kind]}")
        if "merge_into" in entry:
            into = names.by_slug(entry["merge_into"])
            if into is None:
                raise NotPromotableError(f"the catalog has no {kind} {entry['merge_into']}")
            twins.MERGES[kind](draft, record, into, touched)
        elif "alias" in entry:
            setattr(draft, table, names.plus([replace(record, aliases=(*record.aliases, entry["alias"]))]))
        else:
            setattr(draft, table, names.plus([_renamed(record, entry["rename"])]))

    return correct_name


def _renamed(record: Any, name: str) -> Any:
    """A record of another name, which is found under the old one too."""
    kept = (alias for alias in record.aliases if alias != name)
    return replace(record, name=name, aliases=tuple(dict.fromkeys((*kept, record.name))))


def _model(draft: Draft, entry: Entry, file: str, touched: Touched) -> None:
    """A model has no record until it is called otherwise; its results are those that have its name."""
    name = entry["model"]
    if "alias" in entry:
        _keep_alias(draft, name, entry["alias"], file)
        return
    wanted = entry["rename"]
    for board in list(draft.boards_holding(msgspec.json.encode(name).decode())):
        renamed = [replace(r, model=wanted) if r.model == name else r for r in board.results]
        ids = [result.id for result in board.results if result.model == name]
        if ids:
            draft.put_board(twins.without_twins(replace(board, results=tuple(renamed)), ids))
            touched.corrected += ids
    _keep_alias(draft, wanted, name, file)


def _keep_alias(draft: Draft, name: str, alias: str, file: str) -> None:
    match = draft.models.find(name)
    if match is None:
        slug = identity.free_slug(identity.slug(name), draft.models.has_slug)
        record = Model(slug=slug, name=name, aliases=(alias,), submission=file)
    else:
        record = match.record
        names = dict.fromkeys((*record.aliases, record.name, alias))
        record = replace(record, name=name, aliases=tuple(one for one in names if one != name))
    known_as = draft.models.find(alias)
    if known_as is not None and known_as.record.slug != record.slug:  # the two are one now
        draft.models = draft.models.minus(known_as.record.slug)
        more = (one for one in known_as.record.aliases if one not in {name, *record.aliases})
        record = replace(record, aliases=(*record.aliases, *more))
    draft.models = draft.models.plus([record])


_BY_KIND: Mapping[str, Callable[[Draft, Entry, str, Touched], None]] = {
    "result": _result,
    "paper": _paper,
    "board": _board,
    "model": _model,
    "task": _named("task", "tasks"),
    "dataset": _named("dataset", "datasets"),
    "method": _named("method", "methods"),
}
"""What corrections may be about; the schema sees to it that each is about exactly one."""
