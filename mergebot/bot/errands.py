"""What the bot has done by a process of its own that knows no token: the questions, and the answers.

A contributor's files are read in no other process. So a crash there, or a file that takes all memory, stops
one pull request alone, and nothing that goes wrong in it can reach the right to write.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

from mergebot.preview import Preview
from validator.outcome import Report

MAIN = "main"


class Judge(Struct, frozen=True, tag=True):
    """What would a head do, and may it?"""

    ref: str
    head: str
    at: datetime
    open_now: tuple[str, ...] = ()
    """The pull requests that are open: of what else waits for its leaderboards, a preview names these."""


class Verdict(Struct, frozen=True):
    """What the validation of a head found, as far as the decision needs it."""

    errors: int = 0
    warnings: int = 0
    is_unchecked: bool = False
    results: int = 0
    needs_override: frozenset[str] = frozenset()
    """The codes of warnings that are only accepted with a reason."""
    landed: str | None = None
    """The commit of main that took the head in, if one did."""
    is_adopted: bool = False
    """Whether it took the files in and not the history, which GitHub does not see."""


class Judgement(Struct, frozen=True):
    """The answer: what was found, what would change, and what that depends on."""

    verdict: Verdict
    report: Report
    refusal: str | None = None
    """Why it cannot be merged as it is, in words, if not for a finding."""
    preview: Preview | None = None
    areas: frozenset[str] = frozenset()
    """The slugs of the areas of the tasks that it touches."""
    kinds: frozenset[str] = frozenset()
    reads: tuple[str, ...] = ()
    """The paths on main that were asked for."""


class JudgeAll(Struct, frozen=True, tag=True):
    """The same of several heads, each by itself: most of a short life is the beginning."""

    each: tuple[Judge, ...]


class Judgements(Struct, frozen=True):
    """The answers, in the same order."""

    each: tuple[Judgement, ...] = ()


class Accepted(Struct, frozen=True):
    """A head that people have accepted."""

    ref: str
    head: str
    by: str
    overrides: Mapping[str, str] = {}


class Merge(Struct, frozen=True, tag=True):
    """Take heads into main, each checked against what the one before leaves."""

    accepted: tuple[Accepted, ...]
    at: datetime


class Outcome(Struct, frozen=True):
    """What became of one head: the commit that merges it, or why it was left out."""

    ref: str
    commit: str | None = None
    adopted: bool = False
    reason: str = ""
    is_unchecked: bool = False
    """Whether it was left out because it could not be checked."""


class Outcomes(Struct, frozen=True):
    """The answer: what became of every head. Main has moved in the bot's own clone only."""

    outcomes: tuple[Outcome, ...] = ()


class Mend(Struct, frozen=True, tag=True):
    """What would the certain repairs make of a head's files?"""

    ref: str
    head: str
    at: datetime


class Repaired(Struct, frozen=True):
    """A file before and after its repairs."""

    path: str
    before: str
    after: str


class Repairs(Struct, frozen=True):
    """The answer: the files that repairs change."""

    files: tuple[Repaired, ...] = ()


class Undo(Struct, frozen=True, tag=True):
    """Write the submission that undoes what a pull request brought."""

    pull_request: int
    reason: str
    by: str
    at: datetime
    offered: str | None = None
    """A commit that is offered as such already, if there is one: it has to be nothing else."""


class Undoing(Struct, frozen=True):
    """The answer: a commit on top of main, or why there is nothing to undo."""

    commit: str | None = None
    refusal: str = ""
    is_done: bool = False
    """Whether main has it by now."""


Question = Judge | JudgeAll | Merge | Mend | Undo
"""What can be asked; of which repository, the child is told by its command line."""
