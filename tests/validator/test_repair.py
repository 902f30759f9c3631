"""Certain repairs: what is written into a file, and that nothing else in it changes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwc.catalog import Catalog
from pwc.document import parse
from pwc.span import Path, Span
from validator import repair
from validator.entry import Entry
from validator.finding import Edit, Place, Problem
from validator.mending import mend, told
from validator.registry import all_rules
from validator.run import Report, report, run
from validator.stages import resolve

TODAY = date(2026, 11, 22)
PATH = "submissions/2026/11/x.yaml"
RESULT = ("results", 0)
F1 = (*RESULT, "metrics", "F1")
EXTRA = (*RESULT, "extra_training_data")


def changed(text: str, path: Path, new: str, *, key: bool = False) -> str | None:
    document = parse(text.encode())
    assert document.problems == ()
    edit = repair.edit(document, Place(path, key=key), new)
    return None if edit is None else repair.apply(text.encode(), [edit]).decode()


@pytest.mark.parametrize(
    ("text", "path", "new", "expected"),
    [
        ("paper: {title: A}  # why\n", ("paper", "title"), "B c", "paper: {title: B c}  # why\n"),
        ("paper: {title: A}\n", ("paper", "title"), "B: c", 'paper: {title: "B: c"}\n'),
        ("paper: {title: A}\n", ("paper", "title"), "No", 'paper: {title: "No"}\n'),
        ("paper: {title: A}\n", ("paper", "title"), "1984", 'paper: {title: "1984"}\n'),
        ("paper: {title: A}\n", ("paper", "title"), "", 'paper: {title: ""}\n'),
        ("paper: {title: 'A'}\n", ("paper", "title"), "It's", "paper: {title: 'It''s'}\n"),
        ('paper: {title: "A"}\n', ("paper", "title"), 'a "b" \\', 'paper: {title: "a \\"b\\" \\\\"}\n'),
        ('paper: {title: "A"}\n', ("paper", "title"), "\u4e2d", 'paper: {title: "\u4e2d"}\n'),
        ("paper: {arxiv: 2208.01450}\n", ("paper", "arxiv"), "2208.01450", 'paper: {arxiv: "2208.01450"}\n'),
        ("a: \U0001f600\nb:\r\n  c: A # x\r\n", ("b", "c"), "B", "a: \U0001f600\nb:\r\n  c: B # x\r\n"),
        ("results: [{metrics: {F1: 0.930}}]\n", F1, "93.0", "results: [{metrics: {F1: 93.0}}]\n"),
        ("results: [{metrics: {F1: '93 %'}}]\n", F1, "93", "results: [{metrics: {F1: 93}}]\n"),
        ("results: [{extra_training_data: yes}]", EXTRA, "true", "results: [{extra_training_data: true}]"),
    ],
)  # fmt: skip
def test_a_value_is_written_so_that_it_reads_back(text: str, path: Path, new: str, expected: str) -> None:
    assert changed(text, path, new) == expected


def test_a_key_is_written_in_its_place() -> None:
    text = "results: [{metrics: {acc.: 1.5}}]  # kept\n"
    path = (*RESULT, "metrics", "acc.")
    assert changed(text, path, "Accuracy", key=True) == "results: [{metrics: {Accuracy: 1.5}}]  # kept\n"
    assert changed(text, path, "F1: macro", key=True) == 'results: [{metrics: {"F1: macro": 1.5}}]  # kept\n'


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("paper: {title: A}\n", ("paper", "date")),  # not there
        ("paper:\n  title: >\n    A\n    b\n", ("paper", "title")),
        ("paper:\n  title: A\n    b\n", ("paper", "title")),
        ("paper:\n  title: A\n", ("paper",)),  # no scalar
    ],
)
def test_what_stands_on_several_lines_is_left_alone(text: str, path: Path) -> None:
    assert changed(text, path, "B") is None


TITLES = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf", "Co", "Cn", "Zl", "Zp"]), max_size=30)


@given(
    st.sampled_from(["{}", "'{}'", '"{}"']),
    st.text(st.sampled_from("abc xyz"), min_size=1, max_size=8).map(str.strip).filter(bool),
    TITLES,
)
def test_any_text_reads_back_as_it_was_meant(form: str, old: str, new: str) -> None:
    text = f"# before\npaper:\n  title: {form.format(old)}   # behind\n  date: 2022-01-01\n"
    after = changed(text, ("paper", "title"), new)
    assert after is not None
    document = parse(after.encode())
    if document.problems:  # what may not stand in a file at all
        assert {problem.kind for problem in document.problems} <= {"control-character", "long-line"}
        return
    assert document.scalar(("paper", "title")) == new
    assert after.splitlines()[0] == "# before"
    assert after.endswith("   # behind\n  date: 2022-01-01\n")


def test_of_edits_that_overlap_one_is_made() -> None:
    first, second, third = (
        Edit(Span(1, 1, 1, 4), "x"),
        Edit(Span(1, 3, 1, 6), "y"),
        Edit(Span(1, 6, 1, 7), "z"),
    )
    assert repair.separate([first, second, third]) == [third, second]
    assert repair.apply(b"abcdefg\nsame\n", [first, second, third]) == b"abyzg\nsame\n"


SLIPS = """\
# A file with slips, and a comment on each.
paper:
  arxiv: 1706.03762   # without quotes
results:
  - task: question answering   # in lower case
    dataset: 'Copa'
    model: Transformer (new)
    metrics: {Accuracy: 61.2}  # right
"""


def test_a_file_is_mended_with_its_comments_and_once_for_all(catalog: Catalog) -> None:
    mended = mend([Entry(PATH, SLIPS.encode())], lambda entries: run(entries, catalog, TODAY))
    (after,) = mended.changed
    assert after.data.decode() == (
        SLIPS.replace("1706.03762", '"1706.03762"')
        .replace("question a", "Question A")
        .replace("Copa", "COPA")
    )
    assert [finding.code for finding in mended.repaired] == ["PWC229", "PWC505", "PWC505"]
    assert "`'Copa'` is now `'COPA'`" in told(mended.repaired[2])
    assert mended.report.findings == ()
    again = mend([after], lambda entries: run(entries, catalog, TODAY))
    assert (again.changed, again.repaired) == ((), ())


def test_what_was_accepted_is_never_mended(catalog: Catalog, accepted_file: tuple[str, bytes]) -> None:
    path, data = accepted_file
    edited = data.replace(b"dataset: COPA", b"dataset: copa")
    for entry in (Entry(path, data), Entry(path, edited)):
        assert mend([entry], lambda entries: run(entries, catalog, TODAY)).changed == ()
    copied = Entry("submissions/2026/11/copied.yaml", edited)
    assert mend([copied], lambda entries: run(entries, catalog, TODAY)).changed != ()


CASED = st.sampled_from(
    ["Question Answering", "question answering", "QUESTION-ANSWERING", "Question  Answering"]
)
DATASETS = st.sampled_from(["COPA", "copa", "'Copa'", '"CO-PA"', "Choice of Plausible Alternatives"])
IDS = st.sampled_from(["1706.03762", '"1706.03762"', "'1706.03762v5'"])
NUMBERS = st.sampled_from(["71.2", "0.712", "0.930", ".5", "71", "'71.2'", '"71.2 %"', "71,2", "true"])
COMMENTS = st.sampled_from(["", "  # a comment", "  # k: v, [x"])


@given(CASED, DATASETS, IDS, NUMBERS, COMMENTS, st.sampled_from(["\n", "\r\n"]))
def test_mending_twice_changes_nothing_more(  # noqa: PLR0917
    catalog: Catalog, task: str, dataset: str, arxiv: str, number: str, comment: str, end: str
) -> None:
    text = (
        f"paper: {{arxiv: {arxiv}}}{comment}\nresults:\n- task: {task}{comment}\n  dataset: {dataset}\n"
        f"  model: Transformer (new)\n  metrics:{comment}\n    Accuracy: {number}{comment}\n"
    ).replace("\n", end)
    once = mend([Entry(PATH, text.encode())], lambda entries: run(entries, catalog, TODAY))
    after = once.changed[0] if once.changed else Entry(PATH, text.encode())
    for mark in ("#", comment or "#", end):
        assert after.data.count(mark.encode()) == text.count(mark)
    twice = mend([after], lambda entries: run(entries, catalog, TODAY))
    assert twice.changed == ()
    errors = [f for f in run([Entry(PATH, text.encode())], catalog, TODAY).findings if f.severity == 3]
    assert len([f for f in once.report.findings if f.severity == 3]) <= len(errors)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # What stood before the zero-width space was not read yet: two slips of YAML come up.
        ("paper: {arxiv: &a x\u200b}\nnew: !b {}\n", "paper: {arxiv: &a x}\nnew: !b {}\n"),
        # Behind the syntax error two keys stand twice.
        ("paper:\n  title: On: A\nnew:\nnew:\nnew:\n", 'paper:\n  title: "On: A"\nnew:\nnew:\nnew:\n'),
        # The same where one stands twice above it already.
        ("new:\nnew:\npaper:\n  title: On: A\nnew:\n", 'new:\nnew:\npaper:\n  title: "On: A"\nnew:\n'),
        ("paper:\n" + "  title: On: A\n" * 15, "paper:\n" + '  title: "On: A"\n' * 15),
    ],
)  # fmt: skip
def test_a_repair_that_brings_up_more_is_made(before: str, after: str, catalog: Catalog) -> None:
    mended = mend([Entry(PATH, before.encode())], lambda entries: run(entries, catalog, TODAY))
    assert [entry.data.decode() for entry in mended.changed] == [after]


@pytest.mark.parametrize("worse", ["''", "[x]", "{", "&a x"])
def test_a_repair_after_which_a_file_is_no_submission_is_not_made(worse: str, catalog: Catalog) -> None:
    def judge(entries: Sequence[Entry]) -> Report:
        rule = all_rules()["PWC406"]
        wrong = Problem("a rule that is wrong", Span(1, 16, 1, 28), repair=worse)
        return report(1, [resolve(rule, PATH, entry, wrong) for entry in entries])

    entry = Entry(PATH, b'paper: {arxiv: "1706.03762"}\n')
    assert entry.submission is not None
    assert mend([entry], judge).changed == ()
