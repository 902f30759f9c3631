"""``pwc catalog check``: every rule of the catalog over the whole of it."""

from __future__ import annotations

from pwc.tree import Tree
from validator.registry import rules_of
from validator.run import Report, report
from validator.stages import resolve
from validator.store import Store


def check(tree: Tree) -> Report:
    """Check every invariant of the catalog in a tree."""
    store = Store(tree)
    findings = [
        resolve(rule, problem.file or "", None, problem)
        for rule in rules_of("catalog")
        for problem in rule.check(store)
    ]
    return report(len(store.bytes), findings)
