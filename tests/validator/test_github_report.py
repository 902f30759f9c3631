"""Annotations: the runner's escapes, GitHub's limits, and how many did not fit."""

from __future__ import annotations

import re

import pytest

from pwc.span import Span
from validator.finding import Finding, Severity
from validator.report.github import render
from validator.run import Report, report

PATH = "submissions/2026/11/x.yaml"
TOKEN = Span(5, 12, 5, 29)


def finding(
    weight: Severity = Severity.ERROR, *, path: str = PATH, span: Span = TOKEN, message: str = "what is wrong"
) -> Finding:
    return Finding("PWC302", "duplicate-result", weight, path, span, "", message, "Mend it.")


def told(*found: Finding) -> list[str]:
    return render(Report(1, found)).split("\n")


def many(errors: int = 0, warnings: int = 0, hints: int = 0) -> list[str]:
    weights = [Severity.HINT] * hints + [Severity.WARNING] * warnings + [Severity.ERROR] * errors
    return render(
        report(1, [finding(weight, span=Span(n, 1, n, 2)) for n, weight in enumerate(weights, 1)])
    ).split("\n")


def test_an_annotation_says_where_what_and_how_to_mend_it() -> None:
    annotation, verdict = told(finding())
    properties = "file=submissions/2026/11/x.yaml,line=5,endLine=5,col=12,endColumn=29"
    assert annotation == f"::error {properties},title=PWC302 duplicate-result::what is wrong%0AMend it."
    assert verdict == "1 file checked: 1 error."


def test_a_message_is_escaped_as_the_runner_reads_it() -> None:
    line = told(finding(message="100% of a: b, c%0A"))[0]
    assert line.endswith("::100%25 of a: b, c%250A%0AMend it.")


def test_a_property_is_escaped_as_the_runner_reads_it() -> None:
    line = told(finding(path="a:b,c%d\r\n.yaml"))[0]
    assert line.startswith("::error file=a%3Ab%2Cc%25d\\u{d}\\u{a}.yaml,line=5,")


def test_columns_stand_within_one_line_alone() -> None:
    line = told(finding(span=Span(5, 12, 7, 3)))[0]
    assert ",line=5,endLine=7,title=" in line
    assert "ol" not in line.partition("title=")[0]


def test_a_finding_about_no_file_names_none() -> None:
    assert told(finding(path=""))[0].startswith("::error line=5,")


@pytest.mark.parametrize(
    ("weight", "command"),
    [(Severity.ERROR, "::error "), (Severity.WARNING, "::warning "), (Severity.HINT, "::notice ")],
)
def test_every_weight_has_its_command(weight: Severity, command: str) -> None:
    assert told(finding(weight))[0].startswith(command)


def test_nothing_to_tell() -> None:
    assert told() == ["1 file checked: nothing to mend."]


def test_errors_come_first() -> None:
    kinds = [line.partition(" ")[0] for line in many(errors=2, warnings=2, hints=2)]
    assert kinds == ["::error", "::error", "::warning", "::warning", "::notice", "::notice", "1"]


def test_ten_of_each_fit() -> None:
    lines = many(errors=10, warnings=10, hints=10)
    assert len(lines) == 31
    assert all("not shown" not in line for line in lines)


def test_what_does_not_fit_stands_in_the_log_and_is_counted() -> None:
    lines = many(errors=12, warnings=11)
    assert [sum(line.startswith(kind) for line in lines) for kind in ("::error ", "::warning ")] == [10, 10]
    group = lines.index("::group::2 errors, 1 warning more")
    assert lines[group + 1] == f"error PWC302 duplicate-result: {PATH}:22:1: what is wrong"
    assert lines[group + 4] == "::endgroup::"
    assert lines[-1].startswith(
        "::notice title=3 findings more::2 errors, 1 warning not shown as annotations"
    )


@pytest.mark.parametrize("hints", [9, 10, 11, 30])
def test_the_notice_that_counts_finds_room_among_the_hints(hints: int) -> None:
    lines = many(errors=11, hints=hints)
    assert sum(line.startswith("::notice ") for line in lines) == 10
    left = re.search(r"title=(\d+) finding", lines[-1])
    assert left is not None
    assert int(left[1]) == 1 + hints - 9


def test_a_path_cannot_start_a_command_in_the_log() -> None:
    every = [finding(path="  ::add-mask::x", span=Span(n, 1, n, 1)) for n in range(1, 13)]
    commands = {
        line.split("::")[1].partition(" ")[0] for line in told(*every) if line.lstrip().startswith("::")
    }
    assert commands == {"error", "group", "endgroup", "notice"}
