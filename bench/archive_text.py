"""Abstracts and descriptions as long as real ones, and about as hard to pack. Cheap, for there are many.

Words are drawn one by one from a pool in which the commonest stand many times, as often as in English
(Zipf's law); where a sentence ends is a word of the pool too.
"""

from __future__ import annotations

from random import Random

from bench import words

SHORTEST, LONGEST = 40, 330
"""Words of an abstract."""
MOST_LETTERS = 6_000
"""Letters of a description."""

_COMMON = (
    "the", "of", "and", "to", "a", "in", "for", ". We", ". The", "is", "on", "that", ", and", "with", "we",
    ". In", "by", "are", ". Our", "as", "this", "from", "an", "which", "can", ",", "be", ". This", "model",
    "data", "method", "it", "learning", ". However,", "state-of-the-art", "or", "training", "performance",
    "in this paper", "results", "network", "approach", "these", "two", "not", "such as", "neural", "datasets",
    "have", "deep", "has", "between", "different", ". Experiments", "both", "propose a novel", "large",
    "task", "based on", "only", "also", "information", "has been", "more", "features", ". Existing",
    "framework", "(i.e.",
)  # fmt: skip
_MARKED = (
    r"$\mathcal{O}(n^2)$", r"$\alpha$", r"$\ell_1$", r"\textit{et al.}", r"$k$-means", r"$\epsilon$-greedy",
    "93.4%", "2.1x", "10,000", "1.5B", "(SOTA)", "7 points", "Transformer-based", "end-to-end", "pre-trained",
    "\n", "https://github.com/made-for-measuring", "na\u00efve", "\u2013", "Erd\u0151s\u2013R\u00e9nyi",
)  # fmt: skip
_BEGINNINGS = (
    "", "", "re", "con", "inter", "sub", "trans", "pre", "over", "de", "dis", "pro", "en", "per", "ex", "in",
    "co", "un", "multi", "non", "out",
)  # fmt: skip
_ONSETS = (
    "b", "br", "c", "cl", "d", "dr", "f", "fl", "g", "gr", "h", "l", "m", "n", "p", "pl", "qu", "r", "s",
    "sp", "st", "t", "tr", "v",
)  # fmt: skip
_CODAS = ("b", "ct", "d", "g", "l", "m", "n", "nd", "p", "r", "rt", "s", "st", "t", "x")
_ENDINGS = (
    "", "ation", "al", "ive", "ing", "ed", "or", "ity", "s", "able", "ment", "ance", "ic", "ly", "er", "ous",
)  # fmt: skip
_RARE_WORDS = 13_000
_MOST_OFTEN = 9_000
"""How often the commonest word stands in the pool."""


def _pool() -> list[str]:
    rng = Random("rare words")
    parts = (_BEGINNINGS, _ONSETS, "aeiou", _CODAS, _ENDINGS)
    rare = ["".join(map(rng.choice, parts)) for _ in range(_RARE_WORDS)]
    marked = _MARKED * (_RARE_WORDS // 2_000)
    ranked = [*dict.fromkeys((*_COMMON, *words.terms(), *rare)), *marked]
    return [word for rank, word in enumerate(ranked) for _ in range(max(1, _MOST_OFTEN // (rank + 3)))]


_POOL = _pool()


def prose(rng: Random, number: int) -> str:
    """Sentences of so many words together."""
    text = " ".join(rng.choices(_POOL, k=number))
    plain = text.replace(" .", ".").replace(" ,", ",").lstrip("., ")
    return f"{plain[:1].upper()}{plain[1:]}."


def abstract(rng: Random) -> str:
    """An abstract: most have between 1,000 and 1,500 letters."""
    return prose(rng, min(max(int(rng.gauss(166, 40)), SHORTEST), LONGEST))


def description(rng: Random, *, most: int = 20) -> str:
    """A description in Markdown: mostly a paragraph or two, sometimes an article of ``most`` and one."""
    paragraphs = [prose(rng, rng.randint(15, 70))]
    paragraphs += (rng.choice(_PARAGRAPHS)(rng) for _ in range(min(int(rng.paretovariate(1.1)) - 1, most)))
    return "\n\n".join(paragraphs)[:MOST_LETTERS]


def _plain(rng: Random) -> str:
    return prose(rng, rng.randint(30, 90))


def _heading(rng: Random) -> str:
    return f"## {prose(rng, 3)}\n\n{prose(rng, 40)}"


def _listed(rng: Random) -> str:
    return "\n".join(f"- **{words.dataset(rng)}**: {prose(rng, 12)}" for _ in range(rng.randint(2, 5)))


def _linked(rng: Random) -> str:
    link = f"[{words.dataset(rng)}](https://data.example.org/{rng.randrange(9_999)})"
    return f"{prose(rng, 12)} See {link}, *{prose(rng, 4)}*"


def _image(rng: Random) -> str:
    credit = f"<span style='color:grey'>( Image credit: {words.person(rng)} )</span>"
    return f"![{prose(rng, 2)}](https://media.example.org/{rng.randrange(9_999)}.png)\n\n{credit}"


def _formula(rng: Random) -> str:
    formula = f"$$ f_{{{rng.randrange(9)}}}(x) = \\sum_{{i=1}}^{{n}} w_i x_i $$"
    return f"{prose(rng, 15)}\n\n{formula}\n\n{prose(rng, 20)}"


_PARAGRAPHS = (_plain, _plain, _heading, _listed, _linked, _image, _formula)
