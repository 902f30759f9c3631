"""Pages of the catalog as Markdown documents, for a site generator that is measured beside ours."""

from __future__ import annotations

from itertools import chain, islice
from pathlib import Path

from pwc.catalog import Catalog
from pwc.ranking import ranking
from pwc.record import Board, Paper

_CONFIGURATION = "site_name: Results\ntheme: {name: mkdocs, hljs: false}\nplugins: []\nnav: [index.md]\n"


def write_documents(catalog: Catalog, folder: Path, most: int) -> int:
    """Write as many documents as are asked for, or as there are. Returns how many."""
    docs = folder / "docs"
    (docs / "papers").mkdir(parents=True)
    (docs / "boards").mkdir()
    (folder / "mkdocs.yml").write_text(_CONFIGURATION, encoding="utf-8")
    (docs / "index.md").write_text("# Results\n", encoding="utf-8")
    papers = {paper.slug: paper for paper in catalog.papers()}
    boards = ((f"boards/{board.slug}.md", _board(board, papers)) for board in catalog.boards())
    pages = ((f"papers/{paper.slug}.md", _paper(paper)) for paper in papers.values())
    count = 0
    for path, text in islice(_repeated(list(chain(boards, pages))), most):
        (docs / path.replace(".md", f"-{count}.md")).write_text(text, encoding="utf-8")
        count += 1
    return count


def _repeated(pages: list[tuple[str, str]]) -> chain[tuple[str, str]]:
    return chain.from_iterable(iter(lambda: pages, None))


def _board(board: Board, papers: dict[str, Paper]) -> str:
    names = [metric.name for metric in board.metrics]
    head = f"# {board.task} on {board.dataset}\n\n| Rank | Model | {' | '.join(names)} | Paper | Added |\n"
    line = f"|{' --- |' * (len(names) + 4)}\n"
    rows = []
    for row in ranking(board):
        result = row.result
        values = " | ".join(result.metrics[n].value if n in result.metrics else "" for n in names)
        title = papers[result.paper].title if result.paper else ""
        rows.append(f"| {row.rank or ''} | {result.model} | {values} | {title} | {result.added} |\n")
    return head + line + "".join(rows)


def _paper(paper: Paper) -> str:
    code = "".join(f"- <{code.url}>\n" for code in paper.code)
    return (
        f"# {paper.title}\n\n{', '.join(paper.authors)}, {paper.date}\n\n"
        f"## Abstract\n\n{paper.abstract or ''}\n\n## Code\n\n{code}\n"
    )
