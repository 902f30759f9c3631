"""Files as submissions, or why they are none: what can be said of a file without looking at any other.

Of many files this is half of the work, and none of it needs the catalog, so it is done ahead in processes
of its own.
"""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct, msgpack

from pwc.errors import CouldNotCheckError
from pwc.submission import Submission
from validator.content import Content
from validator.entry import Entry
from validator.finding import Finding, Severity, Stage
from validator.stages import NOT_CHECKED, OF_ITS_PLACE, apply, unchecked

if TYPE_CHECKING:
    from concurrent.futures import Future

MANY = 200
"""From as many files on, starting other processes pays."""

_STAGES: tuple[Stage, ...] = ("file", "yaml", "schema")
_TOGETHER = 25
_AHEAD = 8


class Reading(Struct, frozen=True):
    """A file's submission, or None if an error stood in the way, and what was found on the way."""

    submission: Submission | None
    findings: tuple[Finding, ...]


_pack = msgpack.Encoder().encode  # three times as fast as the pickling that would happen otherwise
_unpack = msgpack.Decoder(list[Reading]).decode


def read(entry: Entry) -> Reading:
    """Read one file. Never raises for anything that it may hold."""
    found: list[Finding] = []
    try:
        for stage in _STAGES:
            found += apply(stage, entry, entry)
            if any(finding.severity is Severity.ERROR and not _is_of_its_place(finding) for finding in found):
                return Reading(None, tuple(found))
        submission = entry.submission
        if submission is not None:
            found += apply("content", entry, Content(entry, submission))
        return Reading(submission, tuple(found))
    except Exception as error:  # noqa: BLE001 (what could not be read has not passed)
        message = f"the file could not be read: {type(error).__name__}: {error}"
        return Reading(None, (unchecked(NOT_CHECKED, "rule-failed", entry, message),))


def _is_of_its_place(finding: Finding) -> bool:
    """Whether only where a submission stands is wrong, which says nothing against what stands in it."""
    return finding.code in OF_ITS_PLACE and finding.path.lower().endswith((".yaml", ".yml"))


def read_all(entries: Sequence[Entry]) -> Iterator[tuple[Entry, Reading]]:
    """Read files, in their order. Raises CouldNotCheckError if a process that reads ends before its time."""
    processes = min((os.cpu_count() or 1) - 1, 4)
    if len(entries) < MANY or processes < 1 or sys.platform != "linux":  # elsewhere a fork is not safe
        return ((entry, read(entry)) for entry in entries)
    return zip(entries, _read_ahead(entries, processes), strict=True)


def _read_ahead(entries: Sequence[Entry], processes: int) -> Iterator[Reading]:
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 (for many files alone)
    from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415
    from multiprocessing import get_context  # noqa: PLC0415

    waiting: deque[tuple[Sequence[Entry], Future[bytes]]] = deque()
    try:
        with ProcessPoolExecutor(
            processes, get_context("fork"), _let_the_first_process_be_interrupted
        ) as pool:
            for start in range(0, len(entries), _TOGETHER):
                some = entries[start : start + _TOGETHER]
                waiting.append((some, pool.submit(_read_some, some)))
                if len(waiting) > _AHEAD * processes:
                    yield from _received(*waiting.popleft())
            while waiting:
                yield from _received(*waiting.popleft())
    except BrokenProcessPool as error:
        raise CouldNotCheckError("a process that read the files ended before its time") from error


def _read_some(entries: Sequence[Entry]) -> bytes:
    """The readings of some files, packed; nothing if one holds what cannot be, such as a huge number."""
    try:
        return _pack([read(entry) for entry in entries])
    except (OverflowError, UnicodeEncodeError):
        return b""


def _received(entries: Sequence[Entry], answer: Future[bytes]) -> Iterable[Reading]:
    packed = answer.result()
    return _unpack(packed) if packed else map(read, entries)


def _let_the_first_process_be_interrupted() -> None:
    """Ctrl-C reaches all processes; one of them says so."""
    import signal  # noqa: PLC0415

    signal.signal(signal.SIGINT, signal.SIG_IGN)
