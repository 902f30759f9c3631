"""Small dumps, imported in this process, and what the tests ask of the catalogs that they make."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from archive.account import Account
from archive.importing import import_dumps
from pwc import side_papers
from pwc.catalog import Catalog
from pwc.record import Paper
from pwc.tree import DirectoryTree, MountedTree
from validator.catalog_check import check

SITE = "https://paperswithcode.com"


def tree(folder: Path) -> MountedTree:
    return MountedTree("catalog", DirectoryTree(folder))


def put(folder: Path, *, into: str = "catalog", **dumps: Any) -> Account:
    """Import dumps, named as ``evaluation_tables=…``, into a directory, and see that the catalog is valid."""
    folder.mkdir(exist_ok=True)
    paths = []
    for name, items in dumps.items():
        path = folder / f"{name.replace('_', '-')}.json"
        path.write_text(json.dumps(items), encoding="utf-8")
        paths.append(path)
    account = import_dumps(paths, folder / into)
    assert check(tree(folder / into)).findings == ()
    return account


def catalog(folder: Path, into: str = "catalog") -> Catalog:
    return Catalog(tree(folder / into))


def papers(folder: Path, into: str = "catalog") -> dict[str, Paper]:
    """All papers by slug, those kept beside the catalog too."""
    there = tree(folder / into)
    beside = [paper for number in range(256) for paper in side_papers.read(there, f"{number:02x}")]
    return {paper.slug: paper for paper in (*beside, *Catalog(there).papers())}


def tables(*rows: dict[str, Any], task: str = "Translation", dataset: str = "WMT") -> list[dict[str, Any]]:
    sota = {"metrics": ["BLEU"], "rows": list(rows)}
    return [{"task": task, "datasets": [{"dataset": dataset, "sota": sota}]}]


def row(model: str = "M", value: object = "28.4", **fields: object) -> dict[str, Any]:
    return {"model_name": model, "metrics": {"BLEU": value}, **fields}


def paper(title: str, slug: str | None = None, **fields: object) -> dict[str, Any]:
    address = {} if slug is None else {"paper_url": f"{SITE}/paper/{slug}"}
    return {"title": title, "abstract": None, **address, **fields}


def link(url: str, **fields: object) -> dict[str, Any]:
    return {"repo_url": url, "is_official": False, **fields}


def dataset(name: str, slug: str | None = None, **fields: object) -> dict[str, Any]:
    address = {} if slug is None else {"url": f"{SITE}/dataset/{slug}"}
    return {"name": name, "homepage": None, **address, **fields}


def method(name: str, slug: str | None = None, **fields: object) -> dict[str, Any]:
    address = {} if slug is None else {"url": f"{SITE}/method/{slug}"}
    return {"name": name, "collections": [], **address, **fields}
