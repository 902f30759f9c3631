"""Certain repairs as GitHub's suggestions, which a contributor can commit with one click."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from mergebot.bot.errands import Repaired, Repairs
from mergebot.bot.hub import Suggestion
from mergebot.bot.queries import REPAIRS
from validator.report.inert import code_block, code_span

MOST_SUGGESTIONS = 50
"""More than so many are not read one by one: `pwc validate --fix` makes them all."""
_ALL = "`pwc validate --fix` makes all of them at once."


def suggestions(file: Repaired) -> Iterator[Suggestion]:
    """The lines of a file that a repair changes, as the file has them, each with what should stand there."""
    before, after = file.before.splitlines(), file.after.splitlines()
    for kind, start, end, new_start, new_end in SequenceMatcher(
        None, before, after, autojunk=False
    ).get_opcodes():
        if kind != "equal" and end > start:
            text = code_block(after[new_start:new_end], "suggestion")
            yield Suggestion(file.path, start + 1, end, text)


def head(remarks: Sequence[Suggestion]) -> str:
    """What stands above the suggestions."""
    if not remarks:
        return f"{REPAIRS}\nThere is nothing in these files that can be repaired with certainty."
    return f"{REPAIRS}\nCertain repairs: commit those that you agree with. {_ALL}"


def in_words(found: Repairs) -> str:
    """The same where GitHub takes no suggestions: which files, and the command."""
    files = "\n".join(f"- {code_span(file.path)}" for file in found.files)
    return f"{REPAIRS}\nCertain repairs can be made in these files. {_ALL}\n\n{files}"
