"""The policy file: what it allows, what it denies, and what is said of one that cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from mergebot.bot.policy import PATH, Automatic, Policy, PolicyError, read
from pwc.schemas import schema

ROOT = Path(__file__).parents[3]
TEXT = b"""\
roles: [maintain, admin]
maintainers:
  - {id: 7, login: ada, areas: [speech, graphs]}
automatic: {approvals: 2, most_results: 20}
"""


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(schema("mergebot"))


def test_our_own_policy_can_be_read() -> None:
    policy = read((ROOT / PATH).read_bytes())
    assert policy.roles == ("write", "maintain", "admin")
    assert policy.automatic is None


@pytest.mark.parametrize("role", [None, "read", "triage", "write", "maintain", "admin", ""])
def test_without_a_file_nobody_may_merge(role: str | None) -> None:
    assert not read(None).may_merge(1, role, ["speech"])
    assert read(None) == Policy()
    assert read(b"{}\n") == Policy()


@pytest.mark.parametrize(
    ("user", "role", "areas", "allowed"),
    [
        (1, "admin", ["speech"], True),
        (1, "maintain", [], True),
        (1, "write", ["speech"], False),
        (1, None, ["speech"], False),
        (7, "read", ["speech"], True),
        (7, None, ["graphs", "speech"], True),
        (7, None, ["speech", "games"], False),
        (7, None, [], False),
        (8, None, ["speech"], False),
    ],
)
def test_roles_merge_everywhere_and_people_in_their_areas(
    user: int, role: str | None, areas: list[str], allowed: bool
) -> None:
    assert read(TEXT).may_merge(user, role, areas) is allowed


def test_what_merges_by_itself_is_said_or_nothing_does() -> None:
    assert read(TEXT).automatic == Automatic(approvals=2, most_results=20)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (b"roles: [owner]\n", 1),
        (b"roles: [admin]\nrole: [write]\n", 1),
        (b"roles: [admin]\nmaintainers:\n  - {id: 0, login: ada, areas: [speech]}\n", 3),
        (b"maintainers:\n  - {id: 7, login: ada, areas: []}\n", 2),
        (b"roles: [admin]\nroles: [write]\n", 2),
        (b"roles: &x [admin]\n", 1),
        (b"automatic: {approvals: 0, most_results: 5}\n", 1),
        (b"automatic: {approvals: 1}\n", 1),
        (b"", 1),
        (b"- admin\n", 1),
        (b"\xff\xfe", 1),
    ],
)
def test_what_cannot_be_read_merges_nothing_and_names_the_line(text: bytes, line: int) -> None:
    with pytest.raises(PolicyError, match=rf"^\.github/mergebot\.yml:{line}: "):
        read(text)
