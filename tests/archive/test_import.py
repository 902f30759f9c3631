"""``pwc archive import``: every row accounted for, all or nothing, the same again changes nothing."""

from __future__ import annotations

import gzip
import json
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from archive.dump import BadDumpError
from archive.importing import import_dumps
from pwc.tree import DirectoryTree, MountedTree
from tests.archive.made_dumps import FEW, ODD, rows_in
from validator.catalog_check import check

Command = Callable[..., CompletedProcess[str]]

ADDRESSES = [
    "https://arxiv.org/abs/1706.03762v5",
    "http://arxiv.org/pdf/1706.03762.pdf",
    "https://paperswithcode.com/paper/attention-is-all-you-need",
    "",
]


def table(
    *rows: dict[str, Any], task: str = "Question Answering", dataset: str = "COPA"
) -> list[dict[str, Any]]:
    sota = {"metrics": ["Accuracy"], "rows": list(rows)}
    return [{"task": task, "categories": ["Speech"], "datasets": [{"dataset": dataset, "sota": sota}]}]


def row(model: str, value: object, **fields: object) -> dict[str, Any]:
    return {"model_name": model, "metrics": {"Accuracy": value}, **fields}


PAPER = {
    "paper_url": "https://paperswithcode.com/paper/attention-is-all-you-need",
    "arxiv_id": "1706.03762",
    "title": "Attention Is All You Need",
    "abstract": "The dominant models are complex.",
    "date": "2017-06-12",
    "tasks": ["Machine Translation"],
    "authors": ["A. One"],
}


def written(folder: Path, **dumps: Any) -> list[Path]:
    folder.mkdir(exist_ok=True)
    paths = []
    for name, items in dumps.items():
        path = folder / f"{name.replace('_', '-')}.json"
        path.write_text(json.dumps(items), encoding="utf-8")
        paths.append(path)
    return paths


def files(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def findings(folder: Path) -> list[str]:
    report = check(MountedTree("catalog", DirectoryTree(folder)))
    return [f"{finding.path}: {finding.message}" for finding in report.findings]


@pytest.fixture
def imported(pwc_command: Command, tmp_path: Path) -> Callable[..., dict[str, Any]]:
    def run(*paths: Path, code: int = 0) -> dict[str, Any]:
        report = tmp_path / "report.json"
        done = pwc_command(
            *("archive", "import", *map(str, paths), "--into", "catalog-of-old", "--report", str(report)),
            cwd=tmp_path,
        )
        assert done.returncode == code, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        told: dict[str, Any] = (
            json.loads(report.read_text(encoding="utf-8")) if code == 0 else {"said": done.stderr}
        )
        return told

    return run


def test_every_row_is_a_result_or_folded_or_rejected_with_its_place_and_reason(
    imported: Callable[..., dict[str, Any]], tmp_path: Path
) -> None:
    items = table(
        row("A", "86.30"),
        row("A", "86.30"),
        row("B", "93.0/90.7"),
        row("C", "-"),
        row("", "1"),
        row("01/01/1967' AND 2*3*8=6*8 AND 'AncJ'='AncJ", "5"),
        row("D", "63.7*"),
        row("E", "86.3 \u00b1 0.2"),
    )
    told = imported(*written(tmp_path, evaluation_tables=items))
    assert (told["rows_in"], told["results"], told["folded"], told["rejected"]) == (8, 3, 1, 4)
    start = "evaluation-tables.json: item 1, Question Answering on COPA, row "
    assert told["rejects"] == [
        {"place": f"{start}3", "reason": "no number that is certain: several numbers in one cell"},
        {"place": f"{start}4", "reason": "no value"},
        {"place": f"{start}5", "reason": "neither the model nor the paper has a name"},
        {"place": f"{start}6", "reason": "spam: somebody's attempt at breaking in"},
    ]
    folder = tmp_path / "catalog-of-old"
    assert findings(folder) == []
    board = json.loads((folder / "leaderboards/question-answering/copa.json").read_text())
    values = {one["model"]: (one["metrics"]["Accuracy"], one.get("notes")) for one in board["results"]}
    assert values == {
        "A": ({"value": "86.30"}, None),
        "D": ({"value": "63.7"}, {"Accuracy": "63.7*"}),
        "E": ({"value": "86.3", "uncertainty": "0.2"}, None),
    }


def test_one_paper_however_it_is_addressed(imported: Callable[..., dict[str, Any]], tmp_path: Path) -> None:
    rows = [
        row(f"M{n}", n + 1, paper_url=url, paper_title="Attention is all you need")
        for n, url in enumerate(ADDRESSES)
    ]
    paths = written(tmp_path, evaluation_tables=table(*rows), papers_with_abstracts=[PAPER])
    imported(*paths)
    board = json.loads((tmp_path / "catalog-of-old/leaderboards/question-answering/copa.json").read_text())
    assert {one["paper"] for one in board["results"]} == {"attention-is-all-you-need"}
    assert findings(tmp_path / "catalog-of-old") == []


def test_the_order_of_the_files_and_gzip_make_no_difference(
    imported: Callable[..., dict[str, Any]], tmp_path: Path
) -> None:
    first, second = written(
        tmp_path, evaluation_tables=table(row("A", 1, paper_url=ADDRESSES[0])), papers_with_abstracts=[PAPER]
    )
    imported(first, second)
    before = files(tmp_path / "catalog-of-old")
    shutil.rmtree(tmp_path / "catalog-of-old")
    packed = tmp_path / "papers.json.gz"
    packed.write_bytes(gzip.compress(second.read_bytes(), mtime=0))
    imported(packed, first)
    assert files(tmp_path / "catalog-of-old") == before


def test_in_steps_nothing_is_lost_and_the_abstract_stays_beside_the_catalog(
    imported: Callable[..., dict[str, Any]], tmp_path: Path, pwc_command: Command
) -> None:
    tables, papers = written(
        tmp_path, evaluation_tables=table(row("A", 1, paper_url=ADDRESSES[0])), papers_with_abstracts=[PAPER]
    )
    imported(papers)
    assert not (tmp_path / "catalog-of-old/papers").exists()
    told = pwc_command(
        *("catalog", "resolve", ADDRESSES[2], "--catalog", "catalog-of-old", "--format", "json"), cwd=tmp_path
    )
    assert json.loads(told.stdout)["found"][0]["abstract"] == PAPER["abstract"]
    imported(tables)
    imported(papers, tables)
    folder = tmp_path / "catalog-of-old"
    assert findings(folder) == []
    stored = [
        json.loads(line) for file in (folder / "papers").iterdir() for line in file.read_text().splitlines()
    ]
    assert [(paper["slug"], paper["date"], "abstract" in paper) for paper in stored] == [
        ("attention-is-all-you-need", "2017-06-12", False)
    ]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("broken.json", b'[{"task": "A"}, {"task": ]', "behind item 1: this is not JSON"),
        (
            "half.json.gz",
            gzip.compress(json.dumps(table(row("A", 1))).encode(), mtime=0)[:-9],
            "packed file is damaged",
        ),
        (
            "other.json",
            b'[{"colour": "blue"}]',
            "none of the archive's dumps has items with these keys: colour",
        ),
        ("object.json", b'{"task": "A"}', "this is no JSON list"),
        ("empty.json", b"", "this is no JSON list"),
        ("text.json", b"\xff\xfe", "behind item 0"),
    ],
)
def test_what_is_no_dump_is_told_with_its_position_and_changes_nothing(
    imported: Callable[..., dict[str, Any]], tmp_path: Path, name: str, data: bytes, said: str
) -> None:
    good = written(tmp_path, evaluation_tables=table(row("A", 1)))
    imported(*good)
    before = files(tmp_path / "catalog-of-old")
    (tmp_path / name).write_bytes(data)
    assert said in imported(*good, tmp_path / name, code=1)["said"]
    assert files(tmp_path / "catalog-of-old") == before
    assert not [entry.name for entry in tmp_path.iterdir() if entry.name.startswith(".")]


def test_a_directory_of_other_things_is_left_alone(pwc_command: Command, tmp_path: Path) -> None:
    (dump,) = written(tmp_path, evaluation_tables=table(row("A", 1)))
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "letter.txt").write_text("dear")
    done = pwc_command("archive", "import", str(dump), "--into", "home", cwd=tmp_path)
    assert done.returncode == 2
    assert "letter.txt" in done.stderr
    assert files(tmp_path / "home") == {"letter.txt": b"dear"}


def test_tasks_that_are_parts_of_each_other_are_cut_and_told(
    imported: Callable[..., dict[str, Any]], tmp_path: Path
) -> None:
    items = [{"task": "A", "subtasks": [{"task": "B", "subtasks": [{"task": "A"}]}]}]
    assert imported(*written(tmp_path, evaluation_tables=items))["cycles"] == [["A", "B", "A"]]
    assert findings(tmp_path / "catalog-of-old") == []


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(ODD.all() | FEW.all())
def test_any_dumps_balance_make_a_valid_catalog_and_change_nothing_the_second_time(dumps: Any) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder, into = Path(scratch), Path(scratch, "into")
        paths = written(folder, **{name.replace("-", "_"): items for name, items in dumps.items()})
        try:
            account = import_dumps(paths, into)
        except BadDumpError:
            assert not into.exists()
            return
        assert account.rows_in == rows_in(dumps["evaluation-tables"])
        assert account.rows_in == account.results + account.folded + len(account.rejects)
        assert findings(into) == []
        before = files(into)
        import_dumps(paths, into)
        assert files(into) == before
