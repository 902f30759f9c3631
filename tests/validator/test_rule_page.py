"""The pages of the rules: complete, true, and inert whatever a docstring or a fixture holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from docs import examples
from pwc.catalog import Catalog
from pwc.tree import EmptyTree, OverlayTree
from validator import registry, rule_page
from validator.entry import Entry
from validator.finding import Severity
from validator.rule_page import OF_THE_RUN, Documentation, Example, documented, index, page, retired_page
from validator.run import run

ROOT = Path(__file__).parent.parent.parent
FIXTURES = Path(__file__).parent / "fixtures"
WITH_FIXTURES = sorted({folder.name[:6] for folder in FIXTURES.iterdir()} & {*documented()})

ABOUT = Documentation(
    "PWC999", "stand-in", Severity.HINT, "It looks at nothing.", "A title.", "because.", "stop."
)
GOOD = b"""\
paper: {arxiv: "1706.03762"}
results:
  - {task: Question Answering, dataset: COPA, model: Transformer (small), metrics: {Accuracy: 60.1}}
"""


class RaisingTree(EmptyTree):
    """A catalog that makes a rule fail in a way that nobody expects."""

    def read(self, path: str) -> bytes | None:
        if path == "catalog/tasks.jsonl":
            raise RuntimeError(path)
        return None


def test_the_stages_the_weights_and_the_families_are_all_told_in_words() -> None:
    assert set(rule_page.LOOKS_AT) == set(registry.FAMILIES)
    assert set(rule_page.WEIGHT) == set(Severity)
    assert {code[3] for code in documented()} <= set(rule_page.FAMILIES)


def test_the_run_s_own_codes_are_documented_as_the_run_gives_them() -> None:
    broken = OverlayTree(EmptyTree(), {"catalog/tasks.jsonl": b"no record\n"})
    given = set()
    for tree in (broken, RaisingTree()):
        report = run([Entry("submissions/2026/11/x.yaml", GOOD)], Catalog(tree), date(2026, 11, 22))
        given |= {(f.code, f.name, f.severity) for f in report.findings if f.code.startswith("PWC0")}
    assert given == {(own.code, own.name, own.severity) for own in OF_THE_RUN}


def test_every_code_that_a_program_names_is_documented() -> None:
    programs = [file for folder in ("pwc", "validator", "mergebot") for file in (ROOT / folder).rglob("*.py")]
    named = {code for file in programs for code in re.findall(r"PWC[0-9]{3}", file.read_text("utf-8"))}
    assert named <= {*documented(), *registry.RETIRED}


def test_the_index_leads_to_every_page() -> None:
    links = re.findall(r"\]\((PWC[0-9]{3})\.md\)", index())
    assert sorted(links) == sorted({*documented(), *registry.RETIRED})


@pytest.mark.parametrize("code", WITH_FIXTURES)
def test_a_rule_with_fixtures_shows_them(code: str) -> None:
    about = documented()[code]
    wrong, right = examples.wrong(about), examples.right(about)
    assert wrong
    assert right
    assert all(f" {code} {about.name}: " in (example.report or "") for example in wrong)


@pytest.mark.parametrize("code", examples.MADE)
def test_what_is_made_for_a_page_shows_its_rule(code: str) -> None:
    about = documented()[code]
    assert f" {code} {about.name}: " in (examples.wrong(about)[0].report or "")


@pytest.mark.parametrize("code", WITH_FIXTURES)
def test_no_example_shows_the_marks_of_the_tests(code: str) -> None:
    for example in examples.wrong(documented()[code]):
        assert "<- PWC" not in f"{example.text}{example.report}"


def test_a_page_says_all_that_is_known() -> None:
    wrong = Example("a slip", "model: x", "x.yaml:1:1: hint PWC999", mends_itself=True)
    text = page(ABOUT, [wrong], [Example("no slip", "model: y")])
    assert text.startswith("# PWC999 stand-in\n\nA title.\n\n**Why:** because.\n\n**Fix:** stop.\n\nHint: ")
    assert "## Wrong: a slip\n\n```yaml\nmodel: x\n```\n\n```text\nx.yaml:1:1: hint PWC999\n```\n" in text
    assert "--fix" in text
    assert "## Right: no slip\n\n```yaml\nmodel: y\n```\n" in text


def _outside_blocks(text: str) -> Iterator[str]:
    """The lines of a page that Markdown does not take as they are."""
    fence = ""
    for line in text.splitlines():
        ticks = re.match(r"`{3,}", line)
        if fence:
            fence = "" if line == fence else fence
        elif ticks:
            fence = ticks[0]
        else:
            yield line


def test_what_a_fixture_holds_cannot_leave_its_block() -> None:
    hostile = 'title: "<script>"\n```\n# <img src=x onerror=alert(1)>\n````\n[x](javascript:alert(1))'
    lines = list(_outside_blocks(page(ABOUT, [Example("hostile", hostile, hostile)], [])))
    assert lines[-1].startswith("[All rules]")
    assert not [line for line in lines if "<" in line or "javascript" in line]


def test_a_docstring_s_angle_brackets_are_text() -> None:
    about = Documentation(
        "PWC999", "x", Severity.HINT, "", "Not in <year>/*, but `<year>/*` [a](b).", "w.", "f."
    )
    assert "Not in \\<year>/\\*, but `<year>/*` \\[a\\](b)." in page(about, [], [])


def test_characters_that_nobody_sees_are_shown(tmp_path: Path) -> None:
    assert examples._page_text("a\tb\u202ec\n") == "a→   b\\u{202e}c"


def test_long_files_and_lines_are_cut() -> None:
    assert examples._page_text("x" * 500) == "x" * examples.COLUMNS + "…"
    assert examples._page_text("x\n" * 500).splitlines() == ["x"] * examples.LINES + ["…"]


def test_an_example_that_does_not_show_its_rule_is_refused(catalog: Catalog) -> None:
    report = run([Entry("submissions/2026/11/x.yaml", GOOD)], catalog, date(2026, 11, 22))
    with pytest.raises(ValueError, match="PWC302"):
        examples._example("PWC302", "nothing wrong", None, report)


def test_a_retired_code_keeps_a_page_and_a_line_in_the_index(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "RETIRED", {"PWC499": "Links are no longer looked at; see PWC225."})
    assert "retired" in retired_page("PWC499", registry.RETIRED["PWC499"])
    assert "- [PWC499](PWC499.md): Links are no longer looked at; see PWC225." in index()
