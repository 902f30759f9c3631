"""`pwc validate` beside its peers, on one machine in one run: one file, 1,000 files, memory, the reader.

All rules against a catalog of 60,000 results, while the peers apply the schema alone. The commands take
turns; ratios are medians over the rounds. Quote ratios, never bare times.

    make bench
"""

from __future__ import annotations

import os
import platform
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import click

from bench import loaders, peer_files, peers, submission_maker, turns, world
from bench.catalog_maker import Sizes
from bench.peers import AJV_CLI, CHECK_JSONSCHEMA, Missing, Peer
from bench.slips import SLIPS
from bench.submission_maker import Batch
from bench.table import show, verdict
from bench.turns import Command, Run

MANY, MOST, MOST_MEMORY = 1_000, 10_000, 200_000_000
VALID, WITH_SLIPS = Batch(MOST), Batch(MANY, start=MOST, broken=0.1)
"""The first thousand of the valid files are the first month's; those with slips have a month of their own."""
PARTS = ("one-file", "many-files", "memory", "reader")
TODAY = "2026-11-30"
BARE, PWC, SLIPPED = "python -c pass", "pwc validate (all rules)", "pwc validate, file with a slip in "
BROKEN = {"yaml": "a-key.yaml", "json": peer_files.path(MANY)}

Runs = Mapping[str, Sequence[Run]]


@click.command(help=__doc__)
@click.option("--seed", default=7, show_default=True)
@click.option("--rounds", default=5, show_default=True, help="Rounds of the commands on many files.")
@click.option("--cold-rounds", default=21, show_default=True, help="Rounds of the commands on one file.")
@click.option(
    "--keep", type=click.Path(path_type=Path, file_okay=False), help="Make the files here, or reuse."
)
@click.option("--only", type=click.Choice(PARTS), multiple=True, help="Measure these parts alone.")
def main(seed: int, rounds: int, cold_rounds: int, keep: Path | None, only: tuple[str, ...]) -> None:
    """Measure everything and print it."""
    click.echo(f"{os.cpu_count()} processors, Python {platform.python_version()}, {platform.system()}")
    found = peers.all_peers()
    with tempfile.TemporaryDirectory() as scratch:
        root = keep or Path(scratch)
        _make_files(root, seed)
        bench = Bench(root, [peer for peer in found if isinstance(peer, Peer)])
        bench.prove_that_peers_check()
        measure: tuple[Callable[[], None], ...] = (
            partial(bench.one_file, cold_rounds),
            partial(bench.many_files, rounds),
            bench.memory,
            partial(bench.readers, rounds),
        )
        for part, show_it in zip(PARTS, measure, strict=True):
            if not only or part in only:
                show_it()
    for peer in found:
        if isinstance(peer, Missing):
            click.secho(f"\nNOT MEASURED: {peer.name}: {peer.why}", fg="red", bold=True)


def _make_files(root: Path, seed: int) -> None:
    """Make the world in a process of its own: a child's peak of memory begins with its parent's."""
    if not (root / "catalog").exists():
        with ProcessPoolExecutor(1) as other:
            other.submit(world.build, root, seed, Sizes(), (VALID, WITH_SLIPS)).result()
        peer_files.write(root, [submission_maker.path(index) for index in range(MANY)])
    good = (root / submission_maker.path(0)).read_text(encoding="utf-8")
    for name, slip in (("a-key.yaml", SLIPS[0]), ("a-name.yaml", SLIPS[1])):
        (root / name).write_text(slip.make(good), encoding="utf-8")
    log = (root / peer_files.path(0)).read_text(encoding="utf-8")
    (root / BROKEN["json"]).parent.mkdir(parents=True, exist_ok=True)
    (root / BROKEN["json"]).write_text(log.replace('"eval_library"', '"library"'), encoding="utf-8")


def _pwc(name: str, *paths: str, succeeds_with: int = 0) -> Command:
    program = str(Path(sys.executable).parent / "pwc")
    return Command(
        name, (program, "validate", "--catalog", "catalog", "--today", TODAY, *paths), succeeds_with
    )


class Bench:
    """The measurements on one world, beside the peers that are there."""

    def __init__(self, root: Path, found: Sequence[Peer]) -> None:
        self.root = root
        self.peers = found
        self.files = {
            "yaml": [submission_maker.path(index) for index in range(MANY)],
            "json": [peer_files.path(index) for index in range(MANY)],
        }

    def prove_that_peers_check(self) -> None:
        """A peer that lets a misspelled key pass would be measured at doing nothing."""
        for peer in self.peers:
            turns.run(Command(peer.name, peer.arguments([BROKEN[peer.reads]]), succeeds_with=1), self.root)

    def one_file(self, rounds: int) -> None:
        """One file, a cold process each time."""
        runs = self._take_turns(
            [
                Command(BARE, (sys.executable, "-c", "pass")),
                _pwc(PWC, self.files["yaml"][0]),
                _pwc(SLIPPED + "a key", "a-key.yaml", succeeds_with=1),
                _pwc(SLIPPED + "a name", "a-name.yaml", succeeds_with=1),
                *(Command(peer.name, peer.arguments(self.files[peer.reads][:1])) for peer in self.peers),
            ],
            rounds,
        )
        rows = []
        for name, own in runs.items():
            of_peer, goal = _ratio(own, runs.get(CHECK_JSONSCHEMA)), ""
            if name == PWC and of_peer:
                goal = verdict("at most 0.40", of_peer <= 0.4)
            milliseconds = f"{turns.median_seconds(own) * 1000:.0f}"
            of_bare = _number(_ratio(own, runs[BARE]))
            rows.append((name, milliseconds, of_bare, _number(of_peer), goal))
        columns = ("one file, cold process", "ms", "of bare Python", f"of {CHECK_JSONSCHEMA}", "goal")
        show(f"One file ({rounds} rounds)", columns, rows)

    def many_files(self, rounds: int) -> None:
        """1,000 files in one process, all of them valid; and 1,000 of which every tenth has a slip."""
        slipped = f"{SLIPPED}every tenth"
        runs = self._take_turns(
            [
                _pwc(PWC, submission_maker.folder(0)),
                _pwc(slipped, submission_maker.folder(MOST), succeeds_with=1),
                *(Command(peer.name, peer.arguments(self.files[peer.reads])) for peer in self.peers),
            ],
            rounds,
        )
        rows = []
        for name, own in runs.items():
            faster = {peer: _ratio(runs.get(peer), own) for peer in (CHECK_JSONSCHEMA, AJV_CLI)}
            rate = f"{MANY / turns.median_seconds(own):,.0f}"
            rows.append((name, rate, *map(_number, faster.values()), _goal_for_many(name, faster)))
        columns = (
            "1,000 files, one process",
            "files/s",
            f"times {CHECK_JSONSCHEMA}",
            f"times {AJV_CLI}",
            "goal",
        )
        show(f"Many files ({rounds} rounds)", columns, rows)

    def memory(self) -> None:
        """The peak of memory on 1,000 and on 10,000 files, and whether the time grows in proportion."""
        commands = (
            Command(f"{BARE}: the least that can be measured here", (sys.executable, "-c", "pass")),
            _pwc(f"{PWC}, {MANY:,} files", submission_maker.folder(0)),
            _pwc(
                f"{PWC}, {MOST:,} files",
                *(submission_maker.folder(index) for index in range(0, MOST, submission_maker.FILES_A_MONTH)),
            ),
        )
        rows = []
        for command, files in zip(commands, (0, MANY, MOST), strict=True):
            run = turns.run(command, self.root)
            goal = verdict("at most 200 MB", run.peak <= MOST_MEMORY) if files == MOST else ""
            rate = f"{files / run.seconds:,.0f}" if files else ""
            rows.append((command.name, f"{run.peak / 1e6:.0f}", rate, goal))
        show("Memory (one run each)", ("the process's peak", "MB", "files/s", "goal"), rows)

    def readers(self, rounds: int) -> None:
        """The reader alone, in this process."""
        texts = [(self.root / path).read_bytes() for path in self.files["yaml"]]
        runs = dict(
            zip(loaders.READERS, turns.take_turns(loaders.measurements(texts), rounds * 2), strict=True)
        )
        rows = []
        for name, own in runs.items():
            of_floor = turns.ratio(own, runs[loaders.FLOOR])
            goal = verdict("at most 4.00", of_floor <= 4) if name == loaders.OURS else ""
            rows.append((name, f"{MANY / turns.median_seconds(own):,.0f}", f"{of_floor:.2f}", goal))
        columns = ("YAML to values", "files/s", "of libyaml alone", "goal")
        show(f"The reader ({rounds * 2} rounds)", columns, rows)

    def _take_turns(self, commands: Sequence[Command], rounds: int) -> Runs:
        measure: list[Callable[[], Run]] = [partial(turns.run, command, self.root) for command in commands]
        names = (command.name for command in commands)
        return dict(zip(names, turns.take_turns(measure, rounds), strict=True))


def _goal_for_many(name: str, faster: Mapping[str, float | None]) -> str:
    of_peer, of_ajv = faster[CHECK_JSONSCHEMA], faster[AJV_CLI]
    if name != PWC:
        return ""
    goals = [verdict("at least 8", of_peer >= 8)] if of_peer else []
    return ", ".join([*goals, *([verdict(f"above {AJV_CLI}", of_ajv > 1)] if of_ajv else [])])


def _ratio(own: Sequence[Run] | None, others: Sequence[Run] | None) -> float | None:
    """The ratio, or None where one of the two could not be measured."""
    return turns.ratio(own, others) if own and others else None


def _number(ratio: float | None) -> str:
    return "not measured" if ratio is None else f"{ratio:.2f}"


if __name__ == "__main__":
    main()
