"""What ``pwc merge --import`` prints."""

from __future__ import annotations

import json

from mergebot.import_merge import ImportMerge
from mergebot.message import counted
from validator.report import json as findings_json


def text(done: ImportMerge, *, into: str) -> str:
    """A merged import for people."""
    if done.promotion is None:
        return f"There is nothing in the import that {into} does not have: it is as it was."
    results = done.promotion.entry.results
    added = f"{counted(len(results), 'result')} on {counted(len(set(results.values())), 'leaderboard')}"
    if done.commit is None:
        return f"the import would be merged: {added}\ndry run: {into} is as it was."
    return f"the import is merged as {done.commit[:12]}: {added}\n{into} is at {done.commit[:12]}."


def as_json(done: ImportMerge, *, into: str) -> str:
    """A merged import for programs; ``version`` changes when the shape does."""
    findings = [] if done.report is None else json.loads(findings_json.render(done.report))["findings"]
    entry = None if done.promotion is None else done.promotion.entry
    told = {
        "version": 1,
        "into": into,
        "tip": done.tip,
        "commit": done.commit,
        "import": None if entry is None else entry.head,
        "results": 0 if entry is None else len(entry.results),
        "findings": findings,
    }
    return json.dumps(told, ensure_ascii=True, indent=2)
