"""``pwc validate``, ``pwc explain`` and ``pwc catalog check``."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pwc.errors import UsageError
from pwc.options import catalog_option, format_option
from pwc.place import find_root, open_catalog

if TYPE_CHECKING:
    from validator.run import Report


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@catalog_option
@format_option
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="Judge as if it were this day.")
def validate(paths: tuple[Path, ...], directory: Path | None, form: str, today: datetime | None) -> int:
    """Check submissions and explain what is wrong, line by line.

    PATHS are files or directories; without any, all of submissions/ is checked.

    Exit codes: 0 nothing that blocks a merge, 1 at least one error, 2 the command was not used right,
    3 it could not be checked.

    \b
    Examples:
      pwc validate submissions/2026/11/my-paper.yaml
      pwc validate --format json submissions/2026
    """
    from validator import files, run  # noqa: PLC0415 (so that --help and `pwc explain` stay quick)

    catalog = open_catalog(directory)
    day = (today or datetime.now(UTC)).date()
    report = run.run(files.entries(paths or (_all_submissions(),)), catalog, day)
    return show(report, form)


@click.command()
@click.argument("code")
def explain(code: str) -> int:
    """Explain a rule by its code: what it finds, why it is there, and how to mend it.

    \b
    Example:
      pwc explain PWC302
    """
    from validator.quote import near_text, shown  # noqa: PLC0415
    from validator.registry import all_rules  # noqa: PLC0415

    rules = all_rules()
    rule = rules.get(code.upper())
    if rule is None:
        near = near_text(code.upper(), rules)
        raise UsageError(f"there is no rule {shown(code)}" + (f"; did you mean {near}?" if near else ""))
    click.echo(
        f"{rule.code} {rule.name} ({rule.severity})\n\n{rule.title}\n\nWhy: {rule.why}\nFix: {rule.fix}"
    )
    return 0


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
    from pwc.git_tree import GitTree, find_repository, resolve  # noqa: PLC0415
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


def show(report: Report, form: str) -> int:
    """Print a report and give the exit code that it deserves."""
    from validator.report import json, text  # noqa: PLC0415

    colour = sys.stdout.isatty()
    click.echo(json.render(report) if form == "json" else text.render(report, colour=colour))
    return report.exit_code


def _all_submissions() -> Path:
    root = find_root(Path.cwd())
    if root is None or not (root / "submissions").is_dir():
        raise UsageError("no submissions/ found here or above; name the files to check")
    return root / "submissions"
