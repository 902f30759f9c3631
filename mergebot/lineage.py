"""What heads have in their histories that main does not: asked of git once for a whole train.

A head that is merged takes its history into main, so that a branch which was built on another one of the
same train is compared with that one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from msgspec import Struct

from pwc.errors import GitError
from pwc.git_history import apart, is_shallow, merge_base

MAX_COMMITS = 250
"""A longer history than this is not taken over: nobody has read it all."""


class _Range(Struct, frozen=True):
    """The commits that a head has and main has not, with their parents, and where they left main."""

    commits: Mapping[str, tuple[str, ...]]
    forks: frozenset[str]


class Lineage:
    """The histories of some heads beside main's, to which those that are merged are added."""

    def __init__(self, repository: Path, main: str, heads: Iterable[str]) -> None:
        self._repository = repository
        self._main = main
        self._taken: list[str] = []
        self._inside: set[str] = set()
        self._broken: dict[str, GitError] = {}
        self._parents = self._apart(list(dict.fromkeys(heads)))
        self._is_shallow = is_shallow(repository)

    def fork(self, head: str) -> str | None:
        """The newest commit that a head has in common with main, or None.

        Raises GitError if that cannot be told, since something on the way is not here.
        """
        if head in self._broken:
            raise self._broken[head]
        found = self._range(head)
        if found is None or len(found.forks) > 1 or self._is_shallow:
            return merge_base(self._repository, self._main, head, *self._taken)
        return next(iter(found.forks), None)

    def commits(self, head: str) -> Mapping[str, tuple[str, ...]] | None:
        """The commits that a head has and main has not, with their parents; None for more than are read."""
        found = self._range(head)
        return None if found is None else found.commits

    def has(self, commit: str) -> bool:
        """Whether main has a commit: one of a head's history, or a parent of one."""
        return commit in self._inside or commit not in self._parents

    def take_in(self, head: str) -> None:
        """Add a head's history to main's: the head is merged."""
        self._inside.update(self.commits(head) or ())
        self._taken.append(head)

    def in_order(self, heads: Mapping[str, str]) -> list[str]:
        """Refs in the order given, by their heads; but one that is built upon others comes after those."""
        refs = {head: ref for ref, head in reversed(list(heads.items()))}
        order: dict[str, None] = {}
        for ref, head in heads.items():
            below = (self.commits(head) or {}).keys() & refs.keys()
            upwards = sorted(below - {head}, key=lambda other: len(self.commits(other) or ()))
            order.update(dict.fromkeys([*(refs[other] for other in upwards), ref]))
        return list(order)

    def _range(self, head: str) -> _Range | None:
        commits: dict[str, tuple[str, ...]] = {}
        forks: set[str] = set()
        waiting = [head]
        while waiting:
            commit = waiting.pop()
            if self.has(commit):
                forks.add(commit)
            elif commit not in commits:
                if len(commits) == MAX_COMMITS:
                    return None
                commits[commit] = self._parents[commit]
                waiting += commits[commit]
        return _Range(commits, frozenset(forks))

    def _apart(self, heads: list[str]) -> dict[str, tuple[str, ...]]:
        try:
            return apart(self._repository, self._main, heads)
        except GitError as error:
            if len(heads) == 1:
                self._broken[heads[0]] = error
                return {}
        return {commit: parents for head in heads for commit, parents in self._apart([head]).items()}
