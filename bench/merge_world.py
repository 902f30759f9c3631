"""Repositories with a made catalog on main and pull requests to it: what merging is measured on."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from msgspec import Struct

from bench import catalog_maker, submission_maker
from bench.catalog_maker import Sizes, World
from bench.submission_maker import Batch
from bench.world import catalog_files
from mergebot.git_branch import Branch, NewCommit, Person
from pwc.git_isolation import clean_environment
from pwc.git_program import run

_WHOLE = Sizes()
_MADE = Person("Made Contributor", "made@contributor.invalid", "1796000000 +0000")


class Repository(Struct, frozen=True):
    """A bare repository, and the refs of its pull requests, each with one file."""

    path: Path
    boards: int
    refs: list[str]


def sizes_of(boards: int) -> Sizes:
    """A catalog with so many boards, and as much of everything else as goes with them."""
    share = boards / _WHOLE.boards
    return Sizes(
        results=round(_WHOLE.results * share),
        boards=boards,
        papers=round(_WHOLE.papers * share),
        datasets=round(_WHOLE.datasets * share),
        tasks=round(_WHOLE.tasks * share),
        methods=min(_WHOLE.methods, round(_WHOLE.methods * share)),  # there are no more names for them
    )


def make(root: Path, seed: int, boards: int, number: int) -> Repository:
    """A repository with a number of pull requests, or the one that was made here before.

    It is made in a process of its own, whose memory goes with it.
    """
    path = root / f"with-{boards}-boards.git"
    if not path.exists():
        with ProcessPoolExecutor(1) as other:
            other.submit(_make, path, seed, boards, number).result()
    return Repository(path, boards, [f"refs/pull/{index}/head" for index in range(1, number + 1)])


def _make(path: Path, seed: int, boards: int, number: int) -> None:
    scratch = path.with_suffix(".new")
    scratch.mkdir(parents=True)
    run(scratch, "init", "--quiet", "--bare", "--initial-branch=main", ".")
    world = catalog_maker.make(seed, sizes_of(boards))
    branch = Branch(scratch, "main")
    start = branch.build([_commit((), "The made catalog", dict(catalog_files(world)))])[0]
    run(scratch, "update-ref", branch.ref, start)
    heads = branch.build(_pull_requests(world, start, number))
    moves = "".join(f"create refs/pull/{index}/head {head}\n" for index, head in enumerate(heads, 1))
    run(scratch, "update-ref", "--stdin", stdin=moves.encode())
    scratch.rename(path)


def _pull_requests(world: World, start: str, number: int) -> Sequence[NewCommit]:
    offered = submission_maker.make(world, Batch(number))
    return [_commit((start,), f"Add {path}", {path: data}) for path, data in offered]


def _commit(parents: tuple[str, ...], message: str, files: dict[str, bytes]) -> NewCommit:
    return NewCommit(parents, _MADE, _MADE, f"{message}\n", files)


def clone(repository: Repository, path: Path) -> Path:
    """A clone with main checked out and all pull requests; its objects are the repository's own."""
    git(repository.path, "clone", "--quiet", "--local", str(repository.path), str(path))
    git(path, "fetch", "--quiet", "origin", "+refs/pull/*:refs/pull/*")
    git(path, "update-index", "-q", "--refresh")  # a file as young as the index is read again every time
    return path


def git(where: Path, *arguments: str) -> None:
    """Run git as a maintainer does, on a machine that is set up plainly."""
    who = ("-c", "user.name=Maintainer", "-c", "user.email=maintainer@made.invalid", "-c", "gc.auto=0")
    subprocess.run(
        ["git", *who, *arguments], cwd=where, env=clean_environment(), check=True, capture_output=True
    )
