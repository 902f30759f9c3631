"""``pwc merge --revert``: a submission that undoes an accepted one, written and offered like any other."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import PurePosixPath

from mergebot.git_branch import Branch, NewCommit, Person
from pwc.errors import UsageError
from pwc.git_tree import GitTree


def offer_revert(
    branch: Branch, submissions: Sequence[str], reason: str, author: Person, at: datetime
) -> str:
    """Commit a submission that undoes those at some paths, on top of a branch that does not move.

    Gives the commit, to be merged like a contributor's. Raises UsageError if there is no such branch.
    """
    tip = branch.tip()
    if tip is None:
        raise UsageError(f"there is no branch {branch.name!r} to merge into")
    with GitTree(branch.repository, tip) as main:
        path = _path(submissions[0], at, lambda wanted: main.read(wanted) is not None)
    message = f"Revert {', '.join(submissions)}\n"
    files = {path: text(submissions, reason).encode()}
    return branch.build([NewCommit((tip,), author, author, message, files)])[0]


def text(submissions: Sequence[str], reason: str) -> str:
    """The submission that undoes others. JSON's text is YAML's too, whatever stands in a reason."""
    undone = (
        f"  - submission: {json.dumps(submission)}\n"
        "    revert: true\n"
        f"    reason: {json.dumps(reason, ensure_ascii=False)}\n"
        for submission in submissions
    )
    head = "# yaml-language-server: $schema=../../../schema/submission.schema.json\ncorrections:\n"
    return head + "".join(undone)


def _path(submission: str, at: datetime, is_taken: Callable[[str], bool]) -> str:
    """A free path in this month's folder."""
    stem = f"revert-{PurePosixPath(submission).stem}"[:100]
    folder = f"submissions/{at:%Y/%m}"
    wanted, number = f"{folder}/{stem}.yaml", 1
    while is_taken(wanted):
        number += 1
        wanted = f"{folder}/{stem}-{number}.yaml"
    return wanted
