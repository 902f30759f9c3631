"""Dumps are read item by item, whatever they are packed in, and broken ones say where they break."""

from __future__ import annotations

import gzip
import json
import tracemalloc
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.dump import BadDumpError, items, kind_of

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**18), 10**18) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


def dump(path: Path, text: str | bytes, *, packed: bool = False) -> Path:
    data = text.encode() if isinstance(text, str) else text
    path.write_bytes(gzip.compress(data, mtime=0) if packed else data)
    return path


@pytest.mark.parametrize("packed", [False, True])
@given(listed=st.lists(st.dictionaries(st.text(), JSON, max_size=3), max_size=4))
def test_every_item_comes_out_as_it_went_in(
    packed: bool, listed: list[dict[str, Any]], tmp_path: Path
) -> None:
    path = dump(tmp_path / "dump.json", json.dumps(listed), packed=packed)
    assert list(items(path)) == listed


def test_numbers_keep_the_digits_that_were_typed(tmp_path: Path) -> None:
    (item,) = items(dump(tmp_path / "x", '[{"a": 59.60, "b": 78, "c": 1e-3}]'))
    assert {key: str(value) for key, value in item.items()} == {"a": "59.60", "b": "78", "c": "0.001"}
    assert isinstance(item["a"], Decimal)


@pytest.mark.parametrize(
    ("text", "item"),
    [
        (r'[{"a": "\ud800"}]', {"a": "\ufffd"}),
        (r'[{"a": ["x", "\uDFFFy"], "\ud834": {"b": 1}}]', {"a": ["x", "\ufffdy"], "\ufffd": {"b": 1}}),
        (r'[{"a": "\ud834\udd1e"}]', {"a": "\U0001d11e"}),
        (r'[{"a": "\\ud800"}]', {"a": "\\ud800"}),
    ],
)
def test_half_a_character_is_one_that_is_not_known(tmp_path: Path, text: str, item: dict[str, Any]) -> None:
    assert [*items(dump(tmp_path / "x", text))] == [item]
    assert [*items(dump(tmp_path / "x", f'[{{"b": 1}}, {text[1:]}'))] == [{"b": 1}, item]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "no JSON list"),
        ("{}", "no JSON list"),
        ('"x"', "no JSON list"),
        ('[{"a": 1}, 2]', "behind item 1: this item is no JSON object"),
        ('[{"a": 1}, {"b": ', "behind item 1: this is not JSON"),
        ('[{"a": 1}', "behind item 1: the list does not end"),
        ('[{"a": 1}] x', "something stands behind the list"),
        ('[{"a": 1},, {}]', "behind item 1"),
        ('[{"a": 1},]', "comma"),
        ('[{"a": 1} {}]', "comma"),
        ('[{"a": NaN}]', "NaN is no number"),
        (b'[{"a": "\xff"}]', "behind item 0"),
        ('[{"a": ' + "9" * 5000 + "}]", "behind item 0"),
        ('[{"a": ' + "[" * 100_000, "behind item 0"),
        (gzip.compress(b'[{"a": 1}]', mtime=0)[:-9], "damaged"),
        (b"\x1f\x8bnothing", "damaged"),
    ],
)
def test_what_is_no_dump_is_told_with_its_place(text: str | bytes, told: str, tmp_path: Path) -> None:
    with pytest.raises(BadDumpError, match=told):
        list(items(dump(tmp_path / "x", text)))


def test_a_large_dump_is_never_in_memory_whole(tmp_path: Path) -> None:
    listed = [{"abstract": f"{number} " * 500} for number in range(20_000)]
    path = dump(tmp_path / "x", json.dumps(listed), packed=True)
    del listed
    tracemalloc.start()
    assert sum(1 for _ in items(path)) == 20_000
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 12_000_000  # of fifty-three, in pieces of one


def test_progress_counts_the_bytes_of_the_file(tmp_path: Path) -> None:
    path = dump(tmp_path / "x", json.dumps([{"a": "b" * 100_000}] * 10))
    read: list[int] = []
    assert sum(1 for _ in items(path, read.append)) == 10
    assert sum(read) == path.stat().st_size


@pytest.mark.parametrize(
    ("item", "kind"),
    [
        ({"task": "QA", "datasets": [], "subtasks": []}, "evaluation-tables"),
        ({"paper_url": "x", "title": "T", "abstract": "A", "tasks": []}, "papers-with-abstracts"),
        ({"paper_url": "x", "repo_url": "y", "is_official": True}, "links-between-papers-and-code"),
        ({"url": "x", "name": "Adam", "collections": []}, "methods"),
        ({"url": "x", "name": "COPA", "homepage": "", "tasks": []}, "datasets"),
        ({"something": "else"}, None),
        ({}, None),
    ],
)
def test_a_dump_is_known_by_its_keys(item: dict[str, Any], kind: str | None) -> None:
    assert kind_of(item) == kind
