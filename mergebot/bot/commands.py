"""The commands in a comment on a pull request, read as GitHub's Markdown shows the comment.

A command is a line of its own in a paragraph: not in a quotation, a list, a code block or span, HTML or an
HTML comment, and not part of a sentence. What begins like a command and is none is told apart from text, so
that it can be answered with what was probably meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token
from msgspec import Struct
from rapidfuzz import process

MAX_COMMANDS = 10
"""So many commands of one comment are read: more of them are no conversation."""
MAX_REASON = 2_000

_COMMAND = re.compile(r"/([A-Za-z][A-Za-z-]{0,30})(?:[ \t]+(.*)|([,.!].*)?)")
_BEGINS = re.compile(r"(?:^|[\r\n])[ \t]*/[A-Za-z]")
_COMMIT = re.compile(r"[0-9a-f]{7,64}")
_CODE = re.compile(r"PWC[0-9]{3}")
_NUMBER = re.compile(r"#?([1-9][0-9]{0,9})")
_POLITE = re.compile(r"(?:,? ?please|,? ?thanks|,? ?thank you)?[.!]?$", re.IGNORECASE)


class Merge(Struct, frozen=True, tag=True):
    """Accept and merge the head; the one that begins with ``commit``, if it is said."""

    commit: str | None = None


class Hold(Struct, frozen=True, tag=True):
    """Merge nothing until it is taken back; said without a reason it stops all the same."""

    reason: str = ""


class Unhold(Struct, frozen=True, tag=True):
    """Take a hold back."""


class Override(Struct, frozen=True, tag=True):
    """Accept a warning that needs a reason."""

    code: str
    reason: str


class Revert(Struct, frozen=True, tag=True):
    """Undo what an accepted pull request brought."""

    number: int
    reason: str


class Close(Struct, frozen=True, tag=True):
    """Close the pull request."""

    reason: str


class Withdraw(Struct, frozen=True, tag=True):
    """The author takes the pull request back."""


class Check(Struct, frozen=True, tag=True):
    """Look again."""


class Fix(Struct, frozen=True, tag=True):
    """Offer the repairs that are certain."""


class Preview(Struct, frozen=True, tag=True):
    """Show which leaderboards would change."""


class Explain(Struct, frozen=True, tag=True):
    """Explain a rule."""

    code: str


class Help(Struct, frozen=True, tag=True):
    """Say which commands there are."""


class Unreadable(Struct, frozen=True, tag=True):
    """A line that was meant as a command and is none: what is wrong, and how to write it."""

    line: str
    why: str
    usage: str | None = None


Command = (
    Merge
    | Hold
    | Unhold
    | Override
    | Revert
    | Close
    | Withdraw
    | Check
    | Fix
    | Preview
    | Explain
    | Help
    | Unreadable
)


class Form(Struct, frozen=True):
    """How a command is written, who may give it, and what it does: for the help and for its errors."""

    usage: str
    who: str
    does: str
    read: Callable[[str], Command | None]
    """From what stands behind the command's name; None if that is not what it takes."""


def parse(comment: str) -> list[Command]:
    """The commands of a comment, in order. Never raises, whatever stands in it."""
    return list(_parsed(comment)) if may_begin(comment) else []


def may_begin(comment: str) -> bool:
    """Whether a line begins like a command: most talk has none, and need not be read as Markdown."""
    return _BEGINS.search(comment) is not None


@lru_cache(4096)
def _parsed(comment: str) -> tuple[Command, ...]:
    """Kept, since a run asks several times, and Markdown can be made slow to read."""
    found: list[Command] = []
    for line in _lines(comment):
        command = _command(line)
        if command is not None:
            found.append(command)
        if len(found) == MAX_COMMANDS:
            break
    return tuple(found)


def _command(line: str) -> Command | None:
    match = _COMMAND.fullmatch(line.strip())
    if match is None:
        return None
    name, rest = match[1].lower(), (match[2] or match[3] or "").strip()
    form = FORMS.get(name)
    if form is None:
        near = process.extractOne(name, list(FORMS), score_cutoff=60)
        meant = FORMS[near[0]].usage if near is not None else None
        return Unreadable(f"/{name}", f"there is no command /{name}", meant)
    return form.read(rest) or Unreadable(f"/{name}", f"/{name} is written otherwise", form.usage)


def _nothing(command: Command) -> Callable[[str], Command | None]:
    return lambda rest: command if _POLITE.fullmatch(rest) else None


def _with_reason(make: Callable[[str], Command]) -> Callable[[str], Command | None]:
    return lambda rest: make(rest) if 0 < len(rest) <= MAX_REASON else None


def _merge(rest: str) -> Command | None:
    plain = _POLITE.sub("", rest).strip("`").lower()
    if not plain:
        return Merge()
    return Merge(plain) if _COMMIT.fullmatch(plain) else None


def _override(rest: str) -> Command | None:
    code, _, reason = rest.partition(" ")
    known = _CODE.fullmatch(code.strip("`:").upper())
    reason = reason.strip()
    return Override(known[0], reason) if known and 0 < len(reason) <= MAX_REASON else None


def _revert(rest: str) -> Command | None:
    number, _, reason = rest.partition(" ")
    known, reason = _NUMBER.fullmatch(number), reason.strip()
    return Revert(int(known[1]), reason) if known and 0 < len(reason) <= MAX_REASON else None


def _explain(rest: str) -> Command | None:
    known = _CODE.fullmatch(_POLITE.sub("", rest).strip("`").upper())
    return Explain(known[0]) if known else None


MAINTAINERS, _ANYONE = "maintainers", "anyone"

FORMS: Mapping[str, Form] = {
    "merge": Form("/merge [commit]", MAINTAINERS, "accept and merge this head", _merge),
    "hold": Form("/hold [reason]", MAINTAINERS, "merge nothing until /unhold", Hold),
    "unhold": Form("/unhold", MAINTAINERS, "take a hold back", _nothing(Unhold())),
    "override": Form("/override CODE reason", MAINTAINERS, "accept a warning that needs one", _override),
    "revert": Form("/revert #N reason", MAINTAINERS, "undo what pull request N brought", _revert),
    "close": Form("/close reason", MAINTAINERS, "close the pull request", _with_reason(Close)),
    "withdraw": Form("/withdraw", "the author", "take the pull request back", _nothing(Withdraw())),
    "check": Form("/check", _ANYONE, "look again", _nothing(Check())),
    "fix": Form("/fix", _ANYONE, "offer the repairs that are certain", _nothing(Fix())),
    "preview": Form("/preview", _ANYONE, "show which leaderboards would change", _nothing(Preview())),
    "explain": Form("/explain CODE", _ANYONE, "explain a rule", _explain),
    "help": Form("/help", _ANYONE, "show this table", _nothing(Help())),
}
"""All commands, in the order in which the help shows them."""


def _lines(comment: str) -> Iterator[str]:
    """The lines of a comment's own paragraphs that are plain text and nothing else."""
    tokens = _MARKDOWN.parse(comment.replace("\0", " ")[:65_536])
    for before, token in pairwise(tokens):
        if token.type == "inline" and before.type == "paragraph_open" and before.level == 0:
            yield from _plain_lines(token.children or [])


def _plain_lines(pieces: list[Token]) -> Iterator[str]:
    line: list[Token] = []
    for piece in [*pieces, _BREAK]:
        if piece.type not in {"softbreak", "hardbreak"}:
            line.append(piece)
            continue
        if line and line[0].type == "text" and all(one.type in _WORDS for one in line):
            yield "".join(one.content for one in line)
        line = []


_WORDS = frozenset({"text", "code_inline", "text_special"})
"""What a command's line may be made of: it begins with text, and its reason may hold code."""
_BREAK = Token("softbreak", "", 0)
_MARKDOWN = MarkdownIt("commonmark", {"maxNesting": 20}).enable("table")
