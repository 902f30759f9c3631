"""Commit messages. Nothing that a contributor wrote stands in them but paths, whose form is checked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mergebot.candidate import Candidate
from mergebot.promote import Promotion


def merge_message(offered: Candidate, promotions: Sequence[Promotion], approved_by: str) -> str:
    """The message of a merge: what was taken in, what it does, and trailers that programs can read."""
    paths = offered.paths
    subject = f"Merge {paths[0]}" if len(paths) == 1 else f"Merge {len(paths)} submissions"
    body = " ".join(does(promotions))
    warnings = sorted({code for promotion in promotions for code in promotion.entry.accepted})
    trailers = [f"Submission: {path}" for path in paths]
    if offered.pull_request is not None:
        trailers.append(f"Pull-Request: #{offered.pull_request}")
    trailers.append(f"Approved-by: {one_line(approved_by)}")
    trailers += [f"Accepted-warning: {code}" for code in warnings]
    reverted = dict.fromkeys(file for promotion in promotions for file in promotion.entry.reverted)
    trailers += [f"Reverts: {file}" for file in reverted]
    return "\n".join([subject, "", body, "", *trailers]) + "\n"


def does(promotions: Sequence[Promotion]) -> Iterator[str]:
    """What a merge does, in sentences."""
    entries = [promotion.entry for promotion in promotions]
    boards = {key for entry in entries for key in entry.results.values()}
    added = sum(len(entry.results) for entry in entries)
    changed = {id_ for entry in entries for id_ in (*entry.corrected, *entry.moved)}
    undone = sum(len(entry.reverted) for entry in entries)
    if added:
        yield f"Adds {counted(added, 'result')} to {counted(len(boards), 'leaderboard')}."
    if changed:
        yield f"Corrects {counted(len(changed), 'result')}."
    if undone:
        yield f"Undoes {counted(undone, 'submission')}."
    if not (added or changed or undone):
        yield "Adds to what the catalog knows."


def adoption_message(offered: Candidate) -> str:
    """The message of the commit that takes files over from a head whose history stays outside."""
    what = "submission" if len(offered.paths) == 1 else "submissions"
    return f"Adopt the {what} of {offered.head}\n\nIts history touches other files, so it stays outside.\n"


def import_message(promotion: Promotion, approved_by: str) -> str:
    """The message of the merge that takes an imported catalog in."""
    entry = promotion.entry
    boards = set(entry.results.values())
    body = f"Adds {counted(len(entry.results), 'result')} to {counted(len(boards), 'leaderboard')}."
    trailers = [f"Imported-catalog: {entry.blob}", f"Approved-by: {one_line(approved_by)}"]
    return "\n".join(["Merge an imported catalog", "", body, "", *trailers]) + "\n"


def imported_message() -> str:
    """The message of the commit that holds an import as it came."""
    return "An imported catalog, as it came\n\nThe merge of this says what of it was new.\n"


def one_line(text: str) -> str:
    """Text without line ends and control characters, so that it cannot add a trailer."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def counted(number: int, word: str) -> str:
    """A number with its noun: ``1 result``, ``7 results``."""
    return f"{number} {word}{'' if number == 1 else 's'}"
