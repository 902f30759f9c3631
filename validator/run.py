"""Judging files: every rule over every file, findings with their lines out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from msgspec import Struct

from pwc.catalog import Catalog
from pwc.errors import CouldNotCheckError
from pwc.span import Span
from validator.change import ChangeSet
from validator.context import Batch, Context
from validator.entry import Entry
from validator.finding import Finding, Problem, Severity, Stage, pointer
from validator.quote import visible
from validator.registry import Rule, rules_of

NOT_CHECKED = "PWC001"
CATALOG_UNREADABLE = "PWC002"

_BEFORE_MEANING: tuple[Stage, ...] = ("file", "yaml", "schema")


class Report(Struct, frozen=True):
    """The findings on a number of files, sorted, and what could not be checked."""

    files: int
    findings: tuple[Finding, ...]
    unchecked: bool = False

    @property
    def has_errors(self) -> bool:
        """Whether any finding blocks a merge."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)

    @property
    def exit_code(self) -> int:
        """0 clean (warnings allowed), 1 at least one error, 3 something could not be checked."""
        return 3 if self.unchecked else int(self.has_errors)

    def warnings_on(self, path: str) -> tuple[str, ...]:
        """The codes of the warnings on one file, each once."""
        on_file = (f for f in self.findings if f.path == path and f.severity is Severity.WARNING)
        return tuple(sorted({finding.code for finding in on_file}))


def run(entries: Iterable[Entry], catalog: Catalog, today: date) -> Report:
    """Judge files against a catalog on a day, in the order of their paths.

    A file that the log holds with these bytes is judged against the catalog without it, and warnings
    that were accepted then are not repeated, so that checking what was accepted finds nothing. Never
    raises for anything that a file may hold.
    """
    batch = Batch(catalog)
    findings: list[Finding] = []
    files = 0
    for entry in sorted(entries, key=lambda entry: entry.path):
        files += 1
        findings += _judge(entry, catalog, today, batch)
    return report(files, findings)


def judge_change(change: ChangeSet) -> Report:
    """Judge which files a pull request adds, changes and deletes, before any of them is read."""
    findings = [
        resolve(rule, problem.file or "", None, problem)
        for rule in rules_of("change")
        for problem in rule.check(change)
    ]
    return report(len(change.changes), findings)


def report(files: int, findings: Iterable[Finding]) -> Report:
    """Findings as a report, sorted."""
    in_order = tuple(sorted(findings, key=lambda finding: finding.order))
    return Report(files, in_order, any(f.code in {NOT_CHECKED, CATALOG_UNREADABLE} for f in in_order))


def _judge(entry: Entry, catalog: Catalog, today: date, batch: Batch) -> Iterator[Finding]:
    try:
        yield from _stages(entry, catalog, today, batch)
    except (CouldNotCheckError, OSError) as error:
        yield _unchecked(CATALOG_UNREADABLE, "catalog-unreadable", entry, str(error))


def _stages(entry: Entry, catalog: Catalog, today: date, batch: Batch) -> Iterator[Finding]:
    for stage in _BEFORE_MEANING:
        found = list(_apply(stage, entry))
        yield from found
        if any(finding.severity is Severity.ERROR for finding in found):
            return
    submission = entry.submission
    if submission is None:
        raise AssertionError("a document without findings is a submission")
    accepted = catalog.accepted(entry.path)
    again = accepted is not None and accepted.blob == entry.blob
    known_warnings = accepted.accepted if accepted is not None and again else ()
    against = catalog.excluding(entry.path) if again else catalog
    context = Context(entry, submission, against, today, batch, again)
    for finding in _apply("meaning", entry, context):
        if finding.code not in known_warnings:
            yield finding
    batch.add(context)


def _apply(stage: Stage, entry: Entry, context: Context | None = None) -> Iterator[Finding]:
    for rule in rules_of(stage):
        try:
            for problem in rule.check(context or entry):
                yield resolve(rule, entry.path, entry, problem)
        except (CouldNotCheckError, OSError):
            raise
        except Exception as error:  # noqa: BLE001 (a rule that raises has not passed)
            message = f"{rule.code} {rule.name} could not be checked: {type(error).__name__}: {error}"
            yield _unchecked(NOT_CHECKED, "rule-failed", entry, message)


def resolve(rule: Rule, path: str, entry: Entry | None, problem: Problem) -> Finding:
    """A problem as a finding: its symbolic place becomes a line and a column of the file."""
    span, where, source = Span(1, 1, 1, 1), "", ""
    if isinstance(problem.at, Span):
        span = problem.at
    elif entry is not None and rule.stage != "file":
        span = entry.document.span(problem.at.path, key=problem.at.key)
        where = pointer(problem.at.path)
    if entry is not None and rule.stage != "file":
        source = entry.document.line(span.line)
    message = visible(problem.message)  # here, once for all, so that no rule can forget it
    fix = None if problem.fix is None else visible(problem.fix)
    return Finding(rule.code, rule.name, rule.severity, path, span, where, message, fix, source)


def _unchecked(code: str, name: str, entry: Entry, message: str) -> Finding:
    fix = "This is not your file's fault. Please report it."
    return Finding(code, name, Severity.ERROR, entry.path, Span(1, 1, 1, 1), "", visible(message), fix)
