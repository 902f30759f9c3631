"""What has been read, kept for the next time it is asked for, up to a number."""

from __future__ import annotations

from collections.abc import Callable, Container
from typing import Generic, TypeVar

AnyValue = TypeVar("AnyValue")


class Kept(Generic[AnyValue]):
    """As many answers as are wanted, by their keys; what was kept first is dropped first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._answers: dict[str, AnyValue] = {}

    def get(self, key: str, read: Callable[[str], AnyValue]) -> AnyValue:
        """The answer for a key, which is read if it is not there."""
        try:
            return self._answers[key]
        except KeyError:
            answer = read(key)
        if len(self._answers) >= self._most:
            del self._answers[next(iter(self._answers))]
        self._answers[key] = answer
        return answer

    def without(self, keys: Container[str]) -> Kept[AnyValue]:
        """The same answers without those of some keys."""
        kept: Kept[AnyValue] = Kept(self._most)
        kept._answers = {key: answer for key, answer in self._answers.items() if key not in keys}
        return kept
