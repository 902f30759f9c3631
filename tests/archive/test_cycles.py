"""Cycles are found, all of them, each once, and in an order that depends on nothing but the names."""

from __future__ import annotations

from graphlib import TopologicalSorter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import cycles

LETTERS = st.sampled_from("abcdefg")


@pytest.mark.parametrize(
    ("parents", "found"),
    [
        ({}, []),
        ({"a": ["b"], "b": []}, []),
        ({"a": ["elsewhere"]}, []),
        ({"a": ["a"]}, [["a", "a"]]),
        ({"b": ["a"], "a": ["b"]}, [["a", "b", "a"]]),
        ({"a": ["b"], "b": ["c"], "c": ["a"]}, [["a", "b", "c", "a"]]),
        ({"d": ["b"], "c": ["b"], "b": ["c"]}, [["b", "c", "b"]]),
        ({"a": ["b", "c"], "b": ["a"], "c": ["a"]}, [["a", "b", "a"], ["a", "c", "a"]]),
        ({"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": []}, []),
    ],
)
def test_every_step_that_closes_a_cycle_is_given_with_its_way(
    parents: dict[str, list[str]], found: list[list[str]]
) -> None:
    assert cycles.find(parents) == found


@given(st.dictionaries(LETTERS, st.lists(LETTERS, max_size=4, unique=True)))
def test_without_the_last_step_of_each_way_no_cycle_is_left(parents: dict[str, list[str]]) -> None:
    found = cycles.find(parents)
    for way in found:
        assert way[0] == way[-1]
        assert all(above in parents[below] for below, above in pairwise(way))
    cut = {(way[-2], way[-1]) for way in found}
    assert len(cut) == len(found)
    left = {
        below: [above for above in steps if (below, above) not in cut] for below, steps in parents.items()
    }
    TopologicalSorter(left).prepare()
    assert cycles.find(left) == []
    assert cycles.find(dict(reversed(parents.items()))) == found


def test_a_tree_as_deep_as_there_are_tasks_is_no_burden() -> None:
    deep = {f"{number:05}": [f"{number + 1:05}"] for number in range(5_000)}
    assert cycles.find(deep) == []
