"""A running stand-in, and PyGithub as it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from github import Auth, Github, GithubRetry
from github.Repository import Repository as Remote

from tests.github.fake_github import FakeGitHub
from tests.github.records import Account

Client = Callable[[Account], Github]
RemoteOf = Callable[[Account], Remote]


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[FakeGitHub]:
    """A stand-in that fails the test for every slip against GitHub's description."""
    with FakeGitHub(tmp_path) as github:
        yield github


@pytest.fixture
def client(hub: FakeGitHub) -> Iterator[Client]:
    """PyGithub with somebody's token, which never waits of its own."""
    made: list[Github] = []

    def connect(account: Account) -> Github:
        github = Github(
            base_url=hub.api_url,
            auth=Auth.Token(account.token),
            per_page=100,
            seconds_between_requests=0,
            seconds_between_writes=0,
            retry=GithubRetry(total=3, secondary_rate_wait=0),
        )
        made.append(github)
        return github

    yield connect
    for github in made:
        github.close()


@pytest.fixture
def remote(hub: FakeGitHub, client: Client) -> RemoteOf:
    """The upstream repository as somebody sees it through PyGithub."""
    return lambda account: client(account).get_repo(hub.full_name)
