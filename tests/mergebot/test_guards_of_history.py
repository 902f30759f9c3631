"""Which histories may enter main's, one guard each; the others stay outside and their files are adopted."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from mergebot import judging
from mergebot.history import MAX_COMMIT_BYTES
from mergebot.lineage import MAX_COMMITS
from mergebot.outcome import Approval, Refused
from pwc.document import MAX_BYTES
from pwc.git_tree import GitTree
from tests.repository import Repository, submission
from validator.outcome import Report

PATH = "submissions/2026/11/second.yaml"


def is_adopted(repository: Repository, head: str) -> bool:
    """Merge a head, and see whether its history was left outside."""
    done = repository.pwc("merge", head, "--approved-by", "Mia Maintainer")
    assert done.returncode == 0, done.stdout + done.stderr
    return bool(repository.git("rev-list", "--max-count=1", head, "^main"))


@pytest.fixture
def begun(repository: Repository) -> Repository:
    """On a branch with one submission, and nothing else."""
    repository.git("switch", "--quiet", "--create", "second")
    repository.commit({PATH: submission(2)})
    return repository


def head(repository: Repository) -> str:
    made = repository.git("rev-parse", "HEAD")
    repository.git("switch", "--quiet", "main")
    return made


def test_guard_small_commits_enter(begun: Repository) -> None:
    begun.commit({PATH: submission(2, "51.5")})
    assert not is_adopted(begun, head(begun))


def test_guard_a_long_message_stays_outside(begun: Repository) -> None:
    begun.write("message", "x" * (MAX_COMMIT_BYTES + 1))
    begun.git("commit", "--quiet", "--allow-empty", "--file=message")
    (begun.path / "message").unlink()
    assert is_adopted(begun, head(begun))


@pytest.mark.parametrize("path", ["hidden.md", "submissions/2026/11/hidden.yaml"])
def test_guard_a_file_that_came_and_went_stays_outside(begun: Repository, path: str) -> None:
    begun.commit({path: submission(3)})
    begun.git("rm", "--quiet", path)
    begun.git("commit", "--quiet", "--message=Gone")
    assert is_adopted(begun, head(begun))


def test_guard_a_link_in_between_stays_outside(begun: Repository) -> None:
    file = begun.path / PATH
    text = file.read_text()
    file.unlink()
    file.symlink_to("/etc/passwd")
    begun.commit({}, "A link")
    file.unlink()
    begun.commit({PATH: text}, "A file")
    assert is_adopted(begun, head(begun))


def test_guard_a_large_file_in_between_stays_outside(begun: Repository) -> None:
    begun.commit({PATH: "#" * (MAX_BYTES + 1)})
    begun.commit({PATH: submission(2)})
    assert is_adopted(begun, head(begun))


def test_guard_a_merge_of_two_own_lines_stays_outside(begun: Repository) -> None:
    begun.git("switch", "--quiet", "--create", "side", "main")
    begun.commit({"hidden.md": "secret\n"})
    begun.git("switch", "--quiet", "second")
    begun.git("merge", "--quiet", "--no-edit", "side")
    begun.git("rm", "--quiet", "hidden.md")
    begun.git("commit", "--quiet", "--message=Gone")
    assert is_adopted(begun, head(begun))


def test_guard_a_merge_of_three_lines_stays_outside(begun: Repository) -> None:
    """Compared with main's side it would bring nothing but its own files; what it has hidden nobody reads."""
    begun.git("switch", "--quiet", "--create", "side", "main")
    begun.commit({"submissions/2026/11/third.yaml": submission(3)})
    begun.git("switch", "--quiet", "main")
    begun.commit({"README.md": "Newer.\n"}, "Main goes on")
    tree = begun.git("merge-tree", "--write-tree", "second", "side").split()[0]
    parents = [option for parent in ("main", "second", "side") for option in ("-p", parent)]
    begun.git("branch", "octopus", begun.git("commit-tree", tree, *parents, "-m", "Three"))
    begun.git("switch", "--quiet", "--detach", "octopus")
    begun.git("checkout", "--quiet", "main", "--", "README.md")
    begun.git("commit", "--quiet", "--amend", "--no-edit")
    assert is_adopted(begun, head(begun))


def test_guard_a_long_history_stays_outside(begun: Repository) -> None:
    tip, tree = begun.git("rev-parse", "HEAD"), begun.git("rev-parse", "HEAD^{tree}")
    for number in range(MAX_COMMITS):
        tip = begun.git("commit-tree", tree, "-p", tip, "-m", f"Nothing, {number}")
    begun.git("switch", "--quiet", "main")
    assert is_adopted(begun, tip)


@pytest.mark.parametrize("is_first", [True, False])
def test_guard_a_merge_of_main_is_compared_with_main_s_side(begun: Repository, is_first: bool) -> None:
    """Whichever of its parents is main's: what the merge itself puts in is seen."""
    own = head(begun)
    begun.commit({"README.md": "Newer.\n"}, "Main goes on")
    first, second = ("main", own) if is_first else (own, "main")
    begun.git("switch", "--quiet", "--detach", first)
    begun.git("merge", "--quiet", "--no-commit", "--no-ff", second)
    begun.git("commit", "--quiet", "--message=Update")
    clean = begun.git("rev-parse", "HEAD")
    begun.git("switch", "--quiet", "main")
    assert not is_adopted(begun, clean)


def test_guard_another_head_under_an_accepted_path_is_told_and_not_taken_for_merged(
    begun: Repository,
) -> None:
    first = head(begun)
    assert not is_adopted(begun, first)
    begun.git("switch", "--quiet", "--create", "thief", f"{first}~1")
    begun.commit({PATH: submission(9)})
    done = begun.pwc("merge", head(begun), "--approved-by", "Mia Maintainer")
    assert done.returncode == 1
    assert "rename the file" in done.stdout + done.stderr


def test_guard_the_adopted_head_again_is_in_main(begun: Repository) -> None:
    begun.commit({"hidden.md": "x\n"})
    begun.git("rm", "--quiet", "hidden.md")
    begun.git("commit", "--quiet", "--message=Gone")
    adopted = head(begun)
    assert is_adopted(begun, adopted)
    done = begun.pwc("merge", adopted, "--approved-by", "Mia Maintainer")
    assert "is in main already" in done.stdout + done.stderr


def test_guard_what_could_not_be_checked_is_refused(
    begun: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever else was found in it, and be it nothing."""
    monkeypatch.setattr(judging, "run", lambda *_: Report(1, (), unchecked=True))
    with GitTree(begun.path, begun.git("rev-parse", "main")) as main:
        (only,) = judging.judge_each(main, [head(begun)], Approval("Mia Maintainer", datetime.now(UTC)))
    assert isinstance(only, Refused)
    assert only.reason == "it could not be checked"
