"""What a contributor wrote, as it may stand in a message: one line, inert, of bounded length."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pwc.inert import visible

__all__ = ["did_you_mean", "listing", "near_text", "shown", "visible"]

_LONGEST = 80


def shown(value: Any) -> str:
    """A value from a submission, between backticks, shortened."""
    text = visible(str(value)).replace("`", "'")
    return f"`{text[:_LONGEST]}…`" if len(text) > _LONGEST else f"`{text}`"


def listing(names: Sequence[str], *, quote: bool = True, last: str = "and") -> str:
    """``a, b and c``, each between backticks unless told otherwise."""
    words = [f"`{name}`" if quote else name for name in names]
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def near_text(text: str, known: Iterable[str]) -> str | None:
    """The known word that ``text`` is probably a slip of, or None."""
    from rapidfuzz import fuzz, process, utils  # noqa: PLC0415 (asked only when a finding is reported)

    best = process.extractOne(
        text, list(known), scorer=fuzz.ratio, processor=utils.default_process, score_cutoff=65
    )
    return None if best is None else str(best[0])


def did_you_mean(names: Sequence[str]) -> str | None:
    """The question that a near name deserves, or None without one."""
    if not names:
        return None
    return f"Did you mean {listing([visible(name) for name in names], last='or')}?"
