"""One round of a campaign, in a process of its own: a target's inputs from one seed.

    python -m tests.fuzz.round TARGET SEED FOLDER

Nothing that fails ends it: of each kind of failure the smallest input is kept. The input that is examined
stands in FOLDER/running, so that it is known if the whole process ends.
"""

from __future__ import annotations

import resource
import signal
import sys
from collections import Counter
from functools import partial
from pathlib import Path
from types import FrameType
from typing import NoReturn

import msgspec
from hypothesis import HealthCheck, Phase, given, seed, settings
from msgspec import Struct

from tests.fuzz import failures
from tests.fuzz.properties import BrokenPropertyError, Outcome
from tests.fuzz.targets import TARGETS, Input

EXAMPLES = 150
"""So many things are drawn in a round."""
TIMES = 8
"""So many inputs are made of each."""
SECONDS = 60
"""Of processor time for one input: far more than any needs, and less than a hang."""
_MEMORY = 2 << 30


class Told(Struct):
    """What a round has to tell."""

    executions: int = 0
    clean: int = 0
    mended: int = 0
    promoted: int = 0
    codes: dict[str, int] = {}
    failures: list[str] = []


class _Round:
    """Inputs examined one by one, and what came of them."""

    def __init__(self, name: str, folder: Path) -> None:
        self._check = TARGETS[name].check
        self._running = failures.running(folder, name)
        self.count: Counter[str] = Counter()
        self.codes: Counter[str] = Counter()
        self.broken: dict[str, tuple[Input, str]] = {}
        """By the kind of failure, the smallest input, and what it is told to be."""

    def examine(self, files: Input) -> None:
        self._running.write_bytes(failures.encoded(files))
        self.count["executions"] += 1
        try:
            self._note(self._timed(files))
        except BrokenPropertyError as error:
            kind = failures.kind(error)
            if kind not in self.broken or failures.size(files) < failures.size(self.broken[kind][0]):
                self.broken[kind] = files, str(error)

    def _timed(self, files: Input) -> Outcome:
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        try:
            return self._check(files)
        except BrokenPropertyError:
            raise
        except Exception as error:
            raise BrokenPropertyError(f"raised {type(error).__name__}: {error}") from error
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)

    def _note(self, outcome: Outcome) -> None:
        self.count["clean"] += outcome.report.exit_code == 0
        self.count["mended"] += outcome.mended > 0
        self.count["promoted"] += outcome.promoted
        self.codes.update({finding.code for finding in outcome.report.findings})

    def fails_alike(self, kind: str, files: Input) -> bool:
        """Whether an input fails in this way."""
        try:
            self._timed(files)
        except BrokenPropertyError as error:
            return failures.kind(error) == kind
        return False


def _hangs(_: int, __: FrameType | None) -> NoReturn:
    raise BrokenPropertyError(f"takes more than {SECONDS} seconds")


def play(name: str, number: int, folder: Path, *, examples: int = EXAMPLES, times: int = TIMES) -> Told:
    """A round, and what it has to tell. Failures are written below the folder."""
    this = _Round(name, folder)

    @seed(number)
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(TARGETS[name].inputs(times))
    def examine_all(inputs: list[Input]) -> None:
        for files in inputs:
            this.examine(files)

    examine_all()
    kept = []
    for kind, (files, what) in this.broken.items():
        small = failures.made_small(files, partial(this.fails_alike, kind))
        kept.append(failures.kept(folder, name, number, kind, what, small))
    count = this.count
    return Told(
        count["executions"], count["clean"], count["mended"], count["promoted"], dict(this.codes), kept
    )


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    signal.signal(signal.SIGPROF, _hangs)
    told = play(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
    sys.stdout.buffer.write(msgspec.json.encode(told))
