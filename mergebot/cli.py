"""``pwc preview``, ``pwc merge`` and ``pwc catalog rebuild``."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import click

from mergebot import preview_text
from mergebot.draft import Changes
from mergebot.imports import imported
from mergebot.message import counted
from mergebot.open_elsewhere import with_others
from mergebot.preview import preview as compare
from mergebot.promote import Acceptance, promote
from mergebot.rebuild import differences
from mergebot.replay import no_imports
from pwc.catalog import Catalog
from pwc.errors import UsageError
from pwc.git_history import find_repository, resolve
from pwc.git_tree import GitTree
from pwc.options import catalog_option
from pwc.tree import OverlayTree
from validator import subject
from validator.cli import show
from validator.entry import in_order
from validator.run import both, judge_change, run

MAX_APPROVER = 300
_NOBODY = "0" * 40


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@catalog_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    show_default=True,
    help="For people, for a pull request's comment, or for programs.",
)
def preview(paths: tuple[Path, ...], directory: Path | None, form: str) -> int:
    """Show which leaderboards submissions would change: old and new ranks, new bests, who is overtaken.

    PATHS are files or directories. Without any, what differs from main is shown.

    Also its new names, with those of the catalog's that look like them, and which other branches and local
    pull requests (refs/pull/N/head) wait to be merged on the same leaderboards.

    A submission with errors is explained instead, as `pwc validate` does. Nothing is written.

    Exit codes: as for `pwc validate`.

    \b
    Examples:
      pwc preview
      pwc preview submissions/2026/11/my-paper.yaml
      pwc preview --format json submissions/2026/11/my-paper.yaml
    """
    asked = subject.on_disk(paths, directory)
    if not paths and asked.change is None:
        raise UsageError("nothing here differs from main; name the files to preview")
    before, entries = asked.catalog, asked.entries
    now = datetime.now(UTC)
    judged = run(entries, before, now.date())
    if asked.change is not None:
        judged = both(judge_change(asked.change), judged)
    if judged.exit_code != 0:
        return show(judged, form)
    repository = find_repository(Path.cwd())
    imports = no_imports if repository is None else partial(imported, repository)
    changed: Changes = {}
    promotions = []
    for entry in in_order(entries):
        if entry.submission is None:
            raise AssertionError("a file without errors is a submission")
        if before.accepted(entry.path) is not None:
            raise UsageError(f"{entry.path} is in the catalog already")
        when = now.strftime("%Y-%m-%dT%H:%M:%SZ")
        acceptance = Acceptance(entry.path, entry.blob, _NOBODY, when, "nobody yet")
        promotion = promote(entry.submission, acceptance, Catalog(OverlayTree(before.tree, changed)), imports)
        changed |= promotion.changes
        promotions.append(promotion)
    seen = compare(before, Catalog(OverlayTree(before.tree, changed)), promotions)
    if repository is not None and directory is None:
        own = {entry.path for entry in entries}
        seen = with_others(seen, repository, before, own)
    if form != "text":
        click.echo(preview_text.as_json(seen) if form == "json" else preview_text.markdown(seen))
        return 0
    click.echo(preview_text.text(seen))
    catalog = () if directory is None else ("--catalog", str(directory))
    told = preview_text.warnings(judged, ("pwc", "validate", *catalog, *map(str, paths)))
    if told is not None:
        click.echo(f"\n{told}")
    return 0


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
