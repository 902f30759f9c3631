"""What leads to main and what does not, step by step: asserted from GitHub's truth and from a fresh clone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.github.faults import Fault
from tests.github.records import Pull
from tests.mergebot.bot.conftest import copied
from tests.mergebot.bot.quick_scene import QuickScene, two_files
from tests.repository import submission

POLICY = ".github/mergebot.yml"


def is_merged(pull: Pull) -> bool:
    """What GitHub says of it now."""
    return pull.merged is not None


@pytest.fixture
def areas(tmp_path: Path, merged_once: Path) -> Iterator[QuickScene]:
    """Nobody may merge by a role: lena may merge language, vic vision."""
    source = copied(merged_once, tmp_path)
    with QuickScene(tmp_path, source, "roles: []\n") as scene:
        people = [
            f"  - {{id: {scene.github.add_user(login).id}, login: {login}, areas: [{area}]}}\n"
            for login, area in (("lena", "natural-language-processing"), ("vic", "computer-vision"))
        ]
        scene.github.advance_main({POLICY: "roles: [admin]\nmaintainers:\n" + "".join(people)})
        yield scene


def test_several_at_once_a_twin_and_a_main_that_moves(quick: QuickScene) -> None:
    """Two bring the same result: the second has errors once the first is in. Main moves under the push."""
    first, other = quick.offer("second", 2), quick.offer("third", 3)
    twin = quick.github.open_pull("eve", "twin", {"submissions/2026/11/twin.yaml": submission(2)})
    quick.sweep()
    for pull in (first, other, twin):
        quick.github.comment(pull, "mia", "/merge")
    quick.github.server.faults.plan(Fault.ACT_BEFORE, method="PUSH", action=quick.github.advance_main)
    quick.sweep()
    assert "main has moved" in quick.said
    assert [is_merged(pull) for pull in (first, other, twin)] == [True, True, False]
    fresh = quick.fresh()
    assert fresh.pwc("catalog", "check").returncode == 0
    assert fresh.pwc("catalog", "rebuild", "--check").returncode == 0
    assert "elsewhere.md" in fresh.git("ls-files")
    told = quick.comment(twin)
    assert "### Not ready: 1 error" in told
    assert "PWC302" in told
    assert quick.status(twin) == ("failure", "1 to mend")
    assert quick.receipts(twin.comments[-1]) == ["eyes", "confused"]
    assert "It was not merged: it has errors" in told
    for pull in (first, other):
        assert quick.labels(pull) == ["area: natural-language-processing", "kind: results", "state: merged"]
        assert quick.receipts(pull.comments[-1]) == ["eyes", "rocket"]
    quick.sweep()
    quick.sweep()
    assert quick.sweep() == ""


def test_areas_are_kept_and_the_receipt_stays_true_afterwards(areas: QuickScene) -> None:
    pull = areas.offer("second", 2)
    areas.sweep()
    other = areas.say(pull, "vic", "/merge")
    assert not is_merged(pull)
    assert areas.receipts(other) == ["confused"]
    word = areas.say(pull, "lena", "/merge please")
    assert is_merged(pull)
    assert areas.receipts(word) == ["eyes", "rocket"]
    assert "is for those who may merge" not in areas.comment(pull)
    areas.sweep()
    assert areas.receipts(word) == ["eyes", "rocket"]
    refused = areas.say(pull, "lena", "/revert #1 wrong")
    assert areas.receipts(refused) == ["confused"], "to undo is for those who may merge anything"


def test_without_a_policy_or_with_a_broken_one_nothing_is_merged(quick: QuickScene) -> None:
    pull = quick.offer("second", 2)
    quick.sweep()
    quick.github.comment(pull, "mia", "/merge")
    quick.github.advance_main({POLICY: "roles: [write, maintain]\nautomatic: yes please\n"})
    assert quick.sweep(code=3).count("\n") == 1
    assert ".github/mergebot.yml:2" in quick.said
    quick.github.advance_main({POLICY: "# nothing is allowed\n{}\n"})
    quick.sweep()
    assert not is_merged(pull)
    assert "is for those who may merge this" in quick.comment(pull)
    quick.github.advance_main({POLICY: "roles: [maintain]\n"})
    quick.sweep()
    assert not is_merged(pull), "what was refused has to be said again"
    quick.say(pull, "mia", "/merge")
    assert is_merged(pull)


def test_a_policy_on_a_branch_is_no_policy(quick: QuickScene) -> None:
    files = {POLICY: "roles: [triage, write, maintain, admin]\n", "submissions/2026/11/x.yaml": submission(2)}
    quick.github.grant("eve", "triage")
    pull = quick.github.open_pull("eve", "sly", files)
    quick.sweep()
    quick.say(pull, "eve", "/merge")
    quick.say(pull, "mia", "/merge")
    assert not is_merged(pull)
    assert "state: needs-work" in quick.labels(pull)
    assert "error" in quick.comment(pull)


def test_a_head_that_was_set_back_is_approved_anew(quick: QuickScene) -> None:
    pull = quick.offer("second", 2)
    quick.sweep()
    head = pull.head
    void = quick.github.comment(pull, "mia", "/merge")
    quick.github.force_push("ada", "second", {"submissions/2026/11/away.yaml": submission(3)})
    quick.github.push_commit("ada", "second", head)
    quick.sweep()
    assert not is_merged(pull)
    assert quick.receipts(void) == ["confused"]
    quick.say(pull, "mia", f"/merge {head[:10]}")
    assert is_merged(pull)
    assert quick.github.world.pulls[1].head == head


def test_draft_hold_override_reopening_and_another_base(quick: QuickScene) -> None:
    quick.github.clone("community").git("fetch", "--quiet", "upstream", "main")
    quick.github.clone("community").git("push", "--quiet", "upstream", "FETCH_HEAD:refs/heads/release")
    draft = quick.github.open_pull("ada", "draft", {"submissions/2026/11/d.yaml": submission(2)}, draft=True)
    aside = quick.github.open_pull(
        "ada", "aside", {"submissions/2026/11/a.yaml": submission(3)}, base="release"
    )
    shut = quick.offer("shut", 4)
    gone = quick.github.open_pull("eve", "gone", {"submissions/2026/11/g.yaml": submission(5)})
    quick.sweep()
    for pull in (draft, aside, shut, gone):
        quick.github.comment(pull, "mia", "/merge")
    quick.github.close(shut)
    quick.github.delete_fork("eve")
    quick.sweep()
    assert [is_merged(pull) for pull in (draft, aside, shut, gone)] == [False, False, False, True]
    assert "it is a draft" in quick.comment(draft)
    assert "it should be for main" in quick.comment(aside)
    assert quick.status(aside)[0] == "pending"
    assert quick.receipts(shut.comments[-1]) == ["confused"]
    quick.github.set_draft(draft, False)
    quick.github.reopen(shut)
    quick.github.retarget(aside, "main")
    quick.sweep()
    assert is_merged(draft), "the word for this head was waiting for its author"
    assert not is_merged(shut), "what was said to a closed one is not taken up by surprise"
    assert not is_merged(aside)
    quick.sweep()
    assert len(quick.comments(aside)) == 1
    for pull in (shut, aside):
        quick.github.comment(pull, "mia", "/merge")
    quick.github.comment(shut, "mia", "/hold ask first")
    quick.sweep()
    assert is_merged(aside)
    assert "mia holds it" in quick.comment(shut)
    quick.say(shut, "mia", "/unhold")
    assert is_merged(shut)
    assert quick.fresh().pwc("catalog", "rebuild", "--check").returncode == 0


def test_what_a_maintainer_says_while_the_run_is_on_is_heard(quick: QuickScene) -> None:
    pull, other = quick.offer("second", 2), quick.offer("third", 3)
    quick.sweep()
    for one in (pull, other):
        quick.github.comment(one, "mia", "/merge")
    quick.github.server.faults.plan(
        Fault.ACT_BEFORE,
        method="POST",
        template="/repos/{owner}/{repo}/issues/comments/{comment_id}/reactions",
        at=2,
        action=lambda: quick.github.comment(pull, "mia", "/hold wait"),
    )
    quick.sweep()
    assert not is_merged(pull)
    assert is_merged(other)
    quick.sweep()
    assert "mia holds it" in quick.comment(pull)


def test_reviews_merge_by_themselves_what_is_small(quick: QuickScene) -> None:
    rule = "roles: [write, maintain, admin]\nautomatic: {approvals: 2, most_results: 1}\n"
    quick.github.advance_main({POLICY: rule})
    quick.github.grant("max", "write")
    small = quick.offer("small", 2)
    large = quick.github.open_pull("ada", "large", two_files(3))
    early = quick.github.review(small, "mia")
    quick.sweep()
    for pull in (small, large):
        quick.github.review(pull, "max")
        quick.github.review(pull, "eve")
    quick.github.review(large, "mia")
    quick.sweep()
    assert not is_merged(small), f"{early.author.login} approved what nobody had judged"
    assert not is_merged(large)
    quick.github.grant("kim", "write")
    quick.github.review(small, "kim", "CHANGES_REQUESTED")
    quick.github.review(small, "mia")
    quick.sweep()
    assert not is_merged(small), "somebody who may merge asks for changes"
    quick.github.review(small, "kim", "CHANGES_REQUESTED")
    quick.sweep()
    assert not is_merged(small)
    quick.github.grant("kim", "read")
    quick.github.comment(small, "eve", "kim has left")
    quick.sweep()
    assert is_merged(small)
    quick.sweep()
    assert (
        quick.fresh().git("log", "-1", "--format=%B", "main").count("Approved-by: max (GitHub), mia (GitHub)")
    )


def test_too_many_of_one_contributor_wait_unread(quick: QuickScene) -> None:
    quick.github.advance_main({POLICY: "roles: [maintain]\nlimits: {open_pull_requests: 1}\n"})
    older, newer = quick.offer("second", 2), quick.offer("third", 3)
    quick.sweep()
    assert "this one waits for an older one" in quick.comment(newer)
    assert "Not checked" in quick.comment(newer)
    quick.say(older, "ada", "/withdraw")
    assert not older.is_open
    quick.sweep()
    assert "Judged at" in quick.comment(newer)
