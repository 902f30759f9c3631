"""The process that reads what contributors wrote: ``python -m mergebot.bot.child CLONE``.

A question comes in, an answer goes out, as JSON. It has no token, no network, little memory and little time.
"""

from __future__ import annotations

import resource
import sys
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

import msgspec

from mergebot.bot.errands import (
    MAIN,
    Judge,
    JudgeAll,
    Judgement,
    Judgements,
    Mend,
    Merge,
    Outcome,
    Outcomes,
    Question,
    Repaired,
    Repairs,
    Undo,
    Undoing,
)
from mergebot.bot.verdicts import judgement
from mergebot.bot.watched_tree import WatchedTree
from mergebot.candidate import UnusableRefError, candidate
from mergebot.git_branch import Branch, Person
from mergebot.lineage import Lineage
from mergebot.outcome import Approval, Merged
from mergebot.revert import offer_revert, text
from mergebot.train import BOT_EMAIL, merge
from pwc.catalog import Catalog
from pwc.errors import CouldNotCheckError, UsageError
from pwc.git_history import merge_base, resolve
from pwc.git_tree import GitTree
from validator.entry import Entry
from validator.mending import mend
from validator.outcome import Report
from validator.pull_request import entries
from validator.run import judge_change, run

MOST_MEMORY, MOST_SECONDS = 3 << 30, 300


def answer(clone: Path, question: Question) -> Judgement | Judgements | Outcomes | Repairs | Undoing:
    """Answer a question about the bot's clone. Raises CouldNotCheckError if something is not here."""
    if isinstance(question, Judge):
        return _judge(clone, question)
    if isinstance(question, JudgeAll):
        return Judgements(tuple(_judge(clone, one) for one in question.each))
    if isinstance(question, Merge):
        return Outcomes(tuple(_merge(clone, question)))
    if isinstance(question, Mend):
        return Repairs(tuple(_mend(clone, question)))
    return _undo(clone, question)


def _judge(clone: Path, question: Judge) -> Judgement:
    tip = _tip(clone)
    _expect(clone, question.ref, question.head)
    with WatchedTree(clone, tip) as main:
        return judgement(main, question)


def _merge(clone: Path, question: Merge) -> Iterator[Outcome]:
    own = {one.ref: Approval(one.by, question.at, one.overrides) for one in question.accepted}
    for one in question.accepted:
        _expect(clone, one.ref, one.head)
    approval = Approval("", question.at, own=own)
    for outcome in merge(Branch(clone, MAIN), list(own), approval).outcomes:
        if isinstance(outcome, Merged):
            yield Outcome(outcome.ref, outcome.commit, outcome.adopted)
        else:
            yield Outcome(outcome.ref, reason=outcome.reason)


def _mend(clone: Path, question: Mend) -> Iterator[Repaired]:
    tip = _tip(clone)
    _expect(clone, question.ref, question.head)
    with GitTree(clone, tip) as main:
        try:
            offered = candidate(main, Lineage(clone, tip, [question.head]), question.ref, question.head)
        except UnusableRefError:
            return
        if judge_change(offered.change).has_errors:
            return
        found = entries(main, offered.change)
        before = {entry.path: entry.data for entry in found}
        judge = partial(_report, Catalog(main), question)
        for entry in mend(found, judge).changed:
            yield Repaired(entry.path, before[entry.path].decode(), entry.data.decode())


def _report(catalog: Catalog, question: Mend, found: Iterable[Entry]) -> Report:
    return run(list(found), catalog, question.at.date())


def _undo(clone: Path, question: Undo) -> Undoing:
    """Write what undoes a pull request; one that is offered already is taken, if it is nothing else."""
    with GitTree(clone, _tip(clone)) as main:
        log = list(Catalog(main).log())
    undone: set[str] = set()
    for entry in reversed(log):  # what was undone undoes nothing
        if entry.file not in undone:
            undone.update(entry.reverted)
    brought = [entry.file for entry in log if entry.pull_request == question.pull_request]
    left = [file for file in brought if file not in undone]
    offered = question.offered
    if not left:
        if offered is not None and brought and merge_base(clone, _tip(clone), offered) == offered:
            return Undoing(offered, is_done=True)
        why = "was undone before" if brought else "brought nothing that is in the catalog"
        return Undoing(refusal=f"#{question.pull_request} {why}")
    if offered is not None:
        is_ours = _only_adds(clone, offered, text(left, question.reason).encode())
        return Undoing(offered) if is_ours else Undoing(refusal="its branch holds something else")
    author = Person(question.by, BOT_EMAIL, f"{int(question.at.timestamp())} +0000")
    return Undoing(offer_revert(Branch(clone, MAIN), left, question.reason, author, question.at))


def _only_adds(clone: Path, head: str, text: bytes) -> bool:
    """Whether a head adds nothing but one submission with this text: anybody could have put it there."""
    tip = _tip(clone)
    with GitTree(clone, tip) as main:
        try:
            offered = candidate(main, Lineage(clone, tip, [head]), head, head)
        except UnusableRefError:
            return False
        found = [] if judge_change(offered.change).has_errors else entries(main, offered.change)
        return [entry.data for entry in found] == [text]


def _tip(clone: Path) -> str:
    tip = resolve(clone, f"refs/heads/{MAIN}")
    if tip is None:
        raise CouldNotCheckError(f"the clone has no branch {MAIN}")
    return tip


def _expect(clone: Path, ref: str, head: str) -> None:
    if resolve(clone, ref) != head:
        raise CouldNotCheckError(f"{ref} is not at {head} in the clone")


def _limit(what: int, most: int) -> None:
    """Set a limit, where the machine has not set a lower one: that could not be raised."""
    hard = resource.getrlimit(what)[1]
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(what, (most, most))


def main() -> None:
    """Read a question, print the answer."""
    _limit(resource.RLIMIT_AS, MOST_MEMORY)
    _limit(resource.RLIMIT_CPU, MOST_SECONDS)
    question = msgspec.json.decode(sys.stdin.buffer.read(), type=Question)
    try:
        sys.stdout.buffer.write(msgspec.json.encode(answer(Path(sys.argv[1]), question)))
    except (CouldNotCheckError, UsageError) as error:
        sys.exit(f"{type(error).__name__}: {error}")


if __name__ == "__main__":
    main()
