"""Whatever people try: nothing is merged but by a plain word of one who may, on a head that was judged.

All of it happens in one world, each attempt on a pull request of its own; the tests only look.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.github.records import Comment, Pull
from tests.mergebot.bot.conftest import copied
from tests.mergebot.bot.quick_scene import QuickScene
from tests.repository import submission

POLICY = """\
roles: [write, maintain, admin]
limits: {open_pull_requests: 100}
"""
Attempt = Callable[[QuickScene, Pull], Comment | None]


def said(who: str, text: str) -> Attempt:
    return lambda scene, pull: scene.github.comment(pull, who, text)


def by_a_bot(scene: QuickScene, pull: Pull) -> Comment:
    return scene.github.comment(
        pull, scene.github.grant(scene.github.add_user("helper", bot=True), "admin"), "/merge"
    )


def by_the_bot_itself(scene: QuickScene, pull: Pull) -> Comment:
    return scene.github.comment(pull, scene.github.bot, "/merge")


def in_the_title(scene: QuickScene, pull: Pull) -> None:
    pull.title = "/merge"


def in_the_description(scene: QuickScene, pull: Pull) -> None:
    pull.body = "/merge"


def in_a_review(scene: QuickScene, pull: Pull) -> None:
    scene.github.review(pull, "mia", body="/merge")


def edited(scene: QuickScene, pull: Pull) -> Comment:
    made = scene.github.comment(pull, "mia", "nice")
    scene.github.edit_comment(made, "/merge")
    return made


def right_withdrawn(scene: QuickScene, pull: Pull) -> Comment:
    scene.github.grant("max", "maintain")
    made = scene.github.comment(pull, "max", "/merge")
    scene.github.grant("max", "read")
    return made


def login_taken_over(scene: QuickScene, pull: Pull) -> Comment:
    scene.github.grant("zoe", "admin")
    scene.github.rename_user("zoe", "zoe-elsewhere")
    return scene.github.comment(pull, "zoe", "/merge")


def pushed_after(scene: QuickScene, pull: Pull) -> Comment:
    made = scene.github.comment(pull, "mia", "/merge")
    scene.github.push("ada", pull.head_ref, {"submissions/2026/11/another.yaml": submission(900)})
    return made


def pushed_away_and_back(scene: QuickScene, pull: Pull) -> Comment:
    made = scene.github.comment(pull, "mia", "/merge")
    head = pull.head
    scene.github.force_push("ada", pull.head_ref, {"submissions/2026/11/away.yaml": submission(901)})
    scene.github.push_commit("ada", pull.head_ref, head)
    return made


def retargeted_and_back(scene: QuickScene, pull: Pull) -> Comment:
    made = scene.github.comment(pull, "mia", "/merge")
    scene.github.retarget(pull, "release")
    scene.github.retarget(pull, "main")
    return made


def labelled(scene: QuickScene, pull: Pull) -> None:
    scene.github.label(pull, "eve", "state: merged", "area: all", "approved")


def called_good(scene: QuickScene, pull: Pull) -> None:
    scene.github.status(pull.head, "eve", "success", context="pwc", description="ready")


def held(scene: QuickScene, pull: Pull) -> Comment:
    return scene.github.comment(pull, "mia", "/merge\n/hold not yet")


ATTEMPTS: dict[str, Attempt] = {
    "stranger": said("eve", "/merge"),
    "author": said("ada", "/merge"),
    "code": said("mia", "```\n/merge\n```"),
    "indented": said("mia", "text\n\n    /merge\n"),
    "quote": said("mia", "> /merge"),
    "hidden": said("mia", "<!--\n/merge\n-->"),
    "sentence": said("mia", "I would /merge this\nlater /merge it"),
    "list": said("mia", "- /merge"),
    "other-head": said("mia", f"/merge {'0' * 40}"),
    "slip": said("mia", "/mergee"),
    "bot": by_a_bot,
    "itself": by_the_bot_itself,
    "title": in_the_title,
    "description": in_the_description,
    "review": in_a_review,
    "edited": edited,
    "withdrawn": right_withdrawn,
    "taken-over": login_taken_over,
    "pushed": pushed_after,
    "back": pushed_away_and_back,
    "retargeted": retargeted_and_back,
    "labels": labelled,
    "status": called_good,
    "held": held,
}
REFUSED = {
    "stranger",
    "author",
    "other-head",
    "slip",
    "withdrawn",
    "taken-over",
    "pushed",
    "back",
    "retargeted",
}
"""Those that are told so; the others were no words to the bot."""
ANSWERS = {
    "stranger": "> `/merge` is for those who may merge this",
    "author": "> `/merge` is for those who may merge this",
    "withdrawn": "> `/merge` is for those who may merge this",
    "taken-over": "> `/merge` is for those who may merge this",
    "slip": "> `/mergee` is no command; did you mean `/merge [commit]`?",
    "other-head": "names another commit than the head",
    "pushed": "was written before this head was checked",
    "back": "was written before this head was checked",
    "retargeted": "was written before this head was checked",
}


class World:
    """The scene after everybody has tried, and the bot has run twice since."""

    def __init__(self, scene: QuickScene) -> None:
        self.scene = scene
        self.pulls = {name: scene.offer(name, 100 + number) for number, name in enumerate(ATTEMPTS)}
        scene.sweep()
        self.main = scene.github.main()
        self.comments = {name: attempt(scene, self.pulls[name]) for name, attempt in ATTEMPTS.items()}
        scene.sweep()
        scene.sweep()


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, merged_once: Path) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("words")
    source = copied(merged_once, folder)
    source.git("branch", "release")
    with QuickScene(folder, source, POLICY) as scene:
        yield World(scene)


def test_main_is_as_it_was(world: World) -> None:
    assert world.scene.github.main() == world.main
    assert not [pull for pull in world.pulls.values() if pull.merged]


def test_all_stay_open_with_one_comment_that_says_what_is_needed(world: World) -> None:
    for name, pull in world.pulls.items():
        text = world.scene.comment(pull)
        needed = "mia holds it" if name == "held" else "- [ ] a maintainer's `/merge`"
        assert pull.is_open, name
        assert f"Judged at {pull.head}" in text, name
        assert needed in text, name
        assert ANSWERS.get(name, "") in text, name
        assert ("\n> " in text) == (name in ANSWERS), name


def test_only_what_was_meant_for_the_bot_gets_a_receipt(world: World) -> None:
    for name, comment in world.comments.items():
        receipts = [] if comment is None else world.scene.receipts(comment)
        assert receipts == (["confused"] if name in REFUSED else ["eyes"] if name == "held" else []), name


def test_labels_and_status_are_the_bot_s_own(world: World) -> None:
    for name, pull in world.pulls.items():
        own = [label for label in world.scene.labels(pull) if label.startswith(("state: ", "area: "))]
        first = "mia holds it" if name == "held" else "a maintainer's /merge"
        assert own == ["area: natural-language-processing", "state: waiting"], name
        assert (world.scene.status(pull)[1] or "").startswith(f"needs {first}"), name
