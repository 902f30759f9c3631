"""2xx: what a comment may have swallowed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pwc.span import Path
from validator.entry import Entry
from validator.finding import Place, Problem, Severity
from validator.quote import shown
from validator.registry import rule

_CUT = re.compile(r"[ \t]+(#[^\s#][^#]{0,40})")


@rule("PWC219", Severity.HINT, stage="yaml")
def text_cut_by_comment(entry: Entry) -> Iterator[Problem]:
    """A text without quotes ends where a comment begins that may have been meant as part of it.

    Why: to YAML everything behind ` #` is a comment, so `model: GLM #2` is the model `GLM`.
    Fix: put the text in quotes; if it is a comment, write a space behind the `#`.
    """
    if b" #" not in entry.data or not _CUT.search(entry.data.decode("utf-8", "replace")):
        return
    for text, path in _texts(entry.document.value, ()):
        written = entry.document.written(path)
        if written is None or written.style:
            continue
        behind = entry.document.line(written.span.end_line)[written.span.end_column - 1 :]
        if cut := _CUT.match(behind):
            whole = f"{text} {cut[1].rstrip()}"
            yield Problem(
                f"this text ends before {shown(cut[1].rstrip())}, which is a comment",
                at=Place(path),
                fix=f"Write {shown(whole)} in quotes, or a space behind `#` if it is a comment.",
            )


def _texts(value: Any, path: Path) -> Iterator[tuple[str, Path]]:
    if isinstance(value, str):
        yield value, path
    elif isinstance(value, (dict, list)):
        for step, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _texts(item, (*path, step))
