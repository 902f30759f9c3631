"""The merge: heads in, a chain of merge commits out, each checked against what the one before leaves.

One that fails is left out, with its findings, and does not stop the others. The branch moves once, at
the end, and only if it is still where it was read; otherwise everything is built again.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from mergebot import checkout
from mergebot.git_branch import Branch, BranchMovedError, NewCommit, Person
from mergebot.judging import Step, judge_each
from mergebot.message import adoption_message, merge_message
from mergebot.outcome import Approval, Merged, Refused, Train
from mergebot.strict import faulty
from mergebot.waiting import pull_requests
from pwc.errors import UsageError
from pwc.git_tree import GitTree

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
        made = _make(branch, refs, tip, approval, dry_run=dry_run)
        if not made.ids:
            return Train(made.outcomes, tip)
        try:
            move(branch, tip, made.ids[-1])
        except BranchMovedError:
            if attempt == TRIES - 1:
                raise
            continue
        return Train(made.outcomes, made.ids[-1])
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


def _make(branch: Branch, refs: Sequence[str], tip: str, approval: Approval, *, dry_run: bool) -> _Made:
    """Judge heads, and make the commits of those that can be merged (in a dry run, none).

    Where a head's objects are such as git itself would not make, all is done again with its history left
    outside: what was built upon it has to be judged again.
    """
    outside: frozenset[str] = frozenset()
    while True:
        made = _Made(tip, approval)
        with GitTree(branch.repository, tip) as main:
            commits = made.commits(judge_each(main, refs, approval, outside))
            if dry_run:
                deque(commits, maxlen=0)
            else:
                made.ids = branch.build(commits)
        odd = faulty(branch.repository, tip, made.heads)
        if not odd:
            return made
        outside |= odd


class _Made:
    """A train that is being put together."""

    def __init__(self, tip: str, approval: Approval) -> None:
        self.ids: list[str] = []
        """The commits that were made, in order."""
        self._main: str | int = tip
        self._approval = approval
        self._number = 0
        self._judged: list[tuple[Merged | Refused, int]] = []
        """What became of each head, and which of the commits merges it."""

    @property
    def heads(self) -> list[str]:
        """The heads whose histories would enter main's."""
        return [one.head for one, _ in self._judged if isinstance(one, Merged) and not one.adopted]

    @property
    def outcomes(self) -> tuple[Merged | Refused, ...]:
        """What became of every head, with the commits that merge them."""
        return tuple(
            replace(one, commit=self.ids[at]) if isinstance(one, Merged) and self.ids else one
            for one, at in self._judged
        )

    def commits(self, judged: Iterable[Step | Refused]) -> Iterator[NewCommit]:
        """The commits to make, each as soon as its head is judged, so that git makes it meanwhile."""
        for one in judged:
            if isinstance(one, Step):
                yield from self._commits_of(one)
                self._judged.append((one.merged, self._number - 1))
            else:
                self._judged.append((one, -1))

    def _commits_of(self, step: Step) -> Iterator[NewCommit]:
        bot = Person(BOT_NAME, BOT_EMAIL, f"{int(self._approval.at.timestamp())} +0000")
        author, second = step.offered.author, step.offered.head
        parents: tuple[str | int, str | int] = (self._main, second)
        if step.merged.adopted:
            own = {path: data for path, data in step.files.items() if path in step.offered.paths}
            yield NewCommit((self._main,), author, bot, adoption_message(step.offered), own)
            parents = (self._main, self._number)
            self._number += 1
        message = merge_message(step.offered, step.merged.promotions, self._approval.of(step.offered.ref).by)
        yield NewCommit(parents, author, bot, message, step.files)
        self._main = self._number
        self._number += 1
