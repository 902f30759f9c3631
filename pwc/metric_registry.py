"""What is known of well-known metrics: which way is better, on which scale, within which bounds.

The knowledge is in ``metrics.toml`` beside this module. It is asked when a board is made or imported, and
what it says is copied into the board: a later edition of the registry changes no board.

A name is looked up as it is folded (see ``identity.fold``); then without what says nothing about the
metric: the split (*test*, *validation*), a percent sign, arrows, and the number after an ``@``. With an
abbreviation in brackets, both must mean the same. A name with anything else in it is another metric:
``Accuracy drop`` is not accuracy.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib import resources
from typing import Literal

from msgspec import Struct, convert

from pwc import identity
from pwc.record import Better, Metric, Scale
from pwc.submission import decimal_text

_AT = re.compile(r"@\s*\d+(?:\.\d+)?\s*%?")
_SAYS_NOTHING = re.compile(
    r"[\u2191\u2193%]|\b(?:test|testing|val|valid|validation|dev|train|training)\b|\((?:\s|%|higher|lower|is|better)*\)"
)

_ABBREVIATED = re.compile(r"(.+)\(([^()]+)\)")


class KnownMetric(Struct, frozen=True):
    """A metric of the registry. Bounds are decimal text; those of a proportion are of the fraction."""

    name: str
    better: Better
    scale: Literal["proportion", "none"]
    min: str | None = None
    max: str | None = None

    def on_board(self, name: str, scale: Scale) -> Metric:
        """The metric of a board that calls it ``name`` and gives its values on ``scale``.

        A proportion on the scale ``none`` has no bounds: nobody knows which they are.
        """
        if self.scale == "none":
            return Metric(name=name, better=self.better, scale="none", min=self.min, max=self.max)
        low, high = (_scaled(bound, scale) for bound in (self.min, self.max))
        return Metric(name=name, better=self.better, scale=scale, min=low, max=high)


class _Group(Struct, frozen=True, forbid_unknown_fields=True):
    about: str
    better: Better
    scale: Literal["proportion", "none"]
    names: dict[str, tuple[str, ...]]
    min: str | None = None
    max: str | None = None


def groups() -> tuple[_Group, ...]:
    """The registry as it is written, for whoever lists it."""
    text = resources.files("pwc").joinpath("metrics.toml").read_text(encoding="utf-8")
    return convert(tomllib.loads(text)["group"], tuple[_Group, ...])


@lru_cache(maxsize=4096)
def find(name: str) -> KnownMetric | None:
    """The well-known metric that a name means, or None."""
    known = _by_folded_name()
    plain = _SAYS_NOTHING.sub(" ", name.lower())
    for text in (name, plain, _AT.sub("@k", plain)):
        if found := known.get(identity.fold(text)):
            return found
    if short := _ABBREVIATED.fullmatch(plain.strip()):
        whole = known.get(identity.fold(short[1]))
        return whole if whole is not None and whole == known.get(identity.fold(short[2])) else None
    return None


@cache
def _by_folded_name() -> dict[str, KnownMetric]:
    known = {}
    for group in groups():
        for name, aliases in group.names.items():
            metric = KnownMetric(name, group.better, group.scale, group.min, group.max)
            known.update({identity.fold(text): metric for text in (name, *aliases)})
    return known


def _scaled(bound: str | None, scale: Scale) -> str | None:
    if bound is None or scale == "none":
        return None
    return bound if scale == "fraction" else decimal_text(f"{bound}e2")
