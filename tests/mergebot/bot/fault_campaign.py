"""Every fault of every kind at every call of the bot: ``make fault-test``.

    python -m tests.mergebot.bot.fault_campaign --parts 2

Each trial lets one fault strike, lets the bot run without faults, and compares the end with that of two runs
that nothing disturbed (see ``trials``).
"""

from __future__ import annotations

import multiprocessing
import random
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

import click

from tests.mergebot.bot.trials import Trials, all_trials, source


def part(number: int, parts: int, seconds: float, seed: int) -> tuple[Counter[str], list[str], int]:
    """Try every ``parts``-th trial: how many of each kind, what failed, how many there are in all."""
    tried: Counter[str] = Counter()
    failed: list[str] = []
    started = time.monotonic()
    with (
        tempfile.TemporaryDirectory(prefix="pwc-faults-") as folder,
        Trials(Path(folder), source(Path(folder, "repository"))) as trials,
    ):
        wanted = list(all_trials(trials.calls))
        random.Random(seed).shuffle(wanted)
        for trial in wanted[number::parts]:
            if time.monotonic() - started > seconds:
                break
            tried[trial.kind] += 1
            try:
                trials.try_(trial)
            except AssertionError as error:
                failed.append(f"{trial}: {error}")
                click.echo(f"FAILED {failed[-1][:2000]}")
    return tried, failed, len(wanted)


@click.command()
@click.option("--parts", default=2, show_default=True, help="So many processes.")
@click.option("--minutes", default=600.0, show_default=True, help="Stop after so long.")
@click.option("--seed", default=1, show_default=True, help="The order.")
def campaign(parts: int, minutes: float, seed: int) -> None:
    """Try every fault."""
    tried: Counter[str] = Counter()
    failed, all_there_are = 0, 0
    with ProcessPoolExecutor(parts, multiprocessing.get_context("spawn")) as pool:
        asked = [pool.submit(part, number, parts, minutes * 60, seed) for number in range(parts)]
        for one in as_completed(asked):
            some, wrong, all_there_are = one.result()
            tried += some
            failed += len(wrong)
    click.echo(f"{tried.total()} of {all_there_are} trials, {failed} failed:")
    click.echo("\n".join(f"{number:5}  {kind}" for kind, number in sorted(tried.items())))
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    campaign()
