"""One run of the bot: a look at every pull request that changed, then one push of all that is accepted.

An event only says that a run is due. So one that is lost, doubled or late changes nothing, and a run that is
killed at any moment is finished by the next one: what there is to know is in git and on the pull requests.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from mergebot.bot import attention, memory, policy
from mergebot.bot.act import Tools, deeds
from mergebot.bot.asking import Child, ChildError
from mergebot.bot.attention import Scene
from mergebot.bot.comments import Site
from mergebot.bot.connection import HubError, NotFoundError
from mergebot.bot.decide import Merging, Undoing
from mergebot.bot.errands import Accepted, Mend, Repairs
from mergebot.bot.hub import Hub
from mergebot.bot.landing import MAIN_REF, Landing, accepted_by
from mergebot.bot.look import Look, Looker
from mergebot.bot.memory import Memory
from mergebot.bot.remote import Push, PushRefusedError, Remote
from mergebot.bot.snapshot import PullRequest
from mergebot.git_branch import Branch, NewCommit, Person
from mergebot.train import BOT_EMAIL, BOT_NAME
from pwc.errors import CouldNotCheckError, GitError
from pwc.git_history import resolve
from pwc.git_tree import GitTree

_PASSED_OVER = (HubError, GitError, ChildError, PushRefusedError)
"""What stops one pull request and no other; the next run tries again."""


class Settings(Struct, frozen=True):
    """How a run is done."""

    site: Site
    at: datetime
    workflow: str | None = None
    """Started after a push: what the bot pushes starts no workflow by itself."""
    dry_run: bool = False


class Sweep:
    """One run. ``say`` is told every deed, in words."""

    def __init__(
        self,
        hub: Hub,
        remote: Remote,
        settings: Settings,
        say: Callable[[str], None],
        child: Child | None = None,
    ) -> None:
        self._hub = hub
        self._remote = remote
        self._clone = remote.clone
        self._settings = settings
        self._say = say
        self._child = Child(remote.clone) if child is None else child
        self._landing = Landing(remote, self._child, settings.at, say)
        self._has_failed = False

    def run(self, only: Collection[int] = ()) -> bool:
        """Look at what changed (or at some pull requests, whatever changed) and do what is due.

        Gives whether all went well; what did not is said, and the next run tries it again. Raises HubError or
        GitError if nothing can be known at all, and PolicyError if nobody can say who may do what.
        """
        before, at = self._fetch()
        scene = self._scene(before)
        with self._main() as main:
            numbers = attention.only_these(only) or attention.wanted(scene, before, main)
        seen = {one.pull.number: one for one in self._look_at(numbers, scene)}
        landed = self._merge(list(seen.values()))
        seen |= {one.pull.number: one for one in self._look_at(landed, scene)}
        with self._main() as main:
            now = attention.after(scene, before, _dependences(seen.values()), main)
        self._remember(now, before, at)
        return not self._has_failed

    def _fetch(self) -> tuple[Memory, str | None]:
        """Bring main and the memory into the clone. Gives what is remembered, and in which commit."""
        there = self._remote.heads([MAIN_REF, memory.REF])
        if MAIN_REF not in there:
            raise CouldNotCheckError(f"{self._hub.repository} has no branch main")
        self._remote.fetch({ref: ref for ref, commit in there.items() if resolve(self._clone, ref) != commit})
        at = there.get(memory.REF)
        if at is None:
            return Memory(), None
        with GitTree(self._clone, at) as tree:
            return memory.read(tree.read(memory.FILE)), at

    def _scene(self, before: Memory) -> Scene:
        with self._main() as main:
            entry = main.entry(policy.PATH)
            rules = policy.read(main.read(policy.PATH))
        listed = self._hub.open_pull_requests()
        talk = [] if before.since is None else self._hub.talk(before.since)
        return Scene(listed, talk, rules, "" if entry is None else entry.id)

    def _main(self) -> GitTree:
        tip = resolve(self._clone, MAIN_REF)
        if tip is None:
            raise CouldNotCheckError("the clone has no branch main")
        return GitTree(self._clone, tip)

    def _look_at(self, numbers: Iterable[int], scene: Scene) -> Iterator[Look]:
        """Look at pull requests, and do to each what is due; one that fails stops no other."""
        looker = Looker(self._clone, self._child, self._hub, scene.policy, self._settings.at)
        for number in numbers:
            try:
                pull = self._hub.pull_request(number)
                if pull is not None:
                    self._remote.fetch({pull.ref: pull.ref})
                    seen = looker.look(replace(pull, ahead=scene.ahead(number)))
                    self._do(seen, scene)
                    yield seen
            except _PASSED_OVER as error:
                self._fail(f"#{number}: {error}")

    def _do(self, seen: Look, scene: Scene) -> None:
        def push(pull: PullRequest, found: Repairs) -> bool:
            may = scene.policy.fix == "push" and pull.allows_edits and pull.source is not None
            address = self._remote.address.replace(self._hub.repository, pull.source or "")
            return may and self._landing.push_repairs(pull, found, address)

        tools = Tools(self._hub, self._settings.site, self._mended, push, self._undo)
        for deed in deeds(seen, tools):
            self._say(f"#{seen.pull.number}: {deed.words}")
            if not self._settings.dry_run:
                deed.do()

    def _mended(self, pull: PullRequest) -> Repairs:
        return self._child.mend(Mend(pull.ref, pull.head, self._settings.at))

    def _undo(self, pull: PullRequest, asked: Undoing) -> None:
        if self._landing.undo(asked, pull, self._hub):
            self._start_workflow()

    def _merge(self, seen: Sequence[Look]) -> list[int]:
        """Merge all that is accepted and push it once. Gives the numbers of those that landed."""
        accepted = {one.pull.number: _accepted(one, action) for one, action in _merging(seen)}
        if not accepted:
            return []
        self._say(f"merge {', '.join(f'#{number}' for number in accepted)}")
        if self._settings.dry_run:
            return []
        try:
            outcomes = {one.ref: one for one in self._landing.land(list(accepted.values()))}
        except _PASSED_OVER as error:
            self._fail(f"nothing was merged: {error}")
            return []
        landed = [number for number, one in accepted.items() if outcomes[one.ref].commit]
        for number, one in accepted.items():
            outcome = outcomes[one.ref]
            self._say(f"#{number}: {f'merged as {outcome.commit}' if outcome.commit else outcome.reason}")
        if landed:
            self._start_workflow()
        return list(accepted)

    def _start_workflow(self) -> None:
        if self._settings.workflow is not None:
            try:
                self._hub.start_workflow(self._settings.workflow)
            except NotFoundError:
                self._say(f"there is no workflow {self._settings.workflow} to start")
            except HubError as error:
                self._fail(f"{self._settings.workflow} was not started: {error}")

    def _remember(self, now: Memory, before: Memory, at: str | None) -> None:
        """Put what was seen where the next run finds it; without it everything is looked at again."""
        if self._settings.dry_run or now == before:
            return
        bot = Person(BOT_NAME, BOT_EMAIL, f"{int(self._settings.at.timestamp())} +0000")
        commit = NewCommit((), bot, bot, "What the bot has seen\n", {memory.FILE: now.to_json()})
        made = Branch(self._clone, "main").build([commit])[0]
        with suppress(PushRefusedError, GitError):
            self._remote.push([Push(memory.REF, made, at, replaces=True)])

    def _fail(self, what: str) -> None:
        self._has_failed = True
        self._say(what)


def _dependences(seen: Iterable[Look]) -> dict[int, Sequence[str]]:
    """The paths that each verdict depends on; without one that could not be given, which is tried again."""
    return {
        one.pull.number: () if one.judgement is None else one.judgement.reads
        for one in seen
        if one.judgement is None or not one.judgement.verdict.is_unchecked
    }


def _merging(seen: Iterable[Look]) -> Iterator[tuple[Look, Merging]]:
    for one in seen:
        yield from ((one, action) for action in one.plan.actions if isinstance(action, Merging))


def _accepted(seen: Look, action: Merging) -> Accepted:
    return Accepted(seen.pull.ref, action.head, accepted_by(action.approved_by), action.overrides)
