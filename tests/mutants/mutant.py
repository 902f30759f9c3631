"""What a mutant is: a guard that is taken away by changing a text that occurs once in its file."""

from __future__ import annotations

from msgspec import Struct


class Mutant(Struct, frozen=True):
    """One change of the code that a test has to notice."""

    guard: str
    """What would be missing."""
    file: str
    old: str
    new: str
    tests: tuple[str, ...]
    """What to give pytest: files, and options to choose among their tests."""
