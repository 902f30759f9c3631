"""What else waits to be merged on the same leaderboards: local branches and pull requests."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from msgspec.structs import replace

from mergebot.candidate import UnusableRefError, candidate
from mergebot.preview import Preview
from pwc.catalog import Catalog
from pwc.errors import GitError
from pwc.git_history import resolve
from pwc.git_tree import GitTree, run
from validator.entry import Entry
from validator.pull_request import entries
from validator.run import judge_change

MOST = 100
"""So many branches and pull requests are looked at, the newest first."""


def with_others(seen: Preview, repository: Path, catalog: Catalog, own: Collection[str]) -> Preview:
    """A preview that also says what else waits to be merged into main on its boards.

    ``own`` are the paths that the preview is about. A branch that cannot be read, or that is no submission,
    is passed over: it is not what was asked about.
    """
    tip = resolve(repository, "main")
    slugs = {board.slug for board in seen.boards}
    found: dict[str, list[str]] = {slug: [] for slug in slugs}
    if tip is not None and slugs:
        for ref in _waiting(repository, tip):
            for slug in slugs & set(_boards(repository, ref, tip, catalog, own)):
                found[slug].append(ref.removeprefix("refs/heads/"))
    boards = tuple(replace(board, also_open=tuple(found[board.slug])) for board in seen.boards)
    return replace(seen, boards=boards)


def _waiting(repository: Path, tip: str) -> list[str]:
    """Branches and local pull requests that are not merged into a commit, the newest first."""
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
    return listed.decode("utf-8", "replace").splitlines()


def _boards(repository: Path, ref: str, tip: str, catalog: Catalog, own: Collection[str]) -> Iterator[str]:
    """The slugs of the boards that a branch's submissions add to."""
    try:
        offered = candidate(repository, ref, tip)
        if judge_change(offered.change).has_errors:
            return
        with GitTree(repository, tip) as main:
            files = entries(main, offered.change)
    except (UnusableRefError, GitError):
        return
    for file in files:
        if file.path not in own:
            yield from _boards_of(file, catalog)


def _boards_of(file: Entry, catalog: Catalog) -> Iterator[str]:
    for result in () if file.submission is None else file.submission.results:
        task, dataset = catalog.tasks.find(result.task), catalog.datasets.find(result.dataset)
        if task is not None and dataset is not None:
            board = catalog.board(task.record.slug, dataset.record.slug)
            if board is not None:
                yield board.slug
