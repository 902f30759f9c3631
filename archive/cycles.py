"""Cycles among things that are parts of each other, each found once, in an order that does not change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def find(parents: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """Every step up that closes a cycle, as the way that leads back: ``[a, b, c, a]``.

    Without the last step of each way (from ``c`` to ``a``) there is no cycle left. Steps to what is not
    among the keys lead nowhere.
    """
    found: list[list[str]] = []
    done: set[str] = set()
    for start in sorted(parents):
        way = [start]
        waiting = [list(reversed(parents[start]))]
        while way:
            if not waiting[-1] or way[-1] in done:
                done.add(way.pop())
                waiting.pop()
                continue
            step = waiting[-1].pop()
            if step in way:
                found.append([*way[way.index(step) :], step])
            elif step in parents and step not in done:
                way.append(step)
                waiting.append(list(reversed(parents[step])))
    return found
