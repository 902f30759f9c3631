"""The names of models. They have no table: a model is what the results on the boards say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

import msgspec

from pwc import identity
from pwc.catalog import BOARDS, Catalog
from validator.quote import near_text

_MODEL = re.compile(rb'"model":("(?:[^"\\]|\\.)*")')
_SIZE = (
    r"(?i:(?<![^\W_])(?:[0-9]+(?:\.[0-9]+)?(?:[bmt]| ?[bm]illion)|large|big|base|medium|small)"
    r"(?: param(?:eter)?s?)?(?![^\W_]))"
)
_NUMBER = r"[0-9]+(?:\.[0-9]+)?(?:[a-zA-Z](?![a-zA-Z]))?"


def is_known(catalog: Catalog, name: str) -> bool:
    """Whether a result on any board is of a model of exactly this name."""
    return name in results_by_model(catalog)


def near(catalog: Catalog, name: str) -> str | None:
    """The known name that this one is probably a slip of."""
    return near_text(name, sorted(results_by_model(catalog)))


def differ_in_size_alone(one: str, other: str) -> bool:
    """Whether one name is the other and a size: GPT-3 175B is of GPT-3, but not of GPT-3 13B."""
    names = {identity.fold(one), identity.fold(other)}
    plain = {identity.fold(re.sub(_SIZE, "", name)) for name in (one, other)}
    return len(names) == 2 and len(plain) == 1 and plain < names


def listed(name: str) -> list[str]:
    """The models of which a name is a list, such as GLM-130B, GLM-10B; none for a name that is one.

    ResNet-50, FPN is one model of two parts, and so may be any two names that differ in their letters.
    """
    models = re.split(r", (?:and )?| and | & | / ", name)
    (shape, *others) = {identity.fold(re.sub(_NUMBER, "#", model)) for model in models}
    if others or "#" not in shape or sum(map(str.isalpha, shape)) < 2:
        return []
    return models if len({identity.fold(model) for model in models}) == len(models) > 1 else []


@lru_cache(maxsize=1)
def results_by_model(catalog: Catalog) -> Mapping[str, int]:
    """All names of models with the number of their results.

    From the bytes of the boards: records of all results would take much longer.
    """
    files = (catalog.tree.read(path) or b"" for path in catalog.tree.paths(BOARDS))
    written = Counter(found for data in files for found in _MODEL.findall(data))
    return {msgspec.json.decode(text, type=str): number for text, number in written.items()}
