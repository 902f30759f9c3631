"""The dearest files, judged in processes that may end: what it took, and what did not come through.

python -m tests.fuzz.endurance [NAME]...
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from tests.conftest import small_catalog
from tests.fuzz.endure import Cost
from tests.fuzz.worst import worst
from tests.validator.conftest import with_histories

ROOT = Path(__file__).parents[2]
PREFIX = "worst: "
"""Before the name of a file that did not come through."""


@contextmanager
def _command() -> Iterator[list[str]]:
    """The command that judges, with the small catalog on disk."""
    with TemporaryDirectory() as folder:
        for path, data in with_histories(small_catalog()).items():
            file = Path(folder) / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        yield [sys.executable, "-m", "tests.fuzz.endure", f"{folder}/catalog"]


def together() -> list[Cost]:
    """All files, judged in two processes side by side."""
    names = list(worst())
    with _command() as command, ThreadPoolExecutor(2) as pool:
        return [
            cost
            for costs in pool.map(partial(_judged_by, command), (names[::2], names[1::2]))
            for cost in costs
        ]


def _judged_by(command: list[str], names: list[str]) -> list[Cost]:
    """Files, judged by one process."""
    done = subprocess.run([*command, *names], cwd=ROOT, capture_output=True, text=True, check=False)
    costs = {name: Cost(name, why="not judged: one before it ended the process") for name in names}
    costs |= {cost.name: cost for cost in _told(done.stdout)}
    for cost in costs.values():
        if cost.why and done.returncode:
            cost.why += f": exit code {done.returncode} {done.stderr[-800:]}"
    return list(costs.values())


def each_alone(names: Iterable[str]) -> Iterator[Cost]:
    """Files, each judged in a process of its own, with the most memory that this process had."""
    with _command() as command:
        for name in names:
            with subprocess.Popen([*command, name], cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
                output = process.stdout.read() if process.stdout is not None else ""
                _, status, used = os.wait4(process.pid, 0)
                process.returncode = os.waitstatus_to_exitcode(status)
            cost = [Cost(name), *_told(output)][-1]
            cost.seconds = cost.seconds or used.ru_utime
            cost.megabytes = used.ru_maxrss / 1024
            yield cost


def _told(output: str) -> list[Cost]:
    return [msgspec.json.decode(line, type=Cost) for line in output.splitlines()]


def lines(costs: Iterable[Cost]) -> Iterator[str]:
    """Costs in words, the dearest first."""
    for cost in sorted(costs, key=lambda cost: -cost.seconds):
        failed = f"  FAILED: {cost.why}" if cost.why else ""
        yield f"  {cost.seconds:7.2f} s {cost.megabytes:5.0f} MB  {cost.name}{failed}"


if __name__ == "__main__":
    print("\n".join(lines(each_alone(sys.argv[1:] or worst()))))
