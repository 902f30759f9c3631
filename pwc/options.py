"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path

import click

catalog_option = click.option(
    "--catalog",
    "directory",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The directory of the catalog, instead of the checkout's own.",
)

format_option = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="For people or for programs.",
)
