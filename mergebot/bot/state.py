"""What a pull request's comments amount to: derived anew every time from all of them. Pure.

So a missed, doubled or late event changes nothing. A command counts if it stands in a comment by a person
that was not edited (/hold counts edited, too: it lets nothing in); what it may do depends on the rights that
its author has now. An approval is bound to the head that the bot had reported on before it was written: a
push after it voids it, and so does setting the branch back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from mergebot.bot import own_comment
from mergebot.bot.commands import (
    FORMS,
    MAINTAINERS,
    Close,
    Command,
    Hold,
    Merge,
    Override,
    Revert,
    Unhold,
    Unreadable,
    Withdraw,
    parse,
)
from mergebot.bot.policy import Policy
from mergebot.bot.snapshot import Account, Comment, PullRequest, Reaction

Roles = Mapping[int, str | None]
"""The role in the repository that each account has now; None for one that has none."""


class Given(Struct, frozen=True):
    """A command that somebody gave."""

    command: Command
    by: Account
    comment: int
    at: str
    may: bool
    """Whether its author has the right to it now."""
    receipts: frozenset[Reaction] = frozenset()
    """What its comment has been told before."""

    @property
    def is_new(self) -> bool:
        """Whether it has no receipt yet that it was done or cannot be."""
        return self.receipts.isdisjoint({"rocket", "confused"})

    @property
    def is_spent(self) -> bool:
        """Whether it was refused before: it has to be said again."""
        return "confused" in self.receipts


class State(Struct, frozen=True):
    """What is asked of a pull request, and by whom."""

    commands: tuple[Given, ...] = ()
    approved_by: tuple[Given, ...] = ()
    """Those who said /merge for this head, the last word of each."""
    void: tuple[Given, ...] = ()
    """Approvals of a head that is not there any more, or that was not judged before they were given."""
    reviews: tuple[Account, ...] = ()
    """Those who approve this head by a review and may merge it, each once; never its author."""
    objectors: tuple[Account, ...] = ()
    """Those who may merge it, and ask for changes by a review."""
    hold: Given | None = None
    overrides: Mapping[str, Given] = {}
    closing: Given | None = None
    answers: Mapping[int, str] = {}
    """What has been answered to comments, and cannot be derived anew."""

    @property
    def newest(self) -> tuple[Given, ...]:
        """The commands of the last comment that has any: what has to be answered is about them."""
        return tuple(given for given in self.commands if given.comment == self.commands[-1].comment)


def derive(pull: PullRequest, policy: Policy, roles: Roles, areas: Collection[str]) -> State:
    """What the comments of a pull request that touches some areas amount to."""
    commands = tuple(_given(pull, policy, roles, areas))
    able = [given for given in commands if given.may]
    merges = [given for given in able if isinstance(given.command, Merge)]
    held = [given for given in able if isinstance(given.command, Hold | Unhold)]
    closing = [given for given in able if given.is_new and isinstance(given.command, Close | Withdraw)]
    overriding = [given for given in able if isinstance(given.command, Override) and _is_of_head(given, pull)]
    good = {given.by.id: given for given in merges if _is_of_head(given, pull) and not given.is_spent}
    return State(
        commands=commands,
        approved_by=tuple(good.values()),
        void=tuple(given for given in merges if given.is_spent or not _is_of_head(given, pull)),
        reviews=tuple(_reviewers(pull, policy, roles, areas)),
        objectors=tuple(one for one in pull.objectors if policy.may_merge(one.id, roles.get(one.id), areas)),
        hold=next((given for given in reversed(held[-1:]) if isinstance(given.command, Hold)), None),
        overrides={_code(given): given for given in overriding},
        closing=closing[-1] if closing else None,
        answers=own_comment.answers(pull.comments),
    )


def refused(state: State, why: str) -> State:
    """The same after the merge was tried, and left this pull request out: its approvals are spent."""
    told = {given.comment: own_comment.answer(why, given.comment) for given in state.approved_by}
    return replace(
        state,
        approved_by=(),
        reviews=(),
        void=(*state.void, *state.approved_by),
        answers={**state.answers, **(told or {0: why})},
    )


def people(pull: PullRequest, policy: Policy) -> set[int]:
    """The accounts whose rights have to be asked, a call each: those who gave a command that needs
    a right and was not refused before (the last one is answered again), and where merging may be automatic
    those who approved this head, or ask for changes.
    """
    commands = [(comment, _spoken(comment)) for comment in pull.comments]
    spoken = [(comment, found) for comment, found in commands if found]
    speakers = {one.id for one in pull.cut} | {
        comment.author.id
        for comment, found in spoken
        if "confused" not in comment.receipts or comment is spoken[-1][0]
        if any(_needs_right(command) for command in found)
    }
    if policy.automatic is None:
        return speakers
    approving = {one.author.id for one in pull.approvals if one.commit == pull.head}
    return speakers | approving | {one.id for one in pull.objectors}


def _given(pull: PullRequest, policy: Policy, roles: Roles, areas: Collection[str]) -> Iterator[Given]:
    for comment in pull.comments:
        may_merge = policy.may_merge(comment.author.id, roles.get(comment.author.id), areas)
        may_revert = policy.may_merge(comment.author.id, roles.get(comment.author.id), ())  # of any area
        for command in _spoken(comment):
            yield Given(
                command=command,
                by=comment.author,
                comment=comment.id,
                at=comment.created,
                may=may_revert
                if isinstance(command, Revert)
                else _may(command, comment.author, pull, may_merge=may_merge),
                receipts=comment.receipts,
            )


def _spoken(comment: Comment) -> Sequence[Command]:
    """The commands that count: a person's, and of an edited comment /hold alone, which lets nothing in."""
    if comment.author.is_bot:
        return ()
    found = parse(comment.body)
    return [command for command in found if isinstance(command, Hold)] if comment.is_edited else found


def _may(command: Command, by: Account, pull: PullRequest, *, may_merge: bool) -> bool:
    if isinstance(command, Unreadable):
        return False
    if _needs_right(command):
        return may_merge
    return by.id == pull.author.id if isinstance(command, Withdraw) else True


def _needs_right(command: Command) -> bool:
    return not isinstance(command, Unreadable) and FORMS[type(command).__name__.lower()].who == MAINTAINERS


def _is_of_head(given: Given, pull: PullRequest) -> bool:
    """Whether what was given is about the head as it is: judged before, and named if one is named."""
    settled = pull.settled
    if settled is None or given.at <= settled:
        return False
    named = given.command.commit if isinstance(given.command, Merge) else None
    return named is None or pull.head.startswith(named)


def _reviewers(pull: PullRequest, policy: Policy, roles: Roles, areas: Collection[str]) -> Iterator[Account]:
    settled, seen = pull.settled, {pull.author.id}
    for one in pull.approvals:
        is_of_head = one.commit == pull.head and settled is not None and one.submitted > settled
        if is_of_head and one.author.id not in seen and not one.author.is_bot:
            seen.add(one.author.id)
            if policy.may_merge(one.author.id, roles.get(one.author.id), areas):
                yield one.author


def _code(given: Given) -> str:
    return given.command.code if isinstance(given.command, Override) else ""
