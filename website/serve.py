"""Showing a built site on this machine, as a host of static files would.

This is the one module of the views that opens a connection, and it only listens on the loopback address: the
contract in pyproject.toml names it (docs/decisions/0015-how-pages-are-built.md).
"""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from website import links

LOOPBACK = "127.0.0.1"


class Handler(SimpleHTTPRequestHandler):
    """Files of the site, and its own page for what is not there. What we keep for ourselves is not there."""

    extensions_map = {  # noqa: RUF012 (as in the base class)
        **SimpleHTTPRequestHandler.extensions_map,
        ".xml": "application/xml",
        ".html": "text/html; charset=utf-8",
        ".svg": "image/svg+xml",
        ".js": "text/javascript",
    }

    def translate_path(self, path: str) -> str:
        """The file that an address means; of hidden ones a name that no file has."""
        file = super().translate_path(path)
        inside = Path(file).relative_to(self.directory)
        is_hidden = "\0" in file or any(part.startswith(".") for part in inside.parts)
        return f"{self.directory}/.not/there" if is_hidden else file

    def list_directory(self, path: Any) -> None:  # noqa: ARG002 (as in the base class)
        """Folders without a page have none made up for them."""
        self.send_error(HTTPStatus.NOT_FOUND)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """For a dead link the site's own page."""
        page = Path(self.directory) / links.NOT_FOUND
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        data = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (as in the base class)
        """Say nothing: an address is what a stranger wrote, and this is a terminal."""


def server(folder: Path, port: int) -> ThreadingHTTPServer:
    """A server for this folder, which has its port (any free one for 0) and waits for ``serve_forever``."""
    return ThreadingHTTPServer((LOOPBACK, port), partial(Handler, directory=str(folder.resolve())))
