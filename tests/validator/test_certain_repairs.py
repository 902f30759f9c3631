"""What ``--fix`` makes of a file: certain repairs are written, what may mean two things is left alone."""

from __future__ import annotations

from datetime import date

import pytest

from pwc.catalog import Catalog
from validator.entry import Entry
from validator.finding import Severity
from validator.mending import Mended, mend
from validator.run import run

PAPER = 'paper:\n  arxiv: "1706.03762"\n'
RESULT = """\
results:
  - task: Question Answering
    dataset: COPA
    model: Transformer (small)
    setting: zero-shot
    metrics: {Accuracy: 60.1}
"""
METRIC = (
    "new:\n  metrics:\n    - {task: Question Answering, dataset: COPA, name: F1, better: up, scale: '%'}\n"
)


def mended(text: str, catalog: Catalog) -> Mended:
    entry = Entry("submissions/2026/11/x.yaml", text.encode())
    return mend([entry], lambda entries: run(entries, catalog, date(2026, 11, 22)))


MENDED = {
    "number in quotes": ("{Accuracy: 60.1}", '{Accuracy: "60.1"}', "{Accuracy: 60.1}"),
    "plus sign": ("{Accuracy: 60.1}", "{Accuracy: +60.1}", "{Accuracy: 60.1}"),
    "uncertainty with its sign": (
        "{Accuracy: 60.1}",
        "{Accuracy: {value: 60.1, uncertainty: \u00b10.4, kind: std, runs: '5'}}",
        "{Accuracy: {value: 60.1, uncertainty: 0.4, kind: sd, runs: 5}}",
    ),
    "metric in another spelling": ("{Accuracy: 60.1}", '{"accuracy": 60.1}', '{"Accuracy": 60.1}'),
    "dataset in another spelling": ("dataset: COPA", "dataset: 'Copa'  # ?", "dataset: 'COPA'  # ?"),
    "task by its alias": ("task: Question Answering", "task: QA", "task: Question Answering"),
    "model that is a number": ("model: Transformer (small)", "model: 1.10", 'model: "1.10"'),
    "yes": (
        "    setting",
        "    extra_training_data: yes\n    setting",
        "    extra_training_data: true\n    setting",
    ),
    "page": (
        "    setting",
        "    evidence: {page: p. 5}\n    setting",
        "    evidence: {page: 5}\n    setting",
    ),
    "address for an identifier": ('"1706.03762"', "https://arxiv.org/abs/1706.03762v5", '"1706.03762"'),
    "identifier without quotes": ('"1706.03762"', "1706.03762", '"1706.03762"'),
    "identifier with its archive": ('"1706.03762"', "arXiv:1706.03762 [cs.CL]", '"1706.03762"'),
    "identifier in curly quotes": ('"1706.03762"', "\u201c1706.03762\u201d", '"1706.03762"'),
    "HTML's escapes": (
        "model: Transformer (small)",
        "model: Q&amp;A &lt;small&gt;",
        'model: "Q&A <small>"',
    ),
    "byte-order mark": ("paper:", "\ufeffpaper:", "paper:"),
    "zero-width space": ("(small)", "(sm\u200ball)", "(small)"),
    "LaTeX in double quotes": (
        "model: Transformer (small)",
        'model: "$\\tau$ and \\\\nu"',
        'model: "$\\\\tau$ and \\\\nu"',
    ),
    "mark of a second document": ("60.1}\n", "60.1}\n---\n", "60.1}\n\n"),
}


@pytest.mark.parametrize("case", MENDED)
def test_a_certain_repair_is_written(case: str, catalog: Catalog) -> None:
    right, wrong, after = MENDED[case]
    text = PAPER + RESULT
    assert right in text
    done = mended(text.replace(right, wrong, 1), catalog)
    assert [entry.data.decode() for entry in done.changed] == [text.replace(right, after, 1)]
    assert [finding for finding in done.report.findings if finding.severity is not Severity.HINT] == []


@pytest.mark.parametrize(
    "day", ["2017/06/12", "20170612", '"12 June 2017"', "June 12, 2017", "2017-06-12T00:00:00Z"]
)
def test_a_day_in_a_certain_form_is_written_as_the_schema_wants_it(day: str, catalog: Catalog) -> None:
    done = mended(f"{PAPER}  date: {day}\n{RESULT}", catalog)
    assert [entry.data.decode() for entry in done.changed] == [f'{PAPER}  date: "2017-06-12"\n{RESULT}']
    assert not done.report.has_errors


def test_what_is_wrong_is_not_told_to_lack_quotes_too(catalog: Catalog) -> None:
    entry = Entry("submissions/2026/11/x.yaml", f"{PAPER}  date: 20170612\n{RESULT}".encode())
    assert [finding.code for finding in run([entry], catalog, date(2026, 11, 22)).findings] == ["PWC225"]


def test_an_identifier_that_lost_a_digit_is_not_put_into_quotes(catalog: Catalog) -> None:
    done = mended(PAPER.replace('"1706.03762"', "1706.0376") + RESULT, catalog)
    assert done.changed == ()
    told = [finding.code for finding in done.report.findings if finding.pointer == "/paper/arxiv"]
    assert told == ["PWC702"]


def test_a_doi_is_taken_out_of_its_address(catalog: Catalog) -> None:
    done = mended(f'paper: {{doi: "https://doi.org/10.5555/3295222.3295349"}}\n{RESULT}', catalog)
    assert [entry.data.decode() for entry in done.changed] == [
        f'paper: {{doi: "10.5555/3295222.3295349"}}\n{RESULT}'
    ]


def test_other_words_for_direction_and_scale_are_translated(catalog: Catalog) -> None:
    (entry,) = mended(PAPER + METRIC, catalog).changed
    assert "better: higher, scale: 'percent'" in entry.data.decode()


def test_a_text_that_lacked_quotes_is_judged_further_once_it_has_them(catalog: Catalog) -> None:
    text = "paper:\n  title: Attention: All You Need\n  arxiv: 1706.03762\n" + RESULT.replace("COPA", "copa")
    (entry,) = mended(text, catalog).changed
    assert 'title: "Attention: All You Need"\n  arxiv: "1706.03762"\n' in entry.data.decode()
    assert "dataset: COPA\n" in entry.data.decode()


UNCERTAIN = {
    "decimal comma": ("60.1", '"60,1"', "60.1"),
    "value with its uncertainty": ("60.1", '"60.1 \u00b1 0.4"', "{value: 60.1, uncertainty: 0.4}"),
    "percent sign": (
        "60.1",
        "0.50%",
        "Without `%`, write 0.50 where the board has percents, 0.0050 where it has fractions.",
    ),
    "percent sign in an uncertainty": (
        "60.1",
        "{value: 60.1, uncertainty: \u00b10.4%}",
        "write 0.4 where the board has percents, 0.004 where",
    ),
    "no value": ("60.1", "n/a", "Leave a metric out"),
    "two values": ("60.1", "60.1/58.2", "several numbers"),
    "footnote": ("60.1", "60.1*", "the number alone"),
    "near metric": ("{Accuracy: 60.1}", "{Acuracy: 60.1}", "Did you mean `Accuracy`?"),
    "both spellings": ("{Accuracy: 60.1}", "{Accuracy: 60.1, accuracy: 60.2}", "Keep one number"),
    "text for a list": (
        '"1706.03762"\n',
        '"1706.03762"\n  authors: A. Vaswani\n',
        "Write a list: [A. Vaswani]",
    ),
    "link for code": (
        '"1706.03762"\n',
        '"1706.03762"\n  code: [https://x.org/a]\n',
        "{url: https://x.org/a}",
    ),
    "two days": ('"1706.03762"\n', '"1706.03762"\n  date: 12/06/2017\n', "2017-06-12 or 2017-12-06"),
    "month": ('"1706.03762"\n', '"1706.03762"\n  date: June 2017\n', "Give the day too"),
    "day that its month does not have": (
        '"1706.03762"\n',
        '"1706.03762"\n  date: 2017-02-30\n',
        "February 2017 has 28 days",
    ),
    "day before the month": ('"1706.03762"\n', '"1706.03762"\n  date: 2017-13-06\n', "Is 2017-06-13 meant?"),
    "doi as arxiv": ('"1706.03762"', '"10.5555/3295222.3295349"', "This is for `doi:`"),
    "key of another format": ("model:", "name:", "Did you mean `model`?"),
    "key of another place": ("    setting", "    arxiv: x\n    setting", "a key of `paper`"),
    "key that is near one here, and is one elsewhere": (
        '62"\n',
        '62"\n  dataset: x\n',
        "a key of each entry under `results`",
    ),
    "number beside the metrics": (
        "    setting",
        "    accuracy: 60.1\n    setting",
        "Put numbers under `metrics`",
    ),
    "list for the metrics": ("{Accuracy: 60.1}", "\n      - Accuracy: 60.1", "Delete the dashes"),
    "text for the metrics": ("{Accuracy: 60.1}", "Accuracy 60.1", "{Accuracy: 60.1}, with a colon"),
    "comment for a model": ("Transformer (small)", "#Transformer", "# begins a comment"),
    "escape beside an & that begins none": ("Transformer (small)", "R&D &lt;", "the signs themselves"),
    "text escaped twice": ("Transformer (small)", "A &amp;lt; B", "the signs themselves"),
    "bidi override": ("(small)", "(sm\u202eall)", "Delete it"),
}


@pytest.mark.parametrize("case", UNCERTAIN)
def test_what_is_not_certain_is_advice_alone(case: str, catalog: Catalog) -> None:
    right, wrong, advice = UNCERTAIN[case]
    done = mended((PAPER + RESULT).replace(right, wrong, 1), catalog)
    assert done.changed == ()
    assert any(advice in (finding.fix or "") for finding in done.report.findings), done.report.findings


def test_one_slip_in_a_key_is_one_finding(catalog: Catalog) -> None:
    for right, wrong in (
        ("model:", "modle:"),
        ("arxiv:", "arXiv:"),
        ("metrics:", "metric:"),
        ("paper:", "papr:"),
    ):
        findings = mended((PAPER + RESULT).replace(right, wrong, 1), catalog).report.findings
        assert [finding.code for finding in findings] == ["PWC221"], (wrong, findings)


def test_a_misspelt_action_of_a_correction_is_still_refused(catalog: Catalog) -> None:
    text = "corrections:\n  - {result: 0123456789abcdef, retrct: true, reason: The authors withdrew it.}\n"
    (finding,) = mended(text, catalog).report.findings
    assert (finding.code, finding.fix) == ("PWC227", "Did you mean `retract`?")
