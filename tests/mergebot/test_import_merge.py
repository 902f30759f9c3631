"""``pwc merge --import``: an archive comes in as one merge, and undoes nothing, neither then nor later."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from archive.importing import import_dumps
from mergebot.imports import imported
from mergebot.rebuild import differences
from pwc.git_tree import GitTree
from tests.archive.test_import import row, table, written
from validator.catalog_check import check

Repository = Any  # the fixture's class, which lives in conftest.py

BOARD = "catalog/leaderboards/question-answering/copa.json"
ALEXA = "https://arxiv.org/abs/2208.01448v2"
BY = ("--approved-by", "Mia Maintainer")
ROWS = [
    row("AlexaTM 20B", "78.0", paper_url=ALEXA, paper_title="AlexaTM"),
    row("Other", "71.5", paper_title="A Paper That Nobody Else Has Written Yet", paper_date="2020-01-02"),
    row("Third", "70.5"),
]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    import_dumps(written(tmp_path / "dumps", evaluation_tables=table(*ROWS)), tmp_path / "imported")
    return tmp_path / "imported"


def adopted(repository: Repository, folder: Path) -> str:
    done = repository.pwc("merge", "--import", str(folder), *BY)
    assert done.returncode == 0, done.stdout + done.stderr
    is_whole(repository)
    return str(done.stdout)


def is_whole(repository: Repository) -> None:
    with GitTree(repository.path, repository.git("rev-parse", "main")) as tree:
        assert check(tree).findings == ()
        assert [*differences(tree, lambda commit: imported(repository.path, commit))] == []
    assert repository.git("status", "--porcelain") == ""
    repository.git("fsck", "--strict")


def rows(repository: Repository) -> dict[str, Any]:
    return {one["model"]: one for one in json.loads(repository.read(BOARD))["results"]}


def test_one_merge_whose_second_parent_is_the_import(repository: Repository, archive: Path) -> None:
    before = repository.git("rev-parse", "main")
    told = adopted(repository, archive)
    assert "3 results on 1 leaderboard" in told  # the first differs: ours has a setting
    assert repository.git("rev-parse", "main^1") == before
    assert repository.git("rev-list", "--parents", "-1", "main^2").split()[1:] == []
    tree = repository.git("rev-parse", "main^2:catalog")
    assert f"Imported-catalog: {tree}" in repository.git("log", "-1", "main")
    told = repository.pwc("catalog", "log", rows(repository)["Third"]["id"]).stdout
    assert "kind: import" in told
    assert "it came with the old archive" in told


def test_what_is_here_is_not_doubled_and_stays_as_it_is(repository: Repository, archive: Path) -> None:
    adopted(repository, archive)
    papers = repository.git("grep", "-h", "title", "main", "--", "catalog/papers").splitlines()
    assert len(papers) == 2
    assert any('"title":"AlexaTM 20B: Few-Shot' in line for line in papers)
    assert json.loads(repository.read(BOARD))["board"]["metrics"][0]["max"] == "100"


def test_the_same_again_is_nothing_and_a_dry_run_moves_nothing(repository: Repository, archive: Path) -> None:
    before = repository.snapshot()
    told = repository.pwc("merge", "--import", str(archive), "--dry-run", *BY)
    assert "dry run: main is as it was." in told.stdout
    assert repository.snapshot() == before
    adopted(repository, archive)
    after = repository.git("rev-parse", "main")
    assert "nothing in the import that main does not have" in adopted(repository, archive)
    assert repository.git("rev-parse", "main") == after


def test_a_newer_import_brings_what_is_new_and_undoes_no_correction(
    repository: Repository, archive: Path, tmp_path: Path
) -> None:
    adopted(repository, archive)
    third, other = rows(repository)["Third"]["id"], rows(repository)["Other"]["id"]
    repository.offer(
        "correction",
        "corrections:\n"
        f"  - {{result: {third}, set: {{metrics: {{Accuracy: 60.5}}}}, was: {{metrics: {{Accuracy: 70.5}}}},"
        " reason: The leaderboard's page gives 60.5 today.}\n"
        f"  - {{result: {other}, retract: true, reason: The authors withdrew the paper.}}\n",
    )
    assert repository.pwc("merge", "correction", *BY).returncode == 0
    newer = [ROWS[0], row("Other", "72.5", paper_title=ROWS[1]["paper_title"]), row("Fourth", "1.5")]
    import_dumps(written(tmp_path / "newer", evaluation_tables=table(*newer)), tmp_path / "imported-later")
    adopted(repository, tmp_path / "imported-later")
    now = rows(repository)
    assert now["Third"]["metrics"]["Accuracy"]["value"] == "60.5"
    assert now["Other"]["status"] == "retracted"
    assert now["Other"]["metrics"]["Accuracy"]["value"] == "72.5"
    assert now["Fourth"]["metrics"]["Accuracy"]["value"] == "1.5"
    assert (now["Third"]["id"], now["Other"]["id"]) == (third, other)


def test_a_correction_of_what_was_imported_can_be_undone(repository: Repository, archive: Path) -> None:
    adopted(repository, archive)
    third = rows(repository)["Third"]["id"]
    repository.offer(
        "correction",
        f"corrections:\n  - {{result: {third}, dispute: true, reason: Nobody could repeat it so far.}}\n",
    )
    assert repository.pwc("merge", "correction", *BY).returncode == 0
    path = "submissions/2026/11/correction.yaml"
    done = repository.pwc("merge", "--revert", path, "--reason", "They did repeat it", *BY)
    assert done.returncode == 0, done.stdout
    assert "status" not in rows(repository)["Third"]
    is_whole(repository)


def test_what_is_no_valid_catalog_is_refused_with_findings(repository: Repository, archive: Path) -> None:
    tasks = b'{"slug":"question-answering","name":"Question Answering","areas":["x"]}\n'
    (archive / "tasks.jsonl").write_bytes(tasks)
    before = repository.snapshot()
    done = repository.pwc("merge", "--import", str(archive), *BY)
    assert done.returncode == 1
    assert "PWC906" in done.stdout
    assert repository.snapshot() == before
    assert repository.pwc("merge", "--import", str(archive), "some-branch", *BY).returncode == 2


def test_a_shallow_clone_tells_where_a_result_is_from_and_asks_for_more_to_rebuild(
    repository: Repository, archive: Path, tmp_path: Path
) -> None:
    adopted(repository, archive)
    id_ = rows(repository)["Third"]["id"]
    repository.git("clone", "--quiet", "--depth=1", f"file://{repository.path}", str(tmp_path / "shallow"))
    shallow = type(repository)(tmp_path / "shallow")
    assert "kind: import" in shallow.pwc("catalog", "log", id_).stdout
    done = shallow.pwc("catalog", "rebuild", "--check")
    assert done.returncode == 3
    assert "git fetch --unshallow" in done.stderr
