"""The report for comments and summaries: the verdict first, nothing live, no breakout."""

from __future__ import annotations

import cmarkgfm  # type: ignore[import-untyped]
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pwc.span import Span
from validator.finding import Edit, Finding, Severity
from validator.report.inert import code_block, code_span, inert
from validator.report.markdown import OPEN, render
from validator.run import Report, report

PATH = "submissions/2026/11/x.yaml"


def finding(
    number: int = 1,
    weight: Severity = Severity.ERROR,
    *,
    code: str = "PWC302",
    message: str = "what is wrong",
    source: str = "",
    edit: Edit | None = None,
) -> Finding:
    span = Span(number, 1, number, 2)
    return Finding(code, "stand-in", weight, PATH, span, "", message, "Mend it.", source, edit)


def many(number: int) -> list[Finding]:
    """Findings that differ enough not to be summed up."""
    return [finding(n, code=f"PWC{n:03}", message=f"message {n}") for n in range(100, 100 + number)]


def page(told: str) -> str:
    html: str = cmarkgfm.github_flavored_markdown_to_html(told, cmarkgfm.cmark.Options.CMARK_OPT_UNSAFE)
    return html


@pytest.mark.parametrize(
    ("found", "verdict"),
    [
        (Report(3, ()), "### Ready: nothing to mend in 3 files"),
        (Report(1, (finding(weight=Severity.HINT),)), "### Ready: 1 hint in 1 file"),
        (Report(1, (finding(weight=Severity.WARNING),)), "### A maintainer decides: 1 warning in 1 file"),
        (Report(1, (finding(),)), "### Not ready: 1 error in 1 file"),
        (Report(1, (finding(),), unchecked=True), "### Not everything could be checked: 1 error in 1 file"),
    ],
)
def test_the_verdict_stands_first(found: Report, verdict: str) -> None:
    assert render(found).split("\n")[0] == verdict


def test_a_finding_has_its_place_its_line_its_repair_and_its_page() -> None:
    told = render(Report(1, (finding(source="x: 1"),)), rules_at="https://example.org/rules/")
    assert told.split("\n\n")[1:4] == [
        f"- **error** [PWC302](https://example.org/rules/PWC302.md) stand-in at `{PATH}:1:1`: what is wrong",
        "  ```text\n  1 | x: 1\n    | ^\n  ```",
        "  **Fix:** Mend it.",
    ]


def test_without_an_address_codes_are_not_linked() -> None:
    assert "](" not in render(Report(1, (finding(),)))


def test_errors_come_first_with_their_repeats() -> None:
    hint = finding(1, Severity.HINT, code="PWC229")
    told = render(report(1, [hint, *(finding(n) for n in range(2, 12))]))
    assert told.index("7 more of these: lines 5, 6, 7") < told.index("PWC229")


def test_many_findings_are_folded_away() -> None:
    few, more = render(report(1, many(OPEN))), render(report(1, many(OPEN + 3)))
    assert "<details>" not in few
    opened, folded = more.split("<details>\n<summary>3 errors more</summary>\n\n")
    assert opened.count("- **error**") == OPEN
    assert folded.count("- **error**") == 3
    assert page(more).count("<li>") == OPEN + 3, "an empty line after the summary makes it Markdown again"


@pytest.mark.parametrize("limit", [1_000, 2_000, 5_000, 30_000])
def test_what_finds_no_room_is_left_out_whole_and_counted(limit: int) -> None:
    told = render(report(1, many(500)), limit=limit)
    shown = told.count("- **error**")
    assert len(told) <= limit
    assert f"**Left out here for want of room: {500 - shown:,} errors.**" in told
    assert told.count("  **Fix:** Mend it.") == shown
    assert len(told) > limit - 300, "room is used"


def test_what_fits_is_not_called_left_out() -> None:
    assert "Left out" not in render(report(1, many(50)))


def test_it_says_what_fix_mends() -> None:
    mended = finding(2, message="another", edit=Edit(Span(2, 1, 2, 2), "x"))
    assert "`pwc validate --fix` mends this." in render(Report(1, (mended,)))
    assert "`pwc validate --fix` mends 1 of these." in render(Report(1, (mended, finding())))
    assert "--fix" not in render(Report(1, (finding(),)))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a name, `b c` (or 1,234.5 of it): why?", "a name, `b c` (or 1,234.5 of it): why?"),
        ("Write a list: [one, two].", r"Write a list: \[one, two\]."),
        ("see CONTRIBUTING.md.", "see `CONTRIBUTING.md`."),
        ("as 25abe770f6232357, of 2026-11-22", "as `25abe770f6232357`, of `2026-11-22`"),
        ("defaced deadbeef facade", "`defaced` `deadbeef` facade"),
        ("word-abcdefa abcdefa's well-fed", "`word-abcdefa` `abcdefa's` well-fed"),
        ("@org/team fixes #1", "`@org/team` fixes `#1`"),
        ("GH-1 owner/repo#1 a@b.org", "`GH-1` `owner/repo#1` `a@b.org`"),
        ("https://evil.example, www.evil.example", "`https://evil.example`, `www.evil.example`"),
        ("![a](https://evil.example)", "`![a](https://evil.example`)"),
        ("</details> <b>", "`</details>` `<b>`"),
        ("an empty `` name", "an empty ` ` name"),
        ("a lone ` mark", "a lone `` ` `` mark"),
        ("$`x`$", "`$x$`"),
        ("`a``b`", "`ab`"),
        (":tada: *a* _b_ ~c~ a|b c\\d", "`:tada`: `*a*` `_b_` `~c~` `a|b` `c\\d`"),
        ("a\nb\x1bc", "`a\\u{a}b\\u{1b}c`"),
    ],
)
def test_messages_keep_their_code_and_lose_everything_live(text: str, shown: str) -> None:
    assert inert(text) == shown


@given(st.text("` ab<\\", max_size=12))
def test_a_code_span_shows_exactly_its_text(text: str) -> None:
    html = text.replace("<", "&lt;") or " "
    assert page(f"x {code_span(text)} y") == f"<p>x <code>{html}</code> y</p>\n"


@example("```")
@example("``````")
@given(st.text("`~ a\\<", max_size=12))
def test_nothing_in_a_code_block_closes_it(line: str) -> None:
    html = line.replace("<", "&lt;")
    assert page(code_block([line, "end"], "text") + "\n\nafter") == (
        f'<pre lang="text"><code>{html}\nend\n</code></pre>\n<p>after</p>\n'
    )


def test_a_certain_repair_is_shown_as_the_whole_line_to_copy() -> None:
    mended = finding(source="x: `` 1", edit=Edit(Span(1, 4, 1, 6), "```"))
    assert "\n\n  ````suggestion\n  x: ``` 1\n  ````" in render(Report(1, (mended,)))


@pytest.mark.parametrize(
    ("source", "edit"),
    [
        ("x: 1\u202e", Edit(Span(1, 4, 1, 5), "2")),
        ("x: " + "1" * 300, Edit(Span(1, 1, 1, 2), "y")),
        ("x: 1", Edit(Span(2, 1, 2, 2), "y")),
        ("x: 1", None),
    ],
    ids=["what nobody sees", "long", "another line", "no repair"],
)
def test_a_line_that_cannot_be_shown_as_it_is_is_not_offered(source: str, edit: Edit | None) -> None:
    assert "suggestion" not in render(Report(1, (finding(source=source, edit=edit),)))
