"""1xx: which files a pull request touches, and how."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from pwc.tree import Change
from validator.change import INBOX, MAX_FILES, ChangeSet
from validator.correcting.advice import HOW_TO_CORRECT
from validator.finding import Problem, Severity
from validator.quote import shown
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
    """A file that was accepted before is edited, moved or deleted.

    Why: accepted submissions are the record of where every number came from, so they never change.
    Fix: leave the file as it is; a new file corrects or reverts what the catalog has from it.
    """
    for item in change.changes:
        if item.path.startswith(INBOX) and item.status != "A":
            yield Problem(
                f"this accepted submission is {_what_happened(item, change)}",
                file=item.path,
                fix=f"Put it back; if what the catalog has from it is wrong, {HOW_TO_CORRECT}.",
            )


def _what_happened(item: Change, change: ChangeSet) -> str:
    if item.status != "D":
        return "edited" if item.old_mode == item.new_mode else "edited, or made another kind of file"
    name = item.path.rpartition("/")[2]
    new = (other.path for other in change.files if other.path.rpartition("/")[2] == name)
    moved = next(new, None)
    return "deleted" if moved is None else f"moved to {shown(moved)}"


@rule("PWC112", Severity.ERROR, stage="change")
def too_many_files(change: ChangeSet) -> Iterator[Problem]:
    """A pull request adds more than fifty files.

    Why: nobody can review so many at once.
    Fix: split it into several pull requests.
    """
    if change.is_too_large:
        number = "too many" if change.is_uncounted else f"{len(change.files):,}"
        yield Problem(
            f"{number} files, the limit is {MAX_FILES}",
            fix="Split it into several pull requests.",
        )


@rule("PWC113", Severity.ERROR, stage="change")
def nothing_added(change: ChangeSet) -> Iterator[Problem]:
    """A pull request adds no submission.

    Why: there is nothing to take into the catalog.
    Fix: add a file under submissions/<year>/<month>/.
    """
    if not (change.changes or change.is_unrelated or change.is_uncounted or change.is_malformed):
        yield Problem("no file differs from main", fix="Add a file under submissions/<year>/<month>/.")


@rule("PWC114", Severity.ERROR, stage="change")
def paths_collide(change: ChangeSet) -> Iterator[Problem]:
    """Two paths of a pull request are one on systems that do not tell upper from lower case.

    Why: whoever checks the repository out on Windows or macOS would get one of the two files only. Every path
    that main has is in lower case, so what collides with one of those is a matter of PWC101.
    Fix: give one of the two another name.
    """
    first: dict[str, str] = {}
    for item in change.files:
        folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", item.path).casefold())
        other = first.setdefault(folded, item.path)
        if other != item.path:
            yield Problem(
                f"this path and {shown(other)} differ only in capitals or in the form of an accent",
                file=item.path,
                fix="Give one of the two another name.",
            )


@rule("PWC115", Severity.ERROR, stage="change")
def history_of_its_own(change: ChangeSet) -> Iterator[Problem]:
    """A pull request has no history in common with main.

    Why: what it changes cannot be told, and merging it would bring a second history into the repository.
    Fix: start a branch from main, and copy the files to it.
    """
    if change.is_unrelated:
        yield Problem(
            "this branch has no commit in common with main",
            fix="Start a new branch from main, and copy your files to it.",
        )


@rule("PWC116", Severity.ERROR, stage="change")
def path_taken(change: ChangeSet) -> Iterator[Problem]:
    """A pull request adds a file under a path that main has got meanwhile.

    Why: accepted files never change, so the path belongs to the one that was there first.
    Fix: rename the file.
    """
    for path in change.taken:
        stem = path.removesuffix(".yaml")
        fix = f"Rename it, for instance to {stem}-2.yaml."
        yield Problem("main has a file of this name already", file=path, fix=fix)


@rule("PWC117", Severity.ERROR, stage="change")
def malformed_tree(change: ChangeSet) -> Iterator[Problem]:
    """A pull request has folders such as git itself never makes: nameless entries, two of one name.

    Why: nobody could check them out, and different programs would read them differently.
    Fix: make the commit anew, with git.
    """
    if change.is_malformed:
        yield Problem(
            "a folder in this branch is none that git makes",
            fix="Start a new branch from main, copy your files to it, and commit them with git.",
        )
