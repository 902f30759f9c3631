"""Text in GitHub's Markdown that does nothing: no mention, reference, link, image, HTML, emoji or formula.

Escapes do not help: GitHub looks for mentions and references in the rendered page, where the backslash is
gone. Only in code it looks for none. So what is not plainly a word, a number or a mark of punctuation
becomes a code span: a list of what is harmless, since nobody knows all that is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from validator.quote import visible

_CODE = re.compile("`([^`]*)`")
_SPACES = re.compile("( +)")
_PUNCTUATED = re.compile(r"""([(\[{"']*)(.*?)([)\]}"'.,;:!?…]*)""")
_HARMLESS = re.compile(r"(?:[^\W\d_]+(?:['-][^\W\d_]+)*|\d{1,6}(?:[.,]\d{1,6})*%?|)")
_LIKE_A_COMMIT = re.compile(r"\b[0-9a-fA-F]{7,}\b")
_BRACKET = re.compile(r"[\[\]]")


def inert(text: str) -> str:
    """One line of a message as Markdown: what stands between backticks stays code, all else does nothing."""
    pieces: list[tuple[bool, str]] = []
    for index, part in enumerate(_CODE.split(visible(text).strip())):
        if index % 2:
            pieces.append((True, part or " "))
        else:
            pieces += (piece for word in _SPACES.split(part) for piece in _pieces(word) if piece[1])
    # Code beside code is one span: two would meet in a run of backticks that means something else.
    together = (
        (is_code, "".join(word for _, word in group)) for is_code, group in groupby(pieces, itemgetter(0))
    )
    return "".join(
        code_span(words) if is_code else _BRACKET.sub(r"\\\g<0>", words) for is_code, words in together
    )


def _pieces(word: str) -> Iterator[tuple[bool, str]]:
    """A word between its marks of punctuation, and whether it has to be code."""
    found = _PUNCTUATED.fullmatch(word)
    before, core, after = found.groups() if found is not None else ("", word, "")
    is_harmless = _HARMLESS.fullmatch(core) is not None and _LIKE_A_COMMIT.search(core) is None
    yield False, before
    yield not (is_harmless or core.isspace()), core
    yield False, after


def code_span(text: str) -> str:
    """Text as one code span, whatever backticks it holds."""
    inside = visible(text) or " "
    fence = "`" * (_longest_run(inside) + 1)
    is_cut = inside.startswith(" ") and inside.endswith(" ") and inside.strip()
    pad = " " if is_cut or inside.startswith("`") or inside.endswith("`") else ""
    return f"{fence}{pad}{inside}{pad}{fence}"


def code_block(lines: list[str], language: str, indent: str = "") -> str:
    """Lines as a code block that nothing in them can close."""
    fence = "`" * max([3, *(_longest_run(line) + 1 for line in lines)])
    return "\n".join(f"{indent}{line}" for line in [f"{fence}{language}", *lines, fence])


def _longest_run(text: str) -> int:
    return max((len(run) for run in re.findall("`+", text)), default=0)
