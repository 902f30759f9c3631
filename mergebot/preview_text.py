"""The preview as text and as JSON. What a contributor wrote is escaped."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator, Sequence

import msgspec

from mergebot.preview import BoardChange, NewRow, Preview
from validator.finding import Severity
from validator.quote import visible
from validator.report.verdict import count
from validator.run import Report

_MOST_NAMED = 3


def text(preview: Preview) -> str:
    """A preview for people."""
    boards = preview.boards
    head = f"{len(boards)} leaderboard{'' if len(boards) == 1 else 's'} would change."
    names = [f"  new {visible(name)}" for name in preview.new_names]
    return "\n".join([head, *names, *(line for board in boards for line in _board(board))])


def warnings(report: Report, command: Sequence[str]) -> str | None:
    """One line on the warnings that a preview does not show, and the command that does; None without any."""
    found = sum(finding.severity is Severity.WARNING for finding in report.findings)
    if not found:
        return None
    shows = "shows it" if found == 1 else "shows them"
    return f"{count(found, 'warning')}: `{visible(shlex.join(command))}` {shows}."


def as_json(preview: Preview) -> str:
    """A preview for programs; ``version`` changes when the shape does."""
    return json.dumps({"version": 1} | msgspec.to_builtins(preview), ensure_ascii=True, indent=2)


def _board(board: BoardChange) -> Iterator[str]:
    arrow = "higher is better" if board.metric.better == "higher" else "lower is better"
    yield ""
    yield f"{visible(board.task)} on {visible(board.dataset)} ({visible(board.metric.name)}, {arrow})"
    if board.is_new:
        yield "  a new leaderboard"
    elif board.best_before:
        yield f"  best so far: {visible(board.best_before)}, of {board.rows_before}"
    for row in board.rows:
        yield f"  {_row(row, board.rows_after)}"


def _row(row: NewRow, rows: int) -> str:
    setting = f" ({visible(row.setting)})" if row.setting else ""
    what = f"{visible(row.model)}{setting} {row.value}".rstrip()
    if row.rank is None:
        return f"-   {what}: not ranked"
    news = ", a new state of the art" if row.is_best else ""
    return f"{row.rank:<3} {what}: rank {row.rank} of {rows}{news}{_overtaken(row)}"


def _overtaken(row: NewRow) -> str:
    if not row.overtakes:
        return ""
    named = ", ".join(visible(model) for model in row.overtakes[:_MOST_NAMED])
    more = len(row.overtakes) - _MOST_NAMED
    return f", ahead of {named}" + (f" and {more} more" if more > 0 else "")
