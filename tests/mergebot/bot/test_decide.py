"""The bot's decision: when it merges, when it does not and why, and what it answers."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given as given_by
from hypothesis import strategies as st

from mergebot.bot.decide import (
    Closing,
    Label,
    Mending,
    Merging,
    Plan,
    React,
    Status,
    Undoing,
    decide,
)
from mergebot.bot.errands import Verdict
from mergebot.bot.policy import Automatic, Maintainer, Policy
from mergebot.bot.snapshot import Account, Approval, Comment, PullRequest, Reaction
from mergebot.bot.state import Roles, State, derive, people

ADA, MIA, EVE = Account(1, "ada"), Account(2, "mia"), Account(3, "eve")
BOT = Account(9, "some-app", is_bot=True)
HEAD, OTHER = "a" * 40, "b" * 40
POLICY = Policy(roles=("write", "maintain", "admin"))
ROLES: Roles = {1: "read", 2: "maintain", 3: None}
AREAS = ("speech",)
GOOD = Verdict(results=3)
WIDE = Verdict(warnings=1, needs_override=frozenset({"PWC817"}))
TOO_EARLY = "`/merge` was written before this head was checked; look at it again, and say it again."


def at(minute: int) -> str:
    return f"2026-11-22T12:{minute:02}:00Z"


def comment(
    body: str,
    by: Account = MIA,
    minute: int = 10,
    *,
    edited: bool = False,
    receipts: frozenset[Reaction] = frozenset(),
) -> Comment:
    return Comment(minute, by, body, at(minute), at(minute + edited), receipts)


def pull(*comments: Comment, **fields: Any) -> PullRequest:
    known: dict[str, Any] = {"number": 7, "author": ADA, "head": HEAD, "base": "main", "judged": at(5)}
    return PullRequest(**known | {"comments": comments} | fields)


def planned(
    *comments: Comment,
    verdict: Verdict | None = GOOD,
    policy: Policy = POLICY,
    roles: Roles = ROLES,
    **fields: Any,
) -> Plan:
    request = pull(*comments, **fields)
    return decide(request, derive(request, policy, roles, AREAS), verdict, policy)


def merges(plan: Plan) -> bool:
    return any(isinstance(action, Merging) for action in plan.actions)


def test_a_maintainer_s_word_after_the_verdict_merges_this_head() -> None:
    plan = planned(comment("/merge"))
    assert plan.needed == ()
    assert plan.actions == (
        Label("ready"),
        Status(HEAD, "success", "ready"),
        React(10, "eyes"),
        Merging(HEAD, ("mia",), {}),
    )


@pytest.mark.parametrize(
    ("fields", "needed"),
    [
        ({"verdict": None}, "its head has not been checked yet"),
        ({"verdict": Verdict(errors=2)}, "its errors have to be mended"),
        ({"verdict": Verdict(is_unchecked=True)}, "it could not be checked; that is ours to mend"),
        (
            {"verdict": Verdict(needs_override=frozenset({"PWC817"}))},
            "a maintainer's /override PWC817 with a reason",
        ),
        ({"is_draft": True}, "it is a draft: mark it as ready"),
        ({"base": "release"}, "it should be for main: change its base"),
        ({"roles": {2: "read"}}, "a maintainer's /merge"),
        ({"roles": {}}, "a maintainer's /merge"),
        ({"policy": Policy()}, "a maintainer's /merge"),
        ({"judged": None}, "a maintainer's /merge"),
        ({"judged": at(10)}, "a maintainer's /merge"),
        ({"judged": at(11)}, "a maintainer's /merge"),
        ({"forced": at(7)}, "a maintainer's /merge"),
    ],
    ids=[
        *("unchecked", "errors", "could-not-check", "override", "draft", "other-base", "right-withdrawn"),
        *("no-role", "no-policy", "judged-never", "judged-at-once", "pushed-after", "set-back"),
    ],
)
def test_each_of_these_alone_keeps_it_from_being_merged(fields: dict[str, Any], needed: str) -> None:
    plan = planned(comment("/merge"), **fields)
    assert not merges(plan)
    assert needed in plan.needed


@pytest.mark.parametrize(
    "said",
    [
        comment("/merge", by=ADA),
        comment("/merge", by=EVE),
        comment("/merge", by=BOT),
        comment("/merge", edited=True),
        comment("> /merge"),
        comment("please /merge"),
        comment(f"/merge {OTHER[:8]}"),
        comment("/merg"),
        comment("", minute=20),
    ],
    ids=["author", "stranger", "bot", "edited", "quoted", "in-a-sentence", "another-head", "slip", "nothing"],
)
def test_what_is_no_approval_merges_nothing(said: Comment) -> None:
    plan = planned(said)
    assert not merges(plan)
    assert "a maintainer's /merge" in plan.needed


def test_the_head_may_be_named() -> None:
    assert merges(planned(comment(f"/merge {HEAD[:8]}")))
    plan = planned(comment(f"/merge {OTHER[:8]}"))
    assert plan.replies == (f"`/merge {OTHER[:8]}` names another commit than the head, `{HEAD[:12]}`.",)
    assert React(10, "confused") in plan.actions


def test_an_approval_before_a_push_is_void_and_said_to_be() -> None:
    plan = planned(comment("/merge", minute=4))
    assert plan.replies == (
        "`/merge` was written before this head was checked; look at it again, and say it again.",
    )
    assert React(4, "confused") in plan.actions
    again = planned(comment("/merge", minute=4, receipts=frozenset({"confused"})))
    assert again.replies == plan.replies, "the answer stays until something else is said"
    assert not any(isinstance(action, React) for action in again.actions)
    assert planned(comment("/merge", minute=4), comment("/check")).replies == ()


def test_hold_wins_until_it_is_taken_back() -> None:
    held = (comment("/merge", minute=10), comment("/hold ask the authors", minute=11))
    assert not merges(planned(*held))
    assert "mia holds it: a maintainer's /unhold" in planned(*held).needed
    at_once = planned(comment("/merge\n/hold wait"))
    assert not merges(at_once)
    assert merges(planned(*held, comment("/unhold", minute=12)))
    assert not merges(planned(*held, comment("/unhold", by=EVE, minute=12)))


def test_a_hold_still_holds_after_it_was_edited() -> None:
    merge = comment("/merge", minute=10)
    edited = comment("/hold wait\n/unhold", minute=11, edited=True)
    assert "mia holds it: a maintainer's /unhold" in planned(merge, edited).needed
    assert not merges(planned(merge, comment("/hold wait"), comment("/unhold", minute=12, edited=True)))
    assert merges(planned(merge, edited, comment("/unhold", minute=13)))
    assert merges(planned(merge, comment("/hold wait", by=EVE, minute=11, edited=True)))


def test_an_override_goes_along_with_its_reason_and_not_past_a_push() -> None:
    override = comment("/override PWC817 one dataset, see #12", minute=9)
    plan = planned(override, comment("/merge"), verdict=WIDE)
    assert Merging(HEAD, ("mia",), {"PWC817": "one dataset, see #12"}) in plan.actions
    for other in (comment("/override PWC817 x", minute=4), comment("/override PWC817 x", by=EVE, minute=9)):
        assert not merges(planned(other, comment("/merge"), verdict=WIDE))


def test_two_approving_people_merge_what_is_small_and_without_a_doubt() -> None:
    policy = Policy(roles=("write", "maintain", "admin"), automatic=Automatic(approvals=2, most_results=5))
    roles = {**ROLES, 4: "write"}
    both = tuple(Approval(who, HEAD, at(8)) for who in (MIA, Account(4, "max")))
    assert merges(planned(policy=policy, roles=roles, approvals=both))
    assert not merges(planned(policy=POLICY, roles=roles, approvals=both))
    for verdict in (Verdict(warnings=1), Verdict(results=6), Verdict(errors=1), Verdict(is_unchecked=True)):
        assert not merges(planned(policy=policy, roles=roles, approvals=both, verdict=verdict))
    for other in (
        (both[0], both[0]),
        (both[0], Approval(ADA, HEAD, at(8))),
        (both[0], Approval(EVE, HEAD, at(8))),
        (both[0], Approval(Account(4, "max"), OTHER, at(8))),
        (both[0], Approval(Account(4, "max"), HEAD, at(4))),
        (both[0], Approval(Account(4, "max", is_bot=True), HEAD, at(8))),
    ):
        assert not merges(planned(policy=policy, roles=roles, approvals=other))


def test_who_may_merge_and_asks_for_changes_stops_what_merges_by_itself_and_no_order() -> None:
    policy = Policy(roles=("maintain",), automatic=Automatic(approvals=1, most_results=5))
    approvals = (Approval(MIA, HEAD, at(8)),)
    roles = {**ROLES, 4: "maintain"}
    for objector, stops in ((Account(4, "max"), True), (EVE, False)):
        asked: dict[str, Any] = {"policy": policy, "roles": roles, "objectors": (objector,)}
        assert merges(planned(approvals=approvals, **asked)) != stops
        assert merges(planned(comment("/merge"), **asked))


def test_an_author_with_rights_does_not_approve_by_a_review_but_may_say_merge() -> None:
    policy = Policy(roles=("admin",), automatic=Automatic(approvals=1, most_results=5))
    roles: Roles = {1: "admin"}
    assert not merges(planned(policy=policy, roles=roles, approvals=(Approval(ADA, HEAD, at(8)),)))
    assert merges(planned(comment("/merge", by=ADA), policy=policy, roles=roles))


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (comment("/close spam"), "mia closed it: spam"),
        (comment("/withdraw", by=ADA), "its author has withdrawn it"),
    ],
    ids=["closed", "withdrawn"],
)
def test_closing_comes_before_everything_else(said: Comment, reason: str) -> None:
    plan = planned(comment("/merge", minute=8), said)
    assert (plan.actions[0], plan.closed_for) == (Closing(), reason)
    assert React(10, "rocket") in plan.actions
    assert not merges(plan)
    assert not any(isinstance(a, Closing) for a in planned(comment(said.body, by=EVE)).actions)


def test_what_is_closed_is_left_alone_but_for_the_receipt_of_what_was_merged() -> None:
    assert planned(comment("/merge"), is_open=False, is_merged=True).actions == (React(10, "rocket"),)
    assert not merges(planned(comment("/merge"), is_open=False))


def test_what_main_has_is_said_to_be_merged_and_never_merged_again() -> None:
    landed = Verdict(landed="c" * 40)
    plan = planned(comment("/merge", receipts=frozenset({"eyes"})), verdict=landed)
    assert plan.actions == (Label("merged"), Status(HEAD, "success", "merged"), React(10, "rocket"))
    adopted = planned(comment("/merge"), verdict=Verdict(landed="c" * 40, is_adopted=True))
    assert adopted.actions[-1] == Closing()
    assert not merges(adopted)


def test_an_accepted_pull_request_is_undone_by_those_who_may_merge_anything() -> None:
    undoing = Undoing(3, "no such paper", "mia", 10)
    for is_open in (True, False):
        plan = planned(comment("/revert #3 no such paper"), is_open=is_open, is_merged=not is_open)
        assert [action for action in plan.actions if isinstance(action, Undoing | React)] == [undoing]
    own = Policy(maintainers=(Maintainer(2, "mia", AREAS),))
    for other in (
        planned(comment("/revert #3 x", by=ADA)),
        planned(comment("/revert #3 x", receipts=frozenset({"rocket"}))),
        planned(comment("/revert #3 x"), policy=own),
    ):
        assert not any(isinstance(action, Undoing) for action in other.actions)


def test_repairs_are_offered_once_to_whoever_asks() -> None:
    assert Mending(HEAD) in planned(comment("/fix", by=EVE)).actions
    assert Mending(HEAD) not in planned(comment("/fix", receipts=frozenset({"rocket"}))).actions


def test_one_more_than_the_policy_allows_waits_for_an_older_one() -> None:
    assert merges(planned(comment("/merge"), ahead=9))
    plan = planned(comment("/merge"), ahead=10)
    assert not merges(plan)
    assert plan.needed == ("its author has more than 10 pull requests open: this one waits for an older one",)


def test_rules_that_are_asked_about_are_explained_the_newest_first() -> None:
    said = [comment(f"/explain PWC30{n}", by=EVE, minute=n) for n in (1, 2, 3, 4, 2)]
    assert planned(*said).explained == ("PWC302", "PWC304", "PWC303")


def test_a_slip_is_answered_and_nothing_of_the_comment_is_repeated() -> None:
    plan = planned(comment("/merg @org/team", by=EVE))
    assert plan.replies == ("`/merg` is no command; did you mean `/merge [commit]`?",)
    plan = planned(comment("/hold @org/team", by=EVE))
    assert plan.replies == ("`/hold` is for those who may merge this; the policy says who.",)


def test_whose_rights_are_asked() -> None:
    request = pull(
        comment("/merge"),
        comment("hello", by=EVE),
        comment("/merge", by=BOT),
        approvals=(Approval(ADA, HEAD, at(8)),),
    )
    assert people(request, POLICY) == {2}
    assert people(request, Policy(automatic=Automatic(approvals=1, most_results=5))) == {1, 2}


BODIES = st.sampled_from(
    [
        *("/merge", "/hold x", "/unhold", "/override PWC817 x", "/check", "hello", "/close x", "/merg"),
        f"/merge {OTHER}",
    ]
)
COMMENTS = st.lists(
    st.builds(
        comment,
        BODIES,
        st.sampled_from([ADA, MIA, EVE, BOT]),
        st.integers(0, 58),
        edited=st.booleans(),
        receipts=st.frozensets(st.sampled_from(["eyes", "rocket", "confused"])),
    ),
    max_size=8,
)


@given_by(
    COMMENTS,
    st.builds(Verdict, errors=st.integers(0, 1), is_unchecked=st.booleans(), warnings=st.integers(0, 1)),
    st.dictionaries(st.integers(1, 3), st.sampled_from([None, "read", "write", "admin"])),
    st.none() | st.integers(0, 58).map(at),
    st.none() | st.integers(0, 58).map(at),
)
def test_nothing_is_merged_without_a_right_a_verdict_and_an_open_head(
    comments: list[Comment], verdict: Verdict, roles: Roles, judged: str | None, forced: str | None
) -> None:
    plan = planned(*comments, verdict=verdict, roles=roles, judged=judged, forced=forced)
    assert merges(plan) == (plan.needed == () and not any(isinstance(a, Closing) for a in plan.actions))
    if merges(plan):
        assert verdict.errors == 0
        assert not verdict.is_unchecked
        assert judged is not None
        approving = [
            one
            for one in comments
            if one.body == "/merge" and not one.is_edited and not one.author.is_bot
            if roles.get(one.author.id) in POLICY.roles and one.created > judged
        ]
        assert approving
        assert forced is None or judged > forced


def test_an_empty_state_asks_for_everything() -> None:
    plan = decide(pull(judged=None), State(), None, Policy())
    assert plan.needed == ("its head has not been checked yet",)
    assert plan.actions == (Status(HEAD, "pending", "its head has not been checked yet"),)
