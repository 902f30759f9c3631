"""``pwc site``."""

from __future__ import annotations

import re
from decimal import localcontext
from pathlib import Path
from urllib.parse import urlsplit

import click

from pwc.errors import UsageError
from pwc.options import catalog_option
from pwc.place import open_catalog

_REPOSITORY = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*/[A-Za-z0-9._-]+")


@click.group()
def site() -> None:
    """Build the website.

    \b
    Example:
      pwc site build
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
def build(directory: Path | None, out: Path, base_url: str | None, repository: str | None) -> int:
    """Build the website from the catalog alone.

    Only pages that changed are written, and pages of an earlier build that are no longer wanted are
    removed. Open the front page in a browser, or let any web server serve the directory.

    \b
    Examples:
      pwc site build
      pwc site build --out public --base-url https://example.org/pwc/
      pwc site build --catalog path/to/catalog --repo OWNER/NAME
    """
    from website.contents import read  # noqa: PLC0415 (so that --help stays quick)
    from website.render import Renderer  # noqa: PLC0415
    from website.site import files  # noqa: PLC0415
    from website.write import write  # noqa: PLC0415

    if out.exists() and not out.is_dir():
        raise UsageError(f"{out} is a file; name a directory with --out")
    renderer = Renderer(base_url=_checked_base(base_url), repository=_checked_repository(repository))
    contents = read(open_catalog(directory))
    try:
        with localcontext() as arithmetic:
            arithmetic.prec = 100  # values have up to 40 digits, and differences of them must not vanish
            done = write(out, files(contents, renderer))
    except OSError as error:
        raise UsageError(f"cannot write {error.filename or out}: {error.strerror or error}") from error
    click.echo(f"files: {done.written} written, {done.unchanged} unchanged, {done.removed} removed")
    click.echo(f"front page: {out / 'index.html'}")
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
