"""What else is open on a leaderboard is a note, and costs no more than one."""

from __future__ import annotations

import pytest

from mergebot import open_elsewhere
from mergebot.open_elsewhere import with_others
from mergebot.preview import BoardChange, Preview
from pwc.catalog import Catalog
from pwc.git_tree import GitTree
from pwc.record import Metric
from tests.repository import Repository, submission

BOARD = "question-answering-on-copa"


def told(repository: Repository) -> list[str]:
    """What is said to be open beside a preview of the board."""
    metric = Metric(name="Accuracy", better="higher", scale="percent")
    change = BoardChange(BOARD, "Question Answering", "COPA", metric, False, None, 1, 2, ())
    with GitTree(repository.path, repository.git("rev-parse", "main")) as main:
        seen = with_others(Preview((change,), ()), repository.path, Catalog(main), ())
    return sorted(seen.boards[0].also_open)


def test_files_are_read_until_they_are_too_much(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    small, large = submission(2), submission(3) + "# more\n" * 500
    repository.offer("small", small)
    repository.offer("large", large)
    assert told(repository) == ["large", "small"]
    monkeypatch.setattr(open_elsewhere, "MOST_BYTES", len(large) - 1)
    assert told(repository) == ["small"], "what is too large leaves room for others"
    monkeypatch.setattr(open_elsewhere, "MOST_BYTES", 0)
    assert told(repository) == []
