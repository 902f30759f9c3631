"""8xx: corrections to what the catalog has."""

from __future__ import annotations

from collections.abc import Iterator

from validator.context import Context
from validator.finding import Place, Problem, Severity
from validator.registry import rule


@rule("PWC801", Severity.ERROR)
def corrections_wait(context: Context) -> Iterator[Problem]:
    """Corrections cannot be merged by this version yet.

    Why: the format has them, so that files written today stay valid, but the merge does not carry them
    out yet; accepting one would lose it.
    Fix: open an issue with the correction and its reason.
    """
    for index, _ in enumerate(context.submission.corrections):
        yield Problem(
            "corrections cannot be merged by this version yet",
            at=Place(("corrections", index)),
            fix="Open an issue with the correction and its reason; the file can stay as it is for later.",
        )
