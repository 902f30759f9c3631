"""What a pull request does to the tree: the paths it adds, changes and deletes."""

from __future__ import annotations

from msgspec import Struct

from pwc.tree import Change

MAX_FILES = 50
INBOX = "submissions/"


class ChangeSet(Struct, frozen=True):
    """The difference between a pull request's head and the point where it left main."""

    changes: tuple[Change, ...]
    is_unrelated: bool = False
    """Whether the two have no history in common, so that there is nothing to compare."""

    is_malformed: bool = False
    """Whether its trees are such as git itself never makes, and nobody could check out."""

    taken: tuple[str, ...] = ()
    """The paths that it adds and main has already, from after the two parted."""

    is_uncounted: bool = False
    """Whether it changes so many files that they were not even counted."""

    @property
    def files(self) -> list[Change]:
        """The files under submissions/ that it adds, by path: what is to be read and judged."""
        added = (c for c in self.changes if c.status == "A" and c.path.startswith(INBOX))
        return sorted(added, key=lambda change: change.path)

    @property
    def inside(self) -> list[Change]:
        """What it does to files under submissions/."""
        return [change for change in self.changes if change.path.startswith(INBOX)]

    @property
    def is_too_large(self) -> bool:
        """Whether it adds more files than anybody reviews; then none of them is read."""
        return self.is_uncounted or len(self.files) > MAX_FILES
