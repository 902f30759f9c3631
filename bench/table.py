"""Plain tables of what was measured, with the goals beside it."""

from __future__ import annotations

from collections.abc import Sequence

import click


def show(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table: the first column to the left, numbers to the right."""
    widths = [max(len(row[at]) for row in (columns, *rows)) for at in range(len(columns))]
    click.secho(f"\n{title}", bold=True)
    for row in (columns, ["-" * width for width in widths], *rows):
        first, *others = (
            cell.ljust(w) if at == 0 else cell.rjust(w)
            for at, (cell, w) in enumerate(zip(row, widths, strict=True))
        )
        click.echo("  ".join([first, *others]).rstrip())


def verdict(goal: str, reached: bool) -> str:
    """A goal, and whether it is reached."""
    return f"{goal}: {'reached' if reached else 'MISSED'}"
