"""``pwc demo``: the whole workflow on a scratch clone, with the real commands and their real output."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from mergebot.demo_files import BRANCH, MENDED, MISSPELLED, STEM, WRONG
from pwc.errors import CouldNotCheckError, UsageError
from pwc.git_history import find_repository
from pwc.git_isolation import clean_environment

_CONTRIBUTOR = {"name": "Demo Contributor", "email": "contributor@demo.invalid"}
_MAINTAINER = "Demo Maintainer <maintainer@demo.invalid>"


@click.command()
@click.option(
    "--dir",
    "directory",
    type=click.Path(path_type=Path),
    help="Where to play; must not exist yet. [default: a new temporary directory]",
)
def demo(directory: Path | None) -> int:
    """Play contributor, validator, maintainer and reader in a scratch clone of this checkout.

    Every command that is shown is really run, on a real result that the catalog does not have yet. The
    checkout itself is not touched, and the scratch clone is left for you to look at.

    \b
    Examples:
      pwc demo
      pwc demo --dir /tmp/look
    """
    repository = find_repository(Path.cwd())
    if repository is None:
        raise UsageError("run this in a checkout of the project's repository")
    if directory is None:
        directory = Path(tempfile.mkdtemp(prefix="pwc-demo-")) / "catalog"
    elif directory.exists():
        raise UsageError(f"{directory} exists already; name a directory that does not")
    stage = _Stage(repository, directory.absolute())
    stage.clone()
    _play(stage)
    return 0


def _play(stage: _Stage) -> None:
    month = datetime.now(UTC).strftime("%Y/%m")
    file = f"submissions/{month}/{STEM}.yaml"

    stage.scene("A contributor writes one YAML file, late at night ...")
    stage.git("switch", "--quiet", "--create", BRANCH)
    stage.write(file, MISSPELLED)
    stage.pwc("validate", file, expected=1)

    stage.scene("... mends what was found, and learns what else is wrong ...")
    stage.write(file, WRONG)
    stage.pwc("validate", file, expected=1)

    stage.scene("... mends that too, and sees which leaderboards would change.")
    stage.write(file, MENDED)
    stage.pwc("validate", file)
    stage.pwc("preview", file)
    stage.git("add", file)
    stage.git("commit", "--quiet", "--message", "Add Chinchilla on BoolQ")
    stage.git("switch", "--quiet", "main")

    stage.scene("A maintainer merges: one commit with the file and its catalog change.")
    stage.pwc("merge", BRANCH, "--approved-by", _MAINTAINER)
    stage.git("show", "--stat", "--format=fuller", "HEAD")
    stage.pwc("catalog", "check")
    stage.pwc("catalog", "rebuild", "--check")

    stage.scene("A reader looks at the website.")
    stage.pwc("site", "build", "--out", "site")
    click.echo()
    click.echo("All of it worked. Where to look:")
    serve = f"{Path(sys.executable).with_name('pwc')} site serve --out {stage.directory}/site"
    click.echo(f"  the website    {serve}")
    click.echo(f"  without search file://{stage.directory}/site/index.html")
    click.echo(f"  the board      file://{stage.directory}/site/sota/question-answering-on-boolq/index.html")
    click.echo(f"  the clone      {stage.directory}   (git log --graph, catalog/, submissions/)")
    click.echo(f"  the submission {stage.directory / file}")


_QUIET = {  # git advises against naming a file of grafts, whatever is in it
    "GIT_CONFIG_COUNT": "1",
    "GIT_CONFIG_KEY_0": "advice.graftFileDeprecated",
    "GIT_CONFIG_VALUE_0": "false",
}


class _Stage:
    """A scratch clone, and the commands that are run in it, shown as a person would type them."""

    def __init__(self, repository: Path, directory: Path) -> None:
        self.directory = directory
        self._repository = repository
        # The demo must not depend on who plays it: no configuration, and an identity of its own.
        self._environment = clean_environment() | {
            f"GIT_{role}_{field.upper()}": value
            for role in ("AUTHOR", "COMMITTER")
            for field, value in _CONTRIBUTOR.items()
        }
        self._environment |= _QUIET

    def clone(self) -> None:
        """Clone the checkout's current commit as `main`."""
        click.echo(f"Cloning this checkout's last commit into {self.directory}")
        self.directory.parent.mkdir(parents=True, exist_ok=True)
        source, target = str(self._repository), str(self.directory)
        safe = ("-c", f"safe.directory={source}", "-c", f"safe.directory={source}/.git")
        self._run(["git", *safe, "clone", "--quiet", "--no-local", source, target], Path.cwd())
        self._run(["git", "switch", "--quiet", "--force-create", "main"], self.directory)

    def scene(self, text: str) -> None:
        """Say what happens next."""
        click.echo(f"\n{click.style('== ' + text, bold=True)}\n")

    def write(self, path: str, text: str) -> None:
        """Write a file in the clone."""
        file = self.directory / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def git(self, *arguments: str) -> None:
        """Run git in the clone."""
        self._show(["git", *arguments])
        self._run(["git", "--no-pager", *arguments], self.directory)

    def pwc(self, *arguments: str, expected: int = 0) -> None:
        """Run ``pwc`` in the clone. Raises CouldNotCheckError if it ends otherwise than expected."""
        self._show(["pwc", *arguments])
        self._run([sys.executable, "-P", "-m", "pwc", *arguments], self.directory, expected=expected)
        click.echo()

    def _show(self, words: Sequence[str]) -> None:
        click.echo(click.style(f"$ {shlex.join(words)}", fg="cyan"))

    def _run(self, words: Sequence[str], where: Path, *, expected: int = 0) -> None:
        sys.stdout.flush()
        done = subprocess.run(words, cwd=where, env=self._variables(), check=False)
        if done.returncode != expected:
            told = f"`{shlex.join(words)}` ended with {done.returncode} instead of {expected}"
            raise CouldNotCheckError(f"the demo went wrong: {told}")

    def _variables(self) -> Mapping[str, str]:
        root = str(Path(__file__).parent.parent)  # so that an uninstalled checkout plays too
        path = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH", "")]))
        return self._environment | {"PYTHONPATH": path}
