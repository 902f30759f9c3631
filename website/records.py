"""Whole papers and boards: those that have been read, and otherwise the catalog's."""

from __future__ import annotations

from pwc import canonical
from pwc.catalog import Catalog
from pwc.errors import CouldNotCheckError
from pwc.record import Board, Paper
from website import facts
from website.facts import BoardFacts, Digest, PaperFacts, digest


class Records:
    """Where pages get the records that they are about; CouldNotCheckError if one is not there any more."""

    def __init__(self, catalog: Catalog) -> None:
        """Nothing is read yet."""
        self._catalog = catalog
        self._papers: dict[str, Paper] = {}
        self._boards: dict[str, Board] = {}

    def paper(self, slug: str) -> Paper:
        """The paper with this slug, which the catalog has."""
        found = self._papers.get(slug) or self._catalog.paper(slug)
        if found is None:
            raise CouldNotCheckError(f"the catalog changed while it was read: the paper {slug} is gone")
        return found

    def board(self, key: str) -> Board:
        """The board of this task and dataset, which the catalog has."""
        task, _, dataset = key.partition("/")
        found = self._boards.get(key) or self._catalog.board(task, dataset)
        if found is None:
            raise CouldNotCheckError(f"the catalog changed while it was read: the board {key} is gone")
        return found

    def paper_at(self, locator: str) -> str | None:
        """The slug of the paper that a locator (see ``pwc.locator``) leads to."""
        entry = self._catalog.locator(locator)
        return None if entry is None else entry.paper

    def read_papers(self, path: str, data: bytes) -> tuple[list[PaperFacts], dict[str, Digest]]:
        """The facts of a shard of papers, which are kept whole as well, and the digests of the whole ones."""
        papers = canonical.read_lines(path, data, Paper)
        self._papers.update((paper.slug, paper) for paper in papers)
        digests = {paper.slug: digest(canonical.line(paper)) for paper in papers}
        return [facts.of_paper(paper) for paper in papers], digests

    def read_board(self, path: str, data: bytes) -> tuple[BoardFacts, dict[str, int]]:
        """The facts of a board, which is kept whole as well, and how many results each paper has on it."""
        board = canonical.read_board(path, data)
        self._boards[board.key] = board
        return facts.of_board(board), facts.results_of(board)
