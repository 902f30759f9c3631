"""The guards between GitHub and the decision, each alone: whose word, which head, which reference."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from mergebot.bot import attention, memory, queries
from mergebot.bot.attention import Dependence, Scene
from mergebot.bot.connection import HubError
from mergebot.bot.decide import Merging, decide
from mergebot.bot.errands import Accepted, Merge, Outcomes, Repaired, Repairs, Verdict
from mergebot.bot.hub import CONTEXT, Hub
from mergebot.bot.landing import Landing
from mergebot.bot.look import Look, Looker
from mergebot.bot.memory import Memory, Seen
from mergebot.bot.policy import Policy
from mergebot.bot.remote import Push, PushRefusedError, Remote, held
from mergebot.bot.snapshot import Account, Approval, Comment, Listed, PullRequest
from mergebot.bot.state import derive
from pwc.errors import GitError, UsageError
from pwc.git_history import resolve
from pwc.git_tree import GitTree
from tests.github import git_store
from tests.github.fake_github import FakeGitHub
from tests.github.faults import Fault
from tests.github.records import Pull
from tests.mergebot.bot.near import AT, NearChild
from tests.repository import Repository, submission

POLICY = Policy(roles=("write", "maintain", "admin"))
TALK = "2026-11-22T12:00:30Z"
ADA, MIA = Account(1, "ada"), Account(2, "mia")


@pytest.fixture(scope="module")
def github(tmp_path_factory: pytest.TempPathFactory, merged_once: Path) -> Iterator[FakeGitHub]:
    with FakeGitHub(tmp_path_factory.mktemp("guards"), source=merged_once) as github:
        github.grant("mia", "maintain")
        yield github


@pytest.fixture
def hub(github: FakeGitHub) -> Iterator[Hub]:
    hub = Hub(github.full_name, github.bot.token, github.api_url, pace=0)
    yield hub
    hub.close()


@pytest.fixture
def remote(github: FakeGitHub, tmp_path: Path) -> Remote:
    clone = tmp_path / "clone.git"
    with held(clone):
        pass
    remote = Remote(clone, f"{github.server.url}/{github.full_name}.git", github.bot.token)
    remote.fetch({"refs/heads/main": "refs/heads/main"})
    return remote


def offered(github: FakeGitHub, name: str, number: int) -> Pull:
    return github.open_pull("ada", name, {f"submissions/2026/11/{name}.yaml": submission(number)})


def taken(remote: Remote, hub: Hub, pull: Pull) -> PullRequest:
    """What the bot sees of a pull request, and its head in the clone."""
    seen = hub.pull_request(pull.number)
    assert seen is not None
    remote.fetch({seen.ref: seen.ref})
    return seen


class Everybody:
    """All have one role; whose was asked is kept."""

    def __init__(self, role: str | None = "maintain") -> None:
        self.given, self.asked = role, list[int]()

    def role(self, account: Account) -> str | None:
        self.asked.append(account.id)
        return self.given


# What GraphQL says


def told(**fields: Any) -> dict[str, Any]:
    known: dict[str, Any] = {
        "number": 7,
        "state": "OPEN",
        "isDraft": False,
        "maintainerCanModify": False,
        "headRefOid": "a" * 40,
        "headRefName": "second",
        "baseRefName": "main",
        "headRepository": None,
        "author": None,
        "labels": {"nodes": []},
        "timelineItems": {"nodes": []},
    }
    return known | fields


def comment(**fields: Any) -> dict[str, Any]:
    known: dict[str, Any] = {
        "databaseId": 1,
        "body": "/merge",
        "createdAt": TALK,
        "lastEditedAt": None,
        "viewerDidAuthor": False,
        "author": {"__typename": "User", "login": "mia", "databaseId": 2},
        "reactionGroups": [],
    }
    return known | fields


def review(**fields: Any) -> dict[str, Any]:
    known: dict[str, Any] = {
        "databaseId": 1,
        "state": "APPROVED",
        "submittedAt": TALK,
        "body": "",
        "viewerDidAuthor": False,
        "commit": {"oid": "a" * 40},
        "author": {"__typename": "User", "login": "mia", "databaseId": 2},
    }
    return known | fields


def test_who_is_a_bot_who_is_gone_and_what_was_edited() -> None:
    bot = {"__typename": "Bot", "login": "app", "databaseId": 9}
    read = queries.pull_request(
        told(), [comment(), comment(author=bot), comment(lastEditedAt="2026-11-22T13:00:00Z")], []
    )
    assert [one.author.is_bot for one in read.comments] == [False, True, False]
    assert [one.is_edited for one in read.comments] == [False, False, True]
    assert queries.account(None) == queries.GHOST
    assert queries.account({"__typename": "Mannequin", "login": "x"}) == queries.GHOST


def test_the_bot_s_own_receipts_and_those_alone() -> None:
    groups = [
        {"content": "ROCKET", "viewerHasReacted": True},
        {"content": "CONFUSED", "viewerHasReacted": False},
        {"content": "HEART", "viewerHasReacted": True},
    ]
    read = queries.pull_request(told(), [comment(reactionGroups=groups)], [])
    assert read.comments[0].receipts == {"rocket"}


def test_which_reviews_approve_and_which_offer_repairs() -> None:
    offer = {"state": "COMMENTED", "body": f"{queries.REPAIRS}\nCertain repairs"}
    reviews = [
        review(),
        review(**offer, commit={"oid": "b" * 40}),
        review(**offer, commit={"oid": "c" * 40}, viewerDidAuthor=True),
    ]
    read = queries.pull_request(told(), [], reviews)
    assert read.approvals == (Approval(MIA, "a" * 40, TALK),)
    assert read.offered == {"c" * 40}
    assert queries.pull_request(told(), [], [review(commit=None)]).approvals == ()


@pytest.mark.parametrize(
    ("last", "counts"), [("COMMENTED", True), ("CHANGES_REQUESTED", False), ("DISMISSED", False)]
)
def test_an_approval_counts_until_its_author_objects(last: str, counts: bool) -> None:
    """GitHub leaves the earlier review as it was."""
    later = review(state=last, submittedAt="2026-11-22T13:00:00Z")
    assert bool(queries.pull_request(told(), [], [review(), later]).approvals) == counts
    again = review(submittedAt="2026-11-22T14:00:00Z")
    assert queries.pull_request(told(), [], [again, later]).approvals, "in whatever order they come"


def test_the_last_time_that_the_head_or_the_base_was_set() -> None:
    events = [{"createdAt": "2026-11-22T12:00:05Z"}, {"createdAt": TALK}, {}]
    assert queries.pull_request(told(timelineItems={"nodes": events}), [], []).forced == TALK


def test_a_verdict_from_before_the_head_was_put_there_is_void() -> None:
    pull = PullRequest(7, ADA, "a" * 40, "main", judged="2026-11-22T12:00:10Z")
    assert pull.settled == pull.judged
    assert replace(pull, forced="2026-11-22T12:00:10Z").settled is None
    assert replace(pull, forced="2026-11-22T12:00:09Z").settled == pull.judged
    assert replace(pull, judged=None).settled is None


# What the decision is told of talk and rights


def decided(github: FakeGitHub, pull: PullRequest, asked: Everybody, remote: Remote) -> Look:
    return Looker(remote.clone, NearChild(remote.clone), asked, POLICY, AT).look(pull)


def test_a_head_that_is_not_the_one_that_was_read_is_not_judged(
    github: FakeGitHub, hub: Hub, remote: Remote
) -> None:
    seen = taken(remote, hub, offered(github, "moving", 20))
    with pytest.raises(HubError, match="another head"):
        decided(github, replace(seen, head="b" * 40), Everybody(), remote)


def test_what_was_judged_is_no_verdict_on_another_head(github: FakeGitHub, hub: Hub, remote: Remote) -> None:
    said = (Comment(5, MIA, "/merge", TALK, TALK),)
    seen = replace(taken(remote, hub, offered(github, "again", 21)), comments=said)
    seen = replace(seen, judged="2026-11-22T12:00:01Z")
    looker = Looker(remote.clone, NearChild(remote.clone), Everybody(), POLICY, AT)
    first = looker.look(seen)
    assert isinstance(first.merging, Merging)
    assert looker.again(first, seen).merging is not None
    assert looker.again(first, replace(seen, head="b" * 40)).merging is None


def test_a_child_that_ends_without_an_answer_is_no_verdict(
    github: FakeGitHub, hub: Hub, remote: Remote
) -> None:
    seen = taken(remote, hub, offered(github, "crashing", 22))
    (remote.clone / "refs" / "heads" / "main").unlink()
    found = decided(github, seen, Everybody(), remote)
    assert found.judgement is not None
    assert found.judgement.verdict.is_unchecked


def test_what_is_not_for_main_is_not_judged(github: FakeGitHub, hub: Hub, remote: Remote) -> None:
    seen = taken(remote, hub, offered(github, "elsewhere", 23))
    assert decided(github, replace(seen, base="release"), Everybody(), remote).judgement is None


def test_deleted_accounts_are_not_asked_about_and_have_no_right(
    github: FakeGitHub, hub: Hub, remote: Remote
) -> None:
    said = tuple(Comment(number, who, "/merge", TALK, TALK) for number, who in ((5, queries.GHOST), (6, MIA)))
    asked = Everybody()
    seen = replace(taken(remote, hub, offered(github, "ghostly", 24)), comments=said)
    decided(github, seen, asked, remote)
    assert asked.asked == [MIA.id]


def test_a_closing_that_was_done_is_not_done_again() -> None:
    def closing(*receipts: Any) -> bool:
        said = Comment(5, MIA, "/close spam", TALK, TALK, frozenset(receipts))
        pull = PullRequest(7, ADA, "a" * 40, "main", comments=(said,))
        return derive(pull, POLICY, {MIA.id: "admin"}, ()).closing is not None

    assert closing()
    assert not closing("rocket")


def test_a_word_that_was_refused_is_spent() -> None:
    """What was refused is not taken up again when the head would do by now."""
    said = Comment(5, MIA, "/merge", TALK, TALK, frozenset({"confused"}))
    pull = PullRequest(7, ADA, "a" * 40, "main", comments=(said,), judged="2026-11-22T12:00:01Z")
    assert derive(pull, POLICY, {MIA.id: "admin"}, ()).approved_by == ()
    assert derive(
        replace(pull, comments=(replace(said, receipts=frozenset()),)), POLICY, {MIA.id: "admin"}, ()
    ).approved_by


def test_talk_that_was_cut_merges_nothing() -> None:
    """What is missing could be a word against it."""
    said = (Comment(5, MIA, "/merge", TALK, TALK),)
    pull = PullRequest(7, ADA, "a" * 40, "main", comments=said, judged="2026-11-22T12:00:01Z")

    def needed(one: PullRequest) -> tuple[str, ...]:
        return decide(one, derive(one, POLICY, {MIA.id: "admin"}, ()), Verdict(), POLICY).needed

    assert needed(pull) == ()
    assert len(needed(replace(pull, is_cut=True))) == 1


def test_nobody_counts_twice_among_those_who_approve() -> None:
    approvals = tuple(Approval(MIA, "a" * 40, TALK) for _ in range(2))
    pull = PullRequest(7, ADA, "a" * 40, "main", approvals=approvals, judged="2026-11-22T12:00:01Z")
    assert derive(pull, POLICY, {MIA.id: "admin"}, ()).reviews == (MIA,)


# What REST says


def test_a_login_that_changed_hands_has_no_right(github: FakeGitHub, hub: Hub) -> None:
    old = github.grant("max", "admin")
    assert hub.role(Account(old.id, "max")) == "admin"
    assert hub.role(Account(old.id + 5000, "max")) is None
    assert hub.role(Account(5, "nobody-of-this-name")) is None


def test_only_the_bot_s_own_status_of_its_own_context_says_that_it_judged(
    github: FakeGitHub, hub: Hub
) -> None:
    pull = offered(github, "judged", 25)

    def judged() -> bool:
        seen = hub.pull_request(pull.number)
        assert seen is not None
        return seen.judged is not None

    bot, here = github.bot.rest_login, f"https://github.example/community/results/pull/{pull.number}"
    github.status(pull.head, "mia", "success", context=CONTEXT, target_url=here)
    github.status(pull.head, bot, "success", context="other", target_url=here)
    github.status(pull.head, bot, "pending", context=CONTEXT, target_url=here)
    github.status(pull.head, bot, "success", context=CONTEXT, target_url=f"{here}0")
    github.status(pull.head, bot, "success", context=CONTEXT)
    assert not judged()
    github.status(pull.head, bot, "success", context=CONTEXT, target_url=here)
    assert judged()
    head = pull.head
    github.force_push("ada", "judged", {"submissions/2026/11/judged.yaml": submission(26)})
    github.push_commit("ada", "judged", head)
    assert pull.head == head
    assert not judged()
    github.status(pull.head, bot, "success", context=CONTEXT, target_url=here)
    assert judged()


# References


def made(remote: Remote, github: FakeGitHub, message: str, *files: str) -> str:
    """A commit on top of the clone's main."""
    tip = resolve(remote.clone, "refs/heads/main")
    assert tip is not None
    return git_store.commit_files(remote.clone, tip, dict.fromkeys(files or ("x.md",), message), message)


def test_a_token_goes_over_no_open_line_and_is_in_no_address(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="not encrypted"):
        Remote(tmp_path, "http://example.org/a/b.git", "secret")
    with pytest.raises(UsageError, match="no user name"):
        Remote(tmp_path, "https://me:secret@example.org/a/b.git", None)


def test_the_token_is_in_no_message(github: FakeGitHub, remote: Remote) -> None:
    token = github.bot.token
    with pytest.raises(GitError) as caught:
        remote.fetch({f"refs/heads/{token}": "refs/heads/x"})
    assert token not in str(caught.value)


def test_main_is_never_forced(github: FakeGitHub, remote: Remote) -> None:
    github.world.is_main_protected = False
    new = made(remote, github, "ours")
    main = resolve(remote.clone, "refs/heads/main")
    elsewhere = github.advance_main()
    with pytest.raises(PushRefusedError):
        remote.push([Push("refs/heads/main", new, main)])
    assert github.main() == elsewhere
    github.world.is_main_protected = True


def test_what_replaces_is_pushed_only_where_it_was_read(github: FakeGitHub, remote: Remote) -> None:
    one, two, three = (made(remote, github, name) for name in ("one", "two", "three"))
    ref = "refs/pwc/lease"
    remote.push([Push(ref, one, None, replaces=True)])
    remote.push([Push(ref, two, one, replaces=True)])
    with pytest.raises(PushRefusedError):
        remote.push([Push(ref, three, one, replaces=True)])
    assert remote.heads([ref]) == {ref: two}


def test_all_are_pushed_or_none(github: FakeGitHub, remote: Remote) -> None:
    new, main = made(remote, github, "half"), resolve(remote.clone, "refs/heads/main")
    github.advance_main()
    with pytest.raises(PushRefusedError):
        remote.push([Push("refs/pwc/half", new), Push("refs/heads/main", new, main)])
    assert remote.heads(["refs/pwc/half"]) == {}


def test_a_push_whose_answer_was_lost_took_effect(github: FakeGitHub, remote: Remote) -> None:
    new = made(remote, github, "lost")
    github.server.faults.plan(Fault.LOST_AFTER, method="PUSH")
    remote.push([Push("refs/pwc/lost", new)])
    assert remote.heads(["refs/pwc/lost"]) == {"refs/pwc/lost": new}


class ChildAtWork(NearChild):
    """A child that something happens beside."""

    def __init__(self, clone: Path, happens: Callable[[], object]) -> None:
        super().__init__(clone)
        self._happens = happens

    def merge(self, question: Merge) -> Outcomes:
        self._happens()
        return super().merge(question)


@pytest.mark.parametrize("when", ["while it is built", "while it is pushed"])
def test_a_train_is_built_again_upon_a_main_that_moved_and_nothing_is_lost(
    github: FakeGitHub, hub: Hub, remote: Remote, when: str
) -> None:
    github.world.is_main_protected = False
    seen = taken(remote, hub, offered(github, f"landing {when}".replace(" ", "-"), 27 + len(when)))
    moved: list[str] = []

    def move() -> None:
        if not moved:
            moved.append(github.advance_main())

    if when == "while it is pushed":
        github.server.faults.plan(Fault.ACT_BEFORE, method="PUSH", action=move)
    child = ChildAtWork(remote.clone, move if when == "while it is built" else list)
    said: list[str] = []
    landing = Landing(remote, child, AT, said.append)
    (outcome,) = landing.land([Accepted(seen.ref, seen.head, "mia (GitHub)")])
    assert said == ["main has moved: everything is built again"]
    assert outcome.commit == github.main()
    assert resolve(remote.clone, "refs/heads/main") == github.main()
    clone = github.clone("mia")
    clone.git("fetch", "--quiet", "upstream")
    clone.git("merge-base", "--is-ancestor", moved[0], github.main())
    github.world.is_main_protected = True


def test_repairs_go_on_top_of_the_head_that_they_are_for(
    github: FakeGitHub, hub: Hub, remote: Remote
) -> None:
    account = github.world.owner
    github.push(account.login, "mending", {"submissions/2026/11/mending.yaml": submission(28)})
    pull = github.open_pull(account.login, "mending")
    seen = taken(remote, hub, pull)
    landing = Landing(remote, NearChild(remote.clone), AT, lambda text: None)
    found = Repairs((Repaired("submissions/2026/11/mending.yaml", "", "mended\n"),))
    assert landing.push_repairs(seen, found, remote)
    clone = github.clone("mia")
    clone.git("fetch", "--quiet", "upstream", "mending")
    assert clone.git("rev-parse", "FETCH_HEAD^") == seen.head
    other = Repairs((Repaired("submissions/2026/11/mending.yaml", "", "otherwise\n"),))
    assert not landing.push_repairs(seen, other, remote), "the head is another one by now"


# What is looked at


def scene(*listed: Listed, policy_blob: str = "p") -> Scene:
    return Scene(listed, (), POLICY, policy_blob, AT)


@pytest.fixture
def main(repository: Repository) -> Iterator[GitTree]:
    with GitTree(repository.path / ".git", repository.git("rev-parse", "main")) as tree:
        yield tree


def remembered(main: GitTree, **fields: Any) -> Memory:
    reads = ("catalog/tasks.jsonl",)
    known = {"head": "a", "updated": TALK, "reads": reads, "digest": memory.digest(main, reads)}
    return Memory({7: Seen(**known | fields)}, since=TALK, policy="p")


def test_what_changed_is_looked_at_and_nothing_else(main: GitTree) -> None:
    one, before = Listed(7, 1, "a", TALK), remembered(main)
    assert attention.wanted(scene(one), before, main) == []
    for changed in (replace(one, head="b"), replace(one, updated="2026-11-22T13:00:00Z")):
        assert attention.wanted(scene(changed), before, main) == [7]
    assert attention.wanted(scene(one, policy_blob="q"), before, main) == [7]
    assert attention.wanted(scene(one), remembered(main, digest="other"), main) == [7]
    assert attention.wanted(scene(one), remembered(main, waits=True), main) == [7]
    assert attention.wanted(scene(), before, main) == [7], "it was closed, or merged, since then"
    assert attention.wanted(scene(one), Memory(), main) == [7]


def test_what_failed_is_looked_at_again_also_if_it_is_closed_by_then(main: GitTree) -> None:
    one = Listed(7, 1, "a", TALK)
    after = attention.after(scene(one), remembered(main), {7: Dependence(is_due=True)})
    assert attention.wanted(scene(one), after, main) == [7]
    assert attention.wanted(scene(), after, main) == [7]
    over = attention.after(scene(), after, {7: None})
    assert attention.wanted(scene(), over, main) == []


def test_what_an_event_leaves_out_is_kept_in_mind_under_another_policy(main: GitTree) -> None:
    one = Listed(7, 1, "a", TALK)
    after = attention.after(scene(one, policy_blob="q"), remembered(main), {})
    assert attention.wanted(scene(one, policy_blob="q"), after, main) == [7]
    assert attention.wanted(scene(policy_blob="q"), after, main) == [7]


def test_an_answer_that_is_older_than_the_bot_s_own_word_is_not_believed(main: GitTree) -> None:
    pull = PullRequest(7, Account(1, "ada"), "a", "main", is_reported=True)
    before = remembered(main)
    assert not attention.is_stale(pull, before)
    assert attention.is_stale(replace(pull, is_reported=False), before)
    assert not attention.is_stale(replace(pull, is_reported=False, head="b"), before), "a head that is new"
    assert not attention.is_stale(replace(pull, is_reported=False), Memory({7: Seen("", "")}))
    assert not attention.is_stale(replace(pull, is_reported=False), Memory())


def test_a_memory_is_read_as_it_was_written() -> None:
    kept = Memory({7: Seen("a", TALK)}, since=TALK, site="b" * 40)
    assert memory.read(kept.to_json()) == kept
    assert memory.read(json.dumps({"pulls": 3}).encode()) == Memory()
