"""How much of everything the old site's archive holds, and any fraction of it."""

from __future__ import annotations

from fractions import Fraction

from msgspec import Struct
from msgspec.structs import asdict


class Sizes(Struct, frozen=True):
    """How many of each kind. What is dirt (rows twice, papers twice, empty boards) is among them."""

    rows: int = 60_000
    boards: int = 12_000
    datasets: int = 15_008
    tasks: int = 4_451
    entries: int = 2_254
    """Tasks at the top of the evaluation tables; the others stand below one of them."""
    methods: int = 8_725
    papers: int = 576_261
    with_results: int = 22_000
    """Papers that have rows."""
    with_code: int = 190_000
    """Papers that have links."""
    links: int = 300_161


def scaled(scale: float) -> Sizes:
    """All of it in proportion; a scale of 1 is the archive's own size."""
    exact = Fraction(str(scale))
    return Sizes(**{name: max(1, round(number * exact)) for name, number in asdict(Sizes()).items()})
