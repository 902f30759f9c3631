"""What the columns of an old table measure: the archive says neither which way is better nor on which scale.

A well-known metric is what the registry says. Of any other the name may tell the direction by a word whose
meaning hardly ever changes. Otherwise the rows do: the site listed them with the best first. Whatever was not
known is marked as inferred, until a maintainer confirms it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from archive.tables import Table
from pwc import metric_registry, metric_sense
from pwc.record import Better, Metric, Scale

Column = Sequence[float | None]
"""One value for every row, where it has one."""

_MOST_COMPARED = 200
_LEAST_STEPS = 2
_CLEAR = 2 / 3
"""So many of the steps from row to row must go one way to say which way is better."""
_LARGEST_FRACTION = 1.5
"""A little more than 1, for rates of errors that may exceed it."""


def metrics(table: Table) -> tuple[Metric, ...]:
    """The metrics of a table in the order of its columns, then those that only its rows name."""
    found: list[Metric] = []
    first: Column = []
    for name in _names(table):
        values = _values(table, name)
        if not found:
            first = values
            found.append(_metric(name, values, direction_of(_numbers(values))))
        else:  # the rows are in the order of the first column
            found.append(_metric(name, values, direction_beside(first, found[0].better, values)))
    return tuple(found)


def _names(table: Table) -> Iterator[str]:
    in_rows = (name for row in table.rows for name in row.metrics)
    yield from dict.fromkeys((*(" ".join(name.split()) for name in table.metrics), *in_rows))


def _values(table: Table, name: str) -> Column:
    cells = (row.metrics.get(name) for row in table.rows)
    return [None if cell is None or cell.value is None else float(cell.value) for cell in cells]


def _numbers(column: Column) -> list[float]:
    return [value for value in column if value is not None]


def _metric(name: str, values: Column, better: Better | None) -> Metric:
    known, says_percent = metric_registry.find(name), metric_sense.scales(name) == ("percent",)
    if known is not None:
        scale = "percent" if says_percent else scale_of(_numbers(values))
        return known.on_board(name, scale if known.scale == "proportion" else "none")
    better = metric_sense.direction(name) or better or "higher"
    return Metric(name=name, better=better, scale="percent" if says_percent else "none", inferred=True)


def scale_of(values: Sequence[float]) -> Scale:
    """Whether the parts of a whole are percents or fractions; percents if there is nothing to tell by.

    On a table that mixes both, most of its values decide.
    """
    if not values:
        return "percent"
    small = sum(abs(value) <= _LARGEST_FRACTION for value in values)
    return "fraction" if 2 * small > len(values) else "percent"


def direction_of(values: Sequence[float]) -> Better | None:
    """Which way is better, by values in the order of the rows; None if they go up and down."""
    steps = [after - before for before, after in pairwise(values) if after != before]
    if len(steps) < _LEAST_STEPS:
        return None
    down = sum(step < 0 for step in steps) / len(steps)
    if down >= _CLEAR:
        return "higher"
    return "lower" if down <= 1 - _CLEAR else None


def direction_beside(first: Column, better: Better, values: Column) -> Better:
    """Which way is better in a column beside the first: the same, unless they clearly go against each other.

    Of a very long table its beginning tells.
    """
    beside = zip(first[:_MOST_COMPARED], values[:_MOST_COMPARED], strict=True)
    both = [(one, other) for one, other in beside if one is not None and other is not None]
    signs = [(one[0] - other[0]) * (one[1] - other[1]) for one, other in combinations(both, 2)]
    against, along = sum(sign < 0 for sign in signs), sum(sign > 0 for sign in signs)
    if against + along >= _LEAST_STEPS and against >= _CLEAR * (against + along):
        return "lower" if better == "higher" else "higher"
    return better
