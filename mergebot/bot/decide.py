"""What to do about a pull request: from what is known of it to a plan of actions. Pure; nothing is asked.

One place decides whether something is merged. Every reason why it is not is a sentence of the checklist that
the comment shows, so what people read is what was decided.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from msgspec import Struct

from mergebot.bot.commands import Close, Merge, Unreadable, Withdraw
from mergebot.bot.policy import Policy
from mergebot.bot.snapshot import PullRequest, Reaction
from mergebot.bot.state import Given, State

MAIN = "main"


class Verdict(Struct, frozen=True):
    """What the validation of a head found, as far as the decision needs it."""

    errors: int = 0
    warnings: int = 0
    is_unchecked: bool = False
    results: int = 0
    needs_override: frozenset[str] = frozenset()
    """The codes of warnings that are only accepted with a reason."""


class Merging(Struct, frozen=True, tag=True):
    """Take the head into main. It is checked again then, against main as it is then."""

    head: str
    approved_by: tuple[str, ...]
    overrides: Mapping[str, str]


class Closing(Struct, frozen=True, tag=True):
    """Close the pull request, with a reason."""

    reason: str


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


Action = Merging | Closing | React | Label | Status


class Plan(Struct, frozen=True):
    """What to do, in order, and what the comment says is still needed."""

    actions: tuple[Action, ...] = ()
    needed: tuple[str, ...] = ()
    """Why it is not merged, in sentences; empty if it is."""
    replies: tuple[str, ...] = ()
    """Answers to commands that could not be carried out."""


def decide(pull: PullRequest, state: State, verdict: Verdict | None, policy: Policy) -> Plan:
    """What to do about a pull request. Without a verdict its head has not been judged yet."""
    if not pull.is_open:
        return Plan(actions=tuple(_receipts(state, is_merged=pull.is_merged)))
    if state.closing is not None:
        command = state.closing.command
        reason = command.reason if isinstance(command, Close) else "Its author has withdrawn it."
        receipt = React(state.closing.comment, "rocket")
        return Plan(actions=(Closing(reason), receipt))
    needed = tuple(_needed(pull, state, verdict, policy))
    replies = tuple(_replies(pull, state))
    actions: list[Action] = [*_receipts(state, is_merged=False), *_shown(pull, verdict, needed)]
    if not needed:
        actions.append(_merging(pull, state))
    return Plan(actions=tuple(actions), needed=needed, replies=replies)


def _needed(pull: PullRequest, state: State, verdict: Verdict | None, policy: Policy) -> Iterator[str]:
    """Every reason why the pull request is not merged now. Each alone is enough."""
    if pull.base != MAIN:
        yield f"it should be for {MAIN}: change its base"
    if pull.is_draft:
        yield "it is a draft: mark it as ready"
    if verdict is None:
        yield "its head has not been checked yet"
    elif verdict.is_unchecked:
        yield "it could not be checked; that is ours to mend"
    elif verdict.errors:
        yield "its errors have to be mended"
    if state.hold is not None:
        yield f"{state.hold.by.login} holds it: a maintainer's /unhold"
    if verdict is None:
        return
    for code in sorted(verdict.needs_override - state.overrides.keys()):
        yield f"a maintainer's /override {code} with a reason"
    if not state.approved_by and not _merges_by_itself(state, verdict, policy):
        yield "a maintainer's /merge"


def _merges_by_itself(state: State, verdict: Verdict, policy: Policy) -> bool:
    """Whether enough people have approved a pull request that is small and without a doubt."""
    rule = policy.automatic
    if rule is None or verdict.warnings or verdict.errors or verdict.is_unchecked:
        return False
    return len(state.reviews) >= rule.approvals and verdict.results <= rule.most_results


def _merging(pull: PullRequest, state: State) -> Merging:
    by = [given.by.login for given in state.approved_by] or [account.login for account in state.reviews]
    reasons = {code: getattr(given.command, "reason", "") for code, given in state.overrides.items()}
    return Merging(pull.head, tuple(by), reasons)


def _receipts(state: State, *, is_merged: bool) -> Iterator[React]:
    """One receipt for every comment with commands that has none: what became of its last one."""
    receipts: dict[int, Reaction] = {}
    for given in state.commands:
        if given.is_new:
            receipts[given.comment] = _receipt(given, state, is_merged=is_merged)
    yield from (React(comment, content) for comment, content in receipts.items())


def _receipt(given: Given, state: State, *, is_merged: bool) -> Reaction:
    if not given.may or given in state.void:
        return "confused"
    waits = isinstance(given.command, Merge) and not is_merged
    return "eyes" if waits or isinstance(given.command, Close | Withdraw) else "rocket"


def _shown(pull: PullRequest, verdict: Verdict | None, needed: tuple[str, ...]) -> Iterator[Action]:
    """The label and the commit status."""
    if verdict is None:
        yield Status(pull.head, "pending", "not checked yet")
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


def _replies(pull: PullRequest, state: State) -> Iterator[str]:
    """What to say to commands that cannot be carried out, of which only the name is repeated."""
    for given in state.commands:
        if not given.is_new:
            continue
        name = type(given.command).__name__.lower()
        if isinstance(given.command, Unreadable):
            usage = given.command.usage
            yield f"`{given.command.line}` is no command" + (f"; did you mean `{usage}`?" if usage else ".")
        elif not given.may:
            yield f"`/{name}` is for those who may merge this; the policy says who."
    for given in state.void:
        named = given.command.commit if isinstance(given.command, Merge) else None
        if named is not None and not pull.head.startswith(named):
            yield f"`/merge {named}` names another commit than the head, `{pull.head[:12]}`."
        else:
            yield "`/merge` was written before this head was checked; look at it again, and say it again."
