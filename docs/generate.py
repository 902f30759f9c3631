"""Writes docs/commands.md from the commands' own help; ``--check`` only says whether it is up to date.

python docs/generate.py
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from pwc.cli import cli

TARGET = Path(__file__).parent / "commands.md"
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


def page() -> str:
    """The whole page."""
    context = click.Context(cli, info_name="pwc", terminal_width=96, max_content_width=96)
    sections = (f"\n## {path}\n\n```text\n{text}\n```\n" for path, text in commands(cli, context))
    return HEAD + "".join(sections)


if __name__ == "__main__":
    if sys.argv[1:] == ["--check"]:
        sys.exit(TARGET.read_text(encoding="utf-8") != page())
    TARGET.write_text(page(), encoding="utf-8")
