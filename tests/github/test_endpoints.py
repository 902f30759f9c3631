"""What the endpoints do. That requests and answers are as GitHub describes them, the fixture sees to."""

from __future__ import annotations

from typing import Any

import pytest
import requests
from github import GithubException
from github.PullRequest import ReviewComment

from tests.github.conftest import Client, RemoteOf
from tests.github.fake_github import FakeGitHub
from tests.github.records import Account


def _raw(hub: FakeGitHub, account: Account, method: str, path: str, **said: Any) -> requests.Response:
    """A call that PyGithub has no method for, or that a test wants to see bare."""
    headers = {"Authorization": f"Bearer {account.token}", **said.pop("headers", {})}
    return requests.request(method, f"{hub.api_url}{path}", headers=headers, timeout=10, **said)


def test_the_repository_and_its_people(hub: FakeGitHub, remote: RemoteOf, client: Client) -> None:
    mia = hub.grant("mia", "maintain")
    hub.grant("tom", "triage")
    hub.add_user("ada")
    seen = remote(mia)
    assert seen.clone_url == f"{hub.server.url}/community/results.git"
    assert seen.default_branch == "main"
    assert (seen.permissions.push, seen.permissions.maintain, seen.permissions.admin) == (True, True, False)
    said = {login: seen.get_collaborator_permission(login) for login in ("community", "mia", "tom", "ada")}
    assert said == {"community": "admin", "mia": "write", "tom": "read", "ada": "read"}
    named = {login: seen.get_collaborator_role_name(login) for login in said}
    assert named == {"community": "admin", "mia": "maintain", "tom": "triage", "ada": "read"}
    answer = _raw(hub, mia, "GET", "/repos/community/results/collaborators/mia/permission").json()
    assert answer["user"]["id"] == mia.id
    with pytest.raises(GithubException, match="404"):
        seen.get_collaborator_permission("nobody")
    assert client(mia).get_user().login == "mia"
    assert client(mia).get_user("mia").id == mia.id
    with pytest.raises(GithubException, match="not accessible by integration"):
        _ = client(hub.bot).get_user().login
    used = len(hub.server.calls)
    assert client(mia).get_rate_limit().rate.remaining == 5000 - used
    with pytest.raises(GithubException, match="404"):
        client(mia).get_repo("community/other")


def test_a_fork_is_a_repository(hub: FakeGitHub, client: Client) -> None:
    hub.fork("ada")
    fork = client(hub.add_user("ada")).get_repo("ada/results")
    assert fork.fork
    assert fork.parent.full_name == hub.full_name


def test_listing_pull_requests(hub: FakeGitHub, remote: RemoteOf) -> None:
    pulls = [hub.open_pull("ada", f"branch-{n}", {f"{n}.yaml": "1\n"}) for n in range(3)]
    hub.close(pulls[1])
    hub.comment(pulls[0], "mia", "Now the latest.")
    hub.push("community", "next", {})
    hub.retarget(pulls[2], "next")
    seen = remote(hub.bot)
    assert [pull.number for pull in seen.get_pulls()] == [3, 1]
    assert [pull.number for pull in seen.get_pulls(state="all", sort="created", direction="asc")] == [1, 2, 3]
    assert [pull.number for pull in seen.get_pulls(state="closed")] == [2]
    assert [pull.number for pull in seen.get_pulls(base="next")] == [3]
    assert [p.number for p in seen.get_pulls(state="all", sort="updated", direction="desc")] == [3, 1, 2]
    assert [pull.number for pull in seen.get_pulls(head="ada:branch-0")] == [1]


def test_a_long_list_comes_in_pages(hub: FakeGitHub, remote: RemoteOf) -> None:
    pull = hub.open_pull("ada", "first", {"a.yaml": "1\n"})
    for number in range(205):
        hub.comment(pull, pull.author, f"Comment {number}")
    bodies = [comment.body for comment in remote(hub.bot).get_pull(1).get_issue_comments()]
    assert bodies == [f"Comment {number}" for number in range(205)]
    template = "/repos/{owner}/{repo}/issues/{issue_number}/comments"
    assert [call.template for call in hub.server.calls].count(template) == 3
    path = "/repos/community/results/issues/1/comments"
    assert len(_raw(hub, hub.bot, "GET", path).json()) == 30
    links = _raw(hub, hub.bot, "GET", path, params={"page": "2"}).links
    assert {name: link["url"].rpartition("page=")[2] for name, link in links.items()} == {
        "first": "1", "prev": "1", "next": "3", "last": "7",
    }  # fmt: skip


def test_opening_and_editing_a_pull_request(hub: FakeGitHub, remote: RemoteOf) -> None:
    hub.push("ada", "first", {"a.yaml": "1\n"})
    hub.push("community", "own", {"b.yaml": "1\n"})
    seen = remote(hub.add_user("ada"))
    made = seen.create_pull(base="main", head="ada:first", title="Mine", body="Hello", draft=True)
    assert (made.number, made.draft, made.user.login) == (1, True, "ada")
    with pytest.raises(GithubException, match="already exists"):
        seen.create_pull(base="main", head="ada:first", title="Again")
    with pytest.raises(GithubException, match="422"):
        seen.create_pull(base="main", head="ada:nothing", title="None")
    own = remote(hub.bot).create_pull(base="main", head="own", title="Undo")
    assert own.user.type == "Bot"
    made.edit(title="Better", state="closed")
    assert hub.world.pulls[1].title == "Better"
    assert not hub.world.pulls[1].is_open
    made.edit(state="open", base="own")
    assert hub.world.pulls[1].base_ref == "own"
    made.as_issue().edit(state="closed")
    assert not hub.world.pulls[1].is_open
    with pytest.raises(GithubException, match="403"):
        remote(hub.add_user("eve")).get_pull(1).edit(title="Worse")


def test_whether_it_merges_is_known_on_the_second_look(hub: FakeGitHub, remote: RemoteOf) -> None:
    hub.open_pull("ada", "first", {"README.md": "Mine.\n"})
    seen = remote(hub.bot)
    assert [seen.get_pull(1).mergeable for _ in range(2)] == [None, True]
    hub.advance_main({"README.md": "Theirs.\n"})
    assert [seen.get_pull(1).mergeable for _ in range(2)] == [None, False]


def test_comments(hub: FakeGitHub, remote: RemoteOf) -> None:
    pull = hub.open_pull("ada", "first", {"a.yaml": "1\n"})
    seen = remote(hub.bot)
    shown = seen.get_pull(1)
    first = shown.create_issue_comment("One")
    assert (first.user.login, first.user.id, first.user.type) == ("github-actions[bot]", 41898282, "Bot")
    second = hub.comment(pull, "ada", "Two")
    first.edit("One again")
    assert first.updated_at > first.created_at
    assert [comment.body for comment in seen.get_issues_comments()] == ["One again", "Two"]
    latest = seen.get_issues_comments(sort="updated", direction="desc", since=first.updated_at)
    assert [comment.body for comment in latest] == ["One again"]
    assert [c.id for c in shown.get_issue_comments()] == [first.id, second.id]
    assert shown.get_issue_comment(second.id).body == "Two"
    first.delete()
    assert pull.comments == [second]
    with pytest.raises(GithubException, match="404"):
        first.edit("Too late")
    shown.create_issue_comment("x" * 65_536)
    with pytest.raises(GithubException, match="422"):
        shown.create_issue_comment("x" * 65_537)
    with pytest.raises(GithubException, match="403"):
        remote(hub.add_user("eve")).get_pull(1).get_issue_comment(second.id).edit("Mine now")


def test_reactions_do_not_touch_a_pull_request(hub: FakeGitHub, remote: RemoteOf) -> None:
    pull = hub.open_pull("ada", "first", {"a.yaml": "1\n"})
    comment = hub.comment(pull, "ada", "/check")
    updated = pull.updated
    shown = remote(hub.bot).get_pull(1).get_issue_comment(comment.id)
    eyes = shown.create_reaction("eyes")
    assert shown.create_reaction("eyes").id == eyes.id
    assert [(r.content, r.user.login) for r in shown.get_reactions()] == [("eyes", "github-actions[bot]")]
    assert shown.delete_reaction(eyes.id)
    assert comment.reactions == []
    assert pull.updated == updated


def test_labels(hub: FakeGitHub, remote: RemoteOf) -> None:
    pull = hub.open_pull("ada", "first", {"a.yaml": "1\n"})
    seen = remote(hub.bot)
    seen.create_label("hold", "ff0000", "Nothing is merged")
    with pytest.raises(GithubException, match="already_exists"):
        seen.create_label("Hold", "ff0000")
    shown = seen.get_pull(1)
    shown.add_to_labels("Hold", "new one/with a slash")
    assert [label.name for label in shown.get_labels()] == ["hold", "new one/with a slash"]
    shown.remove_from_labels("new one/with a slash")
    shown.set_labels("other")
    assert [label.name for label in pull.labels] == ["other"]
    shown.delete_labels()
    assert pull.labels == []
    assert {label.name for label in seen.get_labels()} == {"hold", "new one/with a slash", "other"}
    seen.get_label("other").delete()
    with pytest.raises(GithubException, match="404"):
        shown.remove_from_labels("other")
    with pytest.raises(GithubException, match="403"):
        remote(hub.add_user("eve")).get_pull(1).add_to_labels("hold")


def test_statuses(hub: FakeGitHub, remote: RemoteOf) -> None:
    pull = hub.open_pull("ada", "first", {"a.yaml": "1\n"})
    seen = remote(hub.bot)
    path = f"/repos/community/results/statuses/{pull.head}"
    for state, context in (("pending", "pwc"), ("success", "pwc"), ("success", "other")):
        _raw(hub, hub.bot, "POST", path, json={"state": state, "context": context})
    listed = _raw(hub, hub.bot, "GET", f"/repos/community/results/commits/{pull.head}/statuses").json()
    assert [(s["context"], s["state"]) for s in listed] == [
        ("other", "success"),
        ("pwc", "success"),
        ("pwc", "pending"),
    ]
    assert listed[0]["creator"]["id"] == hub.bot.id
    assert listed[0]["created_at"] > listed[1]["created_at"]
    combined = _raw(hub, hub.bot, "GET", f"/repos/community/results/commits/{pull.head}/status").json()
    assert (combined["state"], combined["total_count"]) == ("success", 2)
    long = {"state": "success", "description": "x" * 141}
    assert _raw(hub, hub.bot, "POST", path, json=long).status_code == 422
    assert _raw(hub, hub.bot, "POST", path, json=long | {"description": "x" * 140}).status_code == 201
    assert _raw(hub, hub.add_user("eve"), "POST", path, json={"state": "success"}).status_code == 403
    absent = path.replace(pull.head, "0" * 40)
    assert (
        _raw(hub, hub.bot, "POST", path.replace(pull.head, "main"), json={"state": "success"}).status_code
        == 422
    )
    assert _raw(hub, hub.bot, "POST", absent, json={"state": "success"}).status_code == 422
    assert seen.full_name == hub.full_name


def test_reviews_speak_of_lines_that_the_diff_shows(hub: FakeGitHub, remote: RemoteOf) -> None:
    hub.advance_main({"long.txt": "".join(f"{n}\n" for n in range(1, 31))})
    pull = hub.open_pull("ada", "first", {"a.yaml": "one\ntwo\n", "long.txt": "changed\n" + "2\n" * 29})
    seen = remote(hub.bot).get_pull(1)
    remark: ReviewComment = {
        "path": "a.yaml",
        "start_line": 1,
        "line": 2,
        "side": "RIGHT",
        "start_side": "RIGHT",
        "body": "```suggestion\nthree\n```",
    }
    made = seen.create_review(event="COMMENT", body="Please", comments=[remark])
    assert (made.state, made.commit_id) == ("COMMENTED", pull.head)
    [listed] = seen.get_review_comments()
    assert (listed.body, listed.line, listed.start_line) == (remark["body"], 2, 1)
    for wrong in ({"line": 3}, {"path": "none.yaml"}):
        with pytest.raises(GithubException, match="could not be resolved"):
            seen.create_review(event="COMMENT", comments=[remark | wrong])  # type: ignore[list-item]
    hub.review(pull, "mia")
    assert [(r.user.login, r.state) for r in seen.get_reviews()] == [
        ("github-actions[bot]", "COMMENTED"),
        ("mia", "APPROVED"),
    ]
    with pytest.raises(GithubException, match="your own pull request"):
        remote(hub.add_user("ada")).get_pull(1).create_review(event="APPROVE")


def test_refs_move_forward_and_what_is_in_main_is_merged(hub: FakeGitHub, remote: RemoteOf) -> None:
    pull = hub.open_pull("ada", "first", {"a.yaml": "1\n"})
    seen, old = remote(hub.bot), hub.main()
    made = seen.create_git_ref("refs/heads/other", pull.head)
    assert {ref.ref for ref in seen.get_git_matching_refs("heads/")} == {
        "refs/heads/main",
        "refs/heads/other",
    }
    seen.get_git_ref("heads/main").edit(pull.head)
    assert pull.merged
    for force in (False, True):
        with pytest.raises(GithubException, match="not a fast forward"):
            seen.get_git_ref("heads/main").edit(old, force=force)
    made.edit(old, force=True)
    made.delete()
    with pytest.raises(GithubException, match="404"):
        seen.get_git_ref("heads/other")


def test_what_a_set_up_looks_at(hub: FakeGitHub, remote: RemoteOf) -> None:
    owner, base = hub.world.owner, "/repos/community/results"
    seen = remote(owner)
    assert not seen.get_branch("main").protected
    with pytest.raises(GithubException, match="not protected"):
        seen.get_branch("main").get_protection()
    hub.world.protection = {"enforce_admins": {"enabled": True, "url": hub.api_url}}
    assert seen.get_branch("main").protected
    assert seen.get_branch("main").get_protection().enforce_admins
    hub.world.rules = [{"type": "non_fast_forward", "ruleset_source": hub.full_name, "ruleset_id": 1}]
    assert _raw(hub, owner, "GET", f"{base}/rules/branches/main").json()[0]["type"] == "non_fast_forward"
    assert _raw(hub, owner, "GET", f"{base}/rules/branches/a/b").json() == []
    settings = _raw(hub, owner, "GET", f"{base}/actions/permissions/workflow").json()
    assert settings["default_workflow_permissions"] == "read"
    assert _raw(hub, hub.bot, "GET", f"{base}/actions/permissions/workflow").status_code == 403
    hub.world.variables["PWC_DOOR"] = "open"
    assert [(one.name, one.value) for one in seen.get_variables()] == [("PWC_DOOR", "open")]
    assert seen.get_variable("PWC_DOOR").value == "open"


def test_workflows_are_started(hub: FakeGitHub, remote: RemoteOf) -> None:
    hub.world.workflows.add("site.yml")
    assert remote(hub.bot).get_workflow("site.yml").create_dispatch("main", {"why": "merged"})
    [started] = hub.world.dispatches
    assert (started["workflow"], started["inputs"]) == ("site.yml", {"why": "merged"})
    with pytest.raises(GithubException, match="404"):
        remote(hub.bot).get_workflow("none.yml")


def test_an_answer_that_is_known_already_is_304(hub: FakeGitHub) -> None:
    hub.open_pull("ada", "first", {"a.yaml": "1\n"})
    path = "/repos/community/results/issues/1"
    tag = _raw(hub, hub.bot, "GET", path).headers["ETag"]
    again = _raw(hub, hub.bot, "GET", path, headers={"If-None-Match": tag})
    assert (again.status_code, again.text) == (304, "")
    hub.label(hub.world.pulls[1], "mia", "hold")
    assert _raw(hub, hub.bot, "GET", path, headers={"If-None-Match": tag}).status_code == 200


def test_who_has_no_token_or_a_wrong_one_may_read_or_nothing(hub: FakeGitHub) -> None:
    hub.open_pull("ada", "first", {"a.yaml": "1\n"})
    path = f"{hub.api_url}/repos/community/results/issues/1/comments"
    assert requests.get(path, timeout=10).status_code == 200
    assert requests.post(path, json={"body": "Hello"}, timeout=10).status_code == 401
    assert requests.get(path, headers={"Authorization": "Bearer wrong"}, timeout=10).status_code == 401
