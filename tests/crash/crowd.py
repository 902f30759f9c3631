"""Many merges at once, in one repository."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from typing import Any

from tests.crash.killed_merge import HERE
from tests.crash.world import World


def crowd(world: World, mergers: int, submissions: int, chance: random.Random) -> None:
    """Let some ``pwc merge`` at once bring in submissions, some of which are the same result twice.

    Raises AssertionError unless every submission has landed once, and of twins one.
    """
    twins = submissions // 10
    names = [world.offer() for _ in range(submissions - twins)]
    pairs = {name: world.offer_twin(name) for name in names[:twins]}
    refs = [*names, *pairs.values()]
    chance.shuffle(refs)
    told = _all_at_once(world, [refs[start::mergers] for start in range(mergers)])
    merged = [ref["ref"] for one in told for ref in one["merged"]]
    refused = {ref["ref"]: [f["code"] for f in ref["findings"]] for one in told for ref in one["refused"]}
    assert sorted([*merged, *refused]) == sorted(refs)
    assert list(refused.values()) == [["PWC302"]] * twins, refused
    for name, twin in pairs.items():
        assert (name in refused) != (twin in refused)
    world.check_all_landed()


def _all_at_once(world: World, shares: list[list[str]]) -> list[dict[str, list[dict[str, Any]]]]:
    command = [sys.executable, "-m", "pwc", "merge", "--approved-by", "Mia", "--format", "json"]
    mergers = [
        subprocess.Popen(
            [*command, *share],
            cwd=world.repository.path,
            env=world.repository.environment | {"PYTHONPATH": str(HERE.parents[1])},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for share in shares
    ]
    ends = [merger.communicate() for merger in mergers]
    assert all(merger.returncode in {0, 1} for merger in mergers), ends
    return [json.loads(stdout) for stdout, _ in ends]
