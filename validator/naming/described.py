"""How a name that the catalog does not have is described under ``new:``."""

from __future__ import annotations

from pwc.submission import required_keys
from validator.repair import as_text

CHOICES = "`better:` is higher or lower, `scale:` is percent, fraction or none."
"""What a new metric has to say beside its names."""

_LONGEST = 60


def under_new(kind: str, **known: str) -> str:
    """What to write for a new task, dataset, method or metric: every key that is needed.

    Their values as far as they are ``known``, the others as ``…``.
    """
    fields = (f"{key}: {_shown(known.get(key, ''))}" for key in required_keys(("new", f"{kind}s", 0)))
    return f"`new: {{{kind}s: [{{{', '.join(fields)}}}]}}`"


def _shown(text: str) -> str:
    return as_text(text) if 0 < len(text) <= _LONGEST and "`" not in text else "…"
