"""Which files of the catalog are other than they were when the site was last built."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, MutableMapping

from pwc import tree
from pwc.tree import Mark, Tree
from website.facts import Digest, digest
from website.state import Known

SETTLED = 2_000_000_000
"""Nanoseconds; the clocks of file systems are as coarse as that."""


class Files:
    """The catalog's files, beside what is known of them, which is brought up to date.

    Of files in a directory those are not even read whose marks are as they were. A mark is only kept if it
    was some time old when it was seen: what is written within one tick of the clock shares its mark.
    """

    def __init__(self, catalog: Tree, known: MutableMapping[str, Known]) -> None:
        """``known`` has the files by the folders that they are directly in."""
        self._tree, self._known = catalog, known
        self._settled = time.time_ns() - SETTLED
        self.differ = False
        """Whether any of those that were asked for is other than it was."""

    def changed(self, folder: str) -> Iterator[tuple[str, bytes | None]]:
        """The files below a folder that differ, with None for the bytes of those that have gone."""
        known = {at: it for at, it in self._known.items() if f"{at}/".startswith(f"{folder}/")}
        marks = tree.marks(self._tree, folder)
        digests: dict[str, Digest] = {}
        for path, data in self._looked_at(folder, known.values(), marks):
            digests[path] = digest(data)
            if _digest(known, path) != digests[path]:
                self.differ = True
                yield path, data
        gone = _gone(known.values(), digests if marks is None else marks)
        self.differ = self.differ or bool(gone)
        yield from ((path, None) for path in sorted(gone))
        looked_at: dict[str, dict[str, Digest]] = {_folder(path): {} for path in gone}
        for path, now in digests.items():
            looked_at.setdefault(_folder(path), {})[path] = now
        for at, here in looked_at.items():
            self._note(at, {**(known.get(at) or Known()).digests, **here}, gone, marks or {})

    def differs(self, path: str, data: bytes) -> bool:
        """Whether the bytes of a single file differ."""
        at, now = _folder(path), digest(data)
        if _digest(self._known, path) == now:
            return False
        self._note(at, {**(self._known.get(at) or Known()).digests, path: now}, set(), {})
        self.differ = True
        return True

    def _looked_at(
        self, folder: str, known: Iterable[Known], marks: Mapping[str, Mark] | None
    ) -> Iterator[tuple[str, bytes]]:
        """The files below a folder that may differ."""
        if marks is None:
            yield from self._tree.files(folder)
            return
        before: dict[str, Mark] = {}
        for each in known:
            before |= each.marks
        may_differ = sorted(path for path, mark in marks.items() if before.get(path) != mark)
        yield from ((path, self._tree.read(path) or b"") for path in may_differ)

    def _note(self, at: str, digests: dict[str, Digest], gone: set[str], marks: Mapping[str, Mark]) -> None:
        """Know the files of a folder as they are now."""
        there = {path: digests[path] for path in sorted(digests.keys() - gone)}
        settled = {path: marks[path] for path in there if path in marks and marks[path][0] < self._settled}
        if not there:
            del self._known[at]
        elif (now := Known(there, settled)) != self._known.get(at):
            self._known[at] = now


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _digest(known: Mapping[str, Known], path: str) -> Digest | None:
    there = known.get(_folder(path))
    return None if there is None else there.digests.get(path)


def _gone(known: Iterable[Known], there: Mapping[str, object]) -> set[str]:
    return {path for each in known for path in each.digests if path not in there}
