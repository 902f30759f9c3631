"""A submission by itself: what can be said of it without the catalog, the day or any other file."""

from __future__ import annotations

from pwc.submission import Submission
from validator.entry import Entry


class Content:
    """A submission and the file that it was read from."""

    def __init__(self, entry: Entry, submission: Submission) -> None:
        self.entry = entry
        self.submission = submission
