"""Judging files: every rule over every file, findings with their lines out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from pwc import locator
from pwc.catalog import Catalog
from pwc.errors import CouldNotCheckError
from pwc.record import LogEntry
from pwc.submission import Submission
from pwc.tree import REGULAR, Change
from validator.batch import Batch
from validator.change import MAX_FILES, ChangeSet
from validator.content import Content
from validator.context import Context
from validator.entry import Entry, in_order
from validator.finding import Finding, Severity
from validator.numbers.measured import Histories
from validator.outcome import Report, report
from validator.reading import Reading, read_all
from validator.registry import rules_of
from validator.stages import (
    CATALOG_UNREADABLE,
    NOT_CHECKED,
    apply,
    resolve,
    stops,
    unchecked,
)

__all__ = ["Report", "both", "judge_change", "only", "report", "run"]


def run(
    entries: Iterable[Entry], catalog: Catalog, today: date, histories: Histories | None = None
) -> Report:
    """Judge files against a catalog on a day, in the order of ``entry.in_order``.

    A file that the log holds with these bytes is judged against the catalog without it, and for errors
    alone: what a maintainer was asked to look at has been looked at. So checking what was accepted finds
    nothing. One that the log holds with other bytes was edited, and is not judged beyond that. Never raises
    for anything that a file may hold. ``histories`` keeps what was worked out about boards for the next run.
    """
    batch = Batch(catalog, Histories() if histories is None else histories)
    findings: list[Finding] = []
    paths: list[str] = []
    ordered = in_order(entries)
    for entry, reading in read_all(ordered):
        paths.append(entry.path)
        findings += _judge(entry, reading, catalog, today, batch)
        if len(ordered) > MAX_FILES:
            entry.forget()
    return report(len(paths), findings, paths)


def judge_change(change: ChangeSet) -> Report:
    """Judge which files a pull request adds, changes and deletes, before any of them is read."""
    findings = [
        resolve(rule, problem.file or "", None, problem)
        for rule in rules_of("change")
        for problem in rule.check(change)
    ]
    return report(len(change.changes), findings)


def both(change: Report, files: Report) -> Report:
    """The findings on a pull request and those on its files as one report."""
    return report(change.files, (*change.findings, *files.findings), files.paths)


def only(whole: Report, wanted: Callable[[Finding], bool]) -> Report:
    """The findings that are wanted, and always those after which other rules were not asked at all.

    Otherwise a file that cannot be read would look as if it had been found right.
    """
    return report(whole.files, (f for f in whole.findings if stops(f) or wanted(f)), whole.paths)


def _judge(entry: Entry, reading: Reading, catalog: Catalog, today: date, batch: Batch) -> Iterator[Finding]:
    if reading.submission is None:
        yield from reading.findings
        return
    try:
        logged = _logged(entry, reading.submission, catalog)
        accepted = logged is not None and logged.blob == entry.blob
        if logged is not None and not accepted:
            edited = Change(entry.path, "M", REGULAR, entry.mode, entry.blob)
            yield from judge_change(ChangeSet((edited,))).findings
            return
        against = catalog.excluding(entry.path) if accepted else catalog
        content = Content(entry, reading.submission)
        context = Context(content, against, today, batch, accepted=accepted)
        found = [*reading.findings, *apply("meaning", entry, context, context.keys_without)]
        batch.add(context.brought)
        yield from (f for f in found if f.severity is Severity.ERROR or not accepted)
    except (CouldNotCheckError, OSError) as error:
        yield unchecked(CATALOG_UNREADABLE, "catalog-unreadable", entry, str(error))
    except Exception as error:  # noqa: BLE001 (what could not be judged has not passed)
        message = f"the file could not be judged: {type(error).__name__}: {error}"
        yield unchecked(NOT_CHECKED, "rule-failed", entry, message)


def _logged(entry: Entry, submission: Submission, catalog: Catalog) -> LogEntry | None:
    """What the log says of a file at this path, whatever its bytes are.

    The log is not asked about a paper that the catalog does not have: nothing of it was ever accepted.
    """
    if submission.paper is not None:
        locators = locator.locators(submission.paper.identifiers)
        if not any(catalog.paper_at(key) for key in locators):
            return None
    return catalog.accepted(entry.path)
