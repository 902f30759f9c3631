"""``pwc preview``, ``pwc merge`` and ``pwc catalog rebuild``."""

from __future__ import annotations

import os
import subprocess
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import click

from mergebot import import_report, preview_text, report
from mergebot.git_branch import Branch, BranchMovedError
from mergebot.import_merge import ImportMerge, imported, merge_import
from mergebot.message import counted, one_line
from mergebot.preview import preview as compare
from mergebot.promote import Acceptance, promote
from mergebot.rebuild import differences
from mergebot.recovery import recover
from mergebot.train import Approval, Train
from mergebot.train import merge as merge_all
from mergebot.workshop import only_one
from pwc.catalog import Catalog
from pwc.errors import CouldNotCheckError, UsageError
from pwc.git_history import find_repository, resolve
from pwc.git_tree import GitTree
from pwc.options import catalog_option, format_option
from pwc.place import open_catalog
from pwc.tree import OverlayTree
from validator import files
from validator.cli import show
from validator.entry import in_order
from validator.run import run

MAX_APPROVER = 300
_NOBODY = "0" * 40


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@catalog_option
@format_option
def preview(paths: tuple[Path, ...], directory: Path | None, form: str) -> int:
    """Show which leaderboards a submission would change: ranks, new bests, who is overtaken.

    A submission with errors is explained instead, as `pwc validate` does. Nothing is written.

    Exit codes: as for `pwc validate`.

    \b
    Examples:
      pwc preview submissions/2026/11/my-paper.yaml
      pwc preview --format json submissions/2026/11/my-paper.yaml
    """
    before = open_catalog(directory)
    now = datetime.now(UTC)
    entries = files.entries(paths)
    judged = run(entries, before, now.date())
    if judged.exit_code != 0:
        return show(judged, form)
    changed: dict[str, bytes] = {}
    promotions = []
    for entry in in_order(entries):
        if entry.submission is None:
            raise AssertionError("a file without errors is a submission")
        if before.accepted(entry.path) is not None:
            raise UsageError(f"{entry.path} is in the catalog already")
        when = now.strftime("%Y-%m-%dT%H:%M:%SZ")
        acceptance = Acceptance(entry.path, entry.blob, _NOBODY, when, "nobody yet")
        promotion = promote(entry.submission, acceptance, Catalog(OverlayTree(before.tree, changed)))
        changed |= promotion.changes
        promotions.append(promotion)
    seen = compare(before, Catalog(OverlayTree(before.tree, changed)), promotions)
    if form == "json":
        click.echo(preview_text.as_json(seen))
        return 0
    click.echo(preview_text.text(seen))
    catalog = () if directory is None else ("--catalog", str(directory))
    told = preview_text.warnings(judged, ("pwc", "validate", *catalog, *map(str, paths)))
    if told is not None:
        click.echo(f"\n{told}")
    return 0


@click.command()
@click.argument("refs", nargs=-1)
@click.option("--into", default="main", show_default=True, help="The branch to merge into.")
@click.option("--approved-by", help="Who accepts. [default: git's user.name and user.email]")
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
    into: str,
    approved_by: str | None,
    directory: Path | None,
    dry_run: bool,
    form: str,
) -> int:
    """Take accepted submissions into the catalog, each as one merge commit.

    REFS are branches, commits or local pull requests (refs/pull/N/head). Each is checked against the
    catalog as the one before leaves it. One that fails is left out, with its findings. Warnings are
    accepted by this command, and the log records which. Without REFS, an interrupted merge is finished
    and nothing else is done.

    With --import, the catalog in a directory is merged: what is new in it is added, and nothing that was
    accepted or corrected here is undone, also when a later import is merged.

    Exit codes: 0 all merged, 1 at least one was left out, 2 the command was not used right, 3 it could
    not be checked.

    \b
    Examples:
      pwc merge my-branch
      pwc merge --dry-run alice bob refs/pull/12/head
      pwc merge --import imported
      pwc merge
    """
    repository = find_repository(Path.cwd())
    if repository is None:
        raise UsageError("this is no git repository")
    if refs and directory is not None:
        raise UsageError("an import is merged by itself: leave the REFS out, or --import")
    try:
        with only_one(repository, _tell_waiting):
            recovered = recover(repository)
            if recovered is not None:
                click.echo(f"finished an interrupted merge into {recovered.ref}", err=True)
            if not refs and directory is None:
                if recovered is None:
                    click.echo("there is nothing to finish", err=True)
                return 0
            accepts = _maintainer(repository) if approved_by is None else approved_by
            approval = _approval(accepts, datetime.now(UTC).replace(microsecond=0))
            branch = Branch(repository, into)
            if directory is not None:
                theirs = open_catalog(directory).tree
                done = merge_import(branch, theirs, approval, dry_run=dry_run)
                return _tell_import(done, into, form)
            train = merge_all(branch, refs, approval, dry_run=dry_run)
    except BranchMovedError as error:
        raise CouldNotCheckError(f"{into} keeps moving; try again") from error
    told = report.as_json if form == "json" else report.text
    click.echo(told(train, into=into, dry_run=dry_run))
    return _exit_code(train)


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


@click.command()
@click.option("--check", is_flag=True, required=True, help="Compare with the catalog; write nothing.")
@click.option("--rev", default="HEAD", show_default=True, help="The commit to rebuild.")
def rebuild(check: bool, rev: str) -> int:  # noqa: ARG001
    """Rebuild the catalog from the accepted submissions, in the log's order, and compare byte for byte.

    Exit codes: 0 the same, 1 it differs, 2 the command was not used right, 3 it could not be checked.

    \b
    Example:
      pwc catalog rebuild --check
    """
    repository = find_repository(Path.cwd())
    commit = None if repository is None else resolve(repository, rev)
    if repository is None or commit is None:
        raise UsageError(f"there is no commit {rev!r} here")
    with GitTree(repository, commit) as tree:
        different = list(differences(tree, partial(imported, repository)))
        entries = sum(1 for _ in Catalog(tree).log())
    for path in different:
        click.echo(f"{path}: not what the log and the submissions make (git log -p -- {path} shows who)")
    verdict = (
        f"{counted(len(different), 'file')} edited by hand"
        if different
        else "the catalog is what the log makes"
    )
    replayed = "1 log entry" if entries == 1 else f"{entries} log entries"
    click.echo(f"{replayed} replayed: {verdict}.")
    return int(bool(different))


def _exit_code(train: Train) -> int:
    if any(refused.report is not None and refused.report.unchecked for refused in train.refused):
        return 3
    return int(bool(train.refused))


def _approval(by: str, at: datetime) -> Approval:
    name = one_line(by)
    if not 0 < len(name) <= MAX_APPROVER:
        raise UsageError(f"--approved-by should be a name of up to {MAX_APPROVER} characters")
    return Approval(name, at)


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
