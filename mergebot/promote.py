"""From an accepted submission and a catalog to the catalog's changed files. Pure: no clock, no git."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import asdict, replace

from mergebot.draft import Draft
from pwc import identity, locator
from pwc.catalog import Catalog
from pwc.errors import CouldNotCheckError
from pwc.names import Names
from pwc.record import Area, Board, Code, Dataset, LogEntry, Method, Metric, Named, Paper, Result, Task
from pwc.submission import CodeEntry, New, NewTask, PaperEntry, ResultEntry, Submission

PROMOTER = 1
"""The version of these rules. The log names it, so that a later version can replay what this one did."""

AnyNamed = TypeVar("AnyNamed", bound=Named)


class Acceptance(Struct, frozen=True):
    """Who accepted which bytes, when: what the log keeps of a merge."""

    file: str
    blob: str
    head: str
    when: str
    """UTC, as 2026-11-22T12:00:00Z."""
    approved_by: str
    pull_request: int | None = None
    warnings: tuple[str, ...] = ()


class Promotion(Struct, frozen=True):
    """What one accepted submission does: the changed files under catalog/, and what they say."""

    entry: LogEntry
    changes: dict[str, bytes]
    boards: tuple[Board, ...]


class NotPromotableError(CouldNotCheckError):
    """The submission cannot be taken into this catalog; validation should have said so before."""


def promote(submission: Submission, acceptance: Acceptance, catalog: Catalog) -> Promotion:
    """Take an accepted submission into a catalog.

    Raises NotPromotableError if its file is in the log already, or if it was not valid against this
    catalog.
    """
    last = catalog.last_entry()
    if catalog.accepted(acceptance.file) is not None:
        raise NotPromotableError(f"{acceptance.file} was accepted before")
    when = max(acceptance.when, last.when) if last else acceptance.when
    work = _Promoting(Draft(catalog), acceptance.file, when[:10])
    work.add_new(submission.new)
    paper = work.add_paper(submission.paper) if submission.paper else None
    ids = {}
    for index, entry in enumerate(submission.results):
        if paper is None:
            raise NotPromotableError("results without a paper")
        board, result = work.add_result(entry, index, paper)
        ids[result.id] = board.key
    log_entry = LogEntry(
        number=(last.number if last else 0) + 1,
        when=when,
        kind="submission",
        file=acceptance.file,
        blob=acceptance.blob,
        head=acceptance.head,
        approved_by=acceptance.approved_by,
        promoter=PROMOTER,
        pull_request=acceptance.pull_request,
        accepted=acceptance.warnings,
        results=ids,
    )
    work.draft.put_log(log_entry)
    return Promotion(log_entry, work.draft.changes(), tuple(work.draft.boards))


class _Promoting:
    """The steps of one promotion, on its draft."""

    def __init__(self, draft: Draft, file: str, day: str) -> None:
        self.draft = draft
        self._file = file
        self._day = day

    def add_new(self, new: New) -> None:
        """Add what the submission describes under ``new``."""
        self._add_tasks(new.tasks)
        draft = self.draft
        for dataset in new.datasets:
            tasks = _slugs_of(draft.tasks, dataset.tasks)
            draft.datasets = self._with(
                draft.datasets, Dataset(slug="", **asdict(dataset) | {"tasks": tasks})
            )
        for method in new.methods:
            draft.methods = self._with(draft.methods, Method(slug="", **asdict(method)))
        for metric in new.metrics:
            fields = {key: value for key, value in asdict(metric).items() if key not in {"task", "dataset"}}
            self._add_metric(metric.task, metric.dataset, Metric(submission=self._file, **fields))

    def add_paper(self, entry: PaperEntry) -> Paper:
        """Add the paper, or what the submission adds to it."""
        draft = self.draft
        keys = list(locator.locators(entry.identifiers))
        known = {paper.slug: paper for paper in map(draft.paper_at, keys) if paper is not None}
        if len(known) > 1:  # pointing a locator elsewhere would steal another paper's results
            raise NotPromotableError(f"the identifiers lead to different papers: {', '.join(known)}")
        paper = next(iter(known.values()), None) or self._new_paper(entry, keys[0])
        arxiv = locator.arxiv(entry.arxiv).removeprefix("arxiv:") if entry.arxiv else None
        paper = replace(
            paper,
            arxiv=paper.arxiv or arxiv,
            doi=paper.doi or entry.doi,
            openreview=paper.openreview or entry.openreview,
            acl=paper.acl or entry.acl,
            url=paper.url or entry.url,
            tasks=_union(paper.tasks, _slugs_of(draft.tasks, entry.tasks)),
            methods=_union(paper.methods, _slugs_of(draft.methods, entry.methods)),
            code=_more_code(paper.code, entry.code),
        )
        draft.put_paper(paper, keys)
        return paper

    def add_result(self, entry: ResultEntry, index: int, paper: Paper) -> tuple[Board, Result]:
        """Add one result to its board."""
        board = self._board(entry.task, entry.dataset)
        if board is None:
            raise NotPromotableError(f"no board for result {index}")
        fields = {key: value for key, value in asdict(entry).items() if key not in {"task", "dataset"}}
        result = Result(
            id=identity.result_id(self._file, index),
            paper=paper.slug,
            added=self._day,
            submission=self._file,
            **fields,
        )
        self.draft.put_board(replace(board, results=(*board.results, result)))
        return board, result

    def _add_tasks(self, tasks: tuple[NewTask, ...]) -> None:
        draft = self.draft
        for area in (task.area for task in tasks):
            if draft.areas.find(area) is None:
                draft.areas = self._with(draft.areas, Area(slug="", name=area))
        for task in tasks:
            areas = (_slug_of(draft.areas, task.area),)
            record = Task(slug="", name=task.name, areas=areas, description=task.description)
            draft.tasks = self._with(draft.tasks, record)
        for task in tasks:  # parents come last: a parent may be new too
            if task.parent is not None:
                child = _record_of(draft.tasks, task.name)
                draft.tasks = draft.tasks.plus(
                    [replace(child, parents=(_slug_of(draft.tasks, task.parent),))]
                )

    def _new_paper(self, entry: PaperEntry, first_locator: str) -> Paper:
        if entry.title is None:
            raise NotPromotableError("a new paper without a title")
        wanted = identity.slug(entry.title, fallback=first_locator)
        return Paper(
            slug=identity.free_slug(wanted, lambda slug: self.draft.paper(slug) is not None),
            title=entry.title,
            pdf=entry.pdf,
            date=entry.date,
            authors=entry.authors,
            abstract=entry.abstract,
            submission=self._file,
        )

    def _add_metric(self, task: str, dataset: str, metric: Metric) -> None:
        board = self._board(task, dataset)
        if board is not None:
            self.draft.put_board(replace(board, metrics=(*board.metrics, metric)))
            return
        on, of = _record_of(self.draft.datasets, dataset), _record_of(self.draft.tasks, task)
        slug = identity.free_slug(identity.board_slug(of.name, on.name), self.draft.has_board_slug)
        self.draft.put_board(
            Board(slug=slug, task=of.slug, dataset=on.slug, metrics=(metric,), submission=self._file)
        )

    def _board(self, task: str, dataset: str) -> Board | None:
        return self.draft.board(_slug_of(self.draft.tasks, task), _slug_of(self.draft.datasets, dataset))

    def _with(self, names: Names[AnyNamed], record: AnyNamed) -> Names[AnyNamed]:
        slug = identity.free_slug(identity.slug(record.name), names.has_slug)
        return names.plus([replace(record, slug=slug, submission=self._file)])


def _record_of(names: Names[AnyNamed], name: str) -> AnyNamed:
    match = names.find(name)
    if match is None:
        raise NotPromotableError(f"the catalog has no {name!r}")
    return match.record


def _slug_of(names: Names[AnyNamed], name: str) -> str:
    return _record_of(names, name).slug


def _slugs_of(names: Names[AnyNamed], wanted: Iterable[str]) -> tuple[str, ...]:
    return _union((), (_slug_of(names, name) for name in wanted))


def _union(have: tuple[str, ...], more: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*have, *more)))


def _more_code(have: tuple[Code, ...], more: tuple[CodeEntry, ...]) -> tuple[Code, ...]:
    brought = (Code(url=entry.url, official=entry.official) for entry in more)
    by_address = {locator.url(code.url): code for code in reversed((*have, *brought))}
    return tuple(reversed(by_address.values()))
