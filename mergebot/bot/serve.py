"""``pwc bot serve``: the same runs, woken by webhooks, for those who run the bot outside of Actions."""

from __future__ import annotations

import os
import signal
import socket
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from waitress.server import create_server

from mergebot.bot.cli import hub_options, run, say
from mergebot.bot.webhook import Webhook
from pwc.errors import CouldNotCheckError, UsageError

SECRET = "GITHUB_WEBHOOK_SECRET"  # noqa: S105 (its name)
LEAST_SECRET = 16


class Watch:
    """Runs the bot in a thread of its own: when it is woken, or after a while, and never twice at once."""

    def __init__(self, run: Callable[[], object], every: float) -> None:
        self._run = run
        self._every = every
        self._due = threading.Event()
        self._is_over = False
        self._thread = threading.Thread(target=self._work, name="bot")

    def start(self) -> None:
        """Begin with a run."""
        self._due.set()
        self._thread.start()

    def wake(self) -> None:
        """Have a run soon; what wakes it during a run causes one more."""
        self._due.set()

    def stop(self) -> None:
        """End after the run that is going on."""
        self._is_over = True
        self._due.set()
        self._thread.join()

    def _work(self) -> None:
        while True:
            self._due.wait(self._every)
            self._due.clear()
            if self._is_over:
                return
            try:
                self._run()
            except (CouldNotCheckError, UsageError) as error:  # the next run may find it mended
                say(f"{type(error).__name__}: {error}")


@click.command()
@hub_options
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(0, 65_535), default=8000, show_default=True, help="The port.")
@click.option(
    "--every",
    type=click.FloatRange(1),
    default=300.0,
    show_default=True,
    help="Seconds after which it looks without being woken: webhooks get lost.",
)
def serve(host: str, port: int, every: float, **options: Any) -> int:
    """Wait for webhooks, and look at the repository whenever one comes.

    GitHub sends them to http://HOST:PORT/webhook (put a web server with TLS in front of it). Each has to be
    signed with the secret in the environment variable GITHUB_WEBHOOK_SECRET. The token is read from
    GITHUB_TOKEN. What a webhook says is not believed: it only wakes the bot.

    Exit codes: as for `pwc bot sweep`. Interrupted or terminated it ends with 0, after the run of the moment.

    \b
    Example:
      pwc bot serve --repo owner/results --port 8000 --clone /var/lib/pwc/results.git
    """
    secret = os.environ.get(SECRET, "")
    if len(secret) < LEAST_SECRET:
        raise UsageError(f"{SECRET} should hold the webhook's secret, of at least {LEAST_SECRET} characters")
    with tempfile.TemporaryDirectory(prefix="pwc-bot-") as scratch:
        options["clone"] = options["clone"] or Path(scratch, "clone.git")
        watch = Watch(lambda: run((), **options), every)
        with socket.create_server((host, port)) as listening:
            door = Webhook(secret, options["repository"], watch.wake)
            server = create_server(door, sockets=[listening], threads=2, ident=None)
            say(f"waiting for webhooks at http://{host}:{listening.getsockname()[1]}/webhook")
            signal.signal(signal.SIGTERM, signal.default_int_handler)  # as services are stopped
            watch.start()
            try:
                server.run()
            finally:
                watch.stop()
    return 0
