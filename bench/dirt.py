"""What real dumps hold beside clean data: each kind in a function of its own, so that it can be read.

The functions change what they are given, or return it changed. Where dirt falls is drawn by ``Share``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import cycle
from random import Random
from typing import Any

from bench import words

Item = dict[str, Any]


class Share:
    """One in so many, at random distances; the first soon (``within``), so that small dumps have it too."""

    def __init__(self, rng: Random, one_in: int, *, within: int = 4) -> None:
        self._rng, self._one_in = rng, one_in
        self._left = rng.randrange(min(one_in, within))

    def __call__(self) -> bool:
        """Whether this one is among them."""
        if self._left > 0:
            self._left -= 1
            return False
        self._left = self._rng.randint(0, 2 * self._one_in - 2)
        return True


# Cells: the text of a value, made dirty.


def dash(_rng: Random, _text: str) -> str:
    """``-`` for a value that was not measured."""
    return "-"


def two_dashes(_rng: Random, _text: str) -> str:
    """``--`` for the same."""
    return "--"


def minus_sign(_rng: Random, _text: str) -> str:
    """``\u2212`` for the same: a typographer's minus."""
    return "\u2212"


def nothing(_rng: Random, _text: str) -> str:
    """An empty cell."""
    return ""


def byte_order_mark(_rng: Random, text: str) -> str:
    """``\\ufeff93.3``: a mark that nobody sees, from a spreadsheet."""
    return f"\ufeff{text}"


def star(_rng: Random, text: str) -> str:
    """``63.7*``, with a footnote that is gone."""
    return f"{text}*"


def two_values(rng: Random, text: str) -> str:
    """``93.0/90.7``: two metrics, two splits or two runs."""
    return f"{text}/{_near(rng, text)}"


def spread(rng: Random, text: str) -> str:
    """``86.3 ± 0.2``."""
    return f"{text} \u00b1 {rng.randint(1, 9) / 10}"


def measured_by_others(rng: Random, text: str) -> str:
    """``70.14 (measured by Ge et al., 2018)``."""
    return f"{text} (measured by {words.person(rng).split()[1]} et al., {rng.randint(2015, 2024)})"


def about(_rng: Random, text: str) -> str:
    """``~45%``."""
    return f"~{text}%"


def in_words(rng: Random, _text: str) -> str:
    """Words where a number should stand."""
    return rng.choice(
        ("not reported", "see paper", "out of memory", "Human-level", "TBD", "better than chance")
    )


def _near(rng: Random, text: str) -> str:
    number, decimals = float(text), len(text.partition(".")[2])
    return f"{number * rng.uniform(0.9, 0.99):.{decimals}f}"


CELLS: tuple[Callable[[Random, str], str], ...] = (
    dash, two_dashes, minus_sign, nothing, byte_order_mark, star, two_values, spread, measured_by_others,
    about, in_words,
)  # fmt: skip


def as_fraction(text: str) -> str:
    """``0.863`` on a board whose metric is a percentage: ``86.3`` elsewhere."""
    return f"{float(text) / 100:.{len(text.partition('.')[2]) + 2}f}"


# Names that are none.

_PROBES = (
    "01/01/{year}' AND {a}*{b}*8={c}*8 AND 'AncJ'='AncJ",
    "{year}' OR '{a}'='{a}",
    "{a} AND {b}*{a}*2={c}*2 --",
    "' UNION SELECT {a},{b},{year}--",
    "<script>alert({year}{a})</script>",
    "../../../../etc/passwd{a}{b}",
    "${{{a}{b}*{c}}}",
)
_ADVERTISEMENTS = (
    "{name} Customer Care +1-800-555-01{a}{b}",
    "Buy now {name} at best price, visit our shop",
    "www.{lower}-{year}.example.com/{a}{b} free trial",
    "{name}{a}{b} Casino promo code {year}",
)


def probe(rng: Random) -> str:
    """Somebody's attempt at breaking into the old site, which it kept as a name."""
    return _filled(rng, rng.choice(_PROBES))


def advertisement(rng: Random) -> str:
    """An advertisement in a name's place."""
    return _filled(rng, rng.choice(_ADVERTISEMENTS))


def _filled(rng: Random, form: str) -> str:
    a, b, name = rng.randint(2, 9), rng.randint(2, 9), words.model(rng)
    lower = "".join(filter(str.isalpha, name.lower()))
    return form.format(a=a, b=b, c=a * b, year=rng.randint(1950, 2025), name=name, lower=lower)


# Fields.


def null_field(item: Item, key: str) -> None:
    """A field that is null."""
    item[key] = None


def absent_field(item: Item, key: str) -> None:
    """A field that is not there."""
    item.pop(key, None)


def empty_field(item: Item, key: str) -> None:
    """A field that is empty."""
    item[key] = [] if isinstance(item.get(key), list) else ""


GAPS: tuple[Callable[[Item, str], None], ...] = (null_field, absent_field, empty_field)


class Gaps:
    """Makes a gap in one of so many items: null, absent and empty in turn, of the fields that are named."""

    def __init__(self, rng: Random, one_in: int, fields: Sequence[str]) -> None:
        self._rng, self._fields = rng, fields
        self._falls = Share(rng, one_in, within=one_in)
        self._kinds: Iterator[Callable[[Item, str], None]] = cycle(GAPS)

    def __call__(self, item: Item) -> Item:
        """The item, perhaps with a gap."""
        if self._falls():
            next(self._kinds)(item, self._rng.choice(self._fields))
        return item


# Rows and trees.


def model_without_name(row: Item) -> None:
    """A row that names its paper and no model."""
    row["model_name"] = ""


def title_alone(row: Item) -> None:
    """A row that gives its paper's title and no address."""
    row["paper_url"] = ""


def no_paper(row: Item) -> None:
    """A row that says nothing of where it is from."""
    row["paper_title"] = row["paper_url"] = ""
    row["paper_date"] = None
    row["code_links"] = []


def neither_model_nor_paper(row: Item) -> None:
    """A row that is nobody's."""
    no_paper(row)
    model_without_name(row)


def cycle_of_tasks(entry: Item) -> None:
    """A task again, by its name alone, below the deepest of its first subtasks: A > B > A."""
    below = entry
    while below["subtasks"]:
        below = below["subtasks"][0]
    below["subtasks"] = [bare_task(entry["task"])]


def bare_task(name: str) -> Item:
    """A task of which the tree says its name alone."""
    return {
        "task": name,
        "description": "",
        "categories": [],
        "synonyms": [],
        "source_link": None,
        "subtasks": [],
        "datasets": [],
    }


def without_title(paper: Item) -> None:
    """A paper that has no title."""
    paper["title"] = ""


def abstract_of_nothing(paper: Item) -> None:
    """An abstract that says that there is none."""
    paper["abstract"] = "N/A"
