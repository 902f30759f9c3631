"""``pwc merge`` on real repositories: what it makes, what it refuses, and that refusing changes nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Numbered = Callable[..., str]
Repository = Any  # the fixture's class, which lives in conftest.py

PATH = "submissions/2026/11/second.yaml"


def test_a_merge_commit_joins_main_and_the_head(repository: Repository, numbered: Numbered) -> None:
    before = repository.git("rev-parse", "main")
    head = repository.offer("second", numbered(2))
    done = repository.pwc("merge", "second", "--approved-by", "Mia Maintainer")
    assert done.returncode == 0, done.stdout
    assert repository.git("rev-parse", "main^1", "main^2").split() == [before, head]
    assert repository.read(PATH) == numbered(2).strip()
    changed = repository.git("diff", "--name-only", "main^1", "main").split()
    assert [path for path in changed if not path.startswith("catalog/")] == [PATH]
    assert repository.git("log", "-1", "--format=%an <%ae>", "main") == "Ada Contributor <ada@example.org>"
    assert repository.git("log", "-1", "--format=%cn", "main") == "Papers With Code 2 merge"
    trailers = repository.git("log", "-1", "--format=%(trailers)", "main").splitlines()
    assert trailers == [f"Submission: {PATH}", "Approved-by: Mia Maintainer"]


def test_a_checked_out_main_follows_and_is_clean(repository: Repository, numbered: Numbered) -> None:
    repository.offer("second", numbered(2))
    repository.write("notes.txt", "a maintainer's own, not committed")
    repository.pwc("merge", "second")
    assert (repository.path / PATH).read_text() == numbered(2)
    assert "Model 2" in (repository.path / "catalog/leaderboards/question-answering/copa.json").read_text()
    assert repository.git("status", "--porcelain") == "?? notes.txt"
    assert repository.git("symbolic-ref", "HEAD") == "refs/heads/main"


def test_a_checked_out_branch_stays_where_it_is(repository: Repository, numbered: Numbered) -> None:
    repository.offer("second", numbered(2))
    repository.git("switch", "--quiet", "second")
    before = (repository.path / "catalog/log").exists()
    assert repository.pwc("merge", "second").returncode == 0
    assert repository.git("status", "--porcelain") == ""
    assert before
    assert (
        "Model 2" not in (repository.path / "catalog/leaderboards/question-answering/copa.json").read_text()
    )
    assert "Model 2" in repository.read("catalog/leaderboards/question-answering/copa.json")


def test_a_linked_working_tree_on_main_follows(
    repository: Repository, numbered: Numbered, tmp_path: Path
) -> None:
    repository.offer("second", numbered(2))
    repository.git("switch", "--quiet", "--detach")
    linked = tmp_path / "linked tree"
    repository.git("worktree", "add", "--quiet", str(linked), "main")
    assert repository.pwc("merge", "second").returncode == 0
    assert (linked / PATH).exists()
    assert repository.git("-C", str(linked), "status", "--porcelain") == ""


def test_a_bare_repository_needs_no_working_tree(
    repository: Repository, numbered: Numbered, tmp_path: Path
) -> None:
    repository.offer("second", numbered(2))
    bare = tmp_path / "bare.git"
    repository.git("clone", "--quiet", "--bare", str(repository.path), str(bare))
    done = repository.pwc("merge", "second", "--approved-by", "Mia Maintainer", cwd=bare)
    assert done.returncode == 0, done.stderr
    assert repository.git("-C", str(bare), "show", f"main:{PATH}") == numbered(2).strip()


@pytest.mark.parametrize("path", ["catalog/leaderboards/question-answering/copa.json", PATH])
def test_local_changes_in_the_way_stop_everything(
    repository: Repository, numbered: Numbered, path: str
) -> None:
    repository.offer("second", numbered(2))
    repository.write(path, "edited by hand\n")
    before = repository.snapshot()
    done = repository.pwc("merge", "second")
    assert done.returncode == 2
    assert "are in the way; commit or stash them first" in done.stderr
    assert "Traceback" not in done.stderr
    assert repository.snapshot() == before


def test_one_that_fails_is_left_out_and_does_not_stop_the_others(
    repository: Repository, numbered: Numbered
) -> None:
    repository.offer("good", numbered(2))
    repository.offer("broken", numbered(3).replace("COPA", "KOPA"))
    repository.offer("twin", numbered(2))
    repository.offer("late", numbered(4))
    done = repository.pwc("merge", "good", "broken", "twin", "late", "--format", "json")
    told = json.loads(done.stdout)
    assert done.returncode == 1
    assert [merged["ref"] for merged in told["merged"]] == ["good", "late"]
    assert {r["ref"]: [f["code"] for f in r["findings"]] for r in told["refused"]} == {
        "broken": ["PWC502"],
        "twin": ["PWC302"],
    }
    assert repository.git("rev-list", "--count", "--first-parent", "main") == "4"
    assert repository.pwc("catalog", "check").returncode == 0


def test_the_first_of_two_branches_may_bring_the_names_of_the_second(
    empty: Repository, first: str, numbered: Numbered
) -> None:
    empty.offer("first", first)
    empty.offer("second", numbered(2))
    assert empty.pwc("merge", "first", "second").returncode == 0
    assert empty.pwc("catalog", "rebuild", "--check").returncode == 0


def test_a_dry_run_moves_nothing(repository: Repository, numbered: Numbered) -> None:
    repository.offer("second", numbered(2))
    before = repository.snapshot()
    done = repository.pwc("merge", "--dry-run", "second")
    assert done.returncode == 0
    assert "would merge" in done.stdout
    assert repository.snapshot() == before


def _refusal(repository: Repository, ref: str) -> tuple[list[str], str]:
    """Merge a ref that must be refused; its codes and reason. Nothing may have changed."""
    before = repository.snapshot()
    done = repository.pwc("merge", ref, "--format", "json")
    assert done.returncode == 1, done.stdout + done.stderr
    assert repository.snapshot() == before
    refused = json.loads(done.stdout)["refused"][0]
    return [finding["code"] for finding in refused["findings"]], refused["reason"]


def test_files_outside_submissions_are_refused(repository: Repository, numbered: Numbered) -> None:
    repository.branch("mixed", {PATH: numbered(2), ".github/workflows/x.yml": "on: push\n"})
    assert _refusal(repository, "mixed")[0] == ["PWC110"]


def test_a_change_to_the_catalog_by_hand_is_refused(repository: Repository) -> None:
    repository.branch("forged", {"catalog/areas.jsonl": '{"slug":"x","name":"X"}\n'})
    assert "PWC110" in _refusal(repository, "forged")[0]


def test_editing_an_accepted_file_is_refused(repository: Repository, first: str) -> None:
    repository.branch("edit", {"submissions/2026/11/first.yaml": first.replace("78.0", "99.0")})
    assert _refusal(repository, "edit")[0] == ["PWC111"]


def test_deleting_an_accepted_file_is_refused(repository: Repository) -> None:
    repository.git("switch", "--quiet", "--create", "delete")
    repository.git("rm", "--quiet", "submissions/2026/11/first.yaml")
    repository.commit({})
    repository.git("switch", "--quiet", "main")
    assert _refusal(repository, "delete")[0] == ["PWC111"]


def test_renaming_an_accepted_file_is_refused_as_the_deletion_that_it_is(repository: Repository) -> None:
    repository.git("switch", "--quiet", "--create", "rename")
    repository.git("mv", "submissions/2026/11/first.yaml", "submissions/2026/11/renamed.yaml")
    repository.commit({})
    repository.git("switch", "--quiet", "main")
    assert _refusal(repository, "rename")[0] == ["PWC111"]


def test_a_symbolic_link_is_refused(repository: Repository) -> None:
    repository.git("switch", "--quiet", "--create", "link")
    (repository.path / PATH).symlink_to("/etc/passwd")
    repository.commit({})
    repository.git("switch", "--quiet", "main")
    assert _refusal(repository, "link")[0] == ["PWC103"]


def test_an_executable_file_is_refused(repository: Repository, numbered: Numbered) -> None:
    repository.git("switch", "--quiet", "--create", "executable")
    repository.write(PATH, numbered(2))
    (repository.path / PATH).chmod(0o755)
    repository.commit({})
    repository.git("switch", "--quiet", "main")
    assert _refusal(repository, "executable")[0] == ["PWC103"]


def test_a_submodule_is_refused(repository: Repository) -> None:
    commit = repository.git("rev-parse", "HEAD")
    repository.git("switch", "--quiet", "--create", "submodule")
    repository.git("update-index", "--add", "--cacheinfo", f"160000,{commit},{PATH}")
    repository.git("commit", "--quiet", "--message", "Add a submodule")
    repository.git("switch", "--quiet", "--force", "main")
    assert _refusal(repository, "submodule")[0] == ["PWC103"]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("submissions/2026/11/Upper.yaml", "PWC101"),
        ("submissions/2026/11/x.yml", "PWC101"),
        ("submissions/2026/11/x.yaml.exe", "PWC101"),
        ("submissions/2026/11/.hidden.yaml", "PWC101"),
        ("submissions/2026/11/con.yaml", "PWC101"),
        ("submissions/2026/11/-rf.yaml", "PWC101"),
        ("submissions/2026/11/two words.yaml", "PWC101"),
        ('submissions/2026/11/quo"te.yaml', "PWC101"),
        ("submissions/2026/11/line\nfeed.yaml", "PWC101"),
        ("submissions/2026/13/x.yaml", "PWC102"),
        ("submissions/x.yaml", "PWC102"),
        (f"submissions/2026/11/{'x' * 190}.yaml", "PWC102"),
    ],
)
def test_paths_that_do_not_work_everywhere_are_refused(
    repository: Repository, numbered: Numbered, name: str, code: str
) -> None:
    repository.branch("path", {name: numbered(2)})
    assert _refusal(repository, "path")[0] == [code]


def test_fifty_one_files_are_refused_unread(repository: Repository) -> None:
    repository.branch("many", {f"submissions/2026/11/p{n}.yaml": "[" * 9 for n in range(51)})
    assert _refusal(repository, "many")[0] == ["PWC112"]


def test_a_branch_without_a_change_is_refused(repository: Repository) -> None:
    repository.branch("nothing", {})
    assert _refusal(repository, "nothing")[0] == ["PWC113"]


def test_a_merged_branch_is_refused(repository: Repository) -> None:
    assert "in main already" in _refusal(repository, "first")[1]


def test_an_unrelated_history_is_refused(repository: Repository, numbered: Numbered) -> None:
    repository.git("switch", "--quiet", "--orphan", "stranger")
    repository.commit({PATH: numbered(2)})
    repository.git("switch", "--quiet", "main")
    assert "no history in common" in _refusal(repository, "stranger")[1]


@pytest.mark.parametrize("ref", ["nowhere", "--exec=touch x", "main^{tree}", ""])
def test_what_is_no_commit_is_refused(repository: Repository, ref: str) -> None:
    before = repository.snapshot()
    done = repository.pwc("merge", "--", ref)
    assert done.returncode == 1
    assert "there is no branch or commit" in done.stdout
    assert repository.snapshot() == before


def test_a_path_that_main_has_gets_a_free_name_proposed(repository: Repository, numbered: Numbered) -> None:
    start = repository.git("rev-parse", "main")
    repository.offer("second", numbered(2))
    repository.git("switch", "--quiet", "--create", "other", start)
    repository.commit({PATH: numbered(3)})
    repository.git("switch", "--quiet", "main")
    assert repository.pwc("merge", "second").returncode == 0
    assert "second-2.yaml" in _refusal(repository, "other")[1]


def test_what_a_history_hides_never_enters_main(repository: Repository, numbered: Numbered) -> None:
    repository.git("switch", "--quiet", "--create", "hides")
    hidden = repository.commit({PATH: numbered(2), "malware.bin": "bad"}, "Add a bad file")
    (repository.path / "malware.bin").unlink()
    repository.commit({}, "Remove it again")
    repository.git("switch", "--quiet", "main")
    done = repository.pwc("merge", "hides", "--format", "json")
    assert done.returncode == 0, done.stdout
    assert json.loads(done.stdout)["merged"][0]["adopted"] is True
    assert hidden not in repository.git("rev-list", "main").split()
    assert repository.read(PATH) == numbered(2).strip()
    assert repository.git("log", "-1", "--format=%an", "main^2") == "Ada Contributor"
    assert repository.git("rev-parse", "main^2^") == repository.git("rev-parse", "main^1")


def test_a_branch_updated_from_main_keeps_its_history(repository: Repository, numbered: Numbered) -> None:
    repository.offer("second", numbered(2))
    repository.offer("third", numbered(3))
    assert repository.pwc("merge", "third").returncode == 0
    repository.git("switch", "--quiet", "second")
    repository.git("merge", "--quiet", "--no-edit", "main")
    head = repository.git("rev-parse", "HEAD")
    repository.git("switch", "--quiet", "main")
    done = repository.pwc("merge", "second")
    assert done.returncode == 0, done.stdout
    assert repository.git("rev-parse", "main^2") == head


def test_an_evil_merge_of_main_is_adopted(repository: Repository, numbered: Numbered) -> None:
    repository.offer("second", numbered(2))
    repository.offer("third", numbered(3))
    assert repository.pwc("merge", "third").returncode == 0
    repository.git("switch", "--quiet", "second")
    repository.git("merge", "--quiet", "--no-commit", "main")
    repository.write("malware.bin", "hidden in the merge")
    repository.commit({}, "Merge main")
    (repository.path / "malware.bin").unlink()
    repository.commit({}, "Remove it again")
    evil = repository.git("rev-parse", "HEAD^")
    repository.git("switch", "--quiet", "main")
    done = repository.pwc("merge", "second")
    assert done.returncode == 0, done.stdout
    assert evil not in repository.git("rev-list", "main").split()


def test_a_pull_request_ref_gives_its_number(repository: Repository, numbered: Numbered) -> None:
    head = repository.offer("second", numbered(2))
    repository.git("update-ref", "refs/pull/12/head", head)
    assert repository.pwc("merge", "refs/pull/12/head").returncode == 0
    assert "Pull-Request: #12" in repository.git("log", "-1", "--format=%B", "main")
    entry = json.loads(repository.git("grep", "-h", '"number":2', "main", "--", "catalog/log"))
    assert entry["pull_request"] == 12


def test_the_machine_has_no_influence(repository: Repository, numbered: Numbered, tmp_path: Path) -> None:
    repository.offer("second", numbered(2))
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    for name in ("reference-transaction", "pre-commit", "post-merge", "post-checkout", "update"):
        (hooks / name).write_text(f"#!/bin/sh\ntouch {tmp_path}/hooked\nexit 1\n")
        (hooks / name).chmod(0o755)
    for key, value in {
        "core.hooksPath": str(hooks),
        "commit.gpgSign": "true",
        "gpg.program": "/bin/false",
        "core.autocrlf": "true",
        "diff.renames": "copies",
        "core.quotePath": "true",
        "log.showSignature": "true",
        "user.useConfigOnly": "true",
    }.items():
        repository.git("config", key, value)
    hostile = {
        "GIT_INDEX_FILE": "/nonexistent",
        "GIT_AUTHOR_NAME": "Mallory",
        "GIT_COMMITTER_DATE": "yesterday",
        "GIT_OBJECT_DIRECTORY": "/nonexistent",
        "LANGUAGE": "de",
        "LC_ALL": "C",
        "TZ": "Pacific/Kiritimati",
    }
    done = repository.pwc("merge", "second", **hostile)
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "hooked").exists()
    assert repository.git("log", "-1", "--format=%an", "main") == "Ada Contributor"
    raw = repository.git("cat-file", "commit", "main")
    assert " +0000\n" in raw


def test_who_approves_cannot_forge_a_trailer(repository: Repository, numbered: Numbered) -> None:
    repository.offer("second", numbered(2))
    forged = "Mia\nApproved-by: The Queen\x1b[31m"
    assert repository.pwc("merge", "second", "--approved-by", forged).returncode == 0
    trailers = repository.git("log", "-1", "--format=%(trailers)", "main").splitlines()
    assert trailers == [f"Submission: {PATH}", "Approved-by: Mia Approved-by: The Queen [31m"]


def test_without_any_identity_nobody_approves(repository: Repository, numbered: Numbered) -> None:
    repository.offer("second", numbered(2))
    repository.git("config", "--unset", "user.name")
    before = repository.snapshot()
    done = repository.pwc("merge", "second")
    assert done.returncode == 2
    assert "say who accepts: --approved-by" in done.stderr
    assert repository.snapshot() == before


def test_gits_own_identity_approves(repository: Repository, numbered: Numbered) -> None:
    repository.offer("second", numbered(2))
    repository.git("config", "user.email", "mia@example.org")
    assert repository.pwc("merge", "second").returncode == 0
    assert "Approved-by: Mia Maintainer <mia@example.org>" in repository.git(
        "log", "-1", "--format=%B", "main"
    )


def test_no_such_branch_to_merge_into(repository: Repository) -> None:
    done = repository.pwc("merge", "first", "--into", "trunk")
    assert (done.returncode, done.stdout) == (2, "")
    assert "there is no branch 'trunk'" in done.stderr


def test_main_as_a_valid_repository(repository: Repository, numbered: Numbered) -> None:
    for number in range(2, 6):
        repository.offer(f"p{number}", numbered(number))
    assert repository.pwc("merge", "p2", "p3").returncode == 0
    assert repository.pwc("merge", "p4", "p5").returncode == 0
    repository.git("fsck", "--strict")
    assert repository.pwc("catalog", "check").returncode == 0
    assert repository.pwc("catalog", "rebuild", "--check").returncode == 0
    assert repository.pwc("validate").stdout == "5 files checked: nothing to mend.\n"
    assert repository.git("for-each-ref", "refs/pwc") == ""
