"""``pwc bot``: sweep and event. The token comes by the environment alone, never by the command line."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from mergebot.bot.comments import Site
from mergebot.bot.event import number_in
from mergebot.bot.hub import Hub
from mergebot.bot.remote import Remote, held
from mergebot.bot.sweep import Settings, Sweep
from pwc.errors import UsageError
from pwc.inert import visible

TOKEN = "GITHUB_TOKEN"  # noqa: S105 (its name)
PUBLIC_API = "https://api.github.com"

Options = Callable[..., Any]


def hub_options(command: Options) -> Options:
    """The options that say which repository, where, and how."""
    for option in reversed(
        [
            click.option("--repo", "repository", required=True, metavar="OWNER/NAME", help="The repository."),
            click.option(
                "--api-url",
                envvar="GITHUB_API_URL",
                default=PUBLIC_API,
                show_default=True,
                help="Where the API is: of GitHub Enterprise, for instance.",
            ),
            click.option(
                "--web-url",
                envvar="GITHUB_SERVER_URL",
                default="https://github.com",
                show_default=True,
                help="Where its pages are, for links.",
            ),
            click.option(
                "--clone",
                type=click.Path(file_okay=False, path_type=Path),
                help="Where to keep the bot's own bare clone. [default: a new one, removed at the end]",
            ),
            click.option(
                "--site-workflow",
                metavar="FILE",
                help="The workflow to start after a merge, such as site.yml.",
            ),
            click.option(
                "--pace",
                type=click.FloatRange(0, 60),
                default=1.0,
                show_default=True,
                help="Seconds between two writes; GitHub asks for one.",
            ),
            click.option("--dry-run", is_flag=True, help="Say what would be done; do nothing."),
        ]
    ):
        command = option(command)
    return command


@click.command()
@hub_options
def sweep(**options: Any) -> int:
    """Look at every open pull request that changed, answer it, and merge what is accepted.

    The token is read from the environment variable GITHUB_TOKEN. Each deed is printed; with --dry-run nothing
    is written to GitHub.

    Exit codes: 0 all done, 2 the command was not used right, 3 something could not be done: the next run
    tries it again.

    \b
    Examples:
      pwc bot sweep --repo owner/results --dry-run
      pwc bot sweep --repo owner/results --site-workflow site.yml
    """
    return run((), **options)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@hub_options
def event(file: Path, **options: Any) -> int:
    """Look at the one pull request that a webhook's payload is about.

    Nothing else of the payload is believed: what there is to know is asked of GitHub.

    Exit codes: as for `pwc bot sweep`.

    \b
    Example:
      pwc bot event "$GITHUB_EVENT_PATH" --repo owner/results
    """
    number = number_in(file.read_bytes(), options["repository"])
    if number is None:
        click.echo("this event is about no pull request here")
        return 0
    return run((number,), **options)


def run(only: tuple[int, ...], **options: Any) -> int:
    """Do one run of the bot, as the options say. Gives the exit code."""
    with opened(**options) as (hub, remote):
        settings = Settings(
            site=Site(f"{options['web_url'].rstrip('/')}/{options['repository']}"),
            at=datetime.now(UTC).replace(microsecond=0),
            workflow=options["site_workflow"],
            dry_run=options["dry_run"],
        )
        return 0 if Sweep(hub, remote, settings, say).run(only) else 3


@contextmanager
def opened(**options: Any) -> Iterator[tuple[Hub, Remote]]:
    """The repository as the options name it, over the API and over git. Raises UsageError."""
    repository, token = options["repository"], os.environ.get(TOKEN, "")
    owner, _, name = repository.partition("/")
    if not (owner and name) or not set(owner + name) <= _IN_NAMES:
        raise UsageError("--repo should be OWNER/NAME")
    if not token:
        raise UsageError(f"there is no token: put one into the environment variable {TOKEN}")
    hub = Hub(repository, token, options["api_url"], pace=options["pace"])
    try:
        with tempfile.TemporaryDirectory(prefix="pwc-bot-") as scratch:
            clone = options["clone"] or Path(scratch, "clone.git")
            with held(clone):
                yield hub, Remote(clone, hub.clone_address(), token)
    finally:
        hub.close()


def say(text: str) -> None:
    """Print a line, with nothing in it that acts on a terminal or in a log."""
    click.echo(visible(text))


_IN_NAMES = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")
