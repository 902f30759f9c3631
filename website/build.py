"""Building the site: reading what changed, making the pages that it touches, writing those that differ.

A whole build makes tens of thousands of pages, so other processes share the work; each makes and writes its
own pages, and nothing but counts comes back.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import localcontext
from functools import partial
from itertools import chain
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from pwc.catalog import Catalog
from pwc.errors import CouldNotCheckError
from website import assets, reading, search_index, search_update, site, sitemaps, state
from website.reading import Reading
from website.render import Renderer
from website.state import State
from website.touched import touched
from website.view import Page
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
        return _Build(out, Renderer(**_fields(options)), read, last).run(program)
    finally:
        if gc_was_on:
            gc.enable()


def _fields(options: Options) -> dict[str, str | None]:
    return {"base_url": options.base_url, "repository": options.repository}


class _Build:
    """One build."""

    def __init__(self, out: Path, renderer: Renderer, read: Reading, last: State | None) -> None:
        self._renderer, self._read, self._last = renderer, read, last
        self._folder = Folder(out)

    def run(self, program: bytes) -> Built:
        """Carry it out."""
        if self._last is not None and self._last.files == self._read.files:
            if self._last.marks != self._read.marks:
                state.write(self._folder.out, replace(self._last, marks=self._read.marks))
            return Built(0, 0, len(self._folder.made), 0)
        keys = touched(self._last, self._read)
        pages = list(site.pages(self._read.contents, keys))
        about = self._about(pages, keys)
        index = self._index(keys, about)
        made = [File(page.path, partial(self._renderer.page, page)) for page in pages]
        made += [File(path, partial(bytes, data)) for path, data in index.items()]
        made += [File(f"static/{name}", partial(site.static, name)) for name in site.STATIC]
        made += assets.files()
        if self._renderer.base_url is not None:
            made += self._sitemaps(about, self._come_or_gone(pages, keys))
        paths = set(chain.from_iterable(about.values()))
        folder = self._folder
        folder.prepare(file.path for file in made)
        state.forget(folder.out)
        written, unchanged = write_all(folder.out, made)
        removed = folder.remove(folder.made - paths - {file.path for file in made})
        self._keep(program, about)
        return Built(written, unchanged, len(folder.made) - len(made), removed)

    def _about(self, pages: Sequence[Page], keys: Collection[str] | None) -> dict[str, list[str]]:
        """The paths of all pages by what they are about: the last build's, but for what is touched."""
        about = {} if keys is None or self._last is None else dict(self._last.pages)
        for key in keys or ():
            about.pop(key, None)
        for page in pages:
            about.setdefault(page.about, []).append(page.path)
        return about

    def _index(self, keys: Collection[str] | None, about: dict[str, list[str]]) -> Mapping[str, bytes]:
        """The files of the search's index that may differ; ``about`` is told of all of them."""
        if keys is not None and self._last is not None and not self._boards_have_gone(self._last):
            found = search_update.update(self._read.contents, keys, self._folder.read)
            if found is not None:
                about[INDEX] = sorted(({*about[INDEX]} | found.changed.keys()) - found.gone)
                return found.changed
        made = search_index.files(self._read.contents)
        about[INDEX] = sorted(made)
        return made

    def _boards_have_gone(self, last: State) -> bool:
        now = {board.slug for board in self._read.boards.values()}
        return any(board.slug not in now for board in last.boards.values())

    def _come_or_gone(self, pages: Sequence[Page], keys: Collection[str] | None) -> Collection[str] | None:
        """The paths of pages that are new or no more, without those that only lead on; None for any."""
        if keys is None or self._last is None:
            return None
        before = [self._last.pages.get(key, ()) for key in keys if not key.startswith("former:")]
        now = {page.path for page in pages} - self._read.contents.former.keys()
        return now.symmetric_difference(chain.from_iterable(before))

    def _sitemaps(self, about: dict[str, list[str]], changed: Collection[str] | None) -> Iterator[File]:
        """The sitemaps that may differ; ``about`` is told of all of them."""
        there, former = about.pop(SITEMAPS, []), self._read.contents.former
        paths = chain.from_iterable(about.values())
        listed = [path for path in paths if path.endswith("index.html") and path not in former]
        found = sitemaps.sitemaps(listed, changed, there)
        about[SITEMAPS] = found.names
        for name, pages in found.made.items():
            yield File(name, partial(self._renderer.sitemap, pages))
        if len(found.names) > 1:
            yield File(sitemaps.INDEX, partial(self._renderer.sitemap_index, found.names[1:]))

    def _keep(self, program: bytes, about: dict[str, list[str]]) -> None:
        read = self._read
        kept = State(
            program=program,
            files=read.files,
            marks=read.marks,
            named=read.named,
            papers=read.papers,
            boards=read.boards,
            former=read.former,
            pages=about,
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
