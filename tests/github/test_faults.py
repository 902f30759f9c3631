from __future__ import annotations

from pathlib import Path

import pytest
import requests
from github import GithubException

from tests.github.conftest import RemoteOf
from tests.github.fake_github import FakeGitHub
from tests.github.faults import Fault
from tests.repository import Repository

COMMENTS = "/repos/{owner}/{repo}/issues/{issue_number}/comments"
COMMENT = "/repos/{owner}/{repo}/issues/comments/{comment_id}"


@pytest.mark.parametrize(
    ("fault", "written"),
    [
        (Fault.BAD_GATEWAY_BEFORE, 1),
        (Fault.BAD_GATEWAY_AFTER, 2),
        (Fault.LOST_BEFORE, 1),
        (Fault.LOST_AFTER, 2),
    ],
)
def test_pygithub_sends_a_comment_again_and_it_is_there_twice_if_the_first_took_effect(
    hub: FakeGitHub, remote: RemoteOf, fault: Fault, written: int
) -> None:
    pull = hub.open_pull("ada", "first", {"a.yaml": "1\n"})
    seen = remote(hub.bot).get_pull(pull.number)
    hub.server.faults.plan(fault, method="POST", template=COMMENTS, at=2)
    seen.create_issue_comment("The first.")
    seen.create_issue_comment("The second.")
    assert [comment.body for comment in pull.comments] == ["The first."] + ["The second."] * written


@pytest.mark.parametrize(
    ("fault", "body"),
    [
        (Fault.BAD_GATEWAY_BEFORE, "Before."),
        (Fault.BAD_GATEWAY_AFTER, "After."),
        (Fault.LOST_AFTER, "After."),
    ],
)
def test_an_edit_is_not_sent_again(hub: FakeGitHub, remote: RemoteOf, fault: Fault, body: str) -> None:
    pull = hub.open_pull("ada", "first", {"a.yaml": "1\n"})
    comment = remote(hub.bot).get_pull(pull.number).create_issue_comment("Before.")
    hub.server.faults.plan(fault, method="PATCH", template=COMMENT)
    with pytest.raises((GithubException, requests.ConnectionError)):
        comment.edit("After.")
    assert pull.comments[0].body == body


@pytest.mark.parametrize("fault", [Fault.RATE_LIMIT, Fault.SECONDARY_LIMIT])
def test_a_limit_that_passes_is_waited_for(hub: FakeGitHub, remote: RemoteOf, fault: Fault) -> None:
    hub.world.rate.reset = 0
    hub.server.faults.plan(fault, retry_after=0)
    assert remote(hub.bot).full_name == hub.full_name
    assert len(hub.server.calls) == 2


def test_a_secondary_limit_without_a_time_is_waited_for_as_long_as_pygithub_is_told(
    hub: FakeGitHub, remote: RemoteOf
) -> None:
    hub.server.faults.plan(Fault.SECONDARY_LIMIT, times=2)
    assert remote(hub.bot).full_name == hub.full_name
    assert len(hub.server.calls) == 3


def test_the_end_of_the_hour_s_requests_is_told(hub: FakeGitHub) -> None:
    hub.server.faults.plan(Fault.RATE_LIMIT)
    answer = requests.get(f"{hub.api_url}/rate_limit", timeout=10)
    assert (answer.status_code, answer.headers["X-RateLimit-Remaining"]) == (403, "0")
    assert answer.headers["X-RateLimit-Reset"] == str(hub.world.rate.reset)
    assert "Retry-After" not in answer.headers


def test_a_budget_comes_to_its_end(hub: FakeGitHub, remote: RemoteOf) -> None:
    hub.world.rate.limit, hub.world.rate.reset = 2, 0
    seen = remote(hub.bot)
    assert seen.get_branch("main").name == "main"
    with pytest.raises(requests.exceptions.RetryError):
        seen.get_branch("main")
    assert len(hub.server.calls) == 2 + 1 + 3


def test_429_without_a_time_raises_at_once_and_with_one_is_waited_for(
    hub: FakeGitHub, remote: RemoteOf
) -> None:
    hub.server.faults.plan(Fault.TOO_MANY)
    with pytest.raises(GithubException, match="429"):
        remote(hub.bot)
    hub.server.faults.plan(Fault.TOO_MANY, retry_after=0)
    assert remote(hub.bot).full_name == hub.full_name


def test_a_stale_answer_is_the_one_before(hub: FakeGitHub, remote: RemoteOf) -> None:
    pull = hub.open_pull("ada", "first", {"a.yaml": "1\n"})
    seen = remote(hub.bot)
    old = seen.get_pull(pull.number).head.sha
    new = hub.push("ada", "first", {"a.yaml": "2\n"})
    template = "/repos/{owner}/{repo}/pulls/{pull_number}"
    hub.server.faults.plan(Fault.STALE, template=template)
    assert seen.get_pull(pull.number).head.sha == old
    assert seen.get_pull(pull.number).head.sha == new


def test_something_else_happens_between_two_calls(hub: FakeGitHub, remote: RemoteOf) -> None:
    pull = hub.open_pull("ada", "first", {"a.yaml": "1\n"})
    seen = remote(hub.grant("mia", "maintain"))
    hub.server.faults.plan(Fault.ACT_BEFORE, at=2, action=lambda: hub.grant("mia", "read"))
    hub.server.faults.plan(Fault.ACT_AFTER, at=2, action=lambda: hub.close(pull))
    roles = [seen.get_collaborator_role_name("mia") for _ in range(2)]
    assert roles == ["maintain", "read"]
    assert not pull.is_open


def _bot_clone(hub: FakeGitHub, path: Path) -> Repository:
    path.mkdir()
    clone = Repository(path)
    clone.git("clone", "--quiet", hub.clone_url(hub.bot), ".")
    clone.commit({"a": "1\n"})
    return clone


def test_a_push_is_declined_once(hub: FakeGitHub, tmp_path: Path) -> None:
    clone = _bot_clone(hub, tmp_path / "bot")
    hub.server.faults.plan(Fault.PUSH_REFUSED)
    with pytest.raises(AssertionError, match="GH000"):
        clone.git("push", "origin", "HEAD:main")
    clone.git("push", "--quiet", "origin", "HEAD:main")
    assert [call.method for call in hub.server.git_calls].count("PUSH") == 2


@pytest.mark.parametrize(
    ("fault", "arrived"),
    [
        (Fault.LOST_BEFORE, False),
        (Fault.BAD_GATEWAY_BEFORE, False),
        (Fault.LOST_AFTER, True),
        (Fault.BAD_GATEWAY_AFTER, True),
    ],
)
def test_a_push_fails_before_or_after_it_took_effect(
    hub: FakeGitHub, tmp_path: Path, fault: Fault, arrived: bool
) -> None:
    clone = _bot_clone(hub, tmp_path / "bot")
    hub.server.faults.plan(fault, method="PUSH")
    with pytest.raises(AssertionError):
        clone.git("push", "origin", "HEAD:main")
    assert (hub.main() == clone.git("rev-parse", "HEAD")) is arrived


def test_main_moves_just_before_a_push(hub: FakeGitHub, tmp_path: Path) -> None:
    clone = _bot_clone(hub, tmp_path / "bot")
    hub.server.faults.plan(Fault.ACT_BEFORE, method="PUSH", action=hub.advance_main)
    with pytest.raises(AssertionError, match="rejected"):
        clone.git("push", "origin", "HEAD:main")
    clone.git("pull", "--quiet", "--rebase", "origin", "main")
    clone.git("push", "--quiet", "origin", "HEAD:main")
    assert hub.main() == clone.git("rev-parse", "HEAD")


def test_a_fault_that_never_strikes_fails_the_test(tmp_path: Path) -> None:
    with (  # noqa: PT012 - leaving the block is what raises
        pytest.raises(AssertionError),
        FakeGitHub(tmp_path) as hub,
    ):
        hub.server.faults.plan(Fault.TOO_MANY, at=2)
        requests.get(f"{hub.api_url}/rate_limit", timeout=10)
