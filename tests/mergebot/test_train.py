"""The train where the command line cannot reach: a branch that moves, a kill between two steps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from mergebot import checkout, train
from mergebot.git_branch import Branch, BranchMovedError, NewCommit
from mergebot.outcome import Approval
from mergebot.train import merge

Numbered = Callable[..., str]
Repository = Any

BOARD = "catalog/leaderboards/question-answering/copa.json"
APPROVAL = Approval("Mia Maintainer", datetime(2026, 11, 22, 12, tzinfo=UTC))


class RacingBranch(Branch):
    """A branch that somebody else moves right before it is advanced, a number of times."""

    def __init__(self, repository: Any, races: int) -> None:
        super().__init__(repository.path, "main")
        self._repo, self.races, self.built = repository, races, 0

    def build(self, commits: Sequence[NewCommit]) -> list[str]:
        self.built += 1
        ids = super().build(commits)
        if self.races:
            self.races -= 1
            tree = self._repo.git("rev-parse", "main^{tree}")
            rival = self._repo.git("commit-tree", tree, "-p", "main", "-m", f"Rival {self.races}")
            self._repo.git("update-ref", "refs/heads/main", rival)
        return ids


def test_a_branch_that_moved_is_built_upon_again(repository: Repository, numbered: Numbered) -> None:
    repository.offer("second", numbered(2))
    branch = RacingBranch(repository, races=2)
    done = merge(branch, ["second"], APPROVAL)
    assert branch.built == 3
    assert repository.git("rev-parse", "main") == done.tip
    subjects = repository.git("log", "--first-parent", "--format=%s", "main").splitlines()
    assert subjects[:3] == ["Merge submissions/2026/11/second.yaml", "Rival 0", "Rival 1"]


def test_a_branch_that_never_holds_still_is_given_up(repository: Repository, numbered: Numbered) -> None:
    repository.offer("second", numbered(2))
    branch = RacingBranch(repository, races=99)
    with pytest.raises(BranchMovedError):
        merge(branch, ["second"], APPROVAL)
    assert branch.built == train.TRIES
    assert "second.yaml" not in repository.git("log", "--first-parent", "--format=%s", "main")


def test_advance_is_compare_and_swap(repository: Repository, numbered: Numbered) -> None:
    repository.offer("second", numbered(2))
    old = repository.git("rev-parse", "main")
    assert repository.pwc("merge", "second").returncode == 0
    now = repository.git("rev-parse", "main")
    tree = repository.git("rev-parse", "main^{tree}")
    other = repository.git("commit-tree", tree, "-p", old, "-m", "Other")
    with pytest.raises(BranchMovedError):
        Branch(repository.path, "main").advance(old, other)
    assert repository.git("rev-parse", "main") == now


class KilledError(BaseException):
    """Stands in for SIGKILL: nothing may catch it."""


def _merge_killed_before_following(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_: object) -> None:
        raise KilledError

    with monkeypatch.context() as patch:
        patch.setattr(checkout, "follow", killed)
        with pytest.raises(KilledError):
            merge(Branch(repository.path, "main"), ["second"], APPROVAL)


def test_killed_before_the_working_tree_followed(
    repository: Repository, numbered: Numbered, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.offer("second", numbered(2))
    _merge_killed_before_following(repository, monkeypatch)
    assert repository.git("status", "--porcelain") != ""
    done = repository.pwc("merge")
    assert (done.returncode, done.stdout) == (0, "")
    assert "finished an interrupted merge" in done.stderr
    assert repository.git("status", "--porcelain") == ""
    assert (repository.path / "submissions/2026/11/second.yaml").exists()


def test_recovery_keeps_what_else_was_staged(
    repository: Repository, numbered: Numbered, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.offer("second", numbered(2))
    repository.write("notes.md", "a maintainer's own")
    repository.git("add", "notes.md")
    _merge_killed_before_following(repository, monkeypatch)
    assert repository.pwc("merge").returncode == 0
    assert repository.git("status", "--porcelain") == "A  notes.md"
    assert (repository.path / "submissions/2026/11/second.yaml").read_text() == numbered(2)


def test_recovery_finishes_a_half_written_tree(
    repository: Repository, numbered: Numbered, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.offer("second", numbered(2))
    _merge_killed_before_following(repository, monkeypatch)
    for path in ("submissions/2026/11/second.yaml", BOARD):  # written, but not yet in the index
        repository.write(path, repository.git("show", f"main:{path}") + "\n")
    assert repository.pwc("merge").returncode == 0
    assert repository.git("status", "--porcelain") == ""


def test_recovery_never_overwrites_somebodys_work(
    repository: Repository, numbered: Numbered, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.offer("second", numbered(2))
    _merge_killed_before_following(repository, monkeypatch)
    repository.write(BOARD, "somebody's work")
    for _ in range(2):  # the journal is kept, so that the second time says the same
        done = repository.pwc("merge")
        assert done.returncode == 2
        assert "holds neither the old nor the new version" in done.stderr
    assert (repository.path / BOARD).read_text() == "somebody's work"
    repository.git("checkout", "--quiet", "HEAD~1", "--", BOARD)
    assert repository.pwc("merge").returncode == 0
    assert repository.git("status", "--porcelain") == ""


def test_a_commit_that_undoes_an_interrupted_merge_is_not_passed_over(
    repository: Repository, numbered: Numbered, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.offer("second", numbered(2))
    _merge_killed_before_following(repository, monkeypatch)
    repository.git("commit", "--quiet", "--message", "Notes")  # the index still has the old tree
    done = repository.pwc("merge")
    assert done.returncode == 2
    assert "took submissions/2026/11/second.yaml out again" in done.stderr


def test_a_broken_journal_is_told(repository: Repository) -> None:
    (repository.path / ".git" / "pwc-checkout.json").write_text('{"ref')
    done = repository.pwc("merge")
    assert done.returncode == 3
    assert "cannot be read" in done.stderr
    assert "Traceback" not in done.stderr


def test_killed_before_the_branch_moved(
    repository: Repository, numbered: Numbered, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.offer("second", numbered(2))
    before = repository.snapshot()

    def killed(*_: object) -> None:
        raise KilledError

    with monkeypatch.context() as patch:
        patch.setattr(Branch, "advance", killed)
        with pytest.raises(KilledError):
            merge(Branch(repository.path, "main"), ["second"], APPROVAL)
    assert repository.pwc("merge").returncode == 0
    assert repository.snapshot() == before
    assert repository.pwc("merge", "second").returncode == 0


def test_the_log_never_runs_backwards(repository: Repository, numbered: Numbered) -> None:
    older = numbered(3).replace("2023-01-15", "2001-01-01").replace('arxiv: "2301.00003"', 'doi: "10.1000/3"')
    repository.offer("third", older)
    a_clock_that_is_wrong = Approval("Mia", datetime(2001, 1, 2, tzinfo=UTC))
    entry = (
        merge(Branch(repository.path, "main"), ["third"], a_clock_that_is_wrong).merged[0].promotions[0].entry
    )
    assert (entry.number, entry.when[:4]) == (2, "2026")
    assert repository.pwc("catalog", "check").returncode == 0


def test_journal_is_gone_after_a_merge(repository: Repository, numbered: Numbered) -> None:
    repository.offer("second", numbered(2))
    merge(Branch(repository.path, "main"), ["second"], APPROVAL)
    assert list(Path(repository.path, ".git").glob("pwc-checkout*")) == []
