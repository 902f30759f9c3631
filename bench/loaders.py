"""Readers of YAML on the same bytes, in this process: ours, PyYAML's, and libyaml without any of them."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial

import yaml
from yaml.cyaml import CParser  # type: ignore[attr-defined] # as PyYAML documents it

from bench.turns import Run
from pwc import document

FLOOR, OURS = "libyaml alone (no Python objects)", "pwc.document.parse"


def _floor(data: bytes) -> None:
    CParser(data).raw_parse()


def _compose(data: bytes) -> None:
    yaml.compose(data, Loader=yaml.CSafeLoader)


def _load(data: bytes) -> None:
    yaml.load(data, Loader=yaml.CSafeLoader)


READERS: dict[str, Callable[[bytes], object]] = {
    FLOOR: _floor,
    OURS: document.parse,
    "yaml.compose (CSafeLoader)": _compose,
    "yaml.load (CSafeLoader)": _load,
}


def measurements(texts: Sequence[bytes]) -> list[Callable[[], Run]]:
    """For each reader a measurement of reading all texts once."""
    return [partial(_timed, read, texts) for read in READERS.values()]


def _timed(read: Callable[[bytes], object], texts: Sequence[bytes]) -> Run:
    start = time.perf_counter()
    for text in texts:
        read(text)
    return Run(time.perf_counter() - start, 0)
