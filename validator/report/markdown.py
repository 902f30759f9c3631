"""The report for a pull request's comment or a job's summary, in GitHub's Markdown."""

from __future__ import annotations

import re

from msgspec import Struct

from validator.finding import Finding, Severity
from validator.outcome import Report
from validator.report.inert import code_block, code_span, inert
from validator.report.one_finding import excerpt, mended_line, place
from validator.report.repeats import Repeat, folded, places
from validator.report.verdict import by_weight, count, explained, weights, what_fix_mends

_PLAIN_PATH = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._/-]*")

OPEN = 10
"""So many findings can be read without unfolding anything."""


class _Block(Struct, frozen=True):
    """Some lines of the report, and the findings that they tell."""

    text: str
    findings: tuple[Finding, ...]


def render(
    report: Report, *, limit: int = 60_000, rules_at: str | None = None, files_at: str | None = None
) -> str:
    """A report as Markdown in at most ``limit`` characters (not fewer than 1,000), the verdict first.

    Findings that find no room are left out whole and counted. ``rules_at`` is the address of the folder
    with the rules' pages, ``files_at`` that of the files as they were judged, so that places are links to
    their lines. Nothing that a contributor wrote is live.
    """
    shown, repeats = folded(by_weight(report.findings))
    one_file = len({finding.path for finding in report.findings}) == 1
    blocks = [_Block(_finding(finding, rules_at, files_at), (finding,)) for finding in shown]
    blocks += [_Block(_repeat(repeat, one_file, rules_at), repeat.findings) for repeat in repeats]
    blocks.sort(key=lambda block: block.findings[0].severity, reverse=True)
    head = f"### {_verdict(report)}"
    tail = [part for part in (what_fix_mends(report.findings), explained(report.findings)) if part]
    longest = [head, *tail, _left_out(report.findings), *_folding(report.findings)]
    room = limit - sum(len(part) + 2 for part in longest)
    told, left = _fitting(blocks, room)
    parts = [head, *(block.text for block in told[:OPEN])]
    if hidden := told[OPEN:]:
        opening, closing = _folding([finding for block in hidden for finding in block.findings])
        parts += [opening, *(block.text for block in hidden), closing]
    if left:
        parts.append(_left_out(left))
    return "\n\n".join([*parts, *tail])


def _verdict(report: Report) -> str:
    files, told = count(report.files, "file"), weights(report.findings)
    if report.unchecked:
        return f"Not everything could be checked: {told or 'nothing'} in {files}"
    if report.has_errors:
        return f"Not ready: {told} in {files}"
    if any(finding.severity is Severity.WARNING for finding in report.findings):
        return f"A maintainer decides: {told} in {files}"
    return f"Ready: {told or 'nothing to mend'} in {files}"


def _fitting(blocks: list[_Block], room: int) -> tuple[list[_Block], list[Finding]]:
    """The blocks that fit, and the findings of those that do not."""
    told: list[_Block] = []
    left: list[Finding] = []
    for block in blocks:
        needed = len(block.text) + 2
        if needed <= room:
            told.append(block)
            room -= needed
        else:
            left += block.findings
    return told, left


def _finding(finding: Finding, rules_at: str | None, files_at: str | None) -> str:
    where = f" at {_place(finding, files_at)}" if finding.path else ""
    told = [f"- **{finding.severity}** {_code(finding, rules_at)}{where}: {inert(finding.message)}"]
    if seen := excerpt(finding):
        line = f"{seen.number} | {seen.line}"
        carets = f"{seen.margin} | {' ' * seen.before}{'^' * seen.carets}"
        told.append(code_block([line, carets], "text", indent="  "))
    if finding.fix:
        told.append(f"  **Fix:** {inert(finding.fix)}")
    if (mended := mended_line(finding)) is not None:
        told.append(code_block([mended], "suggestion", indent="  "))
    return "\n\n".join(told)


def _place(finding: Finding, files_at: str | None) -> str:
    """Where a finding is; a link to the line, if nothing in the path could end one."""
    shown = code_span(place(finding))
    if files_at is None or not _PLAIN_PATH.fullmatch(finding.path):
        return shown
    return f"[{shown}]({files_at.rstrip('/')}/{finding.path}#L{finding.span.line})"


def _repeat(repeat: Repeat, one_file: bool, rules_at: str | None) -> str:
    first, number = repeat.first, len(repeat.findings)
    where = places(repeat.findings, None if one_file else code_span)
    return f"- **{first.severity}** {_code(first, rules_at)}: {number:,} more of these: {where}"


def _code(finding: Finding, rules_at: str | None) -> str:
    if rules_at is None:
        return f"{finding.code} {finding.name}"
    return f"[{finding.code}]({rules_at.rstrip('/')}/{finding.code}.md) {finding.name}"


def _folding(findings: list[Finding] | tuple[Finding, ...]) -> tuple[str, str]:
    """What stands around findings that are folded away; the empty line after it makes them Markdown."""
    return f"<details>\n<summary>{weights(findings)} more</summary>", "</details>"


def _left_out(findings: list[Finding] | tuple[Finding, ...]) -> str:
    return f"**Left out here for want of room: {weights(findings)}.** `pwc validate` shows all of them."
