"""One run of the bot in this very process, or in one that can be killed: with a time that is given.

``python -m tests.mergebot.bot.near API REPOSITORY CLONE`` is the second; the token comes by the environment.
Both answer the questions about what contributors wrote without a child process, which takes most of the time;
``test_sweep`` tries the real one.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import msgspec

from mergebot.bot.asking import Child, ChildError
from mergebot.bot.child import answer
from mergebot.bot.comments import Site
from mergebot.bot.errands import Question
from mergebot.bot.hub import Hub
from mergebot.bot.remote import Remote, held
from mergebot.bot.sweep import Settings, Sweep
from pwc.errors import CouldNotCheckError, UsageError

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
WORKFLOW = "site.yml"
_Answer = TypeVar("_Answer")


class NearChild(Child):
    """Answers in this process, by way of the same JSON."""

    def _ask(self, question: Question, kind: type[_Answer], seconds: float = 0.0) -> _Answer:
        asked = msgspec.json.decode(msgspec.json.encode(question), type=Question)
        try:
            return msgspec.json.decode(msgspec.json.encode(answer(self._clone, asked)), type=kind)
        except (CouldNotCheckError, UsageError) as error:
            raise ChildError(f"{type(error).__name__}: {error}") from error


class Run:
    """How the bot is run: against which repository, with which clone."""

    def __init__(self, api_url: str, repository: str, token: str, clone: Path) -> None:
        self.api_url, self.repository, self.token, self.clone = api_url, repository, token, clone

    def __call__(self, *only: int, say: Callable[[str], None] = lambda text: None) -> bool:
        """Run once. Gives whether all went well, also False where nothing could be known at all."""
        hub = Hub(self.repository, self.token, self.api_url, pace=0)
        try:
            with held(self.clone):
                remote = Remote(self.clone, hub.clone_address(), self.token)
                settings = Settings(Site(f"https://github.example/{self.repository}"), AT, WORKFLOW)
                return Sweep(hub, remote, settings, say, NearChild(self.clone)).run(only)
        except CouldNotCheckError as error:
            say(str(error))
            return False
        finally:
            hub.close()


if __name__ == "__main__":
    run = Run(sys.argv[1], sys.argv[2], os.environ["GITHUB_TOKEN"], Path(sys.argv[3]))
    sys.exit(0 if run(say=print) else 3)
