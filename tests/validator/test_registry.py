"""The registry: nothing is forgotten, nothing is taken twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from validator import registry
from validator.finding import Problem, Severity
from validator.registry import FAMILIES, RETIRED, all_rules, rule


def test_a_family_looks_at_one_stage() -> None:
    for found in all_rules().values():
        assert found.check.__module__.rpartition(".")[2] in FAMILIES[found.stage], found.code


def test_a_family_keeps_to_its_hundred() -> None:
    hundreds = {
        "change": "1",
        "file": "1",
        "syntax": "2",
        "comments": "2",
        "schema": "2",
        "schema_values": "2",
        "identity": "3",
        "twins": "3",
        "settings": "3",
        "links": "4",
        "text": "5",
        "name_parts": "5",
        "names": "5",
        "new_names": "5",
        "doubtful_names": "5",
        "task_tree": "5",
        "values": "6",
        "metrics": "6",
        "plausibility": "7",
        "evidence": "7",
        "corrections": "8",
        "corrected_fields": "8",
        "corrected_names": "8",
        "corrected_together": "8",
        "corrected_much": "8",
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


def test_the_code_of_a_retired_rule_is_never_given_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "RETIRED", {"PWC499": "Links are no longer looked at."})
    with pytest.raises(ValueError, match="PWC499 is retired"):

        @rule("PWC499", Severity.HINT)
        def revenant(context: object) -> Iterator[Problem]:
            """A rule with the code of one that has gone.

            Why: to be refused.
            Fix: none.
            """
            yield from ()

    assert "PWC499" not in all_rules()


def test_what_is_retired_has_a_code_and_a_reason() -> None:
    for code, why in RETIRED.items():
        assert re.fullmatch(r"PWC[1-9][0-9]{2}", code), code
        assert why.endswith("."), code


def test_a_rule_without_a_reason_is_refused() -> None:
    with pytest.raises(ValueError, match="Why"):

        @rule("PWC499", Severity.HINT)
        def unexplained(context: object) -> Iterator[Problem]:
            """A rule that does not say why."""
            yield from ()
