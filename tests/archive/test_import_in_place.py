"""Where an import writes: all of it or nothing, never elsewhere, also when it is killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from archive.dump import BadDumpError
from archive.export_files import export_to
from archive.importing import import_dumps
from pwc.catalog import Catalog
from pwc.errors import BrokenFileError, UsageError
from pwc.tree import DirectoryTree
from tests.archive.small_imports import catalog, paper, papers, put, row, tables
from tests.archive.test_import import files

Command = Callable[..., CompletedProcess[str]]


def dump(folder: Path, *models: str) -> Path:
    path = folder / f"{'-'.join(models)}.json"
    path.write_text(json.dumps(tables(*(row(model, len(model)) for model in models))))
    return path


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("absent.json", "--into", "c"), "'absent.json' does not exist"),
        (("folder", "--into", "c"), "'folder' is a directory"),
        (("A.json", "--into", "A.json"), "is a file"),
        (("A.json", "--into", "."), "replaced as a whole"),
        (("A.json", "--into", ".."), "replaced as a whole"),
        (("A.json", "--into", "linked"), "is no directory"),
        (("A.json", "--into", "folder"), "holds other things than a catalog: letter.txt"),
        (("A.json", "--into", "c", "--report", "absent/report.json"), "there is no directory absent"),
        (("A.json",), "Missing option '--into'"),
        (("--into", "c"), "Missing argument"),
    ],
)
def test_what_cannot_be_asked_is_told_before_anything_is_read_or_written(
    pwc_command: Command, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    dump(tmp_path, "A")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "letter.txt").write_text("dear")
    (tmp_path / "linked").symlink_to("folder")
    before = files(tmp_path)
    done = pwc_command("archive", "import", *arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert files(tmp_path) == before


def test_a_damaged_catalog_is_left_as_it_is(pwc_command: Command, tmp_path: Path) -> None:
    put(tmp_path, evaluation_tables=tables(row("A", "1", paper_title="A Paper")))
    (shard,) = (tmp_path / "catalog/papers").iterdir()
    shard.write_text("{broken")
    before = files(tmp_path / "catalog")
    done = pwc_command("archive", "import", str(dump(tmp_path, "B")), "--into", "catalog", cwd=tmp_path)
    assert done.returncode == 3
    assert "Traceback" not in done.stderr
    assert f"papers/{shard.name}:1" in done.stderr
    assert files(tmp_path / "catalog") == before
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".")] == []
    with pytest.raises(BrokenFileError):
        import_dumps([tmp_path / "B.json"], tmp_path / "catalog")


def test_unchanged_files_are_not_written_again(tmp_path: Path) -> None:
    put(tmp_path, evaluation_tables=tables(row("A", "1")))
    board = tmp_path / "catalog/leaderboards/translation/wmt.json"
    before = board.stat()
    put(tmp_path, evaluation_tables=tables(row("A", "1"), dataset="Other"))
    assert board.stat().st_ino == before.st_ino
    assert len([*catalog(tmp_path).boards()]) == 2


def test_a_copy_that_shares_files_with_the_catalog_is_not_touched(tmp_path: Path) -> None:
    put(tmp_path, evaluation_tables=tables(row("A", "1")))
    board = tmp_path / "catalog/leaderboards/translation/wmt.json"
    os.link(board, tmp_path / "copy")
    before = board.read_bytes()
    put(tmp_path, evaluation_tables=tables(row("B", "1")))
    assert (tmp_path / "copy").read_bytes() == before != board.read_bytes()


def test_an_empty_directory_is_filled_and_missing_ones_are_made(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    import_dumps([dump(tmp_path, "A")], tmp_path / "empty")
    import_dumps([dump(tmp_path, "A")], tmp_path / "not" / "yet")
    assert files(tmp_path / "empty") == files(tmp_path / "not" / "yet") != {}


def test_nothing_in_makes_an_empty_catalog(tmp_path: Path) -> None:
    (tmp_path / "empty.json").write_text("[]")
    account = import_dumps([tmp_path / "empty.json"], tmp_path / "catalog")
    assert (account.rows_in, files(tmp_path / "catalog")) == (0, {})


def test_results_on_top_of_a_log_go_in_by_a_merge(tmp_path: Path, checkout: Path) -> None:
    export_to(Catalog(DirectoryTree(checkout)), tmp_path / "out")
    exported = sorted((tmp_path / "out").iterdir())
    import_dumps(exported, tmp_path / "catalog")
    before = files(tmp_path / "catalog")
    with pytest.raises(UsageError, match="pwc merge --import"):
        import_dumps([dump(tmp_path, "A")], tmp_path / "catalog")
    import_dumps(exported, tmp_path / "catalog")
    assert files(tmp_path / "catalog") == before


def test_a_catalog_that_an_import_was_killed_over_is_put_back(tmp_path: Path) -> None:
    put(tmp_path, evaluation_tables=tables(row("A", "1")))
    before = files(tmp_path / "catalog")
    (tmp_path / ".catalog-abcd").mkdir()
    (tmp_path / "catalog").rename(tmp_path / ".catalog-abcd" / "old")
    (tmp_path / "broken.json").write_text("[")
    with pytest.raises(BadDumpError):
        import_dumps([tmp_path / "broken.json"], tmp_path / "catalog")
    assert files(tmp_path / "catalog") == before


def test_killed_at_any_moment_the_catalog_is_the_old_one_or_the_new_one(tmp_path: Path) -> None:
    put(
        tmp_path,
        evaluation_tables=tables(row("A", "1")),
        papers_with_abstracts=[paper("P", "p", abstract="L")],
    )
    old = files(tmp_path / "catalog")
    many = [paper(f"Paper {n}", f"p{n}", abstract="Long. " * 20) for n in range(1_500)]
    (tmp_path / "many.json").write_text(json.dumps(many))
    command = [sys.executable, "-m", "pwc", "archive", "import", "many.json", "--into", "catalog"]
    seen = []
    for wait in (0.3, 0.5, 0.7, 0.9):
        running = subprocess.Popen(
            command,
            cwd=tmp_path,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        time.sleep(wait)
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
        seen.append(files(tmp_path / "catalog"))
    assert subprocess.run(command, cwd=tmp_path, check=False, capture_output=True).returncode == 0
    new = files(tmp_path / "catalog")
    assert len(papers(tmp_path)) == 1_501
    assert all(state in (old, new) for state in seen)
