"""What a repository on GitHub needs so that the bot can work there, from plain facts. Pure.

Sources: GitHub's documentation of rulesets and of the rights of GITHUB_TOKEN; docs/running-the-bot.md says
the same for people.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from msgspec import Struct

from mergebot.bot.policy import Policy

WORKFLOWS = (".github/workflows/check.yml", ".github/workflows/mergebot.yml")
SWITCH = "PWC_BOT"
"""The repository's variable that has to be ``on`` for the scheduled workflows to run."""

Mark = Literal["ok", "missing", "unknown"]

_IN_THE_WAY: Mapping[str, str] = {
    "pull_request": "it lets nobody push to main, and a merge is pushed: let the bot's app bypass the rule",
    "required_status_checks": "a new merge commit has none: let the bot's app bypass the rule, or drop it",
    "merge_queue": "it merges in its own way: turn it off, the bot is the queue",
    "required_linear_history": "a submission is a merge commit: drop the rule",
    "required_signatures": "the bot does not sign: drop the rule, or let the bot's app bypass it",
    "update": "it lets nobody move main: let the bot's app bypass the rule",
    "required_deployments": "a new merge commit has none: drop the rule",
    "commit_message_pattern": "merge commits have messages of their own: drop it, or try that they match",
}
_HARMLESS = frozenset({"non_fast_forward", "deletion", "creation"})


class Facts(Struct, frozen=True):
    """What could be found out. None is what the token may not see."""

    default_branch: str
    may_push: bool
    is_archived: bool
    squashes: bool | None
    """Whether the page of a pull request offers to squash or to rebase."""
    files: frozenset[str]
    """The paths on main, of those that matter."""
    policy: Policy | str
    """What it says, or why it cannot be read."""
    strangers: tuple[str, ...] = ()
    """Maintainers in the policy whose login is another account's by now."""
    rules: tuple[str, ...] | None = None
    """The types of the rules on main that bind this token."""
    is_protected: bool | None = None
    """Whether main is protected in the older way, of which only admins see more."""
    switch: str | None = None
    opens_pull_requests: bool | None = None
    """Whether workflows may open pull requests, which /revert does."""


class Requirement(Struct, frozen=True):
    """One thing that is there or not, and what to do about it."""

    mark: Mark
    what: str
    mend: str = ""


def requirements(facts: Facts) -> Iterator[Requirement]:
    """Everything that the bot needs, in the order in which one sets it up."""
    yield _is(
        facts.default_branch == "main", "the default branch is main", "rename it: Settings, Default branch"
    )
    yield _is(not facts.is_archived, "the repository is not archived", "unarchive it")
    yield _is(facts.may_push, "the token may write contents", "give the token `contents: write`")
    for path in WORKFLOWS:
        yield _is(path in facts.files, f"{path} is on main", "copy it from this repository")
    yield from _policy(facts)
    yield from _rules(facts)
    yield _or_unknown(
        None if facts.squashes is None else not facts.squashes,
        "people cannot squash or rebase by the button",
        "Settings, Pull Requests: allow merge commits alone; a squashed submission has no entry in the log",
    )
    yield _or_unknown(
        None if facts.switch is None else facts.switch == "on",
        f"the variable {SWITCH} is on",
        f"Settings, Secrets and variables, Actions, Variables: {SWITCH} = on",
    )
    yield _or_unknown(
        facts.opens_pull_requests,
        "workflows may open pull requests (for /revert)",
        "Settings, Actions, General: Allow GitHub Actions to create and approve pull requests",
    )


def _policy(facts: Facts) -> Iterator[Requirement]:
    if isinstance(facts.policy, str):
        yield Requirement("missing", "the policy can be read", facts.policy)
        return
    has_people = bool(facts.policy.roles or facts.policy.maintainers)
    mend = "name roles or maintainers in .github/mergebot.yml: what it does not allow is denied"
    yield _is(has_people, "the policy says who may merge", mend)
    for login in facts.strangers:
        told = f"the maintainer {login} is who the policy means"
        yield Requirement("missing", told, "the login is another account's now: mend the id or the login")


def _rules(facts: Facts) -> Iterator[Requirement]:
    if facts.rules is None:
        yield Requirement(
            "unknown", "no rule on main is in the bot's way", "this token may not see the rules"
        )
        return
    odd = [rule for rule in facts.rules if rule not in _HARMLESS]
    for rule in odd:
        why = _IN_THE_WAY.get(rule, "it is not known here: try with scripts/smoke")
        yield Requirement("missing", f"no rule {rule} on main", why)
    if not odd:
        yield Requirement("ok", "no rule on main is in the bot's way")
    mend = "Settings, Rules: block force pushes and deletions on main"
    is_kept = "non_fast_forward" in facts.rules or bool(facts.is_protected)
    yield _is(is_kept, "main cannot be forced", mend)
    if facts.is_protected:
        told = "the older branch protection lets the bot push"
        yield Requirement(
            "unknown", told, "look: Settings, Branches; prefer a ruleset, which can be read here"
        )


def _is(there: bool, what: str, mend: str) -> Requirement:
    return Requirement("ok", what) if there else Requirement("missing", what, mend)


def _or_unknown(there: bool | None, what: str, mend: str) -> Requirement:
    return Requirement("unknown", what, f"look: {mend}") if there is None else _is(there, what, mend)
