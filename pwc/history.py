"""Which entries of the catalog's log are in effect: an accepted submission may be undone by a later one."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from pwc.record import LogEntry


def in_effect(log: Iterable[LogEntry], without: Collection[str] = ()) -> list[LogEntry]:
    """The entries that no later one undoes, and whose files are not among ``without``, in order.

    What undoes something can be undone itself; then the first is in effect again.
    """
    gone, found = set(without), []
    for entry in reversed([*log]):
        if entry.kind == "submission" and entry.file in gone:
            continue
        gone.update(entry.reverted)
        found.append(entry)
    return found[::-1]
