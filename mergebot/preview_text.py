"""The preview as text, Markdown and JSON. What a contributor wrote is escaped."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate

import msgspec

from mergebot.preview import BoardChange, Preview, RowChange
from validator.finding import Severity
from validator.quote import visible
from validator.report.inert import code_span
from validator.report.verdict import count
from validator.run import Report

_MOST_NAMED = 3
_MOST_ROWS = 20
"""Rows of one board that Markdown shows; the others are counted."""

Shown = Callable[[str], str]
"""How what a contributor wrote is made inert."""


def text(preview: Preview) -> str:
    """A preview for people at a terminal."""
    names = [
        f"  new {visible(one.kind)} {visible(one.name)}{_near(one.near, visible)}" for one in preview.new
    ]
    boards = (line for board in preview.boards for line in _board(board))
    return "\n".join([_head(preview), *names, *boards])


def markdown(preview: Preview, limit: int = 60_000) -> str:
    """A preview for a pull request's comment: GitHub's Markdown, nothing that a contributor wrote is live."""
    parts = [f"### {_head(preview)}"]
    new = [f"- new {one.kind} {code_span(one.name)}{_near(one.near, code_span)}" for one in preview.new]
    if new:
        parts.append("\n".join(new))
    tables = ["\n".join(_table(board)) for board in preview.boards]
    room = limit - sum(len(part) + 2 for part in parts)
    shown = [
        table
        for table, end in zip(tables, accumulate(len(t) + 2 for t in tables), strict=True)
        if end <= room
    ]
    if len(shown) < len(tables):
        shown.append(f"and {count(len(tables) - len(shown), 'leaderboard')} more.")
    return "\n\n".join([*parts, *shown])


def as_json(preview: Preview) -> str:
    """A preview for programs; ``version`` changes when the shape does."""
    told = {"version": 1, **msgspec.to_builtins(preview), "new_names": list(preview.new_names)}
    return json.dumps(told, ensure_ascii=True, indent=2)


def warnings(report: Report, command: Sequence[str]) -> str | None:
    """One line on the warnings that a preview does not show, and the command that does; None without any."""
    found = sum(finding.severity is Severity.WARNING for finding in report.findings)
    if not found:
        return None
    shows = "shows it" if found == 1 else "shows them"
    return f"{count(found, 'warning')}: `{visible(shlex.join(command))}` {shows}."


def _head(preview: Preview) -> str:
    gone = f" {count(len(preview.gone), 'leaderboard')} would go: {', '.join(preview.gone)}."
    return f"{count(len(preview.boards), 'leaderboard')} would change.{gone if preview.gone else ''}"


def _near(near: Sequence[str], shown: Shown) -> str:
    return f" (there is {', '.join(map(shown, near))})" if near else ""


def _board(board: BoardChange) -> Iterator[str]:
    yield ""
    metric = f"{visible(board.metric.name)}, {_better(board)}"
    yield f"{visible(board.task)} on {visible(board.dataset)} ({metric})"
    if board.is_new:
        yield "  a new leaderboard"
    elif board.best_before:
        yield f"  best so far: {visible(board.best_before)}, of {board.rows_before}"
    for row in board.rows:
        yield f"  {_row(row, board.rows_after)}"
    if board.also_open:
        yield f"  also open on this leaderboard: {', '.join(map(visible, board.also_open))}"


def _better(board: BoardChange) -> str:
    return f"{board.metric.better} is better"


def _row(row: RowChange, rows: int) -> str:
    place = "-" if row.rank is None else str(row.rank)
    return f"{place:<3} {_named(row, visible)}: {_news(row, rows, visible)}"


def _named(row: RowChange, shown: Shown) -> str:
    setting = f" ({shown(row.setting)})" if row.setting else ""
    value = row.value or row.value_before or ""
    return f"{shown(row.model)}{setting} {value}".rstrip()


def _news(row: RowChange, rows: int, shown: Shown) -> str:
    """What happens to a row, in words."""
    if row.what == "gone":
        return "would go from this leaderboard"
    parts = ["not ranked" if row.rank is None else f"rank {row.rank} of {rows}"]
    if row.what == "corrected":
        parts[0] = f"{_before(row)}, now {parts[0]}"
    if row.status != "active":
        parts.append(row.status)
    if row.is_best:
        parts.append("a new state of the art")
    if row.overtakes:
        named = ", ".join(shown(model) for model in row.overtakes[:_MOST_NAMED])
        more = len(row.overtakes) - _MOST_NAMED
        parts.append(f"ahead of {named}" + (f" and {more} more" if more > 0 else ""))
    return ", ".join(parts)


def _before(row: RowChange) -> str:
    rank = "not ranked" if row.rank_before is None else f"rank {row.rank_before}"
    return f"was {row.value_before or 'without a value'}, {rank}"


def _table(board: BoardChange) -> Iterator[str]:
    """A board as a heading and a table."""
    name = code_span(f"{board.task} on {board.dataset}")
    yield f"**{name}** ({code_span(board.metric.name)}, {_better(board)})"
    if board.is_new:
        yield "\nA new leaderboard."
    elif board.best_before:
        yield f"\nBest so far: {code_span(board.best_before)}, of {board.rows_before}."
    yield ""
    yield "| rank | model | what changes |"
    yield "| ---: | --- | --- |"
    for row in board.rows[:_MOST_ROWS]:
        place = "-" if row.rank is None else str(row.rank)
        mark = " :trophy:" if row.is_best else ""
        cells = (place + mark, _named(row, _cell), _news(row, board.rows_after, _cell))
        yield f"| {' | '.join(cells)} |"
    if len(board.rows) > _MOST_ROWS:
        yield f"\nand {count(len(board.rows) - _MOST_ROWS, 'row')} more."
    if board.also_open:
        yield f"\nAlso open on this leaderboard: {', '.join(map(code_span, board.also_open))}."


def _cell(text: str) -> str:
    """A code span in a table: there a bar ends the cell even within code, unless it is escaped."""
    return code_span(text).replace("|", "\\|")
