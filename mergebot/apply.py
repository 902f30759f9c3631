"""What a submission says, put onto a draft of the catalog: names, paper, results, corrections. Pure."""

from __future__ import annotations

from typing import TypeVar

from msgspec import Struct
from msgspec.structs import asdict, replace

from mergebot.corrections import correct
from mergebot.draft import Draft
from mergebot.promoting import NotPromotableError, Touched, more_code, record_of, slugs_of, union
from pwc import identity, locator
from pwc.catalog import Catalog
from pwc.names import Names
from pwc.record import Area, Board, Dataset, Method, Metric, Named, Paper, Result, Task
from pwc.submission import New, NewTask, PaperEntry, ResultEntry, Submission

AnyNamed = TypeVar("AnyNamed", bound=Named)


class Applied(Struct, frozen=True):
    """A draft with a submission on it, the boards of its new results by their ids, and what it touched."""

    draft: Draft
    results: dict[str, str]
    touched: Touched


def apply(submission: Submission, file: str, day: str, catalog: Catalog) -> Applied:
    """Put what the submission at the path ``file``, accepted on a day, says onto a catalog.

    Reverts of other submissions are not carried out here (see ``mergebot.replay``). Raises
    NotPromotableError if the submission is not valid against this catalog.
    """
    work = _Applying(Draft(catalog), file, day)
    work.add_new(submission.new)
    paper = work.add_paper(submission.paper) if submission.paper else None
    results = {}
    for index, entry in enumerate(submission.results):
        if paper is None:
            raise NotPromotableError("results without a paper")
        board, result = work.add_result(entry, index, paper)
        results[result.id] = board.key
    touched = Touched()
    for correction in submission.corrections:
        if "submission" not in correction:
            correct(work.draft, correction, file, touched)
    return Applied(work.draft, results, touched)


class _Applying:
    """The steps, on a draft."""

    def __init__(self, draft: Draft, file: str, day: str) -> None:
        self.draft = draft
        self._file = file
        self._day = day

    def add_new(self, new: New) -> None:
        """Add what the submission describes under ``new``."""
        self._add_tasks(new.tasks)
        draft = self.draft
        for dataset in new.datasets:
            tasks = slugs_of(draft.tasks, dataset.tasks)
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
            tasks=union(paper.tasks, slugs_of(draft.tasks, entry.tasks)),
            methods=union(paper.methods, slugs_of(draft.methods, entry.methods)),
            code=more_code(paper.code, entry.code),
        )
        draft.put_paper(paper, keys)
        return paper

    def add_result(self, entry: ResultEntry, index: int, paper: Paper) -> tuple[Board, Result]:
        """Add one result to its board."""
        board = self._board(entry.task, entry.dataset)
        if board is None:
            raise NotPromotableError(f"no board for result {index}")
        unknown = [name for name in entry.metrics if board.metric(name) is None]
        if unknown:
            raise NotPromotableError(f"the board {board.slug} has no metric {unknown[0]!r}")
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
            areas = (record_of(draft.areas, task.area).slug,)
            record = Task(slug="", name=task.name, areas=areas, description=task.description)
            draft.tasks = self._with(draft.tasks, record)
        for task in tasks:  # parents come last: a parent may be new too
            if task.parent is not None:
                child = record_of(draft.tasks, task.name)
                draft.tasks = draft.tasks.plus(
                    [replace(child, parents=(record_of(draft.tasks, task.parent).slug,))]
                )

    def _new_paper(self, entry: PaperEntry, first_locator: str) -> Paper:
        if entry.title is None:
            raise NotPromotableError("a new paper without a title")
        wanted = identity.slug(entry.title, fallback=first_locator)
        return Paper(
            slug=identity.free_slug(wanted, self.draft.has_paper_slug),
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
        on, of = record_of(self.draft.datasets, dataset), record_of(self.draft.tasks, task)
        slug = identity.free_slug(identity.board_slug(of.name, on.name), self.draft.has_board_slug)
        self.draft.put_board(
            Board(slug=slug, task=of.slug, dataset=on.slug, metrics=(metric,), submission=self._file)
        )

    def _board(self, task: str, dataset: str) -> Board | None:
        on, of = record_of(self.draft.datasets, dataset), record_of(self.draft.tasks, task)
        return self.draft.board(of.slug, on.slug)

    def _with(self, names: Names[AnyNamed], record: AnyNamed) -> Names[AnyNamed]:
        kind = type(record).__name__.lower()

        def is_taken(slug: str) -> bool:
            return names.has_slug(slug) or self.draft.has_locator(f"{kind}:{slug}")

        slug = identity.free_slug(identity.slug(record.name), is_taken)
        return names.plus([replace(record, slug=slug, submission=self._file)])
