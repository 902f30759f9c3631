"""The submissions that the pages offer to begin: a correction of a result, a new result on a board.

They are YAML that the reader finishes, in GitHub's editor or in the form. What comes from the catalog is
quoted as JSON quotes it, which is YAML as well. Every row of a board has one, so it is short, and what all
have in common is made ready for an address once.
"""

from __future__ import annotations

import json
from functools import lru_cache

from pwc.record import LogEntry, Result
from website.contents import Standing
from website.escaping import quoted

_RESULT, _SET, _WAS, _REASON = (
    quoted(text)
    for text in (
        'corrections:\n  - result: "',
        '"\n    set: {metrics: {',
        "}}  # or dispute: true, or retract: true\n    was: {metrics: {",
        '}}\n    reason: ""\n',
    )
)

_PAPER, _DATASET, _MODEL, _REST = (
    quoted(text)
    for text in (
        'paper:\n  title: ""\n  arxiv: ""  # or doi:, openreview:, acl:, or url: alone\nresults:\n  - task: ',
        "\n    dataset: ",
        '\n    model: ""\n    metrics: {',
        '}\n    setting: ""\n    extra_training_data: false\n    evidence: {table: Table 1, page: 1}\n',
    )
)


def correction(result: Result, month: str) -> str:
    """For GitHub's page for a new file: a correction that waits for the right values and the reason."""
    values = quoted(", ").join(f"{_name(name)}{value.value}" for name, value in result.metrics.items())
    text = f"{_RESULT}{result.id}{_SET}{values}{_WAS}{values}{_REASON}"
    return f"filename=submissions/{month}/correction-{result.id}.yaml&value={text}"


def addition(standing: Standing, month: str) -> str:
    """For GitHub's page for a new file: a paper with one result on a board, to be filled in."""
    values = quoted(", ").join(f"{_name(metric.name)}0" for metric in standing.board.metrics)
    task, dataset = (
        quoted(json.dumps(name, ensure_ascii=False)) for name in (standing.task.name, standing.dataset.name)
    )
    text = f"{_PAPER}{task}{_DATASET}{dataset}{_MODEL}{values}{_REST}"
    return f"filename=submissions/{month}/result-on-{standing.board.slug}.yaml&value={text}"


def month(newest: str | None, begun: LogEntry | None) -> str:
    """The folder for a submission: that of what came last, so that a page changes only with its board."""
    when = newest or (None if begun is None else begun.when)
    return "year/month" if when is None else f"{when[:4]}/{when[5:7]}"


@lru_cache(4096)
def _name(metric: str) -> str:
    """A metric as a key, ready for an address."""
    return quoted(f"{json.dumps(metric, ensure_ascii=False)}: ")
