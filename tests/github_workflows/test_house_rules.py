"""What every workflow keeps to, whoever edits it next."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from tests.github_workflows.documents import (
    ACTIONS,
    GITHUB,
    ROOT,
    WORKFLOWS,
    checkouts,
    jobs,
    load,
    name,
    steps,
    writes,
)

FILES = [*WORKFLOWS, *ACTIONS]
PAGE = ROOT / "docs" / "workflows.md"
SWITCH = "vars.PWC_BOT == 'on'"
LOCAL = re.compile(r"\./\.github/actions/[a-z-]+")
PINNED = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40} # v[0-9]+\.[0-9]+\.[0-9]+")
OF_A_PULL_REQUEST = re.compile(r"github\.head_ref|github\.event\.[\w.]*\b(head|merge_commit_sha)\b|refs/pull")

each_file = pytest.mark.parametrize("file", FILES, ids=name)
each_workflow = pytest.mark.parametrize("file", WORKFLOWS, ids=name)


@each_file
def test_what_is_used_is_here_or_pinned_by_commit_with_its_version(file: Path) -> None:
    used = re.findall(r"^\s*(?:- )?uses:\s*(.+)$", file.read_text(), re.MULTILINE)
    assert len(used) == sum("uses" in step for step in steps(load(file)))
    for what in used:
        here = LOCAL.match(what)
        assert here is not None or PINNED.fullmatch(what), what
        assert here is None or (ROOT / here[0] / "action.yml").is_file(), what


@each_file
def test_no_expression_stands_in_a_script(file: Path) -> None:
    for step in steps(load(file)):
        assert "${{" not in step.get("run", ""), step["run"]
        assert "github-script" not in step.get("uses", "")


@each_workflow
def test_a_workflow_has_no_rights_and_each_job_says_its_own(file: Path) -> None:
    workflow = load(file)
    assert workflow["permissions"] == {}
    for job in jobs(workflow).values():
        assert isinstance(job["permissions"], dict)


@each_workflow
def test_every_job_ends_in_time_and_runs_on_a_machine_of_one_version(file: Path) -> None:
    for job in jobs(load(file)).values():
        assert int(job["timeout-minutes"]) <= 90
        assert re.fullmatch(r"ubuntu-[0-9]{2}\.04", job["runs-on"])


@each_file
def test_no_credential_is_left_in_the_checkout(file: Path) -> None:
    assert all(given["persist-credentials"] == "false" for given in checkouts(load(file)))


@each_workflow
def test_what_a_clock_starts_asks_the_switch_first(file: Path) -> None:
    workflow = load(file)
    if "schedule" not in workflow["on"]:
        return
    for job in jobs(workflow).values():
        first = jobs(workflow)[job["needs"]] if "needs" in job else job
        assert SWITCH in first["if"]


def test_some_workflows_are_started_by_a_clock_and_some_may_write() -> None:
    """So that the tests about them look at something."""
    assert {file.name for file in WORKFLOWS if "schedule" in load(file)["on"]} >= {
        "mergebot.yml",
        "data-release.yml",
    }
    assert {file.name for file in WORKFLOWS if any(writes(job) for job in jobs(load(file)).values())} == {
        "mergebot.yml",
        "data-release.yml",
        "site.yml",
    }


@each_workflow
def test_a_workflow_that_may_write_has_main_alone_and_nothing_of_a_pull_request(file: Path) -> None:
    workflow = load(file)
    if not any(writes(job) for job in jobs(workflow).values()):
        return
    assert OF_A_PULL_REQUEST.search(file.read_text()) is None
    for given in checkouts(workflow):
        assert given["ref"] == "main"
        assert not given.keys() & {"repository", "allow-unsafe-pr-checkout"}
    assert all("git checkout" not in step.get("run", "") for step in steps(workflow))
    first = [job for job in jobs(workflow).values() if "needs" not in job]
    assert all("github.ref == 'refs/heads/main'" in job["if"] for job in first)


@pytest.mark.parametrize(
    "words", ["github.event.pull_request.head.sha", "github.head_ref", "refs/pull/7/head"]
)
def test_what_is_of_a_pull_request_is_recognised(words: str) -> None:
    assert OF_A_PULL_REQUEST.search(f"ref: ${{{{ {words} }}}}") is not None


@each_workflow
def test_what_a_pull_request_starts_itself_may_read_alone(file: Path) -> None:
    """Its own version of the workflow runs then: from a branch of this repository with all rights given."""
    workflow = load(file)
    if workflow["on"].keys() & {"pull_request", "pull_request_review"}:
        for job in jobs(workflow).values():
            assert set(job["permissions"].items()) <= {("contents", "read")}


def test_the_check_takes_main_and_fetches_the_pull_request_as_objects() -> None:
    workflow = load(GITHUB / "workflows" / "check.yml")
    assert [given["ref"] for given in checkouts(workflow)] == ["main"]
    scripts = "".join(step.get("run", "") for step in steps(workflow))
    assert "git fetch" in scripts
    assert not re.search(r"git (?!fetch)\w|cat-file|worktree", scripts)


def test_what_builds_the_package_is_bound_to_versions_too() -> None:
    """The set-up gives constraints.txt to the build as well; it binds what it names."""
    bound = {line.partition("==")[0] for line in (ROOT / "constraints.txt").read_text().splitlines()}
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text())["build-system"]["requires"]
    assert {re.split(r"[<>=!~]", name)[0] for name in wanted} <= bound
    assert "PIP_BUILD_CONSTRAINT=" in (GITHUB / "actions" / "setup" / "action.yml").read_text()


def test_one_bot_at_a_time_and_a_skipped_run_pushes_none_out() -> None:
    workflow = load(GITHUB / "workflows" / "mergebot.yml")
    assert "concurrency" not in workflow
    (job,) = jobs(workflow).values()
    assert job["concurrency"] == {"group": "mergebot", "cancel-in-progress": "false"}


def test_a_review_wakes_the_bot() -> None:
    reviewed = load(GITHUB / "workflows" / "reviewed.yml")
    assert load(GITHUB / "workflows" / "mergebot.yml")["on"]["workflow_run"]["workflows"] == [
        reviewed["name"]
    ]


def test_the_page_says_the_rights_of_every_job() -> None:
    told = re.findall(r"^\| `([a-z-]+)\.yml` \| `(\w+)` \| (.*?) \|", PAGE.read_text(), re.MULTILINE)
    said = {(workflow, job): rights for workflow, job, rights in told}
    have = {
        (file.stem, job): ", ".join(f"`{scope}: {right}`" for scope, right in given["permissions"].items())
        for file in WORKFLOWS
        for job, given in jobs(load(file)).items()
    }
    assert said == {key: rights or "none" for key, rights in have.items()}
