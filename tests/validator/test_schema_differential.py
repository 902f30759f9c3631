"""Three readers of one schema, and two ways of looking something up, have to agree.

jsonschema-rs decides what is valid, jsonschema explains what is not, and the rules read what is valid as a
Submission. Documents are made by walking the schema (see tests/fuzz/from_schema.py), and then spoiled.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pwc import canonical, submission
from pwc.names import Names
from pwc.record import Locator, Task
from pwc.schemas import schema
from pwc.submission import Submission
from tests.fuzz.from_schema import FromSchema, amiss
from tests.fuzz.rendering import careful
from tests.fuzz.words import readable, texts
from validator.entry import Entry
from validator.schema_errors import _thorough, explain, is_valid

slow_to_make = settings(
    derandomize=True, database=None, max_examples=60, suppress_health_check=list(HealthCheck)
)
"""``make fuzz`` asks the same of many more, and never of the same ones."""
valid = FromSchema(schema("submission")).valid
in_yaml = FromSchema(schema("submission"), letters=readable).valid
seeds = st.integers(0, 2**32)


@slow_to_make
@given(valid)
def test_both_accept_what_follows_the_schema(document: Any) -> None:
    assert is_valid(document)
    assert _thorough().is_valid(document)


@slow_to_make
@given(amiss(valid))
def test_both_say_the_same_of_what_is_spoiled_and_its_departures_are_explained(document: Any) -> None:
    accepted = is_valid(document)
    assert _thorough().is_valid(document) == accepted
    if not accepted:
        for error in explain(document):
            assert error.keyword != "unexplained"
            assert _stands_at(document, error.path, error.found)


def _stands_at(document: Any, path: tuple[str | int, ...], found: Any) -> bool:
    """Whether a departure's value stands at its place; of a key's own departure, the key."""
    holder = document
    for step in path:
        holder = holder[step]
    return holder is found or holder == found or (isinstance(holder, dict) and found in holder)


@slow_to_make
@given(amiss(in_yaml), seeds)
def test_what_is_rejected_in_a_file_gets_an_error_at_a_place_of_the_file(document: Any, seed: int) -> None:
    entry = Entry("submissions/2026/11/x.yaml", careful(document, seed))
    if entry.document.problems:
        return
    for error in entry.schema_errors:
        span = entry.document.span(error.path)
        assert 1 <= span.line <= entry.data.decode().count("\n") + entry.data.decode().count("\r") + 1
        assert entry.document.line(span.line) or error.path == ()


@slow_to_make
@given(in_yaml, seeds)
def test_what_the_schema_accepts_becomes_a_submission_that_says_the_same(document: Any, seed: int) -> None:
    entry = Entry("submissions/2026/11/x.yaml", careful(document, seed))
    if entry.document.problems:  # what no file may hold, in whatever place
        return
    read = submission.read(entry.document, entry.value)
    assert entry.submission == read
    assert isinstance(read, Submission)
    assert sorted(_numbers_of(read)) == sorted(_numbers_in(document))
    assert len(read.corrections) == len(document.get("corrections", ()))
    given_paper = {**entry.value.get("paper", {})}
    for key in ("title", "date", "abstract", "arxiv", "doi", "url", "pdf"):
        assert (getattr(read.paper, key) if read.paper else None) == given_paper.get(key)


def _numbers_of(read: Submission) -> Iterator[Decimal]:
    """Every number that a submission keeps as decimal text."""
    for result in read.results:
        for value in result.metrics.values():
            yield from (Decimal(text) for text in (value.value, value.uncertainty) if text is not None)
    for metric in read.new.metrics:
        yield from (Decimal(text) for text in (metric.min, metric.max) if text is not None)


def _numbers_in(document: Any) -> Iterator[Decimal]:
    for result in document.get("results", ()):
        for value in result["metrics"].values():
            fields = value if isinstance(value, dict) else {"value": value}
            yield from (Decimal(repr(fields[key])) for key in ("value", "uncertainty") if key in fields)
    for metric in document.get("new", {}).get("metrics", ()):
        yield from (Decimal(repr(metric[key])) for key in ("min", "max") if key in metric)


keys = st.one_of(texts(), st.text(max_size=6), st.text('"\\\n\u00e9a', max_size=4)).filter(
    lambda text: not any("\ud800" <= letter <= "\udfff" for letter in text)
)


@given(st.sets(keys, max_size=30), keys)
def test_a_record_is_found_by_halving_as_by_reading_all(there: set[str], other: str) -> None:
    records = [Locator(locator=key, paper=f"paper-{number}") for number, key in enumerate(sorted(there))]
    data = canonical.lines(records)
    linear = {record.locator: record for record in canonical.read_lines("x.jsonl", data, Locator)}
    for key in (*there, other, f"{other}x", other[:-1]):
        assert canonical.find_record("x.jsonl", data, Locator, key) == linear.get(key)


names = texts(["ResNet", "Resnet", "Res Net", "res-net", "COPA", "Copa!", "\u0398", "OPT-1.3B", "OPT-13B"])


@given(st.lists(st.tuples(names, st.lists(names, max_size=2)), max_size=12), st.lists(names, max_size=70))
def test_a_name_means_the_same_before_and_after_its_table_was_read_whole(
    called: list[tuple[str, list[str]]], asked: list[str]
) -> None:
    tasks = [
        Task(slug=f"{number:03}", name=name, aliases=tuple(aliases))
        for number, (name, aliases) in enumerate(called)
    ]
    data = canonical.lines(tasks)
    fresh, whole = Names("x.jsonl", data, Task), Names("x.jsonl", data, Task)
    assert list(whole) == tasks
    for name in (*asked, *(name for name, _ in called)):
        assert fresh.find(name) == whole.find(name) == Names("x.jsonl", data, Task).find(name)
