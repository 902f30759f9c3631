"""Whom GitHub asks for a review is what the policy says."""

from __future__ import annotations

from pathlib import Path

import pytest

from docs import code_owners, generate
from mergebot.bot import policy

NAMED = b"""\
roles: [admin]
maintainers:
  - {id: 7, login: Zoe, areas: [natural-language-processing]}
  - {id: 8, login: ada, areas: [natural-language-processing, computer-vision]}
"""


def rules(text: str) -> list[str]:
    return [line for line in text.splitlines() if not line.startswith("#")]


def test_all_who_are_named_are_asked_about_submissions() -> None:
    assert rules(code_owners.text(policy.read(NAMED))) == ["/submissions/ @ada @Zoe"]


def test_the_people_of_each_area_are_told() -> None:
    lines = code_owners.text(policy.read(NAMED)).splitlines()
    assert "# computer-vision: @ada" in lines
    assert "# natural-language-processing: @ada @Zoe" in lines


def test_nobody_is_asked_where_the_policy_names_nobody() -> None:
    assert rules(code_owners.text(policy.read(b"roles: [admin]\n"))) == []
    assert rules(code_owners.text(policy.read(None))) == []


def test_a_changed_policy_makes_the_file_stale(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(generate, "DOCS", tmp_path / "docs")
    monkeypatch.setattr(generate, "rule_pages", dict)
    (tmp_path / "docs").mkdir()
    (tmp_path / ".github").mkdir()
    (tmp_path / policy.PATH).write_bytes(b"roles: [admin]\n")
    assert generate.main([]) == 0
    assert generate.main(["--check"]) == 0
    (tmp_path / policy.PATH).write_bytes(NAMED)
    capsys.readouterr()
    assert generate.main(["--check"]) == 1
    assert capsys.readouterr().out == f"{code_owners.PATH}\n"
