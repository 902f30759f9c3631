"""What to do about a key that stands twice: it depends on where that is."""

from __future__ import annotations

from pwc.span import Path
from pwc.submission import allowed_types, required_keys
from validator.quote import listing, shown


def advice(path: Path) -> str:
    """What to do about the second one of two keys at a place of a submission."""
    *above, key = path
    name = shown(f"{key}:")
    if path == ("paper",):
        return (
            "A file is about one paper: put what belongs to it under one `paper:`, and another paper with "
            "its results into another file."
        )
    if above and isinstance(above[-1], int):
        needed = listing([f"{needed}:" for needed in required_keys(tuple(above))]) or "all keys"
        return (
            "Keep the right one and delete the other; or, if a second entry of the list was to begin here, "
            f"begin it with `- ` and give it {needed} of its own."
        )
    if above[-1:] == ["metrics"]:
        return "Keep the right one, and delete the other; a number of another setting is another result."
    if allowed_types(path) == {"array"}:
        return f"Move its entries to the end of the first {name}, and delete this one."
    if allowed_types(path) == {"object"}:
        return f"Move what it holds below the first {name}, and delete this one."
    return "Keep the right one, and delete the other."
