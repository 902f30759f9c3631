"""Reading trees and their files from git, without checking anything out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, TypeVar

from pwc import tree_object
from pwc.errors import BrokenFileError, GitError, MalformedTreeError, TooMuchDiffersError
from pwc.git_program import Process, start
from pwc.tree import REGULAR
from pwc.tree_object import TreeEntry

MOST_TREE_BYTES = 16_000_000
"""A folder of so many bytes has some three hundred thousand entries, and no person made it."""
_TREES_KEPT, _TOGETHER, _SMALL = 2_000, 200, 256 * 1024
_AHEAD = 64_000_000
"""So many bytes of small objects are read ahead; what is larger is read when it is asked for."""
_Item = TypeVar("_Item")
OBJECT_ID = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


def not_here(name: str) -> GitError:
    """What to say of an object that is missing or damaged."""
    return GitError(f"the object {name} is not here or damaged; fetch it, or look for damage: git fsck")


class _CatFile:
    """One long-lived ``git cat-file``: ids go in, answers come out, in the same order."""

    def __init__(self, repository: Path, answers: str) -> None:
        self._repository, self._answers = repository, answers
        self.process: Process | None = None

    def close(self) -> None:
        """End git; the next question starts it anew."""
        if self.process is not None:
            self.process.communicate()
            self.process = None

    def sizes(self, ids: Sequence[str]) -> list[int | None]:
        """The sizes of a few hundred objects at most, None for one that is not here: by ``--batch-check``."""
        self._ask(ids)
        answers = [self._answer(id_) for id_ in ids]
        return [None if answer is None else answer[1] for answer in answers]

    def objects(self, ids: Sequence[str]) -> list[tuple[bytes, bytes] | None]:
        """The kinds and the bytes of a few hundred objects at most, None for one that is not here.

        Raises TooMuchDiffersError for a folder that is larger than any, and GitError for damage.
        """
        self._ask(ids)
        return [self._content(id_) for id_ in ids]

    def _ask(self, ids: Sequence[str]) -> None:
        """Ask for objects by their ids: of a name, git would echo what it misses."""
        odd = next((id_ for id_ in ids if not OBJECT_ID.fullmatch(id_)), None)
        if odd is not None:
            raise not_here(repr(odd))
        questions, _ = self._pipes()
        try:
            questions.write("".join(f"{id_}\n" for id_ in ids).encode())
            questions.flush()
        except BrokenPipeError as error:
            raise self._broken(ids[0]) from error

    def _answer(self, id_: str) -> tuple[bytes, int] | None:
        """The kind and the size of the object that was asked for next."""
        _, answers = self._pipes()
        line = answers.readline().split()
        if not line:  # git ends at an object that it finds damaged
            raise self._broken(id_)
        return (line[1], int(line[2])) if len(line) == 3 else None

    def _content(self, id_: str) -> tuple[bytes, bytes] | None:
        answer = self._answer(id_)
        if answer is None:
            return None
        kind, size = answer
        if kind == b"tree" and size > MOST_TREE_BYTES:
            self._broken(id_)
            raise TooMuchDiffersError(f"the tree {id_} has {size:,} bytes")
        _, answers = self._pipes()
        data = answers.read(size)
        answers.read(1)  # the line feed behind it
        if len(data) != size:
            raise self._broken(id_)
        return kind, data

    def _broken(self, id_: str) -> GitError:
        """End git in the middle of its answers: the next question starts it anew. Gives what to say of it."""
        if self.process is not None:
            self.process.kill()
            self.close()
        return not_here(id_)

    def _pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        if self.process is None:
            self.process = start(self._repository, "cat-file", self._answers)
        questions, answers = self.process.stdin, self.process.stdout
        if questions is None or answers is None:
            raise GitError("git cat-file has no pipes")
        return questions, answers


class GitTree:
    """The tree of one commit, and any other object beside it, read through long-lived git processes.

    Use it as a context manager, or call ``close``.
    """

    def __init__(self, repository: Path, commit: str) -> None:
        self.repository = repository
        self.commit = commit
        self._contents = _CatFile(repository, "--batch")
        self._about = _CatFile(repository, "--batch-check")
        self._roots: dict[str, str] = {}
        self._trees: dict[str, dict[str, TreeEntry]] = {}
        self._sizes: dict[str, int | None] = {}
        self._ahead: dict[str, tuple[bytes, bytes]] = {}

    def __enter__(self) -> GitTree:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the git processes."""
        self._contents.close()
        self._about.close()

    def read(self, path: str) -> bytes | None:  # noqa: D102 (as in Tree)
        entry = self.entry(path)
        if entry is None:
            return None
        if entry.mode != REGULAR:
            raise BrokenFileError(f"{path}: this is no ordinary file")
        return self.read_object(entry.id)

    def paths(self, under: str) -> Iterator[str]:  # noqa: D102 (as in Tree)
        yield from sorted(self.blobs(under))

    def files(self, under: str) -> Iterator[tuple[str, bytes]]:  # noqa: D102 (as in Tree)
        blobs = sorted(self.blobs(under).items())
        for some in _batches(blobs):
            objects = self._contents.objects([blob for _, blob in some])
            for (path, blob), found in zip(some, objects, strict=True):
                yield path, _of_kind(blob, b"blob", found)

    def entry(self, path: str) -> TreeEntry | None:
        """What stands at this path: a file, a link, a folder."""
        *folders, name = path.split("/")
        return self._folder(folders).get(name)

    def blobs(self, under: str) -> dict[str, str]:
        """The paths of all regular files under a folder, each with the id of its bytes."""
        prefix = under.rstrip("/") + "/" if under else ""
        return dict(self._below(self._folder(filter(None, under.split("/"))), prefix))

    def root(self, commit: str) -> str:
        """The id of a commit's tree; read once. Raises GitError if the commit is not here."""
        if commit not in self._roots:
            header = self.read_commit(commit).partition(b"\n")[0]
            self._roots[commit] = header.removeprefix(b"tree ").decode()
        return self._roots[commit]

    def entries(self, tree: str) -> dict[str, TreeEntry]:
        """What a tree object holds, by name; read once, unless very many others are read.

        Raises GitError if it is not here, MalformedTreeError if nobody could check it out.
        """
        if tree not in self._trees:
            if len(self._trees) >= _TREES_KEPT:
                self._trees.clear()
            self._trees[tree] = tree_object.parse(tree, self.read_tree(tree))
        return self._trees[tree]

    def read_object(self, blob: str) -> bytes:
        """The bytes of the blob with this id. Raises GitError if it is not here or is no blob."""
        return self._object(blob, b"blob")

    def read_tree(self, tree: str) -> bytes:
        """The bytes of the tree object with this id. Raises GitError if it is not here or is no tree."""
        return self._object(tree, b"tree")

    def read_commit(self, commit: str) -> bytes:
        """The bytes of the commit with this id. Raises GitError if it is not here or is no commit."""
        return self._object(commit, b"commit")

    def size(self, id_: str) -> int:
        """How many bytes an object has, reading none. Raises GitError if it is not here."""
        if id_ not in self._sizes:
            self._ask_sizes([id_])
        size = self._sizes[id_]
        if size is None:
            raise not_here(id_)
        return size

    def read_ahead(self, ids: Sequence[str]) -> None:
        """Read what will be asked for, all together, unless it is large; what is missing is told then."""
        room = _AHEAD
        for some in _batches(ids):
            self._ask_sizes(some)
            small = [id_ for id_ in some if (self._sizes[id_] or _SMALL) < _SMALL]
            room -= sum(self._sizes[id_] or 0 for id_ in small)
            if room < 0:
                return
            self._keep(small)

    def open_ahead(self, paths: Iterable[str]) -> None:
        """Read files of the commit that will be asked for, all together, however large they are."""
        ids = [entry.id for entry in map(self.entry, paths) if entry is not None]
        for some in _batches(ids):
            self._keep(some)

    def _keep(self, ids: Sequence[str]) -> None:
        objects = zip(ids, self._contents.objects(ids), strict=True)
        self._ahead |= {id_: content for id_, content in objects if content is not None}

    def _ask_sizes(self, ids: Sequence[str]) -> None:
        self._sizes |= zip(ids, self._about.sizes(ids), strict=True)

    def _folder(self, steps: Iterable[str]) -> dict[str, TreeEntry]:
        """What a folder of the commit holds; nothing if there is none."""
        found = self.entries(self.root(self.commit))
        for step in steps:
            entry = found.get(step)
            if entry is None:
                return {}
            if not entry.is_tree:
                raise BrokenFileError(f"{step}: this is no folder")
            found = self.entries(entry.id)
        return found

    def _below(self, entries: dict[str, TreeEntry], prefix: str) -> Iterator[tuple[str, str]]:
        for name, entry in entries.items():
            if entry.mode == REGULAR:
                yield prefix + name, entry.id
            elif entry.is_tree:
                yield from self._below(self.entries(entry.id), f"{prefix}{name}/")

    def _object(self, id_: str, kind: bytes) -> bytes:
        """The bytes of an object of a kind. Only commits, which are small, are asked for twice."""
        found = self._ahead.get(id_) if kind == b"commit" else self._ahead.pop(id_, None)
        found = found or self._contents.objects([id_])[0]
        return _of_kind(id_, kind, found)


def _of_kind(id_: str, kind: bytes, found: tuple[bytes, bytes] | None) -> bytes:
    if found is None:
        raise not_here(id_)
    if found[0] != kind:
        raise MalformedTreeError(f"the object {id_} is a {found[0].decode()}, not a {kind.decode()}")
    return found[1]


def _batches(items: Sequence[_Item]) -> Iterator[Sequence[_Item]]:
    """Items as many together as git is asked for before its answers are read."""
    return (items[at : at + _TOGETHER] for at in range(0, len(items), _TOGETHER))
