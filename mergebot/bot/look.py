"""A look at one pull request: what GitHub says of it, what its head would do, and what follows from both."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from mergebot.bot.asking import Child, ChildError
from mergebot.bot.connection import HubError
from mergebot.bot.decide import MAIN, Plan, Verdict, decide
from mergebot.bot.errands import Judge, Judgement
from mergebot.bot.policy import Policy
from mergebot.bot.snapshot import Account, PullRequest
from mergebot.bot.state import Roles, derive, people
from pwc.git_history import resolve
from validator.outcome import Report


class Asked(Protocol):
    """Who knows the rights that somebody has at this moment."""

    def role(self, account: Account) -> str | None:
        """The role that an account has; None for none."""


class Look(Struct, frozen=True):
    """What was seen, and what is to be done about it."""

    pull: PullRequest
    judgement: Judgement | None
    plan: Plan


class Looker:
    """Looks at pull requests whose heads the clone has."""

    def __init__(self, clone: Path, child: Child, hub: Asked, policy: Policy, at: datetime) -> None:
        self._clone = clone
        self._child = child
        self._hub = hub
        self._policy = policy
        self._at = at

    def look(self, pull: PullRequest) -> Look:
        """Judge a pull request's head, and decide. Raises HubError, also if the head has moved on.

        A child that did not come to an answer is told as "could not be checked".
        """
        judgement = self._judged(pull) if pull.base == MAIN else None
        verdict = None if judgement is None else judgement.verdict
        areas = frozenset[str]() if judgement is None else judgement.areas
        state = derive(pull, self._policy, self._roles(pull), areas)
        return Look(pull, judgement, decide(pull, state, verdict, self._policy))

    def _judged(self, pull: PullRequest) -> Judgement:
        if resolve(self._clone, pull.ref) != pull.head:
            raise HubError(f"#{pull.number} has just got another head: the next look sees it")
        try:
            return self._child.judge(Judge(pull.ref, pull.head, self._at))
        except ChildError as error:
            return Judgement(Verdict(is_unchecked=True), Report(0, ()), refusal=str(error))

    def _roles(self, pull: PullRequest) -> Roles:
        """The rights of those who said something that counts, and of no others: each costs a call."""
        everyone = [comment.author for comment in pull.comments] + [one.author for one in pull.approvals]
        wanted = people(pull)
        accounts = {account.id: account for account in everyone if account.id in wanted and account.id}
        return {number: self._hub.role(account) for number, account in accounts.items()}
