"""The slips behind YAML's complaints: what the line looks like, and what to do about it.

libyaml says where it gave up, in words for those who write parsers. The advice here is for people who write
their first YAML file; where quotes around one text are certainly what is missing, they are a repair.
"""

from __future__ import annotations

import json
import re

from msgspec import Struct

from pwc.document import Document
from pwc.span import Problem, Span

_LONGEST = 500
_ODD_SPACE = "[\u00a0\u2000-\u200a\u202f\u205f\u3000]"
_CURLY = "[\u201c\u201d\u201e\u2018\u2019]"
_KEY = r"^\s*(?:- +)?(?P<key>[A-Za-z_]+)"
_ANOTHER_KEY = r",\s*[a-z_]+:(?:\s|$)"
_NO_APOSTROPHE = r"(?<![\w\\'])'(?!')|(?<!')'(?![\w'])"
_ENTRY = re.compile(r"\s*(?:- +)?([A-Za-z_]+):\s+(.*?)\s*")
_TEXTS = frozenset(
    {
        *("title", "abstract", "task", "dataset", "model", "setting", "table", "figure", "section"),
        *("name", "full_name", "area", "parent", "description", "rename", "alias", "reason"),
    }
)
"""The keys under which one text stands, whatever is in it."""


class Advice(Struct, frozen=True):
    """What to do about a slip; with a place and the text that should stand there if that is certain."""

    text: str
    at: Span | None = None
    repair: str | None = None


class _Scene(Struct, frozen=True):
    """Where reading ended: the complaint, the line up to there and from there, and the line above."""

    said: str
    line: str
    upto: str
    rest: str
    above: str


class _Slip(Struct, frozen=True):
    """A slip by its signs: a pattern for each part of the scene that tells."""

    advice: str
    """KEY and FIRST in it stand for what its signs call so: the reader's own words."""
    said: str = ""
    line: str = ""
    upto: str = ""
    rest: str = ""
    above: str = ""

    def told(self, scene: _Scene) -> str | None:
        """The advice if all signs are there."""
        told = self.advice
        for part in _Scene.__struct_fields__:
            sign = re.search(getattr(self, part), getattr(scene, part))
            if sign is None:
                return None
            for name, word in sign.groupdict().items():
                told = told.replace(name.upper(), word)
        return told


def advice(document: Document, problem: Problem) -> Advice:
    """What to do about a syntax error of a document."""
    number, column = problem.span.line, problem.span.column
    line = document.line(number)
    above = next(filter(str.strip, (document.line(n) for n in range(number - 1, 0, -1))), "")
    if len(line) > _LONGEST or len(above) > _LONGEST:
        return Advice(_SLIPS[-1].advice)  # nobody writes such lines by hand
    scene = _Scene(problem.detail, line, line[: column - 1], line[column - 1 :], above)
    slip, told = next((slip, told) for slip in _SLIPS if (told := slip.told(scene)) is not None)
    below = next(filter(str.strip, (document.line(n) for n in range(number + 1, number + 20))), "")
    return (_quoted(scene, number, below) if slip in _LACKS_QUOTES else None) or Advice(told)


def _quoted(scene: _Scene, number: int, below: str) -> Advice | None:
    """The quotes around a text in which YAML saw a sign of its own: a colon, a bracket, an apostrophe."""
    match = _ENTRY.fullmatch(scene.line)
    if match is None or match[1] not in _TEXTS or len(scene.upto) < match.start(2):
        return None
    if len(below) - len(below.lstrip()) > match.start(1):
        return None  # the text may go on there
    text = match[2]
    if re.search(_ANOTHER_KEY, text):
        return Advice("Is this one text? Then put quotes around it; if not, give each key a line of its own.")
    if re.fullmatch("'.+'", text):
        if re.search(_NO_APOSTROPHE, text[1:-1]):
            return None  # 'Deep' or 'Shallow': quotes that belong to the text
        text = re.sub(r"\\'|''", "'", text[1:-1])
        why = "In single quotes an apostrophe ends the text: use double quotes."
    elif re.search(rf"\s#|[\"\\]|^'|^{_CURLY}", text):
        return None
    else:
        sign = "the colon" if ": " in text else f"the {text[0]} at its start"
        why = f"Put the whole text into quotes: {sign} means something else to YAML."
    span = Span(number, match.start(2) + 1, number, match.end(2) + 1)
    return Advice(why, span, json.dumps(text, ensure_ascii=False))


_COLON, _EXPECTED_KEY, _IN_BRACKETS = "mapping values are not", "expected key", "expected ',' or"

_COLON_IN_TEXT = _Slip(
    "A colon inside a text: put the whole text into quotes. Or the line above is indented wrongly.", _COLON
)
_SIGN_FIRST = _Slip("A text that begins with this character needs quotes around it.", rest="^[%@`]")
_STAR_FIRST = _Slip(
    "A text that begins with *, &, |, > or ? needs quotes around it.",
    "alphabetic or numeric|comment or line break|mapping keys are not",
)
_BRACKET_FIRST = _Slip(
    "A text that begins with [ or { needs quotes around it.",
    _EXPECTED_KEY,
    line=r":\s+[\[{].*[\]}]\s*[^\s\]},]",
)
_MORE_BEHIND_QUOTE = _Slip(
    'Text goes on behind a closing quote: put all of it into one pair, with \\" for a quote inside.',
    f"{_EXPECTED_KEY}|{_COLON}",
    upto=r":\s+([\"']).*\1\s*$",
)
_LACKS_QUOTES = (_COLON_IN_TEXT, _SIGN_FIRST, _STAR_FIRST, _BRACKET_FIRST, _MORE_BEHIND_QUOTE)

_SLIPS = (
    _Slip("There is a tab here; indent with spaces.", rest="^\t"),
    _Slip("There is a tab here; indent with spaces.", line="^\t"),
    *(
        _Slip(
            "The spaces that indent this are not ordinary ones, as if copied from a web page: type them.",
            **{part: rf"^\s*{_ODD_SPACE}"},
        )
        for part in ("line", "above")
    ),
    _Slip("Delete the lines with ```: they are Markdown's, and this file is YAML alone.", line=r"^\s*```"),
    _Slip(
        'These quotes are curly ones; YAML knows the straight ones alone: ".', line=rf"[:,\[{{-]\s*{_CURLY}"
    ),
    _Slip("In double quotes \\ begins an escape: write \\\\ for a backslash.", "unknown escape"),
    _Slip("This quote is never closed: add its partner at the end of the text.", "quoted scalar"),
    _Slip(
        "A quote that opens on the line above is not closed there; add its partner.",
        f"{_EXPECTED_KEY}|{_COLON}",
        line='"',
        above=r'^[^"]*"(?:[^"]*"[^"]*")*[^"]*$',
    ),
    *(
        _Slip("A space is missing behind the dash that begins an entry: `- KEY: …`.", _COLON, **{part: at})
        for part in ("line", "above")
        for at in [r"^\s*-(?P<key>[A-Za-z_]+)"]
    ),
    _Slip(
        "A space is missing behind the colon on the line above: `KEY: …`.", _COLON, above=rf"{_KEY}:[^\s/]"
    ),
    _Slip(
        "What belongs to `KEY:` goes into braces, {FIRST: …}, or on lines of its own, indented below.",
        _COLON,
        line=r"^\s*(?:- +)?(?P<key>paper|metrics|evidence|new|set|was): +(?P<first>[^{\[\"':]+):",
    ),
    _Slip(
        "This line is indented further than the one above, which is complete: give both the same indent.",
        _COLON,
        upto=r"^\s*[A-Za-z_]+$",
        above=rf"{_KEY}:\s+\S",
    ),
    _MORE_BEHIND_QUOTE,
    _COLON_IN_TEXT,
    _Slip("Keys and values are joined by a colon and a space: `KEY: …`.", "expected ':'", line=rf"{_KEY} *="),
    _Slip("A space is missing behind the colon: `KEY: …`.", "expected ':'", line=rf"{_KEY}:[^\s/]"),
    _Slip("Is this a key without a colon behind it?", "expected ':'"),
    _SIGN_FIRST,
    _STAR_FIRST,
    _Slip(
        "Every entry of a list begins with `- `, and the keys of one entry stand exactly below each other.",
        "'-' indicator",
    ),
    _Slip("There is a closing bracket too many here.", f"{_EXPECTED_KEY}|document start", rest=r"^[}\]]"),
    _BRACKET_FIRST,
    _Slip("The indent of this line fits no line above it: count its spaces.", _EXPECTED_KEY),
    _Slip(
        "A bracket that was opened above is not closed, or a comma is missing before this place.",
        _IN_BRACKETS,
        line=f"{_KEY}:",
        upto=r"^\s*(- +)?[A-Za-z_]*$",
    ),
    _Slip("There is nothing between two commas: delete one.", "node content", upto=r",\s*$", rest="^,"),
    _Slip("A comment begins with #.", _IN_BRACKETS, rest="^//"),
    _Slip("A colon inside a text: put the whole text into quotes.", _IN_BRACKETS, rest="^:"),
    _Slip("This is closed by another kind of bracket than it was opened with.", _IN_BRACKETS, rest=r"^[}\]]"),
    _Slip("A comma is missing before this, or quotes around a text that holds , : { } [ or ].", _IN_BRACKETS),
    _Slip(
        "`paper:`, `results:` and so on stand at the left margin, with what belongs to each indented below.",
        "document start",
    ),
    _Slip("Look at or just before this place: a missing quote, a colon in unquoted text, a tab, an indent."),
)
"""From the most telling sign to the vaguest; the first that is there counts."""
