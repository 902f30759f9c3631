"""Which record of ours is which of theirs. Nearly all have the same slug in both, so only others are kept."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from msgspec.structs import replace

from pwc.record import Board, Locator, Model

Kind = Literal["area", "task", "dataset", "method", "model", "paper"]


class Correspondence:
    """Slugs of theirs that are called otherwise here."""

    def __init__(self) -> None:
        self._slugs: dict[tuple[Kind, str], str] = {}
        self._boards: dict[str, Board] = {}
        """Boards of ours by the slugs that they have in theirs."""
        self._models: dict[str, str] = {}
        """What models are called here, by the names that they had before."""

    def say(self, kind: Kind, theirs: str, ours: str) -> None:
        """Record that a slug of theirs is this one here."""
        if theirs != ours:
            self._slugs[kind, theirs] = ours

    def slug(self, kind: Kind, theirs: str) -> str:
        """What a slug of theirs is here."""
        return self._slugs.get((kind, theirs), theirs)

    def slugs(self, kind: Kind, theirs: tuple[str, ...]) -> tuple[str, ...]:
        """What some slugs of theirs are here, each once."""
        return tuple(dict.fromkeys(self.slug(kind, slug) for slug in theirs))

    def say_models(self, models: Iterable[Model]) -> None:
        """Record what the models that were renamed here are called now."""
        self._models |= {alias: model.name for model in models for alias in model.aliases}

    def model(self, theirs: str) -> str:
        """What a model of theirs is called here."""
        return self._models.get(theirs, theirs)

    def say_board(self, theirs: str, ours: Board) -> None:
        """Record that the board with this slug of theirs is this one of ours."""
        self._boards[theirs] = ours

    def locator(self, theirs: Locator) -> Locator | None:
        """A locator of theirs as it is here; None if it would lead to nothing."""
        if theirs.board is not None:
            board = self._boards.get(theirs.locator.removeprefix("sota:"))
            return None if board is None else Locator(locator=f"sota:{board.slug}", board=board.key)
        if theirs.paper is not None:
            return replace(theirs, paper=self.slug("paper", theirs.paper))
        if theirs.task is not None:
            return replace(theirs, task=self.slug("task", theirs.task))
        if theirs.dataset is not None:
            return replace(theirs, dataset=self.slug("dataset", theirs.dataset))
        return replace(theirs, method=self.slug("method", theirs.method or ""))
