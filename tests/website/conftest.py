"""A catalog with everything that the website shows, some of it hostile, and readers for the built pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest
from click.testing import CliRunner

from pwc import canonical, identity, locator
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
    Paper,
    Result,
    Task,
    Value,
)
from website.cli import site

EVIL = "<script>alert(1)</script>"
FORMULA = '=HYPERLINK("http://evil.example","x")'
SCRIPT_ADDRESS = "javascript:alert(document.domain)"
SUBMISSION = "submissions/2026/11/conformer.yaml"

FORMER = (
    Locator(locator="paper:old-conformer", paper="conformer"),
    Locator(locator="sota:asr-on-ls", board="speech-recognition/librispeech"),
    Locator(locator="sota:speech-recognition-on-librispeech", board="speech-recognition/librispeech"),
    Locator(locator="task:asr", task="speech-recognition"),
)
"""Slugs that records had before, and as in every catalog the one that the board has."""

Command = Callable[..., CompletedProcess[str]]
Files = dict[str, bytes]


def make_result(number: int, model: str, paper: str, value: str, **fields: Any) -> Result:
    """A result on the board with one metric, WER."""
    return Result(
        id=identity.result_id(SUBMISSION, number),
        model=model,
        paper=paper,
        metrics={"WER": Value(value=value)},
        added="2026-11-22",
        submission=SUBMISSION,
        **fields,
    )


def make_papers() -> list[Paper]:
    """Three ordinary papers on speech, and one written by an attacker."""
    return [
        Paper(
            slug="deep-speech-2",
            title="Deep Speech 2: End-to-End Speech Recognition",
            arxiv="1512.02595",
            date="2015-12-08",
            authors=tuple(f"Author {number}" for number in range(1, 25)),
        ),
        Paper(
            slug="conformer",
            title="Conformer: Convolution-augmented Transformer",
            arxiv="2005.08100",
            date="2020-05-16",
            authors=("Anmol Gulati", "James Qin"),
            abstract="First line.\nSecond line & more.",
            tasks=("speech-recognition",),
            methods=("conformer",),
            code=(
                Code(url="https://github.com/other/conformer"),
                Code(url="https://github.com/first/conformer", official=True),
            ),
            submission=SUBMISSION,
        ),
        Paper(slug="undated", title="A Paper Without a Date", url="https://example.org/paper"),
        Paper(
            slug="evil",
            title=f"{EVIL} {FORMULA} \"'&amp; bell\x07",
            url=SCRIPT_ADDRESS,
            pdf=SCRIPT_ADDRESS,
            date="2021-02-03",
            authors=('<img src=x onerror="alert(1)">',),
            abstract=f"</p>{EVIL}",
            tasks=("speech-recognition",),
            methods=("evil",),
            code=(Code(url=SCRIPT_ADDRESS), Code(url='https://example.org/"onclick="alert(1)')),
        ),
    ]


def make_board() -> Board:
    """A board where lower is better, with a tie, a disputed and a retracted result."""
    return Board(
        slug="speech-recognition-on-librispeech",
        task="speech-recognition",
        dataset="librispeech",
        metrics=(
            Metric(name="WER", better="lower", scale="percent"),
            Metric(name="Speed", better="higher", scale="none", inferred=True),
        ),
        results=(
            make_result(0, "Deep Speech 2", "deep-speech-2", "5.33", extra_training_data=True),
            make_result(1, "Conformer (M)", "conformer", "2.30", setting="without a language model"),
            make_result(2, "Conformer (L)", "conformer", "2.3", evidence=Evidence(table="Table 2", page=3)),
            make_result(3, "Whisperer", "undated", "3.1", status="disputed", reason="Another test set."),
            make_result(4, "Too good", "conformer", "0.0001", status="retracted", reason="A misprint."),
            make_result(
                5,
                f"{EVIL}{FORMULA}",
                "evil",
                "9.9",
                setting=EVIL,
                status="disputed",
                reason=EVIL,
                evidence=Evidence(url=SCRIPT_ADDRESS, section=EVIL),
            ),
        ),
    )


def make_files() -> Files:
    """The catalog, as its files."""
    papers, board = make_papers(), make_board()
    areas = [Area(slug="speech", name="Speech")]
    tasks = [
        Task(slug="keyword-spotting", name="Keyword Spotting", parents=("speech-recognition",)),
        Task(slug="music", name="Music Transcription"),
        Task(slug="speech-recognition", name="Speech Recognition", areas=("speech",), description=EVIL),
    ]
    datasets = [
        Dataset(slug="librispeech", name="LibriSpeech", url="https://www.openslr.org/12", aliases=("LS",)),
        *(Dataset(slug=f"set-{n}", name=f"Set {n}", tasks=("speech-recognition",)) for n in range(8)),
        Dataset(slug="unused", name=f"Unused {EVIL}", url="data:text/html,x", tasks=("music",)),
    ]
    methods = [
        Method(slug="conformer", name="Conformer", paper="https://arxiv.org/pdf/2005.08100v1"),
        Method(slug="evil", name=EVIL, paper=SCRIPT_ADDRESS),
    ]
    entry = LogEntry(
        number=7,
        when="2026-11-22T12:00:00Z",
        kind="submission",
        file=SUBMISSION,
        blob="1" * 40,
        head="2" * 40,
        approved_by="maintainer",
        promoter=1,
    )
    files = {
        "catalog/areas.jsonl": canonical.lines(areas),
        "catalog/tasks.jsonl": canonical.lines(tasks),
        "catalog/datasets.jsonl": canonical.lines(datasets),
        "catalog/methods.jsonl": canonical.lines(methods),
        "catalog/log/2026/11/22.jsonl": canonical.lines([entry]),
        identity.board_path(board.task, board.dataset): canonical.board_file(board),
    }
    for paper in papers:
        _add(files, identity.paper_path(paper.slug), canonical.lines([paper]))
        for key in locator.locators({"arxiv": paper.arxiv}):
            _add(files, identity.locator_path(key), canonical.lines([Locator(locator=key, paper=paper.slug)]))
    for former in FORMER:
        _add(files, identity.locator_path(former.locator), canonical.lines([former]))
    return files


def _add(files: Files, path: str, data: bytes) -> None:
    files[path] = files.get(path, b"") + data


def write_files(root: Path, files: Mapping[str, bytes]) -> None:
    """Write a tree of files."""
    for path, data in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)


LEADING_ON = {
    *("paper/old-conformer/index.html", "sota/asr-on-ls/index.html", "task/asr/index.html"),
    *("contribute/index.html", "greatest/index.html", "latest/index.html", "trending/index.html"),
}
"""Addresses that records or lists had before: pages that lead on."""


class Site:
    """A built site, read as a browser reads it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._pages: dict[str, Element] = {}

    def files(self) -> dict[str, bytes]:
        """All files by their path."""
        found = (file for file in self.root.rglob("*") if file.is_file())
        return {file.relative_to(self.root).as_posix(): file.read_bytes() for file in found}

    def served(self) -> dict[str, bytes]:
        """All files but what the build keeps for itself, which holds what this machine says of files."""
        return {path: data for path, data in self.files().items() if not path.startswith(".")}

    def paths(self) -> list[str]:
        """The paths of all pages."""
        return sorted(path for path in self.files() if path.endswith(".html"))

    def page(self, path: str) -> Element:
        """A page, which must be faultless HTML."""
        if path not in self._pages:
            parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
            self._pages[path] = parser.parse((self.root / path).read_bytes(), transport_encoding="utf-8")
        return self._pages[path]


def text_of(element: Element) -> str:
    """All text in an element, with its spaces folded."""
    return " ".join("".join(element.itertext()).split())


def table(page: Element, name: str) -> list[list[str]]:
    """The text of a table's cells, by the name of the region that it stands in."""
    region = next(e for e in page.iter("div") if e.get("aria-label") == name)
    return [[text_of(cell) for cell in row if cell.tag in {"td", "th"}] for row in region.iter("tr")]


@pytest.fixture
def speech_files() -> Files:
    """The catalog's files; the test's own to change."""
    return make_files()


@pytest.fixture
def world(tmp_path: Path, speech_files: Files) -> Path:
    """A checkout with that catalog."""
    root = tmp_path / "world"
    write_files(root, speech_files)
    return root


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site of that catalog, built once and only to be read."""
    root = tmp_path_factory.mktemp("built")
    write_files(root, make_files())
    arguments = ["build", "--catalog", str(root / "catalog"), "--out", str(root / "site")]
    CliRunner().invoke(site, arguments, catch_exceptions=False)
    return Site(root / "site")
