"""What the files of a run have brought, for those that are judged after them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from msgspec import Struct

from pwc.catalog import Catalog
from pwc.record import Value
from pwc.submission import Submission
from validator.numbers.measured import Histories
from validator.vocabulary import Vocabulary

ResultKey = tuple[str, str, str, str, str, bool | None]
"""Paper, task, dataset, model, setting and extra data, folded: what makes two results the same."""

AnyValue = TypeVar("AnyValue")

MOST_TWINS = 50
"""So many results of one board and model are kept."""


class Sighting(Struct, frozen=True):
    """A result that a file of this run has, as far as it matters for those that come after it.

    There may be a hundred thousand of them, hence no more than this.
    """

    file: str
    index: int
    key: ResultKey
    setting: str | None
    names: tuple[str, ...]
    """The names of its metrics."""
    values: tuple[str, ...]
    """Their values, in the same order."""
    accepted: bool
    """Whether its file is in the catalog already: what was accepted is not judged against its like."""

    @property
    def metrics(self) -> dict[str, Value]:
        """The values by metric, without their uncertainties."""
        return {name: Value(value=text) for name, text in zip(self.names, self.values, strict=True)}


class Brought(Struct, frozen=True):
    """What one file has brought."""

    submission: Submission
    sightings: tuple[Sighting, ...]
    locators: list[str]
    paper_key: str
    accepted: bool
    said: Mapping[object, object] = {}
    """What its corrections say of what."""
    acts: tuple[str, ...] = ()
    """What its corrections do (see ``validator.correcting.acts``)."""
    changes: int = 0
    """How many results its corrections change."""
    file: str = ""


class Said(Struct, frozen=True):
    """What a correction of an earlier file says of something."""

    says: object
    file: str


class Batch:
    """What the files of this run that were judged before have brought, for those that come after."""

    def __init__(self, catalog: Catalog, histories: Histories) -> None:
        self.catalog = catalog
        self.names = Vocabulary(catalog)
        self.sightings: dict[tuple[str, ...], list[Sighting]] = {}
        """Results of the run, by task, dataset and model as in a ResultKey."""
        self.first: dict[ResultKey, Sighting] = {}
        self.histories = histories
        self._kept: dict[Any, Any] = {}
        self.papers: dict[str, str] = {}
        """Every locator of the run, with what identifies its paper."""
        self.described: set[str] = set()
        """The locators of papers that a file of this run describes whole."""
        self.wishes: dict[object, Said] = {}
        """What corrections of the run say of what."""
        self.acts: dict[str, tuple[str, ...]] = {}
        """What the files of the run that have corrections do."""
        self.changes = 0
        """How many results the corrections of the run change."""

    def one_for_all(self, value: AnyValue) -> AnyValue:
        """This value, or one that is equal and was given before: of what repeats, one is kept."""
        kept: AnyValue = self._kept.setdefault(value, value)
        return kept

    def add(self, brought: Brought) -> None:
        """Remember a file that has been judged, whatever its rules have asked about it."""
        paper = brought.submission.paper
        for sighting in brought.sightings:
            self.first.setdefault(sighting.key, sighting)
            there = self.sightings.setdefault(sighting.key[1:4], [])
            if len(there) < MOST_TWINS:
                there.append(sighting)
        if not brought.accepted:  # what was accepted is in the catalog already
            self.names = self.names.plus(brought.submission.new).called(brought.submission.corrections)
        for about, says in brought.said.items():
            self.wishes.setdefault(about, Said(says, brought.file))
        if brought.acts:
            self.acts[brought.file] = brought.acts
        self.changes += brought.changes
        for key in brought.locators:
            self.papers.setdefault(key, brought.paper_key)
        if paper is not None and paper.title:
            self.described.update(brought.locators)
