"""mergebot.yml from the event to the merge, on the stand-in for GitHub."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.github.fake_github import FakeGitHub
from tests.github_workflows import act_run
from tests.github_workflows.test_check_workflow import GOOD, PAPER
from tests.github_workflows.test_waking import OF_A_FORK, ON, ON_A_PULL_REQUEST
from tests.repository import Repository


def wake(github: FakeGitHub, origin: Repository, event: str, payload: dict[str, Any], folder: Path) -> str:
    done = act_run.run(
        "mergebot.yml",
        event,
        payload,
        folder,
        origin=origin.path,
        variables=ON,
        environment={"GITHUB_API_URL": github.api_url},
        token=github.bot.token,
    )
    assert done.exit_code == 0, done.log
    assert github.bot.token not in done.log
    return done.log


def test_from_the_pull_request_to_main_by_two_events(prepared: Repository, tmp_path: Path) -> None:
    with FakeGitHub(tmp_path, source=prepared.path, full_name=act_run.REPOSITORY) as github:
        github.world.workflows.add("site.yml")
        github.grant("mia", "maintain")
        pull = github.open_pull("ada", "paper", {PAPER: GOOD})
        wake(github, prepared, "pull_request_target", OF_A_FORK, tmp_path / "opened")
        (comment,) = pull.comments
        assert "What would change" in comment.body
        github.comment(pull, "mia", "/merge")
        wake(github, prepared, "issue_comment", ON_A_PULL_REQUEST, tmp_path / "said")
        assert pull.merged
        assert {one["workflow"] for one in github.world.dispatches} == {"site.yml"}
