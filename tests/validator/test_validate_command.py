"""``pwc validate`` as contributors, maintainers and CI call it, in real repositories."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.repository import FIRST, Repository, submission

Done = subprocess.CompletedProcess[str]
BAD = submission(7).replace("COPA", "CAPO")


def findings(done: Done) -> list[tuple[str, str]]:
    told: list[dict[str, Any]] = json.loads(done.stdout)["findings"]
    return [(finding["path"].rpartition("/")[2], finding["code"]) for finding in told]


def judged(repository: Repository, *arguments: str) -> list[tuple[str, str]]:
    return findings(repository.pwc("validate", "--format", "json", *arguments))


def test_without_paths_what_differs_from_main_is_checked(repository: Repository) -> None:
    for number in (1, 2):
        repository.write(f"submissions/2026/11/{number}.yaml", submission(number))
    repository.commit({})
    assert json.loads(repository.pwc("validate", "--format", "json").stdout)["files"] == 3  # all: on main
    repository.write("submissions/2026/11/untracked.yaml", BAD)
    done = repository.pwc("validate", "--format", "json")
    assert json.loads(done.stdout)["files"] == 1
    assert (done.returncode, findings(done)) == (1, [("untracked.yaml", "PWC502")])


def test_without_paths_on_a_branch_its_own_files_are_checked(repository: Repository) -> None:
    repository.offer("mine", BAD)
    repository.git("switch", "--quiet", "mine")
    done = repository.pwc("validate", "--format", "json")
    assert (json.loads(done.stdout)["files"], findings(done)) == (1, [("mine.yaml", "PWC502")])


def test_without_paths_an_accepted_file_that_was_edited_or_deleted_is_found(repository: Repository) -> None:
    accepted = repository.path / "submissions/2026/11/first.yaml"
    accepted.write_text(FIRST.replace("78.0", "79.0"))
    assert judged(repository) == [("first.yaml", "PWC111")]
    accepted.unlink()
    assert judged(repository) == [("first.yaml", "PWC111")]
    repository.git("checkout", "--quiet", ".")
    repository.offer("merged-meanwhile", submission(3))
    repository.git("branch", "behind")
    assert repository.pwc("merge", "merged-meanwhile", "--approved-by", "Mia").returncode == 0
    repository.git("switch", "--quiet", "behind")
    repository.write("submissions/2026/11/mine.yaml", submission(4))
    assert judged(repository) == []  # what main has got since is not missing here


def test_an_accepted_file_that_was_edited_is_told_so_when_it_is_named(repository: Repository) -> None:
    path = "submissions/2026/11/first.yaml"
    repository.write(path, FIRST.replace("78.0", "79.0"))
    assert judged(repository, path) == [("first.yaml", "PWC111")]


def test_without_paths_what_was_committed_beside_a_submission_is_found(repository: Repository) -> None:
    repository.git("switch", "--quiet", "--create", "mine")
    repository.write("README.md", "mine\n")
    repository.commit({})
    assert judged(repository) == []  # no submission, hence no pull request with one
    repository.write("submissions/2026/11/mine.yaml", submission(4))
    assert judged(repository) == [("README.md", "PWC110")]


def test_a_directory_that_is_no_catalog_is_not_an_empty_one(repository: Repository, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "notes.txt").write_text("mine")
    done = repository.pwc("validate", "--catalog", str(other), "submissions")
    assert done.returncode == 2
    assert "is no catalog" in done.stderr
    (other / "notes.txt").unlink()  # a new catalog is an empty directory
    assert repository.pwc("validate", "--catalog", str(other), "submissions").returncode == 0


def test_a_pull_request_is_read_from_git_and_never_from_the_working_tree(repository: Repository) -> None:
    repository.offer("mine", BAD)
    repository.write("submissions/2026/11/mine.yaml", submission(7))  # another file, on main, untracked
    assert judged(repository, "--base", "main", "--head", "mine") == [("mine.yaml", "PWC502")]
    assert judged(repository, "--head", "mine") == [("mine.yaml", "PWC502")]
    repository.git("switch", "--quiet", "--force", "mine")
    repository.write("submissions/2026/11/mine.yaml", submission(7))
    assert judged(repository, "--base", "main") == [("mine.yaml", "PWC502")]


def test_a_pull_request_is_judged_without_a_checkout(repository: Repository, tmp_path: Path) -> None:
    repository.offer("mine", BAD)
    bare = Repository(tmp_path / "bare.git")
    repository.git("clone", "--quiet", "--bare", str(repository.path), str(bare.path))
    assert judged(bare, "--base", "main", "--head", "mine") == [("mine.yaml", "PWC502")]


def test_a_pull_request_is_judged_against_main_as_it_is_now(repository: Repository) -> None:
    repository.offer("mine", submission(7))
    assert judged(repository, "--head", "mine") == []
    repository.offer("same", submission(7))
    assert repository.pwc("merge", "same", "--approved-by", "Mia").returncode == 0
    assert judged(repository, "--head", "mine") == [("mine.yaml", "PWC302")]


def test_what_a_pull_request_may_not_touch(repository: Repository) -> None:
    accepted = "submissions/2026/11/first.yaml"
    repository.branch("bold", {accepted: FIRST + "# edited\n", "README.md": "mine\n"})
    assert judged(repository, "--head", "bold") == [("README.md", "PWC110"), ("first.yaml", "PWC111")]
    repository.git("switch", "--quiet", "--create", "gone", "main")
    (repository.path / accepted).unlink()
    repository.commit({})
    assert judged(repository, "--base", "main", "--head", "gone") == [("first.yaml", "PWC111")]
    repository.git("switch", "--quiet", "--create", "moved", "main")
    repository.git("mv", accepted, "submissions/2026/11/second.yaml")
    repository.commit({})
    assert ("first.yaml", "PWC111") in judged(repository, "--base", "main", "--head", "moved")


def test_the_mode_of_a_file_is_read_from_git(repository: Repository) -> None:
    repository.git("switch", "--quiet", "--create", "modes", "main")
    repository.write("submissions/2026/11/run.yaml", submission(1))
    (repository.path / "submissions/2026/11/run.yaml").chmod(0o755)
    (repository.path / "submissions/2026/11/link.yaml").symlink_to("run.yaml")
    repository.commit({})
    found = judged(repository, "--base", "main", "--head", "modes")
    assert found == [("link.yaml", "PWC103"), ("run.yaml", "PWC103")]


def test_fifty_one_files_are_counted_and_not_read(repository: Repository) -> None:
    repository.branch("many", {f"submissions/2026/11/{n}.yaml": "not: [yaml\n" for n in range(51)})
    assert judged(repository, "--head", "many") == [("", "PWC112")]


def test_an_empty_pull_request_is_refused(repository: Repository) -> None:
    assert judged(repository, "--base", "main", "--head", "main") == [("", "PWC113")]


def test_a_pull_request_without_common_history_is_refused(repository: Repository) -> None:
    repository.git("switch", "--quiet", "--orphan", "stranger")
    repository.commit({"submissions/2026/11/x.yaml": submission(1)})
    assert judged(repository, "--base", "main", "--head", "stranger") == [("", "PWC115")]


def test_history_that_is_not_here_is_nobody_s_error(repository: Repository, tmp_path: Path) -> None:
    repository.offer("mine", submission(7))
    repository.commit({"README.md": "main went on\n"})
    shallow = Repository(tmp_path / "shallow")
    address = f"file://{repository.path}"
    repository.git("clone", "--quiet", "--depth=1", "--no-single-branch", address, str(shallow.path))
    done = shallow.pwc("validate", "--base", "origin/main", "--head", "origin/mine")
    assert done.returncode == 3
    assert "git fetch --unshallow" in done.stderr
    shallow.git("fetch", "--quiet", "--unshallow")
    assert shallow.pwc("validate", "--base", "origin/main", "--head", "origin/mine").returncode == 0


def test_only_the_rules_that_are_asked_for(repository: Repository) -> None:
    repository.write("submissions/2026/11/x.yaml", BAD.replace("Question Answering", "question answering"))
    everything = judged(repository)
    assert [code for _, code in everything] == ["PWC505", "PWC502"]
    assert judged(repository, "--select", "PWC505,PWC3") == [("x.yaml", "PWC505")]
    assert judged(repository, "--select", "name-variant") == [("x.yaml", "PWC505")]
    assert judged(repository, "--select", "pwc5", "--ignore", "PWC505") == [("x.yaml", "PWC502")]
    done = repository.pwc("validate", "--ignore", "unknown-dataset,PWC505")
    assert (done.returncode, "nothing to mend" in done.stdout) == (0, True)


def test_a_wrong_place_hides_nothing_of_what_stands_in_the_file(repository: Repository) -> None:
    repository.write("submissions/2026/My Result.yaml", BAD)
    assert [code for _, code in judged(repository)] == ["PWC101", "PWC102", "PWC502"]
    repository.write("submissions/2026/My Result.yaml", "results: [\n")
    assert [code for _, code in judged(repository)] == ["PWC101", "PWC102", "PWC206"]
    repository.write("submissions/2026/My Result.yaml", submission(7))
    assert [code for _, code in judged(repository)] == ["PWC101", "PWC102"]


def test_what_is_no_yaml_by_its_name_is_not_read_as_such(repository: Repository) -> None:
    repository.write("submissions/2026/11/README.md", "results: [\n")
    assert [code for _, code in judged(repository, "submissions/2026/11/README.md")] == ["PWC101"]


def test_what_cannot_be_read_is_told_whatever_is_selected(repository: Repository) -> None:
    repository.write("submissions/2026/11/x.yaml", BAD.replace("50.5}", "50.5"))
    assert judged(repository, "--ignore", "PWC206") == [("x.yaml", "PWC206")]
    assert judged(repository, "--select", "unknown-dataset") == [("x.yaml", "PWC206")]
    repository.write("submissions/2026/11/x.yaml", BAD.replace("model:", "modle:"))
    assert judged(repository, "--select", "PWC5", "--ignore", "PWC2") == [("x.yaml", "PWC221")]


def test_a_rule_that_is_not_there_is_wrong_use(repository: Repository) -> None:
    done = repository.pwc("validate", "--select", "name-varient")
    assert done.returncode == 2
    assert "did you mean name-variant?" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("--base", "nowhere"),
        ("--head", "--upload-pack=x"),
        ("--base", "main", "submissions"),
        ("--head", "main", "--fix"),
    ],
)
def test_wrong_use_is_said_and_ends_with_2(arguments: tuple[str, ...], repository: Repository) -> None:
    done = repository.pwc("validate", *arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stderr


def test_fix_mends_the_file_and_says_what_it_did(repository: Repository) -> None:
    path = "submissions/2026/11/x.yaml"
    text = "# mine\n" + submission(7).replace("COPA", "copa  # the dataset")
    repository.write(path, text)
    (repository.path / path).chmod(0o640)
    done = repository.pwc("validate", "--fix", "--format", "json")
    assert (done.returncode, findings(done)) == (0, [])
    assert f"{path}:8:14: mended PWC505 name-variant: `copa` is now `COPA`" in done.stderr
    assert (repository.path / path).read_text() == text.replace("copa ", "COPA ")
    assert (repository.path / path).stat().st_mode & 0o777 == 0o640
    assert {file.name for file in (repository.path / path).parent.iterdir()} == {"first.yaml", "x.yaml"}
    again = repository.pwc("validate", "--fix")
    assert (again.returncode, again.stderr) == (0, "")


@pytest.mark.parametrize("only", [("--select", "PWC5"), ("--ignore", "PWC2")])
def test_fix_makes_the_repairs_of_the_selected_rules_alone(
    only: tuple[str, str], repository: Repository
) -> None:
    path = "submissions/2026/11/x.yaml"
    text = submission(7).replace("COPA", "COPA\n    extra_training_data: yes")
    repository.write(path, text)
    done = repository.pwc("validate", "--fix", "--format", "json", *only)
    assert (done.returncode, findings(done)) == (1, [("x.yaml", "PWC223")]), "reported all the same"
    assert done.stderr == ""
    assert (repository.path / path).read_text() == text
    assert "PWC223" in repository.pwc("validate", "--fix").stderr
    assert (repository.path / path).read_text() == text.replace("yes", "true")


def test_fix_leaves_what_it_cannot_mend(repository: Repository) -> None:
    path = "submissions/2026/11/x.yaml"
    repository.write(path, BAD)
    done = repository.pwc("validate", "--fix", path)
    assert (done.returncode, done.stderr) == (1, "")
    assert (repository.path / path).read_text() == BAD


@pytest.mark.parametrize("form", ["text", "json", "github", "sarif", "junit", "markdown"])
def test_every_format_has_the_exit_code_of_its_findings(form: str, repository: Repository) -> None:
    repository.write("submissions/2026/11/x.yaml", BAD)
    done = repository.pwc("validate", "--format", form)
    assert (done.returncode, done.stderr) == (1, "")
    assert "PWC502" in done.stdout
    repository.write("submissions/2026/11/x.yaml", submission(7))
    assert repository.pwc("validate", "--format", form).returncode == 0


@pytest.mark.parametrize("form", ["sarif", "markdown"])
def test_codes_are_linked_to_their_pages(form: str, repository: Repository) -> None:
    repository.write("submissions/2026/11/x.yaml", BAD)
    told = repository.pwc("validate", "--format", form, "--rules-at", "https://example.org/rules").stdout
    assert "https://example.org/rules/PWC502.md" in told


def test_a_file_behind_a_linked_folder_is_neither_read_nor_mended(
    repository: Repository, tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    mendable = submission(7).replace("Question Answering", "question answering")
    (outside / "x.yaml").write_text(mendable)
    (repository.path / "submissions/2026/12").symlink_to(outside)
    done = repository.pwc("validate", "--format", "json", "--fix", "submissions/2026/12/x.yaml")
    assert (done.returncode, findings(done)) == (1, [("x.yaml", "PWC103")])
    assert (outside / "x.yaml").read_text() == mendable


def test_mending_writes_where_it_read(repository: Repository, tmp_path: Path) -> None:
    (tmp_path / "other/sub").mkdir(parents=True)
    (tmp_path / "other/x.yaml").write_text(submission(7).replace("Question Answering", "question answering"))
    (repository.path / "subs").symlink_to(tmp_path / "other/sub")
    repository.write("x.yaml", "mine\n")
    repository.pwc("validate", "--fix", "subs/../x.yaml")
    assert (repository.path / "x.yaml").read_text() == "mine\n"


def test_a_catalog_that_is_no_folder_could_not_be_checked(repository: Repository, tmp_path: Path) -> None:
    (repository.path / "catalog").rename(tmp_path / "catalog")
    (repository.path / "catalog").symlink_to(tmp_path / "catalog")
    done = repository.pwc("validate", "submissions")
    assert done.returncode == 3, done.stdout
    assert "this is no folder" in done.stdout + done.stderr


def test_a_path_that_main_got_meanwhile_is_taken(repository: Repository) -> None:
    repository.git("switch", "--quiet", "--create", "mine")
    repository.commit({"submissions/2026/11/same.yaml": submission(7)})
    repository.git("switch", "--quiet", "main")
    repository.commit({"submissions/2026/11/same.yaml": submission(8)})
    assert judged(repository, "--base", "main", "--head", "mine") == [("same.yaml", "PWC116")]


def test_trees_that_no_git_made_are_refused(repository: Repository) -> None:
    blob = repository.git("rev-parse", "main:README.md")
    raw = b"100644 submissions/2026/11/x.yaml\0" + bytes.fromhex(blob)
    (repository.path / "raw").write_bytes(raw)
    tree = repository.git("hash-object", "-w", "-t", "tree", "--literally", "raw")
    (repository.path / "raw").unlink()
    head = repository.git("commit-tree", "-p", "main", "-m", "odd", tree)
    assert judged(repository, "--base", "main", "--head", head) == [("", "PWC117")]


@pytest.mark.parametrize("path", ["x\x1b[31m", "a\n::error::b", "submissions/##[add-mask]x.yaml"])
def test_what_is_not_there_is_named_inertly(path: str, repository: Repository) -> None:
    done = repository.pwc("validate", path)
    assert done.returncode == 2
    assert not any(mark in done.stderr for mark in ("\x1b", "\n::error", "##["))


def test_a_path_that_is_not_utf8_is_judged(repository: Repository, tmp_path: Path) -> None:
    file = tmp_path / os.fsdecode(b"b\xffd") / "x.yaml"
    file.parent.mkdir()
    file.write_text(submission(7))
    done = repository.pwc("validate", "--format", "json", str(file))
    assert (done.returncode, findings(done)) == (0, [])


def test_a_catalog_that_is_not_checked_out_is_not_an_empty_one(repository: Repository) -> None:
    repository.git("sparse-checkout", "set", "--no-cone", "submissions/")
    assert not (repository.path / "catalog").exists()
    done = repository.pwc("validate", "submissions")
    assert done.returncode == 3
    assert "check it out" in done.stderr


def test_one_run_writes_the_report_in_several_formats(repository: Repository) -> None:
    repository.write("submissions/2026/11/bad.yaml", BAD)
    also = [f"--also={form}={form}.out" for form in ("json", "sarif", "markdown")]
    done = repository.pwc("validate", "--format", "github", *also)
    assert done.returncode == 1
    assert "::error file=submissions/2026/11/bad.yaml," in done.stdout
    assert findings_in(repository, "json.out") == ["PWC502"]
    results = json.loads((repository.path / "sarif.out").read_text())["runs"][0]["results"]
    assert [result["ruleId"] for result in results] == ["PWC502"]
    assert "PWC502" in (repository.path / "markdown.out").read_text()


def findings_in(repository: Repository, file: str) -> list[str]:
    told: list[dict[str, Any]] = json.loads((repository.path / file).read_text())["findings"]
    return [finding["code"] for finding in told]


def test_the_same_stands_in_a_file_and_on_the_screen(repository: Repository) -> None:
    repository.offer("mine", BAD)
    done = repository.pwc("validate", "--head", "mine", "--format", "json", "--also", "json=told.json")
    assert done.stdout == (repository.path / "told.json").read_text()


@pytest.mark.parametrize("given", ["sarif", "sarif=", "=file", "pdf=file"])
def test_a_copy_needs_a_format_and_a_file(repository: Repository, given: str) -> None:
    done = repository.pwc("validate", "--also", given)
    assert done.returncode == 2
    assert f"{given!r} is not FORMAT=FILE with one of text, json," in done.stderr


def test_a_copy_that_cannot_be_written_is_told_after_the_report(repository: Repository) -> None:
    done = repository.pwc("validate", "--also", "sarif=nowhere/found.sarif")
    assert done.returncode == 2
    assert "nothing to mend" in done.stdout
    assert "nowhere/found.sarif cannot be written: No such file or directory" in done.stderr
