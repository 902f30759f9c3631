"""From a document to a submission: numbers keep their text, and so does text that looks like a number."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwc.document import parse
from pwc.record import Evidence, Value
from pwc.submission import CodeEntry, Submission, as_the_schema_reads, decimal_text, read

FULL = b"""\
format: 1
paper:
  title: A title
  arxiv: "2208.01448"
  date: 2022-08-02
  authors: [A, B]
  tasks: [T]
  methods: [M]
  code:
    - {url: "https://x.org/a", official: true}
    - {url: "https://x.org/b"}
results:
  - task: T
    dataset: D
    model: M
    metrics: {Accuracy: 59.60, Loss: {value: 1e3, uncertainty: 0.40, kind: sd, runs: 5}}
    setting: zero-shot
    extra_training_data: false
    evidence: {table: Table 2, page: 5}
new:
  tasks: [{name: T, area: A, parent: P}]
  datasets: [{name: D, tasks: [T]}]
  methods: [{name: M, paper: "https://x.org/m"}]
  metrics: [{task: T, dataset: D, name: Accuracy, better: higher, scale: percent, min: 0.0, max: 1e2}]
corrections:
  - {task: t, alias: U, reason: R}
"""


def reading(text: bytes) -> tuple[Submission, list[Any]]:
    document = parse(text)
    assert document.problems == ()
    value, unquoted = as_the_schema_reads(document)
    return read(document, value), unquoted


def test_every_part_is_read() -> None:
    submission, unquoted = reading(FULL)
    assert unquoted == []
    assert submission.paper is not None
    assert submission.paper.authors == ("A", "B")
    assert submission.paper.code == (
        CodeEntry(url="https://x.org/a", official=True),
        CodeEntry(url="https://x.org/b", official=False),
    )
    assert submission.paper.identifiers == {
        "arxiv": "2208.01448",
        "doi": None,
        "openreview": None,
        "acl": None,
        "url": None,
    }
    (result,) = submission.results
    assert result.evidence == Evidence(table="Table 2", page=5)
    assert result.extra_training_data is False
    assert submission.new.tasks[0].parent == "P"
    assert submission.new.datasets[0].tasks == ("T",)
    assert submission.new.methods[0].paper == "https://x.org/m"
    assert submission.corrections == ({"task": "t", "alias": "U", "reason": "R"},)


def test_numbers_keep_their_text() -> None:
    submission, _ = reading(FULL)
    assert submission.results[0].metrics == {
        "Accuracy": Value(value="59.60"),
        "Loss": Value(value="1000", uncertainty="0.40", kind="sd", runs=5),
    }
    metric = submission.new.metrics[0]
    assert (metric.min, metric.max) == ("0.0", "100")


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("59.60", "59.60"),
        ("-0", "-0"),
        ("78", "78"),
        ("1e3", "1000"),
        ("1.50E-3", "0.00150"),
        ("12e+1", "120"),
    ],
)
def test_an_exponent_is_written_out_and_nothing_else_changes(written: str, text: str) -> None:
    assert decimal_text(written) == text


@given(st.from_regex(r"\A-?(0|[1-9][0-9]{0,9})(\.[0-9]{1,9})?([eE][-+]?[0-9]{1,2})?\Z"))
def test_decimal_text_is_the_same_number_without_an_exponent(written: str) -> None:
    text = decimal_text(written)
    assert Decimal(text) == Decimal(written)
    assert set(text) <= set("-0123456789.")
    assert decimal_text(text) == text


@pytest.mark.parametrize(
    ("line", "path", "text"),
    [
        ("arxiv: 2208.01450", ("paper", "arxiv"), "2208.01450"),
        ("title: 1984", ("paper", "title"), "1984"),
        ("title: true", ("paper", "title"), "true"),
        ("abstract: 1e3", ("paper", "abstract"), "1e3"),
        ("authors: [1.10]", ("paper", "authors", 0), "1.10"),
        ("methods: [A, -0]", ("paper", "methods", 1), "-0"),
    ],
)
def test_unquoted_text_is_kept_as_written_and_reported(line: str, path: tuple[Any, ...], text: str) -> None:
    value, unquoted = as_the_schema_reads(parse(f"paper:\n  {line}\n".encode()))
    assert unquoted == [path]
    for step in path:
        value = value[step]
    assert value == text


def test_a_model_and_a_setting_keep_their_digits() -> None:
    text = (
        b"paper: {url: 'https://x.org/p'}\nresults:\n"
        b"- {task: 1, dataset: 2.0, model: 1.10, setting: 5, metrics: {A: 1.10}}\n"
    )
    submission, unquoted = reading(text)
    (result,) = submission.results
    assert (result.task, result.dataset, result.model, result.setting) == ("1", "2.0", "1.10", "5")
    assert result.metrics["A"].value == "1.10"
    assert len(unquoted) == 4


def test_text_of_a_correction_is_kept_too() -> None:
    text = b'corrections:\n- {result: 0123456789012345, set: {model: 1.10}, was: {model: "x"}, reason: 7}\n'
    value, unquoted = as_the_schema_reads(parse(text))
    assert value["corrections"][0]["set"]["model"] == "1.10"
    assert value["corrections"][0]["reason"] == "7"
    assert ("corrections", 0, "reason") in unquoted


def test_numbers_and_truth_values_stay_where_the_schema_wants_them() -> None:
    value, unquoted = as_the_schema_reads(parse(FULL))
    assert unquoted == []
    assert value == parse(FULL).value


def test_null_is_never_text() -> None:
    value, unquoted = as_the_schema_reads(parse(b"paper: {title: null, arxiv: }\n"))
    assert value == {"paper": {"title": None, "arxiv": None}}
    assert unquoted == []


def test_what_the_schema_does_not_know_is_left_alone() -> None:
    value, unquoted = as_the_schema_reads(parse(b"papre: {x: 1.10}\nresults: 3\npaper: [1]\n"))
    assert value == {"papre": {"x": 1.1}, "results": 3, "paper": [1]}
    assert unquoted == []


@pytest.mark.parametrize(
    "number", ["evidence: {page: 5.0}", "evidence: {page: 1e1}", "metrics: {B: {value: 1, runs: 5.0}}"]
)
def test_a_whole_number_written_with_a_point_is_a_whole_number(number: str) -> None:
    """JSON Schema counts 5.0 as an integer, so what the schema accepts must be readable."""
    metrics = "" if "metrics" in number else "metrics: {A: 1}, "
    text = (
        "paper: {url: 'https://x.org/p'}\n"
        f"results: [{{task: T, dataset: D, model: M, {metrics}{number}}}]\n"
    )
    try:
        submission, _ = reading(text.encode())
    except msgspec.ValidationError as error:
        pytest.fail(f"the schema accepts it, but reading it raises: {error}")
    assert submission.results[0].model == "M"
