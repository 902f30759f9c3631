"""Planned misfortunes: what goes wrong, at which call, how often."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from msgspec import Struct


class Fault(StrEnum):
    """What can go wrong. "After" means that the effect took place and only the answer is bad."""

    BAD_GATEWAY_BEFORE = "502 before the effect"
    BAD_GATEWAY_AFTER = "502 after the effect"
    LOST_BEFORE = "connection closed before the effect"
    LOST_AFTER = "connection closed after the effect"
    RATE_LIMIT = "403: the hour's requests are used up"
    SECONDARY_LIMIT = "403: too much at once"
    TOO_MANY = "429"
    STALE = "the answer that was given to the same question before"
    PUSH_REFUSED = "a push is declined"
    ACT_BEFORE = "something else happens just before"
    ACT_AFTER = "something else happens just after"


GIT = frozenset({"FETCH", "PUSH"})
"""The methods by which git's own calls are named, with the path ``/{owner}/{repo}.git``.

A fetch makes two calls, one for the list of refs and one for the objects; a push makes one.
"""


class Plan(Struct, eq=False):
    """One planned fault: it strikes at the ``at``-th matching call from now, ``times`` times in a row."""

    fault: Fault
    method: str | None = None
    template: str | None = None
    actor: str | None = None
    at: int = 1
    times: int = 1
    retry_after: int | None = None
    """Seconds for the ``Retry-After`` header; none is sent where it is None."""
    action: Callable[[], object] | None = None
    seen: int = 0
    struck: int = 0

    def matches(self, method: str, template: str, actor: str | None) -> bool:
        """Whether this call counts. Git's calls count only where they are asked for."""
        if self.method is None and method in GIT:
            return False
        return (
            self.method in (None, method)
            and self.template in (None, template)
            and self.actor in (None, actor)
        )


class Faults:
    """The plans of a server."""

    def __init__(self) -> None:
        self.plans: list[Plan] = []

    def plan(
        self,
        fault: Fault,
        *,
        method: str | None = None,
        template: str | None = None,
        actor: str | None = None,
        at: int = 1,
        times: int = 1,
        retry_after: int | None = None,
        action: Callable[[], object] | None = None,
    ) -> Plan:
        """Plans a fault. The template is as GitHub's description has it, or ``/graphql``, or git's."""
        if fault is Fault.PUSH_REFUSED:
            method = "PUSH"
        made = Plan(fault, method, template, actor, at, times, retry_after, action)
        self.plans.append(made)
        return made

    def due(self, method: str, template: str, actor: str | None) -> list[Plan]:
        """Counts a call, and says which faults strike it."""
        found = []
        for plan in self.plans:
            if plan.matches(method, template, actor):
                plan.seen += 1
                if plan.at <= plan.seen < plan.at + plan.times:
                    plan.struck += 1
                    found.append(plan)
        return found

    @property
    def pending(self) -> list[Plan]:
        """The plans that have not struck as often as they were to."""
        return [plan for plan in self.plans if plan.struck < plan.times]
