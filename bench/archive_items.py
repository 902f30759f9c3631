"""Papers and links as the old dumps have them, with all the keys that real ones have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

from bench import archive_addresses, archive_text, dirt
from bench.dirt import Gaps, Item, Share
from pwc.record import Paper

_GAPS_OF_PAPERS = (
    "abstract",
    "url_abs",
    "url_pdf",
    "proceeding",
    "authors",
    "tasks",
    "date",
    "methods",
    "arxiv_id",
)
_GAPS_OF_LINKS = (
    "paper_title",
    "paper_arxiv_id",
    "paper_url_abs",
    "paper_url_pdf",
    "framework",
    "is_official",
)


class PaperItems:
    """Makes items of papers-with-abstracts."""

    def __init__(self, seed: int, tasks: Mapping[str, str], methods: Mapping[str, Item]) -> None:
        self._tasks, self._methods = tasks, methods
        self._rng = rng = Random(f"{seed}/archive/paper items")
        self._gaps = Gaps(rng, 150, _GAPS_OF_PAPERS)
        self._has_no_title, self._has_no_abstract = (
            Share(rng, one_in, within=500) for one_in in (20_000, 2_000)
        )

    def item(self, paper: Paper) -> Item:
        """A paper, perhaps with dirt."""
        item = self._gaps(self._clean(paper))
        if self._has_no_abstract():
            dirt.abstract_of_nothing(item)
        if self._has_no_title():
            dirt.without_title(item)
        return item

    def _clean(self, paper: Paper) -> Item:
        return {
            "paper_url": archive_addresses.page(paper),
            "arxiv_id": paper.arxiv,
            "nips_id": str(self._rng.randrange(9_999)) if self._rng.random() < 0.01 else None,
            "openreview_id": paper.openreview,
            "title": paper.title,
            "abstract": archive_text.abstract(self._rng),
            "short_abstract": None,
            "url_abs": paper.url,
            "url_pdf": paper.pdf,
            "proceeding": paper.proceeding,
            "authors": list(paper.authors),
            "tasks": [self._tasks[slug] for slug in paper.tasks],
            "date": paper.date,
            **_conference(paper),
            "reproduces_paper": archive_addresses.page(paper) if self._rng.random() < 0.001 else None,
            "methods": [self._methods[slug] for slug in paper.methods],
        }


def _conference(paper: Paper) -> dict[str, str | None]:
    name = paper.proceeding
    return {
        "conference": None if name is None else name.lower().replace(" ", "-"),
        "conference_url_abs": None if name is None else paper.url,
        "conference_url_pdf": None if name is None else paper.pdf,
    }


def method_of_paper(method: Item) -> Item:
    """A method as papers list it, from its item in the dump of methods."""
    kept = (
        "name",
        "full_name",
        "description",
        "introduced_year",
        "source_url",
        "source_title",
        "code_snippet_url",
    )
    first = next(iter(method.get("collections") or ()), None)
    main: dict[str, Any] | None = (
        None
        if first is None
        else {
            "name": first["collection"],
            "description": f"**{first['collection']}** are methods of one kind. Below is a list of them.",
            "parent": None,
            "area": first["area"],
        }
    )
    return {
        **{key: method.get(key) for key in kept},
        "main_collection": main,
    }


class LinkItems:
    """Makes items of links-between-papers-and-code."""

    def __init__(self, seed: int) -> None:
        self._gaps = Gaps(Random(f"{seed}/archive/link items"), 200, _GAPS_OF_LINKS)

    def items(self, paper: Paper) -> Iterator[Item]:
        """The links to a paper's code, perhaps with gaps."""
        for code in paper.code:
            yield self._gaps(
                {
                    "paper_url": archive_addresses.page(paper),
                    "paper_title": paper.title,
                    "paper_arxiv_id": paper.arxiv,
                    "paper_url_abs": paper.url,
                    "paper_url_pdf": paper.pdf,
                    "repo_url": code.url,
                    "is_official": code.official,
                    "mentioned_in_paper": code.mentioned_in_paper,
                    "mentioned_in_github": code.mentioned_in_github,
                    "framework": code.framework,
                }
            )
