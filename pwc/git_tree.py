"""Reading trees and history from git, without checking anything out.

The only module on the floor that runs git, and it only reads. The machine's hooks, configuration,
environment and language have no influence on the answers.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from pwc.errors import GitError, TooMuchDiffersError
from pwc.tree import REGULAR, Change

_FOLDER = "40000"

DIFF = ("diff-tree", "-r", "--raw", "-z", "--no-renames", "--no-abbrev", "--ignore-submodules=none")
"""How two trees are compared: whole, no guessing, and deaf to a .gitmodules that would hide something."""

MOST_DIFFERENCE = 4_000_000
"""How many bytes of differing paths are read: ten thousand long ones."""

_ISOLATION = (
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "core.quotePath=false",
    "core.attributesFile=/dev/null",
    "core.excludesFile=/dev/null",
    "core.autocrlf=false",
    "core.safecrlf=false",
    "gc.auto=0",
    "maintenance.auto=false",
    "advice.detachedHead=false",
)


def clean_environment() -> dict[str, str]:
    """This process's environment without what would steer git: GIT_* variables, config files, language."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "LC_", "LANG"))}
    return kept | {
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_NO_REPLACE_OBJECTS": "1",
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


def run(repository: Path, *arguments: str, stdin: bytes | None = None) -> bytes:
    """The output of a git command. Raises GitError with git's own words if it fails."""
    done = subprocess.run(
        command(repository, *arguments),
        input=stdin,
        stdin=subprocess.DEVNULL if stdin is None else None,
        capture_output=True,
        env=reading_environment(),
        check=False,
    )
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip() or f"exit status {done.returncode}"
        raise GitError(f"git {arguments[0]}: {said}")
    return done.stdout


def find_repository(start: Path) -> Path | None:
    """The top of the git repository that ``start`` is in (for a bare one, its directory), or None."""
    try:
        top = run(start, "rev-parse", "--show-toplevel")
    except FileNotFoundError as error:
        raise GitError("the program `git` is not installed") from error
    except GitError:
        try:
            top = run(start, "rev-parse", "--absolute-git-dir")
        except GitError:
            return None
    return Path(os.fsdecode(top).rstrip("\n"))


def resolve(repository: Path, revision: str) -> str | None:
    """The commit that a revision names, or None. A revision that begins with a dash names nothing."""
    try:
        found = run(
            repository, "rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}"
        )
    except GitError:
        return None
    return found.decode().strip()


def merge_base(repository: Path, base: str, head: str) -> str | None:
    """The newest commit that both have in their history, or None."""
    try:
        return run(repository, "merge-base", base, head).decode().split("\n")[0]
    except GitError:
        return None


def is_shallow(repository: Path) -> bool:
    """Whether the repository has only the newest part of its history."""
    return run(repository, "rev-parse", "--is-shallow-repository").strip() == b"true"


def changes(repository: Path, old: str, new: str) -> list[Change]:
    """What differs between two commits' trees: never a text diff, no renames, no attributes.

    Raises TooMuchDiffersError if that is more than anybody could mean: a few objects can describe a
    million files.
    """
    with subprocess.Popen(
        command(repository, *DIFF, old, new),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=reading_environment(),
    ) as process:
        output = process.stdout.read(MOST_DIFFERENCE + 1) if process.stdout else b""
        if len(output) > MOST_DIFFERENCE:
            process.kill()
            raise TooMuchDiffersError(f"more than {MOST_DIFFERENCE:,} bytes of paths differ")
        said = process.stderr.read().decode("utf-8", "replace").strip() if process.stderr else ""
    if process.returncode != 0:
        raise GitError(f"git diff-tree: {said or f'exit status {process.returncode}'}")
    return parse_raw_diff(output)


def parse_raw_diff(output: bytes) -> list[Change]:
    """The changes in the output of ``git diff-tree -r --raw -z``."""
    fields = os.fsdecode(output).split("\0")
    found = []
    for about, path in zip(fields[::2], fields[1::2], strict=False):
        old_mode, new_mode, _, new_blob, status = about.lstrip(":").split(" ")
        found.append(Change(path, status, old_mode, new_mode, new_blob))
    return found


class GitTree:
    """The tree of one commit, read through one long-lived ``git cat-file`` process.

    Use it as a context manager, or call ``close``.
    """

    def __init__(self, repository: Path, commit: str) -> None:
        self.repository = repository
        self.commit = commit
        self._process: subprocess.Popen[bytes] | None = None
        self._trees: dict[str, dict[str, tuple[str, str]]] = {}

    def __enter__(self) -> GitTree:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the git process."""
        if self._process is not None:
            self._process.communicate()
            self._process = None

    def read(self, path: str) -> bytes | None:  # noqa: D102 (as in Tree)
        *folders, name = path.split("/")
        tree: str | None = self.commit
        for folder in folders:
            tree = self._child(tree, folder, _FOLDER)
        blob = self._child(tree, name, REGULAR)
        return None if blob is None else self.read_object(blob)

    def paths(self, under: str) -> Iterator[str]:  # noqa: D102 (as in Tree)
        yield from sorted(self.blobs(under))

    def blobs(self, under: str) -> dict[str, str]:
        """The paths of all regular files under a folder, each with the id of its bytes."""
        tree: str | None = self.commit
        for folder in filter(None, under.split("/")):
            tree = self._child(tree, folder, _FOLDER)
        return dict(self._below(tree, under.rstrip("/") + "/" if under else ""))

    def read_object(self, blob: str, *, at_most: int | None = None) -> bytes | None:
        """The bytes of the blob with this id, or None if there is none.

        ``at_most`` bounds what is kept in memory: of a larger blob only the beginning is returned.
        """
        kind, data = self._object(blob, at_most)
        return data if kind == b"blob" else None

    def _below(self, tree: str | None, prefix: str) -> Iterator[tuple[str, str]]:
        for name, (mode, child) in self._entries(tree).items():
            if mode == REGULAR:
                yield prefix + name, child
            elif mode == _FOLDER:
                yield from self._below(child, f"{prefix}{name}/")

    def _child(self, tree: str | None, name: str, mode: str) -> str | None:
        found = self._entries(tree).get(name)
        return None if found is None or found[0] != mode else found[1]

    def _entries(self, tree: str | None) -> dict[str, tuple[str, str]]:
        """Mode and id of everything in a tree object (of a commit, its tree), by name; read once."""
        if tree is None:
            return {}
        if tree not in self._trees:
            kind, data = self._object(f"{tree}^{{tree}}", None)
            self._trees[tree] = dict(_parse_tree(data, len(self.commit) // 2)) if kind == b"tree" else {}
        return self._trees[tree]

    def _object(self, name: str, at_most: int | None) -> tuple[bytes, bytes]:
        """Kind and bytes of an object. Names here are ids, never paths: git would echo what it misses."""
        questions, answers = self._cat_file()
        questions.write(name.encode() + b"\n")
        questions.flush()
        answer = answers.readline().split()
        if len(answer) != 3:
            return b"missing", b""
        return answer[1], _read_bounded(answers, int(answer[2]), at_most)

    def _cat_file(self) -> tuple[IO[bytes], IO[bytes]]:
        if self._process is None:
            self._process = subprocess.Popen(
                command(self.repository, "cat-file", "--batch"),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=reading_environment(),
            )
        questions, answers = self._process.stdin, self._process.stdout
        if questions is None or answers is None:
            raise GitError("git cat-file has no pipes")
        return questions, answers


def _read_bounded(stream: IO[bytes], size: int, at_most: int | None) -> bytes:
    """The beginning of an object's bytes; the rest, and the line feed behind it, is read and dropped."""
    kept = stream.read(size if at_most is None else min(size, at_most))
    left = size - len(kept) + 1
    while left > 0 and (dropped := stream.read(min(left, 1 << 20))):
        left -= len(dropped)
    return kept


def _parse_tree(data: bytes, id_length: int) -> Iterator[tuple[str, tuple[str, str]]]:
    """The entries of a tree object: ``mode SP name NUL id``, the id as bytes, one after the other."""
    at = 0
    while at < len(data):
        space, nul = data.index(b" ", at), data.index(b"\0", at)
        end = nul + 1 + id_length
        yield os.fsdecode(data[space + 1 : nul]), (data[at:space].decode(), data[nul + 1 : end].hex())
        at = end
