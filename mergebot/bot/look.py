"""A look at one pull request: what GitHub says of it, what its head would do, and what follows from both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from mergebot.bot import memory
from mergebot.bot.asking import Child, ChildError
from mergebot.bot.attention import Dependence
from mergebot.bot.connection import HubError
from mergebot.bot.decide import Merging, Plan, decide, waits
from mergebot.bot.errands import MAIN, Judge, JudgeAll, Judgement, Verdict
from mergebot.bot.policy import Policy
from mergebot.bot.snapshot import Account, PullRequest
from mergebot.bot.state import Roles, State, derive, people, refused
from mergebot.message import one_line
from pwc.git_history import resolve, resolve_all
from pwc.git_tree import GitTree
from validator.outcome import Report
from validator.report.inert import inert

MAIN_REF = f"refs/heads/{MAIN}"
MOST_PEOPLE = 50
"""The rights of so many people are asked for one pull request; where more give orders, none is followed."""


class Asked(Protocol):
    """Who knows the rights that somebody has at this moment."""

    def role(self, account: Account) -> str | None:
        """The role that an account has; None for none."""


class Look(Struct, frozen=True):
    """What was seen, and what is to be done about it."""

    pull: PullRequest
    judgement: Judgement | None
    plan: Plan
    state: State
    tip: str
    """The commit of main that it was judged against."""

    @property
    def landed(self) -> str | None:
        """The commit of main that took the head in, if one did."""
        return None if self.judgement is None else self.judgement.verdict.landed

    @property
    def merging(self) -> Merging | None:
        """The order to merge it, if that is the plan."""
        return next((action for action in self.plan.actions if isinstance(action, Merging)), None)

    @property
    def is_unchecked(self) -> bool:
        """Whether its head could not be fetched or judged."""
        return self.judgement is not None and self.judgement.verdict.is_unchecked


class Looker:
    """Looks at pull requests whose heads the clone has."""

    def __init__(  # noqa: PLR0913 (all that a look needs)
        self,
        clone: Path,
        child: Child,
        hub: Asked,
        policy: Policy,
        at: datetime,
        *,
        open_now: tuple[str, ...] = (),
    ) -> None:
        """``open_now`` are the pull requests that are open, by their references."""
        self._clone = clone
        self._child = child
        self._hub = hub
        self._policy = policy
        self._at = at
        self._open_now = open_now
        self._known: dict[tuple[str, str | None, str | None], Judgement] = {}
        """What heads were found to be: by the ref, the head, and the commit of main."""

    def look_ahead(self, refs: Sequence[str]) -> None:
        """Judge some heads in one go. Where that fails each is judged by itself, when it is looked at."""
        tip = resolve(self._clone, MAIN_REF)
        heads = zip(refs, resolve_all(self._clone, refs), strict=True)
        some = tuple(self._question(ref, head) for ref, head in heads if head is not None)
        if len(some) > 1:
            with suppress(ChildError):
                for one, found in zip(some, self._child.judge_all(JudgeAll(some)).each, strict=True):
                    self._known[one.ref, one.head, tip] = found

    def look(self, pull: PullRequest) -> Look:
        """Judge a pull request's head, and decide. Raises HubError, also if the head has moved on.

        A child that did not come to an answer is told as "could not be checked". What is not for main is not
        judged, nor what has to wait because its author has too many open.
        """
        tip = resolve(self._clone, MAIN_REF) or ""
        return self.decided(pull, self._judged(pull, tip) if self.is_due(pull) else None, tip)

    def is_due(self, pull: PullRequest) -> bool:
        """Whether its head is judged: it is for main, and does not have to wait for others of its author."""
        return pull.base == MAIN and not waits(pull, self._policy)

    def unfetched(self, pull: PullRequest, why: str) -> Look:
        """Decide about a head that could not be fetched: its author is told, and tries something else."""
        judgement = _unchecked(f"its head could not be fetched: {one_line(why)}")
        return self.decided(pull, judgement, resolve(self._clone, MAIN_REF) or "")

    def again(self, seen: Look, pull: PullRequest) -> Look:
        """Decide anew what was judged before: by what is said now, and by the rights that people have now."""
        same = replace(pull, ahead=seen.pull.ahead, judged=seen.pull.judged, status=seen.pull.status)
        return self.decided(same, seen.judgement if pull.head == seen.pull.head else None, seen.tip)

    def decided(self, pull: PullRequest, judgement: Judgement | None, tip: str) -> Look:
        """Decide about a head by its judgement."""
        areas = frozenset[str]() if judgement is None else judgement.areas
        roles = self._roles(pull)
        if len(roles) > MOST_PEOPLE:
            pull, roles = replace(pull, is_cut=True), {}
        elif any(self._policy.may_merge(one.id, roles.get(one.id), areas) for one in pull.cut):
            pull = replace(pull, is_cut=True)
        state = derive(pull, self._policy, roles, areas)
        return self.planned(pull, judgement, state, tip)

    def planned(self, pull: PullRequest, judgement: Judgement | None, state: State, tip: str) -> Look:
        """Plan what follows from a state."""
        verdict = None if judgement is None else judgement.verdict
        return Look(pull, judgement, decide(pull, state, verdict, self._policy), state, tip)

    def left_out(self, seen: Look, why: str) -> Look:
        """Plan again for one that the merge left out: its approvals are spent, and it is said why."""
        told = f"It was not merged: {inert(one_line(why))}"
        return self.planned(seen.pull, seen.judgement, refused(seen.state, told), seen.tip)

    def _judged(self, pull: PullRequest, tip: str) -> Judgement:
        if resolve(self._clone, pull.ref) != pull.head:
            raise HubError(f"#{pull.number} has just got another head: the next look sees it")
        known = self._known.get((pull.ref, pull.head, tip))
        if known is not None:
            return known
        try:
            return self._child.judge(self._question(pull.ref, pull.head))
        except ChildError as error:
            return _unchecked(str(error))

    def _question(self, ref: str, head: str) -> Judge:
        return Judge(ref, head, self._at, self._open_now)

    def _roles(self, pull: PullRequest) -> Roles:
        """The rights of those who said something that counts, and of no others: each costs a call."""
        everyone = [
            *(comment.author for comment in pull.comments),
            *(approval.author for approval in pull.approvals),
            *pull.objectors,
            *pull.cut,
        ]
        wanted = people(pull, self._policy)
        accounts = {account.id: account for account in everyone if account.id in wanted and account.id}
        if len(accounts) > MOST_PEOPLE:
            return dict.fromkeys(accounts)
        return {number: self._hub.role(account) for number, account in accounts.items()}


def dependences(clone: Path, seen: Mapping[int, Look | None]) -> dict[int, Dependence | None]:
    """What each verdict depends on, as it was then: main may have moved since. None is for what is over.

    ``seen`` has None for looks that failed.
    """
    found: dict[int, Dependence | None] = {}
    kept: dict[int, Look] = {}
    for number, one in seen.items():
        found[number] = None if one is not None and not one.pull.is_open else Dependence(is_due=True)
        if one is not None and one.pull.is_open and one.merging is None:
            kept[number] = one
    for tip in {one.tip for one in kept.values()}:
        with GitTree(clone, tip) as main:
            for number, one in kept.items():
                if one.tip == tip:
                    reads = () if one.judgement is None else one.judgement.reads
                    now = memory.digest(main, reads)
                    found[number] = Dependence(reads, now, is_unchecked=one.is_unchecked)
    return found


def _unchecked(why: str) -> Judgement:
    return Judgement(Verdict(is_unchecked=True), Report(0, ()), refusal=why)
