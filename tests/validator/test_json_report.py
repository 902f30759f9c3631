"""The report for programs: exactly the shape that is promised."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pwc.catalog import Catalog
from pwc.span import Span
from validator.entry import Entry
from validator.finding import Finding, Severity, pointer
from validator.report.json import render
from validator.run import Report, run

TODAY = date(2026, 11, 22)


def test_the_shape_that_is_promised(catalog: Catalog) -> None:
    data = (
        b'paper: {arxiv: "1706.03762"}\nresults:\n'
        b"- {task: QA, dataset: COPA, model: M, metrics: {a/b~c: 1}}\n"
    )
    report = json.loads(render(run([Entry("submissions/2026/11/x.yaml", data)], catalog, TODAY)))
    assert report == {
        "version": 1,
        "files": 1,
        "findings": [
            {
                "code": "PWC505",
                "name": "name-variant",
                "severity": "warning",
                "path": "submissions/2026/11/x.yaml",
                "line": 3,
                "column": 10,
                "end_line": 3,
                "end_column": 12,
                "pointer": "/results/0/task",
                "message": "the catalog's name for `QA` is `Question Answering`",
                "fix": "Write Question Answering.",
            },
            {
                "code": "PWC503",
                "name": "unknown-metric",
                "severity": "error",
                "path": "submissions/2026/11/x.yaml",
                "line": 3,
                "column": 49,
                "end_line": 3,
                "end_column": 54,
                "pointer": "/results/0/metrics/a~1b~0c",
                "message": "the board `QA` on `COPA` has no metric `a/b~c`",
                "fix": "Its metrics are `Accuracy`. If this is another one, describe the metric under "
                '`new: {metrics: [{task: Question Answering, dataset: COPA, name: "a/b~c", better: \u2026, '
                "scale: \u2026}]}`. `better:` is higher or lower, `scale:` is percent, fraction or none.",
            },
        ],
    }


def test_nothing_to_tell() -> None:
    assert json.loads(render(Report(3, ()))) == {"version": 1, "files": 3, "findings": []}


def test_a_finding_without_a_repair_says_null() -> None:
    finding = Finding("PWC223", "wrong-type", Severity.HINT, "x.yaml", Span(1, 2, 3, 4), "", "m")
    (told,) = json.loads(render(Report(1, (finding,))))["findings"]
    assert told["fix"] is None
    assert told["severity"] == "hint"
    assert (told["line"], told["column"], told["end_line"], told["end_column"]) == (1, 2, 3, 4)


def resolve(document: Any, at: str) -> Any:
    """RFC 6901, as a reader of the report would do it."""
    for step in at.split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        document = document[int(name)] if isinstance(document, list) else document[name]
    return document


@given(
    st.lists(
        st.one_of(st.text(max_size=5), st.sampled_from(["~", "/", "~1", "~01", ""]), st.integers(0, 3)),
        max_size=5,
    )
)
def test_a_pointer_leads_back_to_its_value(path: list[str | int]) -> None:
    document: Any = "here"
    for step in reversed(path):
        document = {step: document} if isinstance(step, str) else [None] * step + [document]
    assert resolve(document, pointer(tuple(path))) == "here"


@given(st.text(), st.text())
def test_any_text_is_plain_ascii_and_reads_back(message: str, path: str) -> None:
    finding = Finding("PWC302", "n", Severity.ERROR, path, Span(1, 1, 1, 1), "", message, message)
    written = render(Report(1, (finding,)))
    assert written.isascii()
    assert all(character.isprintable() or character == "\n" for character in written)
    (told,) = json.loads(written)["findings"]
    assert (told["message"], told["fix"], told["path"]) == (message, message, path)
