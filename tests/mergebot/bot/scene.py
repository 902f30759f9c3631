"""A repository on the stand-in for GitHub, and the real bot: the command line, over HTTP and git."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.github.fake_github import FakeGitHub
from tests.github.records import Comment, Pull
from tests.repository import Repository, submission

POLICY = "roles: [write, maintain, admin]\n"


class Scene:
    """Ada contributes, Mia maintains, Eve is anybody."""

    def __init__(self, folder: Path, source: Repository, policy: str = POLICY) -> None:
        source.commit({".github/mergebot.yml": policy}, "The policy")
        self.folder = folder
        self.github = FakeGitHub(folder, source=source.path)
        self.mia = self.github.grant("mia", "maintain")
        self.said = ""
        """What the bot printed last."""

    def __enter__(self) -> Self:
        self.github.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.github.__exit__(kind, error, trace)

    def offer(self, name: str, number: int, login: str = "ada", **fields: object) -> Pull:
        """A pull request with one submission that has one result of its own."""
        files = {f"submissions/2026/11/{name}.yaml": submission(number)}
        return self.github.open_pull(login, name, files, **fields)  # type: ignore[arg-type]

    def sweep(self, *options: str, code: int = 0) -> str:
        """One run of the bot. Gives what it printed."""
        return self.bot("sweep", *options, code=code)

    def bot(self, command: str, *options: str, code: int | None = 0) -> str:
        """A run of ``pwc bot``, as a workflow runs it."""
        github = self.github
        arguments = [
            *(sys.executable, "-m", "pwc", "bot", command, *options),
            *("--repo", github.full_name, "--api-url", github.api_url, "--pace", "0"),
        ]
        environment = {"PATH": os.environ["PATH"], "HOME": os.devnull, "GITHUB_TOKEN": github.bot.token}
        done = subprocess.run(arguments, env=environment, capture_output=True, text=True, check=False)
        self.said = done.stdout + done.stderr
        assert code is None or done.returncode == code, self.said
        assert github.bot.token not in self.said
        return self.said

    def comments(self, pull: Pull) -> list[Comment]:
        """The bot's comments on a pull request."""
        return [comment for comment in pull.comments if comment.author.id == self.github.bot.id]

    def comment(self, pull: Pull) -> str:
        """The text of the bot's one comment."""
        (only,) = self.comments(pull)
        return only.body

    def main_has(self, path: str) -> bool:
        """Whether main holds a file, as a fresh look at the repository says."""
        names = ["git", "-C", str(self.github.upstream), "ls-tree", "-r", "--name-only", "main"]
        return path in subprocess.run(names, capture_output=True, text=True, check=True).stdout.splitlines()
