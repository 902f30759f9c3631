"""YAML text into values with places: what is refused and where, how scalars are read, where things stand."""

from __future__ import annotations

import json
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwc.document import MAX_BYTES, MAX_LINE, parse
from pwc.span import Kind, Span
from pwc.yaml_nodes import MAX_DEPTH
from pwc.yaml_reader import INVISIBLE


def refusals(data: bytes) -> list[tuple[Kind, int, int]]:
    return [(problem.kind, problem.span.line, problem.span.column) for problem in parse(data).problems]


def value(text: str) -> Any:
    """What stands under the key ``v``."""
    document = parse(f"v: {text}\n".encode())
    assert document.problems == ()
    return document.value["v"]


REFUSED: dict[str, tuple[bytes, list[tuple[Kind, int, int]]]] = {
    "one byte too many": (b"#" * (MAX_BYTES + 1), [("too-large", 1, 1)]),
    "latin-1": ("a: 1\nb: caf\u00e9\n".encode("latin-1"), [("encoding", 2, 7)]),
    "broken UTF-8 after wide characters": (b"a: \xe4\xb8\xad\xff\n", [("encoding", 1, 5)]),
    "UTF-16": ("a: 1\n".encode("utf-16"), [("encoding", 1, 1)]),
    "byte-order mark": (b"\xef\xbb\xbfa: 1\n", [("byte-order-mark", 1, 1)]),
    "raw NUL": (b"a: 1\nb: x\x00y\n", [("control-character", 2, 5)]),
    "raw escape": (b"a: \x1b[31m\n", [("control-character", 1, 4)]),
    "one in each of two lines": (
        b"a: \x07\nb: \x7f\n",
        [("control-character", 1, 4), ("control-character", 2, 4)],
    ),
    "escaped NUL": (b'a: 1\nb: "x\\0"\n', [("control-character", 2, 4)]),
    "escaped terminal escape": (b'a: ["\\e[31m"]\n', [("control-character", 1, 5)]),
    "private use": ("a: x\ue000\n".encode(), [("control-character", 1, 5)]),
    "stand-in for an object": ("a: x\ufffc\n".encode(), [("control-character", 1, 5)]),
    "sign before an Arabic number": ("a: x\u0600\n".encode(), [("control-character", 1, 5)]),
    "escaped private use of the last plane": (b'a: "\\U0010fffd"\n', [("control-character", 1, 4)]),
    "long line": (b"a: 1\nb: " + b"x" * MAX_LINE, [("long-line", 2, 1)]),
    "open bracket": (b"a: [1, 2\n", [("syntax", 2, 1)]),
    "tab for an indent": (b"a:\n\tb: 1\n", [("syntax", 2, 1)]),
    "colon in plain text": (b"a: b: c\n", [("syntax", 1, 5)]),
    "two documents": (b"a: 1\n---\nb: 2\n", [("several-documents", 2, 1)]),
    "empty": (b"", [("empty", 1, 1)]),
    "comments alone": (b"# nothing\n\n# here\n", [("empty", 1, 1)]),
    "null alone": (b"~\n", [("empty", 1, 1)]),
    "list": (b"# a list\n- a\n", [("not-a-mapping", 2, 1)]),
    "single value": (b"hello\n", [("not-a-mapping", 1, 1)]),
    "brackets one too deep": (b"a: " + b"[" * MAX_DEPTH, [("too-deep", 1, 3 + MAX_DEPTH)]),
    "dashes too deep": (b"a:\n" + b"- " * MAX_DEPTH + b"x\n", [("too-deep", 2, 2 * MAX_DEPTH - 1)]),
    "anchor": (b"a: 1\nb: &x 1\n", [("anchor-or-alias", 2, 4)]),
    "anchor on a key": (b"&x a: 1\n", [("anchor-or-alias", 1, 1)]),
    "alias": (b"a: 1\nb: [*x]\n", [("anchor-or-alias", 2, 5)]),
    "python tag": (b"a: !!python/object/apply:os.system [ls]\n", [("tag", 1, 4)]),
    "binary tag": (b"a: 1\nb: !!binary aGk=\n", [("tag", 2, 4)]),
    "set tag": (b"a: !!set {x, y}\n", [("tag", 1, 4)]),
    "tag on a key": (b"!x a: 1\n", [("tag", 1, 1)]),
    "directive": (b"%YAML 1.1\n---\na: 1\n", [("tag", 1, 1)]),
    "merge key": (b"a: 1\n<<: {b: 1}\n", [("merge-key", 2, 1)]),
    "duplicate key": (b"a: 1\nb: 2\na: 3\n", [("duplicate-key", 3, 1)]),
    "duplicate key in flow style": (b"v: {x: 1, x: 2}\n", [("duplicate-key", 1, 11)]),
    "duplicate key, quoted the second time": (b"a: 1\n'a': 2\n", [("duplicate-key", 2, 1)]),
    "duplicate key in another Unicode form": (
        "caf\u00e9: 1\ncafe\u0301: 2\n".encode(),
        [("duplicate-key", 2, 1)],
    ),
    "list as a key": (b"a: 1\n? [x]\n: 2\n", [("key-not-text", 2, 3)]),
    "mapping as a key": (b"{{a: 1}: 2}\n", [("key-not-text", 1, 2)]),
    "enormous exponent": (b"a: 1e999\n", [("number-out-of-range", 1, 4)]),
    "tiny exponent": (b"a: [1, 1e-31]\n", [("number-out-of-range", 1, 8)]),
    "too many digits": (b"a: " + b"9" * 41 + b"\n", [("number-out-of-range", 1, 4)]),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_refusal_names_its_kind_and_place(name: str) -> None:
    data, expected = REFUSED[name]
    assert refusals(data) == expected
    assert parse(data).value is None


def test_every_kind_of_refusal_is_shown_here() -> None:
    shown = {kind for _, places in REFUSED.values() for kind, _, _ in places}
    assert shown == set(Kind.__args__)  # type: ignore[attr-defined] # what a Literal holds


def details(data: bytes) -> list[str]:
    return [problem.detail for problem in parse(data).problems]


def test_a_refusal_says_what_is_needed_to_mend_it() -> None:
    assert details("a: 1\n".encode("utf-16")) == ["this looks like UTF-16"]
    assert details(b"a: \xff\n") == [""]
    assert details(b"a: 1\na: 2\na: 3\n") == ["`a` stands on line 1 already"] * 2
    assert details(b"a: *x\n") == ["*x"]
    assert details(b"- 1\n") == ["a list"]
    assert details(b"a: \x1b\n") == ["U+001B"]


def test_a_key_that_stands_twice_says_what_leads_to_it() -> None:
    problems = parse(b"a:\n  - {b: 1}\n  - {b: [{c: 1, c: 2}]}\na: 3\n").problems
    assert [problem.path for problem in problems] == [("a", 1, "b", 0, "c"), ("a",)]


def test_problems_found_on_the_way_are_told_together() -> None:
    assert refusals(b"a: &x 1\nb: !t 2\nb: 3\n") == [
        ("anchor-or-alias", 1, 4),
        ("tag", 2, 4),
        ("duplicate-key", 3, 1),
    ]


@pytest.mark.parametrize("opening", [b"[", b"{a: ", b"[{a: "])
def test_fifty_thousand_brackets_are_refused_where_it_gets_too_deep(opening: bytes) -> None:
    data = (opening * 1_000 + b"\n") * (50_000 // (1_000 * len(opening)))
    assert [kind for kind, _, _ in refusals(data)] == ["too-deep"]


@pytest.mark.parametrize("data", [b"- " * 8_000, b"? " * 8_000])
def test_deep_dashes_and_question_marks_are_refused(data: bytes) -> None:
    assert [kind for kind, _, _ in refusals(data)] in (["too-deep"], ["key-not-text"])


def test_fifty_thousand_brackets_on_one_line_are_a_long_line() -> None:
    assert refusals(b"[" * 50_000) == [("long-line", 1, 1)]


def test_the_deepest_nesting_that_is_accepted() -> None:
    inner = MAX_DEPTH - 1
    document = parse(b"a: " + b"[" * (inner - 1) + b"1" + b"]" * (inner - 1))
    assert document.problems == ()


def test_exactly_the_largest_file_is_accepted() -> None:
    data = b"a: 1\n"
    while len(data) < MAX_BYTES:
        data += b"#" * min(1000, MAX_BYTES - len(data) - 1) + b"\n"
    assert len(data) == MAX_BYTES
    assert parse(data).value == {"a": 1}


def test_exactly_the_longest_line_is_accepted() -> None:
    assert parse(b"#" * MAX_LINE + b"\na: 1").value == {"a": 1}


TEXT = ["no", "yes", "on", "off", "NO", "1:30", "12:30:45", "010", "0o10", "0x1F", "1_000", "+1", ".5", "1."]
TEXT += [".nan", ".inf", "-.inf", "NaN", "2022-08-02", "2024-13-45", "2001-12-14t21:59:43Z", "nUll", "="]


@pytest.mark.parametrize("text", TEXT)
def test_what_yaml_1_1_reads_as_something_else_is_text(text: str) -> None:
    assert value(text) == text


@pytest.mark.parametrize(
    ("text", "number"),
    [("0", 0), ("-3", -3), ("78", 78), ("1e3", 1000.0), ("1E-3", 0.001), ("59.60", 59.6), ("-0.5e+2", -50.0)],
)
def test_numbers(text: str, number: float) -> None:
    found = value(text)
    assert (found, type(found)) == (number, type(number))


def test_whole_numbers_stay_exact() -> None:
    assert value("9" * 40) == 10**40 - 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", None),
        ("~", None),
        ("null", None),
        ("true", True),
        ("FALSE", False),
        ("'true'", "true"),
        ('""', ""),
    ],
)
def test_words_that_are_not_text(text: str, expected: object) -> None:
    assert value(text) is expected or value(text) == expected


def test_a_quoted_number_is_text() -> None:
    assert value('"1.10"') == "1.10"
    assert value("|\n  78") == "78\n"


def test_text_is_brought_to_nfc() -> None:
    document = parse("cafe\u0301: cafe\u0301\n".encode())
    assert document.value == {"caf\u00e9": "caf\u00e9"}
    assert document.span(("caf\u00e9",)) == Span(1, 8, 1, 13)


@pytest.mark.parametrize("written", ["1.10", "59.60", "1e3", "0.50", "'quoted'", '"\\u00e9"'])
def test_a_scalar_remembers_how_it_was_written(written: str) -> None:
    document = parse(f"v: {written}\n".encode())
    plain = written[0] not in "'\""
    assert document.scalar(("v",)) == (written if plain else document.value["v"])


@pytest.mark.parametrize("path", [(), ("list",), ("list", 9), ("no",), ("v", "deeper"), (0,)])
def test_there_is_no_scalar_where_none_stands(path: tuple[str | int, ...]) -> None:
    document = parse(b"v: 1\nlist: [1]\n")
    assert document.scalar(path) is None


BLOCK = """\
\u00e9\u4e2d\U0001f600: 1
paper:
  title: "\u4e2d\u6587 \U0001f600"
  tasks:
  - one
  - two: 2
    three: []
"""


def test_places_in_block_style() -> None:
    document = parse(BLOCK.encode())
    assert document.span(("\u00e9\u4e2d\U0001f600",)) == Span(1, 6, 1, 7)
    assert document.span(("paper", "title")) == Span(3, 10, 3, 16)
    assert document.span(("paper", "title"), key=True) == Span(3, 3, 3, 8)
    assert document.span(("paper", "tasks", 0), key=True) == Span(5, 5, 5, 8)  # an item has no key
    assert document.span(("paper", "tasks", 0)) == Span(5, 5, 5, 8)
    assert document.span(("paper", "tasks", 1)) == Span(6, 5, 6, 8)  # a mapping begins with its first key
    assert document.span(("paper", "tasks", 1, "three")) == Span(7, 12, 7, 14)
    assert document.span(("paper", "tasks", 1, "three"), key=True) == Span(7, 5, 7, 10)


def test_places_in_flow_style_after_wide_characters() -> None:
    document = parse('v: {"\U0001f600\u4e2d": [1, {x: yes}], empty: {}, none: }\n'.encode())
    assert document.span(("v", "\U0001f600\u4e2d")) == Span(1, 11, 1, 24)
    assert document.span(("v", "\U0001f600\u4e2d"), key=True) == Span(1, 5, 1, 9)
    assert document.span(("v", "\U0001f600\u4e2d", 1, "x")) == Span(1, 19, 1, 22)
    assert document.span(("v", "empty")) == Span(1, 33, 1, 34)
    assert document.span(("v", "none"), key=True) == Span(1, 37, 1, 41)


def test_places_with_windows_line_ends() -> None:
    document = parse(b"a: 1\r\nb:\r\n  - x\r\n  - y\r\n")
    assert document.value == {"a": 1, "b": ["x", "y"]}
    assert document.span(("b", 1)) == Span(4, 5, 4, 6)
    assert document.line(4) == "  - y"


@pytest.mark.parametrize("separator", ["\u2028", "\u2029", "\u0085"])
def test_only_what_editors_count_as_a_line_moves_the_line(separator: str) -> None:
    """YAML 1.1 also ends lines at U+0085, U+2028 and U+2029; editors, git and GitHub do not."""
    document = parse(f'a: "x{separator}y"\nb: &c 1\n'.encode())
    lines = {problem.span.line for problem in document.problems if problem.kind == "anchor-or-alias"}
    assert lines == {2} or "control-character" in {problem.kind for problem in document.problems}


def test_a_scalar_over_several_lines_ends_where_it_ends() -> None:
    document = parse(b'a: "one\n  two"\nb: 1\n')
    assert document.span(("a",)) == Span(1, 4, 2, 7)


def test_an_entry_with_nothing_in_it_is_shown_by_its_dash() -> None:
    document = parse(b"a:\n  - x\n  -  # nothing\nb:\n")
    assert document.span(("a", 1)) == Span(3, 3, 3, 4)
    assert document.span(("b",)) == Span(4, 3, 4, 3)


@pytest.mark.parametrize("comment", ["", "  # read with care: \\"])
def test_a_list_in_brackets_on_one_line_is_shown_whole(comment: str) -> None:
    document = parse(f"a: [x, {{b: [y]}}]{comment}\nc: [z,\n  z]\nd:\n  - x\ne: [y]\n".encode())
    assert document.span(("a",)) == Span(1, 4, 1, 17)
    assert document.span(("a", 1, "b")) == Span(1, 12, 1, 15)
    assert document.span(("c",)) == Span(2, 4, 2, 5)
    assert document.span(("d",)) == Span(5, 3, 5, 4)


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (("paper", "date"), Span(1, 1, 1, 6)),  # the mapping under `paper` begins at its first key
        (("paper", "date", "year"), Span(1, 1, 1, 6)),
        (("paper", "tasks", 5), Span(3, 10, 3, 12)),
        (("paper", "title", "deeper"), Span(2, 10, 2, 11)),
        (("results",), Span(1, 1, 1, 6)),
    ],
)
def test_what_is_missing_gets_the_place_of_its_parent(path: tuple[str | int, ...], place: Span) -> None:
    document = parse(b"paper:\n  title: x\n  tasks: []\n")
    expected = Span(2, 3, 2, 8) if path[:2] == ("paper", "date") else place
    assert document.span(path) == expected
    assert document.span(path, key=True) == expected


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: {b", Span(1, 6, 1, 6)),
        ("a: {b\n", Span(2, 1, 2, 1)),
        ("a: [\r\n  b: {}", Span(2, 8, 2, 8)),
        ("a: {b: {}\n", Span(2, 1, 2, 1)),
    ],
)
def test_what_is_missing_at_the_end_is_missed_inside_the_text(text: str, place: Span) -> None:
    (problem,) = parse(text.encode()).problems
    assert problem.span == place


def test_in_a_mapping_of_many_keys_each_is_found_at_its_place() -> None:
    keys = [*(f"k{number}" for number in range(1_000)), "cafe\u0301"]
    document = parse("".join(f"{key}: 1\n" for key in keys).encode())
    for number, key in enumerate(keys, 1):
        path = (unicodedata.normalize("NFC", key),)
        assert document.span(path, key=True) == Span(number, 1, number, len(key) + 1)
        assert document.span(path) == Span(number, len(key) + 3, number, len(key) + 4)
    assert document.span(("missing",)) == Span(1, 1, 1, 3)


def test_a_line_past_the_end_is_empty() -> None:
    document = parse(b"a: 1")
    assert [document.line(number) for number in (0, 1, 2, 99)] == ["", "a: 1", "", ""]


def test_a_refused_document_still_shows_its_lines() -> None:
    assert parse(b"a: 1\na: 2\n").line(2) == "a: 2"


def test_a_syntax_error_is_told_in_one_line() -> None:
    details = [problem.detail for problem in parse(b"a: 'open\n").problems]
    assert len(details) == 1
    assert "\n" not in details[0]
    assert details[0] != ""


PIECES = [
    "a",
    ": ",
    "- ",
    "\n",
    "  ",
    "[",
    "]",
    "{",
    "}",
    "&x ",
    "*x ",
    "!t ",
    "? ",
    "'",
    '"',
    "|\n",
    "---\n",
]
PIECES += ["\r", "#", "<<: ", "%YAML 1.1\n", "\t", "1e999", "\u4e2d", "\u2028", "\ufeff", "\\", ", ", "...\n"]
PIECES += ["\x00", "~"]
near_yaml = st.lists(st.sampled_from(PIECES), max_size=40).map(lambda parts: "".join(parts).encode())


@given(st.one_of(st.binary(max_size=300), near_yaml))
def test_any_bytes_give_a_document(data: bytes) -> None:
    document = parse(data)
    assert (document.value is None) == bool(document.problems)
    for problem in document.problems:
        assert problem.span.line >= 1
        assert problem.span.column >= 1
        assert (problem.span.end_line, problem.span.end_column) >= (problem.span.line, problem.span.column)


names = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), max_size=12).filter(
    lambda text: not INVISIBLE.search(unicodedata.normalize("NFC", text))
)
plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**12), 10**12)
    | st.decimals(-999, 999, places=3).map(float)
    | names,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=4),
    max_leaves=15,
)


def normal(data: Any) -> Any:
    """The same data with its text in NFC."""
    if isinstance(data, str):
        return unicodedata.normalize("NFC", data)
    if isinstance(data, list):
        return [normal(item) for item in data]
    if isinstance(data, dict):
        return {normal(key): normal(item) for key, item in data.items()}
    return data


@given(st.dictionaries(names, plain, min_size=1, max_size=4), st.sampled_from([None, 1]))
def test_json_reads_back_equal(data: dict[str, Any], indent: int | None) -> None:
    def has_twins(item: Any) -> bool:
        if isinstance(item, dict):
            return len(normal(item)) < len(item) or any(map(has_twins, item.values()))
        return isinstance(item, list) and any(map(has_twins, item))

    text = json.dumps(data, indent=indent, ensure_ascii=False)
    document = parse(text.encode())
    if has_twins(data):
        assert {problem.kind for problem in document.problems} == {"duplicate-key"}
    else:
        assert document.problems == ()
        assert document.value == normal(data)


@given(st.dictionaries(names, st.lists(names, min_size=1, max_size=3), min_size=1, max_size=4))
def test_every_value_stands_where_its_place_says(data: dict[str, list[str]]) -> None:
    text = json.dumps(data, indent=1, ensure_ascii=False)
    document = parse(text.encode())
    if document.problems:  # two keys that are one in NFC
        return
    for key, items in document.value.items():
        for index, item in enumerate(items):
            span = document.span((key, index))
            stretch = document.line(span.line)[span.column - 1 : span.end_column - 1]
            assert unicodedata.normalize("NFC", json.loads(stretch)) == item
