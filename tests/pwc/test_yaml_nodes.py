"""The fast way into a YAML text and the careful one say the same, or the fast one says nothing."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pwc.document import Document, parse
from pwc.yaml_nodes import compose
from pwc.yaml_reader import YamlReader

PIECES = st.sampled_from(
    [
        *(
            "paper:",
            "results:",
            "a:",
            "a: b",
            "- a: 1",
            "- ",
            "-",
            "? ",
            "? a",
            ": b",
            "{a: 1, b: 2}",
            "[1, [2]]",
        ),
        *("{", "}", "[", "]", "'it''s'", '"a\\n"', "&x 1", "*x", "!t 1", "<<: 1", "---", "...", "%YAML 1.2"),
        *(
            "#c",
            "1.10",
            "1e3",
            "1e999",
            "-3",
            "010",
            "no",
            "null",
            "~",
            "true",
            "0x1f",
            "|\n  text",
            ">-\n  text",
        ),
        *(
            "\n",
            "\n  ",
            "\n    ",
            "\n- ",
            " ",
            "\t",
            "é",
            "e\u0301",
            "中",
            "\r\n",
            "!",
            "&",
            "*",
            "%",
            "a & b",
            "::",
        ),
    ]
)
TEXTS = st.one_of(
    st.lists(PIECES, max_size=25).map("".join),
    st.lists(PIECES, max_size=12).map("\n".join),
    st.text(max_size=60),
)


def paths(value: Any, at: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [at, *(path for step, item in below for path in paths(item, (*at, step)))]


@settings(max_examples=1500, deadline=None)
@given(TEXTS)
def test_the_two_ways_agree(text: str) -> None:
    data = text.encode()
    if parse(data).problems and compose(data) is None:
        return
    reader = YamlReader(data)
    value, root = reader.read()
    fast = compose(data)
    if fast is None:
        return
    assert reader.problems == []
    assert fast[0] == value
    assert repr(fast[0]) == repr(value)  # 1 is not 1.0, and not True
    quick, careful = Document(text, *fast, ()), Document(text, value, root, ())
    for path in paths(value):
        for key in (False, True):
            assert quick.span(path, key=key) == careful.span(path, key=key)
            assert quick.written(path, key=key) == careful.written(path, key=key)
        assert quick.scalar(path) == careful.scalar(path)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "a: &x 1",
            "a: *x",
            "a: !t 1",
            "!t {a: 1}",
            "<<: {a: 1}",
            "%YAML 1.2\n---\na: 1",
            "a: 1\n---\nb: 1",
        ),
        *(
            "a: 1\na: 2",
            "{a: 1, a: 2}",
            "[a]",
            "a",
            "",
            "? [a]\n: 1",
            "a: 1e999",
            "a: " + "1" * 50,
            "a: {",
            "a: '",
        ),
        "[" * 30_000,
        "{a: " * 15_000,
        "- " * 30_000,
        "-  " * 20_000,
        "? " * 30_000,
        "".join(" " * depth + "a:\n" for depth in range(300)),
    ],
)
def test_what_could_be_refused_is_left_to_the_careful_one(text: str) -> None:
    assert compose(text.encode()) is None


@pytest.mark.parametrize(
    "text",
    ["a: 1", "paper: {title: 'Vision & Language'}", "a: Stop! Or 5 * 3", "a:\n- b\n- {c: 1.50}\n# end\n"],
)
def test_what_is_usual_goes_the_fast_way(text: str) -> None:
    assert compose(text.encode()) is not None
