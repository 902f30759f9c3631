"""How long the first paint of a board's page takes over a slow line, in Chromium.

The browser's own tracing says when: from the start of the navigation to the first contentful paint, with
150 ms of latency and 1.6 Mbit/s, nothing cached. Pages come from `pwc site serve`'s server on this machine,
compressed as GitHub Pages compresses them.

    python -m bench.paint SITE
"""

from __future__ import annotations

import gzip
import json
import shutil
import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import click
from playwright.sync_api import Browser, sync_playwright

from bench.table import show, verdict
from website.serve import LOOPBACK, Handler

SECONDS, LATENCY_MS, BITS_PER_SECOND = 1.5, 150, 1_600_000
"""The goal, and the line it is for."""


@click.command(help=__doc__)
@click.argument("site", type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.option("--rounds", default=5, show_default=True)
def main(site: Path, rounds: int) -> None:
    """Measure three pages and print it."""
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        raise click.ClickException("there is no Chromium to measure with: run `make browser`")
    with _served(site) as origin, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        rows = []
        for name, path in (("the front page", ""), *_pages(site)):
            seconds = [_first_paint(browser, f"{origin}{path}") for _ in range(rounds)]
            middle = statistics.median(seconds)
            rows.append((name, f"{middle:.2f}", f"{max(seconds):.2f}", verdict("", middle < SECONDS)))
        browser.close()
    title = f"First contentful paint at {LATENCY_MS} ms and {BITS_PER_SECOND / 1e6} Mbit/s ({rounds} rounds)"
    show(title, ("", "median s", "most s", f"under {SECONDS} s"), rows)


def _pages(site: Path) -> Iterator[tuple[str, str]]:
    """A paper, the board in the middle by size, and the largest one."""
    boards = sorted((site / "sota").glob("*/index.html"), key=lambda page: page.stat().st_size)
    papers = sorted((site / "paper").glob("*/index.html"), key=lambda page: page.stat().st_size)
    chosen = (
        ("a typical paper", papers[len(papers) // 2]),
        ("a typical board", boards[len(boards) // 2]),
        ("the largest board", boards[-1]),
    )
    for name, page in chosen:
        yield name, page.relative_to(site).as_posix()


class _Compressed(Handler):
    """Files as a host sends them to a browser that takes gzip."""

    def do_GET(self) -> None:  # noqa: N802 (as in the base class)
        """A file, compressed; an icon's few bytes as well."""
        file = Path(self.translate_path(self.path))
        file = file / "index.html" if file.is_dir() else file
        if not file.is_file():
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        data = gzip.compress(file.read_bytes(), 6, mtime=0)
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", self.guess_type(file))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


@contextmanager
def _served(site: Path) -> Iterator[str]:
    handler = partial(_Compressed, directory=str(site.resolve()))
    with ThreadingHTTPServer((LOOPBACK, 0), handler) as listening:
        thread = Thread(target=listening.serve_forever)
        thread.start()
        try:
            yield f"http://{LOOPBACK}:{listening.server_port}/"
        finally:
            listening.shutdown()
            thread.join()


def _first_paint(browser: Browser, address: str) -> float:
    """Seconds from the navigation's start to the first contentful paint, as the browser's trace has them."""
    context = browser.new_context()
    page = context.new_page()
    line = context.new_cdp_session(page)
    bytes_per_second = BITS_PER_SECOND / 8
    line.send("Network.enable")
    line.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": LATENCY_MS,
            "downloadThroughput": bytes_per_second,
            "uploadThroughput": bytes_per_second,
        },
    )
    browser.start_tracing(page=page, categories=["loading", "blink.user_timing", "devtools.timeline"])
    page.goto(address, wait_until="load")
    while not page.evaluate("performance.getEntriesByName('first-contentful-paint').length"):
        page.wait_for_timeout(20)
    events: list[dict[str, Any]] = json.loads(browser.stop_tracing())["traceEvents"]
    context.close()
    return _between(events, address)


def _between(events: list[dict[str, Any]], address: str) -> float:
    starts = [
        event
        for event in events
        if event["name"] == "navigationStart" and _data(event).get("documentLoaderURL") == address
    ]
    begun = starts[-1]
    frame = begun["args"]["frame"]
    painted = min(
        event["ts"]
        for event in events
        if event["name"] == "firstContentfulPaint"
        and event["args"].get("frame") == frame
        and event["ts"] > begun["ts"]
    )
    return float(painted - begun["ts"]) / 1e6


def _data(event: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = event.get("args", {}).get("data", {})
    return found


if __name__ == "__main__":
    main()
