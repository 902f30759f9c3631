"""Building the site: reading what changed, making the pages that it touches, writing those that differ.

A whole build makes tens of thousands of pages, so other processes share the work; each makes and writes its
own pages, and nothing but counts comes back.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator, Sequence, Sized
from decimal import localcontext
from functools import partial
from pathlib import Path

from msgspec import Struct

from pwc.catalog import Catalog
from pwc.errors import CouldNotCheckError
from website import assets, reading, search_index, search_update, site, sitemaps, state
from website.change import Change
from website.paths import Paths
from website.reading import Reading
from website.render import Renderer
from website.shelf import DamagedError
from website.state import State
from website.touched import touched
from website.write import File, Folder, write

INDEX, SITEMAPS = "search", "sitemaps"
"""What the files of the search's index are about, and the sitemaps: they are made together."""

MANY = 400
"""From as many pages on, starting other processes pays."""

PORTION = 200
"""So many files a process takes at most at a time: neighbours, which are about the same things."""

_LONGEST_NUMBERS = 100
"""Digits to count with: values have up to 40, and differences of them must not vanish."""


class Built(Struct, frozen=True):
    """How many files were written, were right already, were known to be right, and were removed."""

    written: int
    unchanged: int
    untouched: int
    removed: int


class Options(Struct, frozen=True):
    """Where the site will stand, with a slash at its end, and the repository, each if it is known."""

    base_url: str | None = None
    repository: str | None = None


def build(catalog: Catalog, out: Path, options: Options, *, everything: bool = False) -> Built:
    """Make the folder ``out`` hold the site of this catalog.

    Pages that nothing has touched since the last build are not looked at, unless ``everything`` is asked for.
    """
    program = state.program(options.base_url, options.repository)
    last = None if everything else state.read(out, program)
    gc_was_on = gc.isenabled()
    gc.disable()  # a million records that stay: looking for rubbish among them takes half the time
    try:
        try:
            return _built(catalog, out, options, last, program)
        except DamagedError:  # what it says cannot be read, so it is not used
            return _built(catalog, out, options, None, program)
    finally:
        if last is not None:
            last.close()
        if gc_was_on:
            gc.enable()


def _built(catalog: Catalog, out: Path, options: Options, last: State | None, program: bytes) -> Built:
    read = reading.read(catalog, last)
    if read.change is not None and not read.differs:
        read.state.keep(out, program)  # what is not read again next time may be more than before
        return Built(0, 0, read.state.numbers["files"], 0)
    renderer = Renderer(base_url=options.base_url, repository=options.repository)
    return _Build(out, renderer, read).run(program)


class _Build:
    """One build."""

    def __init__(self, out: Path, renderer: Renderer, read: Reading) -> None:
        self._renderer, self._read = renderer, read
        self._contents, self._folder = read.contents, Folder(out)
        self._keys = None if read.change is None else touched(read.change, read.contents)
        self._paths = Paths(read.state.pages, self._keys or ())

    def run(self, program: bytes) -> Built:
        """Carry it out."""
        pages = list(site.pages(self._contents, self._keys))
        for page in pages:
            self._paths.add(page.about, page.path)
        fixed = [
            *(File(f"static/{name}", partial(site.static, name)) for name in site.STATIC),
            *assets.files(),
        ]
        made = [*fixed, *(File(page.path, partial(self._renderer.page, page)) for page in pages)]
        if self._renderer.base_url is not None:
            made += self._sitemaps()
        made += self._index()
        folder, new = self._folder, {file.path for file in made}
        folder.prepare(new if self._keys is None else self._paths.new)
        self._read.state.forget(folder.out)
        written, unchanged = write_all(folder.out, made)
        removed = folder.remove(folder.made - new if self._keys is None else self._paths.gone)
        count = self._count(made)
        self._read.state.numbers["files"] = count
        self._read.state.keep(folder.out, program)
        return Built(written, unchanged, count - len(made), removed)

    def _count(self, made: Sized) -> int:
        """How many files the site has."""
        if self._keys is None:
            return len(made)
        return self._read.state.numbers["files"] + len(self._paths.new) - len(self._paths.gone)

    def _index(self) -> Iterator[File]:
        """The files of the search's index that may differ."""
        change, found = self._read.change, None
        if change is not None and self._keys is not None and not _boards_left(change):
            found = search_update.update(self._contents, self._keys, self._folder.read)
        if found is not None:
            changed = found.changed
            self._paths.put(INDEX, ({*self._paths.about[INDEX]} | changed.keys()) - found.gone)
        else:
            changed = search_index.files(self._contents)
            self._paths.put(INDEX, changed.keys())
        return (File(path, partial(bytes, data)) for path, data in changed.items())

    def _sitemaps(self) -> Iterator[File]:
        """The sitemaps that may differ."""
        paths, renderer, contents = self._paths, self._renderer, self._contents
        there = paths.about.get(SITEMAPS)
        if len(contents.newest) + len(contents.boards) <= sitemaps.FEW:
            yield File(sitemaps.INDEX, partial(renderer.sitemap, paths.listed()))
            paths.put(SITEMAPS, [sitemaps.INDEX])
            return
        names = [sitemaps.INDEX, *sitemaps.NAMES]
        if there == sorted(names):
            changes = sitemaps.changes(paths.newly_listed, paths.no_longer_listed)
            for name, (new, gone) in changes.items():
                yield File(name, partial(renderer.sitemap_after, self._folder.read(name), new, gone))
        else:
            for name, pages in sitemaps.shared(paths.listed()).items():
                yield File(name, partial(renderer.sitemap, pages))
            yield File(sitemaps.INDEX, partial(renderer.sitemap_index, sitemaps.NAMES))
        paths.put(SITEMAPS, names)


def _boards_left(change: Change) -> bool:
    """Whether any board is no longer found under the names that it had, or under its slug another one is."""
    before, now = change.boards.before.items(), change.boards.now.items()
    return not {(key, board.slug) for key, board in before} <= {(key, board.slug) for key, board in now}


def write_all(out: Path, files: Sequence[File]) -> tuple[int, int]:
    """Make and write files, on all processors if they are many. Returns how many differed and did not."""
    shares = min(os.cpu_count() or 1, 8)
    if len(files) < MANY or shares == 1 or sys.platform != "linux":  # elsewhere a fork is not safe
        return _write_some(out, files)
    return _write_together(out, files, shares)


def _write_some(out: Path, files: Sequence[File]) -> tuple[int, int]:
    with localcontext() as arithmetic:
        arithmetic.prec = _LONGEST_NUMBERS
        return write(out, files)


def _write_together(out: Path, files: Sequence[File], shares: int) -> tuple[int, int]:
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 (for many files alone)
    from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415
    from multiprocessing import get_context  # noqa: PLC0415

    _waiting.append((out, files))
    gc.freeze()  # what the others inherit stays shared
    try:
        with ProcessPoolExecutor(shares, get_context("fork")) as pool:
            size = min(PORTION, -(-len(files) // (4 * shares)))  # so that none waits long for the others
            done = list(pool.map(_start, (slice(at, at + size) for at in range(0, len(files), size))))
    except BrokenProcessPool as error:
        raise CouldNotCheckError("a process that wrote pages ended before its time") from error
    finally:
        _waiting.pop()
        gc.unfreeze()
    return sum(written for written, _ in done), sum(unchanged for _, unchanged in done)


_waiting: list[tuple[Path, Sequence[File]]] = []
"""What the other processes find when they begin: it need not be sent, because they are copies of this one."""


def _start(portion: slice) -> tuple[int, int]:
    out, files = _waiting[-1]
    return _write_some(out, files[portion])
