"""Commands in comments: what counts as one, what it says, and what is answered to a slip."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mergebot.bot.commands import (
    FORMS,
    MAX_COMMANDS,
    Check,
    Close,
    Command,
    Explain,
    Fix,
    Help,
    Hold,
    Merge,
    Override,
    Preview,
    Revert,
    Unhold,
    Unreadable,
    Withdraw,
    parse,
)

SHA = "0123456789abcdef0123456789abcdef01234567"


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("/merge", Merge()),
        ("/MERGE please!", Merge()),
        (f"/merge {SHA}", Merge(SHA)),
        (f"/merge `{SHA[:9]}`", Merge(SHA[:9])),
        ("  /merge  ", Merge()),
        ("/hold the authors are asked", Hold("the authors are asked")),
        ("/hold", Hold("")),
        ("/hold " + "x" * 3_000, Hold("x" * 3_000)),
        ("/unhold", Unhold()),
        ("/override PWC817 one dataset, see #12", Override("PWC817", "one dataset, see #12")),
        ("/override pwc817: it is meant", Override("PWC817", "it is meant")),
        ("/revert #12 no such paper", Revert(12, "no such paper")),
        ("/revert 12 no such paper", Revert(12, "no such paper")),
        ("/close spam", Close("spam")),
        ("/withdraw, thanks", Withdraw()),
        ("/check", Check()),
        ("/fix.", Fix()),
        ("/preview", Preview()),
        ("/explain PWC302", Explain("PWC302")),
        ("/help", Help()),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_command_is_read(line: str, command: Command) -> None:
    assert parse(line) == [command]


@pytest.mark.parametrize(
    "comment",
    [
        "> /merge",
        "- /merge",
        "1. /merge",
        "```\n/merge\n```",
        "~~~~\n```\n/merge\n```\n~~~~",
        "    /merge",
        "`/merge`",
        "<!-- /merge -->",
        "<!--\n\n/merge\n\n-->",
        "<details>\n/merge\n</details>",
        "please /merge",
        "you can say\n`/merge`\nwhen you are done",
        "# /merge",
        "/merge\n===",
        "[/merge](https://example.org)",
        "**/merge**",
        "| /merge |\n| --- |\n| /merge |",
        "/",
        "//merge",
        "/ merge",
        "/usr/bin/merge",
        "see /merge",
        "/-merge",
        "",
    ],
)
def test_what_is_quoted_coded_hidden_or_part_of_a_sentence_is_no_command(comment: str) -> None:
    assert parse(comment) == []


def test_a_command_stands_on_a_line_of_its_own_among_text() -> None:
    assert parse("Looks good to me.\n/merge\nThank you!") == [Merge()]
    assert parse("/hold asked\n\n> earlier: /merge\n\n/explain PWC302") == [Hold("asked"), Explain("PWC302")]


@pytest.mark.parametrize(
    ("line", "usage"),
    [
        ("/merg", "/merge [commit]"),
        ("/overide PWC817 x", "/override CODE reason"),
        ("/merge now", "/merge [commit]"),
        ("/merge main", "/merge [commit]"),
        ("/override PWC817", "/override CODE reason"),
        ("/override because", "/override CODE reason"),
        ("/revert spam", "/revert #N reason"),
        ("/revert #0 x", "/revert #N reason"),
        ("/explain", "/explain CODE"),
        ("/check everything", "/check"),
        ("/xyzzy", None),
    ],
)
def test_a_slip_is_told_with_how_it_is_written(line: str, usage: str | None) -> None:
    (command,) = parse(line)
    assert isinstance(command, Unreadable)
    assert command.usage == usage
    assert command.line == line.split(maxsplit=1)[0]


def test_of_very_many_the_first_are_read() -> None:
    assert parse("/check\n" * 1000) == [Check()] * MAX_COMMANDS


def test_every_command_is_in_the_help() -> None:
    assert all(form.usage.startswith(f"/{name}") for name, form in FORMS.items())


@given(st.text())
def test_no_comment_breaks_the_parser(comment: str) -> None:
    parse(comment)


@given(st.text(alphabet=st.sampled_from("/merg>`~<!-#*_[]()|\n \\&;"), max_size=60))
def test_no_markdown_breaks_the_parser(comment: str) -> None:
    assert all(isinstance(command, Merge | Unreadable) for command in parse(comment))
