"""3xx: whether the paper and its results are in the catalog already."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from pwc import identity, locator
from pwc.record import Result, Value
from validator.batch import Sighting
from validator.context import Context
from validator.correcting.advice import HOW_TO_CORRECT
from validator.finding import Place, Problem, Severity
from validator.quote import listing, shown
from validator.registry import rule
from validator.row import Row

OTHER_VALUE_IN_THE_CATALOG = (
    f"Say in `setting:` how they differ, or delete this entry; if the catalog is wrong, {HOW_TO_CORRECT}."
)


def same_values(one: dict[str, Value], other: dict[str, Value]) -> bool:
    """Whether the metrics that both have agree, and they have at least one in common."""
    common = one.keys() & other.keys()
    return bool(common) and all(Decimal(one[m].value) == Decimal(other[m].value) for m in common)


def told(metrics: dict[str, Value]) -> str:
    """Values as a message shows them."""
    return ", ".join(f"{name} {value.value}" for name, value in metrics.items())


def _stored(context: Context, row: Row) -> list[Result]:
    """The catalog's results with the key of this one (the model's spelling may differ)."""
    paper, entry = context.paper, row.entry
    if row.board is None or paper is None:
        return []
    model, setting = identity.fold(entry.model), identity.fold(entry.setting or "")
    return [
        result
        for result in row.board.results
        if result.paper == paper.slug
        and identity.fold(result.model) == model
        and identity.fold(result.setting or "") == setting
        and result.extra_training_data == entry.extra_training_data
    ]


def where(context: Context, seen: Sighting) -> str:
    """Where a result stands that the run has seen before: in another file, or on a line of this one."""
    if seen.file != context.entry.path:
        return f"in {seen.file}"
    return f"on line {context.entry.document.span(('results', seen.index)).line}"


@rule("PWC301", Severity.ERROR)
def duplicate_in_run(context: Context) -> Iterator[Problem]:
    """A result is given twice, in one file or in two files of one run.

    Why: two rows for one number make one model look like two.
    Fix: delete one of the two entries, or tell them apart by `setting:`.
    """
    for row, first in context.same_before:
        if same_values(first.metrics, row.entry.metrics):
            yield Problem(
                f"this result of {shown(row.entry.model)} stands {where(context, first)} already",
                at=Place(row.path("model")),
                fix="Delete one of the two, or say in `setting:` how they differ.",
            )


@rule("PWC302", Severity.ERROR)
def duplicate_result(context: Context) -> Iterator[Problem]:
    """This result is already in the catalog.

    Why: two rows for one number make one model look like two.
    Fix: delete the entry; if the existing one is wrong, correct it.
    """
    for row in context.rows:
        result = row.entry
        for stored in _stored(context, row):
            if stored.model == result.model and same_values(stored.metrics, result.metrics):
                yield Problem(
                    f"the catalog has this result of {shown(result.model)} already, as {stored.id}",
                    at=Place(row.path("model")),
                    fix="Delete this entry.",
                )


@rule("PWC303", Severity.WARNING)
def other_value_for_same_result(context: Context) -> Iterator[Problem]:
    """The catalog has another value for the same paper, model, setting and board.

    Why: one of the two is probably wrong, or they differ in something that nobody has said.
    Fix: say in `setting:` how they differ, or delete the wrong one; `corrections:` corrects the catalog.
    """
    for row in context.rows:
        for stored in _stored(context, row):
            if not same_values(stored.metrics, row.entry.metrics):
                yield Problem(
                    f"the catalog has {shown(told(stored.metrics))} for this result, as {stored.id}",
                    at=Place(row.path("metrics")),
                    fix=OTHER_VALUE_IN_THE_CATALOG,
                )
    for row, first in context.same_before:
        if not same_values(first.metrics, row.entry.metrics):
            yield Problem(
                f"the same result stands {where(context, first)} with {shown(told(first.metrics))}",
                at=Place(row.path("metrics")),
                fix="Keep the right one, or say in `setting:` how they differ.",
            )


@rule("PWC304", Severity.WARNING)
def model_name_variant(context: Context) -> Iterator[Problem]:
    """The catalog has this result under another spelling of the model's name.

    Why: two spellings make one model look like two.
    Fix: delete the entry if it is the same model; otherwise give it a name that tells it apart.
    """
    for row in context.rows:
        for stored in _stored(context, row):
            if stored.model != row.entry.model and same_values(stored.metrics, row.entry.metrics):
                yield Problem(
                    f"the catalog has this result as {stored.id}, where the model is {shown(stored.model)}",
                    at=Place(row.path("model")),
                    fix=f"Delete this entry if it is the same model, {shown(stored.model)}.",
                )


@rule("PWC305", Severity.ERROR)
def new_paper_incomplete(context: Context) -> Iterator[Problem]:
    """A paper that the catalog does not have yet lacks its title or its date.

    Why: a board shows who reached what, and when.
    Fix: add `title:` and `date:` under `paper:`.
    """
    paper = context.submission.paper
    if paper is None or context.paper is not None or context.is_described_before:
        return
    missing = [key for key, value in (("title", paper.title), ("date", paper.date)) if value is None]
    if missing:
        yield Problem(
            f"the catalog does not have this paper yet, so {listing(missing)} "
            f"{'is' if len(missing) == 1 else 'are'} needed",
            at=Place(("paper",), key=True),
            fix=f"Add {listing([f'{key}:' for key in missing])} under `paper:`.",
        )


@rule("PWC306", Severity.WARNING)
def paper_field_differs(context: Context) -> Iterator[Problem]:
    """A field of a paper that the catalog has already is given with another value.

    Why: a submission never changes a paper in passing, so the value here is not taken over; an identifier
    that the paper does not have yet is, and who owns it afterwards should be looked at.
    Fix: delete the field; if the catalog is wrong, correct it.
    """
    given, stored = context.submission.paper, context.paper
    if given is None or stored is None:
        return
    for field in ("title", "date", "abstract", "pdf", "arxiv", "doi", "openreview", "acl", "url"):
        ours, theirs = getattr(given, field), getattr(stored, field)
        if ours is not None and ours != theirs and not _leads_to(context, field, ours):
            yield Problem(
                f"the catalog has {shown(theirs)} here" if theirs else "the catalog has nothing here",
                at=Place(("paper", field)),
                fix=f"Delete this line; if the catalog is wrong, {HOW_TO_CORRECT}.",
            )
    if given.authors and given.authors != stored.authors:
        yield Problem(
            "the catalog has other authors for this paper",
            at=Place(("paper", "authors"), key=True),
            fix=f"Delete this line; if the catalog is wrong, {HOW_TO_CORRECT}.",
        )


def _leads_to(context: Context, field: str, value: str) -> bool:
    """Whether an identifier leads to the paper already, in whatever spelling."""
    keys = locator.locators({field: value})
    return any(context.catalog.paper_at(key) is not None for key in keys)


@rule("PWC307", Severity.ERROR)
def locators_disagree(context: Context) -> Iterator[Problem]:
    """The paper's locators lead to different papers of the catalog.

    Why: the results would be filed under the wrong one.
    Fix: check the identifiers; keep the one that is surely right.
    """
    found = context.paper_keys
    if len(found) > 1:
        yield Problem(
            f"these identifiers lead to different papers: {', '.join(found)}",
            at=Place(("paper",), key=True),
            fix="Keep the identifier that is surely right.",
        )


@rule("PWC308", Severity.ERROR)
def nothing_to_add(context: Context) -> Iterator[Problem]:
    """A submission about a known paper adds nothing to it.

    Why: accepting it would change nothing.
    Fix: add results, code, tasks or methods, or withdraw the submission.
    """
    given, stored, submission = context.submission.paper, context.paper, context.submission
    if given is None or stored is None or submission.results or submission.corrections:
        return
    adds = bool(
        submission.new.tasks or submission.new.datasets or submission.new.methods or submission.new.metrics
    )
    if not (adds or given.code or given.tasks or given.methods):
        yield Problem(
            f"the catalog has this paper already, as {stored.slug}, and nothing is added to it",
            at=Place(("paper",), key=True),
            fix="Add `results:`, or withdraw the submission.",
        )


@rule("PWC309", Severity.WARNING)
def title_of_another_paper(context: Context) -> Iterator[Problem]:
    """A new paper has the title of one that the catalog has under another identifier.

    Why: one paper under two identifiers becomes two papers, and its results stand on the board twice.
    Fix: use the identifier that the catalog has, unless these really are two papers.
    """
    given = context.submission.paper
    if given is None or given.title is None or context.paper is not None:
        return
    twin = context.catalog.paper(identity.slug(given.title))
    if twin is not None and identity.fold(twin.title) == identity.fold(given.title):
        fields = {name: getattr(twin, name) for name in given.identifiers}
        known = next(locator.locators(fields), twin.slug)
        yield Problem(
            f"the catalog has a paper of this title already, as {known}",
            at=Place(("paper", "title")),
            fix=f"Use that identifier ({known}), unless these really are two papers.",
        )
