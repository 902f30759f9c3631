"""529: what stands in a name and belongs under a key of its own."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from validator.content import Content
from validator.finding import Place, Problem, Severity
from validator.numbers import protocol
from validator.quote import shown
from validator.registry import rule
from validator.rules.text import repaired
from validator.wording.form import setting_in, without_ours
from validator.wording.texts import wording

_MARKS = ("shot", "(", "[", ", fine", ", linear")
"""Without any of them, no name has such a part."""


@rule("PWC529", Severity.HINT, stage="content")
def setting_in_a_name(content: Content) -> Iterator[Problem]:
    """A model's or a dataset's name says what belongs elsewhere: a setting, the dataset, or `(ours)`.

    Why: with it in the name, one model looks like several, and rows that can be compared stand apart.
    Fix: write the setting under `setting:`, and the name alone.
    """
    found = wording(content)
    if not any(mark in found.named for mark in _MARKS):
        return
    results = content.submission.results
    for words in chain(found.models, found.names):
        text, path = words
        result = results[int(path[1])] if path[0] == "results" else None
        if (plain := without_ours(text)) != text:
            yield from repaired(content, words, "whose it is shows in the row's paper", plain)
        elif (setting := setting_in(text)) is not None and path[1] != "metrics":
            yield _moved(Place(path), *setting, None if result is None else result.setting)
        elif result is not None and text.endswith(f" ({result.dataset})"):
            plain = text.removesuffix(f" ({result.dataset})")
            yield Problem("the dataset has a field of its own", Place(path), f"Write {shown(plain)}.")


def _moved(place: Place, plain: str, what: str, given: str | None) -> Problem:
    """A setting in a name, which ``setting:`` does not say, says too, or contradicts."""
    if given is None:
        count = protocol.count_of_few(what)
        usual = protocol.canonical(what) or (f"few-shot ({count})" if count else what)
        return Problem(
            f"{shown(what)} is a setting, not part of the name",
            at=place,
            fix=f"Write {shown(plain)} here, and setting: {usual} in the result.",
        )
    if protocol.key(given) == protocol.key(what):
        return Problem(
            f"{shown(what)} is a setting, not part of the name",
            at=place,
            fix=f"Write {shown(plain)}.",
            repair=plain,
        )
    return Problem(
        f"the name says {shown(what)}, and `setting:` says {shown(given)}",
        at=place,
        fix=f"Write {shown(plain)} here, and let `setting:` alone say under which protocol it was measured.",
    )
