from __future__ import annotations

import base64
from pathlib import Path

import pytest

from tests.github.fake_github import FakeGitHub
from tests.github.records import Account
from tests.repository import Repository


def _clone(hub: FakeGitHub, account: Account, path: Path) -> Repository:
    path.mkdir()
    clone = Repository(path)
    clone.git("clone", "--quiet", hub.clone_url(account), ".")
    return clone


def _refusal(clone: Repository, *arguments: str) -> str:
    with pytest.raises(AssertionError) as refused:
        clone.git("push", *arguments)
    return str(refused.value)


def test_only_those_who_may_write_push_to_the_upstream(hub: FakeGitHub, tmp_path: Path) -> None:
    clone = _clone(hub, hub.grant("tom", "triage"), tmp_path / "tom")
    clone.commit({"a": "1\n"})
    assert "denied to tom" in _refusal(clone, "origin", "HEAD:main")
    hub.grant("tom", "write")
    clone.git("push", "--quiet", "origin", "HEAD:main")
    assert hub.main() == clone.git("rev-parse", "HEAD")


def test_main_goes_forward_only(hub: FakeGitHub, tmp_path: Path) -> None:
    clone = _clone(hub, hub.bot, tmp_path / "bot")
    hub.advance_main()
    clone.commit({"a": "1\n"})
    assert "rejected" in _refusal(clone, "origin", "HEAD:main")
    assert "GH006" in _refusal(clone, "--force", "origin", "HEAD:main")
    assert "GH006" in _refusal(clone, "origin", ":main")
    clone.git("push", "--quiet", "origin", "HEAD:other")
    clone.git("commit", "--quiet", "--amend", "--message", "Again")
    clone.git("push", "--quiet", "--force", "origin", "HEAD:other")
    hub.world.is_main_protected = False
    clone.git("push", "--quiet", "--force", "origin", "HEAD:main")
    assert hub.main() == clone.git("rev-parse", "HEAD")


def test_refs_of_pull_requests_are_github_s_own(hub: FakeGitHub, tmp_path: Path) -> None:
    pull = hub.open_pull("ada", "first", {"a.yaml": "1\n"})
    clone = _clone(hub, hub.bot, tmp_path / "bot")
    ref = f"refs/pull/{pull.number}/head"
    assert ref in clone.git("ls-remote", "origin")
    assert "hidden ref" in _refusal(clone, "--force", "origin", f"HEAD:{ref}")


def test_an_app_may_not_change_workflows(hub: FakeGitHub, tmp_path: Path) -> None:
    clone = _clone(hub, hub.bot, tmp_path / "bot")
    clone.commit({".github/workflows/x.yml": "on: push\n"})
    assert "without `workflows` permission" in _refusal(clone, "origin", "HEAD:main")


def test_a_token_in_a_header_of_its_own_does_as_well(hub: FakeGitHub, tmp_path: Path) -> None:
    path = tmp_path / "bot"
    path.mkdir()
    clone = Repository(path)
    basic = base64.b64encode(f"x-access-token:{hub.bot.token}".encode()).decode()
    address = f"{hub.server.url}/{hub.full_name}"
    clone.git("clone", "--quiet", address, ".")
    clone.commit({"a": "1\n"})
    clone.git(
        "-c", f"http.extraHeader=Authorization: basic {basic}", "push", "--quiet", "origin", "HEAD:main"
    )
    assert hub.main() == clone.git("rev-parse", "HEAD")
    clone.commit({"a": "2\n"})
    assert "could not read Username" in _refusal(clone, "origin", "HEAD:main")


@pytest.mark.parametrize(("allows_edits", "may"), [(True, True), (False, False)])
def test_maintainers_push_to_a_fork_s_branch_where_its_author_allows_it(
    hub: FakeGitHub, tmp_path: Path, allows_edits: bool, may: bool
) -> None:
    pull = hub.open_pull("ada", "first", {"a.yaml": "1\n"}, allows_edits=allows_edits)
    clone = _clone(hub, hub.grant("mia", "write"), tmp_path / "mia")
    clone.git("fetch", "--quiet", "origin", f"refs/pull/{pull.number}/head")
    clone.git("switch", "--quiet", "--detach", "FETCH_HEAD")
    made = clone.commit({"a.yaml": "2\n"})
    fork = hub.clone_url(hub.add_user("mia"), "ada/results")
    if may:
        clone.git("push", "--quiet", fork, "HEAD:first")
        assert "GH013" in _refusal(clone, fork, "HEAD:refs/heads/other")
    else:
        assert _refusal(clone, fork, "HEAD:first")
    assert (pull.head == made) is may


def test_force_pushes_and_new_bases_are_in_the_timeline(hub: FakeGitHub) -> None:
    pull = hub.open_pull("ada", "first", {"a.yaml": "1\n"})
    old = pull.head
    hub.push("ada", "first", {"a.yaml": "2\n"})
    assert pull.events == []
    hub.force_push("ada", "first", {"a.yaml": "3\n"})
    hub.push_commit("ada", "first", old)
    hub.push("community", "next", {})
    hub.retarget(pull, "next")
    kinds = [event.kind for event in pull.events]
    assert kinds == ["HEAD_REF_FORCE_PUSHED_EVENT", "HEAD_REF_FORCE_PUSHED_EVENT", "BASE_REF_CHANGED_EVENT"]
    assert pull.events[1].details["after"] == old == pull.head
