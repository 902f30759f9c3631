"""What is told over and over: the first findings in full, the others in one line with their places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct

from validator.finding import Finding

SAME_MESSAGE = 3
"""So many findings of one code with one message are shown in full."""
IN_ONE_FILE = 10
"""So many findings of one code in one file, whatever they say."""

_MOST_LINES = 20


class Repeat(Struct, frozen=True):
    """Findings of one code that are not shown in full; never fewer than two, which would save nothing."""

    findings: tuple[Finding, ...]

    @property
    def first(self) -> Finding:
        """One of them, for what they have in common: code, name, severity."""
        return self.findings[0]


def folded(findings: Sequence[Finding]) -> tuple[list[Finding], list[Repeat]]:
    """The findings to show in full, and what is left of each code. Every finding is in one of the two."""
    seen: Counter[tuple[str, ...]] = Counter()
    repeated: dict[str, list[int]] = {}
    for index, finding in enumerate(findings):
        same, here = (finding.code, finding.message), (finding.code, "in", finding.path)
        if seen[same] >= SAME_MESSAGE or seen[here] >= IN_ONE_FILE:
            repeated.setdefault(finding.code, []).append(index)
        else:
            seen.update((same, here))
    groups = [group for group in repeated.values() if len(group) > 1]
    left = {index for group in groups for index in group}
    shown = [finding for index, finding in enumerate(findings) if index not in left]
    return shown, [Repeat(tuple(findings[index] for index in group)) for group in groups]


def places(findings: Iterable[Finding], show_path: Callable[[str], str] | None) -> str:
    """``lines 14, 21``, or with a way to show paths ``a.yaml lines 14, 21; b.yaml line 3``; cut when long."""
    lines: dict[str, dict[int, None]] = {}
    for finding in findings:
        lines.setdefault(finding.path, {})[finding.span.line] = None
    told, room = [], _MOST_LINES
    for path, numbers in lines.items():
        if room <= 0:
            break
        listed = ", ".join(str(number) for number in list(numbers)[:room])
        word = "line" if len(numbers) == 1 else "lines"
        told.append(f"{show_path(path)} {word} {listed}" if show_path else f"{word} {listed}")
        room -= len(numbers)
    cut = sum(map(len, lines.values())) > _MOST_LINES
    return "; ".join(told) + (", …" if cut else "")
