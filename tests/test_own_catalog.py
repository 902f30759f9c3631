"""This repository's own catalog and submissions, a pull request's new files among them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("command", [("validate",), ("catalog", "check"), ("catalog", "rebuild", "--check")])
def test_it_holds(command: tuple[str, ...]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pwc", *command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
