"""Taking what is accepted into main on GitHub: built in the bot's clone, pushed once, never forced."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from msgspec import Struct

from mergebot.bot.asking import Child, ChildError
from mergebot.bot.decide import Undoing
from mergebot.bot.errands import MAIN, Accepted, Merge, Outcome, Repairs, Undo
from mergebot.bot.hub import Hub
from mergebot.bot.look import MAIN_REF
from mergebot.bot.remote import Push, PushRefusedError, Remote
from mergebot.bot.snapshot import PullRequest
from mergebot.git_branch import Branch, NewCommit, Person
from mergebot.message import one_line
from mergebot.train import BOT_EMAIL, BOT_NAME
from pwc.errors import CouldNotCheckError, GitError
from pwc.git_history import resolve

TRIES = 5
"""So often a train is built again because main has moved meanwhile."""


class Undone(Struct, frozen=True):
    """What became of a demand to undo something."""

    refusal: str = ""
    """Why nothing was undone."""


class Landing:
    """Merges, at one moment, into one repository. ``say`` is told what happens, in words."""

    def __init__(self, remote: Remote, child: Child, at: datetime, say: Callable[[str], None]) -> None:
        self._remote = remote
        self._clone = remote.clone
        self._child = child
        self._at = at
        self._say = say

    def land(self, accepted: Sequence[Accepted]) -> list[Outcome]:
        """Merge heads that the clone has, and push them together. Main of the clone is GitHub's afterwards.

        Raises PushRefusedError if main never held still, and GitError if it cannot be pushed.
        """
        for left in range(TRIES - 1, -1, -1):
            tip = self._tip()
            outcomes = self._built(accepted)
            made = self._tip()
            try:
                if made != tip:
                    self._remote.push([Push(MAIN_REF, made, tip)])
            except PushRefusedError:
                if not left:
                    raise
                self._say("main has moved: everything is built again")
            else:
                return outcomes
            finally:
                self._remote.fetch({MAIN_REF: MAIN_REF})
        raise AssertionError("unreachable")

    def undo(self, asked: Undoing, hub: Hub, on: int) -> Undone:
        """Open the pull request that undoes another one, and merge it by the word of who asked on ``on``.

        Done again after a kill it goes on where it was. Raises HubError too.
        """
        # Every demand has a branch of its own: what became of an earlier one is not in its way.
        branch = f"undo-{asked.number}-{asked.comment}"
        ref = f"refs/heads/{branch}"
        head = self._remote.heads([ref]).get(ref)
        if head is not None:
            self._remote.fetch({ref: f"refs/pwc/undo/{asked.comment}"})
        reason = one_line(asked.reason)
        answer = self._child.undo(Undo(asked.number, reason, _name(asked.by), self._at, head))
        if answer.commit is None:
            return Undone(answer.refusal)
        if answer.is_done:
            return Undone()
        if head is None:
            self._remote.push([Push(ref, answer.commit)])
        number = hub.open_pull_request(f"Undo #{asked.number}", f"Asked for on #{on}.", branch)
        pull = f"refs/pull/{number}/head"
        self._remote.fetch({pull: pull})
        (outcome,) = self.land([Accepted(pull, answer.commit, _name(asked.by))])
        self._say(f"#{number}: {f'merged as {outcome.commit}' if outcome.commit else outcome.reason}")
        return Undone() if outcome.commit else Undone(f"#{number} undoes it, but {outcome.reason}")

    def push_repairs(self, pull: PullRequest, found: Repairs, there: Remote) -> bool:
        """Commit repairs to a contributor's branch, where that is; False if it cannot be written to.

        Nothing but a merge is ever pushed to main.
        """
        if pull.branch == MAIN and there.is_same(self._remote):
            return False
        files = {file.path: file.after.encode() for file in found.files}
        bot = Person(BOT_NAME, BOT_EMAIL, f"{int(self._at.timestamp())} +0000")
        commit = NewCommit((pull.head,), bot, bot, "Make the certain repairs\n", files)
        made = Branch(self._clone, MAIN).build([commit])[0]
        try:
            there.push([Push(f"refs/heads/{pull.branch}", made, pull.head)])
        except (GitError, PushRefusedError):
            return False
        return True

    def _built(self, accepted: Sequence[Accepted]) -> list[Outcome]:
        """Let the child build a train; if one head is its end, each is tried by itself, and that one left."""
        try:
            return list(self._child.merge(Merge(tuple(accepted), self._at)).outcomes)
        except ChildError as error:
            if len(accepted) == 1:
                return [Outcome(accepted[0].ref, reason=str(error), is_unchecked=True)]
        return [outcome for one in accepted for outcome in self._built([one])]

    def _tip(self) -> str:
        tip = resolve(self._clone, MAIN_REF)
        if tip is None:
            raise CouldNotCheckError(f"the clone has no branch {MAIN}")
        return tip


def accepted_by(logins: Sequence[str]) -> str:
    """Who accepted, as the log has it: their names on GitHub."""
    return ", ".join(map(_name, logins))


def _name(login: str) -> str:
    return f"{login} (GitHub)"
