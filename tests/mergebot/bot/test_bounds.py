"""A run ends, merges and remembers, whatever strangers offer it: heavy heads, long talk, slow answers."""

from __future__ import annotations

import json
import os
import random
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import NoReturn

import pytest

from mergebot.bot import attention, bounded, memory, queries, remote, sweep
from mergebot.bot.asking import Child, ChildError
from mergebot.bot.errands import Judge, Mend, Repairs
from mergebot.bot.hub import Hub
from mergebot.bot.landing import Landing
from mergebot.bot.snapshot import Account, PullRequest
from tests.github.faults import Fault
from tests.mergebot.bot.near import AT, NearChild
from tests.mergebot.bot.quick_scene import QuickScene
from tests.repository import submission

ENVIRONMENT = {"PATH": os.environ["PATH"]}


def looks_until_quiet(scene: QuickScene) -> int:
    """After how many runs none looks at anything any more."""
    for runs in range(10):
        scene.calls()
        scene.sweep()
        if "POST /graphql" not in scene.calls():
            return runs
    raise AssertionError("something is looked at for ever")


# Programs


def test_what_takes_too_long_is_ended_with_all_that_it_started(tmp_path: Path) -> None:
    started = tmp_path / "started"
    with pytest.raises(bounded.TooLongError, match="no answer after 1 seconds"):
        bounded.run(["sh", "-c", f"sleep 600 & echo $! >{started}; wait"], ENVIRONMENT, 1.0)
    number = int(started.read_text())
    for _ in range(100):  # whoever inherits it has to notice
        state = Path(f"/proc/{number}/stat")
        if not state.exists() or state.read_text().split()[2] == "Z":
            return
        time.sleep(0.05)
    raise AssertionError("it goes on")


def test_what_leaves_somebody_behind_does_not_keep_the_bot(tmp_path: Path) -> None:
    with pytest.raises(bounded.TooLongError):
        bounded.run(["sh", "-c", "sleep 600 & exit 0"], ENVIRONMENT, 1.0)


def test_what_writes_too_much_is_told_so_by_the_system(tmp_path: Path) -> None:
    big = tmp_path / "big"
    code = f"import time; time.sleep(0.2); open({str(big)!r}, 'wb').write(b'x' * 100_000)"
    done = bounded.run([sys.executable, "-c", code], ENVIRONMENT, 60, most_bytes=50_000)
    assert done.returncode == 1
    assert b"File too large" in done.stderr
    assert big.stat().st_size <= 50_000


@pytest.mark.parametrize(
    ("says", "told"), [("print('no json')", "gave no answer"), ("print('3')", "gave no")]
)
def test_a_child_that_answers_something_else_has_come_to_no_answer(
    says: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "program"
    program.write_text(f"#!{sys.executable}\n{says}\n")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))
    with pytest.raises(ChildError, match="gave no answer"):
        Child(tmp_path).judge(Judge("refs/pull/1/head", "a" * 40, AT))


# Heads


def test_a_head_that_is_too_heavy_is_told_so_and_left_after_some_tries(
    quick: QuickScene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its history holds megabytes that its end does not show, which nobody can see without fetching it."""
    monkeypatch.setattr(remote, "MOST_BYTES", 1 << 18)
    noise = random.Random(7).randbytes(1 << 19).hex()
    heavy = quick.offer("heavy", 2, "eve")
    quick.github.push("eve", "heavy", {"submissions/2026/11/noise.yaml": noise})
    quick.github.push("eve", "heavy", {"submissions/2026/11/noise.yaml": submission(9)})
    other = quick.offer("second", 3)
    clone = quick.folder / "clone.git"
    quick.sweep("--clone", str(clone))
    assert not [*clone.rglob("tmp_*")], "nothing is left half fetched"
    assert "Not ready: its head could not be fetched" in quick.comment(heavy)
    assert quick.status(heavy)[0] == "error"
    assert quick.status(other)[0] == "success", "it stops no other"
    assert looks_until_quiet(quick) >= attention.MOST_TRIES
    quick.github.comment(heavy, "eve", "/check")
    assert looks_until_quiet(quick) >= attention.MOST_TRIES, "something has changed"


def test_a_head_that_was_not_fetched_is_judged_when_it_is(
    quick: QuickScene, monkeypatch: pytest.MonkeyPatch
) -> None:
    pull = quick.offer("second", 2)
    with monkeypatch.context() as patched:
        patched.setattr(remote, "MOST_BYTES", 1)
        quick.sweep()
        too_early = quick.say(pull, "mia", "/merge")
    quick.sweep()
    assert not pull.merged, "nobody has seen what it would do"
    assert quick.receipts(too_early) == ["confused"]
    assert quick.status(pull)[0] == "success"
    quick.say(pull, "mia", "/merge")
    assert pull.merged


def test_a_network_that_fails_is_tried_again_for_ever_and_told_nobody(quick: QuickScene) -> None:
    pull = quick.offer("second", 2)
    quick.sweep()
    quick.github.push("ada", "second", {"submissions/2026/11/second.yaml": submission(3)})
    before = quick.comment(pull)
    for _ in range(attention.MOST_TRIES + 2):
        quick.github.server.faults.plan(Fault.BAD_GATEWAY_BEFORE, method="FETCH", at=4, times=6)
        quick.sweep(code=3)
        quick.github.server.faults.plans.clear()
    assert quick.comment(pull) == before
    quick.sweep()
    assert pull.head in quick.comment(pull)


def test_what_failed_for_a_while_is_tried_again_after_hours(
    quick: QuickScene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was accepted, and the machine had no room for the process that reads."""
    pull = quick.offer("second", 2)
    quick.sweep()
    quick.github.comment(pull, "mia", "/merge")

    def fails(child: Child, *question: object) -> NoReturn:
        raise ChildError("no room")

    with monkeypatch.context() as patched:
        patched.setattr(NearChild, "_ask", fails)
        assert looks_until_quiet(quick) >= attention.MOST_TRIES
    quick.sweep()
    assert not pull.merged
    monkeypatch.setattr(attention, "RETRY", timedelta(seconds=-2))
    quick.sweep()
    quick.sweep()
    assert pull.merged


def test_repairs_that_cannot_be_worked_out_are_not_tried_for_ever(
    quick: QuickScene, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = submission(2).replace("task: Question Answering", "task: question answering")
    pull = quick.github.open_pull("ada", "slip", {"submissions/2026/11/slip.yaml": wrong})
    quick.sweep()

    def fails(child: Child, question: Mend) -> NoReturn:
        raise ChildError("no room")

    with monkeypatch.context() as patched:
        patched.setattr(Child, "mend", fails)
        asked = quick.say(pull, "ada", "/fix", code=3)
        assert quick.receipts(asked) == ["rocket"]
        looks_until_quiet(quick)
    quick.say(pull, "ada", "/fix")
    assert pull.reviews


def test_many_objects_are_no_way_around_the_limit(quick: QuickScene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "MOST_BYTES", 1 << 18)
    noise = random.Random(8)
    files = {f"submissions/2026/11/n{n}.yaml": noise.randbytes(20_000).hex() for n in range(30)}
    pull = quick.github.open_pull("eve", "many", files)
    clone = quick.folder / "clone.git"
    quick.sweep("--clone", str(clone))
    assert "its head could not be fetched" in quick.comment(pull)
    assert sum(file.stat().st_size for file in clone.rglob("*") if file.is_file()) < 1 << 19


def test_what_a_killed_git_has_locked_is_taken_back_and_two_runs_share_no_clone(quick: QuickScene) -> None:
    pull = quick.offer("second", 2)
    clone = quick.folder / "clone.git"
    quick.sweep("--clone", str(clone))
    for name in (f"refs/pull/{pull.number}/head.lock", "refs/heads/main.lock", "packed-refs.lock"):
        (clone / name).write_text("")
    quick.github.advance_main({"docs/x.md": "x"})
    quick.github.push("ada", "second", {"submissions/2026/11/second.yaml": submission(3)})
    quick.sweep("--clone", str(clone))
    assert pull.head in quick.comment(pull)
    with remote.held(clone):
        assert "another run is at work" in quick.bot("sweep", "--clone", str(clone), code=3)


def test_what_has_to_wait_is_not_fetched(quick: QuickScene) -> None:
    policy = "roles: [write, maintain, admin]\nlimits: {open_pull_requests: 1}\n"
    quick.github.advance_main({".github/mergebot.yml": policy})
    quick.offer("second", 2)
    quick.sweep()
    quick.calls()
    waiting = quick.offer("third", 3)
    clone = quick.folder / "clone.git"
    quick.sweep("--clone", str(clone))
    refs = (clone / "refs/pull").rglob("head")
    assert str(waiting.number) not in {ref.parent.name for ref in refs}
    assert quick.status(waiting)[0] == "pending"


def test_a_clone_that_is_kept_forgets_what_is_over(quick: QuickScene) -> None:
    clone = quick.folder / "clone.git"
    pull, other = quick.offer("second", 2), quick.offer("third", 3)
    quick.sweep("--clone", str(clone))
    there = {ref.parent.name for ref in (clone / "refs/pull").rglob("head")}
    assert there == {str(pull.number), str(other.number)}
    quick.github.close(pull)
    quick.sweep("--clone", str(clone))
    quick.sweep("--clone", str(clone))
    assert {ref.parent.name for ref in (clone / "refs/pull").rglob("head")} == {str(other.number)}


# Time


def test_what_there_was_no_time_for_comes_first_next_time(
    quick: QuickScene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Eve's are the oldest, and always changed; each run has the time for a single look."""
    noisy = [quick.offer(f"noisy{number}", number, "eve") for number in (2, 3)]
    good = quick.offer("good", 4)
    monkeypatch.setattr(sweep, "LOOKING", -1.0)
    for _ in range(3):
        for pull in noisy:
            quick.github.comment(pull, "eve", "and another thing")
        quick.calls()
        quick.sweep()
        assert quick.calls().count("POST /graphql") <= 2, "a look, and one for what was written"
    assert quick.comments(good)
    quick.github.comment(good, "mia", "/merge")
    for _ in range(3):
        for pull in noisy:
            quick.github.comment(pull, "eve", "and yet another thing")
        quick.sweep()
    assert good.merged


def test_talk_on_what_is_closed_is_heard_when_there_is_time(
    quick: QuickScene, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = quick.offer("gone", 2, "eve")
    noisy = [quick.offer(f"noisy{number}", number, "eve") for number in (3, 4)]
    quick.sweep()
    quick.github.close(gone)
    quick.sweep()
    quick.sweep()
    monkeypatch.setattr(sweep, "LOOKING", -1.0)
    asked = quick.github.comment(gone, "mia", "/merge")
    for _ in range(4):
        for pull in noisy:
            quick.github.comment(pull, "eve", "and another thing")
        quick.sweep()
    assert quick.receipts(asked) == ["confused"]


@pytest.mark.parametrize("way", ["closed before there was time", "is not shown by GitHub"])
def test_nobody_loses_a_word_or_a_turn(quick: QuickScene, monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    first = quick.offer("first-one", 2, "eve")
    pull = quick.offer("second", 3)
    asked = quick.github.comment(pull, "mia", "/revert #99 it was wrong")
    with monkeypatch.context() as patched:
        patched.setattr(sweep, "LOOKING", -1.0)
        quick.sweep()
    quick.github.close(pull)
    if way == "is not shown by GitHub":
        ask = Hub.pull_request

        def hidden(hub: Hub, number: int, **how: bool) -> PullRequest | None:
            return None if number == first.number else ask(hub, number, **how)

        monkeypatch.setattr(Hub, "pull_request", hidden)
        monkeypatch.setattr(sweep, "LOOKING", -1.0)
    for _ in range(3):
        quick.github.comment(first, "eve", "and on")
        quick.sweep()
    assert quick.receipts(asked) == ["confused"], "there is no such pull request to undo"


def test_talk_on_many_that_are_closed_comes_to_an_end(
    quick: QuickScene, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = [quick.offer(f"gone{number}", number, "eve") for number in (2, 3, 4)]
    quick.sweep()
    for pull in gone:
        quick.github.close(pull)
    looks_until_quiet(quick)
    for pull in gone:
        quick.github.comment(pull, "eve", "what now?")
    monkeypatch.setattr(sweep, "LOOKING", -1.0)
    assert looks_until_quiet(quick) >= len(gone)


def test_an_event_takes_nobody_s_turn(
    quick: QuickScene, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    noisy, good = quick.offer("noisy", 2, "eve"), quick.offer("good", 3)
    payload = tmp_path / "event.json"
    payload.write_text(
        json.dumps(
            {"repository": {"full_name": quick.github.full_name}} | {"pull_request": {"number": noisy.number}}
        )
    )
    monkeypatch.setattr(sweep, "LOOKING", -1.0)
    for _ in range(3):
        quick.github.comment(noisy, "eve", "and on")
        quick.sweep()
        quick.github.comment(noisy, "eve", "and on")
        quick.bot("event", str(payload))
    assert quick.comments(good)


# Talk


def test_more_characters_than_are_read_are_never_merged_and_said(
    quick: QuickScene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of somebody with a right: what is missing may be a word against it. Of anybody else it is nothing."""
    monkeypatch.setattr(queries, "MOST_CHARACTERS", 1_000)
    quick.github.grant("max", "write")
    pull = quick.offer("second", 2)
    quick.sweep()
    quick.github.comment(pull, "max", "no " * 400)  # no command, so it takes no time
    long = quick.github.comment(pull, "max", "/no " * 300)
    quick.github.comment(pull, "mia", "/merge")
    quick.sweep()
    assert not pull.merged
    assert "more has been said here than is read" in quick.comment(pull)
    quick.github.delete_comment(long)
    quick.github.comment(pull, "eve", "/no " * 300)
    quick.sweep()
    assert pull.merged


def test_a_stranger_s_talk_drowns_no_maintainer_s_word(
    quick: QuickScene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "MOST_CHARACTERS", 1_000)
    pull = quick.offer("second", 2)
    quick.sweep()
    for _ in range(3):
        quick.github.comment(pull, "eve", "/no " * 300)
    closing = quick.github.comment(pull, "mia", "/close spam")
    quick.sweep()
    assert not pull.is_open
    assert quick.receipts(closing) == ["rocket"]


def test_behind_more_comments_than_are_fetched_none_is_written_twice(
    quick: QuickScene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "MOST_PAGES", 1)
    pull = quick.offer("second", 2)
    for number in range(100):
        quick.github.comment(pull, "eve", f"the talk goes on, {number}")
    monkeypatch.setattr(queries, "MOST_PAGES", 2)
    quick.sweep()
    assert len(quick.comments(pull)) == 1
    monkeypatch.setattr(queries, "MOST_PAGES", 1)
    for _ in range(3):
        quick.github.comment(pull, "eve", "and on")
        quick.sweep()
    assert len(quick.comments(pull)) == 1


def test_repairs_are_never_pushed_to_the_bot_s_own_repository(
    quick: QuickScene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """GitHub may write its name otherwise than whoever started the bot, and the branch may be called main."""
    quick.github.advance_main({".github/mergebot.yml": "roles: [maintain]\nfix: push\n"})
    before = quick.github.main()
    wrong = submission(2).replace("task: Question Answering", "task: question answering")
    pull = quick.github.open_pull("eve", "main", {"submissions/2026/11/x.yaml": wrong})
    quick.github.comment(pull, "eve", "/fix")
    other = quick.github.full_name.title()
    with monkeypatch.context() as patched:
        patched.setattr(type(quick.github), "full_name", other)
        quick.bot("sweep", code=None)
    assert quick.github.main() == before


@pytest.mark.parametrize(
    ("address", "repository", "there"),
    [
        ("https://github.com/community/results.git", "eve/results", "https://github.com/eve/results.git"),
        ("https://github.com/community/results", "eve/other", "https://github.com/eve/other.git"),
        (
            "https://github.com/Community/Results.git",
            "community/results",
            "https://github.com/community/results.git",
        ),
        ("https://github.com/m/m.git", "eve/m", "https://github.com/eve/m.git"),
        ("https://github.com/community/results.git", "", None),
        ("https://github.com/community/results.git", "eve/../x", None),
        ("https://github.com/community/results.git", "eve@evil.example/x", None),
    ],
)
def test_an_address_beside_ours_is_made_from_its_parts(
    address: str, repository: str, there: str | None, tmp_path: Path
) -> None:
    found = remote.Remote(tmp_path, address, "a-token").beside(repository)
    assert (None if found is None else found.address) == there


def test_main_is_never_pushed_to_by_a_repair(tmp_path: Path) -> None:
    ours = remote.Remote(tmp_path, "https://github.com/Community/results.git", "a-token")
    there = ours.beside("community/Results")
    assert there is not None
    landing = Landing(ours, Child(tmp_path), AT, lambda text: None)
    pull = PullRequest(1, Account(1, "ada"), "a" * 40, "release", branch="main")
    assert not landing.push_repairs(pull, Repairs(()), there)


def test_an_answer_of_an_unknown_form_stops_one_pull_request(
    quick: QuickScene, monkeypatch: pytest.MonkeyPatch
) -> None:
    pull, other = quick.offer("second", 2), quick.offer("third", 3)
    ask = queries.pull_request

    def answered(told: dict[str, object], *more: object) -> object:
        return ask({} if told["number"] == pull.number else told, *more)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(queries, "pull_request", answered)
        said = quick.sweep(code=3)
    assert f"#{pull.number}: GitHub's answer is not of the form that it describes" in said
    assert "Traceback" not in said
    assert quick.comments(other)
    assert not quick.comments(pull)
    quick.sweep()
    assert quick.comments(pull)


def test_memories_of_before_are_read() -> None:
    """What was written without the newer fields is a memory all the same."""
    old = {"pulls": {"7": {"head": "a", "updated": "b"}}, "since": None, "policy": "c"}
    assert memory.read(json.dumps(old).encode()).pulls[7].tries == 0


def test_a_preview_names_what_else_is_open_and_nothing_that_is_not(quick: QuickScene) -> None:
    """Also where a run looks at one pull request alone, in a clone that is new."""
    pull, other, closed = quick.offer("second", 2), quick.offer("third", 3), quick.offer("fourth", 4)
    quick.sweep()
    assert f"refs/pull/{closed.number}/head" in quick.comment(pull)
    quick.github.close(closed)
    quick.sweep()
    for _ in range(2):
        quick.say(pull, "eve", "/check")
        assert f"refs/pull/{other.number}/head" in quick.comment(pull)
        assert f"refs/pull/{closed.number}/head" not in quick.comment(pull)


def test_what_is_not_there_any_more_is_forgotten(quick: QuickScene, monkeypatch: pytest.MonkeyPatch) -> None:
    pull = quick.offer("second", 2)
    quick.sweep()
    quick.github.close(pull)
    asked: list[int] = []
    monkeypatch.setattr(Hub, "pull_request", lambda hub, number, **how: asked.append(number))
    quick.sweep()
    assert asked == [pull.number]
    quick.sweep()
    assert asked == [pull.number]
