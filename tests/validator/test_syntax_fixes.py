"""The slips of YAML that beginners make most get a repair of their own, at the right line."""

from __future__ import annotations

import pytest

from validator.entry import Entry
from validator.registry import rules_of

SLIPS = [
    ("paper:\n\ttitle: X\n", 2, "a tab here"),
    ("paper:\n  title: GLM-130B: An Open Model\n", 2, "put the whole text into quotes"),
    ('paper:\n  title: "GLM\n  arxiv: "2210.02414\n', 3, ""),
    ('paper:\n  title: "GLM\n  date: 2022-10-05\n', 2, "never closed"),
    ("paper:\n  title: GLM\n  date 2022-10-05\n", 3, "without a colon"),
    ("paper:\n  title: @GLM\n", 2, "needs quotes"),
]


@pytest.mark.parametrize(
    ("text", "line", "fix"), SLIPS, ids=["tab", "colon", "two-quotes", "quote", "key", "at"]
)
def test_a_slip_gets_its_own_repair(text: str, line: int, fix: str) -> None:
    entry = Entry("submissions/2026/11/x.yaml", text.encode())
    found = [problem for rule in rules_of("yaml") for problem in rule.check(entry)]
    assert len(found) == 1
    assert found[0].at.line == line  # type: ignore[union-attr]
    assert fix in (found[0].fix or "")
