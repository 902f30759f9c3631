"""What a pull request does to the tree: the paths it adds, changes and deletes."""

from __future__ import annotations

from msgspec import Struct

from pwc.tree import Change

MAX_FILES = 50
INBOX = "submissions/"


class ChangeSet(Struct, frozen=True):
    """The difference between a pull request's head and the point where it left main."""

    changes: tuple[Change, ...]

    @property
    def files(self) -> list[Change]:
        """The regular files under submissions/ that it adds: what is to be read and judged."""
        return [c for c in self.changes if c.status == "A" and c.path.startswith(INBOX)]
