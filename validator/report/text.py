"""The report for people: the place, what is wrong, the line with a caret under the token, and the repair."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import click

from validator.finding import Finding
from validator.outcome import Report
from validator.quote import visible
from validator.report.one_finding import COLOURS, Paint, lines, plain
from validator.report.repeats import Repeat, folded, places
from validator.report.verdict import explained, verdict, what_fix_mends


def render(report: Report, *, colour: bool = False) -> str:
    """A report as text, with a summary at its end; colour is for terminals.

    What is told over and over is shown in full a few times, then summed up in one line a code.
    """
    paint: Paint = click.style if colour else plain
    shown, repeats = folded(report.findings)
    one_file = len({finding.path for finding in report.findings}) == 1
    parts = ["\n".join(lines(finding, paint)) + "\n" for finding in shown]
    parts += [_repeat(repeat, one_file, paint) + "\n" for repeat in repeats]
    return "\n".join([*parts, summary(report)])


def summary(report: Report) -> str:
    """How many findings of which code, if any stands more than once; then how many in all, and what to do."""
    findings = report.findings
    closing = [part for part in (verdict(report), explained(findings)) if part]
    told = [*_table(findings), " ".join(closing)]
    if mends := what_fix_mends(findings):
        told.append(mends)
    if folded(findings)[1]:
        told.append("`--format json` lists every one.")
    return "\n".join(told)


def _repeat(repeat: Repeat, one_file: bool, paint: Paint) -> str:
    first, number = repeat.first, len(repeat.findings)
    code = paint(first.code, fg=COLOURS[first.severity], bold=True)
    where = places(repeat.findings, None if one_file else visible)
    return f"{code} {first.name}: {number:,} more of these: {where}"


def _table(findings: tuple[Finding, ...]) -> Iterator[str]:
    """The codes with their numbers, the heaviest and most frequent first, and an empty line."""
    found = Counter((finding.severity, finding.code, finding.name) for finding in findings)
    if 1 < len(found) < len(findings):
        widest = max(len(name) for _, _, name in found)
        digits = max(len(f"{number:,}") for number in found.values())
        for (weight, code, name), number in sorted(
            found.items(), key=lambda item: (-item[0][0], -item[1], item[0])
        ):
            yield f"{weight!s:7}  {code} {name:{widest}}  {number:{digits},}"
        yield ""
