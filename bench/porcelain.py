"""Merging as people do it by hand: git's commands for people, in a working tree."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct

from bench.merge_world import Repository, git
from bench.turns import FailedError, Run
from mergebot.git_branch import Branch
from mergebot.outcome import Approval, Merged, Train
from mergebot.train import merge

_APPROVAL = Approval("Maintainer", datetime(2026, 11, 30, tzinfo=UTC))


class Step(Struct, frozen=True):
    """One pull request, and what merging it makes of the catalog's files."""

    ref: str
    files: Mapping[str, bytes]


def steps(repository: Repository, number: int) -> list[Step]:
    """What merging the first pull requests one after the other makes of the catalog."""
    return [Step(merged.ref, _files(merged)) for merged in _dry_run(repository, number).merged]


def bytes_written(repository: Repository) -> float:
    """How many bytes of the catalog one of the pull requests writes."""
    train = _dry_run(repository, len(repository.refs))
    return sum(len(data) for merged in train.merged for data in _files(merged).values()) / len(train.merged)


def merge_all(wanted: Sequence[Step], clone: Path) -> Run:
    """Merge pull requests into a clone's checked-out main, one after the other."""
    start = time.perf_counter()
    for step in wanted:
        git(clone, "merge", "--quiet", "--no-ff", "--no-commit", step.ref)
        for path, data in step.files.items():
            file = clone / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        git(clone, "add", "--", *step.files)
        git(clone, "commit", "--quiet", "--message", f"Merge {step.ref}")
    return Run(time.perf_counter() - start, 0)


def _files(merged: Merged) -> dict[str, bytes]:
    """The catalog's files that a merge writes."""
    return {path: data or b"" for one in merged.promotions for path, data in one.changes.items()}


def _dry_run(repository: Repository, number: int) -> Train:
    train = merge(Branch(repository.path, "main"), repository.refs[:number], _APPROVAL, dry_run=True)
    if train.refused:
        raise FailedError(f"{train.refused[0].ref} was refused: {train.refused[0].reason}")
    return train
