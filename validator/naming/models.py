"""The names of models. They have no table: a model is what the results on the boards say."""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec

from pwc.catalog import BOARDS, Catalog
from validator.quote import near_text

_MODEL = re.compile(rb'"model":("(?:[^"\\]|\\.)*")')


def is_known(catalog: Catalog, name: str) -> bool:
    """Whether a result on any board is of a model of exactly this name."""
    return name in _names(catalog)


def near(catalog: Catalog, name: str) -> str | None:
    """The known name that this one is probably a slip of."""
    return near_text(name, sorted(_names(catalog)))


@lru_cache(maxsize=1)
def _names(catalog: Catalog) -> frozenset[str]:
    """All names of models, from the bytes of the boards: records of all results would take much longer."""
    files = (catalog.tree.read(path) or b"" for path in catalog.tree.paths(BOARDS))
    written = {found for data in files for found in _MODEL.findall(data)}
    return frozenset(msgspec.json.decode(text, type=str) for text in written)
