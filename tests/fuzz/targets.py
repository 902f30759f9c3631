"""What is thrown at the validator: strategies that give some inputs at once, each of one or more files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from zlib import crc32

from hypothesis import strategies as st
from msgspec import Struct

from pwc.tree import REGULAR, Change
from tests.fuzz import mutations, submissions
from tests.fuzz.hostile import HOSTILE
from tests.fuzz.properties import PATH, Outcome, change_examined, examined, world
from tests.fuzz.rendering import careful, careless
from validator.entry import Entry

Input = tuple[Entry, ...]
"""Files that are judged together."""


class Target(Struct, frozen=True):
    """A kind of input, and what must hold for it."""

    inputs: Callable[[int], st.SearchStrategy[list[Input]]]
    """Takes how many inputs to make of each thing that is drawn."""
    check: Callable[[Input], Outcome]


def _one(data: bytes) -> Input:
    return (Entry(PATH, data),)


def _good(times: int) -> st.SearchStrategy[list[Input]]:
    return _written(submissions.good(world()), careful, times)


def _documents(times: int) -> st.SearchStrategy[list[Input]]:
    return _written(submissions.documents(world()), careful, times)


def _careless(times: int) -> st.SearchStrategy[list[Input]]:
    return _written(submissions.documents(world()), careless, times)


def _written(
    values: st.SearchStrategy[Any], write: Callable[[Any, int], bytes], times: int
) -> st.SearchStrategy[list[Input]]:
    return st.builds(
        lambda value, seed: [_one(write(value, seed + number)) for number in range(times)],
        values,
        st.integers(0, 2**32),
    )


def _stirred(times: int) -> st.SearchStrategy[list[Input]]:
    return mutations.stirred_files(mutations.seeds(), times).map(lambda files: [_one(data) for data in files])


def _soups(times: int) -> st.SearchStrategy[list[Input]]:
    return st.lists(mutations.soups, min_size=1, max_size=times).map(
        lambda soups: [_one(soup) for soup in soups]
    )


def _pull_requests(times: int) -> st.SearchStrategy[list[Input]]:
    """Several good files of few papers, so that they have to do with each other."""
    value = submissions.good(world(), st.integers(0, 2))
    values = st.lists(value, min_size=2, max_size=4)
    return st.builds(
        lambda values, seed: [
            tuple(
                Entry(f"submissions/2026/11/fuzz-{index}.yaml", careful(value, seed + number))
                for index, value in enumerate(values)
            )
            for number in range(times)
        ],
        values,
        st.integers(0, 2**32),
    )


_PARTS = ("submissions", "2026", "11", "13", "..", ".", "", ".git", "con.yaml", "x.yaml", "X.YAML", "x.yml")
_MODES = (REGULAR, REGULAR, REGULAR, "100755", "120000", "160000", "000000")
_CONTENTS = (
    b'paper: {arxiv: "1706.03762"}\n',
    b"",
    b"\x89PNG",
    b"<html>",
    b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n",
    b"a\x00",
)


def _paths(times: int) -> st.SearchStrategy[list[Input]]:
    """Files at places of any name, of any mode."""
    part = st.one_of(st.sampled_from(_PARTS), st.text(max_size=5), st.sampled_from(HOSTILE))
    anywhere = st.lists(part, min_size=1, max_size=5).map("/".join)
    path = st.one_of(anywhere, part.map(lambda name: f"submissions/2026/11/{name}"))
    entry = st.builds(Entry, path, st.sampled_from(_CONTENTS), st.sampled_from(_MODES))
    files = st.lists(entry, min_size=1, max_size=3, unique_by=lambda entry: entry.path)
    return st.lists(files.map(tuple), min_size=1, max_size=times)


def _of_a_change(files: Input) -> Outcome:
    """The same files as what a pull request adds, changes and deletes."""
    statuses = [(entry, "AMDT"[crc32(entry.path.encode()) % 4]) for entry in files]
    change_examined(
        [Change(entry.path, status, REGULAR, entry.mode, entry.blob) for entry, status in statuses]
    )
    return examined(files)


def _with_comments(files: Input) -> Outcome:
    return examined(files, comments=True)


TARGETS: dict[str, Target] = {
    "good": Target(_good, _with_comments),
    "documents": Target(_documents, _with_comments),
    "careless": Target(_careless, examined),
    "stirred": Target(_stirred, examined),
    "soups": Target(_soups, examined),
    "pull-requests": Target(_pull_requests, _with_comments),
    "paths": Target(_paths, _of_a_change),
}
