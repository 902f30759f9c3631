"""What holds for every format: it renders any findings, tells each of them once, and nothing in it acts."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import unicodedata
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import cmarkgfm  # type: ignore[import-untyped]
import html5lib
import pytest
from cmarkgfm.cmark import Options  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema_rs import Draft4Validator

from pwc.catalog import Catalog
from pwc.span import Span
from validator.entry import Entry
from validator.finding import Edit, Finding, Severity
from validator.report import FORMATS, markdown, render
from validator.run import Report, report, run
from validator.stages import COULD_NOT_CHECK

HERE = Path(__file__).parent
TODAY = date(2026, 11, 22)
RULES_AT = "https://example.org/docs/rules"
LANGUAGE = "^[a-zA-Z]{2}|^[a-zA-Z]{2}-[a-zA-Z]{2}]?$"
SUFFIXES = {"text": "txt", "github": "github.txt", "junit": "xml", "markdown": "md"}

HOSTILE = [
    "@org/team fixes #1",
    "GH-1 owner/repo#1 owner/repo@deadbeef someone@example.org",
    "25abe770f6232357 deadbeef 1234567",
    "https://evil.example www.evil.example ftp://evil.example",
    "[a](https://evil.example) ![b](https://evil.example/x.png) [c][d] [e]: /f [^1]",
    "</details><script>alert(1)</script><!-- x --> &lt;b&gt; <https://evil.example>",
    "` `` ``` ```` ~~~ $`x`$ $x$ $$x$$",
    "**bold** _it_ ~~no~~ # head > quote | cell \\ :tada: :+1:",
    "1. one",
    "::error::x",
    "  ::add-mask::secret",
    "##[add-mask]secret",
    "\x1b[31mred\r\n::stop-commands::x",
    "\u202ecba\u200b\ufeff\u2028",
    "100% a%0Ab,c:d;e]",
    "]]> & < > \" ' \x00\x08\x0b\uffff\ufdd0",
    "\udcff",
    "{0} {{1}} [x](1)",
    "\u4e2d\u6587 e\u0301 \U0001f600 \u05d0\u05d1",
    "\ta\tb",
    "",
]
_MEANING_SOMETHING = "`@#<>[]()!*_~|\\$:/.-=+&;{}%,\"' \t\n\rab1GHx\u2028\x1b\u4e2d"
words = st.one_of(
    st.sampled_from(HOSTILE),
    st.lists(st.sampled_from(HOSTILE), max_size=3).map("".join),
    st.text(_MEANING_SOMETHING, max_size=40),
    st.text(max_size=20),
)
spans = st.builds(
    lambda line, column, more, end: Span(line, column, line + more, end if more else column + end - 1),
    st.integers(1, 40),
    st.integers(1, 60),
    st.sampled_from([0, 0, 0, 2]),
    st.integers(1, 30),
)
rules = st.sampled_from(
    [
        ("PWC101", "file-name", Severity.ERROR),
        ("PWC302", "duplicate-result", Severity.ERROR),
        ("PWC505", "name-variant", Severity.WARNING),
        ("PWC229", "quote-the-text", Severity.HINT),
        ("PWC001", "rule-failed", Severity.ERROR),
        ("BOT101", "out-of-scope", Severity.ERROR),
    ]
)
paths = st.one_of(st.sampled_from(["submissions/2026/11/x.yaml", "submissions/2026/11/y.yaml", ""]), words)
findings = st.builds(
    lambda rule, *rest: Finding(rule[0], rule[1], rule[2], *rest),
    rules,
    paths,
    spans,
    st.just("/results/0"),
    st.one_of(st.just("one message for many"), words, words.map(lambda word: f"no `{word}` here")),
    st.one_of(st.none(), words),
    words,
    st.one_of(st.none(), st.builds(Edit, spans, words)),
)
reports = st.lists(findings, max_size=30).map(lambda found: report(3, found, ["submissions/2026/11/x.yaml"]))


def real(number: int = 1, weight: Severity = Severity.ERROR, code: str = "PWC302") -> Report:
    """Many findings that differ in nothing but their lines and what they say of them."""
    found = (
        Finding(code, "stand-in", weight, "submissions/2026/11/x.yaml", Span(n, 1, n, 5), "", f"message {n}")
        for n in range(1, number + 1)
    )
    return report(1, found)


def sample() -> Report:
    """A report with something of everything, for the reviewed examples under reports/."""
    x, y = "submissions/2026/11/alexatm-20b.yaml", "submissions/2026/11/Second Paper.yml"
    variants = [
        Finding(
            "PWC505",
            "name-variant",
            Severity.WARNING,
            x,
            Span(line, 11, line, 13),
            f"/results/{number}/task",
            "the catalog's name for `QA` is `Question Answering`",
            "Write Question Answering.",
            "  - task: QA",
            Edit(Span(line, 11, line, 13), "Question Answering"),
        )
        for number, line in enumerate(range(8, 70, 5))
    ]
    duplicate = Finding(
        "PWC302",
        "duplicate-result",
        Severity.ERROR,
        x,
        Span(10, 12, 10, 16),
        "/results/0/model",
        "the catalog has this result of `\u5317\u4eac @org/team` already, as 25abe770f6232357",
        "Delete this entry.",
        "    model: \u5317\u4eac @org/team  # fixes #1",
    )
    name = Finding(
        "PWC101",
        "file-name",
        Severity.ERROR,
        y,
        Span(1, 1, 1, 1),
        "",
        "the file's name is not lower-case letters, digits, `.`, `-` and `_`, ending in `.yaml`",
        "Rename it, for instance to the paper's short title: `alexatm-20b.yaml`.",
    )
    quotes = Finding(
        "PWC229",
        "quote-the-text",
        Severity.HINT,
        x,
        Span(3, 10, 3, 20),
        "/paper/arxiv",
        "`2208.01448` is text here, and looks like something else",
        'Write "2208.01448".',
        "  arxiv: 2208.01448",
        Edit(Span(3, 10, 3, 20), '"2208.01448"'),
    )
    unchecked = Finding(
        "PWC001",
        "rule-failed",
        Severity.ERROR,
        "submissions/2026/11/third.yaml",
        Span(1, 1, 1, 1),
        "",
        "PWC604 percent-or-fraction could not be checked: ZeroDivisionError: division by zero",
        "This is not your file's fault. Please report it.",
    )
    every = [*variants, duplicate, name, quotes, unchecked]
    return report(5, every, [x, y, "submissions/2026/11/fourth.yaml", "submissions/2026/11/third.yaml"])


@pytest.mark.parametrize("form", SUFFIXES)
def test_a_report_with_something_of_everything(form: str) -> None:
    """When it changes on purpose, write the new one there and read it."""
    written = (HERE / "reports" / f"something-of-everything.{SUFFIXES[form]}").read_text()
    assert render(sample(), form, rules_at=RULES_AT) + "\n" == written


@pytest.mark.parametrize("form", FORMATS)
def test_only_the_format_that_is_asked_for_is_imported(form: str) -> None:
    program = f"""\
import sys
from validator.report import FORMATS, render
from validator.run import Report
before = set(sys.modules)
render(Report(1, ()), {form!r})
new = set(sys.modules) - before
assert {{name for name in FORMATS if "validator.report." + name in new}} == {{{form!r}}}
assert ("click" in new) == ({form!r} == "text") and "jsonschema" not in new
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_format_that_is_not_there() -> None:
    with pytest.raises(ValueError, match="there is no format xml"):
        render(Report(1, ()), "xml")


def test_colour_is_for_people_alone() -> None:
    assert {form for form in FORMATS if "\x1b" in render(real(), form, colour=True)} == {"text"}


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_to_tell(form: str) -> None:
    told = render(Report(3, (), paths=("a.yaml", "b.yaml", "c.yaml")), form)
    assert told
    assert "PWC302" not in told or form == "sarif"
    assert not told.endswith("\n")


@settings(max_examples=150)
@given(reports, st.sampled_from(FORMATS))
def test_nothing_acts_on_a_terminal_or_in_a_log(found: Report, form: str) -> None:
    told = render(found, form)
    assert told.encode()
    for line in told.split("\n"):
        assert all(character == " " or unicodedata.category(character)[0] not in "CZ" for character in line)
        assert "##[" not in line
        assert not line.lstrip().startswith("::") or form == "github"


@given(reports, st.sampled_from(FORMATS))
def test_every_finding_is_told_once(found: Report, form: str) -> None:
    assert TOLD[form](render(found, form)) == len(found.findings)


def _told_in_text(told: str) -> int:
    in_full = re.findall(
        r"^(?:.*:\d+:\d+: )?(?:error|warning|hint) [A-Z]{3}\d{3} [a-z-]+: ", told, re.MULTILINE
    )
    return len(in_full) + sum(
        int(number)
        for number in re.findall(r"^[A-Z]{3}\d{3} [a-z-]+: (\d+) more of these: ", told, re.MULTILINE)
    )


def _told_in_github(told: str) -> int:
    return len(re.findall(r"^(?:::)?(?:error|warning|notice|hint) (?!title=\d)", told, re.MULTILINE))


def _told_in_sarif(told: str) -> int:
    (one,) = json.loads(told)["runs"]
    return len(one["results"]) + len(one["invocations"][0]["toolExecutionNotifications"])


def _told_in_junit(told: str) -> int:
    texts = (text for case in ET.fromstring(told).iter("testcase") for text in case.itertext())
    return sum(_told_in_text(text) for text in texts)


def _told_in_markdown(told: str) -> int:
    in_full = re.findall(
        r"^- \*\*[a-z]+\*\* [A-Z]{3}\d{3} [a-z-]+(?: at |: (?!\d+ more of these))", told, re.MULTILINE
    )
    more = re.findall(r"^- \*\*[a-z]+\*\* [A-Z]{3}\d{3} [a-z-]+: (\d+) more of these: ", told, re.MULTILINE)
    return len(in_full) + sum(map(int, more))


TOLD = {
    "text": _told_in_text,
    "json": lambda told: len(json.loads(told)["findings"]),
    "github": _told_in_github,
    "sarif": _told_in_sarif,
    "junit": _told_in_junit,
    "markdown": _told_in_markdown,
}


def commands(told: str) -> list[tuple[str, dict[str, str], str]]:
    """The commands that GitHub's runner would obey: name, properties, message."""
    found = []
    for line in told.split("\n"):
        assert "##[" not in line, "the runner obeys this wherever it stands"
        start = line.lstrip()
        if start.startswith("::") and "::" in start[2:]:
            about, _, message = start[2:].partition("::")
            name, _, listed = about.partition(" ")
            pairs = (pair.split("=", 1) for pair in listed.split(",") if pair)
            found.append((name, {key: _decoded(value) for key, value in pairs}, _decoded(message)))
    return found


def _decoded(text: str) -> str:
    for code, character in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, character)
    return text


@given(reports)
def test_github_obeys_our_commands_alone(found: Report) -> None:
    told = commands(render(found, "github"))
    assert sum(name in {"error", "warning", "notice"} for name, _, _ in told) <= len(found.findings) + 1
    for name, properties, _ in told:
        assert name in {"error", "warning", "notice", "group", "endgroup"}
        assert (
            properties.keys() <= {"file", "line", "endLine", "col", "endColumn", "title"} or name == "group"
        )


@given(reports)
def test_xml_is_read_as_it_was_meant(found: Report) -> None:
    told = render(found, "junit")
    assert told.isascii()
    assert {case.get("classname") for case in ET.fromstring(told).iter("testcase")} == {"pwc"}


@pytest.fixture(scope="module")
def sarif_schema() -> Any:
    """The standard's own schema, as the npm package @microsoft/jest-sarif 1.0.0-beta.0 carries it (MIT).

    Without the patterns of languages, which we do not write: a bracket in them is closed and never opened.
    """
    text = (HERE / "schemas" / "sarif-2.1.0-rtm.5.json").read_text()
    return Draft4Validator(json.loads(text.replace(LANGUAGE, ".*")))


@given(reports)
def test_sarif_follows_the_schema(sarif_schema: Any, found: Report) -> None:
    log = json.loads(render(found, "sarif", rules_at=RULES_AT))
    sarif_schema.validate(log)
    (one,) = log["runs"]
    for result in one["results"]:
        assert one["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert "](" not in result["message"]["text"]
    unchecked = any(finding.code in COULD_NOT_CHECK for finding in found.findings)
    assert one["invocations"][0]["executionSuccessful"] is not unchecked


LIVE = re.compile(r"@|#\d|\bGH-\d|\b[0-9a-f]{7,40}\b|://|www\.|:[\w+-]+:|\$|[*_~<>|\\]|\w-\d", re.IGNORECASE)
"""What GitHub would turn into something else, or what should have been, in the text of a page."""
ALLOWED = {"html", "head", "body", "h3", "ul", "li", "p", "strong", "code", "pre", "details", "summary", "a"}


def prose(told: str) -> str:
    """The text of a page outside of code, as GitHub's own parser reads it; fails for anything live in it."""
    page = cmarkgfm.github_flavored_markdown_to_html(
        told, Options.CMARK_OPT_UNSAFE | Options.CMARK_OPT_FOOTNOTES
    )
    texts: list[str] = []
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    _collect(tree, texts)
    text = "".join(texts)
    assert (found := LIVE.search(text)) is None, (found, told)
    assert len(tree.findall(".//details")) == told.count("\n<details>\n")
    return text


def _collect(element: Any, texts: list[str]) -> None:
    assert element.tag in ALLOWED, element.tag
    assert all(
        ((name, element.tag) == ("href", "a") and value.startswith(RULES_AT))
        or (name == "lang" and value in {"text", "suggestion"})
        for name, value in element.attrib.items()
    ), element.attrib
    if element.tag not in {"code", "pre"}:
        texts.append(element.text or "")
        for child in element:
            _collect(child, texts)
            texts.append(child.tail or "")
    else:
        assert [child.tag for child in element] == (["code"] if element.tag == "pre" else [])


@settings(max_examples=150)
@given(reports, st.booleans())
def test_nothing_is_live_in_markdown(found: Report, linked: bool) -> None:
    prose(render(found, "markdown", rules_at=RULES_AT if linked else None))


@given(reports, st.integers(1_000, 6_000))
def test_markdown_keeps_to_its_limit_and_counts_what_it_leaves_out(found: Report, limit: int) -> None:
    told = markdown.render(found, limit=limit)
    assert len(told) <= limit
    prose(told)
    left = re.search(r"Left out here for want of room: (.*)\.\*\*", told)
    missing = sum(map(int, re.findall(r"(\d+) ", left[1]))) if left else 0
    assert _told_in_markdown(told) + missing == len(found.findings)


PAPER = 'paper: {arxiv: "1706.03762"}\n'
PLACES = {
    "an unknown task": PAPER + "results:\n- {task: %s, dataset: COPA, model: M, metrics: {Accuracy: 1}}\n",
    "the same model twice": PAPER
    + "results:\n- {task: Question Answering, dataset: COPA, model: %s, metrics: {Accuracy: 51}}\n" * 2,
    "an unknown key": "%s: 1\n",
    "a title that differs": 'paper: {arxiv: "1706.03762", title: %s}\n',
    "a new thing twice": PAPER + "new: {methods: [{name: %s}, {name: %s}]}\n",
}


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("place", PLACES)
def test_what_a_contributor_wrote_goes_through_every_format(
    form: str, place: str, catalog: Catalog, sarif_schema: Any
) -> None:
    for hostile in HOSTILE:
        quoted = json.dumps(hostile).replace("\\ud83d\\ude00", "\U0001f600")
        data = PLACES[place].replace("%s", quoted)
        found = run([Entry("submissions/2026/11/x.yaml", data.encode())], catalog, TODAY)
        told = render(found, form, rules_at=RULES_AT)
        assert found.findings
        assert TOLD[form](told if form != "markdown" else render(found, form)) == len(found.findings)
        if form == "markdown":
            prose(told)
        if form == "github":
            assert {name for name, _, _ in commands(told)} <= {"error", "warning", "notice"}
        if form == "sarif":
            assert sarif_schema.is_valid(json.loads(told))
