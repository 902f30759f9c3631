"""The webhook's door: a signed message about a pull request wakes the bot, and says nothing that is believed.

A WSGI application (PEP 3333) without a framework. Source of the signature: "Validating webhook deliveries" in
GitHub's documentation: HMAC-SHA256 of the body, hex, in X-Hub-Signature-256 behind ``sha256=``.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from mergebot.bot.event import MOST_BYTES, number_in
from pwc.errors import UsageError

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

EVENTS = frozenset({"pull_request", "issue_comment", "pull_request_review", "push"})
"""What may have changed something. Others are acknowledged."""


class Webhook:
    """Answers POST /webhook and GET /health; ``wake`` is told that a run is due."""

    def __init__(self, secret: str, repository: str, wake: Callable[[], None]) -> None:
        self._secret = secret.encode()
        self._repository = repository
        self._wake = wake

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        status, told = self._answer(environ)
        body = f"{told}\n".encode()
        headers = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))]
        start_response(status, headers)
        return [body]

    def _answer(self, environ: WSGIEnvironment) -> tuple[str, str]:
        asked = environ["REQUEST_METHOD"], environ.get("PATH_INFO", "")
        if asked == ("GET", "/health"):
            return "200 OK", "here"
        if asked != ("POST", "/webhook"):
            return "404 Not Found", "there is nothing here"
        body = _body(environ)
        if body is None:
            return "413 Content Too Large", "no webhook is that large"
        if not self._is_signed(body, environ.get("HTTP_X_HUB_SIGNATURE_256", "")):
            return "401 Unauthorized", "the signature is not right"
        return self._heard(environ.get("HTTP_X_GITHUB_EVENT", ""), body)

    def _is_signed(self, body: bytes, signature: str) -> bool:
        wanted = "sha256=" + hmac.new(self._secret, body, hashlib.sha256).hexdigest()
        return hmac.compare_digest(wanted.encode(), signature.encode("utf-8", "replace"))

    def _heard(self, event: str, body: bytes) -> tuple[str, str]:
        if event == "ping":
            return "200 OK", "pong"
        try:
            is_ours = event == "push" or number_in(body, self._repository) is not None
        except UsageError as error:
            return "400 Bad Request", str(error)
        if event not in EVENTS or not is_ours:
            return "202 Accepted", "nothing to do"
        self._wake()
        return "202 Accepted", "the bot will look"


def _body(environ: WSGIEnvironment) -> bytes | None:
    """The request's body; None if it is longer than any webhook's, or does not say how long it is."""
    try:
        length = int(environ.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return None
    if not 0 <= length <= MOST_BYTES:
        return None
    read: bytes = environ["wsgi.input"].read(length)
    return read
