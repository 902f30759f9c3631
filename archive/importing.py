"""``pwc archive import``: dumps in, a catalog in a directory of its own; all of it or nothing.

Everything is made beside the directory first, and put in its place at the very end, so that a dump that turns
out to be damaged leaves what was there as it was. What the directory holds already is kept: its papers are
known from the beginning, and its other records are merged as ``archive.adopting`` does it, so that importing
the same dumps again changes nothing.
"""

from __future__ import annotations

import glob
import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from msgspec.structs import replace

from archive import reading, writing
from archive.account import Account
from archive.adopting.adopt import adopt
from archive.paper_store import PaperStore
from archive.reading import Progress, Reading
from pwc import catalog, side_papers
from pwc.catalog import Catalog
from pwc.errors import UsageError
from pwc.tree import DirectoryTree, EmptyTree, MountedTree, Tree

_OWN = (
    "areas.jsonl",
    "tasks.jsonl",
    "datasets.jsonl",
    "methods.jsonl",
    "models.jsonl",
    "papers",
    "locators",
    "leaderboards",
)
_OLD = "old"
_OWN_NAMES = frozenset((*_OWN, "log", "side-papers"))


def import_dumps(paths: Sequence[Path], into: Path, progress: Progress = lambda _: None) -> Account:
    """Import dumps into a directory, which is made if it is not there.

    Raises BadDumpError for what is no dump, with the place; UsageError for a directory that holds other
    things than a catalog; BrokenFileError for a catalog that cannot be read. The directory is then as it was.
    """
    _put_back(into)
    _refuse_what_is_no_catalog(into)
    into.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=into.parent, prefix=f".{into.name}-") as folder:
        scratch = Path(folder)
        there = _catalog(into)
        store = PaperStore(scratch / "papers.sqlite")
        try:
            _know(store, there)
            read = Reading(store)
            read.read(reading.dumps(paths), progress)
            _write(read, scratch / "new")
        finally:
            store.close()
        if next(there.tree.paths(catalog.FOLDER), None) is not None:
            _merge(into, scratch / "new", scratch / "whole")
            _exchange(into, scratch / "whole", scratch / _OLD)
        else:
            into.mkdir(exist_ok=True)
            (scratch / "new").replace(into)
    return read.account


def _put_back(folder: Path) -> None:
    """Put a directory back that an import was killed over, between taking it away and putting the new one."""
    if not folder.exists():
        for old in folder.parent.glob(f".{glob.escape(folder.name)}-*/{_OLD}"):
            old.rename(folder)
            return


def _catalog(folder: Path) -> Catalog:
    return Catalog(_tree(folder))


def _tree(folder: Path) -> Tree:
    return MountedTree(catalog.FOLDER, DirectoryTree(folder)) if folder.is_dir() else EmptyTree()


def _refuse_what_is_no_catalog(folder: Path) -> None:
    if not folder.exists():
        return
    if not folder.is_dir() or folder.is_symlink():
        raise UsageError(f"{folder} is no directory")
    if Path.cwd().is_relative_to(folder.resolve()) or folder.is_mount():
        raise UsageError(f"{folder} is replaced as a whole, which cannot be done here; name one within it")
    others = sorted({entry.name for entry in folder.iterdir()} - _OWN_NAMES)
    if others:
        raise UsageError(
            f"{folder} holds other things than a catalog: {others[0]}; name a directory of its own"
        )


def _know(store: PaperStore, there: Catalog) -> None:
    """Put the papers of a catalog into the store, with what leads to them, and those kept beside it."""
    for paper in there.papers():
        store.put(paper, in_catalog=True)
    for entry in there.locators():
        if entry.paper is not None:
            store.lead(entry.locator, entry.paper, kept=True)
    for shard in writing.SHARDS:
        for paper in side_papers.read(there.tree, shard):
            if paper.slug not in store:
                store.put(replace(paper, abstract=None))
            if paper.abstract is not None:
                store.add_abstract(paper.slug, paper.abstract)


def _write(read: Reading, folder: Path) -> None:
    folder.mkdir()
    for path, data in writing.files(read):
        file = folder / path.removeprefix(f"{catalog.FOLDER}/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)


def _merge(ours: Path, theirs: Path, whole: Path) -> None:
    """Put what ours becomes with theirs into a directory of its own; unchanged files are the same on disk."""
    there = _catalog(ours)
    adopted = adopt(there, _catalog(theirs), Catalog(EmptyTree()))
    if adopted.results and there.last_entry() is not None:
        raise UsageError(
            f"{ours} has a log of who brought which result, and an import writes none: import into a"
            " directory of its own, and then take that in with: pwc merge --import"
        )
    beside = _tree(theirs)
    changed = adopted.files | {path: beside.read(path) or b"" for path in beside.paths(side_papers.FOLDER)}
    shutil.copytree(ours, whole, copy_function=os.link)
    for path, data in changed.items():
        file = whole / path.removeprefix(f"{catalog.FOLDER}/")
        if file.exists() and file.read_bytes() == data:
            continue
        file.unlink(missing_ok=True)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)


def _exchange(folder: Path, new: Path, old: Path) -> None:
    """Put a directory in the place of another one. Both are whole at every moment; the old one then goes.

    For a moment there is none in its place: whoever is killed then leaves it to ``_put_back``.
    """
    folder.rename(old)
    try:
        new.rename(folder)
    except OSError:
        old.rename(folder)
        raise
