"""What a webhook's payload is believed: the number of a pull request of the expected repository, no more."""

from __future__ import annotations

import json
from typing import Any

from pwc.errors import UsageError

MOST_BYTES = 26_000_000
"""GitHub sends no payload past 25 MB."""
MOST_NUMBER = 10**9


def number_in(payload: bytes, repository: str) -> int | None:
    """The pull request that a payload is about, or None. Raises UsageError for what is no payload."""
    if len(payload) > MOST_BYTES:
        raise UsageError("this is no webhook payload: it is too large")
    try:
        told = json.loads(payload)
    except (ValueError, RecursionError) as error:
        raise UsageError("this is no webhook payload: it is no JSON") from error
    if not isinstance(told, dict) or _at(told, "repository", "full_name") != repository:
        return None
    number = _at(told, "pull_request", "number")
    if number is None and _at(told, "issue", "pull_request") is not None:
        number = _at(told, "issue", "number")
    is_one = isinstance(number, int) and not isinstance(number, bool) and 0 < number < MOST_NUMBER
    return number if is_one else None


def _at(told: Any, *keys: str) -> Any:
    for key in keys:
        told = told.get(key) if isinstance(told, dict) else None
    return told
