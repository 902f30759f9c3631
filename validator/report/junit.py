"""The report as JUnit XML, which GitLab, Jenkins and GitHub's test reporters read: one test case a file.

A test case has one outcome, since some readers keep only the first: ``error`` where something could not be
checked, else ``failure`` where there are errors. It tells all errors of the file. Warnings and hints fail
nothing and stand in ``system-out``.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from xml.etree import ElementTree as ET  # for writing alone

from validator.finding import Finding, Severity
from validator.outcome import Report
from validator.quote import visible
from validator.report.one_finding import lines
from validator.report.verdict import by_weight, count, weights
from validator.stages import COULD_NOT_CHECK

_NAME = "pwc"
_NO_FILE = "the change as a whole"


def render(report: Report) -> str:
    """A report as one test suite; where files without findings are not named, one test case counts them.

    It is plain ASCII, so that it is what its first line says in every locale.
    """
    on_file: defaultdict[str, list[Finding]] = defaultdict(list)
    for path in report.paths:
        on_file[path] = []
    for finding in report.findings:
        on_file[finding.path].append(finding)
    cases = [_case(path, on_file[path]) for path in sorted(on_file)]
    unnamed = report.files - sum(bool(path) for path in on_file)
    if unnamed > 0:
        cases.append(_element("testcase", f"{count(unnamed, 'file')} without a finding", time="0"))
    suites = _element("testsuites", _NAME, **_totals(cases))
    suite = ET.SubElement(suites, "testsuite", suites.attrib)
    properties = ET.SubElement(suite, "properties")
    for name, value in (("files", f"{report.files}"), ("findings", weights(report.findings) or "none")):
        ET.SubElement(properties, "property", name=name, value=value)
    suite.extend(cases)
    ET.indent(suites)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{str(ET.tostring(suites, "us-ascii"), "ascii")}'


def _case(path: str, findings: list[Finding]) -> ET.Element:
    name = visible(path) or _NO_FILE
    case = _element("testcase", name, time="0")
    if path:
        case.set("file", name)
    blocking = [finding for finding in findings if finding.severity is Severity.ERROR]
    if blocking:
        unchecked = [finding for finding in blocking if finding.code in COULD_NOT_CHECK]
        kind, first = ("error", unchecked[0]) if unchecked else ("failure", blocking[0])
        codes = dict.fromkeys(f"{finding.code} {finding.name}" for finding in blocking)
        message = f"{count(len(blocking), 'error')}: {', '.join(codes)}"
        ET.SubElement(case, kind, message=message, type=first.code).text = _told(blocking)
    rest = [finding for finding in by_weight(findings) if finding.severity is not Severity.ERROR]
    if rest:
        ET.SubElement(case, "system-out").text = _told(rest)
    return case


def _element(tag: str, name: str, **attributes: str) -> ET.Element:
    classname = {"classname": _NAME} if tag == "testcase" else {}
    return ET.Element(tag, {"name": name, **classname, **attributes})


def _totals(cases: list[ET.Element]) -> dict[str, str]:
    outcomes = Counter(child.tag for case in cases for child in case)
    return {
        "tests": str(len(cases)),
        "failures": str(outcomes["failure"]),
        "errors": str(outcomes["error"]),
        "skipped": "0",
        "time": "0",
    }


def _told(findings: Iterable[Finding]) -> str:
    return "\n\n".join("\n".join(lines(finding)) for finding in findings)
