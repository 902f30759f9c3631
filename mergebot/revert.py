"""``pwc merge --revert``: a submission that undoes an accepted one, written and offered like any other."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import PurePosixPath

from mergebot.git_branch import Branch, NewCommit, Person
from mergebot.outcome import Approval
from pwc.errors import UsageError
from pwc.git_tree import GitTree


def offer_revert(branch: Branch, submission: str, reason: str, author: Person, approval: Approval) -> str:
    """Commit a submission that undoes the one at a path, on top of a branch that does not move.

    Gives the commit, to be merged like a contributor's. Raises UsageError if there is no such branch.
    """
    tip = branch.tip()
    if tip is None:
        raise UsageError(f"there is no branch {branch.name!r} to merge into")
    with GitTree(branch.repository, tip) as main:
        path = _path(submission, approval, lambda wanted: main.read(wanted) is not None)
    message = f"Revert {submission}\n"
    files = {path: text(submission, reason).encode()}
    return branch.build([NewCommit((tip,), author, author, message, files)])[0]


def text(submission: str, reason: str) -> str:
    """The submission that undoes another one. JSON's text is YAML's too, whatever stands in a reason."""
    return (
        "# yaml-language-server: $schema=../../../schema/submission.schema.json\n"
        "corrections:\n"
        f"  - submission: {json.dumps(submission)}\n"
        "    revert: true\n"
        f"    reason: {json.dumps(reason, ensure_ascii=False)}\n"
    )


def _path(submission: str, approval: Approval, is_taken: Callable[[str], bool]) -> str:
    """A free path in this month's folder."""
    stem = f"revert-{PurePosixPath(submission).stem}"[:100]
    folder = f"submissions/{approval.at:%Y/%m}"
    wanted, number = f"{folder}/{stem}.yaml", 1
    while is_taken(wanted):
        number += 1
        wanted = f"{folder}/{stem}-{number}.yaml"
    return wanted
