"""The made world of the benchmarks: valid, the same for the same seed, and as large as was asked for."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import asdict

from bench import catalog_maker, submission_maker, world
from bench.catalog_maker import Sizes
from bench.slips import SLIPS, Slip
from bench.submission_maker import Batch
from pwc.catalog import Catalog
from pwc.tree import EmptyTree, OverlayTree
from validator import catalog_check
from validator.entry import Entry
from validator.finding import Finding, Severity
from validator.run import run

SEED = 7
SMALL = Sizes(results=240, boards=60, papers=50, datasets=70, tasks=40, methods=12)
ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def small() -> catalog_maker.World:
    return catalog_maker.make(SEED, SMALL)


@pytest.fixture(scope="module")
def catalog(small: catalog_maker.World) -> Catalog:
    return Catalog(OverlayTree(EmptyTree(), dict(world.catalog_files(small))))


def test_the_catalog_keeps_every_invariant(catalog: Catalog) -> None:
    report = catalog_check.check(catalog.tree)
    assert report.files > SMALL.boards
    assert report.findings == ()


def test_the_catalog_has_the_sizes_asked_for(small: catalog_maker.World) -> None:
    assert (
        Sizes(
            results=sum(len(board.results) for board in small.boards),
            boards=len(small.boards),
            papers=len(small.papers),
            datasets=len(small.datasets),
            tasks=len(small.tasks),
            methods=len(small.methods),
        )
        == SMALL
    )
    assert all(board.results for board in small.boards)


def test_few_boards_have_many_results() -> None:
    larger = Sizes(results=6_000, boards=1_200, papers=2_000, datasets=1_500, tasks=450, methods=20)
    sizes = sorted(len(board.results) for board in catalog_maker.make(SEED, larger).boards)
    assert sizes[-1] > 20 * sizes[len(sizes) // 2]


def test_equal_options_give_equal_bytes_in_every_process(tmp_path: Path) -> None:
    sizes = [f"--{name}={value}" for name, value in asdict(SMALL).items()]
    written = []
    for hash_seed, seed in (("1", "7"), ("2", "7"), ("1", "8")):
        out = tmp_path / f"{hash_seed}-{seed}"
        subprocess.run(
            [sys.executable, "-m", "bench.world", f"--out={out}", f"--seed={seed}", "--files=5", *sizes],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
            check=True,
            capture_output=True,
        )
        files = (path for path in out.rglob("*") if path.is_file())
        written.append({path.relative_to(out).as_posix(): path.read_bytes() for path in files})
    assert written[0] == written[1]
    assert written[0] != written[2]


def test_valid_submissions_pass_without_a_warning(
    tmp_path: Path,
    small: catalog_maker.World,
    pwc_command: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    world.write(tmp_path, world.catalog_files(small))
    world.write(tmp_path, submission_maker.make(small, Batch(40)))
    done = pwc_command("validate", "--format", "json", cwd=tmp_path)
    assert done.returncode == 0
    report = json.loads(done.stdout)
    assert report["files"] == 40
    assert [finding for finding in report["findings"] if finding["severity"] != "hint"] == []


def test_submissions_are_of_the_usual_size(small: catalog_maker.World) -> None:
    sizes = [len(data) for _, data in submission_maker.make(small, Batch(40))]
    assert 1_800 < sum(sizes) / len(sizes) < 2_600


def _errors(entries: list[Entry], catalog: Catalog) -> list[Finding]:
    findings = run(entries, catalog, date(2026, 11, 22)).findings
    return [finding for finding in findings if finding.severity is Severity.ERROR]


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.name)
def test_a_slip_is_found_by_its_rule(slip: Slip, small: catalog_maker.World, catalog: Catalog) -> None:
    path, data = next(submission_maker.make(small, Batch(1)))
    broken = Entry(path, slip.make(data.decode()).encode())
    assert {finding.code for finding in _errors([broken], catalog)} == {slip.code}


def test_the_share_that_was_asked_for_has_a_slip(small: catalog_maker.World, catalog: Catalog) -> None:
    entries = [Entry(path, data) for path, data in submission_maker.make(small, Batch(40, broken=0.1))]
    assert len({finding.path for finding in _errors(entries, catalog)}) == 4
