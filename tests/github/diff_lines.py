"""Which lines of a file a review may speak of: those that the pull request's diff shows."""

from __future__ import annotations

import re
from pathlib import Path

from tests.github import git_store

_HUNK = re.compile(r"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")


def shown_hunk(upstream: Path, base: str, head: str, path: str, *, side: str, line: int) -> str | None:
    """The hunk that shows this line of the file; None where none does, "" where the diff has no such file."""
    text = git_store.git(upstream, "diff", "--no-renames", "--no-ext-diff", f"{base}...{head}", "--", path)
    if not text:
        return ""
    start: str | None = None
    for hunk in re.split(r"^(?=@@ )", text, flags=re.MULTILINE)[1:]:
        found = _HUNK.match(hunk)
        assert found is not None
        first, count = (found[1], found[2]) if side == "LEFT" else (found[3], found[4])
        if int(first) <= line < int(first) + int(count or 1):
            start = hunk
    return start
