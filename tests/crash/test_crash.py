"""A short campaign of killed merges on every run of the tests; ``make crash-test`` runs long ones."""

from __future__ import annotations

import random
import shutil
from itertools import chain
from pathlib import Path

import pytest

from tests.crash.campaign import Count, play, watched
from tests.crash.crowd import crowd
from tests.crash.killed_merge import Kill, kills, merge
from tests.crash.world import World

SEED = 7


UPDATE_REF, READ_TREE = "git update-ref", "git read-tree"
DECISIVE = [
    Kill("after", "git fast-import", "python"),
    Kill("before", "python os.link lock-* index.lock"),
    Kill("before", "python open index-* w"),
    Kill("before", "python os.rename pwc-checkout.json pwc-checkout.json"),
    Kill("before", UPDATE_REF),
    Kill("prepared", UPDATE_REF),
    Kill("prepared", UPDATE_REF, "git"),
    Kill("committed", UPDATE_REF, "python"),
    Kill("committed", UPDATE_REF, "git"),
    Kill("after", UPDATE_REF),
    Kill("before", READ_TREE, "python", 2),
    Kill("during", READ_TREE, "group", 2, 0.003),
    Kill("after", READ_TREE, "group", 2),
    Kill("before", "python os.rename index-* index"),
    Kill("before", "python os.remove pwc-checkout.json"),
    Kill("before", "python os.remove index.lock"),
]
"""The steps around which everything turns."""


def test_nothing_is_lost_whatever_is_killed(tmp_path: Path) -> None:
    steps, seconds = watched(World(tmp_path / "watched", "checked out"))
    chance, count = random.Random(SEED), Count()
    plan = chain(DECISIVE, kills(steps, seconds, chance))
    play(World(tmp_path / "world", "checked out"), plan, chance, len(DECISIVE) + 2, count)
    assert count.killed.keys() >= {_told(kill) for kill in DECISIVE}
    assert count.before >= 6
    assert count.after >= 9
    assert count.recovered >= 7


@pytest.mark.parametrize("kind", ["bare", "linked"])
def test_the_moment_when_the_branch_moves(tmp_path: Path, kind: str) -> None:
    plan, count = [Kill(when, UPDATE_REF) for when in ("prepared", "committed")], Count()
    play(World(tmp_path / "world", kind), iter(plan), random.Random(SEED), len(plan), count)
    assert (count.before, count.after) == (1, 1)


@pytest.mark.parametrize("kind", ["checked out", "bare"])
def test_many_mergers_at_once_land_everything_exactly_once(tmp_path: Path, kind: str) -> None:
    crowd(World(tmp_path / "world", kind), 10 if kind == "bare" else 6, 20, random.Random(SEED))


def test_the_stand_in_for_git_changes_nothing(tmp_path: Path) -> None:
    world = World(tmp_path / "world", "checked out")
    before = world.tip()
    ended = merge(world.repository, [world.offer()], Kill("time", delay=99))
    assert ended.code == 0
    assert ended.reported == ["submissions/2026/11/p2.yaml"]
    assert world.tip() != before
    world.check_all_landed()


def test_a_git_that_is_killed_after_it_has_moved_the_branch(tmp_path: Path) -> None:
    world = World(tmp_path / "world", "checked out")
    ended = merge(world.repository, [world.offer()], Kill("committed", UPDATE_REF, "git"))
    assert ended.code == 0, ended.stderr
    assert ended.reported == ["submissions/2026/11/p2.yaml"]
    world.check_nothing_is_left()


@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
def test_git_killed_while_it_writes(tmp_path: Path) -> None:
    world = World(tmp_path / "world", "checked out")
    plan = [
        Kill("inside", UPDATE_REF, "git", 1, 2, "write"),  # a part of its lock
        Kill("inside", UPDATE_REF, "group", 1, 1, "?rename,?renameat,?renameat2"),
        Kill("inside", READ_TREE, "group", 2, 2, "?unlink,?unlinkat"),
    ]
    count = Count()
    play(world, iter(plan), random.Random(SEED), len(plan), count)
    assert count.killed.keys() == {_told(kill) for kill in plan}


def _told(kill: Kill) -> str:
    return f"{kill.step}: {' '.join(filter(None, (kill.when, kill.calls)))}, {kill.whom}"
