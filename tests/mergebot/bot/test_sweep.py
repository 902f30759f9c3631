"""The bot from end to end: people push and talk, the bot runs, and what GitHub and git then say is looked at."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.mergebot.bot.scene import Scene
from tests.repository import Repository


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
