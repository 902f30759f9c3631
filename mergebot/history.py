"""Whether what led to a head may enter main's history, or stays outside and its files are adopted."""

from __future__ import annotations

import tempfile
from pathlib import Path

from mergebot.candidate import Candidate
from mergebot.workshop import workshop
from pwc.document import MAX_BYTES
from pwc.errors import GitError
from pwc.git_changes import changes
from pwc.git_tree import run
from pwc.tree import REGULAR, Change

MAX_COMMITS = 250
"""A longer history than this is not taken over: nobody has read it all."""
MAX_COMMIT_BYTES = 64 * 1024

_ABSENT = "000000"


def is_clean(repository: Path, offered: Candidate) -> bool:
    """Whether the whole range main..head may enter main's history.

    It may if every commit touches nothing but the submissions that the candidate adds, as regular files
    within the size limit, and if its objects are such as git itself makes, its commits few and small. A
    merge of main into the branch is compared with its parent on main's side.
    """
    listed = run(
        repository,
        "rev-list",
        "--parents",
        f"--max-count={MAX_COMMITS + 1}",
        offered.head,
        f"^{offered.main}",
    )
    commits = [line.split() for line in listed.decode().splitlines()]
    if len(commits) > MAX_COMMITS:
        return False
    if not _are_ordinary(repository, [commit for commit, *_ in commits]):
        return False
    own = set(offered.paths)
    touches_only = all(
        _touches_only(repository, offered.main, own, commit, parents) for commit, *parents in commits
    )
    return touches_only and _is_strict(repository, offered)


def _touches_only(repository: Path, main: str, own: set[str], commit: str, parents: list[str]) -> bool:
    on_main = [parent for parent in parents if _contains(repository, main, parent)]
    if len(parents) == 1:
        compared = parents[0]
    elif len(parents) == 2 and len(on_main) == 1:
        compared = on_main[0]
    else:
        return False
    return all(_is_harmless(repository, own, change) for change in changes(repository, compared, commit))


def _is_harmless(repository: Path, own: set[str], change: Change) -> bool:
    if change.path not in own or change.new_mode not in {REGULAR, _ABSENT}:
        return False
    return change.new_mode == _ABSENT or int(run(repository, "cat-file", "-s", change.new_blob)) <= MAX_BYTES


def _contains(repository: Path, descendant: str, ancestor: str) -> bool:
    try:
        run(repository, "merge-base", "--is-ancestor", ancestor, descendant)
    except GitError:
        return False
    return True


def _are_ordinary(repository: Path, commits: list[str]) -> bool:
    """Whether no commit is larger than anybody writes: a message can hold a hundred megabytes."""
    answers = run(repository, "cat-file", "--batch-check=%(objectsize)", stdin="\n".join(commits).encode())
    return all(int(size) <= MAX_COMMIT_BYTES for size in answers.split())


def _is_strict(repository: Path, offered: Candidate) -> bool:
    """Whether git's strict check finds nothing: a remote would refuse what it does find."""
    wanted = f"{offered.head}\n^{offered.main}\n".encode()
    with tempfile.TemporaryDirectory(prefix="strict-", dir=workshop(repository)) as folder:
        pack = Path(folder, "range.pack")
        try:
            pack.write_bytes(run(repository, "pack-objects", "--quiet", "--revs", "--stdout", stdin=wanted))
            run(repository, "index-pack", "--strict", "-o", str(pack.with_suffix(".idx")), str(pack))
        except GitError:
            return False
    return True
