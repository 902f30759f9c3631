"""``pwc archive export``: a catalog as the old site's five dumps, which old programs read unchanged.

An item holds what its shape can hold. It is then read back as an import would read it; where that gives
another record than the catalog has, the difference goes along under the extra key (see ``archive.beyond``).
So importing an export gives the catalog again, byte for byte.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

import msgspec
from msgspec.structs import replace

from archive import beyond, paper_items, shapes, taxonomy, writing
from archive.dump import Item, Kind
from archive.exporting_tables import TaskTree
from archive.paper_store import identifiers
from pwc import identity, locator, side_papers
from pwc.catalog import Catalog
from pwc.record import Locator, Paper


def dumps(of: Catalog) -> Iterator[tuple[Kind, Iterator[Item]]]:
    """The five dumps, each with its items. All items of one must be taken before the next is asked for.

    Raises BrokenFileError while it goes, if a file of the catalog cannot be read.
    """
    export = _Export(of)
    kinds: tuple[tuple[Kind, Iterator[Item]], ...] = (
        ("evaluation-tables", export.tree.items()),
        ("papers-with-abstracts", export.papers()),
        ("links-between-papers-and-code", export.links()),
        ("methods", export.methods()),
        ("datasets", export.datasets()),
    )
    rest = export.rest()
    for kind, items in kinds:
        head = next(items, None)
        if head is not None and rest:
            head[beyond.KEY]["catalog"] = rest
            rest = {}
        yield kind, items if head is None else chain((head,), items)


class _Export:
    """A catalog on its way out. Tables come before papers, papers before methods: they count them."""

    def __init__(self, of: Catalog) -> None:
        self.tree = TaskTree(of)
        self._catalog = of
        self._areas = shapes.names(of.areas)
        self._tasks = shapes.names(of.tasks)
        self._methods = {method.slug: method for method in of.methods}
        self._papers_by_method: Counter[str] = Counter()
        self._leading: dict[str, list[str]] = defaultdict(list)
        self._others: list[Locator] = []
        for entry in of.locators():
            if entry.paper is not None:
                self._leading[entry.paper].append(entry.locator)
            elif not self._is_its_boards(entry):
                self._others.append(entry)

    def rest(self) -> dict[str, Any]:
        """What belongs to no item: the areas, the log, and what leads to former slugs of other records."""
        parts: dict[str, list[Any]] = {
            "areas": list(self._catalog.areas),
            "models": list(self._catalog.models),
            "locators": self._others,
            "log": list(self._catalog.log()),
        }
        found: dict[str, Any] = msgspec.to_builtins({key: value for key, value in parts.items() if value})
        return found

    def papers(self) -> Iterator[Item]:
        """All papers, those kept beside the catalog too."""
        for shard in writing.SHARDS:
            inside = {paper.slug: paper for paper in self._inside(shard)}
            beside = {paper.slug: paper for paper in side_papers.read(self._catalog.tree, shard)}
            for slug in sorted(inside | beside):
                if slug in inside:
                    yield self._paper(inside[slug], beside.get(slug))
                else:
                    paper = beside[slug]
                    yield self._item(replace(paper, abstract=None), paper.abstract)

    def links(self) -> Iterator[Item]:
        """All repositories of all papers."""
        for paper in self._catalog.papers():
            for code in paper.code:
                item = shapes.link(paper, code)
                yield item | {beyond.KEY: beyond.beyond(code, paper_items.told_code(item))}

    def methods(self) -> Iterator[Item]:
        """All methods."""
        for method in self._methods.values():
            item = shapes.method(method, self._areas, self._papers_by_method[method.slug])
            yield item | {beyond.KEY: beyond.beyond(method, taxonomy.told_method(item))}

    def datasets(self) -> Iterator[Item]:
        """All datasets."""
        names = shapes.names(self._catalog.datasets)
        for dataset in self._catalog.datasets:
            count = len(self.tree.papers_by_dataset[dataset.slug])
            item = shapes.dataset(dataset, self._tasks, names, count)
            yield item | {beyond.KEY: beyond.beyond(dataset, taxonomy.told_dataset(item))}

    def _paper(self, paper: Paper, beside: Paper | None) -> Item:
        """A paper of the catalog, with the abstract that is kept beside it."""
        self._papers_by_method.update(paper.methods)
        item = self._item(paper, paper.abstract or (None if beside is None else beside.abstract))
        own = set(locator.locators(identifiers(paper)))
        if more := [key for key in self._leading[paper.slug] if key not in own]:
            item[beyond.KEY]["locators"] = more
        if not (paper.code or paper.submission or paper.slug in self.tree.with_results):
            item[beyond.KEY]["in_catalog"] = True
        return item

    def _item(self, paper: Paper, abstract: str | None) -> Item:
        item = shapes.paper(paper, self._tasks, self._methods, abstract)
        item[beyond.KEY] = beyond.beyond(replace(paper, code=()), paper_items.told_paper(item))
        return item

    def _inside(self, shard: str) -> Iterable[Paper]:
        return self._catalog.papers_in([identity.papers_shard(shard)])

    def _is_its_boards(self, entry: Locator) -> bool:
        """Whether a locator is the address of a board by the slug that the board has now."""
        task, _, dataset = (entry.board or "").partition("/")
        board = self._catalog.board(task, dataset) if task else None
        return board is not None and entry.locator == f"sota:{board.slug}"
