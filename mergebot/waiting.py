"""The local pull requests that wait to be merged."""

from __future__ import annotations

from pathlib import Path

from mergebot.candidate import PULL_REQUEST
from pwc.git_program import run


def pull_requests(repository: Path, tip: str) -> list[str]:
    """The refs of all local pull requests whose heads a commit does not have, by their numbers."""
    listed = run(repository, "for-each-ref", f"--no-merged={tip}", "--format=%(refname)", "refs/pull/*/head")
    found = ((PULL_REQUEST.fullmatch(ref), ref) for ref in listed.decode("utf-8", "replace").splitlines())
    numbered = [(int(number[1]), ref) for number, ref in found if number]
    return [ref for _, ref in sorted(numbered)]
