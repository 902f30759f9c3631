"""What a pull request brings, read from git's objects: never from a text diff, never from a working tree."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from pwc.catalog import Catalog
from pwc.document import MAX_BYTES
from pwc.errors import MalformedTreeError, TooMuchDiffersError, UsageError
from pwc.git_changes import changes
from pwc.git_history import find_repository, merge_base, resolve
from pwc.git_tree import GitTree
from pwc.place import open_catalog
from pwc.tree import REGULAR, Change
from validator.change import INBOX, ChangeSet
from validator.entry import Entry
from validator.subject import Subject

MAIN = ("refs/heads/main", "refs/remotes/origin/main")
"""Where main is looked for, in this order."""


def change_set(repository: Path, base: str, head: str) -> ChangeSet:
    """What the commit ``head`` changes since it left the history of the commit ``base``.

    Raises GitError if that cannot be told because history is missing here.
    """
    fork = merge_base(repository, base, head)
    if fork is None:
        return ChangeSet((), is_unrelated=True)
    try:
        change = ChangeSet(tuple(changes(repository, fork, head)))
    except TooMuchDiffersError:
        return ChangeSet((), is_uncounted=True)
    except MalformedTreeError:
        return ChangeSet((), is_malformed=True)
    if fork == base:
        return change
    with GitTree(repository, base) as main:
        return replace(
            change, taken=tuple(item.path for item in change.files if main.entry(item.path) is not None)
        )


def entries(objects: GitTree, change: ChangeSet) -> list[Entry]:
    """The submissions that a change adds, as they are at its head.

    Raises GitError for a file whose bytes are not in the repository.
    """
    return [Entry(item.path, _read(objects, item), item.new_mode) for item in change.files]


def _read(objects: GitTree, item: Change) -> bytes:
    """A file's bytes. One that is too large is not unpacked: as many bytes stand for it as are too many."""
    if item.new_mode != REGULAR:
        return b""
    too_large = objects.size(item.new_blob) > MAX_BYTES
    return b"#" * (MAX_BYTES + 1) if too_large else objects.read_object(item.new_blob)


@contextmanager
def in_git(base: str | None, head: str | None, directory: Path | None) -> Iterator[Subject]:
    """What one commit would bring to another, without a look at the working tree.

    Judged against the catalog in the base, unless a directory is given. Raises UsageError for a revision
    that names no commit, GitError if too little history is here.
    """
    repository = find_repository(Path.cwd())
    if repository is None:
        raise UsageError("--base and --head need a git repository, and this is none")
    old = _main(repository) if base is None else _commit(repository, base)
    if old is None:
        raise UsageError("there is no branch main here; say with --base what the pull request is for")
    new = _commit(repository, "HEAD" if head is None else head)
    change = change_set(repository, old, new)
    with GitTree(repository, old) as main:
        catalog = Catalog(main) if directory is None else open_catalog(directory)
        found = [] if change.is_too_large else entries(main, change)
        yield Subject(found, catalog, change)


class SinceMain(Struct, frozen=True):
    """Where HEAD left main, and what was committed since."""

    blobs: dict[str, str]
    """The files that were under submissions/ there, each with its blob."""
    outside: list[Change]
    """What has been committed since that is not under submissions/."""


def since_main(root: Path) -> SinceMain | None:
    """What a checkout has besides main; None if there is no main."""
    repository = find_repository(root)
    main = _main(repository) if repository is not None else None
    if repository is None or main is None:
        return None
    head = resolve(repository, "HEAD")
    fork = main if head is None else merge_base(repository, main, head) or main
    committed: list[Change] = []
    if head is not None and head != fork:
        with suppress(TooMuchDiffersError, MalformedTreeError):  # it is refused for that alone
            committed = list(changes(repository, fork, head))
    with GitTree(repository, fork) as tree:
        return SinceMain(tree.blobs(INBOX), [item for item in committed if not item.path.startswith(INBOX)])


def _main(repository: Path) -> str | None:
    return next(filter(None, (resolve(repository, name) for name in MAIN)), None)


def _commit(repository: Path, revision: str) -> str:
    commit = resolve(repository, revision)
    if commit is None:
        raise UsageError(f"there is no branch or commit {revision!r} here")
    return commit
