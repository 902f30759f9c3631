"""What the corrections of a file do, as far as it decides what may stand beside them."""

from __future__ import annotations

from validator.context import Context
from validator.correcting.correction import Correction, corrections

REVERT = "undoes submissions"
_OTHERS = "does other things"


def act(one: Correction) -> str:
    """What a correction does: for those that move what others name, a sentence about its file."""
    if one.kind == "submission":
        return REVERT
    if "merge_into" in one.written:
        return f"merges {one.kind}s"
    if one.kind == "board" and "rename" in one.written:
        return "renames metrics"
    return _OTHERS


def moves(doing: str) -> bool:
    """Whether it moves, renames or undoes what other entries may name."""
    return doing != _OTHERS


def acts(context: Context) -> tuple[str, ...]:
    """What a file does, each once; what moves nothing comes last."""
    submission = context.submission
    does = [act(one) for one in corrections(context)]
    if does and (submission.paper is not None or submission.results or context.brings_names):
        does.append(_OTHERS)
    return tuple(sorted(dict.fromkeys(does), key=lambda doing: not moves(doing)))
