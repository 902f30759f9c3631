"""What a report comes to, in the words that all formats share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from validator.finding import Finding, Severity
from validator.outcome import Report


def count(number: int, word: str) -> str:
    """``1 file``, ``1,234 files``."""
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def weights(findings: Iterable[Finding]) -> str:
    """``2 errors, 1 warning``: how many findings of which weight, the heaviest first; empty for none."""
    found = Counter(finding.severity for finding in findings)
    return ", ".join(count(found[weight], str(weight)) for weight in sorted(found, reverse=True))


def verdict(report: Report) -> str:
    """One line: how many files, and how many findings of which weight."""
    told = weights(report.findings) or "nothing to mend"
    if report.findings and not report.has_errors:
        told += ", no error"
    unchecked = " Not everything could be checked." if report.unchecked else ""
    return f"{count(report.files, 'file')} checked: {told}.{unchecked}"


def by_weight(findings: Iterable[Finding]) -> list[Finding]:
    """Errors first, then warnings, then hints; among equals the order stays."""
    return sorted(findings, key=lambda finding: finding.severity, reverse=True)


def what_fix_mends(findings: Iterable[Finding]) -> str | None:
    """One sentence on how many findings ``--fix`` can mend, or None if there is none."""
    edits = [finding.edit is not None for finding in findings]
    if not any(edits):
        return None
    what = f"{sum(edits):,} of these" if not all(edits) else "this" if len(edits) == 1 else "all of these"
    return f"`pwc validate --fix` mends {what}."


def explained(findings: Iterable[Finding]) -> str | None:
    """One sentence on where the first error's rule is explained, or None without an error."""
    codes = [finding.code for finding in findings if finding.severity is Severity.ERROR]
    return f"`pwc explain {min(codes)}` says more about a rule." if codes else None
