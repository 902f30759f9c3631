"""The catalog's own history: what was accepted, in order, a file a day, append-only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

from pwc import canonical
from pwc.errors import BrokenFileError
from pwc.history import in_effect
from pwc.record import LogEntry
from pwc.tree import Tree

FOLDER = "catalog/log"

_FILE_IN_LOG = re.compile(rb'"file":"([^"\\]*)"')
_RESULT_IN_LOG = re.compile(rb'"([0-9a-f]{16})":"([^"\\]*)"')


class Log:
    """The log in a tree. To find an entry all of it is looked through once, also for states that follow.

    Every method that reads raises ``BrokenFileError`` if a file is not what it should be.
    """

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._read: Log = self
        """The log that is looked through: of one that has grown, the one that it has grown from."""
        self._since: tuple[bytes, ...] = ()
        """What has been added to that one."""
        self._days_since: dict[bytes, str] = {}
        """Where each file is that has been added."""

    def grown(self, tree: Tree, changed: Iterable[str]) -> Log:
        """The log in a tree in which some files have changed: those of the log have more at their ends.

        An entry that undoes others changes what those say; then all of it is looked through again.
        """
        days = sorted(path for path in changed if path.startswith(f"{FOLDER}/"))
        log = Log(tree)
        new = {path: log._bytes(path)[len(self._bytes(path)) :] for path in days}
        if not any(b'"reverted":' in data for data in new.values()):
            log._read = self._read
            log._since = (*self._since, *new.values())
            log._days_since = self._days_since | {
                file: path for path, data in new.items() for file in _FILE_IN_LOG.findall(data)
            }
            log._last_day = max(filter(None, [self._last_day, *days]), default=None)
        return log

    def __iter__(self) -> Iterator[LogEntry]:
        """All entries, in order."""
        for path, data in self._tree.files(FOLDER):
            yield from canonical.read_lines(path, data, LogEntry)

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been accepted yet."""
        return self._last_day is None

    def last(self) -> LogEntry | None:
        """The newest entry."""
        path = self._last_day
        if path is None:
            return None
        entry = canonical.last_record(path, self._bytes(path), LogEntry)
        if entry is None:
            raise BrokenFileError(f"{path}: a day of the log without an entry")
        return entry

    def accepted(self, file: str) -> LogEntry | None:
        """The entry for the submission at this path, or None. Only a plain path is found or accepted."""
        if self._read._keeps_files and self._tree.read(file) is None:
            return None
        key = file.encode()
        path = self._days_since.get(key) or self._read._days.get(key)
        if path is None:
            return None
        entries = canonical.read_lines(path, self._bytes(path), LogEntry)
        return next((entry for entry in entries if entry.file == file), None)

    def board_of(self, result: str) -> str | None:
        """Where a result is, as ``task/dataset``: what an entry that was undone has moved is back."""
        wanted = result.encode()
        for data in reversed(self._since):
            found = [board for id_, board in _RESULT_IN_LOG.findall(data) if id_ == wanted]
            if found:
                return str(found[-1].decode())
        board = self._read._boards.get(wanted)
        return None if board is None else board.decode()

    @cached_property
    def _last_day(self) -> str | None:
        return max(self._tree.paths(FOLDER), default=None)

    @cached_property
    def _keeps_files(self) -> bool:
        """Whether accepted files stand beside the log, where they stay: then another was not accepted."""
        last = self.last()
        return last is not None and last.kind == "submission" and self._tree.read(last.file) is not None

    @cached_property
    def _days(self) -> dict[bytes, str]:
        """Where in the log each file is."""
        days = self._tree.files(FOLDER)
        return {file: path for path, data in days for file in _FILE_IN_LOG.findall(data)}

    @cached_property
    def _boards(self) -> dict[bytes, bytes]:
        """Where each result is: a key of ``results`` or ``moved``, as no text in the log can look."""
        days = [data for _, data in self._tree.files(FOLDER)]
        if any(b'"reverted":' in day for day in days):
            days = [canonical.line(entry) for entry in in_effect(self)]
        return {id_: board for day in days for id_, board in _RESULT_IN_LOG.findall(day)}

    def _bytes(self, path: str) -> bytes:
        return self._tree.read(path) or b""
