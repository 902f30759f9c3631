"""What ``pwc merge`` prints: what was merged, what was left out and why."""

from __future__ import annotations

import json
from collections.abc import Iterator

from mergebot.message import does
from mergebot.outcome import Merged, Refused, Train
from validator.quote import visible
from validator.report import json as findings_json
from validator.report import text as findings_text


def text(train: Train, *, into: str, dry_run: bool) -> str:
    """A train for people."""
    return "\n".join(_lines(train, into=into, dry_run=dry_run))


def _lines(train: Train, *, into: str, dry_run: bool) -> Iterator[str]:
    for outcome in train.outcomes:
        if isinstance(outcome, Merged):
            yield from _merged(outcome, dry_run=dry_run)
            continue
        yield f"left out {visible(outcome.ref)}: {visible(outcome.reason)}"
        if outcome.report is not None and outcome.report.findings:
            yield findings_text.render(outcome.report)
    if not train.merged:
        yield f"{into} is as it was."
    elif dry_run:
        yield f"dry run: {into} is as it was."
    else:
        yield f"{into} is at {train.tip[:12]}."


def _merged(merged: Merged, *, dry_run: bool) -> Iterator[str]:
    verb = "would merge" if dry_run else f"merged as {merged.commit[:12]}"
    yield f"{visible(merged.ref)} {verb}: {' '.join(does(merged.promotions))}"
    if merged.adopted:
        yield "  its files were adopted: its history touches others, so it stays outside"
    accepted = sorted({code for promotion in merged.promotions for code in promotion.entry.accepted})
    if accepted:
        yield f"  with warnings accepted: {', '.join(accepted)}"
        yield ""
        yield findings_text.render(merged.report)


def as_json(train: Train, *, into: str, dry_run: bool) -> str:
    """A train for programs; ``version`` changes when the shape does."""
    told = {
        "version": 1,
        "into": into,
        "dry_run": dry_run,
        "tip": train.tip,
        "merged": [
            {
                "ref": merged.ref,
                "head": merged.head,
                "commit": merged.commit or None,
                "adopted": merged.adopted,
                "submissions": [promotion.entry.file for promotion in merged.promotions],
                "results": {
                    k: v for promotion in merged.promotions for k, v in promotion.entry.results.items()
                },
                "accepted": sorted({code for p in merged.promotions for code in p.entry.accepted}),
            }
            for merged in train.merged
        ],
        "refused": [_refused(refused) for refused in train.refused],
    }
    return json.dumps(told, ensure_ascii=True, indent=2)


def _refused(refused: Refused) -> dict[str, object]:
    findings = json.loads(findings_json.render(refused.report))["findings"] if refused.report else []
    return {"ref": refused.ref, "reason": refused.reason, "findings": findings}
