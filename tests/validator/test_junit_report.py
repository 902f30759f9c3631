"""JUnit XML, read back with a reader of that format: one test case a file, nothing counted twice."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree as ET

import pytest
from junitparser import Error, Failure, JUnitXml, TestCase, TestSuite

from pwc.span import Span
from validator.finding import Finding, Severity
from validator.report.junit import render
from validator.run import Report, report

X, Y = "submissions/2026/11/x.yaml", "submissions/2026/11/y.yaml"


def finding(
    weight: Severity = Severity.ERROR, *, path: str = X, code: str = "PWC302", message: str = "what is wrong"
) -> Finding:
    return Finding(code, "stand-in", weight, path, Span(3, 1, 3, 6), "", message, "Mend it.", "model: x")


def suite(told: str) -> TestSuite:
    (only,) = JUnitXml.fromstring(told.encode())
    assert isinstance(only, TestSuite)
    return only


def cases(told: str) -> dict[str, TestCase]:
    found = {case.name: case for case in suite(told)}
    assert len(found) == suite(told).tests, "a reader keeps the first of two that have one name"
    return found


def outcomes(case: TestCase) -> Iterator[type]:
    return map(type, case.result)


def test_errors_fail_their_file_with_the_text_of_the_report() -> None:
    case = cases(render(report(1, [finding(), finding(code="PWC501")], [X])))[X]
    assert [*outcomes(case)] == [Failure]
    assert case.result[0].message == "2 errors: PWC302 stand-in, PWC501 stand-in"
    assert case.result[0].type == "PWC302"
    assert case.result[0].text.split("\n")[:4] == [
        f"{X}:3:1: error PWC302 stand-in: what is wrong",
        "  |",
        "3 | model: x",
        "  | ^^^^^",
    ]
    assert case.system_out is None


def test_warnings_and_hints_fail_nothing() -> None:
    told = render(report(1, [finding(Severity.HINT), finding(Severity.WARNING)], [X]))
    case = cases(told)[X]
    assert case.is_passed
    assert case.system_out.index(" warning ") < case.system_out.index(" hint ")
    assert (suite(told).failures, suite(told).errors) == (0, 0)


def test_what_could_not_be_checked_is_an_error_and_not_a_failure() -> None:
    told = render(report(2, [finding(), finding(code="PWC002"), finding(path=Y)], [X, Y]))
    assert [*outcomes(cases(told)[X])] == [Error], "one outcome a case: some readers take the first alone"
    assert cases(told)[X].result[0].type == "PWC002"
    assert "PWC302" in cases(told)[X].result[0].text
    assert (suite(told).tests, suite(told).failures, suite(told).errors) == (2, 1, 1)


def test_files_without_findings_pass_by_name() -> None:
    told = cases(render(report(2, [finding()], [X, Y])))
    assert {name: case.is_passed for name, case in told.items()} == {X: False, Y: True}


@pytest.mark.parametrize(
    ("files", "name"), [(2, "1 file without a finding"), (1_235, "1,234 files without a finding")]
)
def test_files_that_nobody_names_are_counted(files: int, name: str) -> None:
    told = render(Report(files, (finding(),)))
    assert [*cases(told)] == [X, name]
    kept = {item.get("name"): item.get("value") for item in ET.fromstring(told).iter("property")}
    assert kept == {"files": str(files), "findings": "1 error"}


def test_a_finding_about_no_file_has_a_case_of_its_own() -> None:
    told = cases(render(report(1, [finding(path="")], [X])))
    assert [*told] == ["the change as a whole", X]


def test_nothing_checked_is_no_test() -> None:
    assert suite(render(Report(0, ()))).tests == 0


def test_what_xml_cannot_hold_is_seen() -> None:
    hostile = "a\x00\x1b\ufffe\udcff]]>&<b\x85\u2028"
    case = cases(render(Report(1, (finding(message=hostile, path=hostile),))))
    seen = "a\\u{0}\\u{1b}\\u{fffe}\\u{dcff}]]>&<b\\u{85}\\u{2028}"
    assert [*case] == [seen]
    assert f"stand-in: {seen}\n" in case[seen].result[0].text
