"""The merge of an imported catalog (theirs) into the catalog (ours).

It has three sides, as git's has: the base is the import that was adopted before (nothing, the first time). A
field that ours still has as the base had it becomes what theirs says; one that was changed since, or that
ours had before any import, stays. Lists take what is new in theirs. Nothing is removed: what an archive does
not have any more was a result all the same.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from archive.adopting import boards, names, papers
from archive.adopting.correspondence import Correspondence
from pwc import canonical, identity
from pwc.catalog import Catalog
from pwc.record import Locator


class Adopted(Struct, frozen=True):
    """The changed files under ``catalog/``, and the boards of the results that are new, by their ids."""

    files: dict[str, bytes]
    results: dict[str, str]


def adopt(ours: Catalog, theirs: Catalog, base: Catalog) -> Adopted:
    """Merge theirs into ours. Pure. Raises BrokenFileError if a file of one of them cannot be read."""
    same = Correspondence()
    files = dict(names.adopt(ours, theirs, base, same))
    files |= papers.adopt(ours, theirs, base, same)
    changed, results = boards.adopt(ours, theirs, base, same)
    files |= changed
    files |= _locators(ours, theirs, same)
    changes = {path: data for path, data in sorted(files.items()) if data != (ours.tree.read(path) or b"")}
    return Adopted(changes, results)


def _locators(ours: Catalog, theirs: Catalog, same: Correspondence) -> Iterator[tuple[str, bytes]]:
    """The shards of locators with theirs added, each leading to what it leads to here."""
    added: dict[str, dict[str, Locator]] = {}
    for entry in map(same.locator, theirs.locators()):
        if entry is not None and ours.locator(entry.locator) is None:
            added.setdefault(identity.locator_path(entry.locator), {})[entry.locator] = entry
    for path, entries in added.items():
        stored = {e.locator: e for e in canonical.read_lines(path, ours.tree.read(path) or b"", Locator)}
        yield path, canonical.lines(record for _, record in sorted((entries | stored).items()))
