"""The report as annotations: GitHub shows each on its line of a pull request's files.

The commands and their escapes are those of the runner's toolkit. What is not a command stands in the
step's log, where a line that begins with a command's mark would be obeyed: every line begins with our words.
"""

from __future__ import annotations

from validator.finding import Finding, Severity
from validator.outcome import Report
from validator.quote import visible
from validator.report.one_finding import place
from validator.report.verdict import by_weight, count, verdict, weights

MOST = 10
"""So many annotations of each kind are shown for a step; GitHub drops the others silently."""

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "notice"}


def render(report: Report) -> str:
    """A report as workflow commands, errors first.

    Those for which GitHub has no room are lines of the log, and a last notice says how many they are.
    """
    shown, left = _within_limits(by_weight(report.findings))
    lines = [_annotation(finding) for finding in shown]
    if left:
        lines += [f"::group::{weights(left)} more", *map(_log_line, left), "::endgroup::"]
    lines.append(verdict(report))
    if left:
        title = f"{count(len(left), 'finding')} more"
        message = (
            f"{weights(left)} not shown as annotations: GitHub has room for {MOST} of a kind. "
            "They are in the log of this step; `pwc validate` shows all of them."
        )
        lines.append(_command("notice", {"title": title}, message))
    return "\n".join(lines)


def _within_limits(findings: list[Finding]) -> tuple[list[Finding], list[Finding]]:
    """The findings to annotate and those that are left, which cost one notice to say so."""
    for most_hints in (MOST, MOST - 1):
        room = {Severity.ERROR: MOST, Severity.WARNING: MOST, Severity.HINT: most_hints}
        shown: list[Finding] = []
        left: list[Finding] = []
        for finding in findings:
            room[finding.severity] -= 1
            (left if room[finding.severity] < 0 else shown).append(finding)
        if not left:
            break
    return shown, left


def _annotation(finding: Finding) -> str:
    span = finding.span
    properties = {"file": visible(finding.path)} if finding.path else {}
    properties |= {"line": str(span.line), "endLine": str(span.end_line)}
    if span.line == span.end_line:  # columns are accepted within one line alone
        properties |= {"col": str(span.column), "endColumn": str(span.end_column)}
    properties["title"] = f"{finding.code} {finding.name}"
    told = [finding.message, finding.fix] if finding.fix else [finding.message]
    return _command(_COMMANDS[finding.severity], properties, "\n".join(visible(text) for text in told))


def _log_line(finding: Finding) -> str:
    where = f"{place(finding)}: " if finding.path else ""
    return f"{finding.severity} {finding.code} {finding.name}: {where}{visible(finding.message)}"


def _command(name: str, properties: dict[str, str], message: str) -> str:
    told = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{name} {told}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
