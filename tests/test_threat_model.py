"""The threat model names functions and tests: each of them has to be there."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "docs/threat-model.md").read_text()
FUNCTIONS = sorted(set(re.findall(r"`([a-z_.]+):([A-Za-z_]+)`", TEXT)))
TESTS = sorted(set(re.findall(r"`(tests/[a-z_/]+\.py)::(\w+)`", TEXT)))


def test_something_is_named() -> None:
    assert len(FUNCTIONS) > 20
    assert len(TESTS) > 20


@pytest.mark.parametrize(("module", "name"), FUNCTIONS)
def test_what_closes_an_attack_is_there(module: str, name: str) -> None:
    assert hasattr(importlib.import_module(module), name)


@pytest.mark.parametrize(("file", "name"), TESTS)
def test_what_shows_it_is_there(file: str, name: str) -> None:
    assert re.search(rf"^ *def {name}\(", (ROOT / file).read_text(), re.MULTILINE)


def test_every_attack_of_a_table_names_what_shows_that_it_is_closed() -> None:
    rows = [line for line in TEXT.splitlines() if line.startswith("| ") and line.count("|") == 4]
    attacks = [row for row in rows if not row.startswith(("| attack", "| ---"))]
    assert all("`tests/" in row for row in attacks)
