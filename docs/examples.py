"""Examples for the rules' pages: the tests' fixtures, judged with the tests' catalog by the real run.

A rule of a pull request, of a file before it is read, or of the catalog has no fixture that an editor could
hold; what is wrong for those is made here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from pwc import identity
from pwc.catalog import Catalog
from pwc.tree import Change, EmptyTree, OverlayTree
from tests.conftest import small_catalog
from tests.validator.conftest import with_histories
from validator import catalog_check
from validator.change import ChangeSet
from validator.entry import Entry
from validator.quote import visible
from validator.report import text
from validator.rule_page import Documentation, Example
from validator.run import Report, judge_change, run

FIXTURES = Path(__file__).parent.parent / "tests" / "validator" / "fixtures"
TODAY = date(2026, 11, 22)
PATH = "submissions/2026/11/my-paper.yaml"
MOST = 3  # wrong examples on one page
LINES, COLUMNS = 30, 110  # what a page shows of one file

GOOD = b"""\
paper: {arxiv: "1706.03762"}
results:
  - {task: Question Answering, dataset: COPA, model: Transformer (small), metrics: {Accuracy: 60.1}}
"""
BOARD = "catalog/leaderboards/question-answering/copa.json"
PAPER = identity.paper_path("attention-is-all-you-need")


def wrong(about: Documentation) -> list[Example]:
    """What the rule finds: a few files with the report on each, those first that a page shows whole."""
    if about.code in MADE:
        title, report = MADE[about.code]()
        return [_example(about.code, title, None, report)]
    examples = [_judged(about.code, file) for file in _fixtures(about, "bad")]
    return [example for example in examples if example is not None][:MOST]


def right(about: Documentation) -> list[Example]:
    """How it looks when the rule has nothing to find: the first file that a page shows whole."""
    return [Example(_title(file), _page_text(file.read_text("utf-8"))) for file in _fixtures(about, "ok")][:1]


def _fixtures(about: Documentation, kind: str) -> list[Path]:
    files = (FIXTURES / f"{about.code}-{about.name}").glob(f"{kind}-*.yaml")
    return sorted(files, key=lambda file: (not _fits(file.read_text("utf-8")), file.stem))


def _fits(content: str) -> bool:
    lines = content.splitlines()
    return len(lines) <= LINES and all(len(line) <= COLUMNS for line in lines)


def _judged(code: str, file: Path) -> Example | None:
    """A fixture as an example, without the marks of the tests unless the rule finds only the marked file."""
    marked = file.read_text("utf-8")
    plain = re.sub(rf"\s*(# )?<- {code}.*", "", marked)
    for content in (plain, marked):
        report = _run(content.encode())
        if any(finding.code == code for finding in report.findings):
            return _example(code, _title(file), _page_text(content), report)
    return None


def _example(code: str, title: str, content: str | None, report: Report) -> Example:
    """What this rule alone says, and without the summary, which only points to this page."""
    found = tuple(finding for finding in report.findings if finding.code == code)
    if not found:
        raise ValueError(f"the example of {code} does not show it")
    own = Report(report.files, found)
    said = text.render(own).removesuffix(text.summary(own)).rstrip()
    return Example(title, content, said, all(finding.edit is not None for finding in found))


def _title(file: Path) -> str:
    return file.stem.partition("-")[2].replace("-", " ")


def _page_text(content: str) -> str:
    lines = content.splitlines()
    shown = [visible(line.replace("\t", "→   ")) for line in lines[:LINES]]
    shown = [f"{line[:COLUMNS]}…" if len(line) > COLUMNS else line for line in shown]
    return "\n".join([*shown, "…"] if len(lines) > LINES else shown)


def _run(data: bytes, *, path: str = PATH, mode: str = "100644", files: Mapping[str, bytes] = {}) -> Report:
    tree = OverlayTree(EmptyTree(), with_histories(small_catalog()) | dict(files))
    return run([Entry(path, data, mode)], Catalog(tree), TODAY)


def _file(title: str, data: bytes = GOOD, **where: str) -> tuple[str, Report]:
    return title, _run(data, path=where.get("path", PATH), mode=where.get("mode", "100644"))


def _change(title: str, *changes: tuple[str, str]) -> tuple[str, Report]:
    modes = {"A": ("000000", "100644"), "M": ("100644", "100644"), "D": ("100644", "000000")}
    found = (Change(path, status, *modes[status], "0" * 40) for status, path in changes)
    return title, judge_change(ChangeSet(tuple(found)))


def _catalog(title: str, path: str, old: str, new: str) -> tuple[str, Report]:
    files = small_catalog()
    files[path] = files[path].replace(old.encode(), new.encode(), 1)
    return title, catalog_check.check(OverlayTree(EmptyTree(), files))


def _unreadable_catalog() -> tuple[str, Report]:
    return "a line of the catalog that is cut off", _run(GOOD, files={"catalog/tasks.jsonl": b'{"slug":"a'})


MADE: Mapping[str, Callable[[], tuple[str, Report]]] = {
    "PWC002": _unreadable_catalog,
    "PWC101": lambda: _file("capitals and another ending", path="submissions/2026/11/MyPaper.yml"),
    "PWC102": lambda: _file("no folder of a month", path="submissions/my-paper.yaml"),
    "PWC103": lambda: _file("a symbolic link", b"", mode="120000"),
    "PWC110": lambda: _change("another file beside a submission", ("A", PATH), ("M", "README.md")),
    "PWC111": lambda: _change(
        "an accepted submission is edited", ("M", "submissions/2026/10/alexatm-20b.yaml")
    ),
    "PWC112": lambda: _change(
        "fifty-one files", *(("A", f"submissions/2026/11/paper-{number}.yaml") for number in range(51))
    ),
    "PWC113": lambda: _change("nothing at all"),
    "PWC201": lambda: _file("a file of a megabyte", GOOD + b"# more and more\n" * 65536),
    "PWC202": lambda: _file("Latin-1", GOOD + "# caf\u00e9\n".encode("latin-1")),
    "PWC203": lambda: _file("a mark at the beginning", b"\xef\xbb\xbf" + GOOD),
    "PWC204": lambda: _file("a colour for terminals", GOOD.replace(b"small", b"\x1b[31msmall")),
    "PWC205": lambda: _file("a comment that runs on", GOOD + b"#" * 20_000 + b"\n"),
    "PWC901": lambda: _catalog("a key that is no field", BOARD, '"model"', '"modle"'),
    "PWC902": lambda: _catalog("a value in words", BOARD, '"78.0"', '"seventy-eight"'),
    "PWC903": lambda: _catalog("a space that does not belong", BOARD, '"value":"78.0"', '"value": "78.0"'),
    "PWC904": lambda: _catalog(
        "a board in another's file", BOARD, '"dataset":"copa"', '"dataset":"imagenet"'
    ),
    "PWC905": lambda: _catalog(
        "one slug twice", "catalog/datasets.jsonl", '"slug":"imagenet"', '"slug":"copa"'
    ),
    "PWC906": lambda: _catalog(
        "a paper that is not there", BOARD, '"paper":"attention', '"paper":"inattention'
    ),
    "PWC907": lambda: _catalog("an identifier of another paper", PAPER, '"arxiv":"1706', '"arxiv":"1707'),
    "PWC908": lambda: _catalog(
        "a task within itself",
        "catalog/tasks.jsonl",
        '"name":"Question Answering"',
        '"name":"Question Answering","parents":["question-answering"]',
    ),
    "PWC909": lambda: _catalog(
        "a number left out", "catalog/log/2026/10/05.jsonl", '"number":1', '"number":2'
    ),
    "PWC910": lambda: _catalog("results that the log does not have", BOARD, "", ""),
}
"""What no fixture can show, by code, made when it is asked for."""
