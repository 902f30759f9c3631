"""`pwc catalog check` beside a bare load of the same files with orjson, on one machine in one run.

The whole commands in cold processes, and the load and the check alone in this process. They take turns;
ratios are medians over the rounds. Quote ratios, never bare times.

    make bench
"""

from __future__ import annotations

import gc
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import click

from bench import bare_load, turns, world
from bench.catalog_maker import Sizes
from bench.table import show, verdict
from bench.turns import Command, Run
from pwc.catalog import FOLDER
from pwc.tree import DirectoryTree, MountedTree
from validator import catalog_check

GOAL = 3.0
BARE, CHECK = "a bare load with orjson", "pwc catalog check (all rules)"


@click.command(help=__doc__)
@click.option("--seed", default=7, show_default=True)
@click.option("--rounds", default=11, show_default=True)
@click.option(
    "--keep", type=click.Path(path_type=Path, file_okay=False), help="Make the catalog here, or reuse it."
)
def main(seed: int, rounds: int, keep: Path | None) -> None:
    """Measure both and print it."""
    click.echo(f"{os.cpu_count()} processors, Python {platform.python_version()}, {platform.system()}")
    with tempfile.TemporaryDirectory() as scratch:
        root = keep or Path(scratch)
        if not (root / FOLDER).exists():
            with ProcessPoolExecutor(1) as other:  # a child's peak of memory begins with its parent's
                other.submit(world.build, root, seed, Sizes(), ()).result()
        _show("Whole commands, cold processes", _commands(root), rounds)
        _show("Within this process", _calls(root / FOLDER), rounds)


def _commands(root: Path) -> list[Callable[[], Run]]:
    pwc = str(Path(sys.executable).parent / "pwc")
    commands = (
        Command(BARE, (sys.executable, bare_load.__file__, FOLDER)),
        Command(CHECK, (pwc, "catalog", "check", "--catalog", FOLDER)),
    )
    return [partial(turns.run, command, root) for command in commands]


def _calls(catalog: Path) -> list[Callable[[], Run]]:
    return [
        partial(_timed, lambda: bare_load.load(str(catalog))),
        partial(_timed, lambda: _check(catalog)),
    ]


def _check(catalog: Path) -> None:
    report = catalog_check.check(MountedTree(FOLDER, DirectoryTree(catalog)))
    if report.exit_code:
        raise turns.FailedError(f"the made catalog has {len(report.findings)} findings")


def _timed(call: Callable[[], object]) -> Run:
    gc.collect()  # what the one leaves behind is not the other's time
    start = time.perf_counter()
    call()
    return Run(time.perf_counter() - start, 0)


def _show(title: str, measure: Sequence[Callable[[], Run]], rounds: int) -> None:
    bare, check = turns.take_turns(measure, rounds)
    rows = []
    for name, runs in ((BARE, bare), (CHECK, check)):
        times = turns.ratio(runs, bare)
        peak = max(run.peak for run in runs)
        goal = verdict(f"at most {GOAL:.2f}", times <= GOAL) if name == CHECK else ""
        memory = f"{peak / 1e6:.0f}" if peak else ""
        rows.append((name, f"{turns.median_seconds(runs) * 1000:.0f}", f"{times:.2f}", memory, goal))
    show(f"{title} ({rounds} rounds)", ("60,000 results", "ms", "of the bare load", "MB", "goal"), rows)


if __name__ == "__main__":
    main()
