"""The bot's answers to commands that cannot be carried out, which repeat no more than their names. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from mergebot.bot.commands import Merge, Unreadable, Withdraw
from mergebot.bot.snapshot import PullRequest
from mergebot.bot.state import Given, State


def to_commands(pull: PullRequest, state: State, *, is_landed: bool = False) -> Iterator[str]:
    """What to say to the newest commands that cannot be carried out."""
    for given in state.newest:
        name = type(given.command).__name__.lower()
        if isinstance(given.command, Unreadable):
            usage = given.command.usage
            yield f"`{given.command.line}` is no command" + (f"; did you mean `{usage}`?" if usage else ".")
        elif isinstance(given.command, Merge) and is_landed:
            continue
        elif not given.may:
            who = "its author" if isinstance(given.command, Withdraw) else "those who may merge this"
            yield f"`/{name}` is for {who}; the policy says who."
        elif given in state.void and given.comment not in state.answers and pull.is_open:
            yield _void(given, pull)
    yield from kept(state)


def kept(state: State) -> Iterator[str]:
    """What stays said: the answers to the newest comment with commands, and to what has just been refused."""
    waiting = {given.comment for given in (*state.newest, *(one for one in state.void if one.is_new))}
    yield from (text for comment, text in state.answers.items() if comment in waiting or not comment)


def _void(given: Given, pull: PullRequest) -> str:
    named = given.command.commit if isinstance(given.command, Merge) else None
    if named is not None and not pull.head.startswith(named):
        return f"`/merge {named}` names another commit than the head, `{pull.head[:12]}`."
    if pull.settled is not None and given.at > pull.settled:
        return "`/merge` could not be carried out when it was said; say it again."
    return "`/merge` was written before this head was checked; look at it again, and say it again."
