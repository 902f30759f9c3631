"""Scenes for one test, and for a whole module whose tests only look."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.mergebot.bot.quick_scene import QuickScene
from tests.repository import Repository


def copied(merged_once: Path, folder: Path) -> Repository:
    """A repository of one's own whose catalog has one accepted submission."""
    shutil.copytree(merged_once, folder / "repository", symlinks=True)
    made = Repository(folder / "repository")
    made.git("update-index", "--refresh")
    return made


@pytest.fixture
def quick(tmp_path: Path, merged_once: Path) -> Iterator[QuickScene]:
    """A scene for one test."""
    with QuickScene(tmp_path, copied(merged_once, tmp_path)) as scene:
        yield scene
