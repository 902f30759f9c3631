"""Measuring commands that take turns (A B C A B C ...), so that the machine's drift meets all of them."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import click
from msgspec import Struct


class Command(Struct, frozen=True):
    """A command, and the exit code with which it does its job."""

    name: str
    arguments: tuple[str, ...]
    succeeds_with: int = 0


class Run(Struct, frozen=True):
    """What one run of a command took."""

    seconds: float
    peak: int
    """The most memory that it held, in bytes."""


class FailedError(click.ClickException):
    """A command did not do what it was to be measured at."""


def run(command: Command, folder: Path) -> Run:
    """Run a command once. Raises FailedError if it ends with another exit code than it should."""
    with tempfile.TemporaryFile() as output:
        start = time.perf_counter()
        with subprocess.Popen(
            command.arguments, cwd=folder, env=_usual_environment(), stdout=output, stderr=output
        ) as process:
            _, status, usage = os.wait4(process.pid, 0)  # for this child's own memory
            seconds = time.perf_counter() - start
            process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != command.succeeds_with:
            output.seek(0)
            said = output.read()[-2_000:].decode(errors="replace")
            raise FailedError(f"{command.name} ended with {process.returncode}:\n{said}")
    peak = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return Run(seconds, peak)


def _usual_environment() -> dict[str, str]:
    """Without Python's own variables: where one forbids cached bytecode, a cold start means compiling."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}


def take_turns(measure: Sequence[Callable[[], Run]], rounds: int) -> list[list[Run]]:
    """For each of several measurements its runs, one a round. A first round fills the caches."""
    table: list[list[Run]] = [[] for _ in measure]
    for turn in range(rounds + 1):
        for runs, once in zip(table, measure, strict=True):
            result = once()
            if turn:
                runs.append(result)
    return table


def median_seconds(runs: Sequence[Run]) -> float:
    """The median time."""
    return statistics.median(run.seconds for run in runs)


def ratio(runs: Sequence[Run], others: Sequence[Run]) -> float:
    """How many times as long as the others these runs took: the median over the rounds."""
    return statistics.median(own.seconds / other.seconds for own, other in zip(runs, others, strict=True))
