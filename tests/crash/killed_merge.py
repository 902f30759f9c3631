"""A ``pwc merge`` that is killed at a step, or after some time: in the real program, without a hook in it."""

from __future__ import annotations

import fcntl
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from tests.repository import Repository

HERE = Path(__file__).parent
WHOM = ("group", "python", "git")


class Kill(Struct, frozen=True):
    """When to kill what: at the ``number``-th step of a kind, or (for "time") after ``delay`` seconds."""

    when: str = "never"
    number: int = 0
    whom: str = "group"
    delay: float = 0


class Ended(Struct, frozen=True):
    """How a merge ended: ``killed`` names the step, or is empty if it was not killed."""

    killed: str
    code: int
    stdout: str
    stderr: str
    steps: tuple[str, ...]
    seconds: float
    """From its first git command on."""

    @property
    def reported(self) -> list[str]:
        """The submissions that it said are merged."""
        try:
            told = json.loads(self.stdout)
        except ValueError:
            return []
        return [path for merged in told["merged"] for path in merged["submissions"]]


def merge(repository: Repository, refs: Sequence[str], kill: Kill, *, cwd: Path | None = None) -> Ended:
    """Run ``pwc merge`` on some refs, and kill it. Ends when the last of its processes has ended."""
    notes = repository.path.parent / "steps"
    shutil.rmtree(notes, ignore_errors=True)
    notes.mkdir()
    (notes / "count").write_text("0\n")
    with (notes / "stdout").open("wb") as stdout, (notes / "stderr").open("wb") as stderr:
        process = subprocess.Popen(
            [sys.executable, "-m", "pwc", "merge", "--approved-by", "Mia", "--format", "json", *refs],
            cwd=cwd or repository.path,
            env=_environment(repository, notes, kill),
            stdout=stdout,
            stderr=stderr,
            start_new_session=True,
        )
        seconds, killed = _watch(process, notes, kill)
    wait_for_the_last_git(repository)
    told = notes / "killed"
    return Ended(
        killed=told.read_text().strip() if told.exists() else killed,
        code=process.returncode,
        stdout=(notes / "stdout").read_text(),
        stderr=(notes / "stderr").read_text(),
        steps=tuple((notes / "steps").read_text().splitlines()),
        seconds=seconds,
    )


def _watch(process: subprocess.Popen[bytes], notes: Path, kill: Kill) -> tuple[float, str]:
    """Wait for the end, or bring it about; gives how long it took, and whether it was brought about."""
    while process.poll() is None and not (notes / "steps").exists():
        time.sleep(0.002)
    started, killed = time.monotonic(), ""
    if kill.when == "time":
        time.sleep(kill.delay)
        if process.poll() is None:
            (os.killpg if kill.whom == "group" else os.kill)(process.pid, signal.SIGKILL)
            killed = f"at a random moment: {kill.whom}"
    process.wait()
    return time.monotonic() - started, killed if process.returncode == -signal.SIGKILL else ""


def wait_for_the_last_git(repository: Repository) -> None:
    """A git whose parent was killed may still be at work; it holds the lock of the merge."""
    lock = Path(repository.git("rev-parse", "--path-format=absolute", "--git-common-dir"), "pwc-merge.lock")
    with lock.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)


def _environment(repository: Repository, notes: Path, kill: Kill) -> dict[str, str]:
    real = shutil.which("git")
    assert real is not None
    delay = f"{kill.delay:.0f}" if kill.when == "inside" else f"{kill.delay:.4f}"
    return repository.environment | {
        "PATH": f"{HERE}:{os.environ['PATH']}",
        "PYTHONPATH": f"{HERE / 'python'}:{HERE.parents[1]}",
        "PWC_CRASH": str(notes),
        "PWC_CRASH_GIT": real,
        "PWC_CRASH_HOOKS": str(HERE / "hooks"),
        "PWC_CRASH_REPOSITORY": str(repository.path.parent),
        "PWC_CRASH_WHEN": kill.when,
        "PWC_CRASH_NUMBER": str(kill.number),
        "PWC_CRASH_WHOM": kill.whom,
        "PWC_CRASH_DELAY": delay,
    }


def kills(steps: Sequence[str], seconds: float, chance: random.Random) -> Iterator[Kill]:
    """Kills at every step of a merge that was watched, in any order; then at random ones for ever."""
    every = list(_at_every_step([step for step in steps if step.startswith("git ")], chance))
    pythons = len(steps) - sum(step.startswith("git ") for step in steps)
    every += [Kill("python", number, whom) for number in range(1, pythons + 1) for whom in WHOM[:2]]
    chance.shuffle(every)
    yield from every
    while True:
        yield _random(steps, seconds, chance)


def _at_every_step(gits: Sequence[str], chance: random.Random) -> Iterator[Kill]:
    for number, step in enumerate(gits, 1):
        for whom in WHOM[:2]:
            yield Kill("before", number, whom)
            yield Kill("during", number, whom, chance.uniform(0, 0.01))
            yield Kill("after", number, whom)
        yield Kill("during", number, "git", chance.uniform(0, 0.01))
        if step == "git update-ref":
            yield from (Kill(when, number, whom) for when in ("prepared", "committed") for whom in WHOM)


def _random(steps: Sequence[str], seconds: float, chance: random.Random) -> Kill:
    whom = chance.choice(WHOM)
    writing = {"git update-ref", "git read-tree", "git fast-import", "git update-index", "git checkout-index"}
    gits = [step for step in steps if step.startswith("git ")]
    numbers = [number for number, step in enumerate(gits, 1) if step in writing]
    if shutil.which("strace") and chance.random() < 0.5:
        return Kill("inside", chance.choice(numbers), whom, chance.randint(1, 120))
    if whom == "git":
        return Kill("during", chance.choice(numbers), whom, chance.uniform(0, 0.01))
    return Kill("time", 0, whom, chance.uniform(0, seconds * 1.1))
