"""The contract: the schemas are valid, bounded, and agree with the records and their own examples."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from jsonschema import Draft202012Validator
from referencing import Registry

from pwc import record, submission
from pwc.document import parse
from pwc.schemas import schema

Node = dict[str, Any]
Place = tuple[str, ...]

SUBMISSION = schema("submission")

EXAMPLE = b"""\
# yaml-language-server: $schema=../../../schema/submission.schema.json
paper:
  title: "AlexaTM 20B: Few-Shot Learning Using a Large-Scale Multilingual Seq2Seq Model"
  arxiv: "2208.01448"
  date: 2022-08-02
  authors: [Saleh Soltan, Shankar Ananthakrishnan]
  tasks: [Machine Translation, Question Answering]
  methods: []
  code:
    - url: https://github.com/amazon-science/alexa-teacher-models
      official: true
results:
  - task: Question Answering
    dataset: COPA
    model: AlexaTM 20B
    metrics: {Accuracy: {value: 78, uncertainty: 0.4, kind: sd, runs: 5}}
    setting: zero-shot
    extra_training_data: false
    evidence: {table: "Table 2", page: 5}
new:
  tasks: [{name: T, area: A, parent: P, description: D}]
  datasets: [{name: D, full_name: Dataset, url: "https://x.org", tasks: [T]}]
  methods: [{name: M, full_name: Method, paper: "https://x.org/m"}]
  metrics: [{task: T, dataset: D, name: F1, better: higher, scale: fraction, min: 0, max: 1}]
"""

ID = "0123456789abcdef"
CORRECTIONS = [
    f"{{result: '{ID}', set: {{metrics: {{A: 77.8}}}}, was: {{metrics: {{A: 78}}}}, reason: r}}",
    f"{{result: '{ID}', set: {{setting: null}}, was: {{setting: x}}, reason: r}}",
    f"{{result: '{ID}', retract: true, reason: r}}",
    f"{{result: '{ID}', dispute: true, reason: r}}",
    f"{{result: '{ID}', restore: true, reason: r}}",
    "{dataset: copa, rename: x, reason: r}",
    "{dataset: copa, alias: x, reason: r}",
    "{dataset: copa, merge_into: x, reason: r}",
    "{task: qa, rename: x, reason: r}",
    "{task: qa, alias: x, reason: r}",
    "{task: qa, merge_into: x, reason: r}",
    "{method: m, rename: x, reason: r}",
    "{method: m, alias: x, reason: r}",
    "{model: AlexaTM, rename: x, reason: r}",
    "{model: AlexaTM, alias: x, reason: r}",
    "{board: qa-on-copa, merge_into: x, reason: r}",
    "{board: b, metric: A, set: {better: higher, scale: percent}, was: {better: lower}, reason: r}",
    "{board: b, metric: A, set: {better: higher, scale: percent}, reason: r}",
    "{board: b, metric: A, rename: x, reason: r}",
    "{board: b, metric: A, alias: x, reason: r}",
    "{paper: p, set: {title: x}, was: {title: y}, reason: r}",
    "{paper: p, merge_into: q, reason: r}",
    "{submission: submissions/2026/11/x.yaml, revert: true, reason: r}",
]
WRONG_CORRECTIONS = [
    "{reason: r}",
    f"{{result: '{ID}', reason: r}}",
    f"{{result: '{ID}', retract: true}}",
    f"{{result: '{ID}', retract: false, reason: r}}",
    f"{{result: '{ID}', retract: true, dispute: true, reason: r}}",
    f"{{result: '{ID}', set: {{model: x}}, reason: r}}",
    f"{{result: '{ID}', task: t, retract: true, reason: r}}",
    "{dataset: copa, rename: x, alias: y, reason: r}",
    "{dataset: COPA, rename: x, reason: r}",
    "{board: b, set: {better: higher}, reason: r}",
    "{paper: p, set: {title: x}, reason: r}",
    "{paper: p, set: {title: null}, was: {title: x}, reason: r}",
    "{submission: ../x.yaml, revert: true, reason: r}",
    "{submission: submissions/2026/11/x.yaml, reason: r}",
    "{task: qa, alias: x, reason: ' '}",
]


def nodes(node: Any, place: Place = ()) -> Iterator[tuple[Place, Node]]:
    """Every subschema with its place; names of properties are no keywords."""
    if not isinstance(node, dict):
        return
    yield place, node
    for group in ("properties", "$defs"):
        for name, inner in node.get(group, {}).items():
            yield from nodes(inner, (*place, group, name))
    for keyword in ("items", "additionalProperties", "propertyNames", "if", "then", "else", "not"):
        yield from nodes(node.get(keyword), (*place, keyword))
    for keyword in ("anyOf", "allOf", "oneOf"):
        for index, inner in enumerate(node.get(keyword, ())):
            yield from nodes(inner, (*place, keyword, str(index)))


def validator(node: Node) -> Draft202012Validator:
    """A validator of one node that knows the submission's definitions and nothing else."""
    empty: Registry[Any] = Registry()
    return Draft202012Validator({**node, "$defs": SUBMISSION["$defs"]}, registry=empty)


def accepts(text: str | bytes) -> bool:
    document = parse(text if isinstance(text, bytes) else text.encode())
    assert document.problems == ()
    value, _ = submission.as_the_schema_reads(document)
    return validator(SUBMISSION).is_valid(value)


@pytest.mark.parametrize("name", ["submission", "catalog"])
def test_a_schema_is_itself_valid(name: str) -> None:
    Draft202012Validator.check_schema(schema(name))
    assert schema(name)["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("name", ["submission", "catalog"])
def test_every_reference_leads_to_a_definition(name: str) -> None:
    root = schema(name)
    references = [node["$ref"] for _, node in nodes(root) if "$ref" in node]
    assert len(references) > 20
    for reference in references:
        assert reference.startswith("#/$defs/")
        assert reference.removeprefix("#/$defs/") in root["$defs"]


@pytest.mark.parametrize("name", ["submission", "catalog"])
def test_every_definition_is_used(name: str) -> None:
    root = schema(name)
    used = {node["$ref"].removeprefix("#/$defs/") for _, node in nodes(root) if "$ref" in node}
    assert used == set(root["$defs"])


@pytest.mark.parametrize("name", ["submission"])
def test_every_text_is_bounded(name: str) -> None:
    texts = [(place, node) for place, node in nodes(schema(name)) if "string" in kinds(node)]
    assert len(texts) > 15
    for place, node in texts:
        anchored = bool(re.fullmatch(r"\^.*\$", node.get("pattern", ""), re.DOTALL))
        assert "maxLength" in node or "enum" in node or "const" in node or anchored, place


def kinds(node: Node) -> list[str]:
    found = node.get("type", [])
    return [found] if isinstance(found, str) else list(found)


def test_every_list_and_every_mapping_is_bounded() -> None:
    for place, node in nodes(SUBMISSION):
        if "array" in kinds(node):
            assert "maxItems" in node, place
        if "object" in kinds(node) and node.get("additionalProperties") is not False:
            assert "maxProperties" in node or place == ("$defs", "correction"), place


def test_every_example_is_valid_where_it_stands() -> None:
    examples = [
        (place, node, example) for place, node in nodes(SUBMISSION) for example in node.get("examples", ())
    ]
    assert len(examples) > 15
    for place, node, example in examples:
        assert list(validator(node).iter_errors(example)) == [], place


def test_the_example_of_the_design_is_accepted() -> None:
    assert accepts(EXAMPLE)
    document = parse(EXAMPLE)
    value, unquoted = submission.as_the_schema_reads(document)
    assert unquoted == []
    assert submission.read(document, value).results[0].model == "AlexaTM 20B"


@pytest.mark.parametrize("key", ["paper", "results", "new", "nothing"])
def test_what_a_file_may_hold(key: str) -> None:
    text = {
        "paper": "paper: {arxiv: '2208.01448'}",
        "results": "results: [{task: T, dataset: D, model: M, metrics: {A: 1}}]",
        "new": "new: {datasets: [{name: D}]}",
        "nothing": "format: 1",
    }[key]
    assert accepts(text) is (key in {"paper", "new"})  # results need a paper


@pytest.mark.parametrize("entry", CORRECTIONS)
def test_each_form_of_correction_is_accepted(entry: str) -> None:
    assert accepts(f"corrections: [{entry}]")


@pytest.mark.parametrize("entry", WRONG_CORRECTIONS)
def test_what_is_no_correction_is_refused(entry: str) -> None:
    assert not accepts(f"corrections: [{entry}]")


@pytest.mark.parametrize(
    ("link", "good"),
    [
        ("https://example.org/a?b=c#d", True),
        ("http://example.org", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        (" https://example.org", False),
        ("https://example.org/ x", False),
        ('https://example.org/"onload=x', False),
        ("https://example.org/<script>", False),
        ("//example.org", False),
    ],
)
def test_a_link_is_http_and_cannot_break_out_of_an_attribute(link: str, good: bool) -> None:
    assert validator(SUBMISSION["$defs"]["link"]).is_valid(link) is good


STORED: dict[str, type[msgspec.Struct]] = {
    "area": record.Area,
    "task": record.Task,
    "dataset": record.Dataset,
    "method": record.Method,
    "model": record.Model,
    "paper": record.Paper,
    "code": record.Code,
    "locator": record.Locator,
    "metric": record.Metric,
    "value": record.Value,
    "evidence": record.Evidence,
    "result": record.Result,
    "log_entry": record.LogEntry,
}
RECORDS: dict[str, tuple[type[msgspec.Struct], Node]] = {
    "paper": (submission.PaperEntry, SUBMISSION["$defs"]["paper"]),
    "result": (submission.ResultEntry, SUBMISSION["$defs"]["result"]),
    "new": (submission.New, SUBMISSION["$defs"]["new"]),
    "new task": (submission.NewTask, SUBMISSION["$defs"]["new"]["properties"]["tasks"]["items"]),
    "new dataset": (submission.NewDataset, SUBMISSION["$defs"]["new"]["properties"]["datasets"]["items"]),
    "new method": (submission.NewMethod, SUBMISSION["$defs"]["new"]["properties"]["methods"]["items"]),
    "new metric": (submission.NewMetric, SUBMISSION["$defs"]["new"]["properties"]["metrics"]["items"]),
    "code": (submission.CodeEntry, SUBMISSION["$defs"]["code"]["items"]),
    "evidence": (record.Evidence, SUBMISSION["$defs"]["evidence"]),
    "value": (record.Value, SUBMISSION["$defs"]["metric_value"]),
    "whole file": (submission.Submission, SUBMISSION),
    **{f"stored {name}": (kind, schema("catalog")["$defs"][name]) for name, kind in STORED.items()},
}


@pytest.mark.parametrize("name", RECORDS)
def test_a_record_has_the_schema_s_fields_and_needs_the_same(name: str) -> None:
    kind, node = RECORDS[name]
    fields = {field.name: field for field in msgspec.structs.fields(kind)}
    assert set(fields) == set(node["properties"])
    assert {name for name, field in fields.items() if field.required} == set(node.get("required", ()))
    assert node["additionalProperties"] is False


def test_the_words_of_the_schema_are_those_of_the_records() -> None:
    definitions = SUBMISSION["$defs"]
    assert tuple(definitions["better"]["enum"]) == record.Better.__args__  # type: ignore[attr-defined]
    assert tuple(definitions["scale"]["enum"]) == record.Scale.__args__  # type: ignore[attr-defined]
