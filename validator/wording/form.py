"""The form of names, titles and authors: spaces, stray marks, placeholders, settings, footnotes.

Patterns stay text until they are needed: compiling them costs more than judging a clean file.
"""

from __future__ import annotations

import re

from validator.wording.texts import SEPARATOR

_ABBREVIATION = r"(?:\b[A-Z]|\.\w+|\b(?:al|etc|vs|Inc|Ltd|Co|Jr|Sr|No|v\d+))\.$"

_PLACEHOLDERS = frozenset(
    (
        *("todo", "tbd", "tba", "fixme", "xxx", "xxxx", "foo", "foobar", "foo bar", "asdf", "qwerty"),
        *("test", "testing", "test model", "test paper", "test test", "example", "sample", "placeholder"),
        *("my model", "my dataset", "my task", "my method", "my paper", "a model", "a dataset", "a method"),
        *("your model", "your dataset", "your task", "your method", "your paper", "your paper title"),
        *("title", "paper title", "title of the paper", "untitled", "lorem ipsum", "insert name here"),
        *("name", "your name", "model name", "dataset name", "task name", "method name", "metric name"),
        *("author", "author name", "first author", "second author", "first last", "firstname lastname"),
        *("john doe", "jane doe", "anonymous", "reason", "unknown", "undefined"),
        *("n/a", "na", "n.a.", "none", "null", "nil", "nan"),
    )
)
_NO_LETTER = re.compile(rf"{SEPARATOR}[\W_]+{SEPARATOR}")
_TEMPLATE = r"[<{\[]+[^<>{}\[\]]*[>}\]]+|[\W_]*"

_SHOTS = r"(?:zero|one|two|few|many|[0-9]{1,3}|k|n)[ -]?shots?"
_NO_SHOTS = r"(?:fine[ -]?tun(?:ed|ing)|linear prob(?:e|ing))"
_FEW_COUNTED = r"few[ -]?shots?(?:,? *k *= *[0-9]{1,3}|, *[0-9]{1,3}| *[(\[](?:k *= *)?[0-9]{1,3}[)\]])"
_HOW = r"(?:[ ,-]+(?:cot|chain.of.thought|learning|transfer|cross.domain))?"
_SETTING = (  # in brackets, behind a space, comma or hyphen, and what may tell a model behind a comma
    rf"(?i:(.*\S)\s*[(\[]\s*({_SHOTS}{_HOW}|{_FEW_COUNTED}|{_NO_SHOTS})\s*[)\]]"
    rf"|(.*\S)[ ,_-]+({_SHOTS}(?:[ -]+cot)?|{_FEW_COUNTED})"
    rf"|(.*\S), +({_NO_SHOTS}))"
)
_OURS = r"(?i:\s*[(\[]\s*(?:ours|our method|our model|proposed)\s*[)\]])"

_ESCAPE = r"&(?:#[0-9]+|#[xX][0-9A-Fa-f]+|[A-Za-z]+[0-9]*);"

_NOT_A_LETTER_OF_A_NAME = re.compile(r"[0-9,;&@*\u2020\u2021\u00a7]")
_GROUP = (
    r"(?i:\b(?:team|group|lab|labs|inc|ai|university|institute|research|consortium|collaboration|project"
    r"|network|workshop|community|initiative|department|center|centre|foundation|contributors)\b)"
)
_SUFFIX = r",\s*(?:Jr|Sr|I{1,3}|IV|Ph\.?D|M\.?D)\.?$"


def tidy(text: str, *, is_title: bool) -> str:
    """A text without stray spaces, and without a comma, a colon or (in a title) a full stop at its end."""
    strays = " ,:" if "&" in text else " ,;:"  # without its ; an escape such as &gt; is another text
    plain = " ".join(text.split()).rstrip(strays)
    if is_title and plain.endswith(".") and not plain.endswith("..") and ". " not in plain:
        return plain if re.search(_ABBREVIATION, plain) else plain[:-1].rstrip(f"{strays}.")
    return plain


def without_escapes(text: str) -> str | None:
    """A text without HTML's escapes, or None where it has none.

    The text itself where that is not certain: an & that begins none may be missing a part, and of what
    was escaped twice nobody knows how often it was meant to be.
    """
    from html import unescape  # noqa: PLC0415 (a table of two thousand names, for few)

    found = [escape for escape in re.findall(_ESCAPE, text) if _means_a_sign(escape, unescape(escape))]
    if not found:
        return None
    plain = unescape(text)
    is_certain = text.count("&") == len(found) and plain.isprintable() and not re.search(_ESCAPE, plain)
    return plain if is_certain else text


def _means_a_sign(escape: str, plain: str) -> bool:
    return not plain.endswith(";") and plain.isprintable() and plain not in {escape, "\ufffd"}


def may_be_placeholders(lower: str) -> bool:
    """Whether one of several texts in lower case is worth a closer look. Quick, for the many that are not."""
    return (
        not _PLACEHOLDERS.isdisjoint(lower.split(SEPARATOR))
        or any(mark in lower for mark in "<{[")
        or _NO_LETTER.search(lower) is not None
    )


def is_placeholder(text: str) -> bool:
    """Whether a text stands for one that was to be written."""
    lower = text.lower()
    if lower in _PLACEHOLDERS:
        return text in {lower, text.upper(), text.title(), text.capitalize()}  # but TbD is a name
    return re.fullmatch(_TEMPLATE, text) is not None


def without_ours(name: str) -> str:
    """A name without ``(ours)``."""
    plain = re.sub(_OURS, "", name).strip()
    return plain if plain != name.strip() and _says_something(plain) else name


def setting_in(name: str) -> tuple[str, str] | None:
    """A name without the setting that it ends in, and that setting; None if it has none."""
    match = re.fullmatch(_SETTING, name)
    if match is None:
        return None
    plain: str = (match[1] or match[3] or match[5]).rstrip(" ,_-")
    return (plain, match[2] or match[4] or match[6]) if _says_something(plain) else None


def _says_something(name: str) -> bool:
    return any(character.isalnum() for character in name)


def are_plain_authors(authors: str) -> bool:
    """Whether no author's entry is worth a closer look. Quick, for the many that are not."""
    return (
        _NOT_A_LETTER_OF_A_NAME.search(authors) is None
        and " and " not in authors
        and "et al" not in authors
        and "et. al" not in authors
    )


def why_not_one_author(entry: str) -> str | None:
    """Why an entry is not one author's name, or None."""
    if re.search(r"\bet\.? al\b", entry):
        return "the others are missing"
    if re.search(r"\w@\w", entry):
        return "an address is not part of a name"
    if re.search(_GROUP, entry):
        return None
    if re.search(r"[a-z.](?:[0-9]+(?:,[0-9]+)*|[*\u2020\u2021\u00a7]+)$", entry):
        return "the mark of a footnote is not part of a name"
    several = re.search(r"\w(?:,| and |;| & )\s*\w", re.sub(_SUFFIX, "", entry))
    return "this is more than one author, or a last name first" if several else None
