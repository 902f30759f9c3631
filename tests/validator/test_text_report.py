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
from validator.finding import Edit, Finding, Severity
from validator.report import text
from validator.report.repeats import IN_ONE_FILE, SAME_MESSAGE
from validator.run import Report, report, run

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
    report = text.render(run([Entry("submissions/2026/11/X.TXT", b"")], catalog, TODAY))
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


def test_a_tab_is_seen_and_the_caret_stands_right() -> None:
    shown, carets = excerpt("a:\tb\tTOKEN", Span(1, 6, 1, 11))
    assert shown == "1 | a:\u2192   b\u2192   TOKEN"
    assert carets.index("^") == shown.index("TOKEN")
    assert carets.count("^") == 5


def test_a_tab_alone_is_marked() -> None:
    shown, carets = excerpt("\tmodel: x", Span(1, 1, 1, 2))
    assert shown == "1 | \u2192   model: x"
    assert carets == "  | ^^^^"


@pytest.mark.parametrize("mark", ["\u0941", "\u20dd", "\u0301"])
def test_marks_that_stand_above_or_around_a_letter_have_no_width(mark: str) -> None:
    shown, carets = excerpt(f"a: x{mark} TOKEN", Span(1, 7, 1, 12))
    assert carets.index("^") == shown.index("TOKEN") - 1


@pytest.mark.parametrize("column", [4, 5, 6])
def test_a_caret_does_not_put_a_command_together(column: int) -> None:
    shown, carets = excerpt("a: ##[add-mask]x", Span(1, column, 1, column + 1))
    assert "##[" not in shown
    assert len(carets) <= len(shown)


def test_a_path_cannot_start_a_command() -> None:
    for path in ("::add-mask::x", "  ::add-mask::x", ":"):
        problem = Finding("PWC110", "n", Severity.ERROR, path, Span(1, 1, 1, 1), "", "m")
        assert is_inert(text.render(Report(1, (problem,)))), path


def test_a_finding_about_no_file_has_no_place() -> None:
    problem = Finding("PWC113", "nothing-added", Severity.ERROR, "", Span(1, 1, 1, 1), "", "no file differs")
    assert text.render(Report(0, (problem,))).startswith("error PWC113 nothing-added: no file differs\n")


def repeated(
    *lines: int, path: str = PATH, code: str = "PWC505", message: str = "the same", edit: bool = False
) -> list[Finding]:
    """A finding on each of these lines; each says its own if the message has a place for a number."""
    repair = Edit(Span(1, 1, 1, 1), "x") if edit else None
    return [
        Finding(
            code,
            "name-variant",
            Severity.WARNING,
            path,
            Span(n, 1, n, 1),
            "",
            message.format(n),
            None,
            "",
            repair,
        )
        for n in lines
    ]


def in_full(told: str) -> int:
    return told.count(": warning PWC")


def test_what_is_said_again_and_again_is_summed_up_with_its_lines() -> None:
    told = text.render(report(1, repeated(3, 7, 9, 14, 21, 28)))
    assert in_full(told) == SAME_MESSAGE
    assert "\nPWC505 name-variant: 3 more of these: lines 14, 21, 28\n" in told
    assert told.endswith("`--format json` lists every one.")


def test_many_findings_of_one_code_in_one_file_are_summed_up_whatever_they_say() -> None:
    told = text.render(report(1, repeated(*range(1, 16), message="message {}")))
    assert in_full(told) == IN_ONE_FILE
    assert "PWC505 name-variant: 5 more of these: lines 11, 12, 13, 14, 15" in told


def test_what_differs_from_file_to_file_is_shown_in_full() -> None:
    told = text.render(
        report(30, [f for n in range(30) for f in repeated(n + 1, path=f"{n}.yaml", message=f"{n}")])
    )
    assert in_full(told) == 30
    assert "more of these" not in told


def test_repeats_in_several_files_are_told_with_their_files() -> None:
    found = [
        *repeated(1, 2, 3, 4, path="a.yaml"),
        *repeated(5, path="b.yaml"),
        *repeated(6, 7, path="c.yaml"),
    ]
    told = text.render(report(3, found))
    assert "4 more of these: a.yaml line 4; b.yaml line 5; c.yaml lines 6, 7\n" in told


def test_a_single_repeat_is_shown_since_a_line_about_it_saves_nothing() -> None:
    told = text.render(report(1, repeated(1, 2, 3, 4)))
    assert in_full(told) == 4
    assert "more of these" not in told


def test_two_on_one_line_are_two_findings_at_one_place() -> None:
    told = text.render(report(1, repeated(1, 2, 3, 4, 4, 4)))
    assert "3 more of these: line 4\n" in told


def test_a_long_list_of_places_is_cut() -> None:
    told = text.render(report(1, repeated(*range(1, 100))))
    assert "96 more of these: lines 4, 5, 6, " in told
    assert ", 23, \u2026\n" in told
    assert "24" not in told
    assert "99 warnings" in told


def test_codes_that_repeat_are_counted_in_a_table_the_heaviest_first() -> None:
    error = Finding("PWC302", "duplicate-result", Severity.ERROR, PATH, Span(99, 1, 99, 1), "", "m")
    told = text.render(report(1, [*repeated(*range(1, 13)), error]))
    table = told.split("\n\n")[-2].split("\n")
    assert table == ["error    PWC302 duplicate-result   1", "warning  PWC505 name-variant      12"]


def test_a_table_of_one_code_or_of_ones_would_say_nothing_new() -> None:
    for codes in (["PWC505"] * 3, ["PWC505", "PWC506"]):
        found = [f for n, code in enumerate(codes, 1) for f in repeated(n, code=code)]
        assert text.summary(report(1, found)) == f"1 file checked: {len(codes)} warnings, no error."


@pytest.mark.parametrize(
    ("certain", "others", "sentence"),
    [
        (1, 0, "`pwc validate --fix` mends this."),
        (2, 0, "`pwc validate --fix` mends all of these."),
        (1, 1, "`pwc validate --fix` mends 1 of these."),
    ],
)
def test_the_summary_says_what_fix_mends(certain: int, others: int, sentence: str) -> None:
    found = [*repeated(*range(certain), edit=True), *repeated(*range(certain, certain + others))]
    assert text.summary(report(1, found)).split("\n")[-1] == sentence


def test_the_summary_says_that_something_was_not_checked() -> None:
    broken = Finding("PWC001", "rule-failed", Severity.ERROR, PATH, Span(1, 1, 1, 1), "", "m")
    assert text.summary(report(1, [broken])).startswith(
        "1 file checked: 1 error. Not everything could be checked."
    )


def test_the_end_of_a_report_is_its_summary() -> None:
    for found in ([], repeated(1), repeated(*range(9), edit=True)):
        assert text.render(report(1, found)).endswith(text.summary(report(1, found)))


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
