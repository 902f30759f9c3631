"""The train where the command line cannot reach: a branch that moves, a kill between two steps."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterable
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

    def build(self, commits: Iterable[NewCommit]) -> list[str]:
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


def _with_two_authors(repository: Repository, ref: str) -> None:
    """Give a branch a head that git itself would not make."""
    raw = repository.git("cat-file", "commit", ref)
    author = next(line for line in raw.splitlines() if line.startswith("author "))
    made = subprocess.run(
        ["git", "hash-object", "-t", "commit", "-w", "--stdin", "--literally"],
        cwd=repository.path,
        input=raw.replace(author, f"{author}\n{author}") + "\n",
        capture_output=True,
        text=True,
        check=True,
    )
    repository.git("update-ref", f"refs/heads/{ref}", made.stdout.strip())


def test_odd_objects_keep_only_their_own_history_out(repository: Repository, numbered: Numbered) -> None:
    names = [f"p{number}" for number in range(2, 8)]
    for number, name in enumerate(names, 2):
        repository.offer(name, numbered(number))
    for name in ("p3", "p6"):
        _with_two_authors(repository, name)
    done = merge(Branch(repository.path, "main"), names, APPROVAL)
    assert {one.ref for one in done.merged if one.adopted} == {"p3", "p6"}
    assert len(done.merged) == len(names)
    alone = str(repository.path.parent / "alone")
    repository.git("clone", "--quiet", "--single-branch", "--no-local", str(repository.path), alone)
    repository.git("-C", alone, "fsck", "--strict")
    assert repository.pwc("catalog", "rebuild", "--check").returncode == 0


def test_a_head_whose_history_is_not_here_stops_no_other(repository: Repository, numbered: Numbered) -> None:
    for number in (2, 3, 4):
        repository.offer(f"p{number}", numbered(number))
    repository.git("switch", "--quiet", "p3")
    missing = repository.git("rev-parse", "p3")
    repository.commit({}, "On top of it")
    repository.git("switch", "--quiet", "main")
    (repository.path / ".git/objects" / missing[:2] / missing[2:]).unlink()
    done = merge(Branch(repository.path, "main"), ["p2", "p3", "p4"], APPROVAL)
    assert [one.ref for one in done.merged] == ["p2", "p4"]
    assert [one.ref for one in done.refused] == ["p3"]


def test_a_train_asks_git_no_more_for_every_head(
    repository: Repository, numbered: Numbered, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"p{number}" for number in range(2, 12)]
    for number, name in enumerate(names, 2):
        repository.offer(name, numbered(number))
    started: list[Any] = []

    class Counted(subprocess.Popen[bytes]):
        def __init__(self, *arguments: Any, **options: Any) -> None:
            started.append(arguments)
            super().__init__(*arguments, **options)

    monkeypatch.setattr(subprocess, "Popen", Counted)
    branch = Branch(repository.path, "main")
    merge(branch, names[:1], APPROVAL, dry_run=True)
    for_one = len(started)
    merge(branch, names, APPROVAL, dry_run=True)
    assert len(started) - for_one <= for_one
