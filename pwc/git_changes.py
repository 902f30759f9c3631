"""What differs between two commits, from their trees alone: no text diff, no renames, no attributes.

The trees are walked here, and only where they differ, instead of by ``git diff-tree``, which walks to the end
whatever it finds: forty tree objects that each hold the next one twice describe more folders than anybody can
wait for. Here a walk that goes on for too long is given up.
"""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

from pwc.errors import TooMuchDiffersError
from pwc.git_tree import GitTree
from pwc.tree import Change
from pwc.tree_object import TreeEntry

MOST_TREES = 20_000
"""As many tree objects are read for one comparison, on both sides together."""
MOST_CHANGES = 50_000
MOST_DEPTH = 200
"""A path has fewer steps than the characters that it may have."""

_ABSENT = "000000"


def changes(repository: Path, old: str, new: str) -> list[Change]:
    """Every path that differs between two commits' trees, sorted, as ``git diff-tree -r`` has them.

    Raises TooMuchDiffersError if that is more than anybody could mean, MalformedTreeError for a tree that
    nobody can check out, and GitError for one that is not here.
    """
    with GitTree(repository, old) as objects:
        return between(objects, old, new)


def between(objects: GitTree, old: str, new: str) -> list[Change]:
    """The same, read by a git that is running already: for many comparisons, which have much in common."""
    found: list[Change] = []
    for change in _Comparison(objects).below(objects.root(old), objects.root(new), "", 0):
        found.append(change)
        if len(found) > MOST_CHANGES:
            raise TooMuchDiffersError(f"more than {MOST_CHANGES:,} files differ")
    return sorted(found, key=lambda change: change.path)


class _Comparison:
    """One walk over two trees."""

    def __init__(self, objects: GitTree) -> None:
        self._objects = objects
        self._read = 0
        self._no_blob = "0" * len(objects.commit)

    def below(self, old: str | None, new: str | None, prefix: str, depth: int) -> Iterator[Change]:
        """The changes between two trees; None is a tree without entries."""
        before, after = self._entries(old, depth), self._entries(new, depth)
        for name in before.keys() | after.keys():
            one, other = before.get(name), after.get(name)
            if one != other:
                yield from self._between(one, other, prefix + name, depth)

    def _between(
        self, old: TreeEntry | None, new: TreeEntry | None, path: str, depth: int
    ) -> Iterator[Change]:
        old_folder, new_folder = _folder(old), _folder(new)
        if old_folder is not None or new_folder is not None:
            yield from self.below(old_folder, new_folder, f"{path}/", depth + 1)
        before, after = (_mode(entry) for entry in (old, new))
        blob = self._no_blob if new is None or after == _ABSENT else new.id
        if (before, after) != (_ABSENT, _ABSENT) and (before != after or old is None or old.id != blob):
            yield Change(path, _status(before, after), before, after, blob)

    def _entries(self, tree: str | None, depth: int) -> dict[str, TreeEntry]:
        if tree is None:
            return {}
        self._read += 1
        if self._read > MOST_TREES or depth > MOST_DEPTH:
            raise TooMuchDiffersError(f"more than {MOST_TREES:,} folders differ")
        return self._objects.entries(tree)


def _folder(entry: TreeEntry | None) -> str | None:
    return entry.id if entry is not None and entry.is_tree else None


def _mode(entry: TreeEntry | None) -> str:
    """The mode of a file; that of nothing for a folder, whose files are changes of their own."""
    return _ABSENT if entry is None or entry.is_tree else entry.mode


def _status(before: str, after: str) -> str:
    if before == _ABSENT:
        return "A"
    if after == _ABSENT:
        return "D"
    return "M" if stat.S_IFMT(int(before, 8)) == stat.S_IFMT(int(after, 8)) else "T"
