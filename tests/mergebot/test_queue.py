"""``pwc merge --queue`` and trains whose branches are built upon each other."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

Numbered = Callable[..., str]
Repository = Any


def _pull_request(repository: Repository, number: int, head: str) -> None:
    repository.git("update-ref", f"refs/pull/{number}/head", head)


def _merged(repository: Repository, *arguments: str, code: int = 0) -> dict[str, Any]:
    done = repository.pwc("merge", *arguments, "--format", "json")
    assert done.returncode == code, done.stdout + done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def _subjects(repository: Repository, number: int) -> list[str]:
    """The last merges of main, the newest first."""
    told = repository.git("log", "--first-parent", f"-{number}", "--format=%s", "main")
    return [line.removeprefix("Merge submissions/2026/11/") for line in told.splitlines()]


def test_all_pull_requests_are_merged_by_number(repository: Repository, numbered: Numbered) -> None:
    for number in (10, 9, 2):
        _pull_request(repository, number, repository.offer(f"p{number}", numbered(number)))
    repository.offer("no-pull-request", numbered(3))
    told = _merged(repository, "--queue")
    assert [one["ref"] for one in told["merged"]] == [f"refs/pull/{number}/head" for number in (2, 9, 10)]
    assert _subjects(repository, 3) == ["p10.yaml", "p9.yaml", "p2.yaml"]
    assert "Pull-Request: #10" in repository.git("log", "-1", "--format=%B", "main")
    assert repository.pwc("catalog", "rebuild", "--check").returncode == 0


def test_what_is_merged_does_not_wait_any_more(repository: Repository, numbered: Numbered) -> None:
    _pull_request(repository, 1, repository.offer("p1", numbered(2)))
    repository.git("switch", "--quiet", "--create", "hides", "main")
    repository.commit({"submissions/2026/11/p2.yaml": numbered(3), "malware.bin": "bad"})
    (repository.path / "malware.bin").unlink()
    _pull_request(repository, 2, repository.commit({}, "Remove it again"))
    repository.git("switch", "--quiet", "main")
    told = _merged(repository, "--queue")
    assert [one["adopted"] for one in told["merged"]] == [False, True]
    again = _merged(repository, "--queue")
    assert (again["merged"], again["refused"]) == ([], [])
    named = _merged(repository, "refs/pull/2/head", code=1)
    assert named["refused"][0]["reason"] == "refs/pull/2/head is in main already"


def test_one_of_the_queue_that_fails_is_told(repository: Repository, numbered: Numbered) -> None:
    _pull_request(repository, 1, repository.offer("bad", numbered(2).replace("COPA", "KOPA")))
    _pull_request(repository, 2, repository.offer("good", numbered(3)))
    told = _merged(repository, "--queue", code=1)
    assert [one["ref"] for one in told["refused"]] == ["refs/pull/1/head"]
    assert [one["ref"] for one in told["merged"]] == ["refs/pull/2/head"]


def test_an_empty_queue_is_no_error(repository: Repository) -> None:
    done = repository.pwc("merge", "--queue")
    assert (done.returncode, done.stdout) == (0, "main is as it was.\n")


def test_the_queue_is_merged_by_itself(repository: Repository) -> None:
    assert repository.pwc("merge", "--queue", "first").returncode == 2
    assert repository.pwc("merge", "--queue", "--import", ".").returncode == 2


def _stack(repository: Repository, numbered: Numbered, *names: str) -> list[str]:
    """Branches, each built upon the one before."""
    start, heads = "main", []
    for number, name in enumerate(names, 2):
        heads.append(repository.offer(name, numbered(number), start=start))
        start = name
    return heads


@pytest.mark.parametrize(
    "order", [("low", "middle", "top"), ("top", "low", "middle"), ("top", "middle", "low")]
)
def test_a_stack_is_merged_from_below(
    repository: Repository, numbered: Numbered, order: tuple[str, ...]
) -> None:
    heads = _stack(repository, numbered, "low", "middle", "top")
    told = _merged(repository, *order)
    assert [one["ref"] for one in told["merged"]] == ["low", "middle", "top"]
    assert [one["adopted"] for one in told["merged"]] == [False] * 3
    assert _subjects(repository, 3) == ["top.yaml", "middle.yaml", "low.yaml"]
    merged = repository.git("log", "--first-parent", "-3", "--format=%P", "main").splitlines()
    assert [parents.split()[1] for parents in merged] == heads[::-1]
    repository.git("fsck", "--strict")
    assert repository.pwc("catalog", "rebuild", "--check").returncode == 0


def test_what_stands_upon_a_branch_that_fails_fails_too(repository: Repository, numbered: Numbered) -> None:
    repository.offer("low", numbered(2).replace("COPA", "KOPA"))
    repository.offer("top", numbered(3), start="low")
    repository.offer("beside", numbered(4))
    told = _merged(repository, "low", "top", "beside", code=1)
    assert [one["ref"] for one in told["refused"]] == ["low", "top"]
    assert [one["ref"] for one in told["merged"]] == ["beside"]


def test_what_stands_upon_a_history_that_stays_outside_is_not_taken_twice(
    repository: Repository, numbered: Numbered
) -> None:
    repository.git("switch", "--quiet", "--create", "low", "main")
    hidden = repository.commit({"submissions/2026/11/low.yaml": numbered(2), "malware.bin": "bad"})
    (repository.path / "malware.bin").unlink()
    repository.commit({}, "Remove it again")
    repository.git("switch", "--quiet", "main")
    repository.offer("top", numbered(3), start="low")
    told = _merged(repository, "low", "top", code=1)
    assert [one["adopted"] for one in told["merged"]] == [True]
    assert "main has submissions/2026/11/low.yaml already" in told["refused"][0]["reason"]
    assert hidden not in repository.git("rev-list", "main").split()


def test_two_names_of_one_head_are_merged_once(repository: Repository, numbered: Numbered) -> None:
    _pull_request(repository, 7, repository.offer("twice", numbered(2)))
    told = _merged(repository, "refs/pull/7/head", "twice", code=1)
    assert [one["ref"] for one in told["merged"]] == ["refs/pull/7/head"]
    assert told["refused"][0]["reason"] == "twice is in main already"
