"""What a run of the validator ends with: the findings on a number of files."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from validator.finding import Finding, Severity
from validator.registry import needs_override
from validator.stages import COULD_NOT_CHECK


class Report(Struct, frozen=True):
    """The findings on a number of files, sorted, and what could not be checked."""

    files: int
    findings: tuple[Finding, ...]
    unchecked: bool = False
    paths: tuple[str, ...] = ()
    """The files that were judged, sorted."""

    @property
    def has_errors(self) -> bool:
        """Whether any finding blocks a merge."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)

    @property
    def exit_code(self) -> int:
        """0 clean (warnings allowed), 1 at least one error, 3 something could not be checked."""
        return 3 if self.unchecked else int(self.has_errors)

    @property
    def needing_override(self) -> frozenset[str]:
        """The codes of the warnings that are only accepted with a reason."""
        found = {finding.code for finding in self.findings if finding.severity is Severity.WARNING}
        return frozenset(code for code in found if needs_override(code))

    def warnings_on(self, path: str) -> tuple[str, ...]:
        """The codes of the warnings on one file, each once."""
        on_file = (f for f in self.findings if f.path == path and f.severity is Severity.WARNING)
        return tuple(sorted({finding.code for finding in on_file}))


def report(files: int, findings: Iterable[Finding], paths: Iterable[str] = ()) -> Report:
    """Findings as a report, sorted."""
    sorted_findings = tuple(sorted(findings, key=lambda finding: finding.order))
    unchecked = any(finding.code in COULD_NOT_CHECK for finding in sorted_findings)
    return Report(files, sorted_findings, unchecked, tuple(sorted(paths)))
