"""A stand-in for GitHub that can be set back to a moment, so that much can be tried from there."""

from __future__ import annotations

import copy
import itertools
import shutil
from pathlib import Path
from typing import Any

from tests.github.fake_github import FakeGitHub

_COUNTERS = ("_ids", "_numbers")


class Moment:
    """What the stand-in knows at one moment, and what its repositories and the bot's clone hold."""

    def __init__(self, github: FakeGitHub, kept: Path, *also: Path) -> None:
        self._github = github
        self._kept = kept
        self._folders = (github.world.folder, *also)
        for number, folder in enumerate(self._folders):
            shutil.copytree(folder, kept / str(number), symlinks=True)
        self._known = _copied(github)
        self._answers = dict(github.server.last_answers)

    def come_back(self) -> None:
        """Make everything what it was then. Accounts and pull requests are other objects afterwards."""
        github, world = self._github, self._github.world
        with world.lock:
            for number, folder in enumerate(self._folders):
                shutil.rmtree(folder, ignore_errors=True)
                shutil.copytree(self._kept / str(number), folder, symlinks=True)
            kept = copy.deepcopy(self._known)
            for name in _COUNTERS:
                kept[name] = itertools.count(kept[name])
            vars(world).update(kept)
            github.clock, github.bot = world.clock, world.actions
            github.server.last_answers = dict(self._answers)
            github.server.faults.plans.clear()
            github.server.calls.clear()
            github.server.git_calls.clear()


def _copied(github: FakeGitHub) -> dict[str, Any]:
    world = github.world
    known = {name: value for name, value in vars(world).items() if name not in {"lock", *_COUNTERS}}
    for name in _COUNTERS:
        at = next(getattr(world, name))
        setattr(world, name, itertools.count(at))
        known[name] = at
    return copy.deepcopy(known)
