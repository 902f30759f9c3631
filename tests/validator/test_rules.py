"""Every rule by its fixtures: what it finds, at which line, and what it leaves alone.

``fixtures/<CODE>-<name>/bad-….yaml`` gives exactly that code (hints aside) at the lines marked ``<- CODE``;
``ok-….yaml`` gives no finding at all, hints aside. What no editor should touch is made here.
"""

from __future__ import annotations

import pkgutil
import re
from datetime import date
from pathlib import Path

import pytest

import validator.rules
from pwc.catalog import Catalog
from pwc.document import MAX_BYTES, MAX_LINE
from validator.entry import Entry
from validator.finding import Finding, Severity
from validator.registry import FAMILIES, all_rules
from validator.run import run

TODAY = date(2026, 11, 22)
FIXTURES = Path(__file__).parent / "fixtures"
STAGES = {"yaml", "schema", "content", "meaning"}
ELSEWHERE = {
    "PWC228": "test_schema_errors",
    **dict.fromkeys(("PWC809", "PWC816", "PWC818"), "test_corrections"),
    **dict.fromkeys(("PWC532", "PWC817"), "test_correcting"),
    **dict.fromkeys(("PWC820", "PWC821", "PWC822"), "test_attacks_on_corrections"),
}
"""Rules that no file can break against the small catalog, and where their tests are."""

OK = b"""\
paper: {arxiv: "1706.03762"}
results:
  - {task: Question Answering, dataset: COPA, model: Transformer (small), metrics: {Accuracy: 60.1}}
"""
_PADDING = b"# a comment of some length, to fill the file up to its limit\n"

MADE: dict[str, tuple[bytes, set[int]]] = {
    "PWC201/bad-one-byte-too-many": (OK + b"#" * (MAX_BYTES + 1 - len(OK)), {1}),
    "PWC201/ok-large": (OK + _PADDING * ((MAX_BYTES - len(OK)) // len(_PADDING)), set()),
    "PWC202/bad-utf-16": (OK.decode().encode("utf-16"), {1}),
    "PWC202/bad-latin-1": (OK + "# caf\u00e9\n".encode("latin-1"), {4}),
    "PWC202/ok-wide-characters": (OK + "# \u4e2d\u6587 \U0001f600\n".encode(), set()),
    "PWC203/bad-byte-order-mark": (b"\xef\xbb\xbf" + OK, {1}),
    "PWC203/ok-no-mark": (OK, set()),
    "PWC204/bad-raw-nul": (OK + b"# \x00\n", {4}),
    "PWC204/bad-raw-terminal-escape": (OK.replace(b"Transformer", b"\x1b[31mTransformer"), {3}),
    "PWC204/bad-escaped-terminal-escape": (OK.replace(b"Transformer (small)", b'"\\e[31mred"'), {3}),
    "PWC204/ok-windows-line-ends": (OK.replace(b"\n", b"\r\n"), set()),
    "PWC205/bad-comment-that-runs-on": (OK + b"#" * (MAX_LINE + 1) + b"\n", {4}),
    "PWC205/ok-longest-line": (OK + b"#" * MAX_LINE + b"\n", set()),
}


def judged(data: bytes, catalog: Catalog) -> tuple[Finding, ...]:
    report = run([Entry("submissions/2026/11/fixture.yaml", data)], catalog, TODAY)
    assert not report.unchecked, report.findings
    return report.findings


def judged_for(code: str, path: Path, catalog: Catalog) -> list[Finding]:
    """The findings on the fixture of a rule."""
    return list(judged(path.read_bytes(), catalog))


def fixtures(start: str) -> list[Path]:
    return sorted(FIXTURES.glob(f"*/{start}-*.yaml"))


def named(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


@pytest.mark.parametrize("code", [code for code, rule in all_rules().items() if rule.stage in STAGES])
def test_every_rule_has_a_good_and_a_bad_fixture(code: str) -> None:
    if code in ELSEWHERE:
        return
    kinds = {path.stem.partition("-")[0] for path in FIXTURES.glob(f"{code}-*/*.yaml")}
    kinds |= {name.partition("/")[2].partition("-")[0] for name in MADE if name.startswith(code)}
    assert kinds == {"bad", "ok"}


def test_every_folder_belongs_to_a_rule_and_holds_nothing_else() -> None:
    folders = {f"{rule.code}-{rule.name}" for rule in all_rules().values() if rule.stage in STAGES}
    for path in FIXTURES.rglob("*"):
        if path.is_dir():
            assert path.name in folders
        else:
            assert re.fullmatch(r"(bad|ok)-[a-z][a-z0-9-]*\.yaml", path.name), path.name
            assert not re.search(r"\d$", path.stem), "named for what it shows, never numbered"


@pytest.mark.parametrize("path", fixtures("bad"), ids=named)
def test_a_bad_file_gives_exactly_its_code_at_the_marked_lines(path: Path, catalog: Catalog) -> None:
    code = path.parent.name[:6]
    lines = path.read_text().splitlines()
    marked = {number for number, line in enumerate(lines, 1) if f"<- {code}" in line}
    assert marked, "mark the line with `# <- CODE`"
    found = judged_for(code, path, catalog)
    assert {f.code for f in found if f.severity is not Severity.HINT or f.code == code} == {code}
    assert {f.span.line for f in found if f.code == code} == marked


@pytest.mark.parametrize("path", fixtures("ok"), ids=named)
def test_a_good_file_gives_nothing(path: Path, catalog: Catalog) -> None:
    code = path.parent.name[:6]
    found = judged_for(code, path, catalog)
    assert [f for f in found if f.severity is not Severity.HINT or f.code == code] == []


@pytest.mark.parametrize("name", MADE)
def test_what_no_editor_should_touch(name: str, catalog: Catalog) -> None:
    data, lines = MADE[name]
    found = judged(data, catalog)
    assert {(f.code, f.span.line) for f in found} == {(name[:6], line) for line in lines}


@pytest.mark.parametrize("path", fixtures("bad"), ids=named)
def test_a_finding_points_into_its_file_and_says_how_to_mend_it(path: Path, catalog: Catalog) -> None:
    lines = path.read_text().splitlines()
    for finding in judged(path.read_bytes(), catalog):
        assert finding.message
        assert not finding.message.endswith(".")
        assert finding.fix or finding.code == "PWC223"
        assert 1 <= finding.span.line <= len(lines) + 1
        if finding.span.line <= len(lines):
            assert finding.source == lines[finding.span.line - 1]
            assert 1 <= finding.span.column <= len(finding.source) + 1
        assert "\n" not in f"{finding.message}{finding.fix}"


def test_rules_are_documented_and_named_once() -> None:
    rules = all_rules().values()
    assert len({rule.name for rule in rules}) == len(rules)
    for rule in rules:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rule.name), rule.code
        assert rule.title.endswith("."), rule.code
        assert "\n" not in rule.title, rule.code
        assert rule.why.endswith("."), rule.code
        assert rule.fix.endswith("."), rule.code


def test_every_family_s_file_is_registered() -> None:
    files = {module.name for module in pkgutil.iter_modules(validator.rules.__path__)}
    assert files == {family for families in FAMILIES.values() for family in families}
