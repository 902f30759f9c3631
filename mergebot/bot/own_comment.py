"""How the bot knows its own comment again, and the answers that it has given in it. Pure.

What cannot be derived from the pull request anew (why an undoing was refused, for one) stands in the comment
itself, and stays in it until something else is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from mergebot.bot.snapshot import Comment

MARK = "<!-- pwc: the bot's one comment on this pull request -->"
"""In a comment by anybody else it means nothing."""
_ANSWER = re.compile(r"^> (.*) <!-- pwc: answers ([0-9]{1,20}) -->$", re.MULTILINE)


def mine(comments: Iterable[Comment]) -> list[Comment]:
    """The bot's own comments, the oldest first: one is kept, others came of a request sent twice."""
    return [one for one in comments if one.is_own and one.body.startswith(MARK)]


def answer(text: str, comment: int) -> str:
    """An answer to a comment, marked so that it is found again."""
    return f"{text} <!-- pwc: answers {comment} -->"


def answers(comments: Iterable[Comment]) -> Mapping[int, str]:
    """The marked answers that the bot's comment holds, by the comments that they answer."""
    kept = mine(comments)[:1]
    found = (match for one in kept for match in _ANSWER.finditer(one.body.replace("\r\n", "\n")))
    return {int(match[2]): answer(match[1], int(match[2])) for match in found}
