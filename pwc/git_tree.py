"""Reading trees and their files from git, without checking anything out.

The only module on the floor that runs git, and it only reads. The machine's hooks, configuration,
environment and language have no influence on the answers.
"""

from __future__ import annotations

import os
import re
import stat
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, NamedTuple

from pwc.errors import BrokenFileError, GitError, MalformedTreeError, TooMuchDiffersError
from pwc.tree import REGULAR

_FOLDER = "040000"
MOST_TREE_BYTES = 16_000_000
"""A folder of so many bytes has some three hundred thousand entries, and no person made it."""
OBJECT_ID = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")

_ISOLATION = (
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "core.quotePath=false",
    "core.attributesFile=/dev/null",
    "core.excludesFile=/dev/null",
    "core.autocrlf=false",
    "core.safecrlf=false",
    "core.filesRefLockTimeout=1000",
    "core.packedRefsTimeout=1000",
    "gc.auto=0",
    "maintenance.auto=false",
    "advice.detachedHead=false",
    "advice.graftFileDeprecated=false",
)


def clean_environment() -> dict[str, str]:
    """This process's environment without what would steer git: GIT_* variables, config files, language."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "LC_", "LANG"))}
    return kept | {
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_GRAFT_FILE": os.devnull,
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_LITERAL_PATHSPECS": "1",
        "LC_ALL": "C.UTF-8",
    }


def reading_environment() -> dict[str, str]:
    """The same for git that only reads: it may reach no other machine, and fetch nothing that is missing.

    A repository's own configuration may name a program as the way to another machine.
    """
    return clean_environment() | {"GIT_ALLOW_PROTOCOL": "", "GIT_NO_LAZY_FETCH": "1"}


def command(repository: Path, *arguments: str) -> list[str]:
    """A git command line on this repository, with the machine's configuration neutralised."""
    settings = [part for setting in _ISOLATION for part in ("-c", setting)]
    safe = ["-c", f"safe.directory={repository}"]
    return ["git", "-C", str(repository), "--no-pager", *safe, *settings, *arguments]


def run(repository: Path, *arguments: str, stdin: bytes | None = None, index: Path | None = None) -> bytes:
    """The output of a git command. Raises GitError with git's own words if it fails.

    ``index`` is a file to take as the working tree's index, in place of its own.
    """
    done = _finished(repository, arguments, stdin, index)
    if done.returncode != 0:
        raise _failure(arguments, done)
    return done.stdout


def ask(repository: Path, *arguments: str, no: int) -> bytes | None:
    """The output of a git command, or None if it ends with the exit code that means no, and nothing else.

    Raises GitError with git's own words if it fails.
    """
    done = _finished(repository, arguments, None)
    if done.returncode == no and b"error: " not in done.stderr:
        return None
    if done.returncode != 0:
        raise _failure(arguments, done)
    return done.stdout


def _finished(
    repository: Path, arguments: tuple[str, ...], stdin: bytes | None, index: Path | None = None
) -> subprocess.CompletedProcess[bytes]:
    environment = reading_environment()
    return subprocess.run(
        command(repository, *arguments),
        input=stdin,
        stdin=subprocess.DEVNULL if stdin is None else None,
        capture_output=True,
        env=environment if index is None else environment | {"GIT_INDEX_FILE": str(index)},
        close_fds=False,  # what says that we are at work is held until the last git has ended, as below
        check=False,
    )


def _failure(arguments: tuple[str, ...], done: subprocess.CompletedProcess[bytes]) -> GitError:
    said = done.stderr.decode("utf-8", "replace").strip() or f"exit status {done.returncode}"
    return GitError(f"git {arguments[0]}: {said}")


def not_here(name: str) -> GitError:
    """What to say of an object that is missing or damaged."""
    return GitError(f"the object {name} is not here or damaged; fetch it, or look for damage: git fsck")


class TreeEntry(NamedTuple):
    """What a tree has under a name: its mode in six digits, and its id."""

    mode: str
    id: str

    @property
    def is_tree(self) -> bool:
        """Whether it is a folder."""
        return self.mode == _FOLDER


class GitTree:
    """The tree of one commit, read through one long-lived ``git cat-file`` process.

    Use it as a context manager, or call ``close``.
    """

    def __init__(self, repository: Path, commit: str) -> None:
        self.repository = repository
        self.commit = commit
        self._process: subprocess.Popen[bytes] | None = None
        self._roots: dict[str, str] = {}
        self._trees: dict[str, dict[str, TreeEntry]] = {}

    def __enter__(self) -> GitTree:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the git process."""
        if self._process is not None:
            self._process.communicate()
            self._process = None

    def _end(self) -> None:
        """End git in the middle of an answer that nobody wants; the next question starts it anew."""
        if self._process is not None:
            self._process.kill()
            self.close()

    def read(self, path: str) -> bytes | None:  # noqa: D102 (as in Tree)
        *folders, name = path.split("/")
        entry = self._folder(folders).get(name)
        if entry is None:
            return None
        if entry.mode != REGULAR:
            raise BrokenFileError(f"{path}: this is no ordinary file")
        return self.read_object(entry.id)

    def paths(self, under: str) -> Iterator[str]:  # noqa: D102 (as in Tree)
        yield from sorted(self.blobs(under))

    def has(self, path: str) -> bool:
        """Whether anything stands at this path: a file, a link, a folder."""
        *folders, name = path.split("/")
        return name in self._folder(folders)

    def blobs(self, under: str) -> dict[str, str]:
        """The paths of all regular files under a folder, each with the id of its bytes."""
        prefix = under.rstrip("/") + "/" if under else ""
        return dict(self._below(self._folder(filter(None, under.split("/"))), prefix))

    def root(self, commit: str) -> str:
        """The id of a commit's tree; read once. Raises GitError if the commit is not here."""
        if commit not in self._roots:
            header = self._object(commit, b"commit").partition(b"\n")[0]
            self._roots[commit] = header.removeprefix(b"tree ").decode()
        return self._roots[commit]

    def entries(self, tree: str) -> dict[str, TreeEntry]:
        """What a tree object holds, by name; read once.

        Raises GitError if it is not here, MalformedTreeError if nobody could check it out.
        """
        if tree not in self._trees:
            data = self._object(tree, b"tree")
            self._trees[tree] = _parse_tree(tree, data)
        return self._trees[tree]

    def read_object(self, blob: str) -> bytes:
        """The bytes of the blob with this id. Raises GitError if it is not here or is no blob."""
        return self._object(blob, b"blob")

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
        """The bytes of an object of a kind, by its id: of a name, git would echo what it misses."""
        if not OBJECT_ID.fullmatch(id_):
            raise not_here(repr(id_))
        questions, answers = self._cat_file()
        try:
            questions.write(id_.encode() + b"\n")
            questions.flush()
        except BrokenPipeError as error:  # git ends at an object that it finds damaged
            raise not_here(id_) from error
        answer = answers.readline().split()
        if len(answer) != 3:
            raise not_here(id_)
        if kind == b"tree" and int(answer[2]) > MOST_TREE_BYTES:
            self._end()
            raise TooMuchDiffersError(f"the tree {id_} has {int(answer[2]):,} bytes")
        data = answers.read(int(answer[2]))
        answers.read(1)  # the line feed behind it
        if len(data) != int(answer[2]):
            raise not_here(id_)
        if answer[1] != kind:
            raise MalformedTreeError(f"the object {id_} is a {answer[1].decode()}, not a {kind.decode()}")
        return data

    def _cat_file(self) -> tuple[IO[bytes], IO[bytes]]:
        if self._process is None:
            self._process = subprocess.Popen(
                command(self.repository, "cat-file", "--batch"),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=reading_environment(),
                close_fds=False,  # a lock that says that we are at work is held until the last git has ended
            )
        questions, answers = self._process.stdin, self._process.stdout
        if questions is None or answers is None:
            raise GitError("git cat-file has no pipes")
        return questions, answers


def _parse_tree(tree: str, data: bytes) -> dict[str, TreeEntry]:
    """The entries of a tree object: ``mode SP name NUL id``, the id as bytes, one after the other."""
    found: dict[str, TreeEntry] = {}
    at = 0
    while at < len(data):
        space, nul = data.find(b" ", at), data.find(b"\0", at)
        end = nul + 1 + len(tree) // 2
        mode, name = data[at:space], os.fsdecode(data[space + 1 : nul])
        if not at < space < nul or end > len(data) or not _OCTAL.fullmatch(mode):
            raise MalformedTreeError(f"the tree {tree} cannot be read")
        if name in found or name in _NO_NAMES or "/" in name:
            raise MalformedTreeError(f"the tree {tree} has an entry that nobody can check out")
        found[name] = TreeEntry(_canonical(int(mode, 8)), data[nul + 1 : end].hex())
        at = end
    return found


_OCTAL = re.compile(rb"[0-7]{1,7}")
_NO_NAMES = frozenset({"", ".", ".."})


def _canonical(mode: int) -> str:
    """The one of git's five modes that an entry's mode stands for, as git itself reads it."""
    if stat.S_ISREG(mode):
        return "100755" if mode & 0o100 else REGULAR
    if stat.S_ISLNK(mode):
        return "120000"
    return _FOLDER if stat.S_ISDIR(mode) else "160000"
