"""SARIF for code scanning: the standard's schema, GitHub's demands beyond it, and what is cut."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin

import pytest
from jsonschema import Draft4Validator

from pwc import __version__
from pwc.catalog import Catalog
from pwc.span import Span
from validator.entry import Entry
from validator.finding import Edit, Finding, Severity
from validator.registry import all_rules
from validator.report import sarif
from validator.run import Report, report, run

TODAY = date(2026, 11, 22)
PATH = "submissions/2026/11/x.yaml"
SCHEMA = Path(__file__).parent / "schemas" / "sarif-2.1.0-rtm.5.json"
DATA = b"""\
paper: {arxiv: "1706.03762"}
results:
  - task: QA
    dataset: COPA
    model: Transformer (big)
    metrics: {Accuracy: 71.2}
"""


def the_run(found: Report, rules_at: str | None = "https://example.org/rules") -> Any:
    """The one run of a report's log, after the standard's own schema has accepted it."""
    log = json.loads(sarif.render(found, rules_at=rules_at))
    Draft4Validator(json.loads(SCHEMA.read_text())).validate(log)
    assert log["version"] == "2.1.0"
    (only,) = log["runs"]
    return only


def finding(
    number: int = 1,
    weight: Severity = Severity.ERROR,
    *,
    code: str = "PWC302",
    path: str = PATH,
    message: str = "what is wrong",
    edit: Edit | None = None,
) -> Finding:
    span = Span(number, 8, number, 9)
    return Finding(code, "stand-in", weight, path, span, "", message, "Mend it.", "model: x", edit)


def uri(path: str) -> Any:
    (result,) = the_run(Report(1, (finding(path=path),)))["results"]
    return result["locations"][0]["physicalLocation"]["artifactLocation"]


def test_a_real_report_is_what_code_scanning_asks_for(catalog: Catalog) -> None:
    only = the_run(run([Entry(PATH, DATA)], catalog, TODAY))
    driver = only["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("pwc", __version__)
    assert driver["informationUri"] == "https://example.org/rules"
    assert only["columnKind"] == "unicodeCodePoints"
    assert only["automationDetails"]["id"] == "pwc/"
    assert [result["ruleId"] for result in only["results"]] == ["PWC302", "PWC505"], "errors first"
    error, warning = only["results"]
    assert (error["level"], warning["level"]) == ("error", "warning")
    assert error["message"]["text"].endswith(". Delete this entry.")
    (place,) = error["locations"]
    assert place["physicalLocation"] == {
        "artifactLocation": {"uri": PATH, "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 5, "startColumn": 12, "endLine": 5, "endColumn": 29},
    }
    assert driver["rules"][error["ruleIndex"]]["id"] == "PWC302"


def test_every_rule_is_described_within_github_s_limits() -> None:
    rules = the_run(Report(0, ()))["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [*all_rules()]
    for rule in rules:
        assert 0 < len(rule["name"]) <= 255
        assert 0 < len(rule["shortDescription"]["text"]) <= 1024
        assert 0 < len(rule["fullDescription"]["text"]) <= 1024
        assert "Why: " in rule["help"]["text"]
        assert "**Why:** " in rule["help"]["markdown"]
        assert rule["helpUri"] == f"https://example.org/rules/{rule['id']}.md"
        assert 0 < len(rule["properties"]["tags"]) <= 10


@pytest.mark.parametrize(
    ("code", "level", "severity"),
    [("PWC302", "error", "error"), ("PWC505", "warning", "warning"), ("PWC229", "note", "recommendation")],
)
def test_a_rule_s_weight_is_said_in_their_words(code: str, level: str, severity: str) -> None:
    rules = {rule["id"]: rule for rule in the_run(Report(0, ()))["tool"]["driver"]["rules"]}
    assert rules[code]["defaultConfiguration"]["level"] == level
    assert rules[code]["properties"]["problem.severity"] == severity


def test_a_code_that_is_no_rule_here_is_described_by_its_finding() -> None:
    only = the_run(Report(1, (finding(code="BOT101"),)))
    (result,) = only["results"]
    assert only["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == "BOT101"


def test_without_an_address_nothing_is_linked() -> None:
    driver = the_run(Report(0, ()), rules_at=None)["tool"]["driver"]
    assert "informationUri" not in driver
    assert not any("helpUri" in rule for rule in driver["rules"])


@pytest.mark.parametrize("code", ["PWC001", "PWC002"])
def test_what_could_not_be_checked_is_a_notification_and_no_result(code: str) -> None:
    only = the_run(report(1, [finding(code=code)]))
    (invocation,) = only["invocations"]
    assert only["results"] == []
    assert (invocation["executionSuccessful"], invocation["exitCode"]) == (False, 3)
    (told,) = invocation["toolExecutionNotifications"]
    assert (told["descriptor"]["id"], told["level"]) == (code, "error")
    assert told["message"]["text"] == "what is wrong. Mend it."
    assert told["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == PATH


def test_a_run_with_errors_was_still_a_success() -> None:
    (invocation,) = the_run(report(1, [finding()]))["invocations"]
    assert (invocation["executionSuccessful"], invocation["exitCode"]) == (True, 1)
    assert invocation["toolExecutionNotifications"] == []


def marks(data: bytes, catalog: Catalog) -> list[str]:
    results = the_run(run([Entry(PATH, data)], catalog, TODAY))["results"]
    return [result["partialFingerprints"]["primaryLocationLineHash"] for result in results]


def test_fingerprints_stay_when_lines_move(catalog: Catalog) -> None:
    before = marks(DATA, catalog)
    assert len(set(before)) == len(before) == 2
    assert marks(b"# a comment\n\n" + DATA, catalog) == before
    assert marks(DATA.replace(b"    model: ", b"    model:   "), catalog) != before


def test_the_same_line_twice_has_two_fingerprints(catalog: Catalog) -> None:
    twice = DATA + DATA.partition(b"results:\n")[2].replace(b"71.2", b"71.3")
    both = marks(twice, catalog)
    assert len(set(both)) == len(both) > 2
    assert {*marks(DATA, catalog)} < {*both}


def test_a_fix_can_be_applied_as_it_says(catalog: Catalog) -> None:
    source = "  - task: \u4e2d\U0001f600 # QA"
    edit = Edit(Span(1, 11, 1, 13), '"Question Answering"')
    told = Finding("PWC505", "n", Severity.WARNING, PATH, edit.span, "", "m", "Write it.", source, edit)
    (result,) = the_run(Report(1, (told,)))["results"]
    (fix,) = result["fixes"]
    (change,) = fix["artifactChanges"]
    (replacement,) = change["replacements"]
    region = replacement["deletedRegion"]
    written = replacement["insertedContent"]["text"]
    mended = source[: region["startColumn"] - 1] + written + source[region["endColumn"] - 1 :]
    assert mended == '  - task: "Question Answering" # QA'
    assert change["artifactLocation"]["uri"] == PATH
    assert fix["description"]["text"] == "Write it."


def test_no_fix_without_a_certain_repair() -> None:
    (result,) = the_run(Report(1, (finding(),)))["results"]
    assert "fixes" not in result


@pytest.mark.parametrize(
    "path",
    [PATH, "submissions/2026/11/a b#c?d%41:e.yaml", "c:/x.yaml", "submissions/2026/11/\u4e2d.yaml", "[x](y)"],
)
def test_a_path_is_a_relative_reference_that_leads_back_to_it(path: str) -> None:
    told = uri(path)
    assert told["uriBaseId"] == "%SRCROOT%"
    assert told["uri"].isascii()
    root = "file:///checkout/"
    assert urljoin(root, told["uri"]).startswith(root), "no scheme, host or query can be made of it"
    assert unquote(told["uri"]) == path


def test_a_path_outside_the_checkout_is_absolute() -> None:
    assert uri("/tmp/a b.yaml") == {"uri": "file:///tmp/a%20b.yaml"}


def test_a_path_that_is_no_text_keeps_its_bytes() -> None:
    assert uri("\udcff.yaml")["uri"] == "%FF.yaml"


def test_a_finding_about_no_file_has_a_place_all_the_same() -> None:
    assert uri("")["uri"] == "submissions", "GitHub refuses a report with an empty address"


def test_nobody_s_text_becomes_a_link() -> None:
    (result,) = the_run(Report(1, (finding(message="see [this](https://evil.example)[1](1)"),)))["results"]
    assert result["message"]["text"].startswith("see [this] (https://evil.example)[1] (1)")


def test_what_github_would_refuse_is_cut_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "MOST_ACCEPTED", 5)
    monkeypatch.setattr(sarif, "MOST_SHOWN", 4)
    hints = [finding(n, Severity.HINT, code="PWC229") for n in range(1, 5)]
    only = the_run(report(1, [*hints, *(finding(n) for n in range(5, 8))]))
    assert [result["level"] for result in only["results"]] == ["error"] * 3 + ["note"] * 2
    told = only["invocations"][0]["toolExecutionNotifications"]
    assert [(one["level"], one["message"]["text"]) for one in told] == [
        ("warning", "Left out, because GitHub accepts 5 results: 2 hints."),
        ("note", "In this file, but more than the 4 that GitHub shows: 1 hint."),
    ]


def test_the_limits_are_github_s() -> None:
    assert (sarif.MOST_ACCEPTED, sarif.MOST_SHOWN) == (25_000, 5_000)
