"""Asking the child process (``mergebot.bot.child``), which reads what contributors wrote and has no token."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TypeVar

import msgspec

from mergebot.bot.errands import (
    Judge,
    JudgeAll,
    Judgement,
    Judgements,
    Mend,
    Merge,
    Outcomes,
    Question,
    Repairs,
    Undo,
    Undoing,
)
from pwc.errors import CouldNotCheckError

PATIENCE = 600.0
"""So many seconds a child may take by the clock."""

_KEPT = ("PATH", "TMPDIR", "HOME", "SYSTEMROOT")
_Answer = TypeVar("_Answer")


class ChildError(CouldNotCheckError):
    """The child did not come to an answer: it crashed, or needed too much memory or time."""


class Child:
    """Answers to questions about the bot's own clone, each by a new process."""

    def __init__(self, clone: Path) -> None:
        self._clone = clone

    def judge(self, question: Judge) -> Judgement:
        """Judge a head. Raises ChildError, as all of these do."""
        return self._ask(question, Judgement)

    def judge_all(self, question: JudgeAll) -> Judgements:
        """Judge several heads."""
        return self._ask(question, Judgements)

    def merge(self, question: Merge) -> Outcomes:
        """Merge heads into the clone's main."""
        return self._ask(question, Outcomes)

    def mend(self, question: Mend) -> Repairs:
        """Work out the certain repairs of a head's files."""
        return self._ask(question, Repairs)

    def undo(self, question: Undo) -> Undoing:
        """Write the submission that undoes a pull request."""
        return self._ask(question, Undoing)

    def _ask(self, question: Question, kind: type[_Answer]) -> _Answer:
        # -I: neither the current folder nor the environment has a say in what is imported.
        command = [sys.executable, "-I", "-m", "mergebot.bot.child", str(self._clone)]
        try:
            done = subprocess.run(
                command,
                input=msgspec.json.encode(question),
                capture_output=True,
                env={name: os.environ[name] for name in _KEPT if name in os.environ},
                timeout=PATIENCE,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise ChildError(f"no answer after {PATIENCE:.0f} seconds") from error
        if done.returncode != 0:
            raise ChildError(_ended(done.returncode, done.stderr))
        return msgspec.json.decode(done.stdout, type=kind)


def _ended(code: int, stderr: bytes) -> str:
    said = stderr.decode("utf-8", "replace").strip().splitlines()
    how = signal.Signals(-code).name if code < 0 else f"exit status {code}"
    return f"the process that reads submissions ended ({how}): {said[-1] if said else 'it said nothing'}"
