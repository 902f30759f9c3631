"""The files of an export: each a JSON list with an item a line, plain or packed, put in place together."""

from __future__ import annotations

import gzip
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

import msgspec

from archive import exporting
from archive.dump import Item
from pwc.catalog import Catalog


def export_to(of: Catalog, directory: Path, *, packed: bool = False) -> list[tuple[Path, int]]:
    """Write the five dumps of a catalog into a directory, and say how many items each has.

    Files of the same names are replaced, once all are written. Equal catalogs give equal bytes. Raises
    BrokenFileError if a file of the catalog cannot be read; no dump has changed then.
    """
    directory.mkdir(parents=True, exist_ok=True)
    ending = ".json.gz" if packed else ".json"
    written = []
    with tempfile.TemporaryDirectory(dir=directory, prefix=".export-") as scratch:
        for kind, items in exporting.dumps(of):
            file = Path(scratch, kind + ending)
            with _open(file, packed=packed) as stream:
                written.append((file, _write(items, stream)))
        return [(file.replace(directory / file.name), number) for file, number in written]


def _write(items: Iterator[Item], stream: IO[bytes]) -> int:
    number = 0
    for number, item in enumerate(items, 1):
        stream.write(b",\n" if number > 1 else b"[\n")
        stream.write(msgspec.json.encode(item))
    stream.write(b"\n]\n" if number else b"[]\n")
    return number


@contextmanager
def _open(file: Path, *, packed: bool) -> Iterator[IO[bytes]]:
    with file.open("wb") as stream:
        if packed:
            with gzip.GzipFile("", "wb", compresslevel=6, fileobj=stream, mtime=0) as packing:
                yield cast(IO[bytes], packing)
        else:
            yield stream
