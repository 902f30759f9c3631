"""``pwc merge --import``: an imported catalog becomes part of a branch's, by one merge commit.

The import's files are committed by themselves, without a parent, and that commit is the merge's second one:
so its bytes are in the repository for ever, and cost nothing where the catalog has the same files. The log's
entry names it, which lets the catalog be rebuilt and tells the next import what was adopted before.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from mergebot.git_branch import Branch, BranchMovedError, NewCommit, Person
from mergebot.imports import imported
from mergebot.message import import_message, imported_message
from mergebot.outcome import Approval
from mergebot.promote import Acceptance, Promotion
from mergebot.promote_import import promote_import
from mergebot.train import BOT_EMAIL, BOT_NAME, TRIES, move
from pwc import side_papers
from pwc.catalog import FOLDER, Catalog
from pwc.errors import CouldNotCheckError, UsageError
from pwc.git_history import object_at
from pwc.git_tree import GitTree
from pwc.tree import EmptyTree, OverlayTree, Tree
from validator.catalog_check import check
from validator.run import Report


class ImportMerge(Struct, frozen=True):
    """What became of an import: ``promotion`` and ``commit`` if it was merged, ``report`` if it was refused.

    With neither there was nothing in it that the branch did not have.
    """

    tip: str
    promotion: Promotion | None = None
    commit: str | None = None
    report: Report | None = None


def merge_import(branch: Branch, theirs: Tree, approval: Approval, *, dry_run: bool = False) -> ImportMerge:
    """Merge the imported catalog in a tree into a branch. Nothing moves in a dry run, or if it has errors.

    Raises UsageError if there is no such branch, checkout.LocalChangesError if local changes are in the way,
    BranchMovedError if the branch never held still, CouldNotCheckError if the result would not be valid.
    """
    report = check(theirs)
    for attempt in range(TRIES):
        tip = branch.tip()
        if tip is None:
            raise UsageError(f"there is no branch {branch.name!r} to merge into")
        if report.has_errors:
            return ImportMerge(tip, report=report)
        bot = Person(BOT_NAME, BOT_EMAIL, f"{int(approval.at.timestamp())} +0000")
        head = branch.build([_import_commit(theirs, bot)])[0]
        with GitTree(branch.repository, tip) as main:
            promotion = _promotion(branch.repository, main, theirs, head, approval)
        if promotion is None or dry_run:
            return ImportMerge(tip, promotion)
        message = import_message(promotion, approval.by)
        commit = branch.build([NewCommit((tip, head), bot, bot, message, promotion.changes)])[0]
        try:
            move(branch, tip, commit)
        except BranchMovedError:
            if attempt == TRIES - 1:
                raise
            continue
        return ImportMerge(commit, promotion, commit)
    raise AssertionError("unreachable")


def _import_commit(theirs: Tree, bot: Person) -> NewCommit:
    beside = f"{side_papers.FOLDER}/"
    paths = (path for path in theirs.paths(FOLDER) if not path.startswith(beside))
    return NewCommit((), bot, bot, imported_message(), {path: theirs.read(path) or b"" for path in paths})


def _promotion(repository: Path, main: Tree, theirs: Tree, head: str, approval: Approval) -> Promotion | None:
    ours = Catalog(main)
    acceptance = Acceptance(
        file=FOLDER,
        blob=object_at(repository, head, FOLDER),
        head=head,
        when=approval.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        approved_by=approval.by,
    )
    with adopted_before(repository, ours) as base:
        promotion = promote_import(Catalog(theirs), Catalog(base), acceptance, ours)
    if promotion is not None:
        broken = check(OverlayTree(main, promotion.changes))
        if broken.has_errors:
            first = broken.findings[0]
            raise CouldNotCheckError(f"the merged catalog would not be valid: {first.path}: {first.message}")
    return promotion


@contextmanager
def adopted_before(repository: Path, catalog: Catalog) -> Iterator[Tree]:
    """The import that was adopted last, by the log of a catalog; without one, nothing."""
    last = next((entry for entry in reversed([*catalog.log()]) if entry.kind == "import"), None)
    if last is None:
        yield EmptyTree()
        return
    with imported(repository, last.head) as tree:
        yield tree
