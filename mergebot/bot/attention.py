"""Which pull requests a run looks at: those of which anything changed since they were last seen. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from mergebot.bot import memory
from mergebot.bot.memory import Memory, Seen
from mergebot.bot.policy import Policy
from mergebot.bot.snapshot import Listed, PullRequest, Talk
from pwc.git_tree import GitTree

MOST_TRIES, RETRY = 3, timedelta(hours=6)
"""So often a head that cannot be fetched or judged is tried at once; then when anything changes, and after so
long: it may have been the machine or the network."""


class Scene(Struct, frozen=True):
    """What is known at the beginning of a run, for one call a hundred pull requests."""

    listed: Sequence[Listed]
    """All that are open."""
    talk: Sequence[Talk]
    """What has been said since the last run, also on closed ones."""
    policy: Policy
    policy_blob: str
    at: datetime

    def ahead(self, number: int) -> int:
        """How many open pull requests of the same author are older; 0 for one that is not open."""
        author = next((one.author for one in self.listed if one.number == number), None)
        return sum(other.author == author and other.number < number for other in self.listed)

    def waits(self, number: int) -> bool:
        """Whether its author has so many open that it has to wait."""
        return self.ahead(number) >= self.policy.limits.open_pull_requests


def wanted(scene: Scene, before: Memory, main: GitTree) -> list[int]:
    """The numbers of the pull requests to look at: the oldest first, but before them what had to wait."""
    open_now = {one.number for one in scene.listed}
    changed = {one.number for one in scene.listed if not _is_as_it_was(one, scene, before, main)}
    gone = before.pulls.keys() - open_now
    talked_about = {one.number for one in scene.talk if _is_news(one, before)} - open_now
    due = sorted(changed | gone | talked_about)
    return [n for n in due if n >= before.first] + [n for n in due if n < before.first]


def heads(scene: Scene, before: Memory, numbers: Sequence[int]) -> list[int]:
    """The pull requests whose heads a run needs: what it looks at, and what else is open, for previews.

    What has to wait is left out, and of what is not looked at what was fetched in vain.
    """
    vain = {number for number, seen in before.pulls.items() if seen.tries}
    others = [one.number for one in scene.listed if one.number not in vain] if numbers else []
    return [number for number in dict.fromkeys((*numbers, *others)) if not scene.waits(number)]


def is_stale(pull: PullRequest, before: Memory) -> bool:
    """Whether GitHub's answer is older than what the bot remembers to have said of this head.

    Taken as it is, it would void what people have said since. What cannot be so is forgotten after one run.
    """
    seen = before.pulls.get(pull.number)
    return seen is not None and seen.head == pull.head and not pull.is_reported


class Dependence(Struct, frozen=True):
    """What a verdict depends on: paths on main, and what stood there when it was given."""

    reads: tuple[str, ...] = ()
    digest: str = ""
    is_due: bool = False
    """Whether there is none, and the next run has to look again, also if it is closed by then."""
    is_unchecked: bool = False
    """Whether its head could not be fetched or judged."""


def after(
    scene: Scene, before: Memory, seen: Mapping[int, Dependence | None], left: Collection[int] = ()
) -> Memory:
    """The memory after a run. ``seen`` are the pull requests that it looked at, with None for those that are
    over; ``left`` are those that it did not look at, and should have.

    These are remembered as they were, or as unknown, also where one is closed by the next run: what was said
    on it is not said again.
    """
    since = max((one.at for one in scene.talk), default=before.since)
    if since is None:
        since = max((one.updated for one in scene.listed), default=None)
    heard = tuple(sorted({one.comment for one in scene.talk if one.at == since}))
    return Memory(
        dict(_remembered(scene, before, seen, left)), since, heard or before.heard, scene.policy_blob
    )


def _remembered(
    scene: Scene, before: Memory, seen: Mapping[int, Dependence | None], left: Collection[int]
) -> Iterator[tuple[int, Seen]]:
    open_now = {one.number: one for one in scene.listed}
    for number in sorted(before.pulls.keys() | seen.keys() | set(left)):
        one, earlier = open_now.get(number), before.pulls.get(number)
        if number not in seen:
            is_same = earlier is not None and before.policy == scene.policy_blob
            yield number, earlier if earlier is not None and is_same else _UNKNOWN
            continue
        known = seen[number]
        if known is not None and known.is_unchecked and one is not None:
            tried = Seen(one.head, one.updated, scene.waits(number), known.reads, known.digest)
            tries = min(MOST_TRIES, 1 + _tries(earlier, tried))
            yield number, replace(tried, tries=tries, tried=_written(scene.at))
        elif known is not None and known.is_due:
            yield number, _UNKNOWN
        elif known is not None and one is not None:
            yield number, Seen(one.head, one.updated, scene.waits(number), known.reads, known.digest)


_UNKNOWN = Seen("", "")
"""What is looked at in any case."""


def _is_as_it_was(one: Listed, scene: Scene, before: Memory, main: GitTree) -> bool:
    seen = before.pulls.get(one.number)
    if seen is None or before.policy != scene.policy_blob:
        return False
    same = (seen.head, seen.updated, seen.waits) == (one.head, one.updated, scene.waits(one.number))
    if seen.tries and (seen.tries < MOST_TRIES or seen.tried < _written(scene.at - RETRY)):
        return False
    return same and seen.digest == memory.digest(main, seen.reads)


def _tries(before: Seen | None, now: Seen) -> int:
    """How often a head was tried before, as it is."""
    return 0 if before is None or replace(before, tries=0, tried="") != now else before.tries


def _written(moment: datetime) -> str:
    """A time so that later ones are greater."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _is_news(one: Talk, before: Memory) -> bool:
    if one.is_own:
        return False
    if before.since is None:  # nothing is remembered: what was said last may not have been answered
        return True
    return one.at != before.since or one.comment not in before.heard


def only_these(numbers: Collection[int]) -> list[int]:
    """The numbers that an event names, in order."""
    return sorted(set(numbers))
