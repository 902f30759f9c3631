"""A built site, served over HTTP, and a real browser to look at it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from click.testing import CliRunner
from msgspec.structs import replace
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright

from pwc import canonical
from pwc.record import LogEntry
from tests.website.conftest import Files, make_board, make_files, write_files
from website.cli import site
from website.serve import LOOPBACK, server

BOARD = "sota/speech-recognition-on-librispeech/"
PAGES = (
    "",
    "404.html",
    "about/",
    "area/speech/",
    "author/anmol-gulati/",
    "dataset/librispeech/",
    "datasets/",
    "method/conformer/",
    "methods/",
    "paper/conformer/",
    "paper/deep-speech-2/",
    "paper/evil/",
    "papers/",
    "search/",
    "search/?q=conformer",
    "sota/",
    BOARD,
    "submit/",
    "task/asr/",
    "task/speech-recognition/",
    "tasks/",
)
"""One page of every type, and those that hold what an attacker wrote."""

Look = Callable[..., Page]


class Folder:
    """The catalog's folder and the site that was built from it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.site = root / "site"
        write_files(root, _files())
        options = ["--catalog", str(root / "catalog"), "--out", str(self.site), "--repo", "owner/name"]
        options += ["--base-url", "https://example.org/"]
        CliRunner().invoke(site, ["build", *options], catch_exceptions=False)


def _files() -> Files:
    """The website's catalog, with a log by which results can be found and so corrected."""
    files, board = make_files(), make_board()
    path = "catalog/log/2026/11/22.jsonl"
    [entry] = canonical.read_lines(path, files[path], LogEntry)
    given = {result.id: board.key for result in board.results}
    return {**files, path: canonical.lines([replace(entry, results=given)])}


class Witness:
    """What must not happen while somebody reads the site, whatever a test looks at."""

    def __init__(self, origin: str) -> None:
        self._origin = origin
        self.seen: list[str] = []

    def watch(self, context: BrowserContext) -> None:
        """Note errors, dialogs, and what is asked of other places."""
        context.on("request", self._request)
        context.on("console", self._said)
        context.on("weberror", lambda raised: self._note(str(raised.error)))
        context.on("dialog", lambda dialog: self._note(f"dialog: {dialog.message}"))

    def _said(self, said: ConsoleMessage) -> None:
        if said.type in {"error", "warning"}:
            self._note(said.text)

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self._origin, "blob:")):
            self._note(f"request to {request.url}")

    def _note(self, what: str) -> None:
        self.seen.append(what)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """The catalog with everything that the website shows, and its site; only to be read."""
    return Folder(tmp_path_factory.mktemp("browsed"))


@pytest.fixture(scope="session")
def origin(folder: Folder) -> Iterator[str]:
    """Where the site is served."""
    with server(folder.site, 0) as listening:
        thread = Thread(target=listening.serve_forever)
        thread.start()
        yield f"http://{LOOPBACK}:{listening.server_port}/"
        listening.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium: ``make browser`` installs it."""
    program = shutil.which("chromium") or shutil.which("google-chrome")
    assert program is not None, "there is no Chromium to test with: run `make browser`"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def witness(origin: str) -> Witness:
    """What went wrong in this test's pages."""
    return Witness(origin)


@pytest.fixture
def look(chromium: Browser, origin: str, witness: Witness) -> Iterator[Look]:
    """Open a page in a browser of its own: ``look("sota/", color_scheme="dark")``.

    Afterwards nothing may have gone wrong in any of them.
    """
    contexts: list[BrowserContext] = []

    def open_page(path: str = "", **options: Any) -> Page:
        context = chromium.new_context(base_url=origin, **options)
        contexts.append(context)
        context.set_default_timeout(10_000)
        witness.watch(context)
        page = context.new_page()
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert witness.seen == []
