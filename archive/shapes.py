"""The catalog's records in the shapes of the old dumps: the opposite of what reading does.

Every function gives an item without the extra key; what it cannot hold is found by reading it back (see
``archive.exporting``), so that the two directions cannot drift apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from archive.cell import Cell, read
from archive.dump import Item
from pwc.record import Area, Board, Code, Dataset, Method, Named, Paper, Result, Task, Value

SITE = "https://paperswithcode.com"

Names = Mapping[str, str]
"""The names of records by their slugs."""


def names(records: Iterable[Named]) -> dict[str, str]:
    """The names of some records by their slugs."""
    return {record.slug: record.name for record in records}


def paper(record: Paper, tasks: Names, methods: Mapping[str, Method], abstract: str | None) -> Item:
    """An item of papers-with-abstracts."""
    return {
        "paper_url": paper_page(record),
        "arxiv_id": record.arxiv,
        "nips_id": None,
        "openreview_id": record.openreview,
        "title": record.title,
        "abstract": abstract,
        "short_abstract": None,
        "url_abs": address(record),
        "url_pdf": pdf(record),
        "proceeding": record.proceeding,
        "authors": list(record.authors),
        "tasks": [tasks.get(slug, slug) for slug in record.tasks],
        "date": record.date,
        "conference": None,
        "conference_url_abs": None,
        "conference_url_pdf": None,
        "reproduces_paper": None,
        "methods": [_short(methods[slug]) for slug in record.methods if slug in methods],
    }


def link(record: Paper, code: Code) -> Item:
    """An item of links-between-papers-and-code."""
    return {
        "paper_url": paper_page(record),
        "paper_title": record.title,
        "paper_arxiv_id": record.arxiv,
        "paper_url_abs": address(record),
        "paper_url_pdf": pdf(record),
        "repo_url": code.url,
        "is_official": code.official,
        "mentioned_in_paper": code.mentioned_in_paper,
        "mentioned_in_github": code.mentioned_in_github,
        "framework": code.framework or "none",
    }


def method(record: Method, areas: Names, papers: int) -> Item:
    """An item of the methods dump; ``papers`` is how many papers use it."""
    area = record.areas[0] if record.areas else None
    return {
        "url": f"{SITE}/method/{record.slug}",
        "name": record.name,
        "full_name": record.full_name or record.name,
        "description": record.description,
        "paper": None if record.paper is None else {"title": None, "url": record.paper},
        "introduced_year": record.introduced,
        "source_url": record.source,
        "source_title": None,
        "code_snippet_url": record.code,
        "num_papers": papers,
        "collections": [
            {"collection": name, "area_id": area, "area": None if area is None else areas.get(area, area)}
            for name in record.collections
        ],
    }


def dataset(record: Dataset, tasks: Names, datasets: Names, papers: int) -> Item:
    """An item of the datasets dump; ``papers`` is how many papers have results on it."""
    return {
        "url": f"{SITE}/dataset/{record.slug}",
        "name": record.name,
        "full_name": record.full_name or record.name,
        "homepage": record.url,
        "description": record.description,
        "short_description": None,
        "parent_dataset": None if record.parent is None else datasets.get(record.parent, record.parent),
        "image": None,
        "introduced_date": record.introduced,
        "license_name": record.license,
        "license_url": record.license_url,
        "languages": list(record.languages),
        "modalities": list(record.modalities),
        "tasks": [{"task": tasks.get(slug, slug), "url": f"{SITE}/task/{slug}"} for slug in record.tasks],
        "variants": list(record.variants),
        "paper": None if record.paper is None else {"title": None, "url": record.paper},
        "num_papers": papers,
        "data_loaders": [{"url": one, "repo": one, "frameworks": []} for one in record.loaders],
    }


def task(record: Task, areas: Mapping[str, Area]) -> Item:
    """A task of evaluation-tables, without its tables and its narrower tasks."""
    return {
        "task": record.name,
        "description": record.description or "",
        "categories": [areas[slug].name if slug in areas else slug for slug in record.areas],
        "synonyms": list(record.aliases),
        "source_link": None,
        "subtasks": [],
        "datasets": [],
    }


def table(board: Board, on: Dataset | None) -> Item:
    """A dataset with its table, as evaluation-tables has it under a task; without its rows."""
    url = None if on is None else on.url
    return {
        "dataset": board.dataset if on is None else on.name,
        "description": (on.description if on is not None else None) or "",
        "dataset_links": [] if url is None else [{"title": "Homepage", "url": url}],
        "dataset_citations": [],
        "subdatasets": [],
        "sota": {"metrics": [metric.name for metric in board.metrics], "rows": []},
    }


def row(result: Result, record: Paper | None) -> Item:
    """A row of a table, with the paper that it is from."""
    measured = {**result.notes, **result.metrics}
    code = () if record is None else record.code
    return {
        "model_name": result.model,
        "paper_title": "" if record is None else record.title,
        "paper_url": "" if record is None else address(record) or paper_page(record),
        "paper_date": result.date if record is None else record.date,
        "code_links": [{"title": one.url, "url": one.url} for one in code],
        "model_links": [],
        "metrics": {name: cell(result.metrics.get(name), result.notes.get(name)) for name in measured},
        "uses_additional_data": result.extra_training_data,
    }


def cell(value: Value | None, note: str | None) -> str:
    """What stood in a cell: the note, where the number can be read out of it again."""
    number, spread = (None, None) if value is None else (value.value, value.uncertainty)
    if note is not None and (value is None or read(note) == Cell(number, spread, note)):
        return note
    return f"{number}" if spread is None else f"{number} \u00b1 {spread}"


def paper_page(record: Paper) -> str:
    """The address that a paper had on the old site."""
    return f"{SITE}/paper/{record.slug}"


def address(record: Paper) -> str | None:
    """The address of a paper by the best that is known of it."""
    if record.arxiv is not None:
        return f"https://arxiv.org/abs/{record.arxiv}"
    if record.openreview is not None:
        return f"https://openreview.net/forum?id={record.openreview}"
    if record.acl is not None:
        return f"https://aclanthology.org/{record.acl}"
    return record.url if record.doi is None else f"https://doi.org/{record.doi}"


def pdf(record: Paper) -> str | None:
    """The address of a paper's text."""
    if record.pdf is None and record.arxiv is not None:
        return f"https://arxiv.org/pdf/{record.arxiv}"
    return record.pdf


def _short(record: Method) -> Item:
    """A method as a paper lists it."""
    collections: list[dict[str, Any]] = [
        {"name": name, "description": None, "parent": None, "area": None} for name in record.collections
    ]
    return {
        "name": record.name,
        "full_name": record.full_name or record.name,
        "description": record.description,
        "introduced_year": record.introduced,
        "source_url": record.source,
        "source_title": None,
        "code_snippet_url": record.code,
        "main_collection": next(iter(collections), None),
    }
