"""A commit may be the head of two pull requests: what was judged on one was not judged on the other."""

from __future__ import annotations

import pytest

from tests.github.records import Pull
from tests.mergebot.bot.quick_scene import QuickScene
from tests.repository import Repository, submission

GOOD, EVIL = "submissions/2026/11/good.yaml", "submissions/2026/11/evil.yaml"


def prepared(quick: QuickScene, *, draft: bool) -> tuple[Pull, Repository, str]:
    """A good pull request; and one built upon it, judged and closed, whose head may follow."""
    good = quick.github.open_pull("eve", "good", {GOOD: submission(2)}, draft=draft)
    clone = quick.github.clone("eve")
    clone.git("switch", "--quiet", "--force-create", "evil", good.head)
    head = clone.commit({EVIL: submission(3)}, "More")
    clone.git("push", "--quiet", "origin", f"{head}:refs/heads/evil")
    evil = quick.github.open_pull("eve", "evil")
    quick.sweep()
    assert quick.status(evil)[0] == "success"
    quick.github.close(evil)
    quick.sweep()
    return good, clone, head


@pytest.mark.parametrize("draft", [False, True], ids=["at once", "after hours"])
def test_a_word_is_not_for_a_head_that_was_judged_elsewhere(quick: QuickScene, draft: bool) -> None:
    good, clone, head = prepared(quick, draft=draft)
    said = quick.github.comment(good, "mia", "/merge")
    if draft:
        quick.sweep()
    clone.git("push", "--quiet", "origin", f"{head}:refs/heads/good")
    if draft:
        quick.github.set_draft(good, False)
    quick.sweep()
    quick.sweep()
    assert not quick.main_has(EVIL)
    assert good.merged is None
    assert "confused" in quick.receipts(said)
    quick.say(good, "mia", "/merge")
    assert quick.main_has(EVIL), "read and said again"


def test_two_with_one_head_are_each_approved_after_their_own_report(quick: QuickScene) -> None:
    first = quick.offer("good", 2, "ada")
    quick.sweep()
    clone = quick.github.clone("eve")
    clone.git("fetch", "--quiet", "upstream", f"refs/pull/{first.number}/head")
    clone.git("push", "--quiet", "origin", f"{first.head}:refs/heads/same")
    second = quick.github.open_pull("eve", "same")
    assert second.head == first.head
    early = quick.say(second, "mia", "/merge")
    assert quick.receipts(early) == ["confused"]
    assert not quick.main_has(GOOD)
    quick.sweep()
    assert quick.sweep() == "", "neither takes the other's status away"
    quick.say(second, "mia", "/merge")
    assert quick.main_has(GOOD)
