"""A paper's page, and a paper as an entry in a list."""

from __future__ import annotations

from msgspec import Struct

from pwc.record import Better, Code, Paper, Status
from website import links
from website.contents import Contents, Placing, task_slugs
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


class PaperView(View, frozen=True, kw_only=True):
    """What a paper's page shows."""

    authors: tuple[str, ...]
    date: str | None
    abstract: str | None
    address: str | None
    pdf: str | None
    code: list[CodeLink]
    tasks: list[Link]
    methods: list[Link]
    results: list[PaperResult]
    submission: str | None


def view(contents: Contents, paper: Paper) -> PaperView:
    """The page of one paper."""
    placings = contents.placings.get(paper.slug, ())
    methods = [contents.methods[slug] for slug in dict.fromkeys(paper.methods)]
    return PaperView(
        title=paper.title,
        description=f"{short_authors(paper)} {paper.date or ''}: code and {len(placings)} results.".strip(),
        authors=paper.authors,
        date=paper.date,
        abstract=paper.abstract,
        address=links.paper_address(paper),
        pdf=links.pdf_address(paper),
        code=[_code(code) for code in sorted(paper.code, key=lambda code: not code.official)],
        tasks=_tasks(contents, paper),
        methods=[links.method(method) for method in methods],
        results=[_result(placing) for placing in placings],
        submission=paper.submission,
    )


def item(contents: Contents, paper: Paper) -> PaperItem:
    """A paper as an entry in a list."""
    return PaperItem(
        link=links.paper(paper),
        date=paper.date,
        authors=short_authors(paper),
        tasks=_tasks(contents, paper),
        results=len(contents.placings.get(paper.slug, ())),
        code=links.code_address(paper),
    )


def short_authors(paper: Paper) -> str:
    """The first three authors, and that there are more."""
    named = ", ".join(paper.authors[:3])
    return f"{named} et al." if len(paper.authors) > 3 else named


def _tasks(contents: Contents, paper: Paper) -> list[Link]:
    return [links.task(contents.tasks[slug]) for slug in task_slugs(paper, contents.placings)]


def _code(code: Code) -> CodeLink:
    text = code.url.removeprefix("https://").removeprefix("http://")
    return CodeLink(text, links.web_address(code.url), code.official)


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
        ranked=sum(1 for row in standing.rows if row.rank is not None),
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
