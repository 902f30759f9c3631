"""Asking GitHub's API, through PyGithub: what to do when an answer is lost, late, or asks to wait.

Beside ``hub`` the only module that knows PyGithub.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, TypeVar

import requests
from github import Auth, Github, GithubException
from github.Repository import Repository

from pwc.errors import CouldNotCheckError

TRIES = 4
MOST_WAIT = 120.0
"""Longer than this nothing is waited for: the next run is a better moment."""
_Found = TypeVar("_Found")


class HubError(CouldNotCheckError):
    """GitHub did not do what was asked, or could not be reached: the next run tries again."""


class NotFoundError(HubError):
    """There is no such thing, or the token may not see it."""


class UnfitError(HubError):
    """GitHub understood it and does not take it, today or tomorrow: something in it does not fit."""


class UnsureError(HubError):
    """It may have taken effect, or not."""


class Connection:
    """A repository's part of the API. ``pace`` is the seconds between two writes that GitHub asks for.

    With 0 nothing is ever waited for, as is right on a server of one's own.
    """

    def __init__(self, repository: str, token: str, api_url: str, pace: float) -> None:
        self._github = Github(
            auth=Auth.Token(token),
            base_url=api_url,
            per_page=100,
            timeout=30,
            # What PyGithub would send again after a lost answer must not stand twice, and where the hour's
            # requests are used up it would sleep until the next hour: what is tried again is said in ask.
            retry=0,
            seconds_between_requests=pace / 4,
            seconds_between_writes=pace,
            lazy=True,
        )
        self._pace = pace
        self.repository: Repository = self._github.get_repo(repository)

    def close(self) -> None:
        """Close the connections."""
        self._github.close()

    def get(self, path: str, **parameters: Any) -> Any:
        """What stands at a path below the repository's. Raises NotFoundError and HubError."""
        return self.ask(lambda: self._send("GET", path, parameters=parameters))

    def get_public(self, path: str) -> Any:
        """What stands at a path of the API itself. Raises NotFoundError and HubError."""
        requester = self.repository.requester
        return self.ask(lambda: requester.requestJsonAndCheck("GET", path)[1])

    def write(self, verb: str, path: str, told: dict[str, Any] | None = None) -> None:
        """Write what may be written twice without harm. Raises NotFoundError and HubError."""
        self.ask(lambda: self._send(verb, path, input=told))

    def write_once(self, path: str, told: dict[str, Any], is_there: Callable[[], bool]) -> None:
        """Write what must not stand twice: after a lost answer, ``is_there`` looks for it first."""
        for left in range(TRIES - 1, -1, -1):
            try:
                self.ask(lambda: self._send("POST", path, input=told), tries=1)
            except UnsureError:
                if is_there():
                    return
                if not left:
                    raise
            else:
                return

    def query(self, text: str, variables: dict[str, Any]) -> Any:
        """The data that answer a GraphQL query, which only reads. Raises NotFoundError and HubError."""
        requester = self.repository.requester
        return self.ask(lambda: requester.graphql_query(text, variables))[1]["data"]

    def ask(self, ask: Callable[[], _Found], tries: int = TRIES) -> _Found:
        """Ask, and again after a while where that may help. Raises HubError, in words."""
        refused = 0
        while True:
            try:
                return ask()
            except GithubException as error:
                wait = _wait(error)
                if wait is not None and wait <= MOST_WAIT and refused < TRIES:
                    refused += 1
                    time.sleep(wait if self._pace else 0)
                elif error.status >= 500 and tries > 1:
                    tries -= 1
                    time.sleep(self._pace)
                else:
                    raise _told(error) from error
            except requests.RequestException as error:
                tries -= 1
                if tries < 1:
                    raise UnsureError(f"GitHub cannot be reached: {type(error).__name__}") from error
                time.sleep(self._pace)

    def _send(self, verb: str, path: str, **told: Any) -> Any:
        requester = self.repository.requester
        return requester.requestJsonAndCheck(verb, f"{self.repository.url}{path}", **told)[1]


def _told(error: GithubException) -> HubError:
    what = error.data.get("message", "") if isinstance(error.data, dict) else ""
    message = f"GitHub said {error.status}: {str(what)[:300]}"
    if error.status == 404:
        return NotFoundError(message)
    if error.status == 422:
        return UnfitError(message)
    return UnsureError(message) if error.status >= 500 else HubError(message)


def _wait(error: GithubException) -> float | None:
    """How long GitHub asks to wait, if it does: what it refused for want of room has not taken effect."""
    if error.status not in {403, 429}:
        return None
    headers = {name.lower(): value for name, value in (error.headers or {}).items()}
    if headers.get("retry-after", "").isdigit():
        return float(headers["retry-after"])
    if headers.get("x-ratelimit-remaining") == "0" and headers.get("x-ratelimit-reset", "").isdigit():
        return max(0.0, float(headers["x-ratelimit-reset"]) - time.time())
    message = str(error.data.get("message", "") if isinstance(error.data, dict) else "").lower()
    return 60.0 if error.status == 429 or "rate limit" in message else None
