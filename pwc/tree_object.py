"""The bytes of git's tree objects: what a folder holds. Pure."""

from __future__ import annotations

import os
import re
import stat
from functools import lru_cache
from typing import NamedTuple

from pwc.errors import MalformedTreeError
from pwc.tree import REGULAR

_FOLDER = "040000"
_OCTAL = re.compile(rb"[0-7]{1,7}")
_NO_NAMES = frozenset({"", ".", ".."})


class TreeEntry(NamedTuple):
    """What a tree has under a name: its mode in six digits, and its id."""

    mode: str
    id: str

    @property
    def is_tree(self) -> bool:
        """Whether it is a folder."""
        return self.mode == _FOLDER


def parse(tree: str, data: bytes) -> dict[str, TreeEntry]:
    """The entries of a tree object: ``mode SP name NUL id``, the id as bytes, one after the other.

    Raises MalformedTreeError if nobody could check it out.
    """
    found: dict[str, TreeEntry] = {}
    at, bytes_of_id = 0, len(tree) // 2
    while at < len(data):
        space = data.find(b" ", at)
        nul = data.find(b"\0", space)
        end = nul + 1 + bytes_of_id
        mode, name = data[at:space], os.fsdecode(data[space + 1 : nul])
        if not at < space < nul or end > len(data) or not _OCTAL.fullmatch(mode):
            raise MalformedTreeError(f"the tree {tree} cannot be read")
        if name in found or name in _NO_NAMES or "/" in name:
            raise MalformedTreeError(f"the tree {tree} has an entry that nobody can check out")
        found[name] = TreeEntry(_canonical(mode), data[nul + 1 : end].hex())
        at = end
    return found


@lru_cache
def _canonical(octal: bytes) -> str:
    """The one of git's five modes that an entry's mode stands for, as git itself reads it."""
    mode = int(octal, 8)
    if stat.S_ISREG(mode):
        return "100755" if mode & 0o100 else REGULAR
    if stat.S_ISLNK(mode):
        return "120000"
    return _FOLDER if stat.S_ISDIR(mode) else "160000"
