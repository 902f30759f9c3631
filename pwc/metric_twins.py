"""Which metric of one leaderboard is which of another, when the two become one."""

from __future__ import annotations

from collections.abc import Iterable

from pwc import identity
from pwc.record import Metric


def twin(metric: Metric, among: Iterable[Metric]) -> Metric | None:
    """The metric that has this one's name, as its own or as an alias, in whatever spelling."""
    wanted = identity.fold(metric.name)
    named = [other for other in among if wanted in map(identity.fold, (other.name, *other.aliases))]
    # a metric's own name wins over another's alias
    return min(named, key=lambda other: identity.fold(other.name) != wanted, default=None)
