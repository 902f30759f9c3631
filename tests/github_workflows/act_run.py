"""Runs a workflow of this repository from its trigger to its end, with `act` and without Docker.

The runner is real, bash and git are, and so is what the workflow installs. Only the actions that cannot be
fetched here have stand-ins (``stand_ins/``). `act` enforces no rights; test_house_rules.py looks at them.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.github_workflows.documents import WORKFLOWS

ACT = Path(sys.executable).parent / "act"
REPOSITORY = "owner/name"
STAND_INS = Path(__file__).parent / "stand_ins"


@dataclass(frozen=True)
class Run:
    """What a run of a workflow left."""

    exit_code: int
    log: str
    record: Path
    """Where the stand-ins write down what they saw."""

    @property
    def woke(self) -> bool:
        """Whether any job began: each checks main out first."""
        return (self.record / "checkouts").is_file()

    def recorded(self, name: str) -> str:
        return (self.record / name).read_text()

    @property
    def summary(self) -> str:
        """The job's summary."""
        return "\n".join(line["content"] for line in self._commands("summary"))

    @property
    def annotations(self) -> list[tuple[str, str, str]]:
        """The errors that are shown at lines: the file, the line and the title of each."""
        told = [line["kvPairs"] for line in self._commands("error")]
        return [(about.get("file", ""), about.get("line", ""), about.get("title", "")) for about in told]

    def _commands(self, name: str) -> list[dict[str, Any]]:
        lines = [json.loads(line) for line in self.log.splitlines() if line.startswith("{")]
        return [line for line in lines if line.get("command") == name]


def stand_ins() -> list[str]:
    """The options that put the stand-ins in the place of the pinned actions that they are named for."""
    text = "".join(file.read_text() for file in WORKFLOWS)
    options = []
    for folder in sorted(STAND_INS.iterdir()):
        (pinned,) = set(re.findall(rf"actions/{folder.name}@[0-9a-f]{{40}}", text))
        options += ["--local-repository", f"{pinned}={folder}"]
    return options


def run(
    workflow: str,
    event: str,
    payload: Mapping[str, Any],
    folder: Path,
    *,
    origin: Path | None = None,
    variables: Mapping[str, str] | None = None,
    environment: Mapping[str, str] | None = None,
    token: str = "a-token-of-this-test",
) -> Run:
    """Run ``.github/workflows/WORKFLOW`` of the repository at ``origin`` for an event, in an empty folder.

    Without ``origin`` it is this repository's, and whatever wakes ends at its checkout. ``environment`` goes
    to every step: ``GITHUB_API_URL`` and ``GITHUB_SERVER_URL`` there take the place of GitHub.
    """
    record = folder / "record"
    record.mkdir(parents=True)
    (folder / "event.json").write_text(json.dumps(payload))
    workspace = folder / "workspace"
    workspace.mkdir()
    for command in (
        "init --quiet --initial-branch=main",
        "commit --quiet --allow-empty --message=Begin",
        f"remote add origin https://github.com/{REPOSITORY}",  # where `act` takes the name from
    ):
        subprocess.run(["git", *command.split()], cwd=workspace, env=_environment(folder), check=True)
    source = WORKFLOWS[0].parent if origin is None else origin / ".github" / "workflows"
    given = {"RECORD": str(record), "ORIGIN": str(origin or ""), **(environment or {})}
    done = subprocess.run(
        [
            str(ACT), event, "--json", "--platform", "ubuntu-24.04=-self-hosted",
            "--workflows", str(source / workflow), "--eventpath", str(folder / "event.json"),
            "--no-cache-server", "--action-offline-mode", "--action-cache-path", str(folder / "cache"),
            *stand_ins(),
            *(f"--env={name}={value}" for name, value in given.items()),
            *(f"--var={name}={value}" for name, value in (variables or {}).items()),
            "--secret", f"GITHUB_TOKEN={token}",
        ],
        cwd=workspace,
        env=_environment(folder),
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    return Run(done.returncode, done.stdout + done.stderr, record)


def _environment(folder: Path) -> dict[str, str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "GIT", "XDG"))
    }
    who = {f"GIT_{role}_{what}": "test" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    own = {"HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1", "PIP_NO_COMPILE": "1"}
    return kept | who | own | {"PIP_CACHE_DIR": str(Path.home() / ".cache" / "pip")}
