"""Heads that were made to slip something through; each of these once did."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from typing import Any

import pytest

Numbered = Callable[..., str]
Repository = Any


def _paper(identifiers: str, model: str = "M") -> str:
    return f"""\
paper: {{title: One Paper, date: 2022-01-15, {identifiers}}}
results:
  - {{task: Question Answering, dataset: COPA, model: {model}, metrics: {{Accuracy: 51}}}}
"""


def _refused(repository: Repository, ref: str) -> list[str]:
    before = repository.snapshot()
    done = repository.pwc("merge", ref, "--format", "json")
    assert done.returncode == 1, done.stdout + done.stderr
    assert repository.snapshot() == before
    return [finding["code"] for finding in json.loads(done.stdout)["refused"][0]["findings"]]


def _merged(repository: Repository, ref: str) -> None:
    done = repository.pwc("merge", ref)
    assert done.returncode == 0, done.stdout + done.stderr
    assert repository.pwc("catalog", "check").returncode == 0
    assert repository.pwc("catalog", "rebuild", "--check").returncode == 0


def test_one_result_twice_under_two_identifiers_of_its_paper(repository: Repository) -> None:
    files = {
        "submissions/2026/11/a.yaml": _paper('arxiv: "2201.00001", doi: 10.1000/dup'),
        "submissions/2026/11/b.yaml": _paper("doi: 10.1000/dup"),
    }
    repository.branch("twice", files)
    assert "PWC301" in _refused(repository, "twice")


def test_a_locator_cannot_be_stolen_from_another_paper(repository: Repository) -> None:
    files = {
        "submissions/2026/11/a.yaml": _paper('arxiv: "2201.00001"'),
        "submissions/2026/11/b.yaml": _paper("doi: 10.1000/y", "N"),
        "submissions/2026/11/c.yaml": _paper('arxiv: "2201.00001", doi: 10.1000/y', "O"),
    }
    repository.branch("thief", files)
    assert "PWC307" in _refused(repository, "thief")


def test_a_thief_is_seen_behind_papers_without_results(repository: Repository) -> None:
    files = {
        "submissions/2026/11/a.yaml": 'paper: {title: One, date: 2022-01-15, arxiv: "2201.00001"}\n',
        "submissions/2026/11/b.yaml": "paper: {title: Other, date: 2022-01-15, doi: 10.1000/y}\n",
        "submissions/2026/11/c.yaml": _paper('arxiv: "2201.00001", doi: 10.1000/y'),
    }
    repository.branch("thief", files)
    assert "PWC307" in _refused(repository, "thief")


def test_an_identifier_added_to_a_known_paper_is_a_warning(repository: Repository) -> None:
    repository.offer(
        "poison", 'paper: {arxiv: "2208.01448", doi: 10.1000/somebody-elses, tasks: [Question Answering]}\n'
    )
    done = repository.pwc("merge", "--dry-run", "poison")
    assert "PWC306" in done.stdout


def test_repeated_code_links_are_one(repository: Repository) -> None:
    link = "{url: https://github.com/a/b}"
    repository.offer("code", f'paper: {{arxiv: "2208.01448", code: [{link}, {link}]}}\n')
    _merged(repository, "code")


def test_two_accepted_values_of_one_result_stay_accepted(repository: Repository, numbered: Numbered) -> None:
    one = numbered(2, "60")
    repository.offer("one", one)
    repository.offer("other", one.replace("60", "61"))
    _merged(repository, "one")
    _merged(repository, "other")
    assert repository.pwc("validate").stdout.endswith("nothing to mend.\n")


@pytest.mark.parametrize(
    "author",
    [
        "author Ada <ada@example.org> -1 +0000",
        "author Ada <ada@example.org> 1700000000 +9959",
        "author Ada",
        "",
    ],
)
def test_an_impossible_author_does_not_stop_the_others(
    repository: Repository, numbered: Numbered, author: str
) -> None:
    repository.offer("odd", numbered(2))
    repository.offer("good", numbered(3))
    raw = repository.git("cat-file", "commit", "odd").splitlines()
    lines = [author if line.startswith("author ") else line for line in raw]
    text = "\n".join(line for line in lines if line != "" or author) + "\n"
    command = ["git", "hash-object", "-t", "commit", "-w", "--stdin", "--literally"]
    made = subprocess.run(
        command, cwd=repository.path, input=text, capture_output=True, text=True, check=True
    )
    repository.git("update-ref", "refs/heads/odd", made.stdout.strip())
    repository.pwc("merge", "odd", "good")
    assert "good.yaml" in repository.git("ls-tree", "-r", "--name-only", "main")


def test_a_file_named_like_a_workflow_command_is_inert(repository: Repository) -> None:
    repository.branch("command", {"::add-mask::secret": "x"})
    done = repository.pwc("merge", "command")
    assert done.returncode == 1
    assert not any(line.startswith("::") for line in done.stdout.splitlines())


def test_thousands_of_findings_stay_readable(repository: Repository) -> None:
    text = 'paper: {arxiv: "2208.01448"}\ncorrections:\n' + "- {}\n" * 400
    repository.offer("noise", text)
    assert len(_refused(repository, "noise")) <= 200


def test_a_file_named_twice_is_one_file(repository: Repository, numbered: Numbered) -> None:
    repository.write("x.yaml", numbered(2))
    assert "1 leaderboard would change." in repository.pwc("preview", "x.yaml", "x.yaml").stdout


def test_nothing_checked_is_not_nothing_wrong(repository: Repository) -> None:
    (repository.path / "empty").mkdir()
    done = repository.pwc("validate", "empty")
    assert done.returncode == 2
    repository.write("submissions/2026/11/bad.yaml.exe", "x")
    assert "PWC101" in repository.pwc("validate", "submissions").stdout


def test_who_approves_has_a_name_of_bounded_length(repository: Repository, numbered: Numbered) -> None:
    repository.offer("second", numbered(2))
    for name in ("", "\n", "x" * 301):
        assert repository.pwc("merge", "second", "--approved-by", name).returncode == 2, name[:3]
    forged = repository.pwc("merge", "second", "--approved-by", "Mia\nline two")
    assert forged.returncode == 0
    assert repository.pwc("catalog", "check").returncode == 0


def _forge(repository: Repository, ref: str, kind: str, data: bytes) -> str:
    """An object that git itself would not make; for a commit, the branch is moved to it."""
    made = subprocess.run(
        ["git", "hash-object", "-t", kind, "-w", "--stdin", "--literally"],
        cwd=repository.path,
        input=data,
        capture_output=True,
        check=True,
    )
    name = made.stdout.decode().strip()
    if kind == "commit":
        repository.git("update-ref", f"refs/heads/{ref}", name)
    return name


@pytest.mark.parametrize("slip", ["two authors", "a huge message", "a NUL in the message"])
def test_a_commit_that_git_would_not_make_is_adopted(
    repository: Repository, numbered: Numbered, slip: str
) -> None:
    repository.offer("odd", numbered(2))
    raw = repository.git("cat-file", "commit", "odd").encode() + b"\n"
    author = next(line for line in raw.splitlines() if line.startswith(b"author "))
    odd = {
        "two authors": raw.replace(author, author + b"\n" + author),
        "a huge message": raw + b"x" * 200_000,
        "a NUL in the message": raw + b"\0",
    }[slip]
    forged = _forge(repository, "odd", "commit", odd)
    _merged(repository, "odd")
    assert forged not in repository.git("rev-list", "main").split()
    alone = str(repository.path.parent / "alone")
    repository.git("clone", "--quiet", "--single-branch", "--no-local", str(repository.path), alone)
    repository.git("-C", alone, "fsck", "--strict")


def test_a_tree_that_git_would_not_make_is_adopted(repository: Repository, numbered: Numbered) -> None:
    repository.offer("odd", numbered(2))
    listed = subprocess.run(
        ["git", "cat-file", "tree", "odd^{tree}"], cwd=repository.path, capture_output=True, check=True
    ).stdout
    tree = _forge(repository, "odd", "tree", listed.replace(b"100644 README.md", b"0100644 README.md"))
    raw = repository.git("cat-file", "commit", "odd").encode() + b"\n"
    old = repository.git("rev-parse", "odd^{tree}").encode()
    forged = _forge(repository, "odd", "commit", raw.replace(old, tree.encode()))
    _merged(repository, "odd")
    assert forged not in repository.git("rev-list", "main").split()
    alone = str(repository.path.parent / "alone")
    repository.git("clone", "--quiet", "--single-branch", "--no-local", str(repository.path), alone)
    repository.git("-C", alone, "fsck", "--strict")


def test_a_million_files_of_a_few_objects_are_refused(repository: Repository, numbered: Numbered) -> None:
    repository.offer("good", numbered(3))
    leaf = _forge(repository, "", "blob", b"x")
    entry, tree = b"100644 %d\0", leaf
    for _ in range(6):
        rows = b"".join(entry % number + bytes.fromhex(tree) for number in range(10))
        entry, tree = b"40000 %d\0", _forge(repository, "", "tree", rows)
    head = repository.git("commit-tree", tree, "-p", "main", "-m", "Bomb")
    repository.git("update-ref", "refs/heads/bomb", head)
    done = repository.pwc("merge", "bomb", "good")
    assert done.returncode == 1
    assert "left out bomb" in done.stdout
    assert len(done.stdout) < 10_000
    assert "good.yaml" in repository.git("ls-tree", "-r", "--name-only", "main")
