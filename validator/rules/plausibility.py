"""7xx: whether what is possible is also likely."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from pwc import locator
from validator.context import Context
from validator.finding import Place, Problem, Severity
from validator.quote import shown
from validator.registry import rule
from validator.rules.values import as_date, dates

_MONTHS_APART = 12


@rule("PWC701", Severity.ERROR)
def future_date(context: Context) -> Iterator[Problem]:
    """A date lies in the future.

    Why: a result cannot be older than the day on which it is submitted.
    Fix: write the day of the paper's first version.
    """
    tomorrow = context.today + timedelta(days=1)  # it may be tomorrow already where the contributor is
    for text, path in dates(context.submission):
        day = as_date(text)
        if day is not None and day > tomorrow:
            yield Problem(
                f"{text} lies in the future (today is {context.today})",
                at=Place(path),
                fix="Write the day of the paper's first version.",
            )


@rule("PWC702", Severity.ERROR)
def arxiv_month(context: Context) -> Iterator[Problem]:
    """An arXiv identifier cannot exist: its month is none or still to come, or it has too few digits.

    Why: the first four digits are the year and month, and a lost final 0 makes it another paper's.
    Fix: copy the identifier from the paper's page.
    """
    paper = context.submission.paper
    if paper is None or paper.arxiv is None:
        return
    month = locator.arxiv_month(paper.arxiv)
    tomorrow = context.today + timedelta(days=1)
    if month is not None and (not 1 <= month[1] <= 12 or month > (tomorrow.year, tomorrow.month)):
        yield Problem(
            f"the arXiv identifier {shown(paper.arxiv)} names month {month[1]:02} of {month[0]}",
            at=Place(("paper", "arxiv")),
            fix="Copy the identifier from the paper's page on arXiv.",
        )
    elif locator.has_wrong_length(paper.arxiv):
        yield Problem(
            f"no paper has the arXiv identifier {shown(paper.arxiv)}: since 2015 they end in five digits, "
            "before that in four",
            at=Place(("paper", "arxiv")),
            fix="Copy the identifier from the paper's page on arXiv; a program may have dropped a final 0.",
        )


@rule("PWC703", Severity.ERROR)
def arxiv_against_date(context: Context) -> Iterator[Problem]:
    """The paper's date is more than a year away from the month in its arXiv identifier.

    Why: one of the two belongs to another paper.
    Fix: write the day of the first version, as the paper's page on arXiv shows it.
    """
    paper = context.submission.paper
    if paper is None or paper.arxiv is None or paper.date is None:
        return
    month, day = locator.arxiv_month(paper.arxiv), as_date(paper.date)
    if month is None or day is None or not 1 <= month[1] <= 12:
        return
    apart = (day.year - month[0]) * 12 + day.month - month[1]
    if abs(apart) > _MONTHS_APART:
        yield Problem(
            f"{paper.date} is {abs(apart)} months {'after' if apart > 0 else 'before'} "
            f"{shown(paper.arxiv)}, which is of {month[0]}-{month[1]:02}",
            at=Place(("paper", "date")),
            fix="Write the day of the first version, as the paper's page on arXiv shows it.",
        )
