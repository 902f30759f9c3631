"""This repository's own catalog and submissions, a pull request's new files among them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pwc.catalog import Catalog
from pwc.tree import DirectoryTree
from validator.entry import Entry
from validator.vocabulary import Vocabulary

ROOT = Path(__file__).parent.parent
GOOD = sorted((ROOT / "tests" / "validator" / "fixtures").glob("*/ok-*.yaml"))


@pytest.mark.parametrize("command", [("validate",), ("catalog", "check"), ("catalog", "rebuild", "--check")])
def test_it_holds(command: tuple[str, ...]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pwc", *command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_a_rule_s_page_shows_as_new_is_new_here_too() -> None:
    """The rules' pages show these files as right, and whoever copies one has this catalog."""
    names = Vocabulary(Catalog(DirectoryTree(ROOT)))
    for path in GOOD:
        submission = Entry("submissions/2026/11/fixture.yaml", path.read_bytes()).submission
        new = None if submission is None else submission.new
        if new is None:
            continue
        assert [task.name for task in new.tasks if names.tasks.find(task.name)] == [], path
        assert [dataset.name for dataset in new.datasets if names.datasets.find(dataset.name)] == [], path
        assert [method.name for method in new.methods if names.methods.find(method.name)] == [], path
        for metric in new.metrics:
            assert metric.name not in {known.name for known in names.metrics(metric.task, metric.dataset)}, (
                path
            )
