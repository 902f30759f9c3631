"""A paper as BibTeX.

Fields and entry types: Oren Patashnik, BibTeXing (1988); eprint and archiveprefix as arXiv gives them.
"""

from __future__ import annotations

import re

from pwc import identity
from pwc.record import Paper
from website.links import paper_address

_SPECIAL = re.compile(r"[\\{}&%$#_~^]")
_ESCAPED = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


def bibtex(paper: Paper) -> str:
    """The entry of a paper."""
    fields = {
        "title": f"{{{_escaped(paper.title)}}}",
        "author": " and ".join(_name(author) for author in paper.authors),
        "year": (paper.date or "")[:4],
        "booktitle": _escaped(paper.proceeding or ""),
        "eprint": _plain(paper.arxiv),
        "archiveprefix": "arXiv" if paper.arxiv else "",
        "doi": _plain(paper.doi),
        "url": _plain(paper_address(paper)),
    }
    kind = "inproceedings" if paper.proceeding else "misc"
    shown = "".join(f",\n  {name} = {{{text}}}" for name, text in fields.items() if text)
    return f"@{kind}{{{_key(paper)}{shown}\n}}\n"


def _key(paper: Paper) -> str:
    """The first author's last name, the year, and the title's first word."""
    family = identity.slug(paper.authors[0].split()[-1]) if paper.authors and paper.authors[0].split() else ""
    return f"{family}{(paper.date or '')[:4]}{identity.slug(paper.title).split('-')[0]}"


def _name(author: str) -> str:
    """A name in one piece: a brace keeps BibTeX from reading its own `and` or comma in it."""
    text = _escaped(author)
    return f"{{{text}}}" if "," in author or " and " in f" {author} ".lower() else text


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda found: _ESCAPED.get(found[0], f"\\{found[0]}"), " ".join(text.split()))


def _plain(text: str | None) -> str:
    """An identifier or address, without what would end its braces."""
    return re.sub(r"[{}\\\s]", "", text or "")
