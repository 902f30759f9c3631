"""Inputs for which something did not hold: made small, kept as files, and examined once more."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from tests.fuzz import endurance
from tests.fuzz.properties import BrokenPropertyError, judged
from tests.fuzz.targets import TARGETS, Input
from validator.entry import Entry
from validator.report import render

_MOST_TRIES = 600
_VARIES = re.compile(r"`[^`]*`|'[^']*'|\"[^\"]*\"|[0-9a-f]{12,}|\b\d+\b")


class _File(Struct):
    """A file of an input, as it is kept."""

    path: str
    mode: str
    data: bytes


def kind(error: BrokenPropertyError) -> str:
    """What failures of one cause have in common."""
    return _VARIES.sub("*", str(error))[:120]


def size(files: Input) -> int:
    """How many bytes an input has."""
    return sum(len(entry.data) + len(entry.path) for entry in files)


def encoded(files: Input) -> bytes:
    """An input as bytes."""
    return msgspec.msgpack.encode([_File(entry.path, entry.mode, entry.data) for entry in files])


def decoded(data: bytes) -> Input:
    """An input from its bytes."""
    return tuple(Entry(f.path, f.data, f.mode) for f in msgspec.msgpack.decode(data, type=list[_File]))


def running(folder: Path, name: str) -> Path:
    """Where the input stands that a round of this target examines."""
    (folder / "running").mkdir(parents=True, exist_ok=True)
    return folder / "running" / name


def made_small(files: Input, fails: Callable[[Input], bool]) -> Input:
    """An input without what is not needed to fail: files first, then lines, then characters."""
    tries = _MOST_TRIES
    shrinking = True
    while shrinking:
        shrinking = False
        for smaller in _smaller(files):
            tries -= 1
            if tries < 0:
                return files
            if fails(smaller):
                files, shrinking = smaller, True
                break
    return files


def _smaller(files: Input) -> Iterator[Input]:
    for index, entry in enumerate(files):
        if len(files) > 1:
            yield (*files[:index], *files[index + 1 :])
        lines = entry.data.splitlines(keepends=True)
        for pieces in (lines, [entry.data[at : at + 1] for at in range(len(entry.data))]):
            step = len(pieces) // 2
            while step and (pieces is lines or len(entry.data) < 400):
                for at in range(0, len(pieces), step):
                    data = b"".join([*pieces[:at], *pieces[at + step :]])
                    yield (*files[:index], Entry(entry.path, data, entry.mode), *files[index + 1 :])
                step //= 2


def kept(folder: Path, target: str, seed: int, kind: str, what: str, files: Input) -> str:  # noqa: PLR0917
    """Keep a failure below the folder; gives its name, the same for its like."""
    name = f"{target}-{hashlib.sha256(kind.encode()).hexdigest()[:8]}"
    place = folder / "failures" / name
    place.mkdir(parents=True, exist_ok=True)
    (place / "input").write_bytes(encoded(files))
    for number, entry in enumerate(files, 1):
        (place / f"{number}.yaml").write_bytes(entry.data)
    (place / "why.txt").write_text(f"{what}\n\ntarget {target}, seed {seed}\n", encoding="utf-8")
    return name


def of_a_process(folder: Path, target: str, seed: int, died: str) -> str:
    """Keep what was examined when a round's process ended."""
    file = running(folder, target)
    files = decoded(file.read_bytes()) if file.exists() else ()
    return kept(folder, target, seed, f"process {died[:30]}", f"the process ended: {died}", files)


def how_to_reproduce(folder: Path, name: str) -> str:
    """What to type to see a failure once more."""
    if name.startswith(endurance.PREFIX):
        return f'python -m tests.fuzz.endurance "{name.removeprefix(endurance.PREFIX)}"'
    return f"python -m tests.fuzz.campaign --replay {folder / 'failures' / name}"


def replayed(place: Path) -> int:
    """Examine a kept input (or any YAML file) and say what comes of it; 1 if something does not hold."""
    if place.is_dir():
        files, check = decoded((place / "input").read_bytes()), TARGETS[place.name.rpartition("-")[0]].check
    else:
        files, check = (Entry("submissions/2026/11/fuzz.yaml", place.read_bytes()),), TARGETS["stirred"].check
    print(render(judged(files), "text"))
    try:
        check(files)
    except BrokenPropertyError as error:
        print(f"\nFAILED: {error}")
        return 1
    print("\nEverything holds.")
    return 0
