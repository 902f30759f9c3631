from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import requests

from tests.github import openapi, set_up, shapes
from tests.github.conftest import RemoteOf
from tests.github.fake_github import FakeGitHub

BASE = "/repos/community/results"


def _post(hub: FakeGitHub, path: str, body: Any, **query: str) -> requests.Response:
    headers = {"Authorization": f"Bearer {hub.bot.token}"}
    return requests.post(f"{hub.api_url}{BASE}{path}", json=body, params=query, headers=headers, timeout=10)


@pytest.mark.parametrize(
    ("path", "body", "query", "slip"),
    [
        ("/issues/1/comments", {"body": "Hello", "text": "Hello"}, {}, "Additional properties"),
        ("/issues/1/comments", {}, {}, '"body" is a required property'),
        ("/issues/1/comments", {"body": 1}, {}, "is not of type"),
        ("/issues/1/comments", {"body": "Hello"}, {"per_page": "1"}, "unknown query parameter 'per_page'"),
        ("/statuses/main", {"state": "good"}, {}, "is not one of"),
        (
            "/pulls/1/reviews",
            {"comments": [{"path": "a", "body": "b", "lines": 1}]},
            {},
            "Additional properties",
        ),
    ],
)
def test_a_request_that_github_does_not_describe_is_found(
    hub: FakeGitHub, path: str, body: Any, query: dict[str, str], slip: str
) -> None:
    hub.open_pull("ada", "first", {"a.yaml": "1\n"})
    assert _post(hub, path, body, **query).status_code == 422
    [violation] = hub.server.violations
    assert slip in violation
    hub.server.violations.clear()


def test_an_answer_that_github_does_not_describe_is_found(
    hub: FakeGitHub, remote: RemoteOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub.open_pull("ada", "first", {"a.yaml": "1\n"})
    right = shapes.simple_pull
    monkeypatch.setattr(shapes, "simple_pull", lambda *known: right(*known) | {"number": "one"})
    path = f"{hub.api_url}{BASE}/pulls"
    requests.get(path, timeout=10)
    [violation] = hub.server.violations
    assert "'number'" in violation
    assert "is not of type" in violation
    monkeypatch.setattr(shapes, "simple_pull", lambda *known: right(*known) | {"created_at": "yesterday"})
    requests.get(path, timeout=10)
    assert "date-time" in hub.server.violations.pop()
    hub.server.violations.clear()


def test_a_status_that_an_operation_does_not_answer_is_found() -> None:
    template = "/repos/{owner}/{repo}/pulls/{pull_number}"
    assert openapi.answer_mistakes("GET", template, 418, {}) == [f"GET {template} does not answer 418"]


@pytest.mark.parametrize(
    "path", ["/repos/community/results/milestones", "/gists", "/repos/ada/results/pulls"]
)
def test_what_is_not_modelled_is_404_and_remembered(hub: FakeGitHub, path: str) -> None:
    hub.fork("ada")
    assert requests.get(f"{hub.api_url}{path}", timeout=10).status_code == 404
    assert hub.server.unknown_calls == [f"GET /api/v3{path}"]
    hub.server.unknown_calls.clear()


def test_another_form_of_an_answer_is_not_modelled(hub: FakeGitHub) -> None:
    accept = {"Accept": "application/vnd.github.v3.diff"}
    assert requests.get(f"{hub.api_url}{BASE}", headers=accept, timeout=10).status_code == 404
    assert len(hub.server.unknown_calls) == 1
    hub.server.unknown_calls.clear()


def test_leaving_with_a_slip_fails(tmp_path: Path) -> None:
    hub = FakeGitHub(tmp_path)
    with pytest.raises(AssertionError, match="asked for what is not modelled: GET /api/v3/gists"), hub:
        requests.get(f"{hub.api_url}/gists", timeout=10)


def test_without_the_descriptions_nothing_passes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(set_up, "CACHE", tmp_path)
    assert not set_up.is_ready()
    openapi.description.cache_clear()
    with pytest.raises(openapi.MissingDescriptionError, match=r"tests\.github\.set_up"):
        openapi.description()
    openapi.description.cache_clear()


def test_a_package_with_other_bytes_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "npm"
    program.write_text('#!/bin/sh\necho forged > "$5/x.tgz"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    with pytest.raises(SystemExit, match="is not what is pinned"):
        set_up._fetched("a-package", "1.0.0", "sha512-AAAA", "package/x")


def test_what_is_trimmed_keeps_all_that_it_refers_to() -> None:
    page = {"$ref": "#/components/schemas/page", "description": "Prose."}
    kept = set_up.trimmed_rest(
        {
            "paths": {"/a": {"get": {"responses": {"200": page}}}, "/b": {}},
            "components": {
                "schemas": {
                    "page": {"properties": {"description": {"$ref": "#/components/schemas/text"}}},
                    "text": {"type": "string", "nullable": True, "example": "Prose."},
                    "unused": {},
                }
            },
        },
        ["/a"],
    )
    assert list(kept["paths"]) == ["/a"]
    assert kept["components"]["schemas"] == {
        "page": {"properties": {"description": {"$ref": "#/components/schemas/text"}}},
        "text": {"anyOf": [{"type": "null"}, {"type": "string"}]},
    }
    sdl = "type A { b: B c(d: D): Int } type B { a: A } scalar D union U = A | B"
    assert set_up.trimmed_graphql(sdl, ["A", "U"]).split() == (
        ["type", "A", "{", "c(d:", "D):", "Int", "}", "scalar", "D", "union", "U", "=", "A"]
    )
