"""The submissions that the pages offer to begin: a correction of a result, a new result on a board.

They are YAML that the reader finishes, in GitHub's editor or in the form. What comes from the catalog is
quoted as JSON quotes it, which is YAML as well.
"""

from __future__ import annotations

import json

from msgspec import Struct

from pwc.record import LogEntry, Result
from website.contents import Standing


class Draft(Struct, frozen=True):
    """A submission to finish: the path to keep it at, and its text."""

    path: str
    text: str


def correction(result: Result, month: str) -> Draft:
    """A correction that gives a result's values and waits for the right ones and the reason."""
    values = ", ".join(f"{_quoted(name)}: {value.value}" for name, value in result.metrics.items())
    text = (
        "corrections:\n"
        f"  - result: {_quoted(result.id)}\n"
        f"    set: {{metrics: {{{values}}}}}  # what is right; or in place of this line and the next\n"
        f"    was: {{metrics: {{{values}}}}}  # dispute: true, or retract: true\n"
        '    reason: ""  # why, and where that can be seen\n'
    )
    return Draft(f"submissions/{month}/correction-{result.id}.yaml", text)


def addition(standing: Standing, month: str) -> Draft:
    """A paper with one result on a board, to be filled in."""
    values = ", ".join(f"{_quoted(metric.name)}: 0" for metric in standing.board.metrics)
    text = (
        "paper:\n"
        '  title: ""\n'
        '  arxiv: ""  # or doi:, openreview:, acl:, or url: alone\n'
        "results:\n"
        f"  - task: {_quoted(standing.task.name)}\n"
        f"    dataset: {_quoted(standing.dataset.name)}\n"
        '    model: ""\n'
        f"    metrics: {{{values}}}\n"
        '    setting: ""\n'
        "    extra_training_data: false\n"
        "    evidence: {table: Table 1, page: 1}\n"
    )
    return Draft(f"submissions/{month}/result-on-{standing.board.slug}.yaml", text)


def month(newest: str | None, begun: LogEntry | None) -> str:
    """The folder for a submission: that of what came last, so that a page changes only with its board."""
    when = newest or (None if begun is None else begun.when)
    return "year/month" if when is None else f"{when[:4]}/{when[5:7]}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
