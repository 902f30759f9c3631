"""The report for programs. Its shape is a promise; ``version`` changes when it does."""

from __future__ import annotations

from typing import Any

from validator.finding import Finding
from validator.outcome import Report
from validator.report.ascii_json import dumps


def render(report: Report) -> str:
    """A report as JSON: version, files, and the findings with lines and columns from 1."""
    return dumps({"version": 1, "files": report.files, "findings": [_finding(f) for f in report.findings]})


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": str(finding.severity),
        "path": finding.path,
        "line": finding.span.line,
        "column": finding.span.column,
        "end_line": finding.span.end_line,
        "end_column": finding.span.end_column,
        "pointer": finding.pointer,
        "message": finding.message,
        "fix": finding.fix,
    }
