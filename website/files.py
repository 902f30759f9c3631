"""Which files of the catalog are other than they were when the site was last built."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, MutableMapping

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
        """``known`` has the files by the folders or tables that they are asked for as."""
        self._tree, self._known = catalog, known
        self._settled = time.time_ns() - SETTLED
        self.differ = False
        """Whether any of those that were asked for is other than it was."""

    def changed(self, folder: str) -> Iterator[tuple[str, bytes | None]]:
        """The files of a folder that differ, with None for the bytes of those that have gone."""
        known = self._known.get(folder) or Known()
        marks = tree.marks(self._tree, folder)
        digests: dict[str, Digest] = {}
        for path, data in self._looked_at(folder, known, marks):
            digests[path] = digest(data)
            if known.digests.get(path) != digests[path]:
                self.differ = True
                yield path, data
        gone = known.digests.keys() - (digests if marks is None else marks).keys()
        self.differ = self.differ or bool(gone)
        yield from ((path, None) for path in sorted(gone))
        now = Known(
            {path: it for path, it in (known.digests | digests).items() if path not in gone},
            {path: mark for path, mark in (marks or {}).items() if mark[0] < self._settled},
        )
        if now != known:
            self._known[folder] = now

    def differs(self, name: str, data: bytes) -> bool:
        """Whether the bytes of a single file differ."""
        now = Known({name: digest(data)})
        if self._known.get(name) == now:
            return False
        self._known[name] = now
        self.differ = True
        return True

    def _looked_at(
        self, folder: str, known: Known, marks: Mapping[str, Mark] | None
    ) -> Iterator[tuple[str, bytes]]:
        """The files of a folder that may differ."""
        if marks is None:
            yield from self._tree.files(folder)
        else:
            may_differ = sorted(path for path, mark in marks.items() if known.marks.get(path) != mark)
            yield from ((path, self._tree.read(path) or b"") for path in may_differ)
