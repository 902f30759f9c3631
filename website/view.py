"""What all pages are made of, and how values and their origins are told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec import Struct

from pwc.record import Evidence, Metric, Result, Value
from website.links import web_address


class View(Struct, frozen=True, kw_only=True):
    """The data of a page: what a template shows, with everything decided and nothing marked up."""

    title: str
    description: str
    linked: dict[str, Any] | None = None
    """What search engines are told, as schema.org has it, but for its address."""
    feed: str | None = None
    """The path of the feed of what the page is about."""
    moved_to: str | None = None
    """The path of the page to go to instead."""


class Page(Struct, frozen=True, kw_only=True):
    """A page of the site. Its data is made when it is rendered, so that a big site needs little memory."""

    path: str
    template: str
    section: str | None
    """The path of the navigation entry that it belongs to."""
    about: str
    """What it is about, as ``task:SLUG``: a page is made anew when that is touched."""
    make: Callable[[], View]


class Source(Struct, frozen=True):
    """Where a number comes from: the submission, the day it was accepted, and its place in the paper.

    What was imported from the old archive has neither a submission nor such a day.
    """

    id: str
    submission: str | None
    added: str | None
    evidence: str | None
    address: str | None


def source(result: Result) -> Source:
    """The origin of a result."""
    evidence = result.evidence
    if evidence is None:
        return Source(result.id, result.submission, result.added, None, None)
    address = web_address(evidence.url)
    return Source(result.id, result.submission, result.added, _place(evidence, address), address)


def metric_title(metric: Metric) -> str:
    """A metric as an axis or a column is titled: ``Accuracy (%)``."""
    return f"{metric.name} (%)" if metric.scale == "percent" else metric.name


def uncertainty(value: Value) -> str | None:
    """What is shown behind a value: ``± 0.4 (sd, 5 runs)``."""
    runs = None if value.runs is None else f"{value.runs} runs"
    noted = ", ".join(part for part in (value.kind, runs) if part)
    spread = None if value.uncertainty is None else f"± {value.uncertainty}"
    return " ".join(part for part in (spread, noted and f"({noted})") if part) or None


def _place(evidence: Evidence, address: str | None) -> str | None:
    page = None if evidence.page is None else f"page {evidence.page}"
    named = [part for part in (evidence.table, evidence.figure, evidence.section, page) if part]
    return ", ".join(named) or address or evidence.url
