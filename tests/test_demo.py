"""``make demo`` without make: the whole workflow, from a clone of this checkout."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_the_demo_plays_to_its_end_without_any_configuration(tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    nobody = {"PATH": os.environ["PATH"], "HOME": str(tmp_path / "empty home"), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-m", "pwc", "demo", "--dir", str(scratch)],
        cwd=ROOT,
        env=nobody,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "All of it worked." in done.stdout
    assert "PWC221 unknown-key" in done.stdout
    assert "Did you mean `BoolQ`?" in done.stdout
    assert "1 leaderboard would change." in done.stdout
    board = scratch / "site" / "sota" / "question-answering-on-boolq" / "index.html"
    assert "Chinchilla 70B" in board.read_text()
    status = subprocess.run(
        ["git", "-C", str(scratch), "status", "--porcelain"], capture_output=True, text=True, check=True
    )
    assert status.stdout == ""


def test_it_does_not_write_into_what_is_there(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pwc", "demo", "--dir", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "exists already" in done.stderr
