"""The site as a browser gets it from `pwc site serve`."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from threading import Thread

import pytest

from tests.website.conftest import Command, Site
from website.serve import LOOPBACK, server
from website.state import STATE
from website.write import MANIFEST


@pytest.fixture
def port(built: Site) -> Iterator[int]:
    """Where the built site is served."""
    with server(built.root, 0) as listening:
        thread = Thread(target=listening.serve_forever)
        thread.start()
        yield listening.server_port
        listening.shutdown()
        thread.join()


def _get(port: int, path: str) -> tuple[HTTPResponse, bytes]:
    connection = HTTPConnection(LOOPBACK, port)
    connection.request("GET", path)
    response = connection.getresponse()
    data = response.read()
    connection.close()
    return response, data


def test_a_folder_shows_its_page(port: int, built: Site) -> None:
    response, data = _get(port, "/paper/conformer/")

    assert response.status == 200
    assert response.getheader("Content-Type") == "text/html; charset=utf-8"
    assert data == built.files()["paper/conformer/index.html"]


@pytest.mark.parametrize(
    "path",
    [
        "/paper/nobody/",
        "/static/",
        f"/{STATE}",
        f"/{MANIFEST}",
        "/..%2f..%2fetc/passwd",
        "/%00",
        "/a/%2e%2e/.git",
    ],
)
def test_what_is_not_there_or_is_ours_gives_the_page_for_dead_links(
    port: int, built: Site, path: str
) -> None:
    response, data = _get(port, path)

    assert response.status == 404
    assert data == built.files()["404.html"]


def test_the_command_says_where_it_listens(built: Site) -> None:
    command = (sys.executable, "-u", "-m", "pwc", "site", "serve", "--out", str(built.root), "--port", "0")
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        address = process.stdout.readline().split(" ")[0]
        port = int(address.rstrip("/").rpartition(":")[2])
        assert _get(port, "/")[0].status == 200
        process.terminate()


def test_a_port_that_is_taken_is_explained(built: Site, tmp_path: Path, pwc_command: Command) -> None:
    with socket.create_server((LOOPBACK, 0)) as taken:
        number = str(taken.getsockname()[1])
        done = pwc_command("site", "serve", "--out", str(built.root), "--port", number, cwd=tmp_path)

    assert done.returncode == 2
    assert f"cannot listen on port {number}" in done.stderr
