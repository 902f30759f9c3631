"""Runs as such: what they cost, what they remember, what wakes them, what stops one pull request alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from mergebot.bot import memory
from mergebot.bot.own_comment import MARK
from tests.github import git_store
from tests.github.faults import Fault
from tests.mergebot.bot.quick_scene import QuickScene
from tests.repository import submission

COMMENTS = "/repos/{owner}/{repo}/issues/{issue_number}/comments"
READS = {"GET", "POST /graphql"}


def test_all_that_is_accepted_is_merged_by_one_push(quick: QuickScene) -> None:
    quick.github.advance_main(
        {".github/mergebot.yml": "roles: [maintain]\nlimits: {open_pull_requests: 100}\n"}
    )
    pulls = [quick.offer(f"s{number}", number) for number in range(2, 12)]
    quick.sweep()
    for pull in pulls:
        quick.github.comment(pull, "mia", "/merge")
    quick.calls()
    quick.github.server.git_calls.clear()
    quick.sweep()
    assert all(pull.merged for pull in pulls)
    pushes = [call for call in quick.github.server.git_calls if call.method == "PUSH"]
    assert len(pushes) == 2, "main, and what the bot remembers"
    assert len(quick.calls()) <= 3 + 15 * len(pulls)
    fresh = quick.fresh()
    assert fresh.pwc("catalog", "rebuild", "--check").returncode == 0


def test_a_dry_run_says_all_and_writes_nothing(quick: QuickScene) -> None:
    pull, merged = quick.offer("second", 2), quick.merged("third", 3)
    quick.sweep()
    quick.github.comment(pull, "mia", "/merge")
    quick.github.comment(merged, "mia", f"/revert #{merged.number} wrong")
    quick.offer("fourth", 4)
    refs = git_store.refs(quick.github.upstream)
    quick.calls()
    quick.github.server.git_calls.clear()
    quick.sweep("--dry-run")
    assert {call.split(" ")[0] for call in quick.calls() if call != "POST /graphql"} == {"GET"}
    assert {call.method for call in quick.github.server.git_calls} == {"FETCH"}
    assert git_store.refs(quick.github.upstream) == refs
    for line in ("merge #1", "#3: write the comment", f"#{merged.number}: undo #{merged.number}"):
        assert line in quick.said
    quick.sweep()
    assert pull.merged


def test_what_one_pull_request_costs(quick: QuickScene) -> None:
    quick.sweep()
    quick.calls()
    pull = quick.offer("second", 2)
    quick.sweep()
    assert len(quick.calls()) <= 9
    quick.sweep()
    quick.calls()
    quick.say(pull, "mia", "/merge")
    assert len(quick.calls()) <= 17
    quick.sweep()
    quick.calls()
    assert quick.sweep() == ""
    assert len(quick.calls()) == 3


def test_a_thousand_comments_cost_a_page_a_hundred(quick: QuickScene) -> None:
    pull = quick.offer("second", 2)
    quick.sweep()
    for number in range(1000):
        quick.github.comment(pull, "eve", "/merge" if number % 3 else "I would /merge this")
    quick.github.comment(pull, "mia", "/merge")
    quick.calls()
    quick.sweep()
    assert pull.merged
    calls = quick.calls()
    assert calls.count("POST /graphql") <= 4 * 11
    assert sum(call.endswith("/reactions") for call in calls) <= 2 * 21
    assert sum(call.endswith("/permission") for call in calls) <= 6


def test_more_talk_than_is_read_is_never_merged_and_said(
    quick: QuickScene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mergebot.bot.queries.MOST_PAGES", 1)
    pull = quick.offer("second", 2)
    quick.sweep()
    quick.github.comment(pull, "mia", "/merge")
    for _ in range(100):
        quick.github.comment(pull, "eve", "no")
    quick.sweep()
    assert not pull.merged
    assert "more has been said here than is read" in quick.comment(pull)


def test_the_comment_is_made_again_and_its_twins_go(quick: QuickScene) -> None:
    pull = quick.offer("second", 2)
    quick.sweep()
    quick.github.delete_comment(quick.comments(pull)[0])
    quick.sweep()
    text = quick.comment(pull)
    quick.github.comment(pull, quick.github.bot, text)
    quick.github.comment(pull, "eve", MARK)
    quick.sweep()
    assert quick.comment(pull) == text
    quick.sweep()
    assert quick.sweep() == ""


def test_a_lost_or_broken_memory_only_costs_work(quick: QuickScene) -> None:
    pull, merged = quick.offer("second", 2), quick.merged("third", 3)
    quick.sweep()
    for left in ("deleted", "no-json", "no-time", "no-commit"):
        _break_memory(quick.github.upstream, left)
        demand = quick.github.comment(merged, "mia", "/revert #77 no such thing")
        quick.sweep()
        assert quick.receipts(demand) == ["confused"], f"{left}: what was said last is heard on closed ones"
        assert len(quick.comments(pull)) == 1
    quick.sweep()
    quick.sweep()
    assert quick.sweep() == ""


def _break_memory(path: Path, left: str) -> None:
    at = git_store.git(path, "rev-parse", memory.REF)
    if left == "deleted":
        git_store.git(path, "update-ref", "-d", memory.REF)
    elif left == "no-commit":
        git_store.git(path, "update-ref", memory.REF, git_store.git(path, "rev-parse", f"{at}^{{tree}}"))
    else:
        told = "[" if left == "no-json" else json.dumps({"since": "yesterday", "pulls": {}})
        new = git_store.commit_files(path, at, {memory.FILE: told}, "Somebody's")
        git_store.git(path, "update-ref", memory.REF, new)


def test_a_verdict_is_taken_again_when_another_merge_changed_what_it_read(quick: QuickScene) -> None:
    """Also in the run that merges: what was judged before the push is judged again after it."""
    pull = quick.offer("second", 2)
    twin = quick.github.open_pull("eve", "twin", {"submissions/2026/11/twin.yaml": submission(2)})
    quick.sweep()
    quick.github.comment(pull, "mia", "/merge")
    quick.github.comment(twin, "eve", "looks good")
    quick.sweep()
    assert pull.merged
    quick.sweep()
    assert "PWC302" in quick.comment(twin)


def test_what_somebody_else_merged_while_a_run_began_is_told_so(quick: QuickScene) -> None:
    """Main was fetched before, so the head is not in it; GitHub shows the pull request as merged."""
    pull = quick.offer("second", 2)
    quick.sweep()
    quick.sweep()
    quick.github.server.faults.plan(
        Fault.ACT_BEFORE,
        method="GET",
        template="/repos/{owner}/{repo}/pulls",
        action=lambda: quick.github.push_commit_to_main(pull.head),
    )
    quick.sweep()
    assert pull.merged
    assert "### Merged as" in quick.comment(pull)
    assert "state: merged" in quick.labels(pull)
    assert quick.status(pull) == ("success", "merged")


def test_an_event_is_believed_a_number_alone(quick: QuickScene, tmp_path: Path) -> None:
    pull = quick.offer("second", 2)
    other = quick.offer("third", 3)
    quick.sweep()
    forged = {
        "action": "created",
        "repository": {"full_name": quick.github.full_name},
        "issue": {"number": pull.number, "pull_request": {"url": "https://evil.example"}},
        "comment": {"body": "/merge", "user": {"login": "mia", "id": quick.mia.id}, "id": 1},
        "sender": {"login": "mia", "id": quick.mia.id},
    }
    payload = tmp_path / "event.json"
    for told in (
        forged,
        forged | {"repository": {"full_name": "somebody/else"}},
        forged | {"issue": {"number": 10**8, "pull_request": {}}},
        {"zen": "ping"},
        {"repository": {"full_name": quick.github.full_name}, "pull_request": {"number": "1; rm -rf /"}},
    ):
        payload.write_text(json.dumps(told))
        quick.bot("event", str(payload))
    payload.write_text("no json")
    quick.bot("event", str(payload), code=2)
    assert not pull.merged
    quick.github.comment(pull, "mia", "/merge")
    quick.github.comment(other, "mia", "/merge")
    payload.write_text(json.dumps(forged))
    quick.bot("event", str(payload))
    assert [pull.merged is not None, other.merged is not None] == [True, False]
    quick.sweep()
    assert other.merged


def test_what_its_files_need_too_much_for_parks_one_alone(quick: QuickScene) -> None:
    """The machine gives its processes little memory: a legal pull request of 10,000 results needs more."""
    huge = {f"submissions/2026/11/h{number}.yaml": _many(number) for number in range(100, 120)}
    parked = quick.github.open_pull("eve", "huge", huge)
    small = quick.offer("second", 2)
    with_little_memory(quick)
    quick.github.comment(small, "mia", "/merge")
    with_little_memory(quick)
    assert "it could not be checked" in quick.comment(parked)
    assert quick.status(parked)[0] == "error"
    assert small.merged


def _many(number: int) -> str:
    head, _, rest = submission(number).partition("results:\n")
    rows = (rest.replace(f"Model {number}", f"M{number} {row}") for row in range(500))
    return f"{head}results:\n{''.join(rows)}"


def _own_memory() -> int:
    """The kilobytes that the bot's programs alone take on this machine."""
    told = "print(next(line for line in open('/proc/self/status') if line.startswith('VmPeak')).split()[1])"
    code = f"import mergebot.bot.cli, mergebot.bot.sweep; {told}"
    return int(subprocess.run([sys.executable, "-c", code], check=True, capture_output=True).stdout)


def with_little_memory(scene: QuickScene) -> None:
    """A run in a process that may take little more memory than the bot itself, as may all that it starts."""
    github = scene.github
    where = f"--repo {github.full_name} --api-url {github.api_url} --pace 0"
    environment = {"PATH": os.environ["PATH"], "HOME": os.devnull, "GITHUB_TOKEN": github.bot.token}
    command = f"ulimit -v {_own_memory() + 95_000}; exec {sys.executable} -m pwc bot sweep {where}"
    subprocess.run(["sh", "-c", command], env=environment, check=True, capture_output=True)
