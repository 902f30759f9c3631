"""``pwc archive export``: the old shapes, and the same catalog again from them, byte for byte."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from archive.beyond import KEY
from archive.dump import BadDumpError
from archive.export_files import export_to
from archive.importing import import_dumps
from pwc import canonical, identity, side_papers
from pwc.catalog import Catalog
from pwc.record import (
    Area,
    Board,
    Code,
    Dataset,
    Evidence,
    Locator,
    LogEntry,
    Method,
    Metric,
    Model,
    Paper,
    Record,
    Result,
    Task,
    Value,
)
from pwc.tree import DirectoryTree, MountedTree
from tests.archive.made_dumps import FEW, ODD
from tests.archive.test_import import ADDRESSES, PAPER, files, row, table, written
from validator.catalog_check import check

Command = Callable[..., CompletedProcess[str]]

ROOT = Path(__file__).parent.parent.parent
FILE = "submissions/2026/11/x.yaml"
IDS = [identity.result_id(FILE, index) for index in range(3)]


def tree(folder: Path) -> MountedTree:
    return MountedTree("catalog", DirectoryTree(folder))


def comes_back(folder: Path, scratch: Path, *, packed: bool = False) -> None:
    """A catalog is the same after it went out and came in again."""
    written = export_to(Catalog(tree(folder)), scratch / "dumps", packed=packed)
    assert [path.name.partition(".")[0] for path, _ in written] == [
        *(
            "evaluation-tables",
            "papers-with-abstracts",
            "links-between-papers-and-code",
            "methods",
            "datasets",
        )
    ]
    import_dumps([path for path, _ in written], scratch / "back")
    assert files(scratch / "back") == files(folder)


def everything() -> dict[str, bytes]:
    """A catalog with what the old shapes cannot hold."""
    metrics = (
        Metric(name="Acc", better="higher", scale="percent", min="0", max="100", aliases=("Accuracy",)),
        Metric(name="Loss", better="lower", scale="none", inferred=True, submission=FILE),
    )
    known: dict[str, Any] = {"model": "M", "paper": "p", "added": "2026-11-22", "submission": FILE}
    results = (
        Result(
            id=IDS[0],
            metrics={"Acc": Value(value="77.80", uncertainty="0.4", kind="sd", runs=5)},
            setting="0-shot",
            evidence=Evidence(table="Table 2", page=5, url="https://example.org/{a}"),
            extra_training_data=True,
            **known,
        ),
        Result(id=IDS[1], metrics={"Loss": Value(value="3")}, status="retracted", reason="A slip.", **known),
        Result(
            id=IDS[2],
            model="A / B",
            metrics={"Acc": Value(value="1.5")},
            notes={"Loss": "1.2/3.4", "Acc": "about 1.5"},
            date="2020-01-02",
        ),
    )
    in_order = tuple(sorted(results, key=lambda result: result.id))
    boards = [
        Board(
            slug="odd-slug",
            task="qa-1",
            dataset="d",
            metrics=metrics,
            results=in_order,
        ),
        Board(slug="empty-one", task="qa", dataset="d", metrics=metrics[:1]),
    ]
    deep = [Task(slug=f"t{n}", name=f"T{n}", parents=(f"t{n - 1}",) if n else ()) for n in range(60)]
    papers = [
        Paper(
            slug="p",
            title="P",
            doi="10.1/x",
            arxiv="1706.03762",
            url="https://example.org/p",
            abstract="Its own.",
            submission=FILE,
            tasks=("qa-1", "t5"),
            methods=("m-1",),
            code=(
                Code(url="https://github.com/a/{b}", framework="jax", mentioned_in_paper=True),
                Code(url="https://github.com/a/c", official=True, mentioned_in_github=True),
            ),
        ),
        Paper(slug="unused-1", title="Unused", date="2019-05-06", proceeding="ACL 2019 7"),
    ]
    tables: dict[str, list[Any]] = {
        "areas": [Area(slug="nlp", name="Natural Language Processing", aliases=("NLP",))],
        "tasks": sorted(
            [
                Task(slug="qa", name="Q. A"),
                Task(slug="qa-1", name="Question", areas=("nlp",), aliases=("Q",)),
                *deep,
            ],
            key=lambda task: task.slug,
        ),
        "datasets": [
            Dataset(
                slug="d", name="D", parent="e", variants=("D 2",), loaders=("https://x.org",), license="MIT"
            ),
            Dataset(slug="e", name="E", full_name="Everything", tasks=("t59",), license="MIT"),
        ],
        "methods": [
            Method(
                slug="m",
                name="M",
                introduced=1999,
                collections=("A", "B"),
                areas=("nlp",),
                source="https://s.org",
            )
        ],
        "models": [Model(slug="m", name="M", aliases=("m 1",), submission=FILE)],
    }
    tables["methods"].append(Method(slug="m-1", name="M!"[:1] + "+", code="https://github.com/m/m"))
    locators = [
        *(
            Locator(locator=key, paper="p")
            for key in ("doi:10.1/x", "arxiv:1706.03762", "url:https://example.org/p")
        ),
        Locator(locator="url:https://other.org", paper="p"),
        Locator(locator="paper:old", paper="p"),
        Locator(locator="dataset:dd", dataset="d"),
        *(Locator(locator=f"sota:{board.slug}", board=board.key) for board in boards),
        Locator(locator="sota:older", board="qa/d"),
    ]
    entry = LogEntry(
        number=1,
        when="2026-11-22T12:00:00Z",
        kind="submission",
        file=FILE,
        blob="0" * 40,
        head="1" * 40,
        approved_by="Mia",
        promoter=2,
        results=dict.fromkeys(IDS[:2], "qa-1/d"),
        accepted=("PWC705",),
        overrides={"PWC817": "why"},
    )
    made = {f"{name}.jsonl": canonical.lines(records) for name, records in tables.items()}
    made |= {f"leaderboards/{board.key}.json": canonical.board_file(board) for board in boards}
    made["log/2026/11/22.jsonl"] = canonical.lines([entry])
    made |= _sharded("papers", papers, lambda paper: paper.slug)
    made |= _sharded("locators", sorted(locators, key=lambda one: one.locator), lambda one: one.locator)
    beside = Paper(slug="elsewhere", title="Elsewhere", abstract="Kept beside.")
    made[f"side-papers/{identity.shard('elsewhere')}.jsonl.gz"] = side_papers.pack([beside])
    return made


def _sharded(folder: str, records: list[Any], key: Callable[[Any], str]) -> dict[str, bytes]:
    shards: dict[str, list[Record]] = {}
    for record in records:
        shards.setdefault(f"{folder}/{identity.shard(key(record))}.jsonl", []).append(record)
    return {path: canonical.lines(found) for path, found in shards.items()}


def test_what_the_old_shapes_cannot_hold_comes_back(tmp_path: Path) -> None:
    folder = tmp_path / "catalog"
    for path, data in everything().items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    comes_back(folder, tmp_path)


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "packed"])
def test_our_own_catalog_comes_back(tmp_path: Path, packed: bool) -> None:
    comes_back(ROOT / "catalog", tmp_path, packed=packed)


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "packed"])
def test_equal_catalogs_give_equal_files_that_take_the_old_ones_place(tmp_path: Path, packed: bool) -> None:
    of = Catalog(DirectoryTree(ROOT))
    export_to(of, tmp_path / "one", packed=packed)
    before = files(tmp_path / "one")
    time.sleep(1.1)  # a moment of packing has seconds
    export_to(of, tmp_path / "one", packed=packed)
    assert files(tmp_path / "one") == before
    assert len(before) == 5


def test_a_catalog_that_cannot_be_read_changes_no_dump(pwc_command: Command, tmp_path: Path) -> None:
    import_dumps(written(tmp_path / "in", evaluation_tables=table(row("A", 1))), tmp_path / "catalog")
    export_to(Catalog(tree(tmp_path / "catalog")), tmp_path / "out")
    before = files(tmp_path / "out")
    (tmp_path / "catalog/datasets.jsonl").write_text("{broken")
    done = pwc_command("archive", "export", "out", "--catalog", "catalog", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (3, "")
    assert "datasets.jsonl:1" in done.stderr
    assert "Traceback" not in done.stderr
    assert files(tmp_path / "out") == before


def test_an_old_reader_finds_the_old_keys_and_one_more(pwc_command: Command, tmp_path: Path) -> None:
    paths = written(
        tmp_path / "in",
        evaluation_tables=table(row("A", "86.3*", paper_url=ADDRESSES[0]), row("B", 90)),
        papers_with_abstracts=[PAPER],
    )
    import_dumps(paths, tmp_path / "catalog")
    done = pwc_command("archive", "export", "out", "--catalog", "catalog", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    tasks = json.loads((tmp_path / "out/evaluation-tables.json").read_text())
    entry = next(task for task in tasks if task["datasets"])
    own = {"task", "description", "categories", "synonyms", "source_link", "subtasks", "datasets"}
    assert set(entry) == own | {KEY}
    shown = entry["datasets"][0]["sota"]["rows"]
    assert [(one["model_name"], one["metrics"]) for one in shown] == [
        ("B", {"Accuracy": "90"}),
        ("A", {"Accuracy": "86.3*"}),
    ]
    assert shown[1]["paper_url"] == "https://arxiv.org/abs/1706.03762"
    paper = json.loads((tmp_path / "out/papers-with-abstracts.json").read_text())[0]
    assert {key: paper[key] for key in ("title", "abstract", "arxiv_id", "tasks", "date")} == {
        key: PAPER[key] for key in ("title", "abstract", "arxiv_id", "tasks", "date")
    }


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(ODD.all() | FEW.all())
def test_whatever_was_imported_comes_back(dumps: Any) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        paths = written(folder / "in", **{name.replace("-", "_"): items for name, items in dumps.items()})
        try:
            import_dumps(paths, folder / "catalog")
        except BadDumpError:
            return
        assert check(tree(folder / "catalog")).findings == ()
        comes_back(folder / "catalog", folder)
