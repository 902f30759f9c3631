from __future__ import annotations

from typing import Any

import requests

from tests.github.fake_github import FakeGitHub
from tests.github.routes import ROUTES

PULL, COMMENT, BRANCH = "/pulls/1", "/issues/comments/{comment}", "/branches/main"


def _tour(head: str) -> list[tuple[str, str, Any, int]]:
    """One call to each endpoint inside the repository, in an order in which all of them succeed."""
    return [
        ("GET", "", None, 200),
        ("GET", "/collaborators/ada/permission", None, 200),
        ("GET", BRANCH, None, 200),
        ("GET", f"{BRANCH}/protection", None, 200),
        ("GET", "/rules/branches/main", None, 200),
        ("GET", "/actions/permissions/workflow", None, 200),
        ("GET", "/actions/variables", None, 200),
        ("GET", "/actions/variables/PWC_DOOR", None, 200),
        ("GET", "/actions/workflows/site.yml", None, 200),
        ("POST", "/actions/workflows/site.yml/dispatches", {"ref": "main"}, 204),
        ("POST", "/pulls", {"base": "main", "head": "other", "title": "Other"}, 201),
        ("GET", "/pulls", None, 200),
        ("GET", PULL, None, 200),
        ("PATCH", PULL, {"title": "Better", "maintainer_can_modify": False}, 200),
        ("GET", "/issues/1", None, 200),
        ("PATCH", "/issues/1", {"labels": ["one"]}, 200),
        ("POST", "/issues/1/comments", {"body": "Hello"}, 201),
        ("GET", "/issues/1/comments", None, 200),
        ("GET", "/issues/comments", None, 200),
        ("GET", COMMENT, None, 200),
        ("PATCH", COMMENT, {"body": "Hello again"}, 200),
        ("POST", f"{COMMENT}/reactions", {"content": "eyes"}, 201),
        ("GET", f"{COMMENT}/reactions", None, 200),
        ("DELETE", f"{COMMENT}/reactions/{{reaction}}", None, 204),
        ("DELETE", COMMENT, None, 204),
        ("POST", "/labels", {"name": "new", "color": "ff0000"}, 201),
        ("GET", "/labels", None, 200),
        ("GET", "/labels/new", None, 200),
        ("POST", "/issues/1/labels", {"labels": ["new"]}, 200),
        ("GET", "/issues/1/labels", None, 200),
        ("DELETE", "/issues/1/labels/one", None, 200),
        ("PUT", "/issues/1/labels", {"labels": ["two"]}, 200),
        ("DELETE", "/issues/1/labels", None, 204),
        ("DELETE", "/labels/new", None, 204),
        ("POST", f"/statuses/{head}", {"state": "success", "context": "pwc"}, 201),
        ("GET", f"/commits/{head}/statuses", None, 200),
        ("GET", f"/commits/{head}/status", None, 200),
        (
            "POST",
            f"{PULL}/reviews",
            {"event": "COMMENT", "comments": [{"path": "a.yaml", "line": 1, "body": "Here"}]},
            200,
        ),
        ("GET", f"{PULL}/reviews", None, 200),
        ("GET", f"{PULL}/comments", None, 200),
        ("POST", "/git/refs", {"ref": "refs/heads/made", "sha": head}, 201),
        ("GET", "/git/ref/heads/made", None, 200),
        ("GET", "/git/matching-refs/heads/ma", None, 200),
        ("PATCH", "/git/refs/heads/made", {"sha": head, "force": True}, 200),
        ("DELETE", "/git/refs/heads/made", None, 204),
    ]


def test_every_endpoint_answers_as_github_describes_it(hub: FakeGitHub) -> None:
    pull = hub.open_pull("ada", "first", {"a.yaml": "1\n"})
    hub.label(pull, pull.author, "hold")
    hub.review(pull, "mia", body="Good.")
    hub.open_pull("bea", "second", {"c.yaml": "1\n"})
    hub.delete_fork("bea")
    hub.delete_user("bea")
    hub.push("community", "other", {"b.yaml": "1\n"})
    hub.world.workflows.add("site.yml")
    hub.world.variables["PWC_DOOR"] = "open"
    hub.world.protection = {}
    known: dict[str, int] = {}
    session = requests.Session()
    session.headers["Authorization"] = f"token {hub.world.owner.token}"
    with session:
        for path in ("/user", "/users/ada", "/rate_limit"):
            assert session.get(hub.api_url + path, timeout=10).status_code == 200
        for method, path, body, status in _tour(pull.head):
            address = f"{hub.api_url}/repos/{hub.full_name}{path.format(**known)}"
            answer = session.request(method, address, json=body, timeout=10)
            assert answer.status_code == status, (method, path, answer.text)
            if status == 201:
                known["reaction" if path.endswith("/reactions") else "comment"] = answer.json().get("id", 0)
            assert hub.server.violations == [], (method, path)
    assert {(call.method, call.template) for call in hub.server.calls} == {
        (route.method, route.template) for route in ROUTES
    }
