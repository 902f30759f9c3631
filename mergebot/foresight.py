"""Which of the catalog's files a submission will open: asked for together, they come much sooner."""

from __future__ import annotations

from collections.abc import Iterator

from pwc import identity, locator
from pwc.catalog import Catalog
from pwc.submission import Submission


def files_of(submission: Submission, catalog: Catalog) -> Iterator[str]:
    """The paths of its boards, and of the shards that tell whether its paper is there, or would take it."""
    for result in submission.results:
        task, dataset = catalog.tasks.find(result.task), catalog.datasets.find(result.dataset)
        if task is not None and dataset is not None:
            yield identity.board_path(task.record.slug, dataset.record.slug)
    paper = submission.paper
    if paper is not None:
        keys = list(locator.locators(paper.identifiers))
        yield from map(identity.locator_path, keys)
        if paper.title is not None:
            slug = identity.slug(paper.title, fallback=keys[0])
            yield from (identity.paper_path(slug), identity.locator_path(f"paper:{slug}"))
