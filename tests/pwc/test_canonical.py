"""The one byte form of the catalog's files."""

from __future__ import annotations

import json
import string
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwc import canonical
from pwc.errors import BrokenFileError
from pwc.record import (
    Area,
    Board,
    Code,
    Dataset,
    Evidence,
    Locator,
    LogEntry,
    Method,
    Metric,
    Paper,
    Record,
    Result,
    Task,
    Value,
)

KINDS: tuple[type[Record], ...] = (Area, Task, Dataset, Method, Paper, Locator, LogEntry)

number = st.decimals(-1000, 1000, places=2).map(str)
some_text = st.text(max_size=8)
small = st.integers(0, 2**53)
results = st.builds(
    Result,
    id=st.text(string.hexdigits.lower(), min_size=16, max_size=16),
    model=some_text,
    paper=some_text,
    metrics=st.dictionaries(
        some_text, st.builds(Value, value=number, runs=st.none() | st.integers(1, 9)), max_size=3
    ),
    setting=st.none() | some_text,
    extra_training_data=st.none() | st.booleans(),
    evidence=st.none() | st.builds(Evidence, page=st.none() | st.integers(1, 99)),
    added=some_text,
    submission=some_text,
    status=st.sampled_from(["active", "disputed", "retracted"]),
    reason=st.none() | some_text,
)
boards = st.builds(
    Board,
    slug=some_text,
    task=some_text,
    dataset=some_text,
    metrics=st.lists(
        st.builds(
            Metric,
            name=some_text,
            better=st.sampled_from(["higher", "lower"]),
            scale=st.sampled_from(["percent", "fraction", "none"]),
            min=st.none() | number,
        ),
        max_size=2,
    ).map(tuple),
    results=st.lists(results, max_size=4, unique_by=lambda result: result.id).map(tuple),
    submission=st.none() | some_text,
)


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_records_are_read_back_and_written_the_same(kind: type[Record], data: st.DataObject) -> None:
    counts = (
        {"number": small, "promoter": small, "pull_request": st.none() | small} if kind is LogEntry else {}
    )
    records = data.draw(st.lists(st.builds(kind, **counts), max_size=3))
    written = canonical.lines(records)
    read = canonical.read_lines("x.jsonl", written, kind)
    assert read == records
    assert canonical.lines(read) == written
    assert written.count(b"\n") == len(records)


@given(boards)
def test_a_board_is_read_back_and_written_the_same(board: Board) -> None:
    written = canonical.board_file(board)
    read = canonical.read_board("x.json", written)
    assert list(read.results) == sorted(board.results, key=lambda result: result.id)
    assert (read.slug, read.task, read.dataset, read.metrics, read.submission) == (
        board.slug,
        board.task,
        board.dataset,
        board.metrics,
        board.submission,
    )
    assert canonical.board_file(read) == written


@given(boards)
def test_a_board_s_file_has_a_result_a_line_sorted_by_id(board: Board) -> None:
    head, *rows, foot = canonical.board_file(board).splitlines()
    assert head.endswith(b'"results":[')
    assert foot == b"]}"
    ids = [json.loads(row.rstrip(b","))["id"] for row in rows if row]
    assert ids == sorted(result.id for result in board.results)


def test_a_record_in_its_one_form() -> None:
    paper = Paper(
        slug="a",
        title="Caf\u00e9 \u4e2d \u2028",
        authors=("B", "A"),
        code=(Code(url="https://x.org", official=True), Code(url="https://y.org")),
    )
    assert (
        canonical.line(paper)
        == (
            '{"slug":"a","title":"Caf\u00e9 \u4e2d \u2028","authors":["B","A"],'
            '"code":[{"url":"https://x.org","official":true},{"url":"https://y.org"}]}'
        ).encode()
    )


def test_free_keys_are_sorted_and_fields_are_not() -> None:
    result = Result(
        id="0",
        model="m",
        paper="p",
        metrics={"b": Value(value="1.0"), "a": Value(value="2")},
        added="d",
        submission="s",
    )
    assert canonical.line(result) == (
        b'{"id":"0","model":"m","paper":"p","metrics":{"a":{"value":"2"},"b":{"value":"1.0"}},'
        b'"added":"d","submission":"s"}'
    )


def test_an_empty_board() -> None:
    board = Board(slug="s", task="t", dataset="d", metrics=())
    assert canonical.board_file(board) == (
        b'{"board":{"slug":"s","task":"t","dataset":"d","metrics":[]},"results":[\n\n]}\n'
    )


BROKEN_LINES = {
    "not JSON": b"{",
    "an empty line": b"",
    "an unknown field": b'{"slug":"b","name":"B","colour":"red"}',
    "a missing field": b'{"slug":"b"}',
    "a wrong type": b'{"slug":"b","name":1}',
    "not UTF-8": b'{"slug":"b","name":"\xff"}',
    "two records on a line": b'{"slug":"b","name":"B"}{"slug":"c","name":"C"}',
    "a list": b"[]",
}


@pytest.mark.parametrize("broken", BROKEN_LINES)
def test_a_broken_line_is_named(broken: str) -> None:
    data = b'{"slug":"a","name":"A"}\n' + BROKEN_LINES[broken] + b"\n"
    with pytest.raises(BrokenFileError, match=r"^catalog/tasks\.jsonl:2: .+"):
        canonical.read_lines("catalog/tasks.jsonl", data, Task)


@pytest.mark.parametrize(
    "data",
    [b"", b"{}", b"[]", b"\xff", b'{"board":{"slug":"s","task":"t","dataset":"d","metrics":[]}}', b"null"],
)
def test_a_broken_board_is_named(data: bytes) -> None:
    with pytest.raises(BrokenFileError, match=r"^catalog/leaderboards/t/d\.json: .+"):
        canonical.read_board("catalog/leaderboards/t/d.json", data)


def test_an_empty_file_has_no_records() -> None:
    assert canonical.read_lines("catalog/tasks.jsonl", b"", Task) == []


def test_a_value_is_its_decimal_number() -> None:
    assert Value(value="59.60").number == Decimal("59.6")


slugs = st.text(st.sampled_from('a"\\-é\u4e2d\U0001f600'), max_size=3)
areas = st.dictionaries(slugs, st.text(max_size=3), max_size=9)


@given(before=areas, changed=st.dictionaries(slugs, st.none() | st.text(max_size=3), max_size=5))
def test_changing_some_records_gives_what_writing_all_of_them_gives(
    before: dict[str, str], changed: dict[str, str | None]
) -> None:
    data = canonical.lines(Area(slug=slug, name=name) for slug, name in sorted(before.items()))
    records = {slug: None if name is None else Area(slug=slug, name=name) for slug, name in changed.items()}
    after = {slug: name for slug, name in sorted({**before, **changed}.items()) if name is not None}
    expected = canonical.lines(Area(slug=slug, name=name) for slug, name in after.items())
    assert canonical.with_records("p", data, Area, records) == expected


def test_changing_a_record_leaves_lines_that_are_not_on_the_way_unread() -> None:
    data = canonical.lines(Area(slug=f"{number:03}", name="N") for number in range(100)) + b"not a record\n"
    changed = canonical.with_records("p", data, Area, {"001": Area(slug="001", name="M")})
    assert changed == data.replace(b'"001","name":"N"', b'"001","name":"M"')


def test_the_last_record_is_read_alone() -> None:
    records = [Area(slug="a", name="A"), Area(slug="b", name="B")]
    assert canonical.last_record("p", b"broken\n" + canonical.lines(records), Area) == records[1]
    assert canonical.last_record("p", b"", Area) is None
    with pytest.raises(BrokenFileError):
        canonical.last_record("p", canonical.lines(records) + b"broken\n", Area)
