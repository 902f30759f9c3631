"""What a contributor wrote, as it may stand in a message."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validator.quote import did_you_mean, listing, near_text, shown, visible


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("plain", "`plain`"),
        ("a`b", "`a'b`"),
        ("line\nfeed", "`line\\u{a}feed`"),
        ("\x1b[31m", "`\\u{1b}[31m`"),
        ("\u202eabc", "`\\u{202e}abc`"),
        ("\u4e2d\u6587 \u05d0", "`\u4e2d\u6587 \u05d0`"),
        ("x" * 80, f"`{'x' * 80}`"),
        ("x" * 81, f"`{'x' * 80}\u2026`"),
        (1.5, "`1.5`"),
    ],
)
def test_a_value_is_quoted_in_one_inert_line(text: object, quoted: str) -> None:
    assert shown(text) == quoted


@given(st.text(st.characters()))
def test_what_is_visible_acts_on_nothing(text: str) -> None:
    assert all(c == " " or unicodedata.category(c)[0] not in "CZ" for c in visible(text))
    quoted = shown(text)
    assert quoted.count("`") == 2
    assert len(quoted) <= 83


@pytest.mark.parametrize(
    ("names", "text"),
    [([], ""), (["a"], "`a`"), (["a", "b"], "`a` and `b`"), (["a", "b", "c"], "`a`, `b` and `c`")],
)
def test_a_listing_reads_like_a_sentence(names: list[str], text: str) -> None:
    assert listing(names) == text


def test_a_question_needs_a_near_name() -> None:
    assert did_you_mean([]) is None
    assert did_you_mean(["a", "b\n"]) == "Did you mean `a` or `b\\u{a}`?"
    assert near_text("modle", ["model", "metrics"]) == "model"
    assert near_text("zzz", ["model", "metrics"]) is None
