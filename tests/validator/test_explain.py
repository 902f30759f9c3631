"""``pwc explain``: by code or name, several at once, and helpful where there is no such rule."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pwc.errors import UsageError
from validator import registry, rule_page
from validator.explain import explain
from validator.registry import RETIRED
from validator.rule_page import documented

Command = Callable[..., subprocess.CompletedProcess[str]]


def explained(*codes: str) -> str:
    done: Result = CliRunner().invoke(explain, codes, catch_exceptions=False, standalone_mode=False)
    assert done.return_value == 0
    return done.output


@pytest.mark.parametrize("code", documented())
def test_every_code_is_explained(code: str) -> None:
    about = documented()[code]
    told = " ".join(explained(code).split())
    for part in (
        f"{code} {about.name} ({about.severity}",
        about.title,
        f"Why: {about.why}",
        f"Fix: {about.fix}",
    ):
        assert " ".join(part.split()) in told


@pytest.mark.parametrize(
    "asked", ["PWC302", "pwc302", "duplicate-result", "Duplicate-Result", "duplicate_result"]
)
def test_a_rule_is_found_by_its_code_or_its_name_in_any_case(asked: str) -> None:
    assert explained(asked).startswith("PWC302 duplicate-result (error: it blocks a merge)\n")


def test_an_example_shows_what_is_wrong_what_is_said_and_how_it_is_right() -> None:
    told = explained("PWC302")
    wrong, right = told.index("\nWrong: "), told.index("\nRight: ")
    assert "\n        model: Transformer (big)\n" in told[wrong:right]
    assert ": error PWC302 duplicate-result: " in told[wrong:right]
    assert "\n        setting: zero-shot\n" in told[right:]
    assert "```" not in told


def test_only_the_first_example_of_each_kind_is_shown() -> None:
    page = rule_page.published("PWC223") or ""
    assert page.count("\n## Wrong: ") > 1
    assert explained("PWC223").count("\nWrong: ") == 1


def test_several_are_explained_in_the_order_in_which_they_are_asked_for_and_each_once() -> None:
    told = explained("PWC502", "PWC302", "unknown-dataset")
    assert told.count("Why: ") == 2
    assert told.index("PWC502 unknown-dataset") < told.index("PWC302 duplicate-result")


def test_without_a_code_all_are_listed_by_family() -> None:
    lines = explained().splitlines()
    listed = [line.split()[0] for line in lines if line.startswith("  ")]
    assert sorted(listed) == sorted({*documented(), *RETIRED})
    assert "PWC3xx: identity and duplicates" in lines
    row = next(line for line in lines if line.startswith("  PWC302"))
    assert row.split(maxsplit=3) == [
        "PWC302",
        "error",
        "duplicate-result",
        "This result is already in the catalog.",
    ]


@pytest.mark.parametrize(
    ("asked", "near"),
    [
        ("PWC32", "PWC302"),
        ("duplicate-reslt", "duplicate-result"),
        ("302", "PWC302"),
        ("UNKNWON-TASK", "unknown-task"),
    ],
)
def test_what_is_not_there_gets_the_nearest(asked: str, near: str) -> None:
    with pytest.raises(UsageError, match=f"did you mean {near}"):
        explained("PWC502", asked)


def test_what_is_nowhere_near_gets_the_way_to_the_list() -> None:
    with pytest.raises(UsageError, match="lists all rules"):
        explained("qqqq")


def test_an_unknown_code_ends_with_2_and_prints_nothing_raw(pwc_command: Command, tmp_path: Path) -> None:
    done = pwc_command("explain", "PWC302", "\x1b[31mPWC", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "`\\u{1b}[31mPWC`" in done.stderr
    assert "\x1b" not in done.stderr


def test_a_retired_code_says_why_and_what_replaced_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "RETIRED", {"PWC499": "Links are no longer looked at; see PWC225."})
    told = explained("pwc499")
    assert "PWC499 is retired" in told
    assert "Links are no longer looked at; see PWC225." in told
    assert "  PWC499  retired  Links are no longer looked at; see PWC225." in explained().splitlines()
    with pytest.raises(UsageError, match="did you mean PWC499"):
        explained("PWC4999")


def test_a_rule_without_a_page_is_explained_from_its_docstring(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(rule_page, "_FOLDERS", (tmp_path,))
    assert "Why: two rows for one number" in explained("PWC302")


def test_the_package_s_own_pages_are_looked_for_first(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "PWC302.md").write_text("# PWC302\n\n## Wrong: from the package\n\n```yaml\na: 1\n```\n")
    monkeypatch.setattr(rule_page, "_FOLDERS", (tmp_path, *rule_page._FOLDERS))
    assert explained("PWC302").endswith("\nWrong: from the package\n\n    a: 1\n")


@pytest.mark.parametrize("asked", ["PWC5", "pwc5", "PWC5xx", "PWC8", "PWC31"])
def test_the_beginning_of_codes_lists_its_rules(asked: str) -> None:
    beginning = asked.upper().rstrip("X")
    first, *lines = explained(asked).splitlines()
    assert first.startswith(f"{beginning[:4]}xx: ")
    listed = [line.split()[0] for line in lines]
    assert sorted(listed) == [
        code for code in sorted({*documented(), *RETIRED}) if code.startswith(beginning)
    ]


def test_a_family_and_a_rule_are_explained_in_the_order_in_which_they_are_asked_for() -> None:
    told = explained("PWC8", "PWC302")
    assert told.index("PWC8xx: corrections") < told.index("PWC302 duplicate-result")
    assert "\n\nPWC302 duplicate-result" in told
