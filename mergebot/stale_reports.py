"""What git writes down when a merge is killed before all of its commits are described."""

from __future__ import annotations

from pathlib import Path

from mergebot.git_branch import TRAINS
from mergebot.workshop import common_directory


def remove_reports(repository: Path) -> None:
    """Remove git's reports on commits of ours that were never finished: nobody can do anything with them."""
    for report in common_directory(repository).glob("fast_import_crash_*"):
        if TRAINS.encode() in report.read_bytes():
            report.unlink()
