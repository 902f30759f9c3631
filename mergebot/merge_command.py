"""``pwc merge``."""

from __future__ import annotations

import gc
import os
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import click
from msgspec import Struct

from mergebot import import_report, report
from mergebot.git_branch import Branch, BranchMovedError, Person
from mergebot.import_merge import ImportMerge, merge_import
from mergebot.message import one_line
from mergebot.outcome import Approval, Train
from mergebot.recovery import recover
from mergebot.revert import offer_revert
from mergebot.train import merge as merge_all
from mergebot.train import merge_waiting
from mergebot.workshop import only_one
from pwc.errors import CouldNotCheckError, UsageError
from pwc.git_history import find_repository
from pwc.options import format_option
from pwc.place import open_catalog
from validator.cli import show
from validator.registry import all_rules

MAX_APPROVER = 300
MAX_REASON = 2000


class _Wanted(Struct, frozen=True):
    """What is to be merged: heads, all that wait, an import's directory, or the undoing of a submission."""

    refs: tuple[str, ...]
    queue: bool
    directory: Path | None
    revert: str | None
    reason: str | None

    @property
    def is_nothing(self) -> bool:
        """Whether only an interrupted merge is to be finished."""
        return not (self.refs or self.queue or self.directory or self.revert)


@click.command()
@click.argument("refs", nargs=-1)
@click.option("--queue", is_flag=True, help="Merge all local pull requests that are not in yet, by number.")
@click.option("--into", default="main", show_default=True, help="The branch to merge into.")
@click.option("--approved-by", help="Who accepts. [default: git's user.name and user.email]")
@click.option(
    "--override",
    "overrides",
    multiple=True,
    nargs=2,
    metavar="CODE REASON",
    help="Accept a warning that needs a reason; the log keeps it. May be given more than once.",
)
@click.option("--revert", metavar="SUBMISSION", help="Undo an accepted submission, instead of REFS.")
@click.option("--reason", help="Why the submission is undone.")
@click.option(
    "--import",
    "directory",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Merge the catalog that `pwc archive import` wrote, instead of REFS.",
)
@click.option("--dry-run", is_flag=True, help="Check and say what would happen; move nothing.")
@format_option
def merge(  # noqa: PLR0913, PLR0917 (an argument for every option)
    refs: tuple[str, ...],
    queue: bool,
    into: str,
    approved_by: str | None,
    overrides: tuple[tuple[str, str], ...],
    revert: str | None,
    reason: str | None,
    directory: Path | None,
    dry_run: bool,
    form: str,
) -> int:
    """Take accepted submissions into the catalog, each as one merge commit.

    REFS are branches, commits or local pull requests (refs/pull/N/head). Each is checked against the
    catalog as the one before leaves it. One that fails is left out, with its findings. Warnings are
    accepted by this command, and the log records which; few need a reason as well (--override). Without
    REFS, an interrupted merge is finished and nothing else is done. A branch that is built upon another one
    is merged after that.

    With --queue, all local pull requests (refs/pull/N/head) are merged that are not in the branch yet.

    With --revert, a submission is written and merged that undoes an accepted one and nothing else. The file
    stays. If later entries build on it, they are named and nothing is done.

    With --import, the catalog in a directory is merged: what is new in it is added, and nothing that was
    accepted or corrected here is undone, also when a later import is merged.

    Exit codes: 0 all merged, 1 at least one was left out, 2 the command was not used right, 3 it could
    not be checked.

    \b
    Examples:
      pwc merge my-branch
      pwc merge --dry-run alice bob refs/pull/12/head
      pwc merge --queue
      pwc merge --override PWC817 "One dataset under two names, see issue 12" merge-twins
      pwc merge --revert submissions/2026/11/spam.yaml --reason "No such paper exists"
      pwc merge --import imported
      pwc merge
    """
    repository = find_repository(Path.cwd())
    if repository is None:
        raise UsageError("this is no git repository")
    gc.set_threshold(100_000)  # a train keeps what it reads; looking through it all the time finds nothing
    wanted = _wanted(refs, queue, directory, revert, reason)
    try:
        with only_one(repository, _tell_waiting):
            recovered = recover(repository)
            if recovered is not None:
                click.echo(f"finished an interrupted merge into {recovered.ref}", err=True)
            if wanted.is_nothing:
                if recovered is None:
                    click.echo("there is nothing to finish", err=True)
                return 0
            accepts = _maintainer(repository) if approved_by is None else approved_by
            approval = _approval(accepts, _reasons(overrides), datetime.now(UTC).replace(microsecond=0))
            return _merge(Branch(repository, into), wanted, approval, dry_run=dry_run, form=form)
    except BranchMovedError as error:
        raise CouldNotCheckError(f"{into} keeps moving; try again") from error


def _merge(branch: Branch, wanted: _Wanted, approval: Approval, *, dry_run: bool, form: str) -> int:
    if wanted.directory is not None:
        theirs = open_catalog(wanted.directory).tree
        return _tell_import(merge_import(branch, theirs, approval, dry_run=dry_run), branch.name, form)
    refs = wanted.refs
    if wanted.revert is not None:
        refs = (offer_revert(branch, [wanted.revert], wanted.reason or "", _author(approval), approval.at),)
    if wanted.queue:
        train = merge_waiting(branch, approval, dry_run=dry_run)
    else:
        train = merge_all(branch, refs, approval, dry_run=dry_run)
    told = report.as_json if form == "json" else report.text
    click.echo(told(train, into=branch.name, dry_run=dry_run))
    return _exit_code(train)


def _wanted(
    refs: tuple[str, ...], queue: bool, directory: Path | None, revert: str | None, reason: str | None
) -> _Wanted:
    if sum((bool(refs), queue, directory is not None, revert is not None)) > 1:
        raise UsageError("REFS, --queue, --revert and --import are merged one at a time")
    if (revert is None) != (reason is None):
        raise UsageError("--revert and --reason go together: what is undone, and why")
    if revert is not None and revert != one_line(revert):
        raise UsageError("--revert should be the path of a file under submissions/")
    if reason is not None and not (0 < len(reason.strip()) <= MAX_REASON and _is_unicode(reason)):
        raise UsageError(f"--reason should be a text of up to {MAX_REASON} characters")
    return _Wanted(refs, queue, directory, revert, reason)


def _is_unicode(text: str) -> bool:
    """Whether an argument's bytes were UTF-8: what was not stands in it as lone surrogates."""
    return text.isascii() or text.encode("utf-8", "replace").decode() == text


def _reasons(overrides: tuple[tuple[str, str], ...]) -> Mapping[str, str]:
    known = all_rules() if overrides else {}
    for code, reason in overrides:
        if code not in known or not known[code].needs_override:
            raise UsageError(f"{code} is no warning that needs a reason")
        if not 0 < len(one_line(reason)) <= MAX_REASON:
            raise UsageError(f"--override {code} should have a reason of up to {MAX_REASON} characters")
    return {code: one_line(reason) for code, reason in overrides}


def _author(approval: Approval) -> Person:
    """Who approves, as the author of what is written for them."""
    name, _, rest = approval.by.partition(" <")
    return Person(name, rest.removesuffix(">"), f"{int(approval.at.timestamp())} +0000")


def _tell_waiting() -> None:
    click.echo("another merge is at work in this repository; waiting for its end", err=True)


def _tell_import(done: ImportMerge, into: str, form: str) -> int:
    if form == "json":
        click.echo(import_report.as_json(done, into=into))
    elif done.report is not None:
        show(done.report, form)
        click.echo(f"the imported catalog is not valid: {into} is as it was.", err=True)
    else:
        click.echo(import_report.text(done, into=into))
    return 0 if done.report is None else 1


def _exit_code(train: Train) -> int:
    if any(refused.report is not None and refused.report.unchecked for refused in train.refused):
        return 3
    return int(bool(train.refused))


def _approval(by: str, overrides: Mapping[str, str], at: datetime) -> Approval:
    name = one_line(by)
    if not 0 < len(name) <= MAX_APPROVER:
        raise UsageError(f"--approved-by should be a name of up to {MAX_APPROVER} characters")
    return Approval(name, at, overrides)


def _maintainer(repository: Path) -> str:
    """Who runs this, by git's configuration (which here, and only here, is the person's own)."""
    name, email = _configured(repository, "user.name"), _configured(repository, "user.email")
    if not name:
        raise UsageError("git does not know who you are; say who accepts: --approved-by 'Name <address>'")
    return f"{name} <{email}>" if email else name


def _configured(repository: Path, key: str) -> str:
    steering = {name for name in os.environ if name.startswith("GIT_") and not name.startswith("GIT_CONFIG")}
    done = subprocess.run(
        ["git", "-C", str(repository), "config", "--get", key],
        env={name: value for name, value in os.environ.items() if name not in steering},
        capture_output=True,
        check=False,
    )
    return os.fsdecode(done.stdout).encode("utf-8", "replace").decode().strip()
