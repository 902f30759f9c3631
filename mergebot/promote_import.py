"""From an imported catalog to the catalog's changed files: what ``promote`` is to a submission. Pure."""

from __future__ import annotations

from archive.adopting.adopt import adopt
from mergebot.draft import Draft
from mergebot.promote import PROMOTER, Acceptance, Promotion
from pwc.catalog import FOLDER, Catalog
from pwc.record import LogEntry


def promote_import(theirs: Catalog, base: Catalog, acceptance: Acceptance, ours: Catalog) -> Promotion | None:
    """Take an imported catalog into ours; None if it holds nothing that ours does not have.

    ``base`` is the import that was taken in before, or an empty catalog. The acceptance's ``blob`` and
    ``head`` are the git tree and commit that hold the import: the log's entry names it, byte for byte.
    Raises BrokenFileError if a file of one of them cannot be read.
    """
    adopted = adopt(ours, theirs, base)
    if not adopted.files:
        return None
    last = ours.last_entry()
    entry = LogEntry(
        number=(last.number if last else 0) + 1,
        when=max(acceptance.when, last.when) if last else acceptance.when,
        kind="import",
        file=FOLDER,
        blob=acceptance.blob,
        head=acceptance.head,
        approved_by=acceptance.approved_by,
        promoter=PROMOTER,
        results=adopted.results,
    )
    draft = Draft(ours)
    draft.put_log(entry)
    return Promotion(entry, {**adopted.files, **draft.changes()}, ())
