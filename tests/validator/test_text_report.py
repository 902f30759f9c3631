"""The report for people: place, line, caret, repair; and nothing in it that acts."""

from __future__ import annotations

import unicodedata
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwc.catalog import Catalog
from pwc.span import Span
from validator.entry import Entry
from validator.finding import Finding, Severity
from validator.report import text
from validator.run import Report, run

TODAY = date(2026, 11, 22)
PATH = "submissions/2026/11/x.yaml"
SEVERITIES = st.sampled_from(list(Severity))


def told(data: str, catalog: Catalog) -> str:
    return text.render(run([Entry(PATH, data.encode())], catalog, TODAY))


def finding(
    source: str, span: Span, *, message: str = "what is wrong", fix: str | None = "Mend it."
) -> Finding:
    return Finding("PWC302", "duplicate-result", Severity.ERROR, PATH, span, "", message, fix, source)


def excerpt(source: str, span: Span) -> tuple[str, str]:
    """The source line as shown and the line with the carets."""
    lines = text.render(Report(1, (finding(source, span),))).splitlines()
    return lines[2], lines[3]


def width(shown: str) -> int:
    return sum(
        2 if unicodedata.east_asian_width(c) in "WF" else 0 if unicodedata.combining(c) else 1 for c in shown
    )


def golden(name: str) -> str:
    """A report as it was reviewed. When it changes on purpose, copy the new one there and read it."""
    return (Path(__file__).parent / "reports" / f"{name}.txt").read_text()


def test_a_report_of_an_error_and_a_warning(catalog: Catalog) -> None:
    report = told(
        """\
paper: {arxiv: "1706.03762"}
results:
  - task: QA
    dataset: COPA
    model: Transformer (big)
    metrics: {Accuracy: 71.2}
""",
        catalog,
    )
    assert report + "\n" == golden("an-error-and-a-warning")


def test_a_report_on_the_file_itself_has_no_excerpt(catalog: Catalog) -> None:
    report = text.render(run([Entry("submissions/2026/11/X.YAML", b"")], catalog, TODAY))
    assert report + "\n" == golden("a-file-name")


@pytest.mark.parametrize(
    ("severities", "files", "summary"),
    [
        ([], 0, "0 files checked: nothing to mend."),
        ([], 1, "1 file checked: nothing to mend."),
        ([Severity.HINT] * 2, 1_234, "1,234 files checked: 2 hints, no error."),
        ([Severity.WARNING, Severity.HINT], 2, "2 files checked: 1 warning, 1 hint, no error."),
        ([Severity.ERROR] * 3, 2, "2 files checked: 3 errors. `pwc explain PWC302` says more about a rule."),
    ],
)
def test_the_summary_counts(severities: list[Severity], files: int, summary: str) -> None:
    findings = tuple(Finding("PWC302", "n", s, PATH, Span(1, 1, 1, 1), "", "m") for s in severities)
    assert text.summary(Report(files, findings)) == summary


def test_the_caret_stands_under_the_token_after_wide_characters() -> None:
    shown, carets = excerpt("title: \u4e2d\u6587\uff01 e\u0301 model", Span(1, 15, 1, 20))
    assert shown.endswith("model")
    assert carets.count("^") == 5
    assert width(carets[: carets.index("^")]) == width(shown[: shown.index("model")])


def test_the_carets_are_as_wide_as_the_token() -> None:
    _, carets = excerpt("title: \u4e2d\u6587", Span(1, 8, 1, 10))
    assert carets.count("^") == 4


def test_a_token_of_no_width_still_has_a_caret() -> None:
    shown, carets = excerpt("model:", Span(1, 7, 1, 7))
    assert carets.count("^") == 1
    assert carets.index("^") == len(shown)


def test_a_token_over_several_lines_is_marked_to_the_end_of_its_first() -> None:
    _, carets = excerpt("a: >- text", Span(1, 4, 3, 2))
    assert carets.count("^") == len(">- text")


@pytest.mark.parametrize("column", [1, 60, 5_000, 9_990])
def test_a_long_line_is_cut_around_the_token(column: int) -> None:
    source = "a" * (column - 1) + "TOKEN" + "b" * (10_000 - column)
    shown, carets = excerpt(source, Span(1, column, 1, column + 5))
    assert "TOKEN" in shown
    assert len(shown) < 140
    assert carets.index("^") == shown.index("TOKEN")
    assert carets.count("^") == 5
    assert shown.startswith("1 | \u2026") is (column > 60 - 20)
    assert shown.endswith("\u2026") is (column < 9_000)


def test_a_token_that_is_longer_than_the_line_that_is_shown() -> None:
    shown, carets = excerpt("x: " + "y" * 5_000, Span(1, 4, 1, 5_004))
    assert len(shown) < 140
    assert len(carets) < 140


def test_colour_is_for_terminals_only(catalog: Catalog) -> None:
    report = run([Entry(PATH, b"")], catalog, TODAY)
    assert "\x1b" not in text.render(report)
    coloured = text.render(report, colour=True)
    assert "\x1b[31m" in coloured
    assert "PWC208" in coloured


def is_inert(report: str) -> bool:
    """No control, no direction mark or invisible character, and no line that a workflow would obey."""
    lines = report.split("\n")
    return all(
        unicodedata.category(c)[0] not in "CZ" or c == " " for line in lines for c in line
    ) and not any(line.lstrip().startswith("::") or "##[" in line for line in lines)


HOSTILE = {
    "terminal escape": r"\e[31mred",
    "line feed and workflow command": r"x\n::add-mask::secret",
    "carriage return": r"x\r::add-mask::secret",
    "bidi override": "abc\u202ecba",
    "bidi override, escaped": r"abc\u202ecba",
    "zero-width space": "zero\u200bwidth",
    "line separator": r"x\u2028::add-mask::secret",
    "old workflow command": "##[add-mask]secret",
    "backtick": "a`b",
    "byte-order mark": r"\ufeffx",
    "script": "<script>alert(1)</script>",
}
PAPER = 'paper: {arxiv: "1706.03762"}\n'
METRIC = "new: {metrics: [{task: Question Answering, dataset: COPA, name: %s, better: higher, scale: %s}]}\n"


def entry(
    task: str = "Question Answering", model: str = "M", metric: str = "Accuracy", value: str = "1"
) -> str:
    """A result in one line of a file."""
    return f"- {{task: {task}, dataset: COPA, model: {model}, metrics: {{{metric}: {value}}}}}\n"


QUOTED = '"HOSTILE"'
PLACES = {
    "an unknown task": PAPER + "results:\n" + entry(task=QUOTED),
    "beside an anchor": PAPER + "results:\n" + entry(model=f"&a {QUOTED}"),
    "the same model twice": PAPER + "results:\n" + entry(model=QUOTED) * 2,
    "an unknown key": '"HOSTILE": 1\n',
    "a key that stands twice": '"HOSTILE": 1\n' * 2,
    "a title that differs": 'paper: {arxiv: "1706.03762", title: "HOSTILE"}\nresults:\n' + entry(),
    "text for a number": PAPER + "results:\n" + entry(value=QUOTED),
    "a metric that is not there": PAPER + "results:\n" + entry(metric=QUOTED),
    "a new metric that is exceeded": PAPER
    + "results:\n"
    + entry(metric=QUOTED, value="5")
    + METRIC % (QUOTED, "none, max: 1"),
    "a new metric whose scale is missed": PAPER
    + "results:\n"
    + entry(metric=QUOTED, value="0.5")
    + METRIC % (QUOTED, "percent"),
    "a word that is not allowed": PAPER + METRIC % ("F1", QUOTED),
    "an identifier": 'paper: {arxiv: "HOSTILE"}\n',
    "a link": 'paper: {url: "https://HOSTILE"}\n',
    "a new thing twice": PAPER + f"new: {{methods: [{{name: {QUOTED}}}, {{name: {QUOTED}}}]}}\n",
    "a new area": PAPER + f"new: {{tasks: [{{name: Telepathy, area: {QUOTED}}}]}}\n",
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_a_contributor_wrote_is_inert(hostile: str, place: str, catalog: Catalog) -> None:
    report = told(PLACES[place].replace("HOSTILE", HOSTILE[hostile]), catalog)
    assert " error PWC" in report or " warning PWC" in report
    assert is_inert(report), report


def test_a_tag_with_percent_signs_is_inert(catalog: Catalog) -> None:
    report = told("paper: !<%1B%5B31m%0A::add-mask::x%E2%80%AE> x\n", catalog)
    assert "PWC212" in report
    assert is_inert(report), report


def test_a_hostile_path_is_inert() -> None:
    path = "submissions/2026/11/\x1b[31m\n::add-mask::\u202e\udcff.yaml"
    problem = Finding("PWC101", "file-name", Severity.ERROR, path, Span(1, 1, 1, 1), "", "a name")
    report = text.render(Report(1, (problem,)))
    assert is_inert(report)
    assert report.encode()


@given(st.text(max_size=300), st.integers(1, 320), st.integers(0, 320), SEVERITIES)
def test_any_source_line_is_inert_and_bounded(
    source: str, column: int, length: int, severity: Severity
) -> None:
    problem = Finding(
        "PWC302", "n", severity, PATH, Span(1, column, 1, column + length), "", "m", None, source
    )
    report = text.render(Report(1, (problem,)))
    assert is_inert(report)
    assert len(report.splitlines()) <= 6
