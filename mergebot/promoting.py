"""What promotion and corrections share: names as slugs, code as records, and what was touched."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

import msgspec

from pwc import locator
from pwc.errors import CouldNotCheckError
from pwc.names import Names
from pwc.record import Code, Named
from pwc.submission import CodeEntry

AnyNamed = TypeVar("AnyNamed", bound=Named)


class NotPromotableError(CouldNotCheckError):
    """The submission cannot be taken into this catalog; validation should have said so before."""


class Touched:
    """The results that were there and that a submission changed: for the log."""

    def __init__(self) -> None:
        self.moved: dict[str, str] = {}
        """Those that are on another board now, each with that board's key."""
        self.corrected: list[str] = []


def record_of(names: Names[AnyNamed], name: str) -> AnyNamed:
    """The record that a name means. Raises NotPromotableError."""
    match = names.find(name)
    if match is None:
        raise NotPromotableError(f"the catalog has no {name!r}")
    return match.record


def slugs_of(names: Names[AnyNamed], wanted: Iterable[str]) -> tuple[str, ...]:
    """The slugs of the records that some names mean, each once. Raises NotPromotableError."""
    return union((), (record_of(names, name).slug for name in wanted))


def union(have: tuple[str, ...], more: Iterable[str]) -> tuple[str, ...]:
    """What is there, then what is new, each once."""
    return tuple(dict.fromkeys((*have, *more)))


def more_code(have: tuple[Code, ...], more: Iterable[CodeEntry | Mapping[str, Any]]) -> tuple[Code, ...]:
    """Repositories with more of them. One that is there already stays as it is, however it is addressed."""
    entries = (entry if isinstance(entry, CodeEntry) else msgspec.convert(entry, CodeEntry) for entry in more)
    brought = (Code(url=entry.url, official=entry.official) for entry in entries)
    by_address = {locator.url(code.url): code for code in reversed((*have, *brought))}
    return tuple(reversed(by_address.values()))
