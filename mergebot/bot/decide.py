"""What to do about a pull request: from what is known of it to a plan of actions. Pure; nothing is asked.

One place decides whether something is merged. Every reason why it is not is a sentence of the checklist that
the comment shows, so what people read is what was decided.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from mergebot.bot import own_comment, replies
from mergebot.bot.commands import Close, Explain, Fix, Merge, Revert
from mergebot.bot.errands import MAIN, Verdict
from mergebot.bot.policy import Policy
from mergebot.bot.snapshot import PullRequest, Reaction
from mergebot.bot.state import Given, State
from validator.report.inert import inert

MOST_EXPLAINED = 3
MOST_REFUSALS = 20
"""So many commands that cannot be carried out get a receipt at once: each costs a call."""


class Merging(Struct, frozen=True, tag=True):
    """Take the head into main. It is checked again then, against main as it is then."""

    head: str
    approved_by: tuple[str, ...]
    overrides: Mapping[str, str]


class Mending(Struct, frozen=True, tag=True):
    """Offer the certain repairs of the head."""

    head: str


class Undoing(Struct, frozen=True, tag=True):
    """Open and merge what undoes an accepted pull request."""

    number: int
    reason: str
    by: str
    comment: int
    """Where it was asked for: the receipt there says what became of it."""


class Closing(Struct, frozen=True, tag=True):
    """Close the pull request."""


class React(Struct, frozen=True, tag=True):
    """Leave a receipt on a comment."""

    comment: int
    content: Reaction


class Label(Struct, frozen=True, tag=True):
    """Set the bot's label of a state; its others go."""

    state: str


class Status(Struct, frozen=True, tag=True):
    """Set the commit status of the head."""

    head: str
    state: Literal["pending", "success", "failure", "error"]
    description: str


Action = Merging | Mending | Undoing | Closing | React | Label | Status


class Plan(Struct, frozen=True):
    """What to do, in order, and what the comment says.

    The comment is written first: a head is approved by those who have read what was found in it.
    """

    actions: tuple[Action, ...] = ()
    needed: tuple[str, ...] = ()
    """Why it is not merged, in sentences; empty if it is."""
    replies: tuple[str, ...] = ()
    """Answers to commands that could not be carried out."""
    explained: tuple[str, ...] = ()
    """The codes of the rules that somebody asked about."""
    closed_for: str | None = None
    """Why it is being closed."""


def decide(pull: PullRequest, state: State, verdict: Verdict | None, policy: Policy) -> Plan:
    """What to do about a pull request. Without a verdict its head has not been judged."""
    receipts = tuple(_receipts(pull, state, verdict))
    if verdict is not None and verdict.landed is not None:
        return _landed(pull, state, verdict, receipts)
    if not pull.is_open:
        return Plan((*_undoing(state), *receipts), replies=tuple(replies.kept(state)))
    if state.closing is not None:
        return Plan((Closing(), *receipts), closed_for=_why_closed(state.closing))
    needed = tuple(_needed(pull, state, verdict, policy))
    actions: list[Action] = [*_shown(pull, verdict, needed), *_undoing(state)]
    if any(given.is_new and isinstance(given.command, Fix) for given in state.commands):
        actions.append(Mending(pull.head))
    actions += receipts
    if not needed:
        actions.append(_merging(pull, state))
    return Plan(tuple(actions), needed, tuple(replies.to_commands(pull, state)), tuple(_explained(state)))


def told(plan: Plan, asked: Undoing, refusal: str) -> Plan:
    """The plan after something was undone, or was not for a reason: who asked for it is told."""
    before = [action for action in plan.actions if isinstance(action, React)]
    is_refused = bool(refusal) or React(asked.comment, "confused") in before
    done = React(asked.comment, "confused" if is_refused else "rocket")
    left = [a for a in plan.actions if a != asked and not (a in before and a.comment == asked.comment)]
    answer = own_comment.answer(f"Nothing was undone: {inert(refusal)}", asked.comment)
    answers = (answer,) if refusal else ()
    return replace(plan, actions=(*left, done), replies=(*plan.replies, *answers))


def _landed(pull: PullRequest, state: State, verdict: Verdict, receipts: tuple[React, ...]) -> Plan:
    """Main has it: say so. GitHub closes it by itself, unless only its files were taken in."""
    actions: list[Action] = [
        Label("merged"),
        Status(pull.head, "success", "merged"),
        *_undoing(state),
        *receipts,
    ]
    if verdict.is_adopted and pull.is_open:
        actions.append(Closing())
    return Plan(tuple(actions), replies=tuple(replies.to_commands(pull, state, is_landed=True)))


def _needed(pull: PullRequest, state: State, verdict: Verdict | None, policy: Policy) -> Iterator[str]:
    """Every reason why the pull request is not merged now. Each alone is enough."""
    yield from _in_the_way(pull, policy)
    if state.hold is not None:
        yield f"{state.hold.by.login} holds it: a maintainer's /unhold"
    if verdict is None:
        if pull.base == MAIN and not waits(pull, policy):
            yield "its head has not been checked yet"
        return
    if verdict.is_unchecked:
        yield "it could not be checked; that is ours to mend"
    elif verdict.errors:
        yield "its errors have to be mended"
    for code in sorted(verdict.needs_override - state.overrides.keys()):
        yield f"a maintainer's /override {code} with a reason"
    if not state.approved_by and not _merges_by_itself(state, verdict, policy):
        yield "a maintainer's /merge"


def waits(pull: PullRequest, policy: Policy) -> bool:
    """Whether its author has so many open that it has to wait."""
    return pull.ahead >= policy.limits.open_pull_requests


def _in_the_way(pull: PullRequest, policy: Policy) -> Iterator[str]:
    """What its author alone can change."""
    most = policy.limits.open_pull_requests
    if pull.is_cut:
        yield "more has been said here than is read: delete comments, or open a new pull request"
    if pull.base != MAIN:
        yield f"it should be for {MAIN}: change its base"
    if pull.is_draft:
        yield "it is a draft: mark it as ready"
    if waits(pull, policy):
        yield f"its author has more than {most} pull requests open: this one waits for an older one"


def _merges_by_itself(state: State, verdict: Verdict, policy: Policy) -> bool:
    """Whether enough people have approved a pull request that is small and without a doubt."""
    rule = policy.automatic
    if rule is None or verdict.warnings or verdict.errors or verdict.is_unchecked or state.objectors:
        return False
    return len(state.reviews) >= rule.approvals and verdict.results <= rule.most_results


def _merging(pull: PullRequest, state: State) -> Merging:
    by = [given.by.login for given in state.approved_by] or [account.login for account in state.reviews]
    reasons = {code: getattr(given.command, "reason", "") for code, given in state.overrides.items()}
    return Merging(pull.head, tuple(by), reasons)


def _undoing(state: State) -> Iterator[Undoing]:
    for given in state.commands:
        if given.is_new and given.may and isinstance(given.command, Revert):
            yield Undoing(given.command.number, given.command.reason, given.by.login, given.comment)


def _receipts(pull: PullRequest, state: State, verdict: Verdict | None) -> Iterator[React]:
    """One receipt for every comment with commands that has none; who asked for an undoing gets it later.

    In a comment with several commands the best one counts: what was refused is never taken up again.
    """
    is_merged = pull.is_merged or (verdict is not None and verdict.landed is not None)
    receipts: dict[int, Reaction] = {}
    for given in state.commands:
        if given.is_new:
            receipt = _receipt(given, pull, state, is_merged=is_merged)
            receipts[given.comment] = min(receipt, receipts.get(given.comment, receipt), key=_BEST.index)
    later = {action.comment for action in _undoing(state)}
    refused = [comment for comment, content in receipts.items() if content == "confused"]
    left = later | set(refused[:-MOST_REFUSALS])
    yield from (React(comment, content) for comment, content in receipts.items() if comment not in left)


_BEST: Sequence[Reaction] = ("eyes", "rocket", "confused")


def _receipt(given: Given, pull: PullRequest, state: State, *, is_merged: bool) -> Reaction:
    if isinstance(given.command, Merge) and is_merged and "eyes" in given.receipts:
        return "rocket"  # by whom it was accepted is history: what they may do now is another question
    if not given.may:
        return "confused"
    if not isinstance(given.command, Merge):
        return "rocket"
    if is_merged:
        return "rocket"
    return "confused" if given in state.void or not pull.is_open else "eyes"


def _shown(pull: PullRequest, verdict: Verdict | None, needed: tuple[str, ...]) -> Iterator[Action]:
    """The label and the commit status."""
    if verdict is None:
        yield Status(pull.head, "pending", needed[0] if needed else "not checked yet")
        return
    if verdict.is_unchecked:
        yield Label("could-not-check")
        yield Status(pull.head, "error", "it could not be checked; that is ours to mend")
    elif verdict.errors:
        yield Label("needs-work")
        yield Status(pull.head, "failure", f"{verdict.errors} to mend")
    else:
        yield Label("ready" if not needed else "waiting")
        yield Status(pull.head, "success", "ready" if not needed else f"needs {needed[0]}"[:140])


def _why_closed(closing: Given) -> str:
    if isinstance(closing.command, Close):
        return f"{closing.by.login} closed it: {closing.command.reason}"
    return "its author has withdrawn it"


def _explained(state: State) -> Iterator[str]:
    asked = [given.command.code for given in state.commands if isinstance(given.command, Explain)]
    yield from list(dict.fromkeys(reversed(asked)))[:MOST_EXPLAINED]
