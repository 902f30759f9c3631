"""How git is run: the machine's hooks, configuration, environment and language have no influence."""

from __future__ import annotations

import os
from pathlib import Path

_ISOLATION = (
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "core.quotePath=false",
    "core.attributesFile=/dev/null",
    "core.excludesFile=/dev/null",
    "core.autocrlf=false",
    "core.safecrlf=false",
    "core.filesRefLockTimeout=1000",
    "core.packedRefsTimeout=1000",
    "checkout.workers=0",  # as many as there are processors
    "gc.auto=0",
    "maintenance.auto=false",
    "advice.detachedHead=false",
    "advice.graftFileDeprecated=false",
)


def clean_environment() -> dict[str, str]:
    """This process's environment without what would steer git: GIT_* variables, config files, language."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "LC_", "LANG"))}
    return kept | {
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_GRAFT_FILE": os.devnull,
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_LITERAL_PATHSPECS": "1",
        "LC_ALL": "C.UTF-8",
    }


def reading_environment() -> dict[str, str]:
    """The same for git that only reads: it may reach no other machine, and fetch nothing that is missing.

    A repository's own configuration may name a program as the way to another machine.
    """
    return clean_environment() | {"GIT_ALLOW_PROTOCOL": "", "GIT_NO_LAZY_FETCH": "1"}


def command(repository: Path, *arguments: str) -> list[str]:
    """A git command line on this repository, with the machine's configuration neutralised."""
    settings = [part for setting in _ISOLATION for part in ("-c", setting)]
    safe = ["-c", f"safe.directory={repository}"]
    return ["git", "-C", str(repository), "--no-pager", *safe, *settings, *arguments]
