"""``pwc bot serve``: a signed webhook wakes the bot, anything else does not, over real HTTP."""

from __future__ import annotations

import hashlib
import hmac
import io
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from mergebot.bot.event import number_in
from mergebot.bot.serve import Watch
from mergebot.bot.webhook import Webhook
from pwc.errors import CouldNotCheckError, UsageError
from tests.mergebot.bot.scene import Scene
from tests.repository import Repository

SECRET = "a secret of the webhook"
ABOUT = {"repository": {"full_name": "community/results"}, "pull_request": {"number": 1}}


def signed(body: bytes, secret: str = SECRET) -> str:
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


class Door:
    """The application without a server, and how often it woke the bot."""

    def __init__(self) -> None:
        self.woken = 0
        self.app = Webhook(SECRET, "community/results", self.wake)

    def wake(self) -> None:
        self.woken += 1

    def post(
        self, body: bytes, signature: str | None = None, event: str = "pull_request", **more: Any
    ) -> str:
        environ = {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": "/webhook",
            "CONTENT_LENGTH": str(len(body)),
            "HTTP_X_HUB_SIGNATURE_256": signed(body) if signature is None else signature,
            "HTTP_X_GITHUB_EVENT": event,
            "wsgi.input": io.BytesIO(body),
            **more,
        }
        said: list[str] = []
        self.app(environ, lambda status, *_: said.append(status))  # type: ignore[arg-type]
        return said[0]


@pytest.mark.parametrize("event", ["pull_request", "issue_comment", "pull_request_review"])
def test_a_signed_message_about_a_pull_request_wakes_the_bot(event: str) -> None:
    door = Door()
    assert door.post(json.dumps(ABOUT).encode(), event=event).startswith("202")
    assert door.woken == 1


@pytest.mark.parametrize(
    ("body", "more", "status"),
    [
        (json.dumps(ABOUT).encode(), {"signature": ""}, "401"),
        (json.dumps(ABOUT).encode(), {"signature": signed(b"other")}, "401"),
        (json.dumps(ABOUT).encode(), {"signature": signed(json.dumps(ABOUT).encode(), "guessed")}, "401"),
        (json.dumps(ABOUT).encode(), {"signature": "sha256=é"}, "401"),
        (b"{", {}, "400"),
        (b"[" * 100_000, {}, "400"),
        (json.dumps(ABOUT | {"repository": {"full_name": "eve/results"}}).encode(), {}, "202"),
        (json.dumps(ABOUT).encode(), {"event": "watch"}, "202"),
        (json.dumps(ABOUT).encode(), {"CONTENT_LENGTH": "999999999"}, "413"),
        (json.dumps(ABOUT).encode(), {"CONTENT_LENGTH": "-1"}, "413"),
        (json.dumps(ABOUT).encode(), {"CONTENT_LENGTH": "many"}, "413"),
        (json.dumps(ABOUT).encode(), {"REQUEST_METHOD": "GET"}, "404"),
        (json.dumps(ABOUT).encode(), {"PATH_INFO": "/"}, "404"),
        (b"{}", {"event": "ping"}, "200"),
    ],
)
def test_nothing_else_wakes_it(body: bytes, more: dict[str, Any], status: str) -> None:
    door = Door()
    assert door.post(body, **more).startswith(status)
    assert door.woken == 0


@pytest.mark.parametrize(
    ("payload", "number"),
    [
        (ABOUT, 1),
        ({**ABOUT, "pull_request": {"number": 0}}, None),
        ({**ABOUT, "pull_request": {"number": "1"}}, None),
        ({**ABOUT, "pull_request": {"number": True}}, None),
        ({**ABOUT, "pull_request": [1]}, None),
        ({"repository": ABOUT["repository"], "issue": {"number": 5, "pull_request": {}}}, 5),
        ({"repository": ABOUT["repository"], "issue": {"number": 5}}, None),
        ({**ABOUT, "repository": {"full_name": "eve/results"}}, None),
        ([], None),
    ],
)
def test_a_payload_is_believed_a_number_and_nothing_more(payload: object, number: int | None) -> None:
    assert number_in(json.dumps(payload).encode(), "community/results") == number


def test_what_is_no_payload_is_said_to_be_none() -> None:
    with pytest.raises(UsageError):
        number_in(b"no json", "community/results")


def test_a_run_that_fails_does_not_end_the_watch() -> None:
    runs = threading.Semaphore(0)

    def fail() -> None:
        runs.release()
        raise CouldNotCheckError("GitHub cannot be reached")

    watch = Watch(fail, every=3600)
    watch.start()
    assert runs.acquire(timeout=10)
    watch.wake()
    assert runs.acquire(timeout=10)
    watch.stop()


@pytest.fixture
def scene(tmp_path: Path, repository: Repository) -> Iterator[Scene]:
    with Scene(tmp_path, repository) as scene:
        yield scene


def test_from_a_webhook_to_the_comment(scene: Scene) -> None:
    pull = scene.offer("second", 2)
    github = scene.github
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": os.devnull,
        "GITHUB_TOKEN": github.bot.token,
        "GITHUB_WEBHOOK_SECRET": SECRET,
        "PYTHONUNBUFFERED": "1",
    }
    arguments = ["--repo", github.full_name, "--api-url", github.api_url, "--pace", "0", "--port", "0"]
    with subprocess.Popen(
        [sys.executable, "-m", "pwc", "bot", "serve", *arguments],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as server:
        assert server.stdout is not None
        address = re.search(r"http://\S+", server.stdout.readline())
        assert address is not None
        try:
            # A word counts if it comes after the status, which comes after the comment.
            _wait_for(lambda: any(one.sha == pull.head for one in github.world.statuses))
            github.comment(pull, "mia", "/merge")
            body = json.dumps(ABOUT).encode()
            headers = {"X-Hub-Signature-256": signed(body), "X-GitHub-Event": "issue_comment"}
            assert requests.post(address[0], data=body, headers=headers, timeout=10).status_code == 202
            _wait_for(lambda: "Merged as" in scene.comment(pull))
            server.send_signal(signal.SIGTERM)  # what shells start in the background ignores SIGINT
            assert server.wait(30) == 0
        except BaseException as error:
            server.kill()
            error.add_note(server.stdout.read())
            raise
    assert pull.merged


def _wait_for(is_so: Any) -> None:
    end = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.1)
