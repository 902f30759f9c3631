"""Whatever people do in whatever order, and whichever events get lost: no head lands that was not accepted.

The model knows only what people did, and when the bot had said what it thinks of a head.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from msgspec import Struct

from tests.github import git_store
from tests.github.fake_github import FakeGitHub
from tests.github.pushes import refs_moved
from tests.github.records import Comment, Pull
from tests.mergebot.bot.near import Run
from tests.mergebot.bot.rewinding import Moment
from tests.mergebot.bot.scene import POLICY
from tests.repository import Repository, submission

HISTORIES = int(os.environ.get("PWC_HISTORIES", "4"))
LOG = "catalog/log"
RIGHTS = {"write", "maintain", "admin"}
PEOPLE = ("mia", "max", "ada", "eve")
NUMBERS = st.integers(1, 2)


class Word(Struct, eq=False):
    """A comment, with what its author could have read before it."""

    comment: Comment
    by: str
    body: str
    head: str
    is_judged: bool
    epoch: int
    is_whole: bool = True
    """Neither edited nor deleted."""


class Histories(RuleBasedStateMachine):
    github: ClassVar[FakeGitHub]
    moment: ClassVar[Moment]
    run_bot: ClassVar[Run]
    ever_landed: ClassVar[int] = 0

    @initialize()
    def begin(self) -> None:
        self.moment.come_back()
        self.words: dict[int, list[Word]] = {1: [], 2: []}
        self.epochs = {1: 0, 2: 0}
        self.put = {1: "", 2: ""}
        self.old: dict[int, list[str]] = {number: [self.pull(number).head] for number in (1, 2)}
        self.landed: list[dict[str, Any]] = []
        self.count = 10

    def pull(self, number: int) -> Pull:
        return self.github.world.pulls[number]

    def role(self, login: str) -> str:
        account = self.github.world.account(login)
        return "none" if account is None else self.github.world.role(account)

    def is_judged(self, number: int) -> bool:
        bot = self.github.bot
        return any(
            one.sha == self.pull(number).head and one.creator is bot and one.state != "pending"
            for one in self.github.world.statuses
            if one.created > self.put[number]
        )

    # What people do

    def _set_head(self, number: int, commit: str) -> None:
        pull, world = self.pull(number), self.github.world
        store = pull.head_store
        assert store is not None
        before = git_store.refs(store.path)
        git_store.git(store.path, "update-ref", f"refs/heads/{pull.head_ref}", commit)
        with world.lock:
            refs_moved(world, store, before, git_store.refs(store.path), pull.author)
        if pull.is_open:
            self.old[number].append(commit)
            self.epochs[number] += 1

    @rule(number=NUMBERS, is_forced=st.booleans())
    def push(self, number: int, is_forced: bool) -> None:
        pull = self.pull(number)
        if not pull.is_open or pull.head_store is None:
            return
        self.count += 1
        path = pull.head_store.path
        start = self.old[number][0] + "^" if is_forced else pull.head
        parent = git_store.git(path, "rev-parse", start)
        file = f"submissions/2026/11/more-{self.count}.yaml"
        self._set_head(number, git_store.commit_files(path, parent, {file: submission(self.count)}, "More"))
        if is_forced:
            self.put[number] = pull.updated

    @rule(number=NUMBERS, back=st.integers(0, 5))
    def set_back(self, number: int, back: int) -> None:
        pull = self.pull(number)
        commit = self.old[number][back % len(self.old[number])]
        if pull.is_open and commit != pull.head:
            self._set_head(number, commit)
            self.put[number] = pull.updated

    @rule(
        number=NUMBERS,
        who=st.sampled_from(PEOPLE),
        body=st.sampled_from(["/merge", "/merge", "/hold wait", "/unhold", "> /merge", "/fix", "hello"]),
    )
    def say(self, number: int, who: str, body: str) -> None:
        judged = self.is_judged(number)
        made = self.github.comment(self.pull(number), who, body)
        word = Word(made, who, body, self.pull(number).head, judged, self.epochs[number])
        self.words[number].append(word)

    @rule(number=NUMBERS, at=st.integers(0, 9), is_edit=st.booleans())
    def take_back(self, number: int, at: int, is_edit: bool) -> None:
        whole = [word for word in self.words[number] if word.is_whole]
        if whole:
            word = whole[at % len(whole)]
            word.is_whole = False
            if is_edit:
                self.github.edit_comment(word.comment, "/merge")
            else:
                self.github.delete_comment(word.comment)

    @rule(number=NUMBERS, who=st.sampled_from(PEOPLE))
    def review(self, number: int, who: str) -> None:
        self.github.review(self.pull(number), who)

    @rule(number=NUMBERS)
    def close_or_reopen(self, number: int) -> None:
        pull = self.pull(number)
        if pull.is_open:
            self.github.close(pull)
        elif pull.merged is None:
            self.github.reopen(pull)

    @rule(number=NUMBERS)
    def retarget(self, number: int) -> None:
        pull = self.pull(number)
        if pull.is_open:
            self.github.retarget(pull, "other" if pull.base_ref == "main" else "main")
            self.put[number] = pull.updated
            self.epochs[number] += 1

    @rule(who=st.sampled_from(PEOPLE), role=st.sampled_from(["read", "triage", "write", "maintain"]))
    def change_role(self, who: str, role: Any) -> None:
        self.github.grant(who, role)

    # What wakes the bot: events get lost, come twice and in any order; a sweep comes at some time

    @rule(number=NUMBERS)
    def event(self, number: int) -> None:
        self._run(number)

    @rule()
    def sweep(self) -> None:
        self._run()
        for pull in self.github.world.pulls.values():
            own = [one for one in pull.comments if one.author is self.github.bot]
            assert len(own) <= 1

    @rule(number=NUMBERS, who=st.sampled_from(("mia", "max")))
    def judge_accept_merge(self, number: int, who: str) -> None:
        """The ordinary way, so that something lands often."""
        self._run(number)
        self.say(number, who, "/merge")
        self._run(number)

    def _run(self, *only: int) -> None:
        before = {number: self._is_acceptable(number) for number in (1, 2)}
        said: list[str] = []
        assert self.run_bot(*only, say=said.append), said
        days = git_store.git(self.github.upstream, "ls-tree", "-r", "--name-only", "main", LOG).split()
        texts = [git_store.git(self.github.upstream, "show", f"main:{day}") for day in days]
        entries = [json.loads(line) for text in texts for line in text.splitlines()]
        now = [one for one in entries if "pull_request" in one]
        new = [one for one in now if one not in self.landed]
        self.landed = now
        Histories.ever_landed += len(new)
        for one in new:
            why = before[one["pull_request"]]
            assert why == "", f"#{one['pull_request']} landed although {why}: {said}"
            assert one["head"] == self.pull(one["pull_request"]).head

    def _is_acceptable(self, number: int) -> str:
        """Empty if it may land now; else a reason why it may not."""
        pull, words = self.pull(number), [word for word in self.words[number] if word.is_whole]
        able = [word for word in words if self.role(word.by) in RIGHTS]
        good = [word for word in able if word.body == "/merge" and word.is_judged]
        holds = [word for word in able if word.body in {"/hold wait", "/unhold"}]
        if not pull.is_open or pull.base_ref != "main":
            return "it is closed, or for another base"
        if holds and holds[-1].body == "/hold wait":
            return "it is held"
        if not [word for word in good if word.head == pull.head and word.epoch == self.epochs[number]]:
            return "nobody who may has accepted this head after it was judged"
        return ""

    @invariant()
    def nothing_lands_twice(self) -> None:
        counted = Counter(one["file"] for one in getattr(self, "landed", []))
        assert not [file for file, times in counted.items() if times > 1]


@pytest.fixture(scope="module")
def histories(tmp_path_factory: pytest.TempPathFactory, merged_once: Path) -> Iterator[type[Histories]]:
    folder = tmp_path_factory.mktemp("histories")
    source = Repository(folder / "source")
    git_store.git(folder, "clone", "--quiet", str(merged_once), str(source.path))
    source.commit({".github/mergebot.yml": POLICY}, "The policy")
    with FakeGitHub(folder, source=source.path) as github:
        for login in ("mia", "max"):
            github.grant(login, "maintain")
        for number, login in ((2, "ada"), (3, "eve")):
            file = {f"submissions/2026/11/p{number}.yaml": submission(number)}
            github.open_pull(login, f"p{number}", file)
        git_store.git(github.upstream, "update-ref", "refs/heads/other", github.main())
        clone = folder / "clone.git"
        Histories.run_bot = Run(github.api_url, github.full_name, github.bot.token, clone)
        assert Histories.run_bot()
        Histories.github = github
        Histories.moment = Moment(github, folder / "kept", clone)
        yield Histories


def test_no_head_lands_that_was_not_accepted(histories: type[Histories]) -> None:
    run_state_machine_as_test(
        histories,
        settings=settings(
            max_examples=HISTORIES,
            stateful_step_count=14,
            deadline=None,
            derandomize=HISTORIES < 10,
            phases=[Phase.generate] if HISTORIES < 10 else [Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert histories.ever_landed > 0, "nothing ever landed: nothing was shown"
