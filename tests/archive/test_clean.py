"""What people typed into names, titles, links and days, and what is made of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import clean
from pwc.catalog_schema import departure


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        (" ImageNet\t1k\n", "ImageNet 1k"),
        ("\u200bCOPA\u202e", "COPA"),
        ("Cafe\u0301", "Caf\u00e9"),
        ("x" * 200, "x" * 200),
        ("x" * 201, None),
        ("", None),
        ("\u200b \n", None),
        (None, None),
    ],
)
def test_a_name_is_one_line_that_can_be_seen_or_none(typed: str | None, name: str | None) -> None:
    assert clean.name(typed) == name


def test_names_are_listed_once_and_in_order() -> None:
    assert clean.names(["B", " A", "B ", ""]) == ("B", "A")


def test_what_is_too_long_is_cut_where_it_may_be_and_says_so() -> None:
    assert clean.title("t" * 501) == "t" * 499 + "\u2026"
    assert clean.note("word " * 200) == ("word " * 200)[:499].rstrip() + "\u2026"
    assert len(clean.description("d" * 20_000) or "") == clean.LONGEST_DESCRIPTION
    assert clean.title("https://arxiv.org/abs/1706.03762") is None


def test_a_description_keeps_its_lines() -> None:
    assert clean.description("\n One  line\r\n\r\nand\x07 another\n") == "One line\n\nand another"
    assert clean.description(7) is None
    assert clean.description(" \n ") is None


@pytest.mark.parametrize(
    ("typed", "link"),
    [
        (" https://example.org/a?b=c#d ", "https://example.org/a?b=c#d"),
        ("http://[::1]/", "http://[::1]/"),
        ("https://example.org/" + "a" * 2000, None),
        ("https://example.org/a b", None),
        ('https://example.org/"onload=', None),
        ("https://example.org/${x}", None),
        ("javascript:alert(1)", None),
        ("ftp://example.org", None),
        ("example.org", None),
        ("https://", None),
        (None, None),
        (["https://example.org"], None),
    ],
)
def test_a_link_is_a_web_address_or_none(typed: object, link: str | None) -> None:
    assert clean.link(typed) == link


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2017-06-12", "2017-06-12"),
        ("2017-06-12T09:30:00Z", "2017-06-12"),
        (" 2020-02-29 ", "2020-02-29"),
        ("2019-02-29", None),
        ("2017-06-121", None),
        ("2017", None),
        ("12 June 2017", None),
        ("\u0662\u0660\u0661\u0667-06-12", None),
        (20170612, None),
    ],
)
def test_a_day_is_one_of_the_calendar_or_none(typed: object, day: str | None) -> None:
    assert clean.day(typed) == day


@pytest.mark.parametrize(
    "typed",
    [
        "01/01/1967' AND 2*3*8=6*8 AND 'AncJ'='AncJ",
        "' OR '1'='1",
        "x UNION ALL SELECT password FROM users",
        "1 or (select 1)=1",
        "SELECT * FROM users",
        "1; DROP TABLE papers",
        "x' AND SLEEP(5)--",
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "../../../../etc/passwd",
        "${jndi:ldap://x}",
        "{{7*7}}",
    ],
)
def test_attempts_at_breaking_in_are_no_names(typed: str) -> None:
    assert clean.spam(typed) == "spam: somebody's attempt at breaking in"


@pytest.mark.parametrize(
    "name",
    [
        "Select, Answer and Explain from Documents",
        "'Good' and 'Bad' Examples",
        "{{BERT}}",
        "${\\ell}_1$-Regularised Regression",
        "Error < a Threshold",
        "Train, Then Test; Update Weights Online",
        "AND-OR Networks",
        "Drop, Swap, and Generate",
        "C++",
        "R&R",
        "WMT'14 English-German",
        "O'Reilly and 'friends'",
        "k-NN (k = 5)",
        "Sleep Stage Detection",
        "Insertion Transformer; updated",
        "A <-> B",
        "\u4e2d\u6587",
    ],
)
def test_names_of_science_are_no_spam(name: str) -> None:
    assert clean.spam(name) is None


def test_an_advertisement_is_told_as_one() -> None:
    told = clean.spam("Buy cheap watches at https://watches.example.com")
    assert told is not None
    assert told.startswith("spam: ")
    assert told.endswith(" in a name")


@given(st.text())
def test_whatever_was_typed_what_is_kept_has_the_catalogs_form(typed: str) -> None:
    name, title, text = clean.name(typed), clean.title(typed), clean.description(typed)
    if name is not None:
        assert departure("task", {"slug": "x", "name": name, "aliases": [name]}) is None
        assert clean.name(name) == name
    if title is not None:
        assert departure("paper", {"slug": "x", "title": title}) is None
    if text is not None:
        assert departure("task", {"slug": "x", "name": "X", "description": text}) is None
        assert clean.description(text) == text
