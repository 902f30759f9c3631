"""The bot from end to end: people push and talk, the bot runs, and GitHub and git are then looked at."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.mergebot.bot.scene import Scene
from tests.repository import Repository, submission


@pytest.fixture
def scene(tmp_path: Path, repository: Repository) -> Iterator[Scene]:
    with Scene(tmp_path, repository) as scene:
        yield scene


def test_from_the_pull_request_to_main(scene: Scene) -> None:
    pull = scene.offer("second", 2)
    scene.sweep()
    assert "Still needed" in scene.comment(pull)
    scene.github.comment(pull, "mia", "/merge")
    scene.sweep()
    assert pull.merged
    assert scene.main_has("submissions/2026/11/second.yaml")
    assert "Merged as" in scene.comment(pull)


def calls(scene: Scene) -> list[str]:
    """What the last run asked of the API."""
    told = [f"{call.method} {call.template}" for call in scene.github.server.calls]
    scene.github.server.calls.clear()
    return told


def test_what_did_not_change_costs_two_calls(scene: Scene) -> None:
    pulls = [scene.offer(f"s{number}", number) for number in range(2, 5)]
    scene.sweep()
    scene.sweep()
    calls(scene)
    assert scene.sweep() == ""
    assert calls(scene) == [
        "GET /repos/{owner}/{repo}",
        "GET /repos/{owner}/{repo}/pulls",
        "GET /repos/{owner}/{repo}/issues/comments",
    ]
    assert all(len(scene.comments(pull)) == 1 for pull in pulls)


def test_a_history_that_touches_more_is_adopted_and_closed_by_the_bot(scene: Scene) -> None:
    pull = scene.offer("second", 2)
    scene.github.push("ada", "second", {"notes.md": "mine\n"})
    clone = scene.github.clone("ada")
    clone.git("rm", "--quiet", "notes.md")
    clone.git("commit", "--quiet", "--message=Take it back")
    clone.git("push", "--quiet", "origin", "second")
    scene.sweep()
    scene.github.comment(pull, "mia", "/merge")
    scene.sweep()
    assert not pull.merged
    assert not pull.is_open
    assert scene.main_has("submissions/2026/11/second.yaml")
    assert "Merged as" in scene.comment(pull)


def test_a_push_after_the_word_voids_it(scene: Scene) -> None:
    pull = scene.offer("second", 2)
    scene.sweep()
    scene.github.comment(pull, "mia", "/merge")
    scene.github.push("ada", "second", {"submissions/2026/11/third.yaml": submission(3)})
    scene.sweep()
    assert not pull.merged
    assert "written before this head was checked" in scene.comment(pull)


def test_an_accepted_pull_request_is_undone_from_its_own_page(scene: Scene) -> None:
    pull = scene.offer("second", 2)
    scene.sweep()
    scene.github.comment(pull, "mia", "/merge")
    scene.sweep()
    scene.sweep()
    scene.github.comment(pull, "mia", "/revert #1 no such paper")
    scene.sweep()
    assert scene.main_has("submissions/2026/11/second.yaml")
    assert scene.main_has(f"submissions/{datetime.now(UTC):%Y/%m}/revert-second.yaml")
    undoing = scene.github.world.pulls[2]
    assert undoing.merged


def test_repairs_are_offered_as_suggestions(scene: Scene) -> None:
    text = submission(2).replace("task: Question Answering", "task: question answering")
    pull = scene.github.open_pull("ada", "second", {"submissions/2026/11/second.yaml": text})
    scene.sweep()
    scene.github.comment(pull, "ada", "/fix")
    scene.sweep()
    assert "suggestion" in pull.review_comments[0].body
    scene.sweep()
    assert len(pull.reviews) == 1
