"""What ``pwc validate`` is asked to judge: files that are named, or what differs from main."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from pwc.catalog import Catalog
from pwc.errors import UsageError
from pwc.place import find_root, open_catalog
from pwc.tree import REGULAR, Change
from validator import files
from validator.change import INBOX, ChangeSet
from validator.entry import Entry

_NONE = "000000"


class Subject(Struct, frozen=True):
    """Files to judge and the catalog to judge them against; ``change`` if they are a pull request's."""

    entries: list[Entry]
    catalog: Catalog
    change: ChangeSet | None = None


def on_disk(paths: tuple[Path, ...], directory: Path | None) -> Subject:
    """The files at these paths; without any, what differs from main, else all of submissions/.

    What differs from main is judged as the pull request that it will be: an accepted file that was edited
    or deleted here is found as well.
    """
    catalog = open_catalog(directory)
    if paths:
        return Subject(files.entries(paths), catalog)
    root = find_root(Path.cwd())
    if root is None or not (root / INBOX).is_dir():
        raise UsageError("no submissions/ found here or above; name the files to check")
    found = files.below(root / INBOX)
    change = _change(found, root)
    if change is None or not change.inside:
        return Subject(found or files.entries((root / INBOX,)), catalog)
    added = {item.path for item in change.files}
    return Subject([entry for entry in found if entry.path in added], catalog, change)


def _change(found: list[Entry], root: Path) -> ChangeSet | None:
    """What the files here would change as a pull request; None without git or without a main."""
    if not (root / ".git").exists():
        return None
    from validator.pull_request import since_main  # noqa: PLC0415 (git, for this alone)

    fork = since_main(root)
    if fork is None:
        return None
    blobs = fork.blobs
    here = {entry.path: entry for entry in found}
    added = [Change(path, "A", _NONE, here[path].mode, here[path].blob) for path in here.keys() - blobs]
    gone = [Change(path, "D", REGULAR, _NONE, "") for path in blobs.keys() - here]
    edited = [
        Change(path, "M", REGULAR, here[path].mode, here[path].blob)
        for path in here.keys() & blobs
        if here[path].blob != blobs[path]
    ]
    everything = [*added, *gone, *edited, *fork.outside]
    return ChangeSet(tuple(sorted(everything, key=lambda change: change.path)))
