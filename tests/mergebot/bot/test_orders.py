"""Every command of the table, in use: what happens, what the comment says, which receipt is given."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from tests.github.faults import Fault
from tests.mergebot.bot.quick_scene import QuickScene, two_files
from tests.repository import submission

THIS_MONTH = f"submissions/{datetime.now(UTC):%Y/%m}"
SLIP = submission(2).replace("task: Question Answering", "task: question answering")


def test_what_anybody_may_ask(quick: QuickScene) -> None:
    pull = quick.github.open_pull("ada", "second", {"submissions/2026/11/second.yaml": SLIP})
    quick.sweep()
    asked = [
        quick.github.comment(pull, "eve", text)
        for text in ("/check", "/preview", "/help", "/explain PWC302\n/explain PWC999", "/close it is bad")
    ]
    quick.sweep()
    told = quick.comment(pull)
    assert [quick.receipts(one) for one in asked] == [["rocket"]] * 4 + [["confused"]]
    assert "PWC302.md) duplicate-result**" in told
    assert "There is no rule `PWC999`" in told
    assert "<summary>What would change</summary>" in told
    assert "| `/revert #N reason` | maintainers |" in told
    assert "> `/close` is for those who may merge this" in told
    assert pull.is_open


def test_repairs_are_suggested_or_pushed_as_the_policy_says(quick: QuickScene) -> None:
    path = "submissions/2026/11/second.yaml"
    pull = quick.github.open_pull("ada", "second", {path: SLIP})
    quick.sweep()
    quick.say(pull, "ada", "/fix")
    assert len(pull.reviews) == 1
    assert "```suggestion\n  - task: Question Answering\n```" in pull.review_comments[0].body
    quick.github.advance_main({".github/mergebot.yml": "roles: [maintain]\nfix: push\n"})
    before = pull.head
    quick.github.push("ada", "second", {path: SLIP + "# more\n"})
    quick.sweep()
    assert pull.head != before
    # a workflow's token may not write to a fork: then it is suggested as before
    quick.say(pull, "ada", "/fix")
    assert len(pull.reviews) == 2
    nothing = quick.github.open_pull("eve", "good", {"submissions/2026/11/good.yaml": submission(3)})
    quick.sweep()
    quick.say(nothing, "eve", "/fix")
    assert "nothing in these files that can be repaired" in nothing.reviews[0].body
    quick.sweep()
    quick.sweep()
    assert quick.sweep() == ""


def test_repairs_are_pushed_to_a_branch_that_may_be_written_to(quick: QuickScene) -> None:
    path = "submissions/2026/11/second.yaml"
    quick.github.advance_main({".github/mergebot.yml": "roles: [maintain]\nfix: push\n"})
    quick.github.push("community", "own", {path: SLIP})
    pull = quick.github.open_pull("community", "own")
    pull.allows_edits = True
    before = pull.head
    quick.sweep()
    quick.say(pull, "eve", "/fix")
    assert pull.head != before
    assert pull.reviews == []
    quick.sweep()
    quick.say(pull, "mia", "/merge")
    assert quick.seen(pull).merged
    assert "task: Question Answering" in quick.fresh().read(path)


def test_closing_and_withdrawing(quick: QuickScene) -> None:
    shut, own, merged = quick.offer("second", 2), quick.offer("third", 3), quick.offer("fourth", 4)
    quick.sweep()
    wrong = quick.github.comment(shut, "eve", "/withdraw")
    said = quick.github.comment(shut, "mia", "/close @org/team it is #1 spam")
    taken = quick.github.comment(own, "ada", "/withdraw")
    quick.github.comment(merged, "mia", "/merge")
    quick.github.comment(merged, "ada", "/withdraw")
    quick.sweep()
    assert [one.state for one in map(quick.seen, (shut, own, merged))] == ["closed"] * 3
    assert not quick.seen(merged).merged
    assert [quick.receipts(one) for one in (wrong, said, taken)] == [["confused"], ["rocket"], ["rocket"]]
    text = quick.comment(shut)
    assert "### Closed: " in text
    assert "mia closed it: `@org/team`" in text
    assert "its author has withdrawn it" in quick.comment(own)
    quick.github.reopen(own)
    quick.sweep()
    quick.sweep()
    assert quick.seen(own).state == "open", "what was closed once and reopened is not closed again"
    assert "Still needed" in quick.comment(own)


def test_a_pull_request_of_several_files_is_undone_from_anywhere(quick: QuickScene) -> None:
    """From its own page, from an open one, from a closed one; what cannot be undone is answered there."""
    pull = quick.merged("both", 0, two_files(2))
    open_one, closed_one = quick.offer("sixth", 6), quick.offer("seventh", 7)
    quick.github.close(closed_one)
    quick.sweep()
    demands = [
        quick.github.comment(open_one, "mia", f"/revert #{pull.number} the paper was withdrawn\u200b"),
        quick.github.comment(closed_one, "mia", f"/revert #{pull.number} twice is too much"),
        quick.github.comment(pull, "eve", f"/revert #{pull.number} I do not like it"),
        quick.github.comment(pull, "mia", "/revert #77 no such thing"),
    ]
    quick.sweep()
    assert [quick.receipts(one) for one in demands] == [["rocket"], ["confused"], ["confused"], ["confused"]]
    fresh = quick.fresh()
    undoing = fresh.read(f"{THIS_MONTH}/revert-p2.yaml")
    assert undoing.count("revert: true") == 2
    assert fresh.pwc("catalog", "rebuild", "--check").returncode == 0
    assert "Model 2" not in fresh.read("catalog/leaderboards/question-answering/copa.json")
    assert "was undone before" in quick.comment(closed_one)
    assert "brought nothing that is in the catalog" in quick.comment(pull)
    assert [one.merged is not None for one in quick.github.world.pulls.values()][-1]
    quick.sweep()
    quick.sweep()
    assert "brought nothing" in quick.comment(pull), "an answer stays until something else is said"
    assert quick.sweep() == ""
    assert len(quick.github.world.pulls) == 4


def test_undoing_is_done_again_after_the_undoing_was_undone(quick: QuickScene) -> None:
    pull = quick.merged("second", 2)
    quick.say(pull, "mia", "/revert #1 wrong number")
    undoing = quick.github.world.pulls[2]
    quick.say(undoing, "mia", "/revert #2 it was right")
    path = "catalog/leaderboards/question-answering/copa.json"
    assert "Model 2" in quick.fresh().read(path)
    again = quick.say(pull, "mia", "/revert #1 it was wrong after all")
    assert quick.receipts(again) == ["rocket"]
    assert "Model 2" not in quick.fresh().read(path)


def test_a_branch_that_somebody_prepared_is_not_taken_for_the_undoing(quick: QuickScene) -> None:
    pull = quick.merged("second", 2)
    demand = quick.github.comment(pull, "mia", "/revert #1 wrong number")
    clone = quick.github.clone("community")
    clone.git("fetch", "--quiet", "upstream", "main")
    clone.git("switch", "--quiet", "-C", "trap", "FETCH_HEAD")
    clone.commit({"submissions/2026/11/evil.yaml": submission(66)})
    clone.git("push", "--quiet", "upstream", f"trap:refs/heads/undo-1-{demand.id}", "trap:refs/heads/undo-1")
    quick.sweep()
    assert not quick.main_has("submissions/2026/11/evil.yaml")
    assert quick.receipts(demand) == ["confused"]
    assert "its branch holds something else" in quick.comment(pull)


def test_undoing_goes_on_where_it_was_stopped(quick: QuickScene) -> None:
    pull = quick.merged("second", 2)
    demand = quick.github.comment(pull, "mia", "/revert #1 wrong number")
    for method, template in (
        ("POST", "/repos/{owner}/{repo}/pulls"),
        ("POST", "/repos/{owner}/{repo}/issues/comments/{comment_id}/reactions"),
    ):
        plan = quick.github.server.faults.plan(Fault.BAD_GATEWAY_BEFORE, method=method, template=template)
        plan.times = 4
        quick.sweep(code=3)
        assert quick.receipts(demand) == []
    quick.sweep()
    assert quick.receipts(demand) == ["rocket"]
    assert len(quick.github.world.pulls) == 2
    assert quick.fresh().read(f"{THIS_MONTH}/revert-second.yaml").count("revert: true") == 1


def test_a_wide_change_lands_with_a_reason_that_a_maintainer_gave(quick: QuickScene) -> None:
    row = "  - {{task: Question Answering, dataset: COPA, model: Large {}, metrics: {{Accuracy: {}.5}}}}\n"
    many = submission(2) + "".join(row.format(n, n % 50) for n in range(3, 104))
    wide = quick.merged("many", 0, {"submissions/2026/11/many.yaml": many})
    demand = "corrections:\n  - {submission: submissions/2026/11/many.yaml, revert: true, reason: made up}\n"
    pull = quick.github.open_pull("ada", "wide", {"submissions/2026/11/wide.yaml": demand})
    quick.sweep()
    assert "- [ ] a maintainer's `/override` `PWC817` with a reason" in quick.comment(pull)
    words = [("mia", "/merge"), ("ada", "/override PWC817 I am sure"), ("mia", "/override PWC604 wrong one")]
    said = [quick.say(pull, who, text) for who, text in words]
    assert [quick.receipts(one) for one in said] == [["eyes"], ["confused"], ["rocket"]]
    assert quick.seen(pull).state == "open"
    reason = quick.say(pull, "mia", "/override PWC817 all of it was made up, see #" + str(wide.number))
    assert quick.seen(pull).merged
    assert [quick.receipts(one) for one in (said[0], reason)] == [["eyes", "rocket"], ["rocket"]]
    main = quick.fresh()
    newest = main.git("ls-tree", "-r", "--name-only", "main", "catalog/log").split()[-1]
    entry = json.loads(main.read(newest).splitlines()[-1])
    assert entry["overrides"] == {"PWC817": f"all of it was made up, see #{wide.number}"}
    assert "Large 50" not in main.read("catalog/leaderboards/question-answering/copa.json")
