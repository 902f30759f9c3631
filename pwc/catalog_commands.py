"""``pwc catalog stats``, ``show``, ``log`` and ``resolve``: asking the catalog, never changing it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click
import msgspec

from pwc import lookup, old_address
from pwc.catalog import Catalog
from pwc.inert import visible
from pwc.options import catalog_option, format_option
from pwc.place import open_catalog
from pwc.record import Board, LogEntry, Record, Result


@click.command()
@catalog_option
@format_option
def stats(directory: Path | None, form: str) -> int:
    """Count what the catalog holds.

    \b
    Examples:
      pwc catalog stats
      pwc catalog stats --format json
    """
    counts = _counts(open_catalog(directory))
    if form == "json":
        click.echo(_json({"version": 1, **counts}))
    else:
        widest = max(map(len, counts))
        for name, number in counts.items():
            click.echo(f"{name.replace('_', ' '):{widest}}  {number:>9,}")
    return 0


@click.command()
@click.argument("what", metavar="ID")
@catalog_option
@format_option
def show(what: str, directory: Path | None, form: str) -> int:
    """Show a record by its id, slug, name, identifier or address.

    ID may be a result's id, the slug or the name of a task, dataset, method or area, a leaderboard's slug or
    task/dataset, a paper's slug, arXiv identifier, DOI or link. Everything that it may mean is shown.

    Exit codes: 0 found, 1 there is nothing of this name.

    \b
    Examples:
      pwc catalog show question-answering-on-copa
      pwc catalog show 2208.01448
      pwc catalog show "Question Answering" --format json
    """
    catalog = open_catalog(directory)
    found = lookup.records(catalog, what)
    if not found:
        near = ", ".join(map(visible, lookup.near(catalog, what)))
        question = f"; did you mean {near}?" if near else ""
        return _nothing(f"the catalog has nothing called {visible(what)}{question}", form)
    _print([_told(record) for record in found], form)
    return 0


@click.command()
@click.argument("result")
@catalog_option
@format_option
def log(result: str, directory: Path | None, form: str) -> int:
    """Show where a result comes from: its file, when and on what evidence, who took it, what was corrected.

    RESULT is a result's id, as rows and findings show it. All of it is in the catalog's own log, so it can be
    told in a shallow clone too.

    Exit codes: 0 found, 1 there is no such result.

    \b
    Examples:
      pwc catalog log 3f70e1318d5ac8d7
    """
    catalog = open_catalog(directory)
    found = catalog.result(result)
    if found is None:
        return _nothing(f"the catalog has no result {visible(result)}", form)
    board, row = found
    told = _origin(board, row, catalog.brought_by(row))
    told["corrections"] = list(_corrections(catalog, row))
    _print([told], form)
    return 0


@click.command()
@click.argument("address", metavar="URL")
@catalog_option
@format_option
def resolve(address: str, directory: Path | None, form: str) -> int:
    """Say what an address of the old Papers With Code leads to.

    Exit codes: 0 found, 1 the address is none of that site's, or the catalog does not have its page.

    \b
    Examples:
      pwc catalog resolve https://paperswithcode.com/sota/question-answering-on-copa
    """
    old = old_address.parse(address)
    if old is None:
        return _nothing(f"{visible(address)} is no address of a page that Papers With Code had", form)
    page = old_address.page_at(open_catalog(directory), old)
    if page is None:
        return _nothing(f"the catalog has no page /{old.kind}/{visible(old.slug)}", form)
    _print([_told(page)], form)
    return 0


def _counts(catalog: Catalog) -> dict[str, int]:
    boards = list(catalog.boards())
    statuses = Counter(result.status for board in boards for result in board.results)
    papers = list(catalog.papers())
    return {
        "areas": len(catalog.areas),
        "tasks": len(catalog.tasks),
        "datasets": len(catalog.datasets),
        "methods": len(catalog.methods),
        "papers": len(papers),
        "papers_with_code": sum(bool(paper.code) for paper in papers),
        "leaderboards": len(boards),
        "inferred_metrics": sum(metric.inferred for board in boards for metric in board.metrics),
        "results": statuses.total(),
        "disputed_results": statuses["disputed"],
        "retracted_results": statuses["retracted"],
        "log_entries": sum(1 for _ in catalog.log()),
    }


def _told(record: Record) -> dict[str, Any]:
    told: dict[str, Any] = {"kind": lookup.kind_of(record), **msgspec.to_builtins(record)}
    if isinstance(record, Board):  # its rows are for `show RESULT`, the file and the website
        told["results"] = len(record.results)
    return told


def _origin(board: Board, result: Result, entry: LogEntry | None) -> dict[str, Any]:
    told: dict[str, Any] = {
        "kind": "result",
        "id": result.id,
        "leaderboard": board.slug,
        "model": result.model,
        "values": {name: _value(value.value, value.uncertainty) for name, value in result.metrics.items()},
        "paper": result.paper,
        "evidence": msgspec.to_builtins(result.evidence) if result.evidence else "none given",
        "status": result.status,
        "reason": result.reason,
        "submission": result.submission or "none: it came with the old archive",
    }
    if entry is not None:
        told["accepted"] = {
            "log_entry": entry.number,
            "kind": entry.kind,
            "when": entry.when,
            "by": entry.approved_by,
            "pull_request": entry.pull_request,
            "head": entry.head,
            "blob": entry.blob,
            "in_spite_of": list(entry.accepted),
        }
    return told


def _corrections(catalog: Catalog, result: Result) -> Iterable[dict[str, Any]]:
    """What was done to a result since it came, in order: changed, moved, or undone and brought back."""
    reaches: set[str] = set()  # the entries that changed it, and those that undid such an entry
    for entry in catalog.log():
        undoes = result.submission is not None and result.submission in entry.reverted
        restores = not reaches.isdisjoint(entry.reverted)
        done = {
            "corrected": result.id in entry.corrected,
            "moved to another leaderboard": result.id in entry.moved,
            "undone with its submission": undoes,
            f"undone: what {', '.join(sorted(reaches.intersection(entry.reverted)))} did": restores,
        }
        if any(done.values()):
            reaches.add(entry.file)
        what = ", ".join(name for name, is_done in done.items() if is_done)
        if what:
            yield {
                "log_entry": entry.number,
                "when": entry.when,
                "what": what,
                "by": entry.approved_by,
                "submission": entry.file,
            }


def _value(value: str, uncertainty: str | None) -> str:
    return value if uncertainty is None else f"{value} ± {uncertainty}"


def _nothing(message: str, form: str) -> int:
    if form == "json":
        click.echo(_json({"version": 1, "found": []}))
    click.echo(f"pwc: {message}", err=True)
    return 1


def _print(found: list[dict[str, Any]], form: str) -> None:
    if form == "json":
        click.echo(_json({"version": 1, "found": found}))
    else:
        click.echo("\n\n".join("\n".join(_lines(told)) for told in found))


def _json(value: object) -> str:
    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode()


def _lines(told: dict[str, Any], indent: str = "") -> Iterable[str]:
    """Keys and values for people; what is not there or empty is left out."""
    for key, value in told.items():
        label = f"{indent}{visible(key.replace('_', ' '))}:"
        if isinstance(value, dict):
            yield label
            yield from _lines(value, indent + "  ")
        elif isinstance(value, (list, tuple)) and value and isinstance(value[0], dict):
            yield label
            for item in value:
                yield f"{indent}  - {', '.join(_pairs(item))}"
        elif isinstance(value, (list, tuple)):
            if value:
                yield f"{label} {', '.join(visible(str(item)) for item in value)}"
        elif value is not None:
            yield f"{label} {visible(str(value))}"


def _pairs(told: dict[str, Any]) -> Iterable[str]:
    return (f"{visible(key.replace('_', ' '))}: {visible(str(value))}" for key, value in told.items())
