"""The stand-in's time, which moves a second with each event and never by itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

FORM = "%Y-%m-%dT%H:%M:%SZ"


class Clock:
    """Times as GitHub writes them, from a start that a test chooses."""

    def __init__(self, start: str = "2026-11-22T12:00:00Z", step: int = 1) -> None:
        self._now = datetime.strptime(start, FORM).replace(tzinfo=UTC)
        self.step = timedelta(seconds=step)

    @property
    def now(self) -> str:
        """The time of the latest event."""
        return self._now.strftime(FORM)

    def tick(self) -> str:
        """The time of a new event."""
        self._now += self.step
        return self.now

    def advance(self, seconds: int) -> None:
        """Lets time pass in which nothing happens."""
        self._now += timedelta(seconds=seconds)
