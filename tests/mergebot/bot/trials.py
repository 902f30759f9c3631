"""Two runs of the bot over a small scene, one fault at one call of them, and what has to come of it.

The scene: one pull request that is accepted, one with an error whose author asks for the repairs, one that is
accepted and whose history is not clean, and one that is accepted and held. The first run judges, people
speak, the second merges.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from msgspec import Struct

from tests.github import git_store
from tests.github.fake_github import FakeGitHub
from tests.github.faults import GIT, Fault, Plan
from tests.github.records import Account, Pull
from tests.mergebot.bot.near import WORKFLOW, Run
from tests.mergebot.bot.rewinding import Moment
from tests.mergebot.bot.scene import POLICY
from tests.repository import FIRST, Repository, submission

MOST_RUNS = 3
CHECKS = (("catalog", "check"), ("catalog", "rebuild", "--check"))
STAGES = ("judging", "merging")
TIRELESS = 9
"""So many faults in a row are more than the bot tries again."""
ELSEWHERE = "elsewhere.md"
_WITHOUT_EFFECT = ("GET", "FETCH")
_ALSO_OPEN = re.compile(r"^Also open on .*$", re.MULTILINE)
"""Tells of those that the bot's clone happens to have seen before."""
_COMMIT = re.compile(r"\[[0-9a-f]{12}\]\(\S*?/commit/[0-9a-f]{40}\)")


class Trial(Struct, frozen=True):
    """One fault: of a kind, at the ``at``-th call of a method and template, in one of the runs."""

    kind: str
    stage: str
    method: str
    template: str
    at: int
    times: int = 1
    retry_after: int | None = None

    def __str__(self) -> str:
        return f"{self.kind} x{self.times}, {self.stage}: {self.method} {self.template} number {self.at}"


class Trials:
    """The scene on a stand-in, at the beginning of each of the two runs, and the end without a fault."""

    def __init__(self, folder: Path, source: Repository) -> None:
        source.commit({".github/mergebot.yml": POLICY}, "The policy")
        self._folder = folder
        self.github = FakeGitHub(folder, source=source.path)
        self.github.world.workflows.add(WORKFLOW)
        clone = folder / "clone.git"
        self.run = Run(self.github.api_url, self.github.full_name, self.github.bot.token, clone)
        self.calls: dict[str, list[tuple[str, str]]] = {}
        """What each run asks, without a fault."""
        self.moments: dict[str, Moment] = {}
        self.wanted: dict[Any, Any] = {}
        self.runs = 0

    def __enter__(self) -> Self:
        self.github.__enter__()
        try:
            self._play()
        except BaseException:
            self.github.server.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.github.__exit__(kind, error, trace)

    def _play(self) -> None:
        self._set_the_scene()
        self._begin("judging")
        self._speak()
        self._begin("merging")
        self.settle()
        self.wanted = self.end()

    def _set_the_scene(self) -> None:
        github = self.github
        github.grant("mia", "maintain")
        path = "submissions/2026/11/{}.yaml"
        github.open_pull("ada", "good", {path.format("good"): submission(2)})
        wrong = submission(3).replace("task: Question Answering", "task: question answering")
        github.open_pull("eve", "wrong", {path.format("wrong"): wrong.replace("50.5", "5000.5")})
        github.push("ada", "winding", {path.format("winding"): submission(4), "README.md": "Mine.\n"})
        readme = git_store.git(github.upstream, "show", "main:README.md") + "\n"
        github.open_pull("ada", "winding", {"README.md": readme})
        github.open_pull("eve", "held", {path.format("held"): submission(5)})

    def _speak(self) -> None:
        pulls, say = self.github.world.pulls, self.github.comment
        say(pulls[1], "mia", "/merge")
        say(pulls[2], "eve", "/fix")
        say(pulls[2], "eve", "/merge")
        say(pulls[3], "mia", "/merge")
        say(pulls[4], "mia", "/merge")
        say(pulls[4], "mia", "/hold until Monday")

    def _begin(self, stage: str) -> None:
        """Keep the moment, and see what a run from here asks."""
        self.run.clone.mkdir(exist_ok=True)
        self.moments[stage] = Moment(self.github, self._folder / "kept" / stage, self.run.clone)
        server = self.github.server
        begin = server.begin
        told: list[tuple[str, str]] = []

        def watched(method: str, template: str, path: str, actor: Account | None) -> list[Plan]:
            told.append((method, template))
            return begin(method, template, path, actor)

        server.begin = watched  # type: ignore[method-assign]
        said: list[str] = []
        assert self.run(say=said.append), said
        server.begin = begin  # type: ignore[method-assign]
        self.calls[stage] = told

    def settle(self) -> None:
        """Run until a run had nothing to say: at most so often as is promised."""
        said: list[str] = []
        for _ in range(MOST_RUNS):
            before = len(said)
            if self.run(say=said.append) and len(said) == before:
                return
        raise AssertionError("it does not come to rest:\n" + "\n".join(said))

    # One trial

    def try_(self, trial: Trial) -> None:
        """Let the fault strike, let the bot run without faults, and compare the end."""
        self.moments[trial.stage].come_back()
        self._plan(trial)
        if trial.kind.startswith("killed"):
            self._run_and_be_killed()
        else:
            self.run()
        assert all(plan.struck for plan in self.github.server.faults.plans), f"never struck: {trial}"
        self.github.server.faults.plans.clear()
        self.settle()
        if trial.stage == "judging":
            self._speak()
            self.settle()
        self._compare(trial)
        self.github.check()

    def _plan(self, trial: Trial) -> None:
        where: dict[str, Any] = {
            "method": trial.method,
            "template": trial.template,
            "at": trial.at,
            "times": trial.times,
        }
        plan = self.github.server.faults.plan
        acts: dict[str, Any] = {
            "main moves": (Fault.ACT_BEFORE, lambda: self.github.advance_main({ELSEWHERE: "Work.\n"})),
            "head moves": (Fault.ACT_BEFORE, self._move_head),
            "killed before": (Fault.ACT_BEFORE, self._kill),
            "killed after": (Fault.ACT_AFTER, self._kill),
        }
        if trial.kind == "late marks":
            self.github.world.merge_marks_after_reads = trial.at
        elif trial.kind in acts:
            fault, action = acts[trial.kind]
            plan(fault, action=action, **where)
        else:
            plan(Fault(trial.kind), retry_after=trial.retry_after, **where)

    def _move_head(self) -> None:
        self.github.clone("ada").git("switch", "--quiet", "good")
        self.github.clone("ada").git("reset", "--hard", "--quiet", self.wanted["heads"][1])
        self.github.push("ada", "good", {"submissions/2026/11/late.yaml": submission(9)})

    def _run_and_be_killed(self) -> None:
        command = [sys.executable, "-m", "tests.mergebot.bot.near"]
        self._victim = subprocess.Popen(
            [*command, self.run.api_url, self.run.repository, str(self.run.clone)],
            env={"PATH": os.environ["PATH"], "HOME": os.devnull, "GITHUB_TOKEN": self.run.token},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        assert self._victim.wait(120) == -signal.SIGKILL

    def _kill(self) -> None:
        os.killpg(self._victim.pid, signal.SIGKILL)
        self._victim.wait(60)

    def _compare(self, trial: Trial) -> None:
        found = self.end()
        differ = {key: (self.wanted[key], found[key]) for key in found if self.wanted[key] != found[key]}
        if "main" in differ and trial.kind != "head moves":
            self._check_another_order(found)
            differ.pop("main")
            differ.pop("log")
        if trial.kind == "head moves":
            self._check_moved(trial, found, differ)
        assert not differ, "\n".join(f"{key}:\n  {one}\n  {two}" for key, (one, two) in differ.items())

    def _check_another_order(self, found: dict[Any, Any]) -> None:
        """One that a fault stopped landed after another: the same was accepted, and the catalog is right."""
        assert found["main"].keys() == self.wanted["main"].keys()
        assert _accepted(found["log"]) == _accepted(self.wanted["log"])
        with tempfile.TemporaryDirectory() as folder:
            clone = Repository(Path(folder))
            clone.git("clone", "--quiet", f"file://{self.github.upstream}", ".")
            for command in CHECKS:
                done = clone.pwc(*command)
                assert done.returncode == 0, done.stdout + done.stderr

    def _check_moved(self, trial: Trial, found: dict[Any, Any], differ: dict[Any, Any]) -> None:
        """A word for the head before may have let that land, and never what came later."""
        if trial.stage == "merging":
            assert "submissions/2026/11/late.yaml" not in found["main"]
        else:  # then the word was said after all had come to rest
            assert "submissions/2026/11/late.yaml" in found["main"]
            assert found[1]["merged"]
        assert len(found[1]["comments"]) == 1
        for key in ("heads", "main", "log", 1, "statuses"):
            differ.pop(key, None)
        for number in (2, 3, 4):  # what would change tells how many are on the leaderboard
            of = [
                {name: told for name, told in one[number].items() if name != "comments"}
                for one in (self.wanted, found)
            ]
            assert len(found[number]["comments"]) == 1
            if of[0] == of[1]:
                differ.pop(number, None)

    # The end

    def end(self) -> dict[Any, Any]:
        """All that anybody can see of what the bot did, without the names of main's commits."""
        world = self.github.world
        lines = git_store.git(self.github.upstream, "ls-tree", "-r", "main").splitlines()
        files = {path: told for told, _, path in (line.partition("\t") for line in lines)}
        files.pop(ELSEWHERE, None)
        newest = {one.sha: (one.state, one.description) for one in world.statuses}
        return {
            "main": files,
            "log": self._log(files),
            "heads": {number: pull.head for number, pull in world.pulls.items()},
            "statuses": newest,
            "site was built": bool(world.dispatches),
            **{number: self._seen(pull) for number, pull in world.pulls.items()},
        }

    def _log(self, files: dict[str, str]) -> str:
        days = sorted(path for path in files if path.startswith("catalog/log/"))
        return "\n".join(git_store.git(self.github.upstream, "show", f"main:{day}") for day in days)

    def _seen(self, pull: Pull) -> dict[Any, Any]:
        bot = self.github.bot.id
        own = [one for one in pull.comments if one.author.id == bot]
        return {
            "open": pull.is_open,
            "merged": pull.merged is not None,
            "labels": sorted(label.name for label in pull.labels),
            "comments": [_ALSO_OPEN.sub("", _COMMIT.sub("[commit]", one.body)) for one in own],
            "receipts": [sorted((r.author.login, r.content) for r in one.reactions) for one in pull.comments],
            "reviews": [one.body for one in pull.reviews if one.author.id == bot],
            "remarks": [(one.path, one.line, one.body) for one in pull.review_comments],
        }


def _accepted(log: str) -> list[tuple[Any, ...]]:
    """What was accepted, by whom, and from where, in no order."""
    entries = (json.loads(line) for line in log.splitlines())
    return sorted((one["file"], one["blob"], one["head"], one["approved_by"]) for one in entries)


def source(folder: Path) -> Repository:
    """A repository whose catalog has one accepted submission and one board."""
    folder.mkdir()
    made = Repository(folder)
    made.git("init", "--quiet", "--initial-branch=main")
    made.commit({"README.md": "A community's results.\n"})
    made.offer("first", FIRST)
    done = made.pwc("merge", "first", "--approved-by", "Mia Maintainer")
    assert done.returncode == 0, done.stderr
    return made


def all_trials(calls: dict[str, list[tuple[str, str]]]) -> Iterator[Trial]:
    """Every fault of every kind at every call of both runs where it can strike."""
    for stage in STAGES:
        seen: Counter[tuple[str, str]] = Counter()
        for method, template in calls[stage]:
            seen[method, template] += 1
            yield from _at(stage, method, template, seen[method, template])
    yield from (Trial("late marks", "merging", "", "", reads) for reads in range(1, 6))


def _at(stage: str, method: str, template: str, at: int) -> Iterator[Trial]:
    def trial(kind: str, times: int = 1, retry_after: int | None = None) -> Trial:
        return Trial(kind, stage, method, template, at, times, retry_after)

    is_read = method in _WITHOUT_EFFECT or template == "/graphql"
    before, after = (Fault.BAD_GATEWAY_BEFORE, Fault.LOST_BEFORE), (Fault.BAD_GATEWAY_AFTER, Fault.LOST_AFTER)
    yield from (trial(fault.value) for fault in before)
    if not is_read:
        yield from (trial(fault.value) for fault in after)
    yield trial("killed before")
    if not is_read:
        yield trial("killed after")
    yield trial("head moves")
    if method in GIT:
        if method == "PUSH":
            yield trial(Fault.PUSH_REFUSED.value)
            yield trial("main moves")
        return
    yield trial(Fault.BAD_GATEWAY_BEFORE.value, TIRELESS)
    yield trial(Fault.LOST_BEFORE.value, TIRELESS)
    if not is_read:
        yield trial(Fault.BAD_GATEWAY_AFTER.value, TIRELESS)
        yield trial(Fault.LOST_AFTER.value, TIRELESS)
    yield trial(Fault.RATE_LIMIT.value)
    yield trial(Fault.RATE_LIMIT.value, 1, 1)
    yield trial(Fault.SECONDARY_LIMIT.value)
    yield trial(Fault.TOO_MANY.value, 1, 1)
    if is_read:
        yield trial(Fault.STALE.value)
