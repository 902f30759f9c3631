"""What else waits to be merged on the same leaderboards: local branches and pull requests."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from msgspec.structs import replace

from mergebot.candidate import UnusableRefError, candidate
from mergebot.lineage import Lineage
from mergebot.preview import Preview
from pwc.catalog import Catalog
from pwc.errors import GitError
from pwc.git_history import resolve, resolve_all
from pwc.git_program import run
from pwc.git_tree import GitTree
from validator.entry import Entry
from validator.pull_request import entries
from validator.run import judge_change

MOST = 100
"""So many branches and pull requests are looked at, the newest first."""
MOST_BYTES = 300_000
"""So much of their files is read: a note beside a preview may not cost more than what it stands beside."""


def with_others(
    seen: Preview,
    repository: Path,
    catalog: Catalog,
    own: Collection[str],
    among: Collection[str] | None = None,
) -> Preview:
    """A preview that also says what else waits to be merged into main on its boards.

    ``own`` are the paths that the preview is about; with ``among`` these references alone are named. A branch
    that cannot be read, or that is no submission, is passed over: it is not what was asked about.
    """
    tip = resolve(repository, "main")
    slugs = {board.slug for board in seen.boards}
    found: dict[str, dict[str, None]] = {slug: {} for slug in slugs}
    if tip is not None and slugs:
        waiting = _waiting(repository, tip)
        if among is not None:
            waiting = {ref: head for ref, head in waiting.items() if ref in among}
        lineage = Lineage(repository, tip, waiting.values())
        with GitTree(repository, tip) as main:
            each = ((ref, _files(main, lineage, ref, head)) for ref, head in waiting.items())
            for ref, file in _affordable(each, own):
                for slug in slugs.intersection(_boards_of(file, catalog)):
                    found[slug][ref.removeprefix("refs/heads/")] = None
    boards = tuple(replace(board, also_open=tuple(found[board.slug])) for board in seen.boards)
    return replace(seen, boards=boards)


def _waiting(repository: Path, tip: str) -> dict[str, str]:
    """Branches and local pull requests that are not merged into a commit, with their heads, newest first."""
    listed = run(
        repository,
        "for-each-ref",
        f"--no-merged={tip}",
        "--sort=-committerdate",
        f"--count={MOST}",
        "--format=%(refname)",
        "refs/pull/*/head",
        "refs/heads",
    )
    refs = listed.decode("utf-8", "surrogateescape").splitlines()
    heads = zip(refs, resolve_all(repository, refs), strict=True)
    return {ref: head for ref, head in heads if head is not None}


def _affordable(each: Iterable[tuple[str, list[Entry]]], own: Collection[str]) -> Iterator[tuple[str, Entry]]:
    """The files of others that are read, with their branches; what is too large is passed over."""
    left = MOST_BYTES
    for ref, files in each:
        for file in files:
            if file.path not in own and len(file.data) <= left:
                left -= len(file.data)
                yield ref, file


def _files(main: GitTree, lineage: Lineage, ref: str, head: str) -> list[Entry]:
    """The submissions that a branch adds; none if it cannot be read."""
    try:
        offered = candidate(main, lineage, ref, head)
        return [] if judge_change(offered.change).has_errors else entries(main, offered.change)
    except (UnusableRefError, GitError):
        return []


def _boards_of(file: Entry, catalog: Catalog) -> Iterator[str]:
    """The slugs of the boards that a submission adds to."""
    for result in () if file.submission is None else file.submission.results:
        task, dataset = catalog.tasks.find(result.task), catalog.datasets.find(result.dataset)
        if task is not None and dataset is not None:
            board = catalog.board(task.record.slug, dataset.record.slug)
            if board is not None:
                yield board.slug
