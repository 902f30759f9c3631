"""Any order of pushing, approving, editing, merging, crashing, correcting and undoing, against a small model.

The model knows which files were accepted, with which value; git, the train and the checkout are real. A crash
is an exception at a step of the move, after which nothing of the merge runs any more.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, rule
from msgspec import Struct
from msgspec.structs import replace

from mergebot import checkout, journal, revert
from mergebot.git_branch import Branch, Person
from mergebot.outcome import Approval, Train
from mergebot.rebuild import differences
from mergebot.recovery import recover
from mergebot.replay import no_imports
from mergebot.train import merge
from mergebot.workshop import only_one
from pwc import identity
from pwc.catalog import Catalog
from pwc.git_tree import GitTree
from tests.repository import FIRST, Repository, submission
from validator.catalog_check import check

EXAMPLES = int(os.environ.get("STATEFUL_EXAMPLES", "6"))
STEPS = int(os.environ.get("STATEFUL_STEPS", "12"))
FIRST_PATH = "submissions/2026/11/first.yaml"
CRASHES: dict[str, tuple[object, str]] = {
    "before it is written down": (journal, "write"),
    "before the branch moves": (Branch, "advance"),
    "before the working tree follows": (checkout, "follow"),
    "before what was written down goes": (checkout, "_end"),
}


class Offer(Struct, frozen=True):
    """A head that somebody has pushed: what merging it would bring."""

    branch: str
    path: str
    number: int
    value: str


class Approved(Struct, frozen=True):
    """An offer as a maintainer has seen it: what is merged is this commit."""

    offer: Offer
    commit: str


class Killed(BaseException):
    """Nothing of a killed process runs on; this is caught by nothing that only expects errors."""


class Merging(RuleBasedStateMachine):
    """A repository with a board, contributors, a maintainer, and bad luck."""

    offers: Bundle[Offer] = Bundle("offers")
    approved: Bundle[Approved] = Bundle("approved")
    accepted: Bundle[str] = Bundle("accepted")

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="stateful-"))
        (self.folder / "repository").mkdir()
        self.repository = Repository(self.folder / "repository")
        self.values: dict[str, str] = {}
        """The value that each accepted file's result has now."""
        self.files: dict[str, str] = {}
        """Every file that was ever accepted, with the value that it was accepted with."""
        self.now = datetime(2026, 11, 22, 12, tzinfo=UTC)
        self.pushed = 0

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    @initialize()
    def a_repository_with_one_board(self) -> None:
        self.repository.git("init", "--quiet", "--initial-branch=main")
        self.repository.commit({"README.md": "A community's results.\n"})
        self.repository.offer("first", FIRST)
        self._merge(["first"])
        self.files[FIRST_PATH] = self.values[FIRST_PATH] = "78.0"

    @rule(target=offers, value=st.integers(10, 700))
    def push(self, value: int) -> Offer:
        self.pushed += 1
        name = f"b{self.pushed}"
        offer = Offer(name, f"submissions/2026/11/{name}.yaml", self.pushed, f"{value / 10}")
        self.repository.offer(name, submission(offer.number, offer.value))
        return offer

    @rule(target=offers, offer=consumes(offers), value=st.integers(10, 700))
    def edit(self, offer: Offer, value: int) -> Offer:
        edited = replace(offer, value=f"{value / 10}")
        return self._pushed_again(edited, start=offer.branch) if edited != offer else offer

    @rule(target=offers, offer=consumes(offers))
    def begin_again_from_main(self, offer: Offer) -> Offer:
        return offer if offer.path in self.files else self._pushed_again(offer, start="main")

    @rule(target=approved, offer=offers)
    def approve(self, offer: Offer) -> Approved:
        return Approved(offer, self.repository.git("rev-parse", offer.branch))

    @rule(heads=st.lists(approved, min_size=1, max_size=3))
    def merge(self, heads: list[Approved]) -> None:
        self._land(heads, self._merge([head.commit for head in heads]))

    @rule(heads=st.lists(approved, min_size=1, max_size=2), step=st.sampled_from(sorted(CRASHES)))
    def be_killed_and_merge_again(self, heads: list[Approved], step: str) -> None:
        commits = [head.commit for head in heads]
        before = self.repository.git("rev-parse", "main")
        with suppress(Killed), killed_at(step):
            self._merge(commits)
        moved = self.repository.git("rev-parse", "main") != before
        with only_one(self.repository.path):
            recover(self.repository.path)
        again = self._merge(commits)
        if not moved:
            self._land(heads, again)
            return
        assert again.merged == []
        for head in heads:  # the first run had moved the branch: all that could be merged is merged
            if head.offer.path not in self.files and self._is_on_main(head.offer.path):
                self._accept(head.offer)

    @rule(value=st.integers(10, 700), step=st.sampled_from(sorted(CRASHES)))
    def push_and_be_killed(self, value: int, step: str) -> None:
        offer = self.push(value)
        self.be_killed_and_merge_again([self.approve(offer)], step)

    @rule(data=st.data(), value=st.integers(10, 700))
    def correct(self, data: st.DataObject, value: int) -> None:
        path = data.draw(st.sampled_from(sorted(self.values)))
        self.pushed += 1
        now, wanted = self.values[path], f"{value / 10}"
        id_ = identity.result_id(path, 0)
        self.repository.offer(
            f"b{self.pushed}",
            f"corrections:\n  - {{result: {id_}, set: {{metrics: {{Accuracy: {wanted}}}}}, "
            f"was: {{metrics: {{Accuracy: {now}}}}}, reason: Table 2 of version 2 gives it.}}\n",
        )
        train = self._merge([f"b{self.pushed}"])
        if train.merged:
            self.values[path] = wanted
            self.files[f"submissions/2026/11/b{self.pushed}.yaml"] = ""
        else:
            assert float(wanted) == float(now)

    @rule(data=st.data())
    def undo(self, data: st.DataObject) -> None:
        others = sorted(self.values.keys() - {FIRST_PATH})  # on that one all others build
        if not others:
            return
        path = data.draw(st.sampled_from(others))
        author = Person("Mia", "mia@example.org", f"{int(self.now.timestamp())} +0000")
        branch = Branch(self.repository.path, "main")
        commit = revert.offer_revert(branch, [path], "No such paper exists.", author, self.now)
        train = self._merge([commit])
        if train.merged:
            self.files |= {train.merged[0].promotions[0].entry.file: ""}
            del self.values[path]
        else:  # it was corrected since
            assert "later entries build on it" in train.refused[0].reason

    @invariant()
    def main_is_a_valid_catalog_that_can_be_rebuilt_and_holds_what_was_accepted(self) -> None:
        if not self.files:
            return
        with GitTree(self.repository.path, self.repository.git("rev-parse", "main")) as tree:
            assert check(tree).findings == ()
            assert [*differences(tree, no_imports)] == []
            board = Catalog(tree).board("question-answering", "copa")
            files = set(tree.paths("submissions"))
        assert files == set(self.files)
        assert board is not None
        found = {str(result.submission): result.metrics["Accuracy"].value for result in board.results}
        assert {path: float(value) for path, value in found.items()} == {
            path: float(value) for path, value in self.values.items()
        }
        assert self.repository.git("status", "--porcelain") == ""

    def _pushed_again(self, offer: Offer, *, start: str) -> Offer:
        """A branch with a new commit; its name is a new one, so that an older head is still there."""
        self.pushed += 1
        moved = replace(offer, branch=f"b{self.pushed}")
        self.repository.branch(moved.branch, {offer.path: submission(offer.number, offer.value)}, start=start)
        return moved

    def _approval(self) -> Approval:
        self.now += timedelta(minutes=1)
        return Approval("Mia Maintainer", self.now)

    def _merge(self, refs: list[str]) -> Train:
        with only_one(self.repository.path):
            recover(self.repository.path)
            return merge(Branch(self.repository.path, "main"), refs, self._approval())

    def _land(self, heads: list[Approved], train: Train) -> None:
        merged = {outcome.head for outcome in train.merged}
        for head in heads:
            if head.commit in merged:
                self._accept(head.offer)
            else:
                assert self._is_on_main(head.offer.path) or head.offer.path in self.files

    def _accept(self, offer: Offer) -> None:
        if offer.path in self.files:
            return
        self.files[offer.path] = self.values[offer.path] = self._value_on_main(offer)

    def _value_on_main(self, offer: Offer) -> str:
        text = self.repository.read(offer.path)
        return text.partition("Accuracy: ")[2].partition("}")[0]

    def _is_on_main(self, path: str) -> bool:
        return bool(self.repository.git("ls-tree", "main", path))


@contextmanager
def killed_at(step: str) -> Iterator[None]:
    """Be killed just before a step of the move: nothing that comes after it is done."""
    target, name = CRASHES[step]
    with mock.patch.object(target, name, side_effect=Killed):
        yield


TestMerging = Merging.TestCase
TestMerging.settings = settings(
    max_examples=EXAMPLES,
    stateful_step_count=STEPS,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize("step", CRASHES)
def test_a_merge_that_was_killed_at_a_step_is_finished_by_the_next(step: str) -> None:
    merging = Merging()
    merging.a_repository_with_one_board()
    merging.push_and_be_killed(500, step)
    merging.main_is_a_valid_catalog_that_can_be_rebuilt_and_holds_what_was_accepted()
    merging.teardown()
