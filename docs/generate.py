"""Writes docs/commands.md from the commands' own help, docs/rules/ from the rules and their fixtures, and
.github/CODEOWNERS from the bot's policy.

python docs/generate.py            writes what is out of date, and removes what no rule has any more
python docs/generate.py --check    names what is out of date, and writes nothing
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from docs import code_owners, examples
from mergebot.bot import policy
from pwc.cli import cli
from validator import rule_page
from validator.registry import RETIRED

DOCS = Path(__file__).parent
COMMANDS = "commands.md"
RULES = "rules"
HEAD = """\
# Commands

Written by `python docs/generate.py` from what `--help` prints; a test fails if it is out of date.
"""


def commands(command: click.Command, context: click.Context) -> Iterator[tuple[str, str]]:
    """Every command below ``command`` with its help, groups before their parts."""
    yield context.command_path, command.get_help(context)
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            part = command.get_command(context, name)
            if part is not None:
                yield from commands(part, click.Context(part, info_name=name, parent=context))


def command_page() -> str:
    """The page of all commands."""
    # with the command's own settings, which give --help its short form
    context = click.Context(
        cli, info_name="pwc", terminal_width=96, max_content_width=96, **cli.context_settings
    )
    sections = (f"\n## {path}\n\n```text\n{text}\n```\n" for path, text in commands(cli, context))
    return HEAD + "".join(sections)


def rule_pages() -> dict[str, str]:
    """The pages of all rules, and their index, by file name."""
    pages = {"README.md": rule_page.index()}
    for code, why in RETIRED.items():
        pages[f"{code}.md"] = rule_page.retired_page(code, why)
    for code, about in rule_page.documented().items():
        pages[f"{code}.md"] = rule_page.page(about, examples.wrong(about), examples.right(about))
    return pages


def generated() -> dict[Path, str]:
    """All pages that are written by this program, by where they belong."""
    rules = {DOCS / RULES / name: text for name, text in rule_pages().items()}
    return {DOCS / COMMANDS: command_page(), DOCS.parent / code_owners.PATH: owners()} | rules


def owners() -> str:
    """Whom GitHub asks for a review, as the policy of this checkout says."""
    file = DOCS.parent / policy.PATH
    return code_owners.text(policy.read(file.read_bytes() if file.is_file() else None))


def out_of_date(pages: dict[Path, str], folder: Path) -> list[Path]:
    """The pages that are missing or not as they should be, and those in the folder that nothing writes."""
    stale = [file for file, text in pages.items() if not file.is_file() or file.read_text("utf-8") != text]
    return sorted([*stale, *(file for file in folder.glob("*") if file not in pages)])


def main(arguments: list[str]) -> int:
    """Write, or with ``--check`` only say, what is out of date."""
    pages = generated()
    stale = out_of_date(pages, DOCS / RULES)
    for file in stale:
        click.echo(file.relative_to(DOCS.parent))
        if arguments == ["--check"]:
            continue
        if file in pages:
            file.parent.mkdir(exist_ok=True)
            file.write_text(pages[file], encoding="utf-8")
        else:
            file.unlink()
    return int(bool(stale)) if arguments == ["--check"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
