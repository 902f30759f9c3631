"""One stage of the rules over one file or one pull request: problems become findings with their lines."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from pwc.errors import CouldNotCheckError
from pwc.span import Span
from validator.finding import Finding, Problem, Severity, Stage, pointer
from validator.quote import visible
from validator.registry import Rule, rules_of

if TYPE_CHECKING:
    from validator.content import Content
    from validator.context import Context
    from validator.entry import Entry

MOST_OF_A_RULE = 500
"""As many findings of one rule on one file are told, one for every result that it may have."""

OF_ITS_PLACE = frozenset({"PWC101", "PWC102"})
"""What is found in a file's name and folder."""

NOT_CHECKED = "PWC001"
CATALOG_UNREADABLE = "PWC002"
COULD_NOT_CHECK = frozenset({NOT_CHECKED, CATALOG_UNREADABLE})


def stops(finding: Finding) -> bool:
    """Whether a finding keeps later stages from being looked at, or says that something was not."""
    before_meaning = finding.code[:4] in {"PWC1", "PWC2"} and finding.severity is Severity.ERROR
    return before_meaning or finding.code in COULD_NOT_CHECK


def apply(
    stage: Stage, entry: Entry, judged: Entry | Content | Context, without: frozenset[str] = frozenset()
) -> Iterator[Finding]:
    """What the rules of one stage find in a file. A rule that raises gives PWC001.

    ``judged`` is what these rules take; ``without`` leaves out those about keys that are not there.

    Raises CouldNotCheckError and OSError for a catalog that cannot be read.
    """
    for rule in rules_of(stage, without):
        try:
            for problem in islice(rule.check(judged), MOST_OF_A_RULE):
                yield resolve(rule, entry.path, entry, problem)
        except (CouldNotCheckError, OSError):
            raise
        except Exception as error:  # noqa: BLE001 (a rule that raises has not passed)
            message = f"{rule.code} {rule.name} could not be checked: {type(error).__name__}: {error}"
            yield unchecked(NOT_CHECKED, "rule-failed", entry, message)


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
    repaired = None
    if entry is not None and problem.repair is not None:
        from validator import repair  # noqa: PLC0415 (the reader of YAML, where there is something to repair)

        repaired = repair.edit(entry.document, problem.at, problem.repair)
    return Finding(rule.code, rule.name, rule.severity, path, span, where, message, fix, source, repaired)


def unchecked(code: str, name: str, entry: Entry, message: str) -> Finding:
    """That something on a file could not be checked, which is never its own fault."""
    fix = "This is not your file's fault. Please report it."
    return Finding(code, name, Severity.ERROR, entry.path, Span(1, 1, 1, 1), "", visible(message), fix)
