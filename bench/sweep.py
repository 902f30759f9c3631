"""What a run of the bot costs: calls of the API and seconds, against the tests' stand-in for GitHub.

``python -m bench.sweep`` with 100 open pull requests: the first look at all, a quiet run, one new pull
request, one merge, and many merges in one push.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import click

from tests.github.fake_github import FakeGitHub
from tests.github.records import Pull
from tests.repository import FIRST, Repository, submission

POLICY = "roles: [write, maintain, admin]\nlimits: {open_pull_requests: 100}\n"
QUIET_RUNS = 5


class Run:
    """Runs the bot as a workflow does, and counts."""

    def __init__(self, github: FakeGitHub, clone: Path) -> None:
        self._github = github
        self._clone = clone

    def __call__(self, what: str) -> float:
        """One run; prints what it cost, and gives its seconds."""
        github = self._github
        github.server.calls.clear()
        github.server.git_calls.clear()
        where = ["--repo", github.full_name, "--api-url", github.api_url, "--pace", "0"]
        command = [sys.executable, "-m", "pwc", "bot", "sweep", *where, "--clone", str(self._clone)]
        environment = {"PATH": os.environ["PATH"], "HOME": os.devnull, "GITHUB_TOKEN": github.bot.token}
        begin = time.perf_counter()
        subprocess.run(command, env=environment, check=True, capture_output=True)
        took = time.perf_counter() - begin
        calls, git = len(github.server.calls), [call.method for call in github.server.git_calls]
        pushes = git.count("PUSH")
        click.echo(
            f"{what:36} {took:7.2f} s {calls:5} API calls {len(git):4} of git, {pushes} of them pushes"
        )
        return took


def source(folder: Path) -> Path:
    """A repository whose catalog has one board."""
    repository = Repository(folder / "source")
    repository.path.mkdir()
    repository.git("init", "--quiet", "--initial-branch=main")
    repository.commit({".github/mergebot.yml": POLICY})
    repository.offer("first", FIRST)
    done = repository.pwc("merge", "first", "--approved-by", "Mia Maintainer")
    if done.returncode:
        raise click.ClickException(done.stderr)
    return repository.path


def offered(github: FakeGitHub, number: int) -> Pull:
    """A pull request with one submission."""
    name = f"s{number}"
    return github.open_pull("ada", name, {f"submissions/2026/11/{name}.yaml": submission(number)})


@click.command()
@click.option("--open", "how_many", default=100, show_default=True, help="So many are open.")
@click.option("--merges", default=40, show_default=True, help="So many of them are merged together.")
def main(how_many: int, merges: int) -> None:
    """Measure, and print a line for each kind of run."""
    with (
        tempfile.TemporaryDirectory() as scratch,
        FakeGitHub(Path(scratch), source=source(Path(scratch))) as github,
    ):
        github.grant("mia", "maintain")
        run = Run(github, Path(scratch, "clone.git"))
        pulls = [offered(github, number) for number in range(2, how_many + 2)]
        run(f"first look at {how_many}")
        run("the echo of its own writing")
        took = [run("a quiet run") for _ in range(QUIET_RUNS)]
        click.echo(f"a quiet run of {how_many} takes {statistics.median(took):.2f} s (goal: 3 s)")
        pulls.append(offered(github, how_many + 2))
        run("one new pull request")
        run("its echo")
        _merge(github, run, pulls[-1:], "one /merge")
        _merge(github, run, pulls[:merges], f"{merges} times /merge")
        merged = sum(pull.merged is not None for pull in pulls)
        click.echo(f"{merged} are merged")


def _merge(github: FakeGitHub, run: Callable[[str], float], pulls: list[Pull], what: str) -> None:
    for pull in pulls:
        github.comment(pull, "mia", "/merge")
    run(what)
    run("its echo")


if __name__ == "__main__":
    main()
