"""What starts the workflows that may write, and what does not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.github_workflows import act_run

ON = {"PWC_BOT": "on"}
REPOSITORY: dict[str, Any] = {"repository": {"default_branch": "main", "full_name": "owner/name"}}
ON_AN_ISSUE = REPOSITORY | {"action": "created", "issue": {"number": 3}}
ON_A_PULL_REQUEST = REPOSITORY | {"action": "created", "issue": {"number": 3, "pull_request": {"url": "x"}}}
OF_A_FORK = REPOSITORY | {"action": "opened", "pull_request": {"number": 3, "base": {"ref": "main"}}}
DRY = REPOSITORY | {"ref": "refs/heads/main", "inputs": {"dry-run": "true"}}
BY_HAND = REPOSITORY | {"ref": "refs/heads/main"}
ELSEWHERE = REPOSITORY | {"ref": "refs/heads/other"}


@pytest.mark.parametrize(
    ("workflow", "event", "payload", "variables"),
    [
        ("mergebot.yml", "schedule", REPOSITORY, ON),
        ("mergebot.yml", "issue_comment", ON_A_PULL_REQUEST, ON),
        ("mergebot.yml", "pull_request_target", OF_A_FORK, ON),
        ("mergebot.yml", "workflow_run", REPOSITORY, ON),
        ("mergebot.yml", "workflow_dispatch", BY_HAND, ON),
        ("mergebot.yml", "workflow_dispatch", DRY, {}),
        ("data-release.yml", "schedule", REPOSITORY, ON),
        ("data-release.yml", "workflow_dispatch", BY_HAND, {}),
        ("site.yml", "push", BY_HAND, ON),
        ("site.yml", "workflow_dispatch", BY_HAND, {}),
    ],
)
def test_it_wakes(
    workflow: str, event: str, payload: dict[str, Any], variables: dict[str, str], tmp_path: Path
) -> None:
    done = act_run.run(workflow, event, payload, tmp_path, variables=variables)
    assert done.woke, done.log
    assert done.recorded("checkouts") == "main\n"


@pytest.mark.parametrize(
    ("workflow", "event", "payload", "variables"),
    [
        ("mergebot.yml", "schedule", REPOSITORY, {}),
        ("mergebot.yml", "schedule", REPOSITORY, {"PWC_BOT": "off"}),
        ("mergebot.yml", "issue_comment", ON_A_PULL_REQUEST, {}),
        ("mergebot.yml", "issue_comment", ON_AN_ISSUE, ON),
        ("mergebot.yml", "pull_request_target", OF_A_FORK, {}),
        ("mergebot.yml", "workflow_run", REPOSITORY, {}),
        ("mergebot.yml", "workflow_dispatch", BY_HAND, {}),
        ("mergebot.yml", "workflow_dispatch", ELSEWHERE, ON),
        ("data-release.yml", "schedule", REPOSITORY, {}),
        ("data-release.yml", "workflow_dispatch", ELSEWHERE, ON),
        ("site.yml", "push", BY_HAND, {}),
        ("site.yml", "push", ELSEWHERE, ON),
    ],
)
def test_it_sleeps(
    workflow: str, event: str, payload: dict[str, Any], variables: dict[str, str], tmp_path: Path
) -> None:
    done = act_run.run(workflow, event, payload, tmp_path, variables=variables)
    assert not done.woke, done.log
    assert done.exit_code == 0, done.log
