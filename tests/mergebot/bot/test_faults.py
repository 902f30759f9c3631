"""Some of the faults of ``make fault-test``, which tries every kind at every call."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.github.faults import Fault
from tests.mergebot.bot.trials import CHECKS, Trial, Trials, all_trials, source
from tests.repository import Repository


@pytest.fixture(scope="module")
def trials(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trials]:
    folder = tmp_path_factory.mktemp("trials")
    with Trials(folder, source(folder / "repository")) as trials:
        yield trials


def test_the_end_is_that_of_undisturbed_runs(trials: Trials) -> None:
    every = list(all_trials(trials.calls))
    labels = "/repos/{owner}/{repo}/issues/{issue_number}/labels/{name}"
    statuses = "/repos/{owner}/{repo}/commits/{ref}/statuses"
    reviews = "/repos/{owner}/{repo}/pulls/{pull_number}/reviews"
    push = "/{owner}/{repo}.git"
    wanted = [
        Trial("502 before the effect", "merging", "DELETE", labels, 1, 9),  # after it has landed
        Trial("connection closed after the effect", "merging", "PUSH", push, 1),
        Trial("main moves", "merging", "PUSH", push, 1),
        Trial("killed after", "merging", "PUSH", push, 1),
        Trial(Fault.STALE.value, "merging", "GET", statuses, 4),  # as if it had never been judged
        Trial(Fault.RATE_LIMIT.value, "merging", "POST", reviews, 1),  # no reason to say it in words
    ]
    assert set(wanted) <= set(every)
    for trial in wanted:
        trials.try_(trial)


def test_the_catalog_of_the_end_is_valid_and_can_be_rebuilt(trials: Trials, tmp_path: Path) -> None:
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    clone = Repository(fresh)
    clone.git("clone", "--quiet", f"file://{trials.github.upstream}", ".")
    for command in CHECKS:
        done = clone.pwc(*command)
        assert done.returncode == 0, done.stdout + done.stderr
