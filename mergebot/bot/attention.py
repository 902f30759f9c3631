"""Which pull requests a run looks at: those of which anything changed since they were last seen. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from mergebot.bot import memory
from mergebot.bot.memory import Memory, Seen
from mergebot.bot.policy import Policy
from mergebot.bot.snapshot import Listed, PullRequest, Talk
from pwc.git_tree import GitTree

MOST_TRIES = 3
"""So often a head that cannot be fetched or judged is tried; then it is left until anything changes."""


class Scene(Struct, frozen=True):
    """What is known at the beginning of a run, for one call a hundred pull requests."""

    listed: Sequence[Listed]
    """All that are open."""
    talk: Sequence[Talk]
    """What has been said since the last run, also on closed ones."""
    policy: Policy
    policy_blob: str

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
    scene: Scene, before: Memory, seen: Mapping[int, Dependence | None], failed: Collection[int] = ()
) -> Memory:
    """The memory after a run. ``seen`` are the pull requests that it looked at, with None for those that are
    over.

    What is said on those that failed is heard again, and on those that it had no time for. What it did not
    look at is remembered as it was, unless the policy is another one now.
    """
    pulls = dict(_remembered(scene, before, seen))
    since = max((one.at for one in scene.talk), default=before.since)
    if since is None:
        since = max((one.updated for one in scene.listed), default=None)
    heard = tuple(sorted({one.comment for one in scene.talk if one.at == since}))
    now = Memory(pulls, since, heard or before.heard, scene.policy_blob)
    left = {one.number for one in scene.talk if _is_news(one, before)}
    left -= seen.keys() - set(failed)
    is_all_done = left <= {one.number for one in scene.listed}
    return now if is_all_done else replace(now, since=before.since, heard=before.heard)


def _remembered(
    scene: Scene, before: Memory, seen: Mapping[int, Dependence | None]
) -> Iterator[tuple[int, Seen]]:
    open_now = {one.number: one for one in scene.listed}
    for number in sorted(open_now.keys() | before.pulls.keys() | seen.keys()):
        one = open_now.get(number)
        if number not in seen:
            if number in before.pulls:
                is_same = before.policy == scene.policy_blob
                yield number, before.pulls[number] if is_same else Seen("", "")
            continue
        known = seen[number]
        if known is not None and known.is_unchecked and one is not None:
            tried = Seen(one.head, one.updated, scene.waits(number), known.reads, known.digest)
            yield number, replace(tried, tries=min(MOST_TRIES, 1 + _tries(before.pulls.get(number), tried)))
        elif known is not None and known.is_due:
            yield number, Seen("", "")
        elif known is not None and one is not None:
            yield number, Seen(one.head, one.updated, scene.waits(number), known.reads, known.digest)


def _is_as_it_was(one: Listed, scene: Scene, before: Memory, main: GitTree) -> bool:
    seen = before.pulls.get(one.number)
    if seen is None or before.policy != scene.policy_blob:
        return False
    same = (seen.head, seen.updated, seen.waits) == (one.head, one.updated, scene.waits(one.number))
    is_over = seen.tries in {0, MOST_TRIES}
    return same and is_over and seen.digest == memory.digest(main, seen.reads)


def _tries(before: Seen | None, now: Seen) -> int:
    """How often a head was tried before, as it is."""
    return 0 if before is None or replace(before, tries=0) != now else before.tries


def _is_news(one: Talk, before: Memory) -> bool:
    if one.is_own:
        return False
    if before.since is None:  # nothing is remembered: what was said last may not have been answered
        return True
    return one.at != before.since or one.comment not in before.heard


def only_these(numbers: Collection[int]) -> list[int]:
    """The numbers that an event names, in order."""
    return sorted(set(numbers))
