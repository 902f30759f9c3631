"""Whom GitHub asks for a review: ``.github/CODEOWNERS``, from the people that the bot's policy names."""

from __future__ import annotations

from mergebot.bot.policy import Policy

PATH = ".github/CODEOWNERS"
_HEAD = """\
# Written by `python docs/generate.py` from .github/mergebot.yml; a test fails if it is out of date.
# GitHub asks these people for a review. Who may merge what, the policy alone decides.
"""


def text(policy: Policy) -> str:
    """The file for a policy: its maintainers by area, and all of them for submissions.

    A submission's path says nothing about its area, so everybody is asked, and the bot says whose it is.
    """
    areas: dict[str, set[str]] = {}
    for one in policy.maintainers:
        for area in one.areas:
            areas.setdefault(area, set()).add(one.login)
    if not areas:
        return _HEAD + "# The policy names nobody by area, so nobody is asked.\n"
    lines = [f"# {area}: {_mentions(logins)}\n" for area, logins in sorted(areas.items())]
    return _HEAD + "".join(lines) + f"/submissions/ {_mentions(set[str]().union(*areas.values()))}\n"


def _mentions(logins: set[str]) -> str:
    return " ".join(f"@{login}" for login in sorted(logins, key=str.casefold))
