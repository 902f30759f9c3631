"""Kill merges, again and again, and see that nothing is lost: ``make crash-test``.

    python -m tests.crash.campaign --merges 500 --seed 1

Every merge is killed at another step: before, in and after each git command that it runs, before each change
that it makes to a file itself, inside of git's own writing (if there is a strace), and at random moments; the
whole process group, Python alone, or the git command alone.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click
from msgspec import Struct, field

from tests.crash.crowd import crowd
from tests.crash.killed_merge import Kill, kills, merge
from tests.crash.world import KINDS, World

IN_ONE_WORLD = 50


class Count(Struct):
    """What a campaign has done."""

    merges: int = 0
    killed: Counter[str] = field(default_factory=Counter)
    """By step."""
    before: int = 0
    after: int = 0
    ended: int = 0
    """The kill came too late, or the merge went on without the git that was killed."""
    recovered: int = 0


def play(world: World, plan: Iterator[Kill], chance: random.Random, times: int, count: Count) -> None:
    """Merge and kill some times in one world. Raises AssertionError where something does not hold."""
    for _ in range(times):
        refs = [world.offer(adopted=chance.random() < 0.15) for _ in range(chance.choice((1, 1, 2, 3)))]
        if chance.random() < 0.2:
            refs.append(world.offer_twin(refs[0]))
        kill = next(plan)
        try:
            _merge_killed(world, refs, kill, chance, count)
        except AssertionError as error:
            error.add_note(f"{world.kind}, {kill}, in {world.repository.path}")
            raise
    world.check_all_landed()


def _merge_killed(world: World, refs: list[str], kill: Kill, chance: random.Random, count: Count) -> None:
    before = world.tip()
    ended = merge(world.repository, refs, kill)
    count.merges += 1
    world.check()
    log = world.log()
    assert set(ended.reported) <= set(log), "a submission that was reported is lost"
    if ended.killed:
        count.killed[ended.killed] += 1
        count.before += world.tip() == before
        count.after += world.tip() != before
    else:
        count.ended += 1
    if chance.random() < 0.5:
        alone = merge(world.repository, [], Kill())
        assert alone.code == 0, alone.stderr
        assert world.log() == log
        count.recovered += "finished an interrupted merge" in alone.stderr
        world.check_nothing_is_left()
    again = merge(world.repository, refs, Kill())
    assert again.code in {0, 1}, again.stderr
    count.recovered += "finished an interrupted merge" in again.stderr
    world.settle()
    assert sorted(world.log()) == sorted(world.expected), again.stdout + again.stderr
    world.check_nothing_is_left()


def watched(world: World) -> tuple[tuple[str, ...], float]:
    """The steps of a merge that nobody kills, and how long they take."""
    ended = merge(world.repository, [world.offer()], Kill())
    assert ended.code == 0, ended.stderr
    return ended.steps, ended.seconds


@click.command()
@click.option("--merges", default=500, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--crowds", default=1, show_default=True, help="So many times, ten merge at once.")
def campaign(merges: int, seed: int, crowds: int) -> None:
    """Kill merges."""
    chance, count, started = random.Random(seed), Count(), time.monotonic()
    with tempfile.TemporaryDirectory(prefix="pwc-crash-") as folder:
        plans = _plans(Path(folder), chance)
        number = 0
        while count.merges < merges:
            kind = KINDS[number % len(KINDS)]
            number += 1
            world = World(Path(folder, f"world-{number}"), kind)
            play(world, plans[kind], chance, min(IN_ONE_WORLD, merges - count.merges), count)
            click.echo(f"{count.merges} merges, {time.monotonic() - started:.0f} s")
        for again in range(crowds):
            for kind in KINDS:
                crowd(World(Path(folder, f"crowd-{again}-{kind.replace(' ', '-')}"), kind), 10, 100, chance)
                click.echo(f"ten at once, {kind}: every submission landed once")
    click.echo("\n".join(_told(seed, count)))


def _plans(folder: Path, chance: random.Random) -> dict[str, Iterator[Kill]]:
    """One for merges that a working tree follows, wherever that is, and one for those without."""
    followed = kills(*watched(World(folder / "watched", "checked out")), chance)
    alone = kills(*watched(World(folder / "watched-bare", "bare")), chance)
    return {kind: alone if kind == "bare" else followed for kind in KINDS}


def _told(seed: int, count: Count) -> Iterator[str]:
    killed = count.killed.total()
    yield f"\nSeed {seed}: {count.merges} merges, {killed} killed, {count.ended} ended by themselves."
    yield f"Killed before the branch had moved: {count.before}; after: {count.after}."
    yield f"Interrupted moves that the next merge finished: {count.recovered}."
    yield "Killed at:"
    yield from (f"{number:5}  {step}" for step, number in sorted(count.killed.items()))


if __name__ == "__main__":
    sys.exit(campaign())
