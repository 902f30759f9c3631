"""``--fix``: every certain repair, made again until none is left."""

from __future__ import annotations

import math
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from pwc.span import Problem
from validator import repair
from validator.entry import Entry
from validator.finding import Finding
from validator.quote import shown, visible
from validator.run import Report

_MOST_ROUNDS = 100
"""A slip of YAML hides the next one, so each of them needs a round."""
_BEFORE_YAML = frozenset({"byte-order-mark", "control-character"})
"""What is looked for before YAML is; in a file that has none of it, more may be wrong than anybody saw."""
_ENDS_READING = frozenset({"syntax", "several-documents"})

Judge = Callable[[Sequence[Entry]], Report]


class Mended(Struct, frozen=True):
    """The files that repairs have changed, as they are now, and the findings that were repaired."""

    changed: tuple[Entry, ...]
    repaired: tuple[Finding, ...]
    report: Report
    """What is found in all the files as they are now."""


def mend(entries: Iterable[Entry], judge: Judge) -> Mended:
    """Make every certain repair in memory, until there is none left to make.

    A repair may bring up another (a name in the catalog's spelling turns out to be a duplicate), hence
    the rounds. A file that would be less readable than before is left as it is.
    """
    now = {entry.path: entry for entry in entries}
    before = dict(now)
    repaired: list[Finding] = []
    report = judge(list(now.values()))
    for _ in range(_MOST_ROUNDS):
        done = list(_mended(now, report))
        if not done:
            break
        for entry, findings in done:
            now[entry.path] = entry
            repaired += findings
        report = judge(list(now.values()))
    different = (entry for path, entry in now.items() if entry is not before[path])
    return Mended(tuple(different), tuple(repaired), report)


def _mended(entries: Mapping[str, Entry], report: Report) -> Iterator[tuple[Entry, list[Finding]]]:
    """The files that change in one round, each with the findings that are repaired in it."""
    by_file: dict[str, list[Finding]] = {}
    for finding in report.findings:
        if finding.edit is not None:
            by_file.setdefault(finding.path, []).append(finding)
    for path, findings in by_file.items():
        entry = entries[path]
        edits = repair.separate(f.edit for f in findings if f.edit is not None)
        after = Entry(path, repair.apply(entry.data, edits), entry.mode, file=entry.file)
        if after.data != entry.data and _is_as_readable(after, entry):
            made = set(edits)
            yield after, [f for f in findings if f.edit in made]


def _is_as_readable(after: Entry, before: Entry) -> bool:
    """Whether a file is a submission if it was one, and can be read as far as before if it was none."""
    problems, known = after.document.problems, before.document.problems
    if not problems:
        return not after.schema_errors or bool(known or before.schema_errors)
    if known and all(problem.kind in _BEFORE_YAML for problem in known):
        return True  # nothing of the YAML was read yet
    return bool(known) and (len(problems) <= len(known) or _reached(problems) > _reached(known))


def _reached(problems: Sequence[Problem]) -> tuple[float, int]:
    """The line and column at which reading ended; behind every line if it went on to the end."""
    ends = ((problem.span.line, problem.span.column) for problem in problems if problem.kind in _ENDS_READING)
    return next(ends, (math.inf, 0))


def told(finding: Finding) -> str:
    """What a repair changed: the place, the rule, and the text before and after."""
    if finding.edit is None:
        raise ValueError("a finding without a repair")
    span = finding.edit.span
    before = finding.source[span.column - 1 : span.end_column - 1]
    place = f"{visible(finding.path)}:{span.line}:{span.column}"
    return f"{place}: mended {finding.code} {finding.name}: {shown(before)} is now {shown(finding.edit.text)}"


def write(file: Path, data: bytes) -> None:
    """Put bytes in the place of a file's, all or nothing. Its permissions stay."""
    descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
        os.chmod(name, file.stat().st_mode & 0o7777)  # noqa: PTH101 (a name, as mkstemp gives it)
        os.replace(name, file)  # noqa: PTH105
    except BaseException:
        os.unlink(name)  # noqa: PTH108
        raise
