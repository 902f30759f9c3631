"""`pwc site build` beside plain writes of the same bytes, a build after one merge, and MkDocs.

The whole commands in cold processes, taking turns with a loop that writes the same files and does nothing
else. MkDocs builds as many pages as are asked for, with the same titles, tables and links as ours, in its
plainest theme and without search. Quote ratios, never bare times.

    make bench
"""

from __future__ import annotations

import gzip
import os
import platform
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import click
from msgspec import Struct
from msgspec.structs import replace

from bench import turns, world
from bench.catalog_maker import Sizes
from bench.site_markdown import write_documents
from bench.table import show, verdict
from bench.turns import Command, Run
from pwc import canonical, identity
from pwc.catalog import FOLDER, Catalog
from pwc.record import Board, Paper, Result, Value
from pwc.tree import DirectoryTree

TIMES, SECONDS, MEGABYTES, KILOBYTES = 2.0, 1.0, 900, 30
"""The goals: of plain writes, after one merge, of the whole site, of a board's page compressed."""

PWC = str(Path(sys.executable).parent / "pwc")
MKDOCS = str(Path(sys.executable).parent / "mkdocs")
URL = ("--base-url", "https://example.org/", "--repo", "owner/name")


class Place(Struct, frozen=True):
    """Where everything is made: the catalog in ``root``, the sites beside it."""

    root: Path

    def fresh(self, name: str) -> Path:
        """A folder that is not there yet."""
        folder = self.root / name
        shutil.rmtree(folder, ignore_errors=True)
        return folder


@click.command(help=__doc__)
@click.option("--seed", default=7, show_default=True)
@click.option("--rounds", default=3, show_default=True)
@click.option("--boards", default=12_000, show_default=True, help="Papers and the rest are in proportion.")
@click.option("--peer-pages", default=2_000, show_default=True, help="0 leaves MkDocs out.")
@click.option("--keep", type=click.Path(path_type=Path, file_okay=False), help="Work here, and leave it.")
def main(seed: int, rounds: int, boards: int, peer_pages: int, keep: Path | None) -> None:
    """Measure all and print it."""
    click.echo(f"{os.cpu_count()} processors, Python {platform.python_version()}, {platform.system()}")
    with tempfile.TemporaryDirectory() as scratch:
        place = Place(keep or Path(scratch))
        if not (place.root / FOLDER).exists():
            with ProcessPoolExecutor(1) as other:  # a child's peak of memory begins with its parent's
                other.submit(world.build, place.root, seed, _sizes(boards), ()).result()
        _show_whole(place, rounds)
        _show_merge(place, rounds)
        _show_size(place)
        if peer_pages:
            _show_peer(place, seed, peer_pages, rounds)


def _sizes(boards: int) -> Sizes:
    whole = Sizes()
    share = boards / whole.boards
    scaled = {name: max(1, round(getattr(whole, name) * share)) for name in whole.__struct_fields__}
    return Sizes(**scaled)


def _build(out: Path, folder: Path, *options: str) -> Run:
    command = Command("pwc site build", (PWC, "site", "build", "--out", str(out), *URL, *options))
    return turns.run(command, folder)


def _show_whole(place: Place, rounds: int) -> None:
    _build(place.fresh("site"), place.root)
    measure: list[Callable[[], Run]] = [
        lambda: _in_another_process(partial(_plain, place.root / "site", place.fresh("plain"))),
        lambda: _build(place.fresh("again"), place.root),
    ]
    plain, ours = turns.take_turns(measure, rounds)
    times = turns.ratio(ours, plain)
    peak = max(run.peak for run in ours)
    rows = [
        ("plain writes of the same bytes", f"{turns.median_seconds(plain):.2f}", "1.00", "", ""),
        (
            "pwc site build",
            f"{turns.median_seconds(ours):.2f}",
            f"{times:.2f}",
            f"{peak / 1e6:.0f}",
            verdict(f"at most {TIMES:.2f}", times <= TIMES),
        ),
    ]
    count = sum(1 for file in (place.root / "site").rglob("*") if file.is_file())
    title = f"A whole build of {count:,} files ({rounds} rounds)"
    show(title, ("", "s", "of plain writes", "MB", "goal"), rows)
    for name in ("plain", "again"):
        place.fresh(name)


def _files(root: Path) -> list[tuple[str, bytes]]:
    found = (file for file in root.rglob("*") if file.is_file())
    return [(file.relative_to(root).as_posix(), file.read_bytes()) for file in sorted(found)]


def _in_another_process(measure: Callable[[], Run]) -> Run:
    """A command's peak of memory begins with that of the process that starts it, so this one stays small."""
    with ProcessPoolExecutor(1) as other:
        return other.submit(measure).result()


def _plain(source: Path, out: Path) -> Run:
    """Write the files of a site as anybody would, folder by folder, in one process."""
    files = _files(source)
    start = time.perf_counter()
    folders: set[str] = set()
    for path, data in files:
        target = f"{out}/{path}"
        folder = target.rpartition("/")[0]
        if folder not in folders:
            os.makedirs(folder, exist_ok=True)  # noqa: PTH103 (as quick as can be)
            folders.add(folder)
        with open(target, "wb") as file:  # noqa: PTH123 (as quick as can be)
            file.write(data)
    return Run(time.perf_counter() - start, 0)


def _show_merge(place: Place, rounds: int) -> None:
    """A build after a paper with two results has come, or is gone again."""
    merges = [partial(_merged, place, number) for number in range(rounds + 1)]
    runs = []
    for merge in merges:
        merge()
        runs.append(_build(place.root / "site", place.root))
    nothing = [_build(place.root / "site", place.root) for _ in range(rounds)]
    seconds = turns.median_seconds(runs[1:])
    goal = verdict(f"under {SECONDS:.0f} s", seconds < SECONDS)
    rows = [
        ("after one merge", f"{seconds:.2f}", f"{max(r.peak for r in runs) / 1e6:.0f}", goal),
        ("after none", f"{turns.median_seconds(nothing):.2f}", "", ""),
    ]
    show("A build of what changed, cold", ("", "s", "MB", "goal"), rows)


def _merged(place: Place, number: int) -> None:
    """Put a paper with results on two boards into the catalog, as a merge does."""
    catalog = Catalog(DirectoryTree(place.root))
    boards = list(catalog.boards())
    chosen = (boards[(number * 997) % len(boards)], boards[(number * 997 + 31) % len(boards)])
    paper = Paper(
        slug=f"a-newcomer-{number}",
        title=f"A Newcomer, {number}",
        arxiv=f"2611.{number:05}",
        date="2026-11-20",
        authors=("Ada Lovelace", "Alan Turing"),
        tasks=tuple(dict.fromkeys(board.task for board in chosen)),
    )
    shard = place.root / identity.paper_path(paper.slug)
    lines = canonical.with_records(shard.name, shard.read_bytes(), Paper, {paper.slug: paper})
    shard.write_bytes(lines)
    for index, board in enumerate(chosen):
        changed = replace(board, results=(*board.results, _result(board, paper, number * 10 + index)))
        (place.root / identity.board_path(board.task, board.dataset)).write_bytes(
            canonical.board_file(changed)
        )


def _result(board: Board, paper: Paper, number: int) -> Result:
    return Result(
        id=identity.result_id(f"submissions/2026/11/newcomer-{number}.yaml", 0),
        model=f"Newcomer {number}",
        paper=paper.slug,
        metrics={board.metrics[0].name: Value(value="50")},
        added="2026-11-25",
        submission=f"submissions/2026/11/newcomer-{number}.yaml",
    )


def _show_size(place: Place) -> None:
    root = place.root / "site"
    # What a build keeps for the next one is hidden, and not uploaded with the pages.
    files = [(path, data) for path, data in _files(root) if not path.startswith(".")]
    whole = sum(len(data) for _, data in files)
    boards = [len(gzip.compress(data, 6)) for path, data in files if path.startswith("sota/")]
    kinds: dict[str, list[int]] = {}
    for path, data in files:
        kinds.setdefault(path.partition("/")[0] if "/" in path else "", []).append(len(data))
    rows = [
        (
            kind or "(top)",
            f"{len(sizes):,}",
            f"{sum(sizes) / 1e6:.0f}",
            f"{statistics.median(sizes) / 1e3:.1f}",
        )
        for kind, sizes in sorted(kinds.items())
    ]
    rows.append(("all", f"{len(files):,}", f"{whole / 1e6:.0f}", ""))
    show("Sizes", ("", "files", "MB", "median KB"), rows)
    typical = statistics.median(boards) / 1e3
    click.echo(verdict(f"the whole site under {MEGABYTES} MB", whole < MEGABYTES * 1e6))
    click.echo(
        f"a board's page compressed: median {typical:.1f} KB, largest {max(boards) / 1e3:.1f} KB; "
        + verdict(f"median at most {KILOBYTES} KB", typical <= KILOBYTES)
    )


def _show_peer(place: Place, seed: int, pages: int, rounds: int) -> None:
    """MkDocs on some of the pages, and our build of a catalog that has about as many."""
    if shutil.which(MKDOCS) is None:
        click.echo("\nMkDocs is not here: pip install '.[bench]'")
        return
    small = Place(place.root / "small")
    shutil.rmtree(small.root, ignore_errors=True)
    small.root.mkdir(parents=True)
    world.build(small.root, seed, _sizes(max(1, pages * 12_000 // 117_000)), ())
    _build(small.root / "site", small.root)
    ours_pages = sum(1 for _ in (small.root / "site").rglob("*.html"))
    documents = write_documents(Catalog(DirectoryTree(small.root)), small.fresh("mkdocs"), ours_pages)
    command = Command("MkDocs", (MKDOCS, "build", "--quiet", "--site-dir", str(small.root / "html")))
    measure: list[Callable[[], Run]] = [
        lambda: turns.run(command, small.root / "mkdocs"),
        lambda: _build(small.fresh("again"), small.root),
    ]
    peer, ours = turns.take_turns(measure, rounds)
    rows = [
        (name, f"{count:,}", f"{turns.median_seconds(runs):.2f}", f"{turns.ratio(runs, peer):.3f}")
        for name, count, runs in (("MkDocs", documents, peer), ("pwc site build", ours_pages, ours))
    ]
    show(f"Beside MkDocs ({rounds} rounds)", ("", "pages", "s", "of MkDocs"), rows)


if __name__ == "__main__":
    main()
