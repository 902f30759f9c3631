"""The merge: heads in, a chain of merge commits out, each checked against what the one before leaves.

One that fails is left out, with its findings, and does not stop the others. The branch moves once, at
the end, and only if it is still where it was read; otherwise everything is built again.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from mergebot import checkout
from mergebot.git_branch import Branch, BranchMovedError, NewCommit, Person
from mergebot.judging import Step, judge_all
from mergebot.message import adoption_message, merge_message
from mergebot.outcome import Approval, Merged, Refused, Train
from mergebot.waiting import pull_requests
from pwc.errors import UsageError

TRIES = 5

BOT_NAME, BOT_EMAIL = "Papers With Code 2 merge", "merge@paperswithcode2.invalid"


def merge(branch: Branch, refs: Sequence[str], approval: Approval, *, dry_run: bool = False) -> Train:
    """Merge heads into a branch. Nothing moves in a dry run, or if nothing can be merged.

    Raises UsageError if there is no such branch, checkout.LocalChangesError if local changes in a
    checked-out working tree are in the way, and BranchMovedError if the branch never held still.
    """
    for attempt in range(TRIES):
        tip = branch.tip()
        if tip is None:
            raise UsageError(f"there is no branch {branch.name!r} to merge into")
        judged = judge_all(branch.repository, refs, tip, approval)
        steps = [step for step in judged if isinstance(step, Step)]
        if dry_run or not steps:
            return Train(tuple(_outcome(step, "") for step in judged), tip)
        commits, positions = _commits(tip, steps, approval)
        ids = branch.build(commits)
        try:
            move(branch, tip, ids[-1])
        except BranchMovedError:
            if attempt == TRIES - 1:
                raise
            continue
        made = {step.offered.ref: ids[at] for step, at in zip(steps, positions, strict=True)}
        return Train(tuple(_outcome(step, made.get(_ref(step), "")) for step in judged), ids[-1])
    raise AssertionError("unreachable")


def merge_waiting(branch: Branch, approval: Approval, *, dry_run: bool = False) -> Train:
    """Merge all local pull requests that a branch does not have, by number. Raises as ``merge`` does."""
    tip = branch.tip()
    refs = [] if tip is None else pull_requests(branch.repository, tip)
    train = merge(branch, refs, approval, dry_run=dry_run)
    # the head of one whose files were adopted never gets into the branch's history: it does not wait any more
    left = (one for one in train.outcomes if isinstance(one, Merged) or not one.is_in_main)
    return Train(tuple(left), train.tip)


def move(branch: Branch, old: str, new: str) -> None:
    """Move a branch forward, and the working trees that have it checked out with it.

    Raises LocalChangesError, LockedError or BranchMovedError, and nothing has changed then.
    """
    with checkout.following(branch.repository, branch.ref, old, new):
        branch.advance(old, new)


def _commits(tip: str, steps: Sequence[Step], approval: Approval) -> tuple[list[NewCommit], list[int]]:
    """The commits to make, and where in them the merges are."""
    bot = Person(BOT_NAME, BOT_EMAIL, f"{int(approval.at.timestamp())} +0000")
    commits: list[NewCommit] = []
    positions: list[int] = []
    main: str | int = tip
    for step in steps:
        second: str | int = step.offered.head
        if step.merged.adopted:
            own = {path: data for path, data in step.files.items() if path in step.offered.paths}
            message = adoption_message(step.offered)
            commits.append(NewCommit((main,), step.offered.author, bot, message, own))
            second = len(commits) - 1
        message = merge_message(step.offered, step.merged.promotions, approval.by)
        commits.append(NewCommit((main, second), step.offered.author, bot, message, step.files))
        main = len(commits) - 1
        positions.append(main)
    return commits, positions


def _ref(judged: Step | Refused) -> str:
    return judged.offered.ref if isinstance(judged, Step) else judged.ref


def _outcome(judged: Step | Refused, commit: str) -> Merged | Refused:
    return replace(judged.merged, commit=commit) if isinstance(judged, Step) else judged
