"""Building the site: reading what changed, making the pages that it touches, writing those that differ.

A whole build makes tens of thousands of pages, so other processes share the work; each makes and writes its
own pages, and nothing but counts comes back.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator, Sequence
from decimal import localcontext
from functools import partial
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from pwc.catalog import Catalog
from pwc.errors import CouldNotCheckError
from website import assets, reading, search_index, search_update, site, sitemaps, state
from website.paths import Paths
from website.reading import Reading
from website.render import Renderer
from website.state import State
from website.touched import touched
from website.write import File, Folder, write

INDEX, SITEMAPS = "search", "sitemaps"
"""What the files of the search's index are about, and the sitemaps: they are made together."""

MANY = 400
"""From as many pages on, starting other processes pays."""

PORTION = 200
"""So many files a process takes at a time: neighbours, which are about the same things."""

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
        read = reading.read(catalog, last)
        if last is not None and last.files == read.files:
            return _unchanged(out, last, read)
        return _Build(out, Renderer(**_fields(options)), read, last).run(program)
    finally:
        if gc_was_on:
            gc.enable()


def _fields(options: Options) -> dict[str, str | None]:
    return {"base_url": options.base_url, "repository": options.repository}


def _unchanged(out: Path, last: State, read: Reading) -> Built:
    """There is nothing to make; but what is not read again next time may be more than before."""
    if last.marks != read.marks:
        state.write(out, replace(last, marks=read.marks))
    return Built(0, 0, len(Folder(out).made), 0)


class _Build:
    """One build."""

    def __init__(self, out: Path, renderer: Renderer, read: Reading, last: State | None) -> None:
        self._renderer, self._read = renderer, read
        self._folder = Folder(out)
        keys = touched(last, read)
        self._keys = keys or set()
        self._last = last if keys is not None else None
        """What the last build left, if that is of use."""
        self._paths = Paths({} if self._last is None else self._last.pages, self._keys)

    def run(self, program: bytes) -> Built:
        """Carry it out."""
        pages = list(site.pages(self._read.contents, None if self._last is None else self._keys))
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
        folder.prepare(new if self._last is None else self._paths.new)
        state.forget(folder.out)
        written, unchanged = write_all(folder.out, made)
        removed = folder.remove(folder.made - new if self._last is None else self._paths.gone)
        self._keep(program)
        untouched = sum(map(len, self._paths.about.values())) + len(fixed) - len(made)
        return Built(written, unchanged, untouched, removed)

    def _index(self) -> Iterator[File]:
        """The files of the search's index that may differ."""
        found, last = None, self._last
        if last is not None and not self._boards_have_gone(last):
            found = search_update.update(self._read.contents, self._keys, self._folder.read)
        if last is not None and found is not None:
            changed = found.changed
            self._paths.put(INDEX, ({*last.pages[INDEX]} | changed.keys()) - found.gone)
        else:
            changed = search_index.files(self._read.contents)
            self._paths.put(INDEX, changed.keys())
        return (File(path, partial(bytes, data)) for path, data in changed.items())

    def _boards_have_gone(self, last: State) -> bool:
        now = {board.slug for board in self._read.boards.values()}
        return any(board.slug not in now for board in last.boards.values())

    def _sitemaps(self) -> Iterator[File]:
        """The sitemaps that may differ."""
        paths, renderer, contents = self._paths, self._renderer, self._read.contents
        there = None if self._last is None else self._last.pages.get(SITEMAPS)
        if len(contents.papers) + len(contents.boards) <= sitemaps.FEW:
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

    def _keep(self, program: bytes) -> None:
        read = self._read
        kept = State(
            program=program,
            files=read.files,
            marks=read.marks,
            named=read.named,
            papers=read.papers,
            boards=read.boards,
            former=read.former,
            authors=read.contents.author_slugs,
            pages=self._paths.about,
        )
        state.write(self._folder.out, kept)


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
            done = list(pool.map(_start, range(0, len(files), PORTION)))
    except BrokenProcessPool as error:
        raise CouldNotCheckError("a process that wrote pages ended before its time") from error
    finally:
        _waiting.pop()
        gc.unfreeze()
    return sum(written for written, _ in done), sum(unchanged for _, unchanged in done)


_waiting: list[tuple[Path, Sequence[File]]] = []
"""What the other processes find when they begin: it need not be sent, because they are copies of this one."""


def _start(first: int) -> tuple[int, int]:
    out, files = _waiting[-1]
    return _write_some(out, files[first : first + PORTION])
