"""What of a pull request is read: the submissions that it adds, if they are not too many."""

from __future__ import annotations

import pytest

from pwc.tree import REGULAR, Change
from validator.change import MAX_FILES, ChangeSet

ADDED = "submissions/2026/11/one.yaml"


def change(path: str, status: str = "A") -> Change:
    return Change(path, status, "000000", REGULAR, "b" * 40)


@pytest.mark.parametrize("status", ["M", "D", "T"])
def test_what_is_changed_or_deleted_is_not_read_as_new(status: str) -> None:
    files = ChangeSet((change(ADDED), change("submissions/2026/11/old.yaml", status))).files
    assert [file.path for file in files] == [ADDED]


@pytest.mark.parametrize(
    "path", ["README.md", "catalog/tasks.jsonl", "submissions.yaml", "submissions-2/x.yaml"]
)
def test_nothing_outside_of_the_inbox_is_read(path: str) -> None:
    changes = ChangeSet((change(path), change(ADDED)))
    assert [file.path for file in changes.files] == [ADDED]
    assert [file.path for file in changes.inside] == [ADDED]


def test_more_files_than_anybody_reviews_are_too_many() -> None:
    some = tuple(change(f"submissions/2026/11/{number}.yaml") for number in range(MAX_FILES + 1))
    assert not ChangeSet(some[:-1]).is_too_large
    assert ChangeSet(some).is_too_large
    assert ChangeSet((), is_uncounted=True).is_too_large
