"""A paper's page, and a paper as an entry in a list."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from pwc.record import Better, Code, Paper, Status
from website import links, related
from website.citation import bibtex
from website.contents import Contents, Placing
from website.facts import PaperFacts
from website.grouping import author_slug
from website.links import Link
from website.view import Source, View, metric_title, source, uncertainty


class PaperItem(Struct, frozen=True, kw_only=True):
    """A paper in a list."""

    link: Link
    date: str | None
    authors: str
    tasks: list[Link]
    results: int
    code: str | None


class Measured(Struct, frozen=True):
    """One metric's value in a paper's table of results."""

    name: str
    text: str
    uncertainty: str | None
    better: Better | None


class PaperResult(Struct, frozen=True, kw_only=True):
    """One result in a paper's table, with a link to its row on the board."""

    task: Link
    dataset: Link
    board: Link
    model: str
    values: list[Measured]
    setting: str | None
    rank: int | None
    ranked: int
    """How many results the board ranks."""
    source: Source
    status: Status
    reason: str | None


class CodeLink(Struct, frozen=True):
    """A repository; its address is None if it must not become a link."""

    text: str
    address: str | None
    official: bool
    framework: str | None


class PaperView(View, frozen=True, kw_only=True):
    """What a paper's page shows."""

    authors: list[Link]
    date: str | None
    proceeding: str | None
    abstract: str | None
    address: str | None
    pdf: str | None
    code: list[CodeLink]
    tasks: list[Link]
    methods: list[Link]
    results: list[PaperResult]
    related: list[PaperItem]
    measure: str
    """How the related papers are found."""
    bibtex: str
    submission: str | None
    named: str
    """What tells the form for a submission which paper it is about."""


def view(contents: Contents, facts: PaperFacts) -> PaperView:
    """The page of one paper."""
    paper = contents.records.paper(facts.slug)
    placings = contents.placings(paper.slug)
    return PaperView(
        title=paper.title,
        description=f"{short_authors(facts)} {paper.date or ''}: code and {len(placings)} results.".strip(),
        linked=_linked(paper),
        authors=[links.author(name, author_slug(name)) for name in paper.authors],
        date=paper.date,
        proceeding=paper.proceeding,
        abstract=paper.abstract,
        address=links.paper_address(paper),
        pdf=links.pdf_address(paper),
        code=[_code(code) for code in sorted(paper.code, key=lambda code: not code.official)],
        tasks=_tasks(contents, facts),
        methods=[links.method(contents.methods[slug]) for slug in facts.methods],
        results=[_result(placing) for placing in placings],
        related=[item(contents, other) for other in related.related(contents, facts)],
        measure=related.MEASURE,
        bibtex=bibtex(paper),
        submission=paper.submission,
        named=paper.arxiv or paper.doi or links.paper_address(paper) or paper.title,
    )


def item(contents: Contents, paper: PaperFacts) -> PaperItem:
    """A paper as an entry in a list."""
    return PaperItem(
        link=links.paper(paper),
        date=paper.date,
        authors=short_authors(paper),
        tasks=_tasks(contents, paper)[:5],
        results=contents.results_of(paper.slug),
        code=paper.code,
    )


def short_authors(paper: PaperFacts) -> str:
    """The first three authors, and that there are more."""
    named = ", ".join(paper.authors[:3])
    return f"{named} et al." if len(paper.authors) > 3 else named


def _linked(paper: Paper) -> dict[str, Any]:
    """The paper as https://schema.org/ScholarlyArticle."""
    told: dict[str, Any] = {
        "@type": "ScholarlyArticle",
        "headline": paper.title,
        "author": [{"@type": "Person", "name": name} for name in paper.authors],
    }
    same = [f"https://doi.org/{paper.doi}"] if paper.doi else []
    address = links.paper_address(paper)
    optional = {
        "datePublished": paper.date,
        "sameAs": list(dict.fromkeys([*([address] if address else []), *same])),
        "identifier": paper.doi or (f"arXiv:{paper.arxiv}" if paper.arxiv else None),
    }
    return told | {name: value for name, value in optional.items() if value}


def _tasks(contents: Contents, paper: PaperFacts) -> list[Link]:
    return [links.task(task) for task in contents.tasks_of(paper)]


def _code(code: Code) -> CodeLink:
    text = code.url.removeprefix("https://").removeprefix("http://")
    return CodeLink(text, links.web_address(code.url), code.official, code.framework)


def _result(placing: Placing) -> PaperResult:
    standing, result = placing.standing, placing.row.result
    page = links.board(standing.board, standing.name)
    return PaperResult(
        task=links.task(standing.task),
        dataset=links.dataset(standing.dataset),
        board=Link(page.text, f"{page.path}#{links.anchor(result.id)}"),
        model=result.model,
        values=[_measured(placing, name) for name in _metric_names(placing)],
        setting=result.setting,
        rank=placing.row.rank,
        ranked=standing.ranked,
        source=source(result),
        status=result.status,
        reason=result.reason,
    )


def _metric_names(placing: Placing) -> list[str]:
    """The metrics of a result in the board's order."""
    known = [metric.name for metric in placing.standing.board.metrics]
    measured = placing.row.result.metrics
    return [name for name in known if name in measured] + [name for name in measured if name not in known]


def _measured(placing: Placing, name: str) -> Measured:
    result, metric = placing.row.result, placing.standing.board.metric(name)
    return Measured(
        name=name if metric is None else metric_title(metric),
        text=result.metrics[name].value,
        uncertainty=uncertainty(result.metrics[name]),
        better=None if metric is None else metric.better,
    )
