"""`pwc merge --queue` beside merging by hand, on one machine in one run, on the same repository.

All rules, the promotion and git's strict check included, against what people type: `git merge`, the
catalog's files written anew (their bytes are given: nothing is checked or worked out), `git add`, `git
commit` in a working tree. The two take turns, each on a fresh clone. The second table shows what one merge
costs in larger and larger catalogs. Quote ratios, never bare times.

    make bench
"""

from __future__ import annotations

import os
import platform
import statistics
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import click

from bench import merge_world, porcelain, turns
from bench.merge_world import Repository
from bench.table import show, verdict
from bench.turns import Command, Run

BOARDS = 12_000
SIZES = (1_000, BOARDS, 30_000)
NUMBER, BY_HAND = 200, 20
PARTS = ("beside", "sizes")
PWC = "pwc merge --queue, validation included"
PORCELAIN = "git merge, add, commit; nothing checked"


@click.command(help=__doc__)
@click.option("--seed", default=7, show_default=True)
@click.option("--rounds", default=5, show_default=True)
@click.option(
    "--keep", type=click.Path(path_type=Path, file_okay=False), help="Make the repositories here, or reuse."
)
@click.option("--only", type=click.Choice(PARTS), multiple=True, help="Measure these parts alone.")
def main(seed: int, rounds: int, keep: Path | None, only: tuple[str, ...]) -> None:
    """Measure both and print it."""
    click.echo(f"{os.cpu_count()} processors, Python {platform.python_version()}, {platform.system()}")
    with tempfile.TemporaryDirectory() as scratch:
        root = keep or Path(scratch)
        if "beside" in (only or PARTS):
            beside(merge_world.make(root, seed, BOARDS, NUMBER), rounds)
        if "sizes" in (only or PARTS):
            sizes([merge_world.make(root, seed, boards, NUMBER) for boards in SIZES], rounds)


def beside(repository: Repository, rounds: int) -> None:
    """200 submissions by the train, and some of them by hand."""
    steps = porcelain.steps(repository, BY_HAND)
    runs = _take_turns(
        {
            PWC: partial(_in_a_clone, repository, _train),
            PORCELAIN: partial(_in_a_clone, repository, partial(porcelain.merge_all, steps)),
        },
        rounds,
    )
    each = {name: statistics.median(seconds) for name, seconds in runs.items()}
    pairs = zip(runs[PORCELAIN], runs[PWC], strict=True)
    faster = statistics.median(by_hand / train for by_hand, train in pairs)
    rows = [
        (PWC, *_figures(each[PWC]), f"{faster:.1f}", verdict("at least 15", faster >= 15)),
        (PORCELAIN, *_figures(each[PORCELAIN]), "1.0", ""),
    ]
    columns = (f"{NUMBER} submissions, {BOARDS:,} boards", "ms each", "a second", "times by hand", "goal")
    show(f"Merging ({rounds} rounds)", columns, rows)


def sizes(repositories: Sequence[Repository], rounds: int) -> None:
    """What one merge costs, and how much one writes, in catalogs of several sizes."""
    names = {f"{repository.boards:,} boards": repository for repository in repositories}
    runs = _take_turns({n: partial(_in_a_clone, r, _train) for n, r in names.items()}, rounds)
    written = {name: porcelain.bytes_written(repository) for name, repository in names.items()}
    first = next(iter(names))
    rows = []
    for name, seconds in runs.items():
        cost = statistics.median(own / least for own, least in zip(seconds, runs[first], strict=True))
        size = written[name] / written[first]
        goal = verdict("no faster", cost <= size) if name != first else ""
        milliseconds = f"{statistics.median(seconds) * 1000:.1f}"
        rows.append((name, milliseconds, f"{cost:.2f}", f"{written[name] / 1000:,.0f}", f"{size:.2f}", goal))
    columns = ("one of 200 merges", "ms", "times the first", "kB it writes", "times the first", "goal")
    show(f"Larger catalogs ({rounds} rounds)", columns, rows)


def _take_turns(measured: dict[str, Callable[[], Run]], rounds: int) -> dict[str, list[float]]:
    """The seconds that each took a submission, by name, a round each."""
    runs = dict(zip(measured, turns.take_turns(list(measured.values()), rounds), strict=True))
    number = {PORCELAIN: BY_HAND}
    return {name: [run.seconds / number.get(name, NUMBER) for run in own] for name, own in runs.items()}


def _in_a_clone(repository: Repository, merge: Callable[[Path], Run]) -> Run:
    """Merge in a clone that nobody has merged in, with main checked out."""
    with tempfile.TemporaryDirectory() as scratch:
        return merge(merge_world.clone(repository, Path(scratch, "clone")))


def _train(clone: Path) -> Run:
    program = str(Path(sys.executable).parent / "pwc")
    return turns.run(Command(PWC, (program, "merge", "--queue", "--approved-by", "Maintainer")), clone)


def _figures(seconds: float) -> tuple[str, str]:
    return f"{seconds * 1000:.1f}", f"{1 / seconds:.1f}"


if __name__ == "__main__":
    main()
