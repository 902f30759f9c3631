"""A working tree that was left somewhere between where its branch was and where it is.

Only the paths that the merge touches are looked at, one by one, so that other work in the tree does not
matter. What git may leave when it is killed: the index has either version, for it changes at once; a file has
either version, or is missing, or is the beginning of the new one. Everything else is somebody's work.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from enum import Enum

from mergebot.checkout import LocalChangesError, WayIn
from mergebot.held_index import HeldIndex
from mergebot.journal import Move
from pwc.errors import GitError
from pwc.git_changes import changes
from pwc.git_program import run
from pwc.git_tree import GitTree


class _File(Enum):
    """How far a file has come."""

    OLD = 1
    """Also if it is missing: nothing of it is to be lost."""
    BEGUN = 2
    NEW = 3


class Unfinished(ExitStack):
    """A working tree that has not followed its branch, or not wholly. Use it as a context manager."""

    def __init__(self, index: HeldIndex, move: Move, tip: str) -> None:
        super().__init__()
        self._index = index
        self._worktree = index.worktree
        self._move = move
        self._tip = tip
        self._way_in = WayIn(index.worktree)
        commits = dict.fromkeys((tip, move.new, move.old))
        self._trees = {commit: self.enter_context(GitTree(self._worktree, commit)) for commit in commits}

    def finish(self) -> None:
        """Let it follow. Raises LocalChangesError, and changes nothing, if somebody's work is in the way."""
        paths = [change.path for change in changes(self._worktree, self._move.old, self._move.new)]
        self._refuse_what_somebody_staged(paths)
        files = {path: self._look(path) for path in paths}
        for path in (path for path in paths if files[path] is _File.BEGUN):
            (self._worktree / path).unlink()
        there = [path for path in paths if self._trees[self._tip].read(path) is not None]
        self._on([p for p in there if files[p] is _File.NEW], "update-index", "--add", "-z", "--stdin")
        with suppress(GitError):  # some file differs; whether it is in the way is what the next one tells
            self._index.git("update-index", "-q", "--refresh")
        try:
            self._index.git("read-tree", "-m", "-u", self._move.old, self._tip)
        except GitError as error:
            raise LocalChangesError(f"{self._worktree} cannot follow {self._move.ref}\n{error}") from error
        # Where the index was new already and the file was not, git has just left the file alone.
        sparse = self._left_out() if any(file is not _File.NEW for file in files.values()) else set()
        behind = [path for path in there if files[path] is not _File.NEW and path not in sparse]
        self._on(behind, "checkout-index", "-u", "--force", "-z", "--stdin")
        self._index.put_in_place()

    def _on(self, paths: list[str], *command: str) -> None:
        if paths:
            self._index.git(*command, stdin=os.fsencode("".join(f"{path}\0" for path in paths)))

    def _left_out(self) -> set[str]:
        """What a sparse checkout has in its index alone."""
        entries = os.fsdecode(self._index.git("ls-files", "-t", "-z")).split("\0")
        return {entry[2:] for entry in entries if entry.startswith("S ")}

    def _refuse_what_somebody_staged(self, paths: list[str]) -> None:
        staged = self._staged()
        for path in paths:
            versions = [tree.read(path) for tree in self._trees.values()]
            blob = staged.get(path)
            held = None if blob is None else self._trees[self._tip].read_object(blob)
            if held not in versions:
                raise self._somebodys(path)

    def _staged(self) -> dict[str, str]:
        """The blobs that the index has, by path."""
        lines = os.fsdecode(self._index.git("ls-files", "--stage", "-z")).split("\0")[:-1]
        return {path: about.split()[1] for about, _, path in (line.partition("\t") for line in lines)}

    def _look(self, path: str) -> _File:
        """How far a file has come. Raises LocalChangesError if it is none that a merge leaves."""
        data = self._on_disk(path)
        if data is None:
            return _File.NEW if self._trees[self._tip].read(path) is None else _File.OLD
        if data in self._shown(self._tip, path):
            return _File.NEW
        if data in self._shown(self._move.old, path):
            return _File.OLD
        written = (shown for commit in (self._tip, self._move.new) for shown in self._shown(commit, path))
        if any(shown.startswith(data) for shown in written):
            return _File.BEGUN
        raise self._somebodys(path)

    def _on_disk(self, path: str) -> bytes | None:
        file = self._worktree / path
        if not self._way_in.is_open(path):
            raise self._somebodys(path)
        try:
            ordinary = stat.S_ISREG(file.lstat().st_mode)
        except FileNotFoundError:
            return None
        if not ordinary:
            raise self._somebodys(path)
        return file.read_bytes()

    def _shown(self, commit: str, path: str) -> Iterator[bytes]:
        """What a commit's file may hold in a working tree: its bytes, or what attributes make of them."""
        data = self._trees[commit].read(path)
        if data is not None:
            yield data
            with suppress(GitError):
                yield run(self._worktree, "cat-file", "--filters", f"{commit}:{path}")

    def _somebodys(self, path: str) -> LocalChangesError:
        return LocalChangesError(f"{self._worktree}: {path} holds neither the old nor the new version")
