"""Carrying a plan out. What is right already is left alone, so that it may be done again from its start.

The comment comes first and the commit status after it: from the status on, people are taken to have read it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from msgspec import Struct

from mergebot.bot import comments, own_comment, repairs
from mergebot.bot.connection import UnfitError
from mergebot.bot.decide import Action, Closing, Label, Mending, Merging, React, Status
from mergebot.bot.errands import Repairs
from mergebot.bot.hub import Hub
from mergebot.bot.look import Look
from mergebot.bot.snapshot import PullRequest

PREFIXES = ("state: ", "area: ", "kind: ")
"""The labels that begin so are the bot's; what others do to them gives nobody a right."""


class Deed(Struct, frozen=True):
    """A single thing to do on GitHub, in words, and how."""

    words: str
    do: Callable[[], None]


class Tools(Struct, frozen=True):
    """What deeds are done with."""

    hub: Hub
    site: comments.Site
    mend: Callable[[PullRequest], Repairs | None]
    """Works the certain repairs of a head out; None if that could not be done, which has been said then."""
    push: Callable[[PullRequest, Repairs], bool]
    """Commits repairs to the contributor's branch; False where that may not be."""


def deeds(seen: Look, tools: Tools) -> Iterator[Deed]:
    """What a plan comes to, in order, without what is right already. Merging and undoing are not among it.

    What is about to be merged gets its receipts alone: the rest would be written twice within a minute.
    """
    pull, hub = seen.pull, tools.hub
    if any(isinstance(action, Merging) for action in seen.plan.actions):
        for action in seen.plan.actions:
            yield from _small(action, pull, hub)
        return
    yield from _comment(seen, tools)
    for action in seen.plan.actions:
        if isinstance(action, Status):
            yield from _status(action, pull, tools)
        elif isinstance(action, Label):
            yield from _labels(action, seen, hub)
        elif isinstance(action, Mending) and action.head not in pull.offered:
            yield Deed(f"offer repairs of {action.head[:12]}", partial(_offer_repairs, pull, tools))
        else:
            yield from _small(action, pull, hub)


def _small(action: Action, pull: PullRequest, hub: Hub) -> Iterator[Deed]:
    if isinstance(action, React):
        comment, content = action.comment, action.content
        there = {one.id: one.receipts for one in pull.comments}
        if content not in there.get(comment, frozenset()):
            yield Deed(f"react with {content} to comment {comment}", partial(hub.react, comment, content))
    elif isinstance(action, Closing) and pull.is_open:
        yield Deed("close it", partial(hub.close_pull_request, pull.number))


def _comment(seen: Look, tools: Tools) -> Iterator[Deed]:
    """The one comment: written, edited if it says something else, and its twins deleted."""
    pull, hub = seen.pull, tools.hub
    own = own_comment.mine(pull.comments)
    for twin in own[1:]:
        yield Deed(f"delete comment {twin.id}, a twin", partial(hub.delete_comment, twin.id))
    if not (pull.is_open or seen.landed or seen.plan.replies):
        return  # somebody closed it: nothing more to say
    if not own and pull.has_more:
        return  # it may be among the rest: one more at every run would be worse than none
    text = comments.render(pull.head, seen.plan, seen.judgement, tools.site)
    if not own:
        is_there = partial(_has_comment, hub, pull)
        yield Deed("write the comment", partial(hub.comment, pull.number, text, is_there))
    elif _plain(own[0].body) != _plain(text):
        yield Deed(f"edit comment {own[0].id}", partial(hub.edit_comment, own[0].id, text))


def _has_comment(hub: Hub, pull: PullRequest) -> bool:
    now = hub.pull_request(pull.number)
    return now is not None and bool(own_comment.mine(now.comments))


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _status(action: Status, pull: PullRequest, tools: Tools) -> Iterator[Deed]:
    if pull.status != (action.state, action.description):
        target = f"{tools.site.repository}/pull/{pull.number}"
        yield Deed(
            f"set the status of {action.head[:12]} to {action.state}: {action.description}",
            partial(tools.hub.set_status, action.head, action.state, action.description, target),
        )


def _labels(action: Label, seen: Look, hub: Hub) -> Iterator[Deed]:
    pull, wanted = seen.pull, {f"state: {action.state}"}
    if seen.judgement is not None:
        wanted |= {f"area: {area}"[:50] for area in seen.judgement.areas}
        wanted |= {f"kind: {kind}" for kind in seen.judgement.kinds}
    own = {label for label in pull.labels if label.lower().startswith(PREFIXES)}
    if seen.landed:  # what it was about is known no more, and stays
        own = {label for label in own if label.lower().startswith("state: ")}
    there = {label.lower() for label in own}
    if new := sorted(label for label in wanted if label.lower() not in there):
        yield Deed(f"add the labels {', '.join(new)}", partial(hub.add_labels, pull.number, new))
    kept = {label.lower() for label in wanted}  # as on GitHub, where they are of one kind
    for label in sorted(label for label in own if label.lower() not in kept):
        yield Deed(f"remove the label {label}", partial(hub.remove_label, pull.number, label))


def _offer_repairs(pull: PullRequest, tools: Tools) -> None:
    found = tools.mend(pull)
    if found is None:
        return
    if found.files and tools.push(pull, found):
        return
    remarks = [remark for file in found.files for remark in repairs.suggestions(file)]
    told, is_there = repairs.head(remarks), partial(_is_offered, tools.hub, pull)
    if len(remarks) > repairs.MOST_SUGGESTIONS:
        told, remarks = repairs.in_words(found), []
    try:
        tools.hub.review(pull.number, pull.head, told, remarks, is_there)
    except UnfitError:  # a line that is in no part of the difference, for one
        if not remarks:
            raise
        tools.hub.review(pull.number, pull.head, repairs.in_words(found), (), is_there)


def _is_offered(hub: Hub, pull: PullRequest) -> bool:
    now = hub.pull_request(pull.number)
    return now is not None and pull.head in now.offered
