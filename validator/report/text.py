"""The report for people: the place, what is wrong, the line with a caret under the token, and the repair."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator

import click

from validator.finding import Finding, Severity
from validator.quote import visible
from validator.run import Report

Paint = Callable[..., str]
"""Text and its style to text: ``click.style``, or nothing at all."""

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.HINT: "cyan"}
_WIDEST = 120
_BEFORE = 40


def render(report: Report, *, colour: bool = False) -> str:
    """A report as text, with a summary at its end; colour is for terminals."""
    paint: Paint = click.style if colour else _plain
    parts = ["\n".join(_finding(finding, paint)) + "\n" for finding in report.findings]
    return "\n".join([*parts, summary(report)])


def summary(report: Report) -> str:
    """One line: how many files, how many findings of which weight, and what to do next."""
    counts = dict.fromkeys(sorted(Severity, reverse=True), 0)
    for finding in report.findings:
        counts[finding.severity] += 1
    files = _count(report.files, "file")
    told = ", ".join(_count(number, str(severity)) for severity, number in counts.items() if number)
    if not told:
        return f"{files} checked: nothing to mend."
    if not counts[Severity.ERROR]:
        return f"{files} checked: {told}, no error."
    codes = sorted({f.code for f in report.findings if f.severity is Severity.ERROR})
    return f"{files} checked: {told}. `pwc explain {codes[0]}` says more about a rule."


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def _plain(text: str, **_: object) -> str:
    return text


def _finding(finding: Finding, paint: Paint) -> Iterator[str]:
    span = finding.span
    place = f"{visible(finding.path)}:{span.line}:{span.column}"
    weight = paint(f"{finding.severity} {finding.code}", fg=_COLOURS[finding.severity], bold=True)
    yield f"{paint(place, bold=True)}: {weight} {finding.name}: {finding.message}"
    if finding.source:
        yield from _excerpt(finding, paint)
    if finding.fix:
        margin = " " * len(str(span.line)) if finding.source else ""
        yield f"{margin} = {paint('fix', fg='green', bold=True)}: {finding.fix}"


def _excerpt(finding: Finding, paint: Paint) -> Iterator[str]:
    span, source = finding.span, finding.source
    start = span.column - 1
    end = span.end_column - 1 if span.end_line == span.line else len(source)
    skipped = max(0, start - _BEFORE) if len(source) > _WIDEST else 0
    shown_to = min(len(source), skipped + _WIDEST)
    before = visible(source[skipped:start])
    token = visible(source[start : min(end, shown_to)])
    after = visible(source[min(end, shown_to) : shown_to])
    lead, trail = ("…" if skipped else ""), ("…" if shown_to < len(source) else "")
    number = str(span.line)
    bar = " " * len(number) + " |"
    carets = paint("^" * max(1, _width(token)), fg=_COLOURS[finding.severity], bold=True)
    yield bar
    yield f"{number} | {lead}{before}{token}{after}{trail}"
    yield f"{bar} {' ' * _width(lead + before)}{carets}"


def _width(text: str) -> int:
    """How many columns a terminal needs: wide characters take two, combining ones none."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text
    )
