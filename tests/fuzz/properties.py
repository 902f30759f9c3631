"""What holds for every file, whatever it holds. ``examined`` raises BrokenPropertyError for what does not."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any
from xml.etree import ElementTree as ET
from zlib import crc32

from msgspec import Struct

from mergebot.promote import Acceptance, promote
from pwc.catalog import Catalog
from pwc.document import LINE_END
from pwc.tree import Change, EmptyTree, OverlayTree, Tree
from tests.conftest import small_catalog
from tests.fuzz.rendering import COMMENT
from tests.validator.conftest import with_histories
from validator.catalog_check import check
from validator.change import ChangeSet
from validator.entry import Entry, in_order
from validator.finding import Finding
from validator.mending import mend
from validator.registry import all_rules
from validator.report import FORMATS, render
from validator.run import Report, judge_change, run
from validator.schema_errors import _thorough, is_valid
from validator.stages import COULD_NOT_CHECK

TODAY = date(2026, 11, 22)
PATH = "submissions/2026/11/fuzz.yaml"
_PASSES_ON = 40
"""So many findings are rendered in every format; more of them are only more of the same."""
_SOMETIMES = 5
_RARELY = 20
"""Of so many reports one is rendered as sarif, which holds the documentation of every rule."""


class BrokenPropertyError(AssertionError):
    """Something that always holds does not hold for these files. The text says what."""


class Outcome(Struct, frozen=True):
    """What became of some files."""

    report: Report
    mended: int
    """How many repairs were made."""
    promoted: bool


@cache
def world() -> Catalog:
    """The small catalog with the boards that have a history."""
    return Catalog(OverlayTree(EmptyTree(), with_histories(small_catalog())))


def judged(entries: Sequence[Entry], catalog: Catalog | None = None) -> Report:
    """What the validator says."""
    return run(entries, catalog or world(), TODAY)


def examined(entries: Sequence[Entry], *, comments: bool = False) -> Outcome:
    """Everything that must hold for these files. ``comments`` says that COMMENT stands only in comments."""
    report = judged(entries)
    by_path = {entry.path: entry for entry in entries}
    for finding in report.findings:
        _is_well_formed(finding, by_path[finding.path])
    _all_formats_tell(report)
    for entry in entries:
        _validators_agree(entry)
    mended = _mends(entries, report, comments=comments)
    may_merge = report.exit_code == 0 and not any(e.submission and e.submission.corrections for e in entries)
    if may_merge:
        _can_be_promoted(entries)
    return Outcome(report, mended, may_merge)


def change_examined(changes: Sequence[Change]) -> None:
    """Everything that must hold for what a pull request does to the tree."""
    report = judge_change(ChangeSet(tuple(changes)))
    for finding in report.findings:
        rule = all_rules().get(finding.code)
        _must(rule is not None and rule.stage == "change", f"{finding.code} is no rule about changes")
        _must(
            (finding.message + (finding.fix or "")).isprintable(),
            f"{finding.code} tells what is not printable",
        )
    _all_formats_tell(report)


def _must(holds: object, what: str) -> None:
    if not holds:
        raise BrokenPropertyError(what)


def _is_well_formed(finding: Finding, entry: Entry) -> None:
    code = finding.code
    _must(
        code not in COULD_NOT_CHECK, f"a rule raised: {finding.message.partition(': ')[0]}: {finding.message}"
    )
    rule = all_rules().get(code)
    _must(
        rule is not None and rule.name == finding.name and rule.severity is finding.severity,
        f"{code} is no rule",
    )
    told = finding.message + (finding.fix or "")
    _must(finding.message and told.isprintable(), f"{code} tells what is not printable")
    if rule is not None and rule.stage == "file":
        return
    span = finding.span
    _must(
        (span.line, span.column) <= (span.end_line, span.end_column),
        f"{code} has a span that ends before it begins",
    )
    _must(min(span.line, span.column, span.end_column) >= 1, f"{code} has a place before the file")
    lines = _lines(entry)
    if lines is None:
        return
    _must(span.end_line <= len(lines), f"{code} has a place behind the file's last line")
    _must(span.column <= len(lines[span.line - 1]) + 1, f"{code} has a place behind its line")
    _must(span.end_column <= len(lines[span.end_line - 1]) + 1, f"{code} ends behind its line")
    _must(finding.source == lines[span.line - 1], f"{code} shows another line than its own")
    _must(
        finding.edit is None or finding.edit.span.end_line == finding.edit.span.line,
        f"{code} repairs several lines",
    )


def _lines(entry: Entry) -> list[str] | None:
    """The file's lines; None for what is not read as text."""
    if any(problem.kind in {"encoding", "too-large"} for problem in entry.document.problems):
        return None
    return LINE_END.split(entry.data.decode())


def _all_formats_tell(report: Report) -> None:
    if len(report.findings) > _PASSES_ON:
        return
    for form in FORMATS:
        if form == "sarif" and crc32(repr(report.findings).encode("utf-8", "replace")) % _RARELY:
            continue
        told = render(report, form)
        _must(told.replace("\n", "").isprintable(), f"the format {form} tells what is not printable")
        if form in {"json", "sarif"}:
            json.loads(told)
        elif form == "junit":
            ET.fromstring(told)
        elif form == "github":
            lines = (line for line in told.split("\n") if line.startswith("::"))
            kinds = ("::error ", "::warning ", "::notice ", "::group::", "::endgroup::")
            _must(
                all(line.startswith(kinds) for line in lines),
                "the format github has a command of somebody else's",
            )


def _validators_agree(entry: Entry) -> None:
    """Now and then, because jsonschema takes its time."""
    if entry.document.problems or crc32(entry.data) % _SOMETIMES:
        return
    accepted = is_valid(entry.value)
    _must(_thorough().is_valid(entry.value) == accepted, "jsonschema and jsonschema-rs disagree")
    unexplained = any(error.keyword == "unexplained" for error in entry.schema_errors)
    _must(not unexplained, "jsonschema cannot explain what jsonschema-rs rejects")


def _mends(entries: Sequence[Entry], report: Report, *, comments: bool) -> int:
    """Mending ends, mends once for all, and leaves files as readable as they were. Gives how often it did."""
    if all(finding.edit is None for finding in report.findings):
        return 0
    done = mend(entries, judged)
    after = {entry.path: entry for entry in done.changed}
    for entry in entries:
        now = after.get(entry.path, entry)
        _must(not now.document.problems or entry.document.problems, "mending made a readable file unreadable")
        _must(
            not now.schema_errors or entry.document.problems or entry.schema_errors,
            "mending broke the schema",
        )
        _must(_ends(entry.data) == _ends(now.data), "mending changed the ends of lines")
        if comments:
            mark = COMMENT.encode()
            _must(entry.data.count(mark) == now.data.count(mark), "mending lost a comment")
    again = mend([after.get(entry.path, entry) for entry in entries], judged)
    codes = ", ".join(sorted({finding.code for finding in again.repaired}))
    _must(not again.changed, f"mending a second time changes more: {codes}")
    for finding in report.findings:
        _must(done.repaired or finding.edit is None, f"{finding.code} has a repair that is never made")
    return len(done.repaired)


def _ends(data: bytes) -> tuple[int, int]:
    return data.count(b"\r"), data.count(b"\n")


def _can_be_promoted(entries: Sequence[Entry]) -> None:
    """What passes can be taken in, leaves a catalog in order, and is found accepted afterwards."""
    base = world()
    files: dict[str, bytes | None] = {}
    tree: Tree = base.tree
    for entry in in_order(entries):
        submission = entry.submission
        if submission is None:
            raise BrokenPropertyError("what has no error is no submission")
        acceptance = Acceptance(entry.path, entry.blob, "0" * 40, "2026-11-22T12:00:00Z", "Mia Maintainer")
        try:
            files |= promote(submission, acceptance, Catalog(tree)).changes
        except Exception as error:
            raise BrokenPropertyError(f"promoting raised {type(error).__name__}: {error}") from error
        tree = OverlayTree(base.tree, files)
    new = {(f.code, f.path, f.message) for f in check(tree).findings} - _known_before()
    _must(not new, f"promoting left a catalog in disorder: {sorted(new)[:1]}")
    again = judged([Entry(entry.path, entry.data, entry.mode) for entry in entries], Catalog(tree))
    told = [f"{f.code}: {f.message}" for f in again.findings]
    _must(not told, f"what was accepted is found fault with: {told[:1]}")


@cache
def _known_before() -> frozenset[tuple[str, str, str]]:
    return frozenset((f.code, f.path, f.message) for f in check(world().tree).findings)


def reads_back(value: Any, data: bytes) -> bool:
    """Whether a file holds exactly this value, or may not hold it at all."""
    document = Entry(PATH, data).document
    return bool(document.problems) or document.value == _in_form(value)


def _in_form(value: Any) -> Any:
    """A value with all its texts in Unicode form NFC, as documents have them."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, dict):
        return {_in_form(key): _in_form(item) for key, item in value.items()}
    return [_in_form(item) for item in value] if isinstance(value, list) else value
