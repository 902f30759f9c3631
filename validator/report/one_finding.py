"""One finding in plain text: the place, what is wrong, the line with carets under the token, the repair."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator

from msgspec import Struct

from validator.finding import Finding, Severity
from validator.quote import visible

Paint = Callable[..., str]
"""Text and its style to text: ``click.style``, or ``plain``."""

COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.HINT: "cyan"}
_WIDEST = 120
_BEFORE = 40
_LONGEST_TO_COPY = 300
_TAB = "→   "  # seen, because a tab is often what is wrong; always of one width, so that carets stay right


class Excerpt(Struct, frozen=True):
    """A line of a file as it may be shown, and where the carets stand under it."""

    number: str
    line: str
    before: int
    """How many columns of a terminal stand before the first caret."""
    carets: int

    @property
    def margin(self) -> str:
        """As wide as the line's number."""
        return " " * len(self.number)


def plain(text: str, **_: object) -> str:
    """No style at all."""
    return text


def place(finding: Finding) -> str:
    """``file:line:column``, which terminals and editors turn into a link; empty for a change as a whole.

    It may begin a line of a log, where GitHub's runner obeys ``::command::``, behind spaces too.
    """
    if not finding.path:
        return ""
    path = visible(finding.path)
    first = f"\\u{{{ord(path[0]):x}}}" if path[0] in " :" else path[0]
    return f"{first}{path[1:]}:{finding.span.line}:{finding.span.column}"


def lines(finding: Finding, paint: Paint = plain) -> Iterator[str]:
    """A finding as lines of text, inert on a terminal and in a log."""
    where = f"{paint(place(finding), bold=True)}: " if finding.path else ""
    weight = paint(f"{finding.severity} {finding.code}", fg=COLOURS[finding.severity], bold=True)
    yield f"{where}{weight} {finding.name}: {visible(finding.message)}"
    seen = excerpt(finding)
    if seen is not None:
        yield f"{seen.margin} |"
        yield f"{seen.number} | {seen.line}"
        carets = paint("^" * seen.carets, fg=COLOURS[finding.severity], bold=True)
        yield f"{seen.margin} | {' ' * seen.before}{carets}"
    if finding.fix:
        margin = "" if seen is None else seen.margin
        yield f"{margin} = {paint('fix', fg='green', bold=True)}: {visible(finding.fix)}"


def excerpt(finding: Finding) -> Excerpt | None:
    """The finding's line, cut around its token if it is long; None where no line is known."""
    span, source = finding.span, finding.source
    if not source:
        return None
    start = min(span.column - 1, len(source))
    end = span.end_column - 1 if span.end_line == span.line else len(source)
    skipped = max(0, start - _BEFORE) if len(source) > _WIDEST else 0
    until = min(len(source), skipped + _WIDEST)
    lead, trail = ("…" if skipped else ""), ("…" if until < len(source) else "")
    # The line is made inert as a whole: in pieces, a token could part what only together is a command.
    line = _shown(source[skipped:until])
    before = _width(lead + _shown(source[skipped:start]))
    carets = _width(lead + _shown(source[skipped : min(end, until)])) - before
    return Excerpt(str(span.line), lead + line + trail, before, max(1, carets))


def mended_line(finding: Finding) -> str | None:
    """The finding's line as its certain repair leaves it, to be copied whole.

    None if there is no such repair, and if the line cannot be shown as it is: it is long, or holds
    what nobody sees.
    """
    edit, line = finding.edit, finding.source
    if edit is None or edit.span.line != finding.span.line or not line:
        return None
    mended = line[: edit.span.column - 1] + edit.text + line[edit.span.end_column - 1 :]
    return mended if len(mended) <= _LONGEST_TO_COPY and visible(mended) == mended else None


def _shown(text: str) -> str:
    """Inert text. What a beginning of the text becomes is a beginning of what the whole becomes."""
    return visible(text.replace("\t", _TAB))


def _width(text: str) -> int:
    """How many columns a terminal needs: wide characters take two, combining ones none."""
    return sum(
        0 if unicodedata.category(c) in {"Mn", "Me"} else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )
