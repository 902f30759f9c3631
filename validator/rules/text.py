"""521 to 539: whether names, titles and sentences are written as a reader needs them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from pwc import advertising
from pwc.span import Path
from validator.content import Content
from validator.finding import Place, Problem, Severity
from validator.quote import shown
from validator.registry import rule
from validator.wording.form import (
    are_plain_authors,
    is_placeholder,
    may_be_placeholders,
    tidy,
    why_not_one_author,
    without_escapes,
)
from validator.wording.lookalike import hidden_in, marked_words, mixed_words, undressed
from validator.wording.texts import SEPARATOR, Words, places_of, wording


def repaired(content: Content, words: Words, message: str, repair: str) -> Iterator[Problem]:
    """The same certain repair wherever a text stands, so that a new name and its uses stay one."""
    for place in places_of(content, words):
        yield Problem(message, at=place, fix=f"Write {shown(repair)}.", repair=repair)


@rule("PWC521", Severity.ERROR, stage="content")
def advertising_as_a_name(content: Content) -> Iterator[Problem]:
    """A name is a link, an address, or an advertisement.

    Why: leaderboards are read by many, so they attract it; a name that leads away from them is not one.
    Fix: write the name alone; links have fields of their own.
    """
    found = wording(content)
    if not advertising.may_advertise(found.named):
        return
    for text, path in chain(found.models, found.names):
        what = advertising.link_in(text) or advertising.advertising_in(text)
        if what is None and path[0] != "new":
            what = advertising.account_in(text)
        if what is not None:
            yield Problem(f"{what} does not belong in a name", at=Place(path), fix="Write the name alone.")


@rule("PWC522", Severity.WARNING, stage="content")
def advertising_in_a_text(content: Content) -> Iterator[Problem]:
    """A description advertises, or a title or a setting holds a link.

    Why: descriptions say what a thing is; whoever wants to sell it has other places.
    Fix: keep to what the thing is; links have fields of their own.
    """
    found = wording(content)
    for text, path in found.sentences:
        if path[-1] == "description":
            what = advertising.advertising_in(text)
            if what is not None:
                yield Problem(f"{what} does not belong in a description", at=Place(path), fix="Take it out.")
    if "://" in found.lower or "www." in found.lower:
        for text, path in chain(found.titles, found.labels):
            if (what := advertising.link_in(text)) is not None:
                fix = "Take it out; a link goes under a key that ends in `url`."
                yield Problem(f"{what} does not belong here", at=Place(path), fix=fix)


@rule("PWC523", Severity.ERROR, stage="content")
def lookalike_letter(content: Content) -> Iterator[Problem]:
    """A word mixes letters of two scripts that look the same, or has marks or signs that hide in it.

    Why: it is found under another name than the one that everybody reads, and makes a twin of it.
    Fix: type the word again.
    """
    found = wording(content)
    if found.brief.isascii():
        return
    for text, path in chain(found.models, found.names, found.labels):
        for word, plain, marks in marked_words(text):
            listed = ", ".join(f"U+{ord(mark):04X}" for mark in dict.fromkeys(marks))
            yield Problem(
                f"{shown(word)} has marks on letters or digits that no language puts there: {listed}",
                at=Place(path),
                fix=f"Type it again: {shown(plain)}.",
            )
    for text, path in chain(found.models, found.names, found.labels, found.titles, found.authors):
        if (sign := hidden_in(text)) is not None:
            yield Problem(
                f"{shown(text)} has a sign that shows nothing here: U+{ord(sign):04X}",
                at=Place(path),
                fix="Type it again.",
            )
    for text, path in chain(found.models, found.names, found.labels, found.titles, found.authors):
        for word, latin, foreign in mixed_words(text):
            letters = ", ".join(f"{letter} (U+{ord(letter):04X})" for letter in foreign)
            yield Problem(
                f"{shown(word)} has letters that only look Latin: {letters}",
                at=Place(path),
                fix=f"Type it again: {shown(latin)}."
                if latin.isascii()
                else "Type it again, with letters of one script.",
            )


@rule("PWC524", Severity.WARNING, stage="content")
def decorated_letter(content: Content) -> Iterator[Problem]:
    """A name or a title has letters in another dress: full width, mathematical bold, ligatures.

    Why: a search for the plain name does not find it.
    Fix: write plain letters.
    """
    found = wording(content)
    if found.brief.isascii():
        return
    for words in chain(found.models, found.names, found.labels, found.titles, found.authors):
        if (plain := undressed(words[0])) != words[0]:
            yield from repaired(content, words, "some letters here are decorated ones", plain)


_LOOSE = ("  ", "\n", "\t", f" {SEPARATOR}", f"{SEPARATOR} ", *(f"{mark}{SEPARATOR}" for mark in ".,;:"))


@rule("PWC525", Severity.HINT, stage="content")
def untidy_text(content: Content) -> Iterator[Problem]:
    """A name or a title has spaces around it or two in a row, or ends in a stray comma or full stop.

    Why: two spellings of one name are two names to a program.
    Fix: write it without them.
    """
    found = wording(content)
    if found.brief.isascii() and not any(mark in found.brief for mark in _LOOSE):
        return
    for words in chain(found.models, found.names, found.labels, found.titles, found.authors):
        plain = tidy(words[0], is_title=words[1][-1] == "title")
        if plain not in {words[0], ""}:
            spaced = plain == " ".join(words[0].split())
            message = "there are stray spaces in this text" if spaced else "this text ends in a stray mark"
            yield from repaired(content, words, message, plain)


@rule("PWC526", Severity.HINT, stage="content")
def title_in_capitals(content: Content) -> Iterator[Problem]:
    """A title is written in capitals alone.

    Why: it is hard to read, and hides which words are names.
    Fix: write it as a sentence or with capitals for its main words, names as they are.
    """
    for text, path in wording(content).titles:
        if text.isupper() and len(re.findall(r"[A-Z]{5,}", text)) > 1:
            yield Problem(
                "this title is in capitals alone",
                at=Place(path),
                fix="Write it with capitals where words or names begin.",
            )


_MARKUP = (
    r"</?(?:b|i|u|em|strong|sub|sup|br|p|span|div|font|tt|code|jats:\w+)(?:\s+[\w:-]+\s*=[^<>]*)?\s*/?>"
    r"|\*\*[^*\s][^*]*[^*\s]\*\*|\[[^\]\[]+\]\(https?:[^)\s]*\)"
)
_LATEX = r"""\\[A-Za-z]{2,}|\\["'`^~=.][{A-Za-z]|\$[^$]*[\\^_{][^$]*\$|\$[A-Za-z0-9]{1,3}\$"""


@rule("PWC527", Severity.HINT, stage="content")
def markup_in_a_text(content: Content) -> Iterator[Problem]:
    """A text has markup in it: HTML, Markdown, or (in a name or a title) LaTeX.

    Why: texts are shown as they are, so readers would see the marks.
    Fix: write it as the paper prints it, without dollar signs, commands and tags.
    """
    found = wording(content)
    brief = [found.models, found.names, found.labels, found.titles, found.authors]
    if any(mark in found.brief for mark in "$\\<&*]"):
        for words in chain(*brief):
            if re.search(_LATEX, words[0]):
                yield Problem(
                    "there is LaTeX in this text", Place(words[1]), "Write it as the paper prints it."
                )
            yield from _marked_up(content, words)
    for words in found.sentences:
        yield from _marked_up(content, words)


def _marked_up(content: Content, words: Words) -> Iterator[Problem]:
    text, path = words
    if re.search(_MARKUP, text):
        yield Problem("there is markup in this text", Place(path), "Write it without; it is shown as it is.")
    elif "&" in text and (plain := without_escapes(text)) is not None:
        if plain != text:
            yield from repaired(content, words, "there are HTML's escapes in this text", plain)
        else:
            yield Problem("there are HTML's escapes in this text", Place(path), "Write the signs themselves.")


_LONGEST_PLACEHOLDER = 100
_NOT_NEEDED = frozenset({"setting", "abstract", "description", "full_name"})


@rule("PWC528", Severity.WARNING, stage="content")
def placeholder_text(content: Content) -> Iterator[Problem]:
    """A text is a placeholder that was never filled in.

    Why: it says nothing, and every reader would see it.
    Fix: write what belongs there; leave out a key that is not needed.
    """
    found = wording(content)
    groups = [[words for words in found.sentences if len(words[0]) <= _LONGEST_PLACEHOLDER]]
    if may_be_placeholders(found.lower):
        groups += [found.models, found.names, found.labels, found.titles, found.authors]
    for text, path in chain(*groups):
        # PWC709 looks at evidence, PWC810 at reasons, and boards do have a metric that is called Test
        if "evidence" not in path and path[1] != "metrics" and is_placeholder(text):
            message = f"{shown(text)} says nothing, as a placeholder does"
            yield Problem(message, at=Place(path), fix=f"Write what belongs here{_or_leave_it_out(path)}.")


def _or_leave_it_out(path: Path) -> str:
    """What else can be done about a text that nobody has to give."""
    if isinstance(path[-1], int):
        return ", or delete this entry"
    is_needed = path[0] == "corrections" or path[-1] not in _NOT_NEEDED
    return "" if is_needed else ", or leave out the key if nothing does"


_NOBODYS = (
    r"(?i:\W*(?:ours?|proposed)(?:[\W_].*)?"
    r"|(?:the |this )?(?:proposed )?(?:work|paper|method|model|approach)(?: *\(.*\))?)"
)


@rule("PWC530", Severity.WARNING, stage="content")
def name_of_nobody(content: Content) -> Iterator[Problem]:
    """A model is called "Ours", "Proposed method" or the like.

    Why: on a leaderboard nobody can tell whose it is, and the next paper has an "Ours" too.
    Fix: write the name that the paper gives it, or what it is made of.
    """
    found = wording(content)
    if any(mark in found.named for mark in ("our", "propos", "work", "paper", "method", "model", "approach")):
        for text, path in found.models:
            if re.fullmatch(_NOBODYS, text):
                yield Problem(
                    f"{shown(text)} says nothing outside its paper",
                    at=Place(path),
                    fix="Write the name that the paper gives it, or what it is made of.",
                )


@rule("PWC531", Severity.WARNING, stage="content")
def not_one_author(content: Content) -> Iterator[Problem]:
    """An entry under `authors:` is not one person's name: several, "et al.", footnote marks, an address.

    Why: each author is looked up and counted by name.
    Fix: give each author an entry as First Last, all of them, without marks.
    """
    found = wording(content)
    if are_plain_authors(found.written_by):
        return
    for text, path in found.authors:
        if (why := why_not_one_author(text)) is not None:
            yield Problem(
                f"{shown(text)}: {why}", at=Place(path), fix="Give each author an entry as First Last."
            )
