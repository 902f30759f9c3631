"""Take guards away one by one and see that a test misses each: ``make mutation-test``.

    python -m tests.mutants.campaign --parts 2 hub queries

Each mutant is tried in a copy of the checkout, with the tests that are meant for it, until one fails, or goes
on and on, which nobody would take for a pass.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from subprocess import DEVNULL

import click

from tests.mutants import bot_decisions, bounds, histories_and_files
from tests.mutants.mutant import Mutant

ROOT = Path(__file__).parents[2]
_LEFT = shutil.ignore_patterns(
    ".git", ".venv", "__pycache__", ".hypothesis", "node_modules", "site", ".*_cache"
)
_SURVIVED = 0
_MISSED = 1
PATIENCE = 600.0
"""So many seconds the tests of a mutant may take: a guard that is gone can let a loop go on for ever."""


def every() -> Iterator[Mutant]:
    """All mutants."""
    yield from bot_decisions.mutants()
    yield from bounds.mutants()
    yield from histories_and_files.mutants()


def copied(into: Path) -> Path:
    """A copy of the checkout, with what was fetched for its tests."""
    shutil.copytree(ROOT, into, ignore=_LEFT)
    shutil.copytree(ROOT / ".github_cache", into / ".github_cache")
    return into


def outcome(checkout: Path, mutant: Mutant) -> int:
    """What pytest says where a mutant lives: 1 if a test misses its guard, 0 if it survives."""
    file = checkout / mutant.file
    before = file.read_text()
    file.write_text(before.replace(mutant.old, mutant.new))
    try:
        command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *mutant.tests]
        return _ended(
            subprocess.Popen(command, cwd=checkout, stdout=DEVNULL, stderr=DEVNULL, start_new_session=True)
        )
    finally:
        file.write_text(before)


def _ended(tests: subprocess.Popen[bytes]) -> int:
    try:
        return tests.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        return _MISSED
    finally:
        with suppress(ProcessLookupError):
            os.killpg(tests.pid, signal.SIGKILL)  # what the tests have started, too
        tests.wait()


@click.command()
@click.argument("only", nargs=-1)
@click.option("--parts", default=2, show_default=True, help="So many at once.")
def campaign(only: Sequence[str], parts: int) -> None:
    """Try every mutant, or those of some files."""
    wanted = [one for one in every() if not only or any(name in one.file for name in only)]
    free: SimpleQueue[Path] = SimpleQueue()
    with tempfile.TemporaryDirectory(prefix="pwc-mutants-") as folder, ThreadPoolExecutor(parts) as pool:
        for part in range(parts):
            free.put(copied(Path(folder, str(part))))

        def tried(mutant: Mutant) -> int:
            checkout = free.get()
            try:
                return outcome(checkout, mutant)
            finally:
                free.put(checkout)

        codes = []
        for mutant, code in zip(wanted, pool.map(tried, wanted), strict=True):
            codes.append(code)
            if code != _MISSED:
                how = "survives" if code == _SURVIVED else f"is not tried: pytest ended with {code}"
                click.echo(f"{mutant.file}: {mutant.guard}: {how}")
    click.echo(f"{len(wanted)} mutants, {codes.count(_SURVIVED)} survive.")
    sys.exit(0 if set(codes) <= {_MISSED} else 1)


if __name__ == "__main__":
    campaign()
