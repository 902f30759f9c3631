"""The search's index beside Pagefind's of the same pages, and beside what MiniSearch has a browser load.

Whole commands in cold processes that take turns. Pagefind (npm) reads every page of the built site and
indexes its words; ours reads the catalog and indexes names. Quote ratios, never bare times.

    make bench
"""

from __future__ import annotations

import gzip
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import click

from bench import turns, world
from bench.catalog_maker import Sizes
from bench.table import show, verdict
from bench.turns import Command, Run

SHARE = 0.1
"""The goal: of Pagefind's time."""
PAGES_OF_A_FULL_SITE = 65_000

NODE = Path(__file__).parent / "node"
PAGEFIND = str(NODE / "node_modules/.bin/pagefind")
PWC = str(Path(sys.executable).parent / "pwc")


@click.command(help=__doc__)
@click.option("--seed", default=7, show_default=True)
@click.option("--rounds", default=3, show_default=True)
@click.option("--pages", default=(2_000, 10_000), show_default=True, multiple=True, type=int)
def main(seed: int, rounds: int, pages: tuple[int, ...]) -> None:
    """Measure and print it."""
    if not Path(PAGEFIND).exists():
        raise click.UsageError(f"run `npm ci --ignore-scripts --prefix {NODE}` first")
    click.echo(f"{os.cpu_count()} processors, Python {platform.python_version()}, {platform.system()}")
    for number in pages:
        with tempfile.TemporaryDirectory() as scratch:
            beside(Path(scratch), seed, rounds, number)


def beside(root: Path, seed: int, rounds: int, pages: int) -> None:
    """Both on a site of about so many pages."""
    world.build(root, seed, sizes(pages / PAGES_OF_A_FULL_SITE), ())
    turns.run(Command("pwc site build", (PWC, "site", "build", "--out", str(root / "site"))), root)
    measure: list[Callable[[], Run]] = [lambda: _pagefind(root), lambda: _ours(root)]
    peer, ours = turns.take_turns(measure, rounds)
    ratio = turns.ratio(ours, peer)
    count = sum(1 for _ in (root / "site").rglob("*.html"))
    rows = [
        _row("Pagefind, all words of all pages", peer, root / "pagefind", ""),
        _row("ours, names", ours, root / "index", verdict(f"{SHARE} of Pagefind", ratio <= SHARE)),
    ]
    show(f"{count:,} pages", ("", "s", "MB of memory", "files", "MB", "MB gzipped", "goal"), rows)
    click.echo(f"ours takes {ratio:.3f} of Pagefind's time")
    mini = _minisearch(root / "index/search/names")
    click.echo(
        f"MiniSearch of the same {mini['records']:,} names, in one piece that every reader loads: "
        f"{mini['packed'] / 1e6:.2f} MB gzipped, {mini['seconds']:.2f} s"
    )


def sizes(share: float) -> Sizes:
    """A part of a full catalog."""
    whole = Sizes()
    return Sizes(**{name: max(1, round(getattr(whole, name) * share)) for name in whole.__struct_fields__})


def _pagefind(root: Path) -> Run:
    out = _fresh(root / "pagefind")
    arguments = (PAGEFIND, "--site", str(root / "site"), "--output-path", str(out), "--silent")
    return turns.run(Command("Pagefind", arguments), root)


def _ours(root: Path) -> Run:
    out = _fresh(root / "index")
    arguments = (sys.executable, "-m", "bench.search_alone", str(root), str(out))
    return turns.run(Command("ours", arguments), NODE.parent.parent)


def _fresh(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    return folder


def _row(name: str, runs: list[Run], folder: Path, goal: str) -> tuple[str, ...]:
    files = [file.read_bytes() for file in folder.rglob("*") if file.is_file()]
    packed = sum(len(gzip.compress(data, 6)) for data in files)
    return (
        name,
        f"{turns.median_seconds(runs):.2f}",
        f"{max(run.peak for run in runs) / 1e6:.0f}",
        f"{len(files):,}",
        f"{sum(map(len, files)) / 1e6:.1f}",
        f"{packed / 1e6:.1f}",
        goal,
    )


def _minisearch(names: Path) -> dict[str, float]:
    done = subprocess.run(
        ["node", str(NODE / "minisearch.js"), str(names)], capture_output=True, text=True, check=True
    )
    told: dict[str, float] = json.loads(done.stdout)
    return told


if __name__ == "__main__":
    main()
