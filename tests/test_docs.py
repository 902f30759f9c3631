"""Documents that match the code: commands, examples, links, schema headers."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click
import pytest

from docs import generate
from pwc.catalog import Catalog
from pwc.cli import CATALOG_PARTS, PARTS, cli, load
from pwc.tree import DirectoryTree
from validator.entry import Entry
from validator.registry import RETIRED
from validator.rule_page import documented
from validator.run import run

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def _commands(text: str) -> Iterator[list[str]]:
    """Every ``pwc …`` and ``make …`` that a page shows in a code block or between backticks."""
    blocks = re.findall(r"```(?:sh|text)\n(.*?)```", text, re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    for line in [*lines, *re.findall(r"`((?:pwc|make) [^`]+)`", text)]:
        words = shlex.split(line.split("#")[0]) if line.startswith(("pwc ", "make ")) else []
        if words:
            yield words


def test_the_reference_is_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, "docs/generate.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"run: python docs/generate.py\n{done.stdout}{done.stderr}"


@pytest.mark.parametrize("words", [[], ["validate"], ["catalog", "check"]], ids=" ".join)
def test_the_page_of_commands_has_the_options_that_they_print(words: list[str]) -> None:
    """In a process of its own: a command remembers how its help was called first."""
    done = subprocess.run(
        [sys.executable, "-m", "pwc", *words, "--help"], capture_output=True, text=True, check=True
    )
    page = (ROOT / "docs" / generate.COMMANDS).read_text()
    section = page.partition(f"## {' '.join(['pwc', *words])}\n")[2].partition("\n## ")[0]
    options = re.findall(r"^  (-.*?)(?:  |$)", done.stdout, re.MULTILINE)
    assert "-h, --help" in options
    assert options == re.findall(r"^  (-.*?)(?:  |$)", section, re.MULTILINE)


def test_a_page_that_is_missing_stale_or_surplus_is_out_of_date(tmp_path: Path) -> None:
    pages = {tmp_path / name: "as it should be" for name in ("good.md", "missing.md", "stale.md")}
    (tmp_path / "good.md").write_text("as it should be")
    (tmp_path / "stale.md").write_text("as it was")
    (tmp_path / "surplus.md").write_text("of a rule that has gone")
    found = [file.name for file in generate.out_of_date(pages, tmp_path)]
    assert found == ["missing.md", "stale.md", "surplus.md"]


def test_check_writes_nothing_and_without_it_all_is_put_right(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    docs = tmp_path / "docs"
    rules = docs / generate.RULES
    monkeypatch.setattr(generate, "DOCS", docs)
    monkeypatch.setattr(generate, "rule_pages", lambda: {"PWC999.md": "a page"})
    rules.mkdir(parents=True)
    (rules / "PWC998.md").write_text("of a rule that has gone")
    assert generate.main(["--check"]) == 1
    assert [file.name for file in rules.iterdir()] == ["PWC998.md"]
    assert generate.main([]) == 0
    assert [file.name for file in rules.iterdir()] == ["PWC999.md"]
    assert generate.main(["--check"]) == 0


def test_every_command_has_help_with_an_example() -> None:
    for part in (*PARTS.values(), *CATALOG_PARTS.values()):
        command = load(part)
        if not isinstance(command, click.Group):
            assert "Example" in (command.help or ""), command.name
            assert all(option.help for option in command.params if isinstance(option, click.Option))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_commands_on_pages_exist(page: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for words in _commands(page.read_text()):
        if words[0] == "make":
            assert words[1] in targets, words
            continue
        command: click.Command = cli
        rest = words[1:]
        while isinstance(command, click.Group) and rest and not rest[0].startswith("-"):
            found = command.get_command(click.Context(command), rest[0])
            assert found is not None, words
            command, rest = found, rest[1:]
        known = {option for parameter in command.params for option in parameter.opts}
        for word in rest:
            assert not word.startswith("--") or word in known | {"--help", "--version"}, words


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    prose = re.sub(r"^(`{3,})[a-z]*\n.*?\n\1$", "", page.read_text(), flags=re.DOTALL | re.MULTILINE)
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", prose):
        if not target.startswith("http"):
            assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_codes_on_pages_exist(page: Path) -> None:
    assert set(re.findall(r"PWC[0-9]{3}", page.read_text())) <= {*documented(), *RETIRED}


def _yaml_blocks(page: str) -> list[str]:
    return re.findall(r"```yaml\n(.*?)```", (ROOT / page).read_text(), re.DOTALL)


@pytest.mark.parametrize(
    ("page", "index"), [("README.md", 0), *(("CONTRIBUTING.md", index) for index in range(4))]
)
def test_the_example_to_copy_is_accepted_as_it_stands(page: str, index: int) -> None:
    text = _yaml_blocks(page)[index]
    entry = Entry("submissions/2026/11/example.yaml", text.encode())
    report = run([entry], Catalog(DirectoryTree(ROOT)), date(2026, 11, 22))
    assert report.findings == ()


def test_every_example_has_the_schemas_form() -> None:
    for text in _yaml_blocks("CONTRIBUTING.md"):
        entry = Entry("submissions/2026/11/example.yaml", text.encode())
        assert entry.document.problems == ()
        assert entry.schema_errors == []
