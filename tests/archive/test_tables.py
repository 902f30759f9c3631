"""Evaluation tables as a flat list: nothing that stands in the tree is lost, whatever shape it has."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.cell import Cell
from archive.dump import BadDumpError
from archive.tables import MOST_DEPTH, Dataset, Link, Row, Table, Task, part_of, parts

ENTRY = {
    "task": " Grammatical Error Correction ",
    "description": "Mending text.",
    "categories": ["Natural Language Processing", "", 7],
    "synonyms": ["GEC", "GEC"],
    "source_link": None,
    "datasets": [
        {
            "dataset": "JFLEG",
            "description": "Fluency.",
            "dataset_links": [{"title": "home", "url": "https://example.org/jfleg"}, {"title": "x"}],
            "sota": {
                "metrics": ["GLEU", "F0.5"],
                "rows": [
                    {
                        "model_name": "Transformer",
                        "paper_title": "A Paper",
                        "paper_url": "http://arxiv.org/abs/1804.05945v1",
                        "paper_date": "2018-04-16",
                        "code_links": [{"title": "a/b", "url": "https://github.com/a/b"}],
                        "metrics": {"GLEU": "59.9", "F0.5": "-"},
                        "uses_additional_data": False,
                    },
                    "no object",
                ],
            },
            "subdatasets": [
                {"subdataset": "Restricted", "sota": {"metrics": ["GLEU"], "rows": []}},
                {"dataset": "JFLEG dev", "sota": None},
            ],
        }
    ],
    "subtasks": [{"task": "Error Detection", "datasets": [], "subtasks": []}],
}


def test_an_entry_is_read_whole_and_in_order() -> None:
    on = "item 1, Grammatical Error Correction on JFLEG"
    row = Row(
        f"{on}, row 1",
        "Transformer",
        {"GLEU": Cell("59.9")},
        "A Paper",
        "http://arxiv.org/abs/1804.05945v1",
        "2018-04-16",
        ("https://github.com/a/b",),
        False,
    )
    empty = Row(f"{on}, row 2", None, {})
    area, task = ("Natural Language Processing",), "Grammatical Error Correction"
    assert list(parts(ENTRY, "item 1")) == [
        Task(task, None, area, ("GEC",), "Mending text.", "item 1"),
        Dataset("JFLEG", task, "Fluency.", (Link("home", "https://example.org/jfleg"),)),
        Table(task, "JFLEG", ("GLEU", "F0.5"), (row, empty), on),
        Dataset("JFLEG (Restricted)", task),
        Table(task, "JFLEG (Restricted)", ("GLEU",), (), f"{on} (Restricted)"),
        Dataset("JFLEG dev", task),
        Task("Error Detection", task, area, place="item 1"),
    ]


@pytest.mark.parametrize(
    ("whole", "part", "name"),
    [
        ("SemEval 2018", "General", "SemEval 2018 (General)"),
        ("JFLEG", "JFLEG dev", "JFLEG dev"),
        ("WMT 2014", "wmt-2014 EN-DE", "wmt-2014 EN-DE"),
    ],
)
def test_a_part_says_whose_part_it_is(whole: str, part: str, name: str) -> None:
    assert part_of(whole, part) == name


def test_trees_that_no_person_made_are_told() -> None:
    for key in ("subtasks", "datasets"):
        entry: dict[str, Any] = {"task": "T", "dataset": "D"}
        for _ in range(MOST_DEPTH + 5):
            below = "subdatasets" if key == "datasets" else "subtasks"
            entry = {"task": "T", "dataset": "D", below: [entry]}
        with pytest.raises(BadDumpError, match="item 9"):
            list(parts({"task": "T", key: [entry]}, "item 9"))


ANY = st.none() | st.booleans() | st.integers() | st.text(max_size=5)
ROWS = st.lists(
    ANY | st.dictionaries(st.sampled_from(["model_name", "metrics", "code_links"]), ANY), max_size=3
)
TABLES = st.fixed_dictionaries({}, optional={"rows": ROWS, "metrics": st.lists(ANY, max_size=2)})


def _datasets() -> st.SearchStrategy[dict[str, Any]]:
    below = st.lists(_datasets_below | ANY, max_size=2)
    return st.fixed_dictionaries({}, optional={"dataset": ANY, "sota": TABLES | ANY, "subdatasets": below})


def _tasks() -> st.SearchStrategy[dict[str, Any]]:
    datasets, below = st.lists(_datasets_below | ANY, max_size=2), st.lists(_tasks_below | ANY, max_size=2)
    keys = {"task": ANY, "datasets": datasets | ANY, "subtasks": below | ANY, "categories": ANY}
    return st.fixed_dictionaries({}, optional=keys)


_datasets_below: st.SearchStrategy[dict[str, Any]] = st.deferred(_datasets)
_tasks_below: st.SearchStrategy[dict[str, Any]] = st.deferred(_tasks)


def rows_in(value: object) -> int:
    if isinstance(value, list):
        return sum(map(rows_in, value))
    if not isinstance(value, dict):
        return 0
    table = value.get("sota")
    rows = table.get("rows") if isinstance(table, dict) else None
    below = (rows_in(value.get(key)) for key in ("datasets", "subtasks", "subdatasets"))
    return (len(rows) if isinstance(rows, list) else 0) + sum(below)


@given(_tasks())
def test_every_row_of_any_tree_is_in_a_table(entry: dict[str, Any]) -> None:
    found = [row for part in parts(entry, "x") if isinstance(part, Table) for row in part.rows]
    assert len(found) == rows_in(entry)
