"""One run of the bot: a look at every pull request that changed, then one push of all that is accepted.

An event only says that a run is due. So one that is lost, doubled or late changes nothing, and a run that is
killed at any moment is finished by the next one: what there is to know is in git and on the pull requests.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from mergebot.bot import attention, memory, policy
from mergebot.bot.act import Tools, deeds
from mergebot.bot.asking import Child, ChildError
from mergebot.bot.attention import Scene
from mergebot.bot.comments import Site
from mergebot.bot.connection import HubError, NotFoundError
from mergebot.bot.decide import Undoing, told
from mergebot.bot.errands import Accepted, Mend, Outcome, Repairs
from mergebot.bot.hub import Hub
from mergebot.bot.landing import Landing, accepted_by
from mergebot.bot.look import MAIN_REF, Look, Looker, dependences
from mergebot.bot.memory import Memory
from mergebot.bot.remote import Push, PushRefusedError, Remote, TooMuchError
from mergebot.bot.snapshot import PullRequest
from mergebot.git_branch import Branch, NewCommit, Person
from mergebot.message import one_line
from mergebot.train import BOT_EMAIL, BOT_NAME
from pwc.errors import CouldNotCheckError, GitError
from pwc.git_history import resolve
from pwc.git_tree import GitTree

AT_ONCE = 20
"""So many heads are judged by one process, which has its limits of memory and time."""
LOOKING, FINISHING = 900.0, 300.0
"""Seconds for looking, and for saying what became of what was merged. What there was no time for comes first
in the next run: so nobody can keep a run from merging and from remembering."""

_NOTHING: Mapping[int, Outcome] = MappingProxyType({})
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
        self._looker = Looker(remote.clone, self._child, hub, policy.Policy(), settings.at)
        self._before = Memory()
        self._over: set[int] = set()
        """Numbers that have no pull request."""
        self._has_failed = False

    def run(self, only: Collection[int] = ()) -> bool:
        """Look at what changed (or at some pull requests, whatever changed) and do what is due.

        Gives whether all went well; what did not is said, and the next run tries it again. Raises HubError or
        GitError if nothing can be known at all, and PolicyError if nobody can say who may do what.
        """
        started = time.monotonic()
        before, at = self._fetch()
        self._before = before
        scene = self._scene(before)
        open_now = tuple(f"refs/pull/{one.number}/head" for one in scene.listed)
        self._looker = Looker(
            self._clone, self._child, self._hub, scene.policy, self._settings.at, open_now=open_now
        )
        with self._main() as main:
            wanted = attention.wanted(scene, before, main)
        numbers = attention.only_these(only) or wanted
        heads = attention.heads(scene, before, numbers)
        self._remote.fetch_what_can_be([f"refs/pull/{number}/head" for number in heads])
        seen = dict(self._look_at(numbers, scene, started + LOOKING))
        left = [number for number in numbers if number not in seen and number not in self._over]
        first = before.first if only else next(iter(left), 0)
        tried = self._merge(seen)
        seen |= self._look_at(list(tried), scene, time.monotonic() + FINISHING, tried)
        due = {*wanted, *numbers} - seen.keys() - self._over
        known = dependences(self._clone, seen) | dict.fromkeys(self._over)
        now = replace(attention.after(scene, before, known, due), first=first, site=self._site(before))
        self._remember(now, before, at)
        with suppress(GitError, OSError):
            self._remote.tidy(open_now)
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
        try:
            with GitTree(self._clone, at) as tree:
                return memory.read(tree.read(memory.FILE)), at
        except GitError:  # somebody put something else there
            return Memory(), at

    def _scene(self, before: Memory) -> Scene:
        with self._main() as main:
            entry = main.entry(policy.PATH)
            rules = policy.read(main.read(policy.PATH))
        listed = self._hub.open_pull_requests()
        talk, blob = self._hub.talk(before.since), "" if entry is None else entry.id
        return Scene(listed, talk, rules, blob, self._settings.at)

    def _main(self) -> GitTree:
        tip = resolve(self._clone, MAIN_REF)
        if tip is None:
            raise CouldNotCheckError("the clone has no branch main")
        return GitTree(self._clone, tip)

    def _look_at(
        self, numbers: Sequence[int], scene: Scene, until: float, tried: Mapping[int, Outcome] = _NOTHING
    ) -> Iterator[tuple[int, Look | None]]:
        """Look at pull requests, and do to each what is due; one that fails (None) stops no other.

        Ends at a moment of the monotonic clock, but looks at one at least. ``tried`` is what became of those
        that a merge has just tried to take in.
        """
        for start in range(0, len(numbers), AT_ONCE):
            some = numbers[start : start + AT_ONCE]
            refs = [f"refs/pull/{number}/head" for number in some if not scene.waits(number)]
            self._looker.look_ahead(refs)
            for number in some:
                try:
                    seen = self._seen(number, scene)
                    if seen is None:
                        self._over.add(number)
                    else:
                        yield number, self._done(seen, scene, tried.get(number))
                except _PASSED_OVER as error:
                    self._fail(f"#{number}: {error}")
                    yield number, None
                if time.monotonic() > until:
                    return

    def _seen(self, number: int, scene: Scene) -> Look | None:
        """A look at one pull request; None if there is none of this number."""
        pull = self._hub.pull_request(number)
        if pull is None:
            return None
        if attention.is_stale(pull, self._before):
            raise HubError("GitHub does not show what the bot has said of its head")
        pull = replace(pull, ahead=scene.ahead(number))
        if self._looker.is_due(pull) and resolve(self._clone, pull.ref) != pull.head:
            try:
                self._remote.fetch_heads([pull.ref])
            except TooMuchError as error:
                return self._looker.unfetched(pull, str(error))
        seen = self._looker.look(pull)
        if pull.is_merged and seen.landed is None:  # by somebody, since main was fetched
            self._remote.fetch({MAIN_REF: MAIN_REF})
            seen = self._looker.look(pull)
        return seen

    def _done(self, seen: Look, scene: Scene, outcome: Outcome | None) -> Look:
        """Do what is due to a pull request. Gives what is planned in the end."""
        if outcome is not None and not outcome.commit and not outcome.is_unchecked and not seen.landed:
            seen = self._looker.left_out(seen, outcome.reason)
        seen = self._undone(seen)

        def push(pull: PullRequest, found: Repairs) -> bool:
            may = scene.policy.fix == "push" and pull.allows_edits and pull.source is not None
            there = self._remote.beside(pull.source or "")
            return may and there is not None and self._landing.push_repairs(pull, found, there)

        for deed in deeds(seen, Tools(self._hub, self._settings.site, self._mended, push)):
            self._say(f"#{seen.pull.number}: {deed.words}")
            if not self._settings.dry_run:
                deed.do()
        return seen

    def _mended(self, pull: PullRequest) -> Repairs | None:
        try:
            return self._child.mend(Mend(pull.ref, pull.head, self._settings.at))
        except ChildError as error:  # it has its answer all the same: it is not tried for ever
            self._fail(f"#{pull.number}: {error}")
            return None

    def _undone(self, seen: Look) -> Look:
        """Undo what somebody asked to undo, and plan to say what became of it."""
        plan = seen.plan
        for asked in [action for action in plan.actions if isinstance(action, Undoing)]:
            self._say(f"#{seen.pull.number}: undo #{asked.number}")
            if not self._settings.dry_run:
                done = self._landing.undo(asked, self._hub, seen.pull.number)
                plan = told(plan, asked, done.refusal)
        return replace(seen, plan=plan)

    def _merge(self, seen: Mapping[int, Look | None]) -> dict[int, Outcome]:
        """Merge all that is accepted and push it once. Gives what became of each."""
        wanted = [one for one in seen.values() if one is not None and one.merging is not None]
        if not wanted:
            return {}
        self._say(f"merge {', '.join(f'#{one.pull.number}' for one in wanted)}")
        if self._settings.dry_run:
            return {}
        try:
            still = [again for one in wanted if (again := self._again(one)).merging is not None]
            accepted = {one.pull.number: _accepted(one) for one in still}
            found = {one.ref: one for one in self._landing.land(list(accepted.values()))} if accepted else {}
        except _PASSED_OVER as error:
            self._fail(f"nothing was merged: {error}")
            return {}
        for number, one in accepted.items():
            outcome = found[one.ref]
            self._say(f"#{number}: {f'merged as {outcome.commit}' if outcome.commit else outcome.reason}")
        return {number: found[one.ref] for number, one in accepted.items()}

    def _again(self, seen: Look) -> Look:
        """Ask right before the merge whether it still holds: somebody may have said stop meanwhile."""
        now = self._hub.pull_request(seen.pull.number, with_statuses=False)
        return seen if now is None else self._looker.again(seen, now)

    def _site(self, before: Memory) -> str | None:
        """Start the workflow if main is another one than when it was started last, by whoever moved it.

        A run that is killed after its push, or an answer that is lost, leaves it to the next run.
        """
        tip, workflow = resolve(self._clone, MAIN_REF), self._settings.workflow
        if workflow is None or self._settings.dry_run or before.site == tip:
            return before.site
        try:
            self._hub.start_workflow(workflow)
        except NotFoundError:
            self._say(f"there is no workflow {workflow} to start")
        except HubError as error:
            self._fail(f"{workflow} was not started: {error}")
            return before.site
        return tip

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


def _accepted(seen: Look) -> Accepted:
    action = seen.merging
    if action is None:
        raise AssertionError("only what is accepted is merged")
    reasons = {code: one_line(reason) for code, reason in action.overrides.items()}
    return Accepted(seen.pull.ref, action.head, accepted_by(action.approved_by), reasons)
