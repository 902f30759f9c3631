"""One slip of somebody who writes YAML by hand is one finding, whose advice holds when followed literally.

Of each slip: how it is written, the token that is underlined, what is advised, and what the advice leads to.
"""

from __future__ import annotations

from datetime import date

import pytest

from pwc.catalog import Catalog
from validator.entry import Entry
from validator.finding import Finding, Severity
from validator.run import run

PAPER = """\
  title: New
  arxiv: "2611.00001"
  date: 2026-11-02
  authors:
    - Ann Lee
"""
RESULT = """\
  - task: Question Answering
    dataset: COPA
    model: Transformer (small)
    metrics: {Accuracy: 60.1}
"""
RIGHT = f"paper:\n{PAPER}results:\n{RESULT}"

Slip = tuple[str, str, str, str]
"""A stretch of the right file, what stands in its place, the token underlined, and the advice."""

RUN_TOGETHER: dict[str, Slip] = {
    "metric and number by a space": (
        "{Accuracy: 60.1}",
        "{Accuracy 60.1}",
        "Accuracy 60.1",
        "write `Accuracy: 60.1`",
    ),
    "metric and number by a colon": (
        "{Accuracy: 60.1}",
        "{Accuracy:60.1}",
        "Accuracy:60.1",
        "A space is missing behind the colon: write `Accuracy: 60.1`",
    ),
    "metric and number by a sign": (
        "{Accuracy: 60.1}",
        "{Accuracy=60.1}",
        "Accuracy=60.1",
        "write `Accuracy: 60.1`",
    ),
    "value in braces": (
        "{Accuracy: 60.1}",
        "{Accuracy: {value:60.1}}",
        "value:60.1",
        "behind the colon: write `value: 60.1`",
    ),
    "paper in braces": (
        PAPER,
        '  {arxiv:"2611.00001"}\n',
        'arxiv:"2611.00001"',
        'write `arxiv: "2611.00001"`',
    ),
    "text below a key": (
        PAPER,
        '  arxiv:"2611.00001"\n',
        'arxiv:"2611.00001"',
        'A space is missing behind the colon: write `arxiv: "2611.00001"`',
    ),
    "braces behind a key": (
        "metrics: {",
        "metrics:{",
        "metrics:{Accuracy",
        "behind the colon: write `metrics: …`",
    ),
}
METRICS: dict[str, Slip] = {
    "list of names and values": (
        "{Accuracy: 60.1}",
        "[{name: Accuracy, value: 60.1}]",
        "[{name: Accuracy, value: 60.1}]",
        "Write `metrics: {Accuracy: 60.1}`",
    ),
    "such a list on lines of its own": (
        "{Accuracy: 60.1}",
        "\n      - name: Accuracy\n        value: 60.10\n",
        "-",
        "Write `metrics: {Accuracy: 60.10}`",
    ),
    "name and value without a list": (
        "{Accuracy: 60.1}",
        "{name: Accuracy, value: 60.1, uncertainty: 0.4}",
        "Accuracy",
        "Write `metrics: {Accuracy: {value: 60.1, uncertainty: 0.4}}`",
    ),
    "number without a name": ("{Accuracy: 60.1}", "60.10", "60.10", "such as {Accuracy: 60.10}"),
    "list of entries in braces": (
        "{Accuracy: 60.1}",
        "[{Accuracy: 60.1}]",
        "[{Accuracy: 60.1}]",
        "Delete the brackets",
    ),
    "uncertainty in brackets": (
        "60.1}",
        '"60.1 (0.3)"}',
        '"60.1 (0.3)"',
        "If 0.3 is its uncertainty, write {value: 60.1, uncertainty: 0.3}, otherwise 60.1 alone",
    ),
    "uncertainty of the last digit": ("60.1}", "60.1(3)}", "60.1(3)", "{value: 60.1, uncertainty: …}"),
    "second number in brackets": ("60.1}", "60.1 (58.2)}", "60.1 (58.2)", "several numbers"),
}
LISTS: dict[str, Slip] = {
    "empty entry": ("Lee\n", "Lee\n    -\n", "-", "Delete this empty entry"),
    "two models in one entry": (
        "Transformer (small)",
        "[Transformer (small), Transformer (big)]",
        "[Transformer (small), Transformer (big)]",
        "Write one entry under `results:` for each",
    ),
    "two datasets in one entry": (
        "COPA",
        "[COPA, BoolQ]",
        "[COPA, BoolQ]",
        "one entry under `results:` for each",
    ),
}
INDENTS: dict[str, Slip] = {
    "paper at the left margin": (
        PAPER,
        PAPER.replace("\n  ", "\n")[2:],
        "title",
        "Indent these lines, and what stands below each, by two spaces",
    ),
    "half of the paper at the left margin": (
        "  date: 2026-11-02\n  authors:\n    - Ann Lee\n",
        "date: 2026-11-02\nauthors:\n  - Ann Lee\n",
        "date",
        "Indent these lines, and what stands below each, by 2 spaces",
    ),
    "locator at the left margin": (
        PAPER,
        '  title: New\n  date: 2026-11-02\narxiv: "2611.00001"\n',
        "arxiv",
        "Indent these lines, and what stands below each, by 2 spaces",
    ),
    "entry at the left margin": (
        RESULT,
        RESULT.replace("    ", "")[4:],
        "task",
        "Put `  - ` before the first of these lines, and four spaces before the others",
    ),
    "half of an entry at the left margin": (
        RESULT,
        RESULT.replace("    ", ""),
        "dataset",
        "Indent these lines, and what stands below each, by 4 spaces",
    ),
    "a dash before every key": (
        RESULT,
        RESULT.replace("    ", "  - "),
        "dataset",
        "Put a space in place of the dash before `dataset`, `model` and `metrics`",
    ),
    "a dash in the middle": (
        "    model",
        "  - model",
        "model",
        "Put a space in place of the dash before `model`",
    ),
    "a dash before each half of an entry that lacks a key": (
        RESULT,
        "  - task: Question Answering\n    dataset: COPA\n  - model: Transformer (small)\n",
        "model",
        "Then add `metrics:`",
    ),
}


def judged(text: str, catalog: Catalog) -> list[Finding]:
    report = run([Entry("submissions/2026/11/x.yaml", text.encode())], catalog, date(2026, 11, 22))
    assert not report.unchecked
    return [finding for finding in report.findings if finding.severity is not Severity.HINT]


def token(finding: Finding) -> str:
    return finding.source[finding.span.column - 1 : finding.span.end_column - 1]


def test_the_right_file_is_right(catalog: Catalog) -> None:
    assert judged(RIGHT, catalog) == []


SLIPS = RUN_TOGETHER | METRICS | LISTS | INDENTS


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_one_finding_at_its_token(slip: str, catalog: Catalog) -> None:
    right, wrong, underlined, advice = SLIPS[slip]
    assert right in RIGHT
    (finding,) = judged(RIGHT.replace(right, wrong, 1), catalog)
    assert token(finding) == underlined
    assert advice in (finding.fix or "")
    assert finding.edit is None


def test_every_key_that_is_missing_is_told_at_once(catalog: Catalog) -> None:
    new = "new:\n  metrics:\n    - name: F1\n      better: higher\n"
    (finding,) = judged(RIGHT + new, catalog)
    assert finding.code == "PWC222"
    assert finding.message == "`task`, `dataset` and `scale` are missing here"
    assert finding.fix == "Add `task:`, `dataset:` and `scale:`."


@pytest.mark.parametrize(
    ("entries", "codes"),
    [
        (
            "  - {task: Question Answering}\n  - {dataset: COPA}\n",
            ["PWC222", "PWC222"],
        ),  # braces have no dash
        ("  - task: Question Answering\n  - task: Question Answering\n", ["PWC222", "PWC222"]),
        (f"  - task: Question Answering\n{RESULT}  - dataset: COPA\n", ["PWC222", "PWC222"]),
    ],
)
def test_entries_that_lack_keys_are_not_joined_where_they_are_not_one(
    entries: str, codes: list[str], catalog: Catalog
) -> None:
    found = judged(RIGHT.replace(RESULT, entries), catalog)
    assert [finding.code for finding in found] == codes
    assert all("Put a space" not in (finding.fix or "") for finding in found)


def test_a_key_below_braces_is_not_told_to_be_indented(catalog: Catalog) -> None:
    text = f'paper: {{arxiv: "2611.00001", date: 2026-11-02}}\ntitle: New\nresults:\n{RESULT}'
    (finding,) = judged(text, catalog)
    assert finding.fix == "`title` is a key of `paper`."


@pytest.mark.parametrize("key", ["model:", "Top 5:"])
def test_a_key_with_its_colon_lacks_a_value_alone(key: str, catalog: Catalog) -> None:
    metrics = "{Accuracy: 60.1}" if key == "model:" else "{Top 5: , Accuracy: 60.1}"
    text = RIGHT.replace("{Accuracy: 60.1}", metrics)
    text = text.replace("model: Transformer (small)", "model:") if key == "model:" else text
    (finding,) = judged(text, catalog)
    assert (finding.fix or "").startswith("Fill it in")


def test_a_decimal_comma_in_braces_is_still_told_as_one(catalog: Catalog) -> None:
    (finding,) = judged(RIGHT.replace("60.1", "60,1"), catalog)
    assert "write a point for a decimal comma" in (finding.fix or "")
