"""How many requests are left, as the headers and ``GET rate_limit`` show it."""

from __future__ import annotations

import time


class Rate:
    """The budget of an hour. A test that lowers ``limit`` sees what happens at its end.

    The time of its renewal is real time, since PyGithub compares it with the real clock.
    """

    def __init__(self, limit: int = 5000) -> None:
        self.limit, self.used = limit, 0
        self.reset = int(time.time()) + 3600

    @property
    def remaining(self) -> int:
        return max(0, self.limit - self.used)

    def shown(self) -> dict[str, int]:
        return {"limit": self.limit, "remaining": self.remaining, "reset": self.reset, "used": self.used}

    def headers(self) -> dict[str, str]:
        """The headers of every answer."""
        return {f"X-RateLimit-{name.title()}": str(value) for name, value in self.shown().items()}
