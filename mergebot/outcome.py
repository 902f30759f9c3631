"""What a train is asked to do, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

from mergebot.promote import Promotion
from validator.run import Report


class Approval(Struct, frozen=True):
    """Who accepts, and when."""

    by: str
    at: datetime
    overrides: Mapping[str, str] = {}
    """The reasons for accepting warnings that need one, by their codes."""
    own: Mapping[str, Approval] = {}
    """Of a whole train: what differs for some refs."""

    def of(self, ref: str) -> Approval:
        """The approval of one ref."""
        return self.own.get(ref, self)


class Merged(Struct, frozen=True):
    """A head that was taken in, with what it does and the warnings that were accepted."""

    ref: str
    head: str
    promotions: tuple[Promotion, ...]
    report: Report
    adopted: bool
    commit: str = ""


class Refused(Struct, frozen=True):
    """A head that was left out, with its findings or the reason."""

    ref: str
    reason: str
    report: Report | None = None
    is_in_main: bool = False
    """Whether there was nothing to do: it has been merged before."""


class Train(Struct, frozen=True):
    """What became of every head, in order; ``tip`` is where the branch is (or, in a dry run, would be)."""

    outcomes: tuple[Merged | Refused, ...]
    tip: str

    @property
    def merged(self) -> list[Merged]:
        """The heads that were taken in."""
        return [outcome for outcome in self.outcomes if isinstance(outcome, Merged)]

    @property
    def refused(self) -> list[Refused]:
        """The heads that were left out."""
        return [outcome for outcome in self.outcomes if isinstance(outcome, Refused)]
