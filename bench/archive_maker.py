"""Writes the old site's archive at its full size, in its own shapes, from a seed: what imports are tried on.

    python -m bench.archive_maker --out DIR --seed 7

makes DIR/evaluation-tables.json.gz and the four other dumps: 60,000 rows, 576,261 papers, 300,161 links, with
the dirt that real dumps hold (``bench.dirt``). Equal options give equal bytes.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from random import Random
from typing import IO, cast

import click
from msgspec.structs import replace

from archive.dump import Kind
from bench import archive_named, archive_papers, archive_rows, archive_tables, catalog_maker
from bench.archive_addresses import Numbers
from bench.archive_items import LinkItems, PaperItems, method_of_paper
from bench.archive_papers import Maker, Plan, Slugs
from bench.archive_sizes import Sizes, scaled
from bench.catalog_maker import World
from bench.dirt import Item

_METHODS_OF_CATALOG = 2_000 / 8_725


class Writer:
    """Writes a dump item by item: a JSON list with one item a line, packed or plain."""

    def __init__(self, path: Path, *, packed: bool, stack: ExitStack) -> None:
        file: IO[bytes] = stack.enter_context(path.open("wb"))
        if packed:
            zipped = gzip.GzipFile("", "wb", compresslevel=6, fileobj=file, mtime=0)
            file = cast(IO[bytes], stack.enter_context(zipped))
        self.path, self.items = path, 0
        self._file = file
        stack.callback(lambda: self._file.write(b"\n]\n" if self.items else b"[]\n"))

    def write(self, items: Iterable[Item]) -> None:
        """Write some items behind those that are there."""
        for item in items:
            text = json.dumps(item)
            self._file.write(f"{',' if self.items else '['}\n{text}".encode())
            self.items += 1


def world_of(seed: int, sizes: Sizes) -> World:
    """The catalog that the archive's tables are made from, smaller by what is dirt, with spam as names."""
    world = catalog_maker.make(
        seed,
        catalog_maker.Sizes(
            results=sizes.rows - archive_rows.doubles(sizes),
            boards=sizes.boards - archive_tables.empty_boards(sizes),
            papers=sizes.with_results * 10 // 9,
            datasets=sizes.datasets - archive_named.twins(sizes),
            tasks=sizes.tasks,
            methods=max(1, int(sizes.methods * _METHODS_OF_CATALOG)),
        ),
    )
    datasets = archive_named.with_spam(Random(f"{seed}/archive/spam"), world.datasets)
    return replace(world, datasets=datasets, log=[])


def build(out: Path, seed: int, sizes: Sizes, *, packed: bool) -> list[Writer]:
    """Write the five dumps into a directory; returns their writers, which know what they wrote."""
    out.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:

        def writer(kind: Kind) -> Writer:
            path = out / f"{kind}.json{'.gz' if packed else ''}"
            return Writer(path, packed=packed, stack=stack)

        world, numbers = world_of(seed, sizes), Numbers()
        plan = archive_papers.plan(world, sizes, numbers)
        tables, methods, datasets = writer("evaluation-tables"), writer("methods"), writer("datasets")
        tables.write(archive_tables.Tables(world, plan, sizes).entries())
        datasets.write(archive_named.datasets(world, sizes))
        listed = list(archive_named.methods(world, sizes))
        methods.write(listed)
        papers, links = writer("papers-with-abstracts"), writer("links-between-papers-and-code")
        _write_papers(papers, links, world, plan, numbers, listed)
    return [tables, papers, links, methods, datasets]


def _write_papers(  # noqa: PLR0913, PLR0917 (where to, and what from)
    papers: Writer, links: Writer, world: World, plan: Plan, numbers: Numbers, methods: list[Item]
) -> None:
    by_slug = {archive_named.slug_of(method): method_of_paper(method) for method in methods}
    maker = Maker(world, list(by_slug), Slugs(paper.slug for paper in plan.known.values()), numbers)
    items = PaperItems(world.seed, {task.slug: task.name for task in world.tasks}, by_slug)
    links_of = LinkItems(world.seed)
    for paper in archive_papers.papers(plan, maker):
        papers.write((items.item(paper),))
        links.write(links_of.items(paper))


@click.command(help=__doc__)
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="A new folder.")
@click.option("--seed", default=7, show_default=True)
@click.option("--scale", default=1.0, show_default=True, help="The share of the archive's size.")
@click.option("--gzip/--plain", "packed", default=True, show_default=True, help="Packed or not.")
def main(out: Path, seed: int, scale: float, packed: bool) -> None:
    """Write the archive that the options describe."""
    if out.exists() and any(out.iterdir()):
        raise click.UsageError(f"{out} is not empty")
    for writer in build(out, seed, scaled(scale), packed=packed):
        click.echo(f"{writer.items:>9,} items, {writer.path.stat().st_size:>13,} bytes: {writer.path.name}")


if __name__ == "__main__":
    main()
