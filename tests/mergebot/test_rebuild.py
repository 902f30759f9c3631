"""``pwc catalog rebuild --check`` and ``pwc catalog check``: a hand in the catalog is always seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Numbered = Callable[..., str]
Repository = Any

BOARD = "catalog/leaderboards/question-answering/copa.json"


def _edit(repository: Repository, path: str, old: str, new: str) -> None:
    text = (repository.path / path).read_text()
    assert old in text
    repository.commit({path: text.replace(old, new)}, "Edit by hand")


def test_an_untouched_catalog(repository: Repository) -> None:
    done = repository.pwc("catalog", "rebuild", "--check")
    assert (done.returncode, done.stdout) == (0, "1 log entry replayed: the catalog is what the log makes.\n")


def test_a_value_changed_by_hand(repository: Repository) -> None:
    _edit(repository, BOARD, '"78.0"', '"99.0"')
    done = repository.pwc("catalog", "rebuild", "--check")
    assert done.returncode == 1
    assert BOARD in done.stdout


@pytest.mark.parametrize(
    ("path", "old", "new", "code"),
    [
        (BOARD, '"78.0"', '"seventy"', "PWC902"),
        (BOARD, '"value":"78.0"', '"value": "78.0"', "PWC903"),
        (BOARD, '"paper":"alexatm', '"paper":"betatm', "PWC906"),
        (BOARD, '"dataset":"copa"', '"dataset":"kopa"', "PWC904"),
        (BOARD, "}\n]}", "},\n]}", "PWC901"),
        (BOARD, '"model"', '"modle"', "PWC901"),
        ("catalog/tasks.jsonl", '"areas":["natural-', '"areas":["un-natural-', "PWC906"),
        ("catalog/log/2026/11/22.jsonl", '"number":1', '"number":7', "PWC909"),
        ("submissions/2026/11/first.yaml", "78.0", "99.0", "PWC910"),
    ],
)
def test_a_broken_invariant_is_found(
    repository: Repository, path: str, old: str, new: str, code: str
) -> None:
    if "/log/" in path:
        path = repository.git("ls-files", "catalog/log")
    _edit(repository, path, old, new)
    done = repository.pwc("catalog", "check")
    assert done.returncode == 1
    assert code in done.stdout
    assert path in done.stdout or code == "PWC910"


def test_a_submission_that_is_gone_could_not_be_checked(repository: Repository) -> None:
    repository.git("rm", "--quiet", "submissions/2026/11/first.yaml")
    repository.commit({})
    done = repository.pwc("catalog", "rebuild", "--check")
    assert done.returncode == 3
    assert "first.yaml is not there as it was accepted" in done.stderr


def test_head_is_checked_and_not_the_working_tree(repository: Repository) -> None:
    (repository.path / BOARD).write_text("not json")
    assert repository.pwc("catalog", "check").returncode == 0
    assert repository.pwc("catalog", "check", "--catalog", "catalog").returncode == 1
