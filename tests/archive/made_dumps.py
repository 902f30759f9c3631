"""Dumps as nobody would write them: the right shape, with names that collide, and junk in any place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

Strategy = st.SearchStrategy[Any]

ODD_NAMES = [
    "Question Answering",
    "question-answering",
    "COPA",
    "copa ",
    "C",
    "C++",
    "\u554f\u7b54",
    "\u8cea\u554f",
    "!!!",
    "x" * 199 + "y",
    "x" * 300,
    "a b " * 11 + "c",
    "a b " * 11 + "d",
    "Ac\u0301e",
    "\ufb01ne",
    "stra\u00dfe",
    "01/01/1967' AND 2*3*8=6*8 AND 'AncJ'='AncJ",
    "buy cheap watches at https://example.com",
    "a/../b",
    "1",
    "1-1",
    "\ud800",
    "line\nbreak",
    "",
]
ODD_ADDRESSES = [
    "https://arxiv.org/abs/1706.03762v5",
    "http://arxiv.org/pdf/1706.03762.pdf",
    "arxiv.org/abs/1706.03762",
    "https://arxiv.org/abs/cs/0112017",
    "https://www.aclweb.org/anthology/P18-1001/",
    "https://aclanthology.org/P18-1001.pdf",
    "https://openreview.net/forum?id=abc_DEF-1",
    "https://openreview.net/forum?id=" + "a" * 30,
    "https://doi.org/10.1000/" + "a" * 400,
    'https://doi.org/10.1000/\u00e9"x',
    "https://example.org/conference",
    "http://www.example.org/conference/",
    "https://example.org/" + "a" * 1900,
    "https://[half",
    "https://example.org:99999/",
    "https://paperswithcode.com/paper/attention-is-all-you-need",
    "https://paperswithcode.com/paper/Odd_Slug.v2",
    "https://paperswithcode.com/paper/" + "x" * 300,
    "https://paperswithcode.com/paper/%20",
    "https://paperswithcode.com/dataset/copa",
    "https://paperswithcode.com/dataset/copa-1",
    "https://paperswithcode.com/method/copa",
    "javascript:alert(1)",
]
ODD_TITLES = [
    "Attention Is All You Need",
    "Attention is all you need.",
    "A Paper",
    "https://arxiv.org/abs/1706.03762v5",
    "example.org/conference",
    "\u8ad6\u6587",
    "t" * 600,
]
FEW_NAMES = ["COPA", "copa", "CoPA!", "C++", "C"]
FEW_ADDRESSES = [
    "https://arxiv.org/abs/1706.03762v5",
    "http://arxiv.org/pdf/1706.03763.pdf",
    "https://example.org/conference",
    "https://paperswithcode.com/paper/copa",
    "https://paperswithcode.com/paper/copa-1",
    "https://paperswithcode.com/dataset/copa",
    "https://paperswithcode.com/dataset/copa-1",
    "https://paperswithcode.com/method/copa-1",
]
FEW_TITLES = ["COPA", "A Copa of Quite Some Words", "copa, a copa of quite some words"]
CELLS = [
    *(
        "86.3",
        "86.30",
        "-",
        "\u2212",
        "",
        "\ufeff93.3",
        "63.7*",
        "93.0/90.7",
        "86.3 \u00b1 0.2",
        "5 \u00b1 -3",
    ),
    *("~45%", "words", "0.5", "1e40", "-0", 86.3, 7, "1" * 41, "70.14 (measured by Ge et al., 2018)"),
]
METRICS = ["Accuracy", "accuracy", "F1", " F1 ", "Thing", "x" * 250, "", "' OR '1'='1", "\u554f"]
DAYS = ["2017-06-12", "2017-06-12T00:00:00", "2017-13-40", "2017"]
IDENTIFIERS = ["1706.03762", "1706.03762v2", "1706.03763", "cs/0112017", "abc_DEF-1", "x" * 50]

TEXT = st.text(st.characters(), max_size=12)  # with halves of characters, which JSON may hold
JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**25), 10**25)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXT, inner, max_size=2),
    max_leaves=3,
)


class Dumps:
    """The five dumps as strategies, from some names, addresses and titles; ``junk`` may stand anywhere."""

    def __init__(
        self, names: Sequence[str], addresses: Sequence[str], titles: Sequence[str], junk: Strategy | None
    ) -> None:
        self._junk = junk
        text = st.sampled_from(["", "Some words."]) if junk is None else TEXT
        self._name = st.sampled_from(names) if junk is None else st.sampled_from(names) | TEXT
        self._title = st.sampled_from(titles) | self._name
        self._address, self._text = st.sampled_from(addresses), text
        self._names = self._listed(self._name)
        self._links = self._listed(self._item(title=self._name, url=self._address))
        self._day, self._id = st.sampled_from(DAYS), st.sampled_from(IDENTIFIERS)

    def all(self) -> Strategy:
        """All five, by what their files are called."""
        return st.fixed_dictionaries(
            {
                "evaluation-tables": self.tables(),
                "papers-with-abstracts": self.papers(),
                "links-between-papers-and-code": self.code(),
                "methods": self.methods(),
                "datasets": self.datasets(),
            }
        )

    def tables(self) -> Strategy:
        below = self._task(self._listed(self._task(self._listed(self._task(st.just([]))))))
        return st.lists(below, max_size=4)

    def papers(self) -> Strategy:
        collection = self._item(name=self._name, description=self._text, parent=self._name, area=self._name)
        method = self._item(
            name=self._name,
            full_name=self._name,
            introduced_year=st.integers(-1, 10**5),
            main_collection=collection,
        )
        paper = self._item(
            paper_url=self._address,
            arxiv_id=self._id,
            openreview_id=self._id,
            title=self._title,
            url_abs=self._address,
            url_pdf=self._address,
            proceeding=self._name,
            authors=self._names,
            tasks=self._names,
            date=self._day,
            methods=self._listed(method),
        )
        return st.lists(_with(paper, abstract=self._mostly(self._text)), max_size=4)

    def code(self) -> Strategy:
        link = self._item(
            paper_url=self._address,
            paper_title=self._title,
            paper_arxiv_id=self._id,
            paper_url_abs=self._address,
            is_official=st.booleans(),
            mentioned_in_paper=st.booleans(),
            mentioned_in_github=st.booleans(),
            framework=st.sampled_from(["tf", "none", "PyTorch"]),
        )
        repositories = st.sampled_from(["https://github.com/c/d", "http://github.com/C/d/"]) | self._address
        return st.lists(_with(link, repo_url=self._mostly(repositories)), max_size=4)

    def methods(self) -> Strategy:
        collection = self._item(collection=self._name, area_id=self._name, area=self._name)
        method = self._item(
            url=self._address,
            name=self._name,
            full_name=self._name,
            description=self._text,
            paper=self._item(title=self._title, url=self._address, arxiv_id=self._id),
            introduced_year=st.integers(-1, 10**5),
            source_url=self._address,
            code_snippet_url=self._address,
        )
        return st.lists(_with(method, collections=self._listed(collection)), max_size=4)

    def datasets(self) -> Strategy:
        dataset = self._item(
            url=self._address,
            name=self._name,
            full_name=self._name,
            description=self._text,
            short_description=self._text,
            parent_dataset=self._name,
            introduced_date=self._day,
            license_name=self._name,
            license_url=self._address,
            languages=self._names,
            modalities=self._names,
            tasks=self._listed(self._item(task=self._name, url=self._address)),
            variants=self._names,
            paper=self._item(title=self._title, url=self._address),
            data_loaders=self._listed(self._item(url=self._address, repo=self._name)),
        )
        return st.lists(_with(dataset, homepage=self._mostly(self._address)), max_size=4)

    def _task(self, below: Strategy) -> Strategy:
        task = self._item(
            description=self._text,
            categories=self._names,
            synonyms=self._names,
            subtasks=below,
            datasets=self._listed(self._dataset(self._listed(self._dataset(st.just([]))))),
        )
        return _with(task, task=self._mostly(self._name))

    def _dataset(self, parts: Strategy) -> Strategy:
        return self._item(
            dataset=self._name,
            subdataset=self._name,
            description=self._text,
            dataset_links=self._links,
            subdatasets=parts,
            sota=self._item(
                metrics=self._listed(st.sampled_from(METRICS)), rows=self._listed(self._row(), 4)
            ),
        )

    def _row(self) -> Strategy:
        cells = st.dictionaries(st.sampled_from(METRICS), self._mostly(st.sampled_from(CELLS)), max_size=3)
        row = self._item(
            paper_title=self._title,
            paper_url=self._address,
            paper_date=self._day,
            code_links=self._links,
            uses_additional_data=st.booleans(),
        )
        model = st.sampled_from(["Transformer", "ResNet"]) | self._name
        return _with(row, model_name=self._mostly(model), metrics=self._mostly(cells))

    def _mostly(self, strategy: Strategy) -> Strategy:
        """What belongs into a place, and once in a while what does not."""
        return strategy if self._junk is None else st.one_of(*[strategy] * 4, self._junk)

    def _listed(self, strategy: Strategy, most: int = 2) -> Strategy:
        return self._mostly(st.lists(self._mostly(strategy), max_size=most))

    def _item(self, **fields: Strategy) -> Strategy:
        """An object with some of these fields."""
        return st.fixed_dictionaries({}, optional={key: self._mostly(one) for key, one in fields.items()})


def _with(made: Strategy, **fields: Strategy) -> Strategy:
    """An object that has these fields for certain."""
    return st.builds(lambda rest, certain: {**rest, **certain}, made, st.fixed_dictionaries(fields))


ODD = Dumps(ODD_NAMES, ODD_ADDRESSES, ODD_TITLES, JUNK)
"""Names, addresses and values of every kind, and junk in between."""

FEW = Dumps(FEW_NAMES, FEW_ADDRESSES, FEW_TITLES, None)
"""So few names and addresses that everything collides, and nothing else is wrong."""


def rows_in(entries: Any) -> int:
    """How many rows some entries hold, counted apart from how the import walks them."""
    return sum(_rows_of(one) for one in entries if isinstance(one, dict)) if isinstance(entries, list) else 0


def _rows_of(entry: dict[str, Any]) -> int:
    sota = entry.get("sota")
    rows = sota.get("rows") if isinstance(sota, dict) else None
    own = len(rows) if isinstance(rows, list) else 0
    return own + sum(rows_in(entry.get(key)) for key in ("datasets", "subdatasets", "subtasks"))
