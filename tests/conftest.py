"""What all tests share: hypothesis without a clock, a small catalog, and the real command line."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from pwc import canonical, identity, locator
from pwc.catalog import Catalog
from pwc.record import (
    Area,
    Board,
    Dataset,
    Locator,
    LogEntry,
    Method,
    Metric,
    Paper,
    Record,
    Result,
    Task,
    Value,
)
from pwc.tree import EmptyTree, OverlayTree
from tests.repository import FIRST, Repository

settings.register_profile(
    "pwc", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
settings.load_profile("pwc")

ACCEPTED_PATH = "submissions/2026/10/alexatm-20b.yaml"
ACCEPTED = b"""\
paper:
  title: "AlexaTM 20B: Few-Shot Learning Using a Large-Scale Multilingual Seq2Seq Model"
  arxiv: "2208.01448"
  date: 2022-08-02
results:
  - task: Question Answering
    dataset: COPA
    model: AlexaTM 20B
    metrics: {Accuracy: 78.0}
    setting: zero-shot
"""

Command = Callable[..., subprocess.CompletedProcess[str]]
"""The shape of the fixture ``pwc_command``."""


def _areas() -> list[Record]:
    return [
        Area(slug="computer-vision", name="Computer Vision"),
        Area(slug="natural-language-processing", name="Natural Language Processing", aliases=("NLP",)),
    ]


def _tasks() -> list[Record]:
    return [
        Task(slug="coreference-resolution", name="Coreference Resolution"),
        Task(slug="image-classification", name="Image Classification", areas=("computer-vision",)),
        Task(slug="question-answering", name="Question Answering", aliases=("QA",)),
    ]


def _datasets() -> list[Record]:
    return [
        Dataset(slug="copa", name="COPA", full_name="Choice of Plausible Alternatives"),
        Dataset(slug="imagenet", name="ImageNet", aliases=("ILSVRC 2012",)),
        Dataset(slug="winograd-schema-challenge", name="Winograd Schema Challenge"),
    ]


def _methods() -> list[Record]:
    return [Method(slug="pointnet", name="PointNet"), Method(slug="transformer", name="Transformer")]


def _papers() -> list[Paper]:
    return [
        Paper(
            slug="alexatm-20b-few-shot-learning-using-a-large",
            title="AlexaTM 20B: Few-Shot Learning Using a Large-Scale Multilingual Seq2Seq Model",
            arxiv="2208.01448",
            date="2022-08-02",
            submission=ACCEPTED_PATH,
        ),
        Paper(
            slug="attention-is-all-you-need",
            title="Attention Is All You Need",
            arxiv="1706.03762",
            doi="10.5555/3295222.3295349",
            date="2017-06-12",
            authors=("Ashish Vaswani", "Noam Shazeer"),
        ),
        Paper(
            slug="deep-residual-learning-for-image-recognition",
            title="Deep Residual Learning for Image Recognition",
            arxiv="1512.03385",
            date="2015-12-10",
        ),
    ]


def _boards() -> list[Board]:
    imported = "submissions/2026/10/before.yaml"
    return [
        Board(
            slug="question-answering-on-copa",
            task="question-answering",
            dataset="copa",
            metrics=(Metric(name="Accuracy", better="higher", scale="percent", min="0", max="100"),),
            results=(
                Result(
                    id=identity.result_id(ACCEPTED_PATH, 0),
                    model="AlexaTM 20B",
                    paper="alexatm-20b-few-shot-learning-using-a-large",
                    metrics={"Accuracy": Value(value="78.0")},
                    setting="zero-shot",
                    added="2026-10-05",
                    submission=ACCEPTED_PATH,
                ),
                Result(
                    id=identity.result_id(imported, 7),
                    model="Transformer (big)",
                    paper="attention-is-all-you-need",
                    metrics={"Accuracy": Value(value="71.20")},
                    added="2026-10-01",
                    submission=imported,
                ),
            ),
        ),
        Board(
            slug="image-classification-on-imagenet",
            task="image-classification",
            dataset="imagenet",
            metrics=(
                Metric(name="Top 1 Accuracy", better="higher", scale="percent", min="0", max="100"),
                Metric(name="GFLOPs", better="lower", scale="none"),
            ),
            results=(
                Result(
                    id=identity.result_id(imported, 8),
                    model="ResNet-152",
                    paper="deep-residual-learning-for-image-recognition",
                    metrics={"Top 1 Accuracy": Value(value="78.57")},
                    added="2026-10-01",
                    submission=imported,
                ),
            ),
        ),
        Board(
            slug="coreference-resolution-on-winograd-schema",
            task="coreference-resolution",
            dataset="winograd-schema-challenge",
            metrics=(Metric(name="F1", better="higher", scale="fraction", min="0", max="1"),),
        ),
    ]


def _log() -> list[Record]:
    return [
        LogEntry(
            number=1,
            when="2026-10-05T09:30:00Z",
            kind="submission",
            file=ACCEPTED_PATH,
            blob=identity.blob_id(ACCEPTED),
            head="0" * 40,
            approved_by="maintainer",
            promoter=1,
            pull_request=12,
            results={identity.result_id(ACCEPTED_PATH, 0): "question-answering/copa"},
        )
    ]


def small_catalog() -> dict[str, bytes]:
    """A catalog with one of everything, as its files."""
    papers, boards = _papers(), _boards()
    files = {
        "catalog/areas.jsonl": canonical.lines(_areas()),
        "catalog/tasks.jsonl": canonical.lines(_tasks()),
        "catalog/datasets.jsonl": canonical.lines(_datasets()),
        "catalog/methods.jsonl": canonical.lines(_methods()),
        "catalog/log/2026/10/05.jsonl": canonical.lines(_log()),
    }
    files |= {identity.board_path(b.task, b.dataset): canonical.board_file(b) for b in boards}
    found = [
        Locator(locator=key, paper=paper.slug)
        for paper in papers
        for key in locator.locators({"arxiv": paper.arxiv, "doi": paper.doi})
    ]
    found += [Locator(locator=f"sota:{board.slug}", board=board.key) for board in boards]
    for entry in sorted(found, key=lambda entry: entry.locator):
        path = identity.locator_path(entry.locator)
        files[path] = files.get(path, b"") + canonical.lines([entry])
    for paper in papers:
        path = identity.paper_path(paper.slug)
        files[path] = files.get(path, b"") + canonical.lines([paper])
    return files


@pytest.fixture(scope="session")
def catalog_files() -> dict[str, bytes]:
    """The small catalog's files; copy before changing."""
    return small_catalog()


@pytest.fixture(scope="session")
def catalog(catalog_files: dict[str, bytes]) -> Catalog:
    """The small catalog, in memory."""
    return Catalog(OverlayTree(EmptyTree(), catalog_files))


@pytest.fixture(scope="session")
def accepted_file() -> tuple[str, bytes]:
    """The path and the bytes of the submission that the small catalog has accepted."""
    return ACCEPTED_PATH, ACCEPTED


@pytest.fixture
def checkout(tmp_path: Path, catalog_files: dict[str, bytes]) -> Path:
    """A directory with the small catalog and the submission that it accepted."""
    root = tmp_path / "checkout"
    for path, data in (catalog_files | {ACCEPTED_PATH: ACCEPTED}).items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    return root


@pytest.fixture
def pwc_command() -> Command:
    """The real ``pwc`` in a process of its own: ``pwc_command("validate", "x.yaml", cwd=folder)``."""

    def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-W", "error", "-m", "pwc", *arguments],
            cwd=cwd,
            env={**os.environ, "PYTHONUTF8": "1"},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


@pytest.fixture
def empty(tmp_path: Path) -> Repository:
    """A repository with a README on main and no catalog yet."""
    return _begun(tmp_path / "repository")


def _begun(path: Path) -> Repository:
    path.mkdir()
    repository = Repository(path)
    repository.git("init", "--quiet", "--initial-branch=main")
    repository.git("config", "user.name", "Mia Maintainer")
    repository.commit({"README.md": "A community's results.\n"})
    return repository


@pytest.fixture(scope="session")
def merged_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What ``repository`` is a copy of: making it takes longer than most tests."""
    made = _begun(tmp_path_factory.mktemp("merged-once") / "repository")
    made.offer("first", FIRST)
    done = made.pwc("merge", "first", "--approved-by", "Mia Maintainer")
    assert done.returncode == 0, done.stdout + done.stderr
    return made.path


@pytest.fixture
def repository(merged_once: Path, tmp_path: Path) -> Repository:
    """A repository whose catalog has one accepted submission and one board."""
    path = tmp_path / "repository"
    shutil.copytree(merged_once, path, symlinks=True)
    repository = Repository(path)
    repository.git("update-index", "--refresh")
    return repository
