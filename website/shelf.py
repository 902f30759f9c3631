"""Values by their keys in a database: each is read when it is asked for, and what is new is kept with it.

A build after a merge needs few of the hundred thousand things that are known of a big catalog.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import msgspec

Value = TypeVar("Value")

_encode = msgspec.msgpack.Encoder().encode


class DamagedError(Exception):
    """The database is no database, or does not hold what it should."""


class Database:
    """A file of shelves: a table for each, of keys and values.

    A process that was forked opens it anew when it reads, because a connection belongs to one process.
    """

    def __init__(self, path: Path) -> None:
        """Nothing is opened yet."""
        self._address = f"{path.absolute().as_uri()}?mode=rw"
        self._connections: dict[int, sqlite3.Connection] = {}
        """By process: one that was inherited is never closed here."""

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """What a query finds; DamagedError if it cannot be asked."""
        try:
            return self._connection().execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise DamagedError(str(error)) from error

    def change(self, query: str, rows: Iterable[tuple[object, ...]]) -> None:
        """Do the same with each of these rows; it holds after ``commit``."""
        with _damage():
            self._connection().executemany(query, rows)

    def commit(self) -> None:
        """Have what was changed on the disk before anything that follows."""
        with _damage():
            self._connection().commit()

    def close(self) -> None:
        """Let go of the file."""
        connection = self._connections.pop(os.getpid(), None)
        if connection is not None:
            connection.close()

    def _connection(self) -> sqlite3.Connection:
        process = os.getpid()
        if process not in self._connections:
            connection = self._connections[process] = sqlite3.connect(self._address, uri=True)
            connection.execute("PRAGMA journal_mode=OFF")  # what a killed build leaves is not used at all
        return self._connections[process]


class Shelf(MutableMapping[str, Value]):
    """The values of one table. What is put here or taken away is in the database only after ``keep``."""

    def __init__(self, database: Database, name: str, kind: type[Value]) -> None:
        """``name`` is the table's, and ``kind`` what its values are."""
        self._database, self._name = database, name
        self._decoder = msgspec.msgpack.Decoder(kind)
        self._found: dict[str, Value | None] = {}
        """What was asked for or changed; None stands for what is not there."""
        self._changed: set[str] = set()
        self._is_whole = False

    def __getitem__(self, key: str) -> Value:
        """The value of a key."""
        if key not in self._found:
            self._found[key] = None if self._is_whole else self._read(key)
        found = self._found[key]
        if found is None:
            raise KeyError(key)
        return found

    def __setitem__(self, key: str, value: Value) -> None:
        """Have this as the value of a key."""
        self._found[key] = value
        self._changed.add(key)

    def __delitem__(self, key: str) -> None:
        """Have no value for a key any more."""
        self[key]  # a KeyError if it has none
        self._found[key] = None
        self._changed.add(key)

    def __iter__(self) -> Iterator[str]:
        """The keys, in no order that means anything."""
        if self._is_whole:
            yield from (key for key, value in self._found.items() if value is not None)
            return
        keys = (str(key) for (key,) in self._database.rows(f"SELECT key FROM {self._name}"))  # noqa: S608 (ours)
        yield from (key for key in keys if key not in self._changed)
        yield from (key for key in self._changed if self._found[key] is not None)

    def __len__(self) -> int:
        """How many keys there are."""
        there: int
        ((there,),) = self._database.rows(f"SELECT count(*) FROM {self._name}")  # noqa: S608 (ours)
        before = sum(1 for key in self._changed if self._read(key) is not None)
        now = sum(1 for key in self._changed if self._found[key] is not None)
        return there - before + now

    @property
    def has_changed(self) -> bool:
        """Whether there is anything to keep."""
        return bool(self._changed)

    def load(self) -> None:
        """Read all values at once, which is quicker where all are wanted."""
        rows = self._database.rows(f"SELECT key, value FROM {self._name}")  # noqa: S608 (ours)
        decode = self._decoder.decode
        with _damage():
            found = {str(key): decode(value) for key, value in rows}
        self._found = found | {key: self._found[key] for key in self._changed}
        self._is_whole = True

    def keep(self) -> None:
        """Write what was changed; it holds after the database's ``commit``."""
        gone = [(key,) for key in self._changed if self._found[key] is None]
        new = [(key, _encode(value)) for key in self._changed if (value := self._found[key]) is not None]
        if gone:
            self._database.change(f"DELETE FROM {self._name} WHERE key = ?", gone)  # noqa: S608 (ours)
        if new:
            self._database.change(f"REPLACE INTO {self._name} VALUES (?, ?)", new)  # noqa: S608 (ours)
        self._changed.clear()

    def _read(self, key: str) -> Value | None:
        rows = self._database.rows(f"SELECT value FROM {self._name} WHERE key = ?", key)  # noqa: S608 (ours)
        with _damage():
            return self._decoder.decode(rows[0][0]) if rows else None


def create(path: Path, shelves: Mapping[str, Mapping[str, object]]) -> None:
    """Make a database of these shelves, in one step."""
    new = path.with_name(f"{path.name}.new")
    new.unlink(missing_ok=True)
    connection = sqlite3.connect(new)
    connection.execute("PRAGMA journal_mode=OFF")
    connection.execute("PRAGMA synchronous=OFF")
    with connection:
        for name, values in shelves.items():
            connection.execute(f"CREATE TABLE {name} (key TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID")
            rows = ((key, _encode(values[key])) for key in sorted(values))
            connection.executemany(f"INSERT INTO {name} VALUES (?, ?)", rows)  # noqa: S608 (ours)
    connection.close()
    new.replace(path)


@contextmanager
def _damage() -> Iterator[None]:
    """What a file says that is damaged, as one error."""
    try:
        yield
    except (sqlite3.Error, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DamagedError(str(error)) from error
