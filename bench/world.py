"""Writes a catalog of full size, and submissions to it, from a seed: what the benchmarks run on.

    python -m bench.world --out DIR --seed 7

makes DIR/catalog (60,000 results on 12,000 boards) and DIR/submissions (1,000 valid files of seven
results each). Equal options give equal bytes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from bench import catalog_maker, submission_maker
from bench.catalog_maker import Sizes, World
from bench.submission_maker import Batch
from pwc import canonical, catalog, identity, locator
from pwc.record import Locator, LogEntry, Named, Paper


def catalog_files(world: World) -> Iterator[tuple[str, bytes]]:
    """Every file of the catalog: its path, from ``catalog/`` on, and its bytes."""
    tables: tuple[tuple[str, Iterable[Named]], ...] = (
        (catalog.AREAS, world.areas),
        (catalog.TASKS, world.tasks),
        (catalog.DATASETS, world.datasets),
        (catalog.METHODS, world.methods),
    )
    for path, records in tables:
        in_order: list[Named] = sorted(records, key=_slug)
        yield path, canonical.lines(in_order)
    for board in world.boards:
        yield identity.board_path(board.task, board.dataset), canonical.board_file(board)
    papers: dict[str, list[Paper]] = defaultdict(list)
    for paper in sorted(world.papers, key=_slug):
        papers[identity.paper_path(paper.slug)].append(paper)
    locators: dict[str, list[Locator]] = defaultdict(list)
    for entry in sorted(_locators(world), key=lambda entry: entry.locator):
        locators[identity.locator_path(entry.locator)].append(entry)
    days: dict[str, list[LogEntry]] = defaultdict(list)
    for logged in world.log:
        days[f"{catalog.LOG}/{logged.when[:10].replace('-', '/')}.jsonl"].append(logged)
    for sharded in (papers, locators, days):
        for path, rows in sharded.items():
            yield path, canonical.lines(rows)


def _slug(record: Named | Paper) -> str:
    return record.slug


def _locators(world: World) -> Iterator[Locator]:
    for paper in world.papers:
        for key in locator.locators({"arxiv": paper.arxiv, "doi": paper.doi}):
            yield Locator(locator=key, paper=paper.slug)
    for board in world.boards:
        yield Locator(locator=f"sota:{board.slug}", board=board.key)


def write(root: Path, written: Iterable[tuple[str, bytes]]) -> int:
    """Write files below a directory; returns how many."""
    folders: set[Path] = set()
    number = 0
    for path, data in written:
        file = root / path
        if file.parent not in folders:
            file.parent.mkdir(parents=True, exist_ok=True)
            folders.add(file.parent)
        file.write_bytes(data)
        number += 1
    return number


def build(root: Path, seed: int, sizes: Sizes, batches: Iterable[Batch]) -> tuple[int, int]:
    """Write a catalog and submissions below a directory; returns how many files each has."""
    world = catalog_maker.make(seed, sizes)
    stored = write(root, catalog_files(world))
    return stored, sum(write(root, submission_maker.make(world, batch)) for batch in batches)


_WHOLE = Sizes()


@click.command(help=__doc__)
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="A new folder.")
@click.option("--seed", default=7, show_default=True)
@click.option("--results", default=_WHOLE.results, show_default=True)
@click.option("--boards", default=_WHOLE.boards, show_default=True)
@click.option("--papers", default=_WHOLE.papers, show_default=True)
@click.option("--datasets", default=_WHOLE.datasets, show_default=True)
@click.option("--tasks", default=_WHOLE.tasks, show_default=True)
@click.option("--methods", default=_WHOLE.methods, show_default=True)
@click.option("--files", default=1_000, show_default=True, help="How many submissions.")
@click.option("--broken", default=0.0, show_default=True, help="The share of them with a slip.")
def main(out: Path, seed: int, files: int, broken: float, **sizes: int) -> None:
    """Write the world that the options describe."""
    if out.exists() and any(out.iterdir()):
        raise click.UsageError(f"{out} is not empty")
    stored, offered = build(out, seed, Sizes(**sizes), [Batch(files, broken=broken)])
    click.echo(f"{stored:,} files in {out / 'catalog'}, {offered:,} in {out / 'submissions'}")


if __name__ == "__main__":
    main()
