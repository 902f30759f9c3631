"""What a file is judged against: the catalog, the day, and the files of the same run before it."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any

from msgspec.structs import replace

from pwc import identity, locator
from pwc.catalog import Catalog
from pwc.names import Names
from pwc.record import Paper
from pwc.span import Path
from validator.batch import MOST_TWINS, Batch, Brought, ResultKey, Sighting
from validator.content import Content
from validator.finding import Place
from validator.numbers.measured import Measured, measure
from validator.numbers.scales import Slip
from validator.numbers.slipped import scale_slips
from validator.row import Row
from validator.vocabulary import NOTHING_NEW, Vocabulary

_MOST_SUGGESTED = 25


class Context:
    """A submission and what it is judged against: the catalog, the day, the earlier files of the run."""

    def __init__(
        self, content: Content, catalog: Catalog, today: date, batch: Batch, *, accepted: bool
    ) -> None:
        self.content = content
        self.entry = content.entry
        self.submission = content.submission
        self.accepted = accepted
        self.catalog = catalog
        self.today = today
        self.batch = batch

    @property
    def keys_without(self) -> frozenset[str]:
        """The keys of ``registry.ONLY_ABOUT`` that the submission does not have."""
        submission = self.submission
        has = {"new": self.brings_names, "corrections": bool(submission.corrections)}
        return frozenset(key for key, is_there in has.items() if not is_there)

    @property
    def brings_names(self) -> bool:
        """Whether the submission has anything under ``new``."""
        return self.submission.new != NOTHING_NEW

    @cached_property
    def names_before(self) -> Vocabulary:
        """The catalog's names and those of the files before this one."""
        return Vocabulary(self.catalog) if self.accepted else self.batch.names

    @cached_property
    def names(self) -> Vocabulary:
        """The same with this submission's own."""
        return self.names_before.plus(self.submission.new)

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The submission's results with what their names mean, in its order."""
        return tuple(self.names.row(index, entry) for index, entry in enumerate(self.submission.results))

    def near(self, names: Names[Any], name: str) -> list[str]:
        """What may be meant by a name that a table does not have; asked for the first few names of a file.

        The search looks at every name of the table, and a hostile file has ten thousand that nobody knows.
        """
        known = self._near.get((names, name))
        if known is None:
            known = [] if len(self._near) >= _MOST_SUGGESTED else names.near(name) or names.abbreviated(name)
            self._near[names, name] = known
        return known

    @cached_property
    def _near(self) -> dict[tuple[Names[Any], str], list[str]]:
        return {}

    @cached_property
    def measured(self) -> tuple[Measured, ...]:
        """The submission's values whose metrics are known, beside those of their boards."""
        return measure(self.rows, self.batch.histories)

    @cached_property
    def scale_slips(self) -> tuple[Slip | None, ...]:
        """For every one of ``measured`` how its scale slipped, or None."""
        return scale_slips(self.measured)

    def number_at(self, path: Path) -> Place:
        """The number of a value in this file: the value itself, or what it has under ``value``."""
        is_number = self.entry.document.scalar(path) is not None
        return Place(path if is_number else (*path, "value"))

    @cached_property
    def seen_before(self) -> tuple[tuple[Row, Sighting], ...]:
        """The submission's results, each with those before it in the run that have its board and model.

        Of very many the first ones: five hundred results of one model would be a quarter of a million pairs.
        """
        found: list[tuple[Row, Sighting]] = []
        own: dict[tuple[str, ...], list[Sighting]] = {}
        for row, sighting in zip(self.rows, self.sightings, strict=True):
            place = sighting.key[1:4]
            before = own.setdefault(place, [])
            others = (*self.batch.sightings.get(place, ()), *before)[:MOST_TWINS]
            found += [(row, other) for other in others if not (other.accepted and self.accepted)]
            before.append(sighting)
        return tuple(found)

    @cached_property
    def same_before(self) -> tuple[tuple[Row, Sighting], ...]:
        """The submission's results that the run has seen before, each with where it was seen first."""
        found: list[tuple[Row, Sighting]] = []
        own: dict[ResultKey, Sighting] = {}
        for row, sighting in zip(self.rows, self.sightings, strict=True):
            first = self.batch.first.get(sighting.key) or own.setdefault(sighting.key, sighting)
            if first is not sighting and not (first.accepted and self.accepted):
                found.append((row, first))
        return tuple(found)

    @cached_property
    def sightings(self) -> tuple[Sighting, ...]:
        """The submission's results for the files that come after it."""
        return tuple(
            Sighting(
                self.entry.path,
                row.index,
                self.result_key(row),
                self.batch.one_for_all(row.entry.setting),
                self.batch.one_for_all(tuple(row.entry.metrics)),
                tuple([value.value for value in row.entry.metrics.values()]),
                self.accepted,
            )
            for row in self.rows
        )

    @cached_property
    def locators(self) -> list[str]:
        """The locators of the submission's paper."""
        paper = self.submission.paper
        return list(locator.locators(paper.identifiers)) if paper else []

    @cached_property
    def papers(self) -> list[Paper]:
        """The catalog's papers that the submission's locators lead to; more than one is a contradiction."""
        found = [paper for paper in map(self.catalog.paper_at, self.locators) if paper is not None]
        return list({paper.slug: paper for paper in found}.values())

    @property
    def paper(self) -> Paper | None:
        """The catalog's record of the submission's paper, if it has one."""
        return self.papers[0] if self.papers else None

    @property
    def is_described_before(self) -> bool:
        """Whether an earlier file of this run describes the submission's paper whole."""
        return not self.batch.described.isdisjoint(self.locators)

    def result_key(self, row: Row) -> ResultKey:
        """What makes a result of this submission's paper the same as another."""
        entry = row.entry
        return (
            self.paper_key,
            *(row.key or (identity.fold(entry.task), identity.fold(entry.dataset))),
            identity.fold(entry.model),
            self.batch.one_for_all(identity.fold(entry.setting or "")),
            entry.extra_training_data,
        )

    @cached_property
    def paper_keys(self) -> list[str]:
        """What identifies the submission's paper in this run; more than one is a contradiction."""
        # By the whole catalog, so that what was accepted has the same key in every file that names it.
        stored = (self.batch.catalog.paper_at(key) for key in self.locators)
        known = [paper.slug for paper in stored if paper is not None]
        known += [self.batch.papers[key] for key in self.locators if key in self.batch.papers]
        return list(dict.fromkeys(known)) or self.locators[:1]

    @cached_property
    def paper_key(self) -> str:
        """The one that counts; empty for a submission without a paper."""
        return next(iter(self.paper_keys), "")

    @property
    def brought(self) -> Brought:
        """What the files after this one may use of it."""
        brought = Brought(self.submission, self.sightings, self.locators, self.paper_key, self.accepted)
        if self.accepted or not self.submission.corrections:
            return brought
        from validator.correcting import acts, reach, wishes  # noqa: PLC0415 (few files have corrections)

        said = {wish.about: wish.says for _, wish in reversed([*wishes.of_file(self)])}
        return replace(
            brought, said=said, acts=acts.acts(self), changes=reach.of_file(self), file=self.entry.path
        )
