"""What happens on the stand-in, whoever does it: the truth, without HTTP.

The methods are events: each moves the clock a second, and touches a pull request's ``updated`` where GitHub
does. The tests call them through ``FakeGitHub``, the endpoints when a request asks for it.
"""

from __future__ import annotations

import itertools
import shutil
import threading
from pathlib import Path
from typing import Any

from tests.github import git_store
from tests.github.clock import Clock
from tests.github.people import People
from tests.github.rate import Rate
from tests.github.records import (
    Account,
    Comment,
    Event,
    Label,
    Pull,
    Reaction,
    Review,
    ReviewComment,
    Status,
    Store,
)

ACTIONS_ID = 41898282
"""The number of github-actions[bot], whose token a workflow has."""
GHOST_ID = 10137
"""The account that REST shows in the place of one that was deleted."""


class World(People):
    """One upstream repository, its forks, its people and its pull requests."""

    def __init__(self, folder: Path, full_name: str, source: Path, clock: Clock) -> None:
        self.folder, self.clock, self.lock = folder, clock, threading.RLock()
        super().__init__()
        self._numbers = itertools.count(1)
        self.pulls: dict[int, Pull] = {}
        self.labels: dict[str, Label] = {}
        self.statuses: list[Status] = []
        self.dispatches: list[dict[str, Any]] = []
        """Every workflow that was started: workflow, ref, inputs and actor."""
        self.workflows: set[str] = set()
        self.variables: dict[str, str] = {}
        self.rules: list[dict[str, Any]] = []
        self.workflow_permissions = "read"
        self.protection: dict[str, Any] | None = None
        """What ``GET branches/main/protection`` shows."""
        self.rate = Rate()
        self.merge_marks_after_reads = 0
        """How many reads still show a pull request as open after its head came into main."""
        owner, name = full_name.split("/")
        self.ghost = self.add_account("ghost", number=GHOST_ID)
        self.owner = self.add_account(owner)
        self.actions = self.add_account("github-actions", is_bot=True, number=ACTIONS_ID)
        self.roles |= {self.owner.id: "admin", self.actions.id: "write"}
        self.upstream = self._new_store(owner, name, source=source)
        self.is_main_protected = True
        self.stores = {self.upstream.full_name.lower(): self.upstream}

    def _new_store(self, owner: str, name: str, source: Path | None = None) -> Store:
        path = self.folder / owner / f"{name}.git"
        shares = None if source else self.upstream.path
        git_store.new_store(path, shares=shares, source=source)
        return Store(id=self.next_id(), owner=owner, name=name, path=path, is_fork=source is None)

    @property
    def is_main_protected(self) -> bool:
        """Whether a rule keeps main from going anywhere but forward, for everybody."""
        return (self.upstream.path / "protected").exists()

    @is_main_protected.setter
    def is_main_protected(self, wanted: bool) -> None:
        mark = self.upstream.path / "protected"
        if wanted:
            mark.touch()
        else:
            mark.unlink(missing_ok=True)

    def fork(self, account: Account) -> Store:
        """Somebody's fork, made when they have none."""
        name = f"{account.login}/{self.upstream.name}"
        if name.lower() not in self.stores:
            self.clock.tick()
            self.stores[name.lower()] = self._new_store(account.login, self.upstream.name)
        return self.stores[name.lower()]

    def delete_fork(self, account: Account) -> None:
        """The pull requests from it stay as they are, from an unknown repository."""
        store = self.stores.pop(f"{account.login}/{self.upstream.name}".lower())
        shutil.rmtree(store.path)
        self.clock.tick()
        for pull in self.pulls.values():
            if pull.head_store is store:
                pull.head_store = None

    def rename(self, account: Account, login: str) -> None:
        """The number stays; the fork moves along; anybody may take the old login."""
        for name, store in list(self.stores.items()):
            if store.is_fork and store.owner == account.login:
                del self.stores[name]
                store.owner = login
                self.stores[store.full_name.lower()] = store
        for pull in self.pulls.values():
            if pull.author is account:
                pull.head_owner = login
        account.login = login
        self.clock.tick()

    def open_pull(
        self,
        author: Account,
        store: Store,
        branch: str,
        *,
        title: str,
        body: str = "",
        base: str = "main",
        draft: bool = False,
        allows_edits: bool = True,
    ) -> Pull:
        now, number = self.clock.tick(), next(self._numbers)
        head = git_store.publish_head(self.upstream.path, store.path, branch, number)
        pull = Pull(
            id=self.next_id(),
            number=number,
            author=author,
            title=title,
            body=body,
            head_store=store,
            head_owner=store.owner,
            head_ref=branch,
            head=head,
            base_ref=base,
            base=git_store.tip(self.upstream.path, base),
            created=now,
            updated=now,
            is_draft=draft,
            allows_edits=allows_edits and store.is_fork,
        )
        self.pulls[number] = pull
        return pull

    def event(self, pull: Pull, kind: str, actor: Account, **details: str) -> str:
        """An entry in the timeline; moves the clock and the pull request's ``updated``."""
        now = pull.updated = self.clock.tick()
        pull.events.append(Event(id=self.next_id(), kind=kind, actor=actor, created=now, details=details))
        return now

    def comment(self, pull: Pull, author: Account, body: str) -> Comment:
        now = pull.updated = self.clock.tick()
        comment = Comment(id=self.next_id(), author=author, body=body, created=now, updated=now)
        pull.comments.append(comment)
        return comment

    def found_comment(self, number: int) -> tuple[Pull, Comment] | None:
        pairs = ((pull, comment) for pull in self.pulls.values() for comment in pull.comments)
        return next((pair for pair in pairs if pair[1].id == number), None)

    def edit_comment(self, number: int, body: str) -> None:
        found = self.found_comment(number)
        assert found is not None, number
        pull, comment = found
        comment.body = body
        comment.updated = comment.edited = pull.updated = self.clock.tick()

    def delete_comment(self, number: int) -> None:
        found = self.found_comment(number)
        assert found is not None, number
        found[0].comments.remove(found[1])
        found[0].updated = self.clock.tick()

    def react(self, comment: Comment, author: Account, content: str) -> tuple[Reaction, bool]:
        """The reaction, and whether it is a new one."""
        for reaction in comment.reactions:
            if reaction.author is author and reaction.content == content:
                return reaction, False
        made = Reaction(id=self.next_id(), author=author, content=content, created=self.clock.tick())
        comment.reactions.append(made)
        return made, True

    def review(
        self,
        pull: Pull,
        author: Account,
        state: str,
        *,
        body: str = "",
        commit: str = "",
        remarks: tuple[dict[str, Any], ...] = (),
    ) -> Review:
        now = pull.updated = self.clock.tick()
        made = Review(
            id=self.next_id(),
            author=author,
            state=state,
            body=body,
            commit=commit or pull.head,
            submitted=now,
        )
        pull.reviews.append(made)
        for remark in remarks:
            pull.review_comments.append(
                ReviewComment(
                    id=self.next_id(),
                    review=made.id,
                    author=author,
                    commit=made.commit,
                    created=now,
                    **remark,
                )
            )
        return made

    def label(self, name: str) -> Label:
        """A label of the repository, made when there is none of this name."""
        return self.labels.setdefault(name.lower(), Label(id=self.next_id(), name=name))

    def set_labels(self, pull: Pull, names: list[str], actor: Account) -> None:
        wanted = {name.lower(): name for name in names}
        for label in list(pull.labels):
            if label.name.lower() not in wanted:
                pull.labels.remove(label)
                self.event(pull, "UNLABELED_EVENT", actor, label=label.name)
        for name in wanted.values():
            label = self.label(name)
            if label not in pull.labels:
                pull.labels.append(label)
                self.event(pull, "LABELED_EVENT", actor, label=label.name)

    def status(
        self,
        sha: str,
        creator: Account,
        state: str,
        *,
        context: str = "default",
        description: str | None = None,
        target_url: str | None = None,
    ) -> Status:
        made = Status(
            id=self.next_id(),
            sha=sha,
            context=context,
            state=state,
            description=description,
            target_url=target_url,
            creator=creator,
            created=self.clock.tick(),
        )
        self.statuses.append(made)
        return made

    def close(self, pull: Pull, actor: Account) -> None:
        pull.is_open, pull.closed = False, self.event(pull, "CLOSED_EVENT", actor)

    def reopen(self, pull: Pull, actor: Account) -> None:
        """The head is where its branch went in the meantime."""
        if pull.head_store is not None and git_store.tip(pull.head_store.path, pull.head_ref):
            path = pull.head_store.path
            pull.head = git_store.publish_head(self.upstream.path, path, pull.head_ref, pull.number)
        pull.is_open, pull.closed = True, None
        self.event(pull, "REOPENED_EVENT", actor)

    def retarget(self, pull: Pull, base: str, actor: Account) -> None:
        details = {"previous_ref_name": pull.base_ref, "current_ref_name": base}
        pull.base_ref, pull.base = base, git_store.tip(self.upstream.path, base)
        self.event(pull, "BASE_REF_CHANGED_EVENT", actor, **details)

    def set_draft(self, pull: Pull, draft: bool, actor: Account) -> None:
        pull.is_draft = draft
        self.event(pull, "CONVERT_TO_DRAFT_EVENT" if draft else "READY_FOR_REVIEW_EVENT", actor)

    def is_mergeable(self, pull: Pull) -> bool | None:
        """Whether it merges; unknown on the first look after the head or the base moved, as on GitHub."""
        path = self.upstream.path
        pair = (pull.head, git_store.tip(path, pull.base_ref))
        if not pull.is_open or pull.mergeable_for != pair:
            pull.mergeable_for = pair
            return None
        return git_store.merges(path, pair[1], pair[0])
