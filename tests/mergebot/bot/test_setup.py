"""``pwc bot setup``: what is missing is said with what to do about it, and the labels are made."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from mergebot.bot.policy import Policy
from mergebot.bot.requirements import WORKFLOWS, Facts, requirements
from mergebot.bot.setup_command import LABELS
from tests.mergebot.bot.scene import Scene
from tests.repository import Repository

READY = Facts(
    default_branch="main",
    may_push=True,
    is_archived=False,
    squashes=False,
    files=frozenset(WORKFLOWS),
    policy=Policy(roles=("maintain",)),
    rules=("non_fast_forward", "deletion"),
    is_protected=False,
    switch="on",
    opens_pull_requests=True,
)


def missing(facts: Facts) -> list[str]:
    return [one.what for one in requirements(facts) if one.mark == "missing"]


def test_a_repository_that_has_everything() -> None:
    assert {one.mark for one in requirements(READY)} == {"ok"}


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        ({"default_branch": "master"}, "the default branch is main"),
        ({"may_push": False}, "the token may write contents"),
        ({"is_archived": True}, "the repository is not archived"),
        ({"files": frozenset(WORKFLOWS[:1])}, f"{WORKFLOWS[1]} is on main"),
        ({"policy": Policy()}, "the policy says who may merge"),
        ({"policy": ".github/mergebot.yml:3: no"}, "the policy can be read"),
        ({"strangers": ("mia",)}, "the maintainer mia is who the policy means"),
        ({"rules": ("non_fast_forward", "pull_request")}, "no rule pull_request on main"),
        ({"rules": ("non_fast_forward", "merge_queue")}, "no rule merge_queue on main"),
        (
            {"rules": ("non_fast_forward", "required_linear_history")},
            "no rule required_linear_history on main",
        ),
        ({"rules": ("non_fast_forward", "some_new_rule")}, "no rule some_new_rule on main"),
        ({"rules": ()}, "main cannot be forced"),
        ({"squashes": True}, "people cannot squash or rebase by the button"),
        ({"switch": "off"}, "the variable PWC_BOT is on"),
        ({"opens_pull_requests": False}, "workflows may open pull requests (for /revert)"),
    ],
)
def test_what_is_missing_is_said_and_what_to_do(changed: dict[str, object], what: str) -> None:
    facts = replace(READY, **changed)
    assert missing(facts) == [what]
    assert all(one.mend for one in requirements(facts) if one.mark != "ok")


@pytest.mark.parametrize("hidden", ["rules", "squashes", "switch", "opens_pull_requests"])
def test_what_the_token_may_not_see_is_neither_there_nor_missing(hidden: str) -> None:
    marks = [one.mark for one in requirements(replace(READY, **{hidden: None}))]
    assert marks.count("unknown") == 1
    assert "missing" not in marks


@pytest.fixture
def scene(tmp_path: Path, repository: Repository) -> Iterator[Scene]:
    with Scene(tmp_path, repository) as scene:
        yield scene


def test_a_new_repository_is_told_what_it_lacks_and_nothing_is_written(scene: Scene) -> None:
    told = scene.bot("setup", "--check", code=1)
    assert f"MISSING {WORKFLOWS[0]} is on main" in told
    assert "MISSING the variable PWC_BOT is on" in told
    assert "ok      the policy says who may merge" in told
    assert {call.method for call in scene.github.server.calls} == {"GET"}


def test_the_labels_are_made_once(scene: Scene) -> None:
    scene.bot("setup", code=1)
    assert LABELS.keys() <= scene.github.world.labels.keys()
    scene.github.server.calls.clear()
    scene.bot("setup", code=1)
    assert {call.method for call in scene.github.server.calls} == {"GET"}
