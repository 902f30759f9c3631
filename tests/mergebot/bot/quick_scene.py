"""The same scene with the command line run in this process, and the child's work too.

Most of a short run is the imports of both; ``Scene`` has them as they are.
"""

from __future__ import annotations

import gc
import io
import sys
from contextlib import redirect_stderr, redirect_stdout
from unittest import mock

from github import Auth, Github
from github.PullRequest import PullRequest

from mergebot.bot import sweep
from mergebot.bot.own_comment import MARK
from pwc.cli import main
from tests.github.records import Comment, Pull
from tests.mergebot.bot.near import NearChild
from tests.mergebot.bot.scene import Scene
from tests.repository import Repository, submission

TALK = ("/repos/{owner}/{repo}/issues/comments", "/repos/{owner}/{repo}/pulls", "/repos/{owner}/{repo}")
"""What every run asks for."""


class QuickScene(Scene):
    """A scene in which whole conversations are short to write."""

    def bot(self, command: str, *options: str, code: int | None = 0) -> str:
        github = self.github
        where = ["--repo", github.full_name, "--api-url", github.api_url, "--pace", "0"]
        environment = {"GITHUB_TOKEN": github.bot.token}
        said, threshold = io.StringIO(), gc.get_threshold()
        with (
            mock.patch.object(sys, "argv", ["pwc", "bot", command, *options, *where]),
            mock.patch.dict("os.environ", environment),
            mock.patch.object(sweep, "Child", NearChild),
            redirect_stdout(said),
            redirect_stderr(said),
        ):
            try:
                main()
            except SystemExit as end:
                ended = end.code
            finally:
                gc.set_threshold(*threshold)
        self.said = said.getvalue()
        assert code is None or ended == code, self.said
        assert github.bot.token not in self.said
        return self.said

    def comments(self, pull: Pull) -> list[Comment]:
        return [comment for comment in super().comments(pull) if comment.body.startswith(MARK)]

    def say(self, pull: Pull, who: str, text: str, *, code: int = 0) -> Comment:
        """Somebody writes a comment, and the bot runs."""
        made = self.github.comment(pull, who, text)
        self.sweep(code=code)
        return made

    def seen(self, pull: Pull) -> PullRequest:
        """A pull request as the API shows it."""
        github = self.github
        auth = Auth.Token(github.add_user("reader").token)
        asking = Github(base_url=github.api_url, auth=auth, seconds_between_requests=0)
        return asking.get_repo(github.full_name).get_pull(pull.number)

    def receipts(self, comment: Comment) -> list[str]:
        """The bot's reactions to a comment."""
        return [one.content for one in comment.reactions if one.author is self.github.bot]

    def status(self, pull: Pull) -> tuple[str, str | None]:
        """The bot's newest status of a head."""
        own = [one for one in self.github.world.statuses if one.creator is self.github.bot]
        newest = [one for one in own if one.sha == pull.head][-1]
        return newest.state, newest.description

    def labels(self, pull: Pull) -> list[str]:
        return sorted(label.name for label in pull.labels)

    def fresh(self) -> Repository:
        """A new clone of main."""
        path = self.folder / f"fresh-{len(list(self.folder.glob('fresh-*')))}"
        path.mkdir()
        made = Repository(path)
        made.git("clone", "--quiet", f"file://{self.github.upstream}", ".")
        return made

    def calls(self) -> list[str]:
        """What was asked of the API since this was last called."""
        told = [f"{call.method} {call.template}" for call in self.github.server.calls]
        self.github.server.calls.clear()
        return told

    def merged(self, name: str, number: int, files: dict[str, str] | None = None) -> Pull:
        """A pull request that was merged."""
        one = {f"submissions/2026/11/{name}.yaml": submission(number)}
        pull = self.github.open_pull("ada", name, one if files is None else files)
        self.sweep()
        self.say(pull, "mia", "/merge")
        assert pull.merged, self.said
        return pull


def two_files(first: int) -> dict[str, str]:
    """Two submissions of one pull request."""
    return {f"submissions/2026/11/p{n}.yaml": submission(n) for n in (first, first + 1)}
