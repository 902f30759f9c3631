"""The registry: nothing is forgotten, nothing is taken twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import validator.rules
from validator.finding import Problem, Severity
from validator.registry import FAMILIES, all_rules, rule


def test_every_file_of_rules_is_a_family() -> None:
    folder = Path(validator.rules.__file__).parent
    assert sorted(FAMILIES) == sorted(file.stem for file in folder.glob("*.py") if file.stem != "__init__")


def test_a_family_keeps_to_its_hundred() -> None:
    hundreds = {
        "change": "1",
        "file": "1",
        "syntax": "2",
        "schema": "2",
        "identity": "3",
        "names": "5",
        "values": "6",
        "plausibility": "7",
        "corrections": "8",
        "catalog": "9",
    }
    for found in all_rules().values():
        family = found.check.__module__.rpartition(".")[2]
        assert found.code[3] == hundreds[family], found.code


def test_rules_are_documented() -> None:
    for found in all_rules().values():
        assert found.title.endswith("."), found.code
        assert found.why.endswith("."), found.code
        assert found.fix.endswith((".", "`")), found.code


def test_a_code_is_never_used_twice() -> None:
    all_rules()
    with pytest.raises(ValueError, match="taken"):

        @rule("PWC302", Severity.HINT)
        def another(context: object) -> Iterator[Problem]:
            """Another rule.

            Why: to be refused.
            Fix: none.
            """
            yield from ()


def test_a_rule_without_a_reason_is_refused() -> None:
    with pytest.raises(ValueError, match="Why"):

        @rule("PWC499", Severity.HINT)
        def unexplained(context: object) -> Iterator[Problem]:
            """A rule that does not say why."""
            yield from ()
