"""The mutants are such as can be tried: their texts are there, once, and what they become is still Python."""

from __future__ import annotations

import ast
from collections import Counter

import pytest

from tests.mutants.campaign import ROOT, every
from tests.mutants.mutant import Mutant

EVERY = list(every())


@pytest.mark.parametrize("mutant", EVERY, ids=lambda one: f"{one.file}: {one.guard}")
def test_what_a_mutant_changes_is_there_once(mutant: Mutant) -> None:
    text = (ROOT / mutant.file).read_text()
    assert text.count(mutant.old) == 1
    ast.parse(text.replace(mutant.old, mutant.new))
    assert mutant.old != mutant.new


def test_there_are_many_and_none_is_there_twice() -> None:
    assert len(EVERY) >= 50
    assert max(Counter((one.file, one.old, one.new) for one in EVERY).values()) == 1


def test_what_they_are_tried_with_is_there() -> None:
    files = {name for one in EVERY for name in one.tests if name.endswith(".py")}
    assert [name for name in sorted(files) if not (ROOT / name).is_file()] == []
