"""``pwc archive import`` and ``pwc archive export``."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from archive.account import Account
from archive.dump import BadDumpError
from archive.export_files import export_to
from archive.importing import import_dumps
from pwc.errors import UsageError
from pwc.inert import visible
from pwc.options import catalog_option
from pwc.place import open_catalog


@click.command("import")
@click.argument(
    "paths", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False)
)
@click.option(
    "--into",
    "directory",
    required=True,
    metavar="CATALOG",
    type=click.Path(path_type=Path, file_okay=False),
    help="The directory to write, of its own; one that an import wrote before is added to.",
)
@click.option(
    "--report",
    "report",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the account of every row to this file, as JSON.",
)
def import_(paths: tuple[Path, ...], directory: Path, report: Path | None) -> int:
    """Import dumps of the Papers With Code archive as a catalog.

    PATHS are any of its five dumps, plain or gzipped, in any order: evaluation-tables, papers-with-abstracts,
    links-between-papers-and-code, methods, datasets. Every row is accounted for: it is a result, or folded
    into an equal one, or rejected with its place and the reason. Importing the same again changes nothing.

    `pwc merge --import CATALOG` then takes it into a repository's catalog.

    Exit codes: 0 imported, also if rows were rejected; 1 a file is no dump, or damaged, and nothing was
    written; 2 the command was not used right; 3 what is in CATALOG already cannot be read.

    \b
    Examples:
      pwc archive import evaluation-tables.json.gz --into imported
      pwc archive import dumps/*.json.gz --into imported --report import.json
    """
    if report is not None and not report.absolute().parent.is_dir():
        raise UsageError(f"{report} cannot be written: there is no directory {report.parent}")
    size = sum(path.stat().st_size for path in paths)
    hidden = not sys.stderr.isatty()
    try:
        with click.progressbar(length=size, label="reading", file=sys.stderr, hidden=hidden) as bar:
            account = import_dumps(paths, directory, bar.update)
    except BadDumpError as error:
        click.echo(f"pwc: {visible(str(error))}\n{visible(str(directory))} is as it was.", err=True)
        return 1
    if report is not None:
        _write(report, json.dumps(account.report(), ensure_ascii=False, indent=1))
    click.echo("\n".join(_lines(account)))
    return 0


@click.command("export")
@click.argument("to", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@catalog_option
@click.option("--gzip", "packed", is_flag=True, help="Write .json.gz files.")
def export(to: Path, directory: Path | None, packed: bool) -> int:
    """Export the catalog as the five dumps of the Papers With Code archive.

    Programs that read the old dumps read these. What the old shapes cannot hold (ids, directions, settings,
    provenance) stands in one more key, which they ignore; with it, importing what was exported gives the
    catalog again, byte for byte. Papers that are kept beside the catalog are exported where they are there.

    Exit codes: 0 exported, 2 the command was not used right, 3 the catalog cannot be read.

    \b
    Examples:
      pwc archive export dumps
      pwc archive export dumps --catalog imported --gzip
    """
    for path, items in export_to(open_catalog(directory), to, packed=packed):
        click.echo(f"{items:>9,} items in {visible(str(path))}")
    return 0


def _lines(account: Account) -> list[str]:
    counts = f"{account.results:,} results, {account.folded:,} folded into equal ones"
    told = [f"{account.rows_in:,} rows: {counts}, {len(account.rejects):,} rejected"]
    for what, notices in (("rejected", account.rejects), ("left out", account.left_out)):
        told += [f"  {what}: {number:,} times: {visible(why)}" for why, number in account.commonest(notices)]
    told += [f"  a cycle was cut: {visible(' > '.join(cycle))}" for cycle in account.cycles[:5]]
    if len(account.cycles) > 5:
        told.append(f"  and {len(account.cycles) - 5} other cycles")
    return told


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}") from error
