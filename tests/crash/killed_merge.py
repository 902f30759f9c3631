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
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from tests.repository import Repository

CALLS = {
    "?open,openat": 100,
    "write": 10,
    "?rename,?renameat,?renameat2": 3,
    "?link,?linkat": 3,
    "?unlink,?unlinkat": 4,
    "?mkdir,?mkdirat": 3,
    "close": 60,
}
"""System calls by which git changes files, and up to which of each kind a git command comes."""

WRITING = ("git update-ref", "git read-tree", "git fast-import", "git update-index")
"""What writes, in every merge."""

HERE = Path(__file__).parent
WHOM = ("group", "python", "git")


class Kill(Struct, frozen=True):
    """When to kill whom: before, in or after the ``number``-th step of a name, or at some time."""

    when: str = "never"
    step: str = ""
    whom: str = "group"
    number: int = 1
    delay: float = 0
    """Seconds; for "inside", at which of the ``calls``."""
    calls: str = ""


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
        try:
            process.wait(kill.delay)
        except subprocess.TimeoutExpired:
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
        "PWC_CRASH_STEP": kill.step,
        "PWC_CRASH_NUMBER": str(kill.number),
        "PWC_CRASH_WHOM": kill.whom,
        "PWC_CRASH_DELAY": delay,
        "PWC_CRASH_CALLS": kill.calls,
    }


def kills(steps: Sequence[str], seconds: float, chance: random.Random) -> Iterator[Kill]:
    """Kills at every step of a merge that was watched, in any order; then at random ones for ever."""
    every = list(_at_every_step(steps, chance))
    chance.shuffle(every)
    yield from every
    while True:
        yield _random(seconds, chance)


def _at_every_step(steps: Sequence[str], chance: random.Random) -> Iterator[Kill]:
    seen: Counter[str] = Counter()
    for step in steps:
        seen[step] += 1
        number = seen[step]
        if step.startswith("python "):
            yield from (Kill("before", step, whom, number) for whom in ("group", "python"))
            continue
        for whom in ("group", "python"):
            yield Kill("before", step, whom, number)
            yield Kill("during", step, whom, number, chance.uniform(0, 0.01))
            yield Kill("after", step, whom, number)
        yield Kill("during", step, "git", number, chance.uniform(0, 0.01))
        if step == "git update-ref":
            yield from (Kill(when, step, whom) for when in ("prepared", "committed") for whom in WHOM)


def _random(seconds: float, chance: random.Random) -> Kill:
    """At a random moment, or inside of a command that writes."""
    whom, step = chance.choice(WHOM), chance.choice(WRITING)
    number = chance.choice((1, 2, 2)) if step == "git read-tree" else 1
    if shutil.which("strace") and chance.random() < 0.5:
        calls = chance.choice(list(CALLS))
        return Kill("inside", step, whom, number, chance.randint(1, CALLS[calls]), calls)
    if whom == "git":
        return Kill("during", step, whom, number, chance.uniform(0, 0.01))
    return Kill("time", whom=whom, delay=chance.uniform(0, seconds * 1.1))
