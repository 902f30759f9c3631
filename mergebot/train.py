"""The merge: heads in, a chain of merge commits out, each checked against what the one before leaves.

One that fails is left out, with its findings, and does not stop the others. The branch moves once, at
the end, and only if it is still where it was read; otherwise everything is built again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from mergebot import checkout
from mergebot.candidate import Candidate, UnusableRefError, candidate
from mergebot.draft import Changes
from mergebot.git_branch import Branch, BranchMovedError, NewCommit, Person
from mergebot.history import is_clean
from mergebot.imports import imported
from mergebot.message import adoption_message, merge_message
from mergebot.promote import Acceptance, Promotion, promote
from mergebot.promoting import NotPromotableError
from pwc.catalog import Catalog
from pwc.errors import GitError, UsageError
from pwc.git_tree import GitTree
from pwc.submission import Submission
from pwc.tree import OverlayTree, Tree
from validator.entry import Entry, in_order
from validator.pull_request import entries
from validator.run import Report, judge_change, run

TRIES = 5

BOT_NAME, BOT_EMAIL = "Papers With Code 2 merge", "merge@paperswithcode2.invalid"


class Approval(Struct, frozen=True):
    """Who accepts, and when."""

    by: str
    at: datetime
    overrides: Mapping[str, str] = {}
    """The reasons for accepting warnings that need one, by their codes."""


class Merged(Struct, frozen=True):
    """A head that was taken in, with what it does and the warnings that were accepted."""

    ref: str
    head: str
    promotions: tuple[Promotion, ...]
    report: Report
    adopted: bool
    commit: str = ""


class Refused(Struct, frozen=True):
    """A head that was left out, with its findings or the reason."""

    ref: str
    reason: str
    report: Report | None = None


class Train(Struct, frozen=True):
    """What became of every head, in order; ``tip`` is where the branch is (or, in a dry run, would be)."""

    outcomes: tuple[Merged | Refused, ...]
    tip: str

    @property
    def merged(self) -> list[Merged]:
        """The heads that were taken in."""
        return [outcome for outcome in self.outcomes if isinstance(outcome, Merged)]

    @property
    def refused(self) -> list[Refused]:
        """The heads that were left out."""
        return [outcome for outcome in self.outcomes if isinstance(outcome, Refused)]


class _Step(Struct, frozen=True):
    """One merge that is ready to be committed."""

    offered: Candidate
    merged: Merged
    files: Changes


def merge(branch: Branch, refs: Sequence[str], approval: Approval, *, dry_run: bool = False) -> Train:
    """Merge heads into a branch. Nothing moves in a dry run, or if nothing can be merged.

    Raises UsageError if there is no such branch, checkout.LocalChangesError if local changes in a
    checked-out working tree are in the way, and BranchMovedError if the branch never held still.
    """
    for attempt in range(TRIES):
        tip = branch.tip()
        if tip is None:
            raise UsageError(f"there is no branch {branch.name!r} to merge into")
        judged = _judge_all(branch.repository, refs, tip, approval)
        steps = [step for step in judged if isinstance(step, _Step)]
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


def move(branch: Branch, old: str, new: str) -> None:
    """Move a branch forward, and the working trees that have it checked out with it.

    Raises checkout.LocalChangesError or BranchMovedError, and nothing has changed then.
    """
    following = checkout.prepare(branch.repository, branch.ref, old, new)
    try:
        branch.advance(old, new)
    except Exception:
        checkout.forget(branch.repository)
        raise
    checkout.follow(branch.repository, following)


def _judge_all(repository: Path, refs: Sequence[str], tip: str, approval: Approval) -> list[_Step | Refused]:
    """Check every head against what those before it would leave; one that cannot be read stops no other."""
    judged: list[_Step | Refused] = []
    with GitTree(repository, tip) as main:
        tree: Tree = main
        for ref in dict.fromkeys(refs):
            try:
                step = _judge(repository, main, tree, ref, approval)
            except (UnusableRefError, NotPromotableError, GitError) as error:
                step = Refused(ref, str(error))
            judged.append(step)
            if isinstance(step, _Step):
                tree = OverlayTree(tree, step.files)
    return judged


def _judge(repository: Path, main: GitTree, tree: Tree, ref: str, approval: Approval) -> _Step | Refused:
    """Check one head against a state of the catalog, and work out what merging it would write."""
    offered = candidate(repository, ref, main.commit)
    report = judge_change(offered.change)
    if report.has_errors:
        return Refused(ref, "it touches files that it may not touch", report)
    taken = [path for path in offered.paths if tree.read(path) is not None]
    if taken:
        return Refused(
            ref, f"main has {taken[0]} already; rename the file, for instance to {_free(tree, taken[0])}"
        )
    found = entries(main, offered.change)
    report = run(found, Catalog(tree), approval.at.date())
    if report.unchecked:
        return Refused(ref, "it could not be checked", report)
    if report.has_errors:
        return Refused(ref, "it has errors", report)
    missing = sorted(report.needing_override - approval.overrides.keys())
    if missing:
        return Refused(
            ref, f"{missing[0]} is only accepted with a reason: --override {missing[0]} REASON", report
        )
    files: Changes = {}
    promotions = []
    for entry in in_order(found):
        so_far = Catalog(OverlayTree(tree, files))
        acceptance = _acceptance(entry, offered, approval, report)
        promotion = promote(_submission(entry), acceptance, so_far, partial(imported, repository))
        files |= {entry.path: entry.data} | promotion.changes
        promotions.append(promotion)
    clean = is_clean(repository, offered)
    return _Step(offered, Merged(ref, offered.head, tuple(promotions), report, not clean), files)


def _submission(entry: Entry) -> Submission:
    if entry.submission is None:
        raise AssertionError("a file without errors is a submission")
    return entry.submission


def _acceptance(entry: Entry, offered: Candidate, approval: Approval, report: Report) -> Acceptance:
    warnings = report.warnings_on(entry.path)
    return Acceptance(
        file=entry.path,
        blob=entry.blob,
        head=offered.head,
        when=approval.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        approved_by=approval.by,
        pull_request=offered.pull_request,
        warnings=warnings,
        overrides={code: why for code, why in approval.overrides.items() if code in warnings},
    )


def _free(tree: Tree, path: str) -> str:
    """A name beside ``path`` that nothing has."""
    stem, number = path.removesuffix(".yaml"), 2
    while tree.read(f"{stem}-{number}.yaml") is not None:
        number += 1
    return f"{stem}-{number}.yaml"


def _commits(tip: str, steps: Sequence[_Step], approval: Approval) -> tuple[list[NewCommit], list[int]]:
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


def _ref(judged: _Step | Refused) -> str:
    return judged.offered.ref if isinstance(judged, _Step) else judged.ref


def _outcome(judged: _Step | Refused, commit: str) -> Merged | Refused:
    return replace(judged.merged, commit=commit) if isinstance(judged, _Step) else judged
