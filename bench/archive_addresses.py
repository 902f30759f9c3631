"""Where papers are found, in the many forms that people typed and the old site kept."""

from __future__ import annotations

import string
from collections import Counter
from datetime import date
from random import Random
from typing import Any

from pwc.record import Paper

SITE = "https://paperswithcode.com"
FIRST_FIVE_DIGITS, FIRST_FOUR_DIGITS, FIRST_ARXIV = date(2015, 1, 1), date(2007, 4, 1), date(1992, 1, 1)
"""From when on arXiv's numbers have five digits, and four; before, they stood behind an archive's name."""

_ALPHABET = string.ascii_letters + string.digits
_OLD_ARCHIVES = ("cs", "cmp-lg", "math", "stat", "quant-ph")
_VENUES = ("acl-main", "acl-long", "emnlp-main", "naacl-main", "findings-acl", "lrec-1", "coling-main")


class Numbers:
    """Hands out identifiers, none of them twice."""

    def __init__(self) -> None:
        self._last: Counter[str] = Counter()

    def arxiv(self, rng: Random, day: date) -> str:
        """The next identifier of arXiv's in a month, in the form of its time."""
        month = f"{day:%y%m}"
        number = self._next(month)
        if day >= FIRST_FIVE_DIGITS:
            return f"{month}.{number:05}"
        if day >= FIRST_FOUR_DIGITS:
            return f"{month}.{number:04}"
        archive = rng.choice(_OLD_ARCHIVES)
        return f"{archive}/{month}{number:03}"

    def skip(self, identifier: str | None) -> None:
        """Never hand out this identifier (of arXiv's newest form), nor one before it."""
        month, _, number = (identifier or "").partition(".")
        if number:
            self._last[month] = max(self._last[month], int(number))

    def acl(self, rng: Random, day: date) -> str:
        """The next identifier of the ACL Anthology's in a year, in the form of its time."""
        if day.year >= 2020:
            volume = f"{day.year}.{rng.choice(_VENUES)}"
            return f"{volume}.{self._next(volume)}"
        volume = f"{rng.choice('CDNPW')}{day:%y}"
        return f"{volume}-{self._next(volume):04}"

    def _next(self, series: str) -> int:
        self._last[series] += 1
        return self._last[series]


def off_arxiv(rng: Random, numbers: Numbers, day: date, slug: str) -> dict[str, Any]:
    """The fields of a paper that is not on arXiv: the ACL Anthology's, OpenReview's, or a page of its own."""
    draw = rng.random()
    if draw < 0.25:
        acl = numbers.acl(rng, day)
        return {"acl": acl, **_at_acl(acl, is_old=day.year < 2018)}
    if draw < 0.45:
        key = "".join(rng.choices(_ALPHABET, k=10))
        return {
            "openreview": key,
            "url": f"https://openreview.net/forum?id={key}",
            "pdf": f"https://openreview.net/pdf?id={key}",
        }
    if draw < 0.55:
        return {"doi": f"10.5555/{slug}", "url": f"https://doi.org/10.5555/{slug}", "pdf": None}
    page = f"{rng.choice(('http', 'https'))}://proceedings.example.org/paper/{day.year}/{slug}"
    return {"url": page, "pdf": f"{page}.pdf"}


def on_arxiv(rng: Random, identifier: str, day: date) -> dict[str, Any]:
    """The fields of a paper on arXiv, addressed as the old site did: with a version, http before 2019."""
    scheme = "http" if day.year < 2019 else "https"
    version = rng.choices((1, 2, 3, 4, 5), weights=(50, 25, 13, 8, 4))[0]
    there = f"{scheme}://arxiv.org/%s/{identifier}v{version}"
    return {"arxiv": identifier, "url": there % "abs", "pdf": there % "pdf" + ".pdf"}


def _at_acl(acl: str, *, is_old: bool) -> dict[str, str]:
    if is_old:
        return {
            "url": f"https://www.aclweb.org/anthology/{acl}/",
            "pdf": f"https://www.aclweb.org/anthology/{acl}.pdf",
        }
    return {"url": f"https://aclanthology.org/{acl}", "pdf": f"https://aclanthology.org/{acl}.pdf"}


def page(paper: Paper) -> str:
    """The old site's own page of a paper."""
    return f"{SITE}/paper/{paper.slug}"


def in_row(rng: Random, paper: Paper) -> str:
    """The address of a paper as somebody typed it into a table."""
    draw = rng.random()
    if draw < 0.08:
        return page(paper)
    if paper.arxiv is not None:
        return _typed_arxiv(rng, paper.arxiv)
    if paper.acl is not None:
        return rng.choice(tuple(_typed_acl(paper.acl)))
    if paper.openreview is not None:
        return f"https://openreview.net/{rng.choice(('forum', 'pdf'))}?id={paper.openreview}"
    return (draw < 0.3 and paper.pdf) or paper.url or page(paper)


def _typed_arxiv(rng: Random, identifier: str) -> str:
    scheme = rng.choices(("https", "http"), weights=(3, 1))[0]
    folder, ending = rng.choices((("abs", ""), ("pdf", ".pdf"), ("pdf", "")), weights=(8, 3, 1))[0]
    version = f"v{rng.randint(1, 4)}" if rng.random() < 0.5 else ""
    return f"{scheme}://arxiv.org/{folder}/{identifier}{version}{ending}"


def _typed_acl(acl: str) -> tuple[str, ...]:
    return (
        f"https://aclanthology.org/{acl}",
        f"https://aclanthology.org/{acl}/",
        f"https://aclanthology.org/{acl}.pdf",
        f"https://www.aclweb.org/anthology/{acl}",
        f"http://www.aclweb.org/anthology/{acl}",
        f"https://www.aclweb.org/anthology/{acl}.pdf",
    )
