"""``pwc bot setup``: makes the labels, and says what else a repository needs for the bot."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import click

from mergebot.bot import policy
from mergebot.bot.cli import hub_options, opened, say
from mergebot.bot.connection import HubError, NotFoundError
from mergebot.bot.hub import Hub
from mergebot.bot.look import MAIN_REF
from mergebot.bot.policy import Policy, PolicyError
from mergebot.bot.remote import Remote
from mergebot.bot.requirements import SWITCH, WORKFLOWS, Facts, Mark, requirements
from pwc.git_history import resolve
from pwc.git_tree import GitTree

LABELS: Mapping[str, tuple[str, str]] = {
    "state: waiting": ("fbca04", "Checked; a maintainer's word is needed"),
    "state: ready": ("0e8a16", "Accepted; it merges with the next run"),
    "state: needs-work": ("d93f0b", "It has errors to mend"),
    "state: could-not-check": ("5319e7", "Ours to mend"),
    "state: merged": ("6f42c1", "In the catalog"),
    "kind: results": ("c5def5", "Adds results"),
    "kind: corrections": ("c5def5", "Corrects what the catalog has"),
    "kind: names": ("c5def5", "Brings new tasks, datasets, methods or areas"),
    "kind: revert": ("c5def5", "Undoes an accepted submission"),
    "correction": ("d4c5f9", "Somebody reports a wrong result"),
    "proposal": ("d4c5f9", "Somebody proposes a task or a dataset"),
}
"""What the bot and the issue forms use, each with its colour and what it means. Areas get theirs by use."""

_SIGNS: Mapping[Mark, str] = {"ok": "ok     ", "missing": "MISSING", "unknown": "?      "}
_Found = TypeVar("_Found")


@click.command()
@hub_options
@click.option("--check", is_flag=True, help="Only look; make no labels.")
def setup(check: bool, **options: Any) -> int:
    """Make the labels that the bot uses, and say what else a repository on GitHub needs for it.

    Looks at the token's rights, the workflows, the policy, the rules on main, the merge buttons and the
    switch, and says of each what to do. What the token may not see is marked with a question mark.

    Exit codes: 0 nothing is missing, 1 something is, 2 the command was not used right, 3 GitHub cannot be
    reached.

    \b
    Examples:
      pwc bot setup --repo owner/results --check
      pwc bot setup --repo owner/results
    """
    with opened(**options) as (hub, remote):
        if not (check or options["dry_run"]):
            _make_labels(hub)
        found = list(requirements(_facts(hub, remote)))
    for one in found:
        say(f"{_SIGNS[one.mark]} {one.what}")
        if one.mend:
            say(f"        {one.mend}")
    missing = sum(one.mark == "missing" for one in found)
    say("nothing is missing" if not missing else f"{missing} missing")
    return int(bool(missing))


def _make_labels(hub: Hub) -> None:
    there = {label["name"] for label in hub.connection.get("/labels", per_page=100)}
    for name, (colour, means) in LABELS.items():
        if name not in there:
            told = {"name": name, "color": colour, "description": means}
            hub.connection.write("POST", "/labels", told)
            say(f"made the label {name}")


def _facts(hub: Hub, remote: Remote) -> Facts:
    about = hub.connection.get("")
    rules = _seen(lambda: hub.connection.get("/rules/branches/main"))
    branch = _seen(lambda: hub.connection.get("/branches/main"))
    switch = _seen(lambda: hub.connection.get(f"/actions/variables/{SWITCH}"), missing={"value": "off"})
    workflows = _seen(lambda: hub.connection.get("/actions/permissions/workflow"))
    said, files = _on_main(remote)
    squashes = (about.get("allow_squash_merge"), about.get("allow_rebase_merge"))
    return Facts(
        default_branch=about["default_branch"],
        may_push=bool((about.get("permissions") or {}).get("push")),
        is_archived=bool(about.get("archived")),
        squashes=None if None in squashes else any(squashes),
        files=files,
        policy=said,
        strangers=tuple(_strangers(hub, said)),
        rules=None if rules is None else tuple(dict.fromkeys(rule["type"] for rule in rules)),
        is_protected=None if branch is None else branch["protected"] and not rules,
        switch=None if switch is None else switch["value"],
        opens_pull_requests=None if workflows is None else workflows["can_approve_pull_request_reviews"],
    )


def _seen(ask: Callable[[], _Found], missing: _Found | None = None) -> _Found | None:
    """What the token may see; None for what it may not."""
    try:
        return ask()
    except NotFoundError:
        return missing
    except HubError:
        return None


def _on_main(remote: Remote) -> tuple[Policy | str, frozenset[str]]:
    """What the policy says, or why it cannot be read; and which of the workflows are there."""
    if MAIN_REF not in remote.heads([MAIN_REF]):
        return "there is no branch main yet: push the repository's files first", frozenset()
    remote.fetch({MAIN_REF: MAIN_REF})
    with GitTree(remote.clone, resolve(remote.clone, MAIN_REF) or "") as main:
        files = frozenset(path for path in WORKFLOWS if main.entry(path) is not None)
        try:
            return policy.read(main.read(policy.PATH)), files
        except PolicyError as error:
            return str(error), files


def _strangers(hub: Hub, said: Policy | str) -> list[str]:
    maintainers = () if isinstance(said, str) else said.maintainers
    return [one.login for one in maintainers if hub.number_of(one.login) != one.id]
