"""Asking the child process (``mergebot.bot.child``), which reads what contributors wrote and has no token."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import TypeVar

import msgspec

from mergebot.bot import bounded
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

PATIENCE, MERGING = 300.0, 600.0
"""So many seconds a child may take by the clock, and one that merges."""

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
        return self._ask(question, Outcomes, MERGING)

    def mend(self, question: Mend) -> Repairs:
        """Work out the certain repairs of a head's files."""
        return self._ask(question, Repairs)

    def undo(self, question: Undo) -> Undoing:
        """Write the submission that undoes a pull request."""
        return self._ask(question, Undoing)

    def _ask(self, question: Question, kind: type[_Answer], seconds: float = PATIENCE) -> _Answer:
        # -I: neither the current folder nor the environment has a say in what is imported.
        command = [sys.executable, "-I", "-m", "mergebot.bot.child", str(self._clone)]
        told = {name: os.environ[name] for name in _KEPT if name in os.environ}
        try:
            done = bounded.run(command, told, seconds, stdin=msgspec.json.encode(question))
        except bounded.TooLongError as error:
            raise ChildError(str(error)) from error
        if done.returncode != 0:
            raise ChildError(_ended(done.returncode, done.stderr))
        try:
            return msgspec.json.decode(done.stdout, type=kind)
        except msgspec.DecodeError as error:
            raise ChildError(f"the process that reads submissions gave no answer: {error}") from error


def _ended(code: int, stderr: bytes) -> str:
    said = stderr.decode("utf-8", "replace").strip().splitlines()
    how = signal.Signals(-code).name if code < 0 else f"exit status {code}"
    return f"the process that reads submissions ended ({how}): {said[-1] if said else 'it said nothing'}"
