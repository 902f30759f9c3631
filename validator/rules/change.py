"""1xx: which files a pull request touches, and how."""

from __future__ import annotations

from collections.abc import Iterator

from validator.change import INBOX, MAX_FILES, ChangeSet
from validator.finding import Problem, Severity
from validator.registry import rule


@rule("PWC110", Severity.ERROR, stage="change")
def outside_submissions(change: ChangeSet) -> Iterator[Problem]:
    """A pull request with results touches other files too.

    Why: results are merged by a program, everything else by people; one pull request cannot be both.
    Fix: move the other changes to a pull request of their own.
    """
    for item in change.changes:
        if not item.path.startswith(INBOX):
            yield Problem(
                "this file is not under submissions/",
                file=item.path,
                fix="Take this file out of the pull request, or open another one for it.",
            )


@rule("PWC111", Severity.ERROR, stage="change")
def accepted_file_changed(change: ChangeSet) -> Iterator[Problem]:
    """A file that was accepted before is edited or deleted.

    Why: accepted submissions are the record of where every number came from, so they never change.
    Fix: leave the file as it is, and add a new one with `corrections:`.
    """
    for item in change.changes:
        if item.path.startswith(INBOX) and item.status != "A":
            what = "deleted" if item.status == "D" else "edited"
            yield Problem(
                f"this accepted submission is {what}",
                file=item.path,
                fix="Put it back, and describe the change in a new file under `corrections:`.",
            )


@rule("PWC112", Severity.ERROR, stage="change")
def too_many_files(change: ChangeSet) -> Iterator[Problem]:
    """A pull request adds more than fifty files.

    Why: nobody can review so many at once.
    Fix: split it into several pull requests.
    """
    if len(change.files) > MAX_FILES:
        yield Problem(
            f"{len(change.files):,} files, the limit is {MAX_FILES}",
            fix="Split it into several pull requests.",
        )


@rule("PWC113", Severity.ERROR, stage="change")
def nothing_added(change: ChangeSet) -> Iterator[Problem]:
    """A pull request adds no submission.

    Why: there is nothing to take into the catalog.
    Fix: add a file under submissions/<year>/<month>/.
    """
    if not change.changes:
        yield Problem("no file differs from main", fix="Add a file under submissions/<year>/<month>/.")
