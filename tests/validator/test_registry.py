"""The registry: nothing is forgotten, nothing is taken twice."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from validator.finding import Problem, Severity
from validator.registry import FAMILIES, all_rules, rule


def test_a_family_looks_at_one_stage() -> None:
    for found in all_rules().values():
        assert found.check.__module__.rpartition(".")[2] in FAMILIES[found.stage], found.code


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
