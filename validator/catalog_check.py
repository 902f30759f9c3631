"""``pwc catalog check``: every rule of the catalog over the whole of it."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from pwc.tree import Tree
from validator.outcome import Report, report
from validator.registry import rules_of
from validator.rules.catalog import WATCHES
from validator.stages import resolve
from validator.store import Store


def check(tree: Tree) -> Report:
    """Check every invariant of the catalog in a tree."""
    with _no_collecting():
        store = Store(tree, WATCHES)
        findings = [
            resolve(rule, problem.file or "", None, problem)
            for rule in rules_of("catalog")
            for problem in rule.check(store)
        ]
    return report(store.files, findings)


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Records refer to nothing that refers to them: the collector would walk what is kept, for nothing."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
