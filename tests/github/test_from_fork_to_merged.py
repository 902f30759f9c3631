from __future__ import annotations

from pathlib import Path

from tests.github.conftest import RemoteOf
from tests.github.fake_github import FakeGitHub
from tests.repository import Repository


def _bot_clone(hub: FakeGitHub, path: Path) -> Repository:
    path.mkdir()
    clone = Repository(path)
    clone.git("clone", "--quiet", hub.clone_url(hub.bot), ".")
    return clone


def _merge(clone: Repository, number: int) -> str:
    clone.git("fetch", "--quiet", "origin", f"refs/pull/{number}/head")
    clone.git("merge", "--quiet", "--no-ff", "--no-edit", "FETCH_HEAD")
    clone.git("push", "--quiet", "origin", "HEAD:main")
    return clone.git("rev-parse", "HEAD")


def test_a_pull_request_from_a_fork_is_merged_by_a_push_of_the_bot(
    hub: FakeGitHub, remote: RemoteOf, tmp_path: Path
) -> None:
    mia = hub.grant("mia", "maintain")
    pull = hub.open_pull("ada", "first", {"submissions/first.yaml": "paper: {}\n"}, title="My first")
    seen = remote(hub.bot)
    [listed] = seen.get_pulls(state="open")
    assert (listed.title, listed.user.login, listed.head.repo.full_name) == ("My first", "ada", "ada/results")
    hub.comment(pull, "mia", "/merge")
    [command] = listed.get_issue_comments()
    assert (command.user.id, command.body) == (mia.id, "/merge")
    assert seen.get_collaborator_role_name("mia") == "maintain"
    assert seen.get_collaborator_permission("mia") == "write"
    command.create_reaction("eyes")
    merged = _merge(_bot_clone(hub, tmp_path / "bot"), pull.number)
    shown = seen.get_pull(pull.number)
    assert shown.merged
    assert (shown.state, shown.merge_commit_sha, shown.merged_by.login) == (
        "closed",
        merged,
        "github-actions[bot]",
    )
    assert hub.main() == merged


def test_the_head_follows_what_the_contributor_pushes(hub: FakeGitHub, remote: RemoteOf) -> None:
    pull = hub.open_pull("ada", "first", {"a.yaml": "1\n"})
    before, updated = pull.head, pull.updated
    after = hub.push("ada", "first", {"a.yaml": "2\n"})
    shown = remote(hub.bot).get_pull(pull.number)
    assert before != after == shown.head.sha == pull.head
    assert pull.updated > updated
    assert remote(hub.bot).get_git_ref(f"pull/{pull.number}/head").object.sha == after


def test_merged_is_marked_late_where_a_test_wants_it(
    hub: FakeGitHub, remote: RemoteOf, tmp_path: Path
) -> None:
    hub.world.merge_marks_after_reads = 2
    pull = hub.open_pull("ada", "first", {"a.yaml": "1\n"})
    seen = remote(hub.bot)
    _merge(_bot_clone(hub, tmp_path / "bot"), pull.number)
    states = [seen.get_pull(pull.number).merged for _ in range(4)]
    assert states == [False, False, True, True]


def test_what_is_pushed_before_the_mark_keeps_a_pull_request_open(
    hub: FakeGitHub, remote: RemoteOf, tmp_path: Path
) -> None:
    hub.world.merge_marks_after_reads = 1
    pull = hub.open_pull("ada", "first", {"a.yaml": "1\n"})
    _merge(_bot_clone(hub, tmp_path / "bot"), pull.number)
    hub.push("ada", "first", {"a.yaml": "2\n"})
    seen = remote(hub.bot)
    assert [seen.get_pull(pull.number).merged for _ in range(3)] == [False] * 3
    assert pull.is_open


def test_a_reopened_pull_request_has_the_branch_s_head_of_now(hub: FakeGitHub, remote: RemoteOf) -> None:
    pull = hub.open_pull("ada", "first", {"a.yaml": "1\n"})
    hub.close(pull)
    after = hub.push("ada", "first", {"a.yaml": "2\n"})
    hub.reopen(pull)
    assert remote(hub.bot).get_pull(pull.number).head.sha == after


def test_a_fork_moves_with_its_owner_s_name_and_can_be_made_again(hub: FakeGitHub, remote: RemoteOf) -> None:
    pull = hub.open_pull("ada", "first", {"a.yaml": "1\n"})
    hub.rename_user("ada", "ada-2")
    after = hub.push("ada-2", "first", {"a.yaml": "2\n"})
    shown = remote(hub.bot).get_pull(pull.number)
    assert (shown.head.sha, shown.head.repo.full_name, shown.head.label) == (
        after,
        "ada-2/results",
        "ada-2:first",
    )
    assert hub.add_user("ada").id != pull.author.id == shown.user.id
    hub.delete_fork("ada-2")
    again = hub.open_pull("ada-2", "first", {"b.yaml": "1\n"})
    assert hub.clone("ada-2").git("ls-remote", "--heads", "origin").count("refs/heads/") == 2
    assert (pull.head_store, again.is_open) == (None, True)


def test_a_closed_pull_request_is_not_merged_and_does_not_follow(
    hub: FakeGitHub, remote: RemoteOf, tmp_path: Path
) -> None:
    pull = hub.open_pull("ada", "first", {"a.yaml": "1\n"})
    hub.close(pull)
    head = pull.head
    hub.push("ada", "first", {"a.yaml": "2\n"})
    assert pull.head == head
    _merge(_bot_clone(hub, tmp_path / "bot"), pull.number)
    assert not remote(hub.bot).get_pull(pull.number).merged


def test_what_becomes_of_a_pull_request_without_its_fork_branch_or_author(
    hub: FakeGitHub, remote: RemoteOf
) -> None:
    gone = hub.open_pull("ada", "first", {"a.yaml": "1\n"})
    closed = hub.open_pull("bea", "second", {"b.yaml": "1\n"})
    hub.delete_fork("ada")
    hub.delete_user("ada")
    hub.delete_branch("bea", "second")
    seen = remote(hub.bot)
    shown = seen.get_pull(gone.number)
    assert shown.state == "open"
    assert shown.raw_data["head"]["repo"] is None
    assert shown.user.login == "ghost"
    assert seen.get_pull(closed.number).state == "closed"


def test_time_moves_a_second_with_each_event_and_never_by_itself(hub: FakeGitHub, remote: RemoteOf) -> None:
    pull = hub.open_pull("ada", "first", {"a.yaml": "1\n"})
    seen = remote(hub.bot)
    updated, now = pull.updated, hub.clock.now
    seen.get_pull(pull.number)
    assert hub.clock.now == now
    hub.status(pull.head, "mia", "success")
    hub.comment(pull, "mia", "A comment.").reactions.clear()
    assert pull.updated > updated
    updated = pull.updated
    hub.status(pull.head, "mia", "failure")
    assert pull.updated == updated < hub.clock.now
    hub.label(pull, "mia", "hold")
    assert pull.updated > updated
