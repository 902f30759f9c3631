"""Who may merge what: ``.github/mergebot.yml``, read from main alone. What it does not allow is denied."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Literal

import jsonschema_rs
import msgspec
from msgspec import Struct

from pwc import document
from pwc.errors import CouldNotCheckError
from pwc.schemas import schema

PATH = ".github/mergebot.yml"

Role = Literal["triage", "write", "maintain", "admin"]


class PolicyError(CouldNotCheckError):
    """The policy cannot be read: nothing is merged until it can. Says the line."""


class Maintainer(Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody who may merge in some areas. The number of the account counts: logins can change hands."""

    id: int
    login: str
    areas: tuple[str, ...]


class Automatic(Struct, frozen=True, forbid_unknown_fields=True):
    """What merges by itself: so many approvals of this head, at most so many results."""

    approvals: int
    most_results: int


class Limits(Struct, frozen=True, forbid_unknown_fields=True):
    """What one contributor may have open at once."""

    open_pull_requests: int = 10


class Policy(Struct, frozen=True, forbid_unknown_fields=True):
    """The policy of a repository. As it is made without anything, nobody may merge."""

    roles: tuple[Role, ...] = ()
    maintainers: tuple[Maintainer, ...] = ()
    automatic: Automatic | None = None
    limits: Limits = Limits()
    fix: Literal["suggest", "push"] = "suggest"

    def may_merge(self, user: int, role: str | None, areas: Iterable[str]) -> bool:
        """Whether an account with a role (None: none) may merge what touches these areas.

        What touches no known area is for those alone who may merge in every one.
        """
        if role in self.roles:
            return True
        touched = set(areas)
        own = {area for one in self.maintainers if one.id == user for area in one.areas}
        return bool(touched) and touched <= own


def read(data: bytes | None) -> Policy:
    """The policy in a file's bytes; without a file, one that denies everything. Raises PolicyError."""
    if data is None:
        return Policy()
    parsed = document.parse(data)
    if parsed.problems:
        first = parsed.problems[0]
        what = " ".join(filter(None, (first.kind.replace("-", " "), first.detail)))
        raise PolicyError(f"{PATH}:{first.span.line}: this is not read: {what}")
    for error in _validator().iter_errors(parsed.value):
        path = tuple(error.instance_path)
        raise PolicyError(f"{PATH}:{parsed.span(path).line}: {error.message}")
    return msgspec.convert(parsed.value, Policy)


@cache
def _validator() -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(schema("mergebot"))
