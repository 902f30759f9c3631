"""Working trees that follow, locks of others and of the dead, and what people do after a kill."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mergebot import checkout, held_index, journal
from mergebot.checkout import LocalChangesError
from mergebot.git_branch import Branch
from mergebot.held_index import HeldIndex, LockedError
from mergebot.journal import Move
from mergebot.outcome import Approval
from mergebot.recovery import recover
from mergebot.train import merge
from mergebot.workshop import only_one
from pwc.git_tree import GitTree
from tests.repository import Repository

Numbered = Callable[..., str]

APPROVAL = Approval("Mia Maintainer", datetime(2026, 11, 22, 12, tzinfo=UTC))
SECOND = "submissions/2026/11/second.yaml"
BOARD = "catalog/leaderboards/question-answering/copa.json"


@pytest.fixture
def offered(repository: Repository, numbered: Numbered) -> Repository:
    """A repository with a branch ``second`` that can be merged."""
    repository.offer("second", numbered(2))
    return repository


@pytest.fixture
def killed(offered: Repository, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """The same, killed after the branch had moved and before its working tree followed."""

    class KilledError(BaseException):
        pass

    def kill(*_: object) -> None:
        raise KilledError

    with monkeypatch.context() as patch:
        patch.setattr(checkout, "follow", kill)
        with pytest.raises(KilledError):
            merge(Branch(offered.path, "main"), ["second"], APPROVAL)
    return offered


def _merge(repository: Repository) -> None:
    merge(Branch(repository.path, "main"), ["second"], APPROVAL)


def _is_clean(repository: Repository) -> bool:
    return repository.git("status", "--porcelain") == ""


@pytest.mark.parametrize("content", [b"", b"DIRC\0\0\0\2"])
def test_an_index_that_somebody_else_has_taken(
    offered: Repository, monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    lock = offered.path / ".git/index.lock"
    lock.write_bytes(content)
    before = offered.git("for-each-ref")
    monkeypatch.setattr(held_index, "PATIENCE", 0.1)
    with only_one(offered.path):
        assert recover(offered.path) is None
        with pytest.raises(LockedError, match=r"another git command .*if none is running"):
            _merge(offered)
    assert lock.read_bytes() == content
    assert offered.git("for-each-ref") == before
    lock.unlink()
    assert offered.pwc("merge", "second").returncode == 0


def test_an_index_that_is_given_back_in_time(offered: Repository) -> None:
    lock = offered.path / ".git/index.lock"
    with lock.open("wb"), subprocess.Popen(["sh", "-c", f"sleep 0.3; rm '{lock}'"]):
        _merge(offered)
    assert _is_clean(offered)


def test_the_index_is_held_while_the_branch_moves(
    offered: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[object] = []
    advance = Branch.advance

    def watched(self: Branch, expected: str, new: str) -> None:
        offered.write("other.txt", "x")
        tried.append(offered.git("add", "other.txt", check=False))
        tried.append((offered.path / ".git/index.lock").read_bytes()[:10])
        advance(self, expected, new)

    monkeypatch.setattr(Branch, "advance", watched)
    _merge(offered)
    assert tried == ["", b"pwc merge "]
    assert offered.git("status", "--porcelain") == "?? other.txt"


def test_what_the_dead_left_is_removed_and_nothing_else(offered: Repository) -> None:
    git = offered.path / ".git"
    ours = [git / "index.lock", git / "pwc-merge/index-1", git / "pwc-merge/strict-1/x.pack"]
    for file in ours:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"pwc merge 1 x\n")
    offered.git("update-ref", "refs/pwc/train/1", "main")
    offered.git("pack-refs", "--all")
    offered.git("update-ref", "refs/pwc/train/2", "main")
    offered.git("update-ref", "refs/pwc/kept", "main")
    assert offered.pwc("merge").returncode == 0
    assert [file for file in ours if file.exists()] == []
    assert offered.git("for-each-ref", "--format=%(refname)", "refs/pwc") == "refs/pwc/kept"


def _journal(repository: Repository, new: str) -> None:
    journal.write(repository.path, Move("refs/heads/main", repository.git("rev-parse", "main"), new, ()))


@pytest.mark.parametrize(
    ("branch", "head", "left"),
    [
        (b"%s\n", None, []),
        (b"%s", b"", []),
        (b"", b"", []),
        (None, b"", []),
        (b"1" * 40 + b"\n", b"", ["HEAD.lock", "refs/heads/main.lock"]),
        (None, b"ref: refs/heads/other\n", ["HEAD.lock"]),
    ],
)
def test_locks_on_references(
    offered: Repository, branch: bytes | None, head: bytes | None, left: list[str]
) -> None:
    new = offered.git("rev-parse", "second")
    _journal(offered, new)
    git = offered.path / ".git"
    for name, content in (("refs/heads/main.lock", branch), ("HEAD.lock", head)):
        if content is not None:
            (git / name).write_bytes(content.replace(b"%s", new.encode()))
    recover(offered.path)
    assert (
        sorted(str(file.relative_to(git)) for file in git.rglob("*.lock") if file.name != "pwc-merge.lock")
        == left
    )


def test_a_lock_that_is_older_than_the_merge_is_somebodys(offered: Repository) -> None:
    lock = offered.path / ".git/refs/heads/main.lock"
    lock.touch()
    os.utime(lock, (1, 1))
    _journal(offered, offered.git("rev-parse", "second"))
    recover(offered.path)
    assert lock.exists()
    done = offered.pwc("merge", "second")
    assert done.returncode == 3
    assert "main.lock" in done.stderr
    assert offered.git("rev-parse", "main") != offered.git("rev-parse", "second")
    lock.unlink()
    assert offered.pwc("merge", "second").returncode == 0
    assert _is_clean(offered)


def test_what_git_ignores_is_not_overwritten(offered: Repository) -> None:
    (offered.path / ".git/info/exclude").write_text("second.yaml\n")
    offered.write(SECOND, "a draft of years")
    before = offered.snapshot()
    with pytest.raises(LocalChangesError, match="git ignores it"):
        _merge(offered)
    assert offered.snapshot() == before


def test_a_link_in_the_way_is_not_followed(offered: Repository, tmp_path: Path) -> None:
    (offered.path / ".git/info/exclude").write_text("/catalog/log\n")
    log = offered.path / "catalog/log"
    log.rename(tmp_path / "elsewhere")
    log.symlink_to(tmp_path / "elsewhere")
    files = {file: file.read_bytes() for file in (tmp_path / "elsewhere").rglob("*.jsonl")}
    with pytest.raises(LocalChangesError):
        _merge(offered)
    assert {file: file.read_bytes() for file in files} == files


@pytest.mark.parametrize("written", [0, 40])
def test_a_file_that_was_begun_is_written_again(killed: Repository, numbered: Numbered, written: int) -> None:
    killed.write(SECOND, numbered(2)[:written])
    (killed.path / BOARD).unlink()
    assert killed.pwc("merge").returncode == 0
    assert _is_clean(killed)
    assert (killed.path / SECOND).read_text() == numbered(2)


def test_a_file_with_other_line_ends_is_told_from_somebodys_work(
    offered: Repository, numbered: Numbered, monkeypatch: pytest.MonkeyPatch
) -> None:
    (offered.path / ".git/info/attributes").write_text("*.yaml text eol=crlf\n")
    written = HeldIndex.put_in_place
    monkeypatch.setattr(HeldIndex, "put_in_place", lambda _: sys.exit("killed"))
    with pytest.raises(SystemExit):
        _merge(offered)
    monkeypatch.setattr(HeldIndex, "put_in_place", written)
    file = offered.path / SECOND
    assert file.read_bytes() == numbered(2).replace("\n", "\r\n").encode()
    file.write_bytes(file.read_bytes()[:50])
    assert recover(offered.path) is not None
    assert file.read_bytes() == numbered(2).replace("\n", "\r\n").encode()
    assert _is_clean(offered)


def test_somebody_reset_the_index_after_a_kill(killed: Repository, numbered: Numbered) -> None:
    killed.git("reset", "--quiet")
    assert not _is_clean(killed)
    assert killed.pwc("merge").returncode == 0
    assert _is_clean(killed)
    assert (killed.path / SECOND).read_text() == numbered(2)


def test_somebody_switched_to_another_branch_after_a_kill(killed: Repository) -> None:
    killed.git("switch", "--quiet", "--force", "--create", "other", "main~1")
    before = killed.snapshot()
    assert killed.pwc("merge").returncode == 0
    assert killed.snapshot() == before


def test_somebody_mended_the_tree_and_went_on_after_a_kill(killed: Repository, numbered: Numbered) -> None:
    killed.git("reset", "--quiet", "--hard")
    killed.commit({"README.md": "Better.\n"})
    killed.write("notes.md", "own")
    assert killed.pwc("merge").returncode == 0
    assert killed.git("status", "--porcelain") == "?? notes.md"
    assert (killed.path / SECOND).read_text() == numbered(2)


def test_what_somebody_staged_in_the_way_is_kept(killed: Repository) -> None:
    killed.write(BOARD, "somebody's work")
    killed.git("add", BOARD)
    killed.write(BOARD, killed.read(BOARD, "main~1") + "\n")
    before = killed.snapshot()
    assert killed.pwc("merge").returncode == 2
    assert killed.snapshot() == before


@pytest.mark.parametrize("interrupted", [False, True])
def test_a_sparse_checkout_stays_sparse(
    offered: Repository, monkeypatch: pytest.MonkeyPatch, interrupted: bool
) -> None:
    offered.git("sparse-checkout", "set", "submissions")
    assert not (offered.path / "catalog").exists()
    if interrupted:
        offered.git("config", "user.email", "mia@example.org")
        with monkeypatch.context() as patch:
            patch.setattr(checkout, "follow", lambda *_: sys.exit("killed"))
            with pytest.raises(SystemExit):
                _merge(offered)
        assert recover(offered.path) is not None
    else:
        _merge(offered)
    assert _is_clean(offered)
    assert (offered.path / SECOND).exists()
    assert not (offered.path / "catalog").exists()


def test_what_was_never_checked_out_stays_so(offered: Repository, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    offered.git("clone", "--quiet", "--no-checkout", str(offered.path), str(clone))
    assert len(merge(Branch(clone, "main"), ["origin/second"], APPROVAL).merged) == 1
    assert [file.name for file in clone.iterdir()] == [".git"]


def test_two_working_trees_of_one_branch_follow_both(offered: Repository, tmp_path: Path) -> None:
    offered.git("worktree", "add", "--quiet", "--force", str(tmp_path / "other"), "main")
    _merge(offered)
    assert _is_clean(offered)
    assert offered.git("-C", str(tmp_path / "other"), "status", "--porcelain") == ""
    assert (tmp_path / "other" / SECOND).exists()


def test_the_next_merge_waits_for_a_git_that_outlives_its_own(offered: Repository) -> None:
    with only_one(offered.path):
        orphan = GitTree(offered.path, offered.git("rev-parse", "main"))
        assert orphan.read("README.md") is not None
    with (offered.path / ".git/pwc-merge.lock").open("rb") as lock:
        with pytest.raises(BlockingIOError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        orphan.close()
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_who_waits_is_told(offered: Repository) -> None:
    with only_one(offered.path):
        waiting = subprocess.Popen(
            [sys.executable, "-m", "pwc", "merge", "second"],
            cwd=offered.path,
            env=offered.environment | {"PYTHONPATH": str(Path.cwd())},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert waiting.stderr is not None
        assert "another merge is at work" in waiting.stderr.readline()
        assert waiting.poll() is None
    waiting.communicate()
    assert waiting.returncode == 0
