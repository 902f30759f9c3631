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

from pwc.catalog import Catalog
from pwc.cli import CATALOG_PARTS, PARTS, cli, load
from pwc.tree import DirectoryTree
from validator.entry import Entry
from validator.registry import all_rules
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
    done = subprocess.run([sys.executable, "docs/generate.py", "--check"], cwd=ROOT, check=False)
    assert done.returncode == 0, "run: python docs/generate.py"


def test_every_command_has_help_with_an_example() -> None:
    for part in (*PARTS.values(), *CATALOG_PARTS.values()):
        command = load(part)
        if not isinstance(command, click.Group):
            assert "Example" in (command.help or ""), command.name
            assert all(option.help for option in command.params if isinstance(option, click.Option))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_commands_on_pages_exist(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
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
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text()):
        if not target.startswith("http"):
            assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_codes_on_pages_exist(page: Path) -> None:
    known = {*all_rules(), "PWC001", "PWC002"}
    assert set(re.findall(r"PWC[0-9]{3}", page.read_text())) <= known


def _yaml_blocks(page: str) -> list[str]:
    return re.findall(r"```yaml\n(.*?)```", (ROOT / page).read_text(), re.DOTALL)


@pytest.mark.parametrize(
    ("page", "index"), [("README.md", 0), ("CONTRIBUTING.md", 0), ("CONTRIBUTING.md", 1)]
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
