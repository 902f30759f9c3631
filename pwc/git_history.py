"""Which commits there are and where two of them meet: asked of git, which only reads."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from pwc.errors import GitError
from pwc.git_program import ask, run
from pwc.git_tree import OBJECT_ID


def find_repository(start: Path) -> Path | None:
    """The top of the git repository that ``start`` is in (for a bare one, its directory), or None."""
    try:
        # to ask where it is, it may be anybody's; what is read from it later steers nothing
        top = run(start, "-c", "safe.directory=*", "rev-parse", "--show-toplevel")
    except FileNotFoundError as error:
        raise GitError("the program `git` is not installed") from error
    except GitError:
        try:
            top = run(start, "rev-parse", "--absolute-git-dir")
        except GitError:
            return None
    return Path(os.fsdecode(top).rstrip("\n"))


def resolve(repository: Path, revision: str) -> str | None:
    """The commit that a revision names, or None; a branch comes before a tag of the same name.

    A revision that begins with a dash names nothing.
    """
    names = (revision,) if OBJECT_ID.fullmatch(revision) else (f"refs/heads/{revision}", revision)
    for name in names:
        try:
            found = run(
                repository, "rev-parse", "--verify", "--quiet", "--end-of-options", name + "^{commit}"
            )
        except GitError:
            continue
        commit = found.decode("utf-8", "replace").strip()
        return commit if OBJECT_ID.fullmatch(commit) else None
    return None


def resolve_all(repository: Path, revisions: Sequence[str]) -> list[str | None]:
    """What ``resolve`` says of each of several revisions, asked of one git."""
    names = [name for one in revisions for name in (f"refs/heads/{one}", one)]
    if any("\n" in name for name in names):
        return [resolve(repository, revision) for revision in revisions]
    questions = os.fsencode("".join(f"{name}^{{commit}}\n" for name in names))
    try:
        said = run(repository, "cat-file", "--batch-check=%(objecttype) %(objectname)", stdin=questions)
    except GitError:  # one that cannot be answered ends git
        return [resolve(repository, revision) for revision in revisions]
    answers = [line.removeprefix("commit ") for line in said.decode("utf-8", "replace").split("\n")]
    found = [answer if OBJECT_ID.fullmatch(answer) else None for answer in answers]
    branches, others = found[0:-1:2], found[1::2]
    return [
        other if branch is None or OBJECT_ID.fullmatch(revision) else branch
        for revision, branch, other in zip(revisions, branches, others, strict=True)
    ]


def apart(repository: Path, base: str, heads: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The commits that are in the history of some heads and not in that of ``base``, with their parents.

    Raises GitError if one on the way is not here.
    """
    wanted = "".join(f"{head}\n" for head in heads) + f"^{base}\n"
    listed = run(repository, "rev-list", "--parents", "--stdin", stdin=wanted.encode())
    lines = (line.split() for line in listed.decode().splitlines())
    return {commit: tuple(parents) for commit, *parents in lines}


def new_objects(repository: Path, base: str, heads: Iterable[str]) -> list[str]:
    """The ids of the commits, folders and files in the history of some heads and not in that of ``base``.

    Raises GitError if one on the way is not here.
    """
    wanted = "".join(f"{head}\n" for head in heads) + f"^{base}\n"
    listed = run(repository, "rev-list", "--objects", "--no-object-names", "--stdin", stdin=wanted.encode())
    return listed.decode().splitlines()


def object_at(repository: Path, commit: str, path: str) -> str:
    """The id of what a commit has at a path: a file's blob, a folder's tree. Raises GitError for nothing."""
    return (
        run(repository, "rev-parse", "--verify", "--end-of-options", f"{commit}:{path}").decode().split()[-1]
    )


def merge_base(repository: Path, base: str, head: str, *more: str) -> str | None:
    """The newest commit that both have in their history, or None if they have none in common.

    With more commits, ``base`` stands for a merge of it with them.

    Raises GitError if that cannot be told: a commit on the way is not here, or history is cut off before
    the two can be seen to meet.
    """
    found = ask(repository, "merge-base", head, base, *more, no=1)
    fork = None if found is None else found.decode().split("\n")[0]
    if is_shallow(repository) and _is_cut_off(repository, base, head, fork):
        raise GitError("the history here is cut off; fetch more of it: git fetch --unshallow")
    return fork


def _is_cut_off(repository: Path, base: str, head: str, fork: str | None) -> bool:
    """Whether one of the commits that the two do not share has parents that are not here."""
    without = () if fork is None else (f"^{fork}",)
    apart = set(run(repository, "rev-list", base, head, *without, "--").decode().split())
    place = os.fsdecode(run(repository, "rev-parse", "--git-path", "shallow")).rstrip("\n")
    cut = set((repository / place).read_text(encoding="ascii").split())
    return not cut.isdisjoint(apart)


def is_shallow(repository: Path) -> bool:
    """Whether the repository has only the newest part of its history."""
    return run(repository, "rev-parse", "--is-shallow-repository").strip() == b"true"
