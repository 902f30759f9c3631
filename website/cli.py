"""``pwc site``."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import click

from pwc.errors import UsageError
from pwc.options import catalog_option
from pwc.place import open_catalog
from website import links

_REPOSITORY = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*/[A-Za-z0-9._-]+")


@click.group()
def site() -> None:
    """Build the website, or look at it.

    \b
    Examples:
      pwc site build
      pwc site serve
    """


@site.command()
@catalog_option
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("site"),
    show_default=True,
    help="The directory to write the site to.",
)
@click.option(
    "--base-url",
    help="Where the site will stand, such as https://example.org/pwc/: adds canonical links and a sitemap.",
)
@click.option(
    "--repo",
    "repository",
    metavar="OWNER/NAME",
    help="The GitHub repository that the catalog is kept in: adds links to submissions.",
)
@click.option(
    "--all", "everything", is_flag=True, help="Make every page anew, also those that nothing has touched."
)
def build(
    directory: Path | None, out: Path, base_url: str | None, repository: str | None, *, everything: bool
) -> int:
    """Build the website from the catalog alone.

    Only pages that changed are written, and pages of an earlier build that are no longer wanted are
    removed. What the last build knew stands beside the pages, in .pwc-site-state, so that after a merge
    little is read again; a page that was changed by hand comes back with --all. Open the front page in a
    browser, or let any web server serve the directory.

    \b
    Examples:
      pwc site build
      pwc site build --out public --base-url https://example.org/pwc/
      pwc site build --catalog path/to/catalog --repo OWNER/NAME
    """
    from website import build as building  # noqa: PLC0415 (so that --help stays quick)

    if out.exists() and not out.is_dir():
        raise UsageError(f"{out} is a file; name a directory with --out")
    options = building.Options(_checked_base(base_url), _checked_repository(repository))
    try:
        done = building.build(open_catalog(directory), out, options, everything=everything)
    except OSError as error:
        raise UsageError(f"cannot write {error.filename or out}: {error.strerror or error}") from error
    untouched = done.unchanged + done.untouched
    click.echo(f"files: {done.written} written, {untouched} unchanged, {done.removed} removed")
    click.echo(f"front page: {out / 'index.html'}")
    return 0


@site.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=Path("site"),
    show_default=True,
    help="The directory of a site that `pwc site build` made.",
)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="Where to listen; 0: any."
)
def serve(out: Path, port: int) -> int:
    """Show a built site in the browser, at an address of this machine alone, until Ctrl-C.

    Dead links get the site's own page, as on a host of static files.

    \b
    Examples:
      pwc site serve
      pwc site serve --out public --port 8080
    """
    from website.serve import server  # noqa: PLC0415 (so that building never imports it)

    if not (out / links.NOT_FOUND).is_file():
        raise UsageError(f"{out} holds no site; `pwc site build --out {out}` makes one")
    try:
        listening = server(out, port)
    except OSError as error:
        raise UsageError(f"cannot listen on port {port}: {error.strerror or error}") from error
    with listening:
        click.echo(f"http://{listening.server_name}:{listening.server_port}/ (Ctrl-C ends it)")
        try:
            listening.serve_forever()
        except KeyboardInterrupt:
            click.echo("ended")
    return 0


def _checked_base(address: str | None) -> str | None:
    if address is None:
        return None
    try:
        parts = urlsplit(address)
    except ValueError:  # a half-open [ in the host
        parts = urlsplit("")
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise UsageError(f"--base-url must be like https://example.org/pwc/, not {address!r}")
    return address.rstrip("/") + "/"


def _checked_repository(name: str | None) -> str | None:
    if name is not None and not _REPOSITORY.fullmatch(name):
        raise UsageError(f"--repo must be like OWNER/NAME, not {name!r}")
    return name
