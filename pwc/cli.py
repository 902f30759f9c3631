"""The ``pwc`` command. Its parts are found by name when called, so each imports what it needs alone."""

from __future__ import annotations

import gc
import importlib
import sys
from collections.abc import Mapping
from typing import Any, NamedTuple, NoReturn

import click

import pwc
from pwc.errors import CouldNotCheckError, UsageError
from pwc.inert import visible


class Part(NamedTuple):
    """A command that is not imported until it is called: ``module:attribute`` and a line of help."""

    target: str
    summary: str


PARTS: Mapping[str, Part] = {
    "validate": Part("validator.cli:validate", "Check submissions and explain what is wrong."),
    "explain": Part("validator.explain:explain", "Explain rules by their codes or names."),
    "preview": Part("mergebot.cli:preview", "Show which leaderboards a submission would change."),
    "merge": Part("mergebot.merge_command:merge", "Take accepted submissions into the catalog."),
    "catalog": Part("pwc.cli:catalog", "Ask, check and rebuild the canonical catalog."),
    "archive": Part("pwc.cli:archive", "Import the Papers With Code archive, and export to its shapes."),
    "bot": Part("pwc.cli:bot", "Check and merge pull requests on GitHub."),
    "site": Part("website.cli:site", "Build the website."),
    "demo": Part("mergebot.demo:demo", "Play the whole workflow in a scratch clone."),
}

CATALOG_PARTS: Mapping[str, Part] = {
    "init": Part("pwc.catalog_init:init", "Begin a catalog of your own in a git repository."),
    "stats": Part("pwc.catalog_commands:stats", "Count what the catalog holds."),
    "show": Part("pwc.catalog_commands:show", "Show a record by its id, slug, name or identifier."),
    "log": Part("pwc.catalog_commands:log", "Show where a result comes from."),
    "resolve": Part("pwc.catalog_commands:resolve", "Say what an old address leads to."),
    "check": Part("validator.cli:catalog_check", "Check every invariant of the catalog."),
    "rebuild": Part("mergebot.cli:rebuild", "Rebuild the catalog from the accepted submissions."),
}

ARCHIVE_PARTS: Mapping[str, Part] = {
    "import": Part("archive.cli:import_", "Import dumps as a catalog in a directory of its own."),
    "export": Part("archive.cli:export", "Export the catalog as the archive's five dumps."),
}

BOT_PARTS: Mapping[str, Part] = {
    "sweep": Part("mergebot.bot.cli:sweep", "Look at every open pull request, and do what is due."),
    "event": Part("mergebot.bot.cli:event", "Look at the pull request that a webhook is about."),
    "serve": Part("mergebot.bot.serve:serve", "Do the same whenever a webhook comes."),
    "setup": Part("mergebot.bot.setup_command:setup", "Say what a repository on GitHub needs for the bot."),
}


EXTRAS: Mapping[str | None, str] = {
    "jinja2": "site",
    "markupsafe": "site",
    "github": "bot",
    "markdown_it": "bot",
    "waitress": "bot",
}
"""Packages that only some commands need, each with the extra that brings it."""


class LazyGroup(click.Group):
    """A group whose commands are imported when they are called."""

    def __init__(self, *args: Any, parts: Mapping[str, Part], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._parts = parts

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002, D102 (as in click)
        return list(self._parts)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002, D102
        part = self._parts.get(cmd_name)
        return None if part is None else load(part)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002, D102
        with formatter.section("Commands"):
            formatter.write_dl([(name, part.summary) for name, part in self._parts.items()])


def load(part: Part) -> click.Command:
    """Import a command."""
    module, _, attribute = part.target.partition(":")
    command: click.Command = getattr(importlib.import_module(module), attribute)
    return command


@click.group(cls=LazyGroup, parts=PARTS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(pwc.__version__, prog_name="pwc")
def cli() -> None:
    """Papers With Code 2: machine-learning results in git.

    \b
    Examples:
      pwc validate submissions/2026/11/my-paper.yaml
      pwc preview submissions/2026/11/my-paper.yaml
      pwc merge my-branch
      pwc site build --out site
    """


@click.group(cls=LazyGroup, parts=CATALOG_PARTS)
def catalog() -> None:
    """Ask, check and rebuild the canonical catalog."""


@click.group(cls=LazyGroup, parts=ARCHIVE_PARTS)
def archive() -> None:
    """Import the Papers With Code archive, and export a catalog to its shapes."""


@click.group(cls=LazyGroup, parts=BOT_PARTS)
def bot() -> None:
    """Check and merge pull requests on GitHub."""


def main() -> NoReturn:
    """Run ``pwc``: every way to end goes through this one door.

    Exit codes: 0 done; 1 the input has errors; 2 the command was not used right; 3 it could not be
    checked, which is ours to mend; 130 interrupted.
    """
    gc.set_threshold(100_000, 20, 20)  # records are no garbage: to look for some costs half of a long run
    try:
        code = cli.main(prog_name="pwc", standalone_mode=False)
    except click.ClickException as error:
        code = _say(_told(error), error.exit_code)
    except UsageError as error:
        code = _say(f"pwc: {error}", 2)
    except CouldNotCheckError as error:
        code = _say(f"pwc: could not check: {error}", 3)
    except (KeyboardInterrupt, click.Abort):
        code = _say("pwc: interrupted", 130)
    except Exception as error:  # noqa: BLE001 (the door: a fault of ours is told apart from the input's)
        code = _fault(error)
    sys.exit(code if isinstance(code, int) else 0)


def _fault(error: Exception) -> int:
    """An extra that is not installed, or a fault of the program."""
    if isinstance(error, ModuleNotFoundError) and error.name in EXTRAS:
        extra = EXTRAS[error.name]
        install = f"pip install '.[{extra}]' in a checkout of the programs"
        return _say(f"pwc: this command needs the package {error.name}: {install}", 2)
    import traceback  # noqa: PLC0415 (it brings the tokenizer along, which no other end needs)

    traceback.print_exception(error)
    return _say("pwc: this is a fault of the program. Please report it with the lines above.", 3)


def _say(text: str, code: int) -> int:
    click.echo(_inert(text), err=True)
    return code


def _told(error: click.ClickException) -> str:
    """What click shows of an error, with the command's usage, ready to be made inert."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    if context is None:
        return f"Error: {error.format_message()}"
    usage, help_option = context.get_usage(), f"{context.command_path} --help"
    return f"{usage}\nTry '{help_option}' for help.\n\nError: {error.format_message()}"


def _inert(text: str) -> str:
    return "\n".join(map(visible, text.split("\n")))
