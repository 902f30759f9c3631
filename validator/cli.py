"""``pwc validate`` and ``pwc catalog check``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pwc.errors import UsageError
from pwc.options import catalog_option, format_option
from validator.report import FORMATS

if TYPE_CHECKING:
    from validator.entry import Entry
    from validator.mending import Judge
    from validator.run import Report
    from validator.selection import Selection
    from validator.subject import Subject


def _copies(
    context: click.Context, parameter: click.Parameter, given: tuple[str, ...]
) -> tuple[tuple[str, Path], ...]:
    """The format and the file of each ``FORMAT=FILE``."""
    copies = []
    for text in given:
        form, _, file = text.partition("=")
        if form not in FORMATS or not file:
            what = f"{text!r} is not FORMAT=FILE with one of {', '.join(FORMATS)}"
            raise click.BadParameter(what, context, parameter)
        copies.append((form, Path(file)))
    return tuple(copies)


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--base", metavar="REF", help="What the pull request is for. [default with --head: main]")
@click.option("--head", metavar="REF", help="The pull request. [default with --base: HEAD]")
@catalog_option
@click.option("--select", multiple=True, metavar="CODES", help="Only these rules: PWC302,PWC5,name-variant.")
@click.option("--ignore", multiple=True, metavar="CODES", help="All rules but these.")
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="text", show_default=True, help="How to report."
)
@click.option(
    "--also",
    multiple=True,
    metavar="FORMAT=FILE",
    callback=_copies,
    help="Write the report to a file too, in this format: sarif=found.sarif.",
)
@click.option("--rules-at", metavar="URL", help="Where docs/rules is on the web, for links to it.")
@click.option("--fix", is_flag=True, help="Make the repairs that are certain, and say which.")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="Judge as if it were this day.")
def validate(  # noqa: PLR0913, PLR0917 (a command's options)
    paths: tuple[Path, ...],
    base: str | None,
    head: str | None,
    directory: Path | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    form: str,
    also: tuple[tuple[str, Path], ...],
    rules_at: str | None,
    fix: bool,
    today: datetime | None,
) -> int:
    """Check submissions and explain what is wrong, line by line.

    PATHS are files or directories. Without any, what differs from main is checked, else all of
    submissions/. With --base or --head the difference between two commits is judged as a pull request,
    read from git and never from the working tree, against the catalog that the base has. What keeps a file
    from being read is reported whatever --select and --ignore say; --fix makes the repairs of the selected
    rules alone.

    Exit codes: 0 nothing that blocks a merge, 1 at least one error, 2 the command was not used right,
    3 it could not be checked.

    \b
    Examples:
      pwc validate submissions/2026/11/my-paper.yaml
      pwc validate --fix submissions/2026/11/my-paper.yaml
      pwc validate --base main --head my-branch --format github --also sarif=found.sarif
      pwc validate --select PWC3,PWC5 --format json submissions/2026
    """
    from validator import selection, subject  # noqa: PLC0415 (so that --help stays quick)

    wanted = selection.parse(select, ignore)
    day = (today or datetime.now(UTC)).date()
    if base is None and head is None:
        report = _judged(subject.on_disk(paths, directory), wanted, day, fix=fix)
        return show(report, form, rules_at, also)
    if paths or fix:
        what = "--fix" if fix else "PATHS"
        raise UsageError(f"{what} is about files here, --base and --head are about commits: use one of them")
    from validator.pull_request import in_git  # noqa: PLC0415 (git, for pull requests alone)

    with in_git(base, head, directory) as asked:
        return show(_judged(asked, wanted, day, fix=False), form, rules_at, also)


def _judged(asked: Subject, wanted: Selection, day: date, *, fix: bool) -> Report:
    from validator import run  # noqa: PLC0415

    def judge(entries: Sequence[Entry]) -> Report:
        return run.only(run.run(entries, asked.catalog, day), wanted.wants)

    if fix:
        return _mend(asked.entries, lambda entries: _with_repairs_of(wanted, judge(entries)))
    report = judge(asked.entries)
    if asked.change is None:
        return report
    return run.both(run.only(run.judge_change(asked.change), wanted.wants), report)


def _with_repairs_of(wanted: Selection, found: Report) -> Report:
    """A report without the repairs of rules that nobody asked for: what ends the reading is always in it."""
    from msgspec import structs  # noqa: PLC0415

    findings = (f if wanted.wants(f) else structs.replace(f, edit=None) for f in found.findings)
    return structs.replace(found, findings=tuple(findings))


def _write(file: Path, data: bytes) -> None:
    from validator import mending  # noqa: PLC0415

    try:
        mending.write(file, data)
    except OSError as error:
        raise UsageError(f"{file} cannot be written: {error.strerror}") from error


def _mend(entries: Sequence[Entry], judge: Judge) -> Report:
    """Repair the files on disk, and say on the error stream what was done: the report goes elsewhere."""
    from validator import mending  # noqa: PLC0415

    mended = mending.mend(entries, judge)
    for entry in mended.changed:
        if entry.file is not None:
            _write(entry.file, entry.data)
    for finding in mended.repaired:
        click.echo(mending.told(finding), err=True)
    return mended.report


@click.command()
@catalog_option
@format_option
def catalog_check(directory: Path | None, form: str) -> int:
    """Check every invariant of the catalog: schema, references, unique ids, canonical bytes.

    In a git repository this reads the commit at HEAD, not the working tree.

    \b
    Examples:
      pwc catalog check
      pwc catalog check --catalog path/to/catalog
    """
    from pwc.catalog import FOLDER  # noqa: PLC0415
    from pwc.git_history import find_repository, resolve  # noqa: PLC0415
    from pwc.git_tree import GitTree  # noqa: PLC0415
    from pwc.tree import DirectoryTree, MountedTree  # noqa: PLC0415
    from validator import catalog_check as checks  # noqa: PLC0415

    if directory is not None:
        return show(checks.check(MountedTree(FOLDER, DirectoryTree(directory))), form)
    repository = find_repository(Path.cwd())
    if repository is None:
        raise UsageError("this is no git repository; name the catalog's directory with --catalog")
    head = resolve(repository, "HEAD")
    if head is None:
        raise UsageError("the repository has no commit yet")
    with GitTree(repository, head) as tree:
        return show(checks.check(tree), form)


def show(
    report: Report, form: str, rules_at: str | None = None, also: Sequence[tuple[str, Path]] = ()
) -> int:
    """Print a report, write it to the files that are named too, and give the exit code that it deserves."""
    from validator.report import render  # noqa: PLC0415

    click.echo(render(report, form, colour=sys.stdout.isatty(), rules_at=rules_at))
    for copy, file in also:
        text = render(report, copy, rules_at=rules_at)
        try:
            file.write_text(f"{text}\n", encoding="utf-8", newline="\n")
        except OSError as error:
            raise UsageError(f"{file} cannot be written: {error.strerror}") from error
    return report.exit_code
