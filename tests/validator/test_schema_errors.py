"""Two validators, one verdict: what jsonschema-rs rejects, jsonschema explains."""

from __future__ import annotations

import copy
import urllib.request
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from referencing.exceptions import Unresolvable

from pwc.catalog import Catalog
from validator import entry as entries
from validator import schema_errors
from validator.entry import Entry
from validator.run import run
from validator.schema_errors import SchemaError, explain, is_valid

ID = "0123456789abcdef"
VALID: list[dict[str, Any]] = [
    {
        "format": 1,
        "paper": {
            "title": "T",
            "arxiv": "2208.01448",
            "doi": "10.18653/v1/N19-1423",
            "date": "2022-08-02",
            "authors": ["A"],
            "tasks": ["T"],
            "code": [{"url": "https://x.org/a", "official": True}],
        },
        "results": [
            {
                "task": "T",
                "dataset": "D",
                "model": "M",
                "metrics": {"A": 78, "B": {"value": 1.5, "uncertainty": 0.4, "kind": "sd", "runs": 5}},
                "setting": "zero-shot",
                "extra_training_data": False,
                "evidence": {"table": "Table 2", "page": 5, "url": "https://x.org"},
            }
        ],
    },
    {
        "paper": {"url": "https://x.org/p"},
        "new": {
            "tasks": [{"name": "T", "area": "A", "parent": "P"}],
            "datasets": [{"name": "D", "url": "https://x.org", "tasks": ["T"]}],
            "methods": [{"name": "M", "paper": "https://x.org"}],
            "metrics": [
                {
                    "task": "T",
                    "dataset": "D",
                    "name": "F1",
                    "better": "higher",
                    "scale": "none",
                    "min": 0,
                    "max": 1,
                }
            ],
        },
    },
    {
        "corrections": [
            {"result": ID, "set": {"metrics": {"A": 1}}, "was": {"metrics": {"A": 2}}, "reason": "r"},
            {
                "result": ID,
                "set": {"setting": None, "evidence": {"page": 1}},
                "was": {"setting": "x"},
                "reason": "r",
            },
            {"result": ID, "retract": True, "reason": "r"},
            {"board": "b", "metric": "A", "set": {"better": "lower", "min": None}, "reason": "r"},
            {"submission": "submissions/2026/11/x.yaml", "revert": True, "reason": "r"},
            {"paper": "p", "set": {"title": "x", "pdf": None}, "was": {"title": "y"}, "reason": "r"},
        ]
    },
]

texts = st.one_of(
    st.text(max_size=5),
    st.sampled_from(
        ["", " ", "\t", "2022-08-02", "higher", "sd", ID, "https://x.org", "10.1/x", "x" * 201, "\u2003"]
    ),
)
anything = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 10**7),
    st.floats(-10, 10).map(lambda number: round(number, 3)),
    texts,
    st.lists(texts, max_size=2),
    st.dictionaries(st.sampled_from(["value", "name", "url", "x", "reason", "kind"]), texts, max_size=2),
)


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every container in a value with each of its keys."""
    if isinstance(value, dict):
        return [(value, key) for key in value] + [place for item in value.values() for place in places(item)]
    if isinstance(value, list):
        return [(value, i) for i in range(len(value))] + [place for item in value for place in places(item)]
    return []


@st.composite
def near_valid(draw: st.DrawFn) -> Any:
    """A valid document with one to three things replaced, taken away or added."""
    document = copy.deepcopy(draw(st.sampled_from(VALID)))
    for _ in range(draw(st.integers(1, 3))):
        found = places(document)
        if not found:
            break
        container, key = draw(st.sampled_from(found))
        action = draw(st.sampled_from(["replace", "remove", "add"]))
        if action == "replace":
            container[key] = draw(anything)
        elif action == "remove":
            del container[key]
        elif isinstance(container, dict):
            container[draw(st.sampled_from(["extra", "kind", "task", "set", "format", "results", " "]))] = (
                draw(anything)
            )
        else:
            container.append(draw(anything))
    return document


@given(near_valid())
def test_the_two_validators_agree(document: Any) -> None:
    assert is_valid(document) == schema_errors._thorough().is_valid(document)


@pytest.mark.parametrize("document", VALID)
def test_what_is_valid_is_valid_for_both(document: Any) -> None:
    assert is_valid(document)
    assert schema_errors._thorough().is_valid(document)


@given(near_valid())
def test_what_is_rejected_is_explained_at_its_place(document: Any) -> None:
    if is_valid(document):
        return
    errors = explain(document)
    assert errors
    for error in errors:
        assert error.keyword != "unexplained"
        value = document
        for step in error.path:
            value = value[step]
        assert value == error.found or error.keyword in {"maxLength", "pattern"}


@pytest.mark.parametrize(
    ("where", "value"),
    [
        ("date", "2022-08-02\n"),
        ("arxiv", "2208.01448\n"),
        ("title", "\ufeff"),
        ("title", "\x85"),
        ("url", "https://x.org/\ufeff"),
    ],
)
def test_the_two_validators_agree_on_the_edges_of_patterns(where: str, value: str) -> None:
    """In a schema `$` is the very end and `\\s` is ECMAScript's; in Python neither is."""
    document = {"paper": {"arxiv": "2208.01448", where: value}}
    assert is_valid(document) == schema_errors._thorough().is_valid(document)
    if not is_valid(document):
        assert [error.keyword for error in explain(document)] == ["pattern"]


def test_what_nobody_can_explain_is_still_rejected(catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entries, "is_valid", lambda value: False)
    data = b'paper: {arxiv: "1706.03762"}\n'
    report = run([Entry("submissions/2026/11/x.yaml", data)], catalog, date(2026, 11, 22))
    assert [finding.code for finding in report.findings] == ["PWC228"]
    assert report.exit_code == 1


def test_a_keyword_that_no_rule_explains_is_reported_by_its_name(
    catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    error = SchemaError("uniqueItems", ("paper",), True, {}, {})
    monkeypatch.setattr(entries, "is_valid", lambda value: False)
    monkeypatch.setattr(entries, "explain", lambda value: [error])
    data = b'paper: {arxiv: "1706.03762"}\n'
    (finding,) = run([Entry("submissions/2026/11/x.yaml", data)], catalog, date(2026, 11, 22)).findings
    assert (finding.code, finding.pointer) == ("PWC228", "/paper")
    assert "uniqueItems" in finding.message


def test_no_reference_opens_anything_remote(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[object] = []
    monkeypatch.setattr(urllib.request, "urlopen", opened.append)
    remote = schema_errors._thorough().evolve(schema={"$ref": "https://example.invalid/x.json"})
    with pytest.raises(Unresolvable):
        remote.validate({})
    assert opened == []


def keywords(document: Any) -> list[tuple[str, tuple[str | int, ...]]]:
    return sorted((error.keyword, error.path) for error in explain(document))


@pytest.mark.parametrize("setting", [["x"], {"a": 1}])
def test_a_wrong_kind_where_null_is_possible_too_is_told_as_a_wrong_kind(setting: object) -> None:
    fields = {"result": ID, "set": {"setting": setting}, "was": {"setting": "x"}, "reason": "r"}
    path = ("corrections", 0, "set", "setting")
    assert {(keyword, at) for keyword, at in keywords({"corrections": [fields]})} == {("type", path)}


def test_a_text_that_is_too_long_where_null_is_possible_too_is_told_as_too_long() -> None:
    fields = {"result": ID, "set": {"setting": "x" * 201}, "was": {"setting": "x"}, "reason": "r"}
    assert keywords({"corrections": [fields]}) == [("maxLength", ("corrections", 0, "set", "setting"))]


def test_a_correction_of_two_things_is_told_once() -> None:
    fields = {"task": "copa", "dataset": "copa", "alias": "x", "reason": "r"}
    assert keywords({"corrections": [fields]}) == [("oneOf", ("corrections", 0))]


def test_each_unknown_key_is_told_once(catalog: Catalog) -> None:
    data = b'paper: {arxiv: "1706.03762", titel: x, autors: [y]}\n'
    report = run([Entry("submissions/2026/11/x.yaml", data)], catalog, date(2026, 11, 22))
    told = [(finding.pointer, finding.fix) for finding in report.findings]
    assert told == [("/paper/titel", "Did you mean `title`?"), ("/paper/autors", "Did you mean `authors`?")]


def test_two_names_of_metrics_that_are_too_long_are_two_findings() -> None:
    metrics = {"x" * 201: 1, "y" * 201: 2}
    document = {
        "paper": {"arxiv": "2208.01448"},
        "results": [{"task": "T", "dataset": "D", "model": "M", "metrics": metrics}],
    }
    assert len(explain(document)) == 2
