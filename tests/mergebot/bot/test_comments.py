"""The bot's one comment: the verdict first, what is needed, links to lines, nothing live, never too long."""

from __future__ import annotations

from datetime import date
from typing import Any

import cmarkgfm  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mergebot.bot.comments import MOST, Site, render
from mergebot.bot.decide import Plan
from mergebot.bot.errands import Judgement, Verdict
from mergebot.bot.own_comment import MARK, mine
from mergebot.bot.snapshot import Account, Comment
from mergebot.preview import BoardChange, Preview, RowChange
from pwc.catalog import Catalog
from pwc.record import Metric
from pwc.tree import EmptyTree
from validator.entry import Entry
from validator.run import Report, run

HEAD = "a" * 40
SITE = Site("https://github.com/owner/results")
BOT, EVE = Account(9, "some-app", is_bot=True), Account(3, "eve")
LIVE = (
    "@org/team fixes #1 <script>x</script> [l](https://evil.example) ![i](https://evil.example/i)"
    " `x` | $m$ :tada:"
)


def told(text: str, plan: Plan | None = None, preview: Preview | None = None) -> str:
    entry = Entry("submissions/2026/11/x.yaml", text.encode())
    report = run([entry], Catalog(EmptyTree()), date(2026, 11, 22))
    judgement = Judgement(Verdict(), report, preview=preview)
    return render(HEAD, plan or Plan(needed=("a maintainer's /merge",)), judgement, SITE)


def changed(model: str, boards: int = 1) -> Preview:
    row: dict[str, Any] = {"rank": 1, "is_best": True, "overtakes": (model,), "setting": model}
    metric = Metric(name=model, better="higher", scale="none")
    board = BoardChange(
        slug="s",
        task=model,
        dataset=model,
        metric=metric,
        is_new=False,
        best_before=model,
        rows_before=1,
        rows_after=2,
        rows=(RowChange(id="0", what="added", model=model, value="1", **row),),
        also_open=(model,),
    )
    return Preview((board,) * boards, ())


def test_the_verdict_comes_first_then_the_head_then_what_is_needed() -> None:
    lines = [line for line in told("results: []\n").splitlines() if line]
    assert lines[0] == MARK
    assert lines[1].startswith("### Not ready: 2 errors")
    assert lines[2] == f"Judged at {HEAD}."
    assert lines[3:5] == ["**Still needed:**", "- [ ] a maintainer's `/merge`"]


def test_a_place_is_a_link_to_the_line_as_it_was_judged() -> None:
    text = told("paper: {arxiv: x}\n")
    assert f"https://github.com/owner/results/blob/{HEAD}/submissions/2026/11/x.yaml#L1)" in text
    assert "https://github.com/owner/results/blob/main/docs/rules/PWC" in text


def test_replies_and_the_preview_are_there() -> None:
    plan = Plan(needed=(), replies=("`/merg` is no command; did you mean `/merge [commit]`?",))
    text = told("paper: {arxiv: x}\n", plan, changed("M"))
    assert "> `/merg` is no command" in text
    assert "<summary>What would change</summary>" in text
    assert "**`M on M`**" in text
    assert "Still needed" not in text


def test_nothing_that_a_contributor_wrote_is_live() -> None:
    text = told(f"paper: {{title: {LIVE!r}, arxiv: {LIVE!r}}}\n", preview=changed(LIVE))
    page = cmarkgfm.github_flavored_markdown_to_html(text)
    assert "<script>" not in page
    assert 'href="https://evil' not in page
    assert "<img" not in page
    without_code = "".join(part.partition("</code>")[2] for part in page.split("<code>"))
    assert "@org" not in without_code
    assert "#1 " not in without_code


def test_only_the_bot_s_own_comments_are_its_own() -> None:
    said = [
        Comment(1, EVE, f"{MARK}\nready", "", ""),
        Comment(2, BOT, "hello", "", "", is_own=True),
        Comment(3, BOT, f"{MARK}\nx", "", "", is_own=True),
        Comment(4, BOT, f"{MARK}\ny", "", "", is_own=True),
    ]
    assert [comment.id for comment in mine(said)] == [3, 4]


@pytest.mark.parametrize("boards", [1, 50, 500])
def test_it_is_never_longer_than_github_takes(boards: int) -> None:
    rows = "".join(f"  - {{task: T{n}, dataset: D{n}, model: M, metrics: {{A: {n}}}}}\n" for n in range(500))
    text = told(f"paper: {{arxiv: x}}\nresults:\n{rows}", preview=changed("M" * 200, boards))
    assert len(text) <= MOST
    assert text.endswith("</details>")


@given(st.text(max_size=300))
def test_any_text_leaves_the_comment_whole(text: str) -> None:
    page = told("results: []\n", preview=changed(text))
    assert page.startswith(MARK)
    assert page.endswith("</details>")
    assert "<script" not in cmarkgfm.github_flavored_markdown_to_html(page)


def test_a_report_without_findings_is_short() -> None:
    page = render(HEAD, Plan(), Judgement(Verdict(), Report(1, ())), SITE)
    assert page.splitlines()[2] == "### Ready: nothing to mend in 1 file"


def test_what_has_landed_leads_to_its_commit() -> None:
    page = render(HEAD, Plan(), Judgement(Verdict(landed="c" * 40), Report(0, ())), SITE)
    assert f"### Merged as [cccccccccccc]({SITE.repository}/commit/{'c' * 40})" in page
    assert "Judged at" not in page


def test_a_reason_that_is_no_finding_is_the_verdict() -> None:
    page = render(
        HEAD, Plan(), Judgement(Verdict(errors=1), Report(0, ()), refusal="no common history"), SITE
    )
    assert "### Not ready: no common history" in page


def test_why_it_was_closed_is_said_and_not_live() -> None:
    page = render(HEAD, Plan(closed_for="mia closed it: <img src=x> @org/team"), None, SITE)
    assert "<img" not in cmarkgfm.github_flavored_markdown_to_html(page)


def test_rules_that_were_asked_about_are_explained_with_their_pages() -> None:
    page = render(HEAD, Plan(explained=("PWC302", "PWC999")), Judgement(Verdict(), Report(1, ())), SITE)
    assert (
        "**[PWC302](https://github.com/owner/results/blob/main/docs/rules/PWC302.md) duplicate-result**"
        in page
    )
    assert "> There is no rule `PWC999`" in page
