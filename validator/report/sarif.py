"""The report in SARIF 2.1.0, as GitHub's code scanning takes it in.

What the run could not check is no result about a file but a notification of the tool. The same rules stand
in every report, whatever was found: GitHub wants two reports of one version to differ in their results alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from pwc import __version__
from pwc.span import Span
from validator.change import INBOX
from validator.finding import Finding, Severity
from validator.outcome import Report
from validator.quote import visible
from validator.registry import Rule, all_rules
from validator.report.ascii_json import dumps
from validator.report.inert import inert
from validator.report.verdict import by_weight, weights
from validator.stages import COULD_NOT_CHECK

MOST_ACCEPTED = 25_000
"""GitHub refuses a file with more results."""
MOST_SHOWN = 5_000
"""Of those that it accepts, GitHub stores and shows so many."""

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "note"}
_PROBLEM = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "recommendation"}
_PRECISION = {Severity.ERROR: "very-high", Severity.WARNING: "high", Severity.HINT: "medium"}


def render(report: Report, *, rules_at: str | None = None) -> str:
    """A report as a SARIF log of one run, errors first. ``rules_at`` is where the rules' pages are."""
    results = by_weight(finding for finding in report.findings if finding.code not in COULD_NOT_CHECK)
    descriptors = _descriptors(results, rules_at)
    index = {descriptor["id"]: number for number, descriptor in enumerate(descriptors)}
    driver: dict[str, Any] = {
        "name": "pwc",
        "fullName": "Papers With Code 2",
        "version": __version__,
        "rules": descriptors,
    }
    if rules_at is not None:
        driver["informationUri"] = rules_at
    run = {
        "tool": {"driver": driver},
        "automationDetails": {"id": "pwc/"},  # up to the slash, GitHub's category
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(report, results)],
        "results": [
            _result(finding, index[finding.code], mark)
            for finding, mark in zip(results[:MOST_ACCEPTED], _fingerprints(results), strict=False)
        ],
    }
    log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return dumps(log)


def _invocation(report: Report, results: Sequence[Finding]) -> dict[str, Any]:
    notifications: list[dict[str, Any]] = [
        {
            "descriptor": {"id": finding.code},
            "level": "error",
            "message": {"text": _message(finding)},
            "locations": [_location(finding)],
        }
        for finding in report.findings
        if finding.code in COULD_NOT_CHECK
    ]
    if cut := results[MOST_ACCEPTED:]:
        text = f"Left out, because GitHub accepts {MOST_ACCEPTED:,} results: {weights(cut)}."
        notifications.append({"level": "warning", "message": {"text": text}})
    if hidden := results[MOST_SHOWN:MOST_ACCEPTED]:
        text = f"In this file, but more than the {MOST_SHOWN:,} that GitHub shows: {weights(hidden)}."
        notifications.append({"level": "note", "message": {"text": text}})
    return {
        "executionSuccessful": not report.unchecked,
        "exitCode": report.exit_code,
        "toolExecutionNotifications": notifications,
    }


def _descriptors(results: Iterable[Finding], rules_at: str | None) -> list[dict[str, Any]]:
    """Every rule, and what is known of codes that no rule here has."""
    rules = all_rules()
    others = {finding.code: finding for finding in results if finding.code not in rules}
    documented = [_descriptor(rule) for rule in rules.values()]
    documented += [_undocumented(finding) for _, finding in sorted(others.items())]
    if rules_at is not None:
        for descriptor in documented:
            descriptor["helpUri"] = f"{rules_at.rstrip('/')}/{descriptor['id']}.md"
    return documented


def _descriptor(rule: Rule) -> dict[str, Any]:
    why, fix = (part[:1].upper() + part[1:] for part in (rule.why, rule.fix))
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": f"{rule.title} {why}"},
        "help": {
            "text": f"{rule.title}\nWhy: {rule.why}\nFix: {rule.fix}",
            "markdown": f"{inert(rule.title)}\n\n**Why:** {inert(why)}\n\n**Fix:** {inert(fix)}",
        },
        **_weight(rule.severity, rule.check.__module__.rpartition(".")[2]),
    }


def _undocumented(finding: Finding) -> dict[str, Any]:
    text = {"text": finding.name}
    about = {"shortDescription": text, "fullDescription": text, "help": text}
    return {"id": finding.code, "name": finding.name, **about, **_weight(finding.severity)}


def _weight(severity: Severity, *tags: str) -> dict[str, Any]:
    return {
        "defaultConfiguration": {"level": _LEVELS[severity]},
        "properties": {
            "precision": _PRECISION[severity],
            "problem.severity": _PROBLEM[severity],
            "tags": list(tags),
        },
    }


def _result(finding: Finding, rule: int, fingerprint: str) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": _message(finding)},
        "locations": [_location(finding)],
        "partialFingerprints": {"primaryLocationLineHash": fingerprint},
    }
    if finding.edit is not None:
        replacement = {
            "deletedRegion": _region(finding.edit.span),
            "insertedContent": {"text": finding.edit.text},
        }
        change = {"artifactLocation": _artifact(finding.path), "replacements": [replacement]}
        description = visible(finding.fix or "Write this instead.")
        result["fixes"] = [{"description": {"text": description}, "artifactChanges": [change]}]
    return result


def _message(finding: Finding) -> str:
    """The message as a sentence, and the repair. SARIF has no escape for its links, ``[text](target)``."""
    told = f"{finding.message}. {finding.fix}" if finding.fix else finding.message
    return visible(told).replace("](", "] (")


def _location(finding: Finding) -> dict[str, Any]:
    return {
        "physicalLocation": {"artifactLocation": _artifact(finding.path), "region": _region(finding.span)}
    }


def _artifact(path: str) -> dict[str, str]:
    """A file as a URI. A change as a whole is shown at its folder, since GitHub refuses an empty address."""
    uri = quote(path or INBOX.rstrip("/"), safe="/", errors="surrogateescape")
    return {"uri": f"file://{uri}"} if path.startswith("/") else {"uri": uri, "uriBaseId": "%SRCROOT%"}


def _region(span: Span) -> dict[str, int]:
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }


def _fingerprints(findings: Iterable[Finding]) -> Iterator[str]:
    """What stays the same when lines move: the code, the token and its line; then the how-manieth it is.

    GitHub adds the path itself; it is counted here, so that the same line in two files is the first twice.
    """
    seen: Counter[tuple[str, str]] = Counter()
    for finding in findings:
        span = finding.span
        end = span.end_column - 1 if span.end_line == span.line else None
        about = (finding.code, finding.source[span.column - 1 : end], finding.source.strip())
        mark = sha256("\n".join(about).encode("utf-8", "surrogatepass")).hexdigest()[:16]
        seen[finding.path, mark] += 1
        yield f"{mark}:{seen[finding.path, mark]}"
