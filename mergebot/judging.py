"""Judging heads one after the other, each against what those before it would leave."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial

from msgspec import Struct

from mergebot.candidate import Candidate, InMainError, UnusableRefError, candidate
from mergebot.draft import Changes
from mergebot.foresight import files_of
from mergebot.history import is_clean
from mergebot.imports import imported
from mergebot.lineage import Lineage
from mergebot.outcome import Approval, Merged, Refused
from mergebot.promote import Acceptance, promote
from mergebot.promoting import NotPromotableError
from pwc.catalog import Catalog
from pwc.errors import GitError
from pwc.git_history import new_objects, resolve_all
from pwc.git_tree import GitTree
from pwc.submission import Submission
from pwc.tree import Tree
from validator.entry import Entry, in_order
from validator.numbers.measured import Histories
from validator.pull_request import entries
from validator.run import Report, judge_change, run


class Step(Struct, frozen=True):
    """One merge that is ready to be committed."""

    offered: Candidate
    merged: Merged
    files: Changes


def judge_each(
    main: GitTree, refs: Sequence[str], approval: Approval, outside: Collection[str] = ()
) -> Iterator[Step | Refused]:
    """Check every head against what those before it would leave; one that cannot be read stops no other.

    They come in the order given, but one that is built upon another comes after that one. The histories of
    those in ``outside`` may not enter main's: their files are adopted.
    """
    named = list(dict.fromkeys(refs))
    found = dict(zip(named, resolve_all(main.repository, named), strict=True))
    heads = {ref: head for ref, head in found.items() if head is not None}
    yield from (Refused(ref, f"there is no branch or commit {ref!r}") for ref in named if ref not in heads)
    yield from _Judge(main, heads, outside, approval).judge_each()


class _Judge:
    """The state that the heads so far have left, and what it takes to judge the next one."""

    def __init__(
        self,
        main: GitTree,
        heads: Mapping[str, str],
        outside: Collection[str],
        approval: Approval,
    ) -> None:
        self._main = main
        self._heads = heads
        self._outside = outside
        self._approval = approval
        self._lineage = Lineage(main.repository, main.commit, heads.values())
        self._catalog = Catalog(main)
        self._opened: set[str] = set()
        self._histories = Histories()

    def judge_each(self) -> Iterator[Step | Refused]:
        with suppress(GitError):  # what cannot be read is told when it is asked for
            short = [head for head in self._heads.values() if self._lineage.commits(head) is not None]
            self._main.read_ahead(new_objects(self._main.repository, self._main.commit, short))
        for ref in self._lineage.in_order(self._heads):
            yield self._judge_next(ref)

    def _judge_next(self, ref: str) -> Step | Refused:
        """Judge one head; the state is what it leaves, if it can be merged."""
        try:
            offered = candidate(self._main, self._lineage, ref, self._heads[ref])
            return self._refusal(offered) or self._checked(offered)
        except InMainError as error:
            return Refused(ref, str(error), is_in_main=True)
        except (UnusableRefError, NotPromotableError, GitError) as error:
            return Refused(ref, str(error))

    def _refusal(self, offered: Candidate) -> Refused | None:
        """Why a head is left out before any of its files is read, if it is."""
        report = judge_change(offered.change)
        if report.has_errors:
            return Refused(offered.ref, "it touches files that it may not touch", report)
        tree = self._catalog.tree
        taken = next((path for path in offered.paths if tree.read(path) is not None), None)
        if taken is None:
            return None
        accepted = self._catalog.accepted(taken)
        if accepted is not None and accepted.head == offered.head:
            raise InMainError(offered.ref)
        why = f"main has {taken} already; rename the file, for instance to {_free(tree, taken)}"
        return Refused(offered.ref, why)

    def _checked(self, offered: Candidate) -> Step | Refused:
        """Check a head's files, and work out what merging it would write."""
        found = entries(self._main, offered.change)
        self._open(found)
        report = run(found, self._catalog, self._approval.at.date(), self._histories)
        if report.unchecked:
            return Refused(offered.ref, "it could not be checked", report)
        if report.has_errors:
            return Refused(offered.ref, "it has errors", report)
        missing = sorted(report.needing_override - self._approval.of(offered.ref).overrides.keys())
        if missing:
            why = f"{missing[0]} is only accepted with a reason: --override {missing[0]} REASON"
            return Refused(offered.ref, why, report)
        return self._taken_in(offered, found, report)

    def _open(self, found: Sequence[Entry]) -> None:
        """Ask together for the files of main's catalog that some submissions will need."""
        wanted: set[str] = set()
        for entry in found:
            with suppress(Exception):  # whatever is wrong with a file, the rules say
                if entry.submission is not None:
                    wanted.update(files_of(entry.submission, self._catalog))
        self._main.open_ahead(wanted - self._opened)
        self._opened |= wanted

    def _taken_in(self, offered: Candidate, found: Sequence[Entry], report: Report) -> Step:
        files: Changes = {}
        promotions = []
        state = self._catalog
        for entry in in_order(found):
            acceptance = _acceptance(entry, offered, self._approval.of(offered.ref), report)
            promotion = promote(
                _submission(entry), acceptance, state, partial(imported, self._main.repository)
            )
            changed = {entry.path: entry.data} | promotion.changes
            state = state.changed(changed)
            files |= changed
            promotions.append(promotion)
        adopted = offered.head in self._outside or not is_clean(self._main, self._lineage, offered)
        self._catalog = state
        self._opened.update(files)
        if not adopted:
            self._lineage.take_in(offered.head)
        merged = Merged(offered.ref, offered.head, tuple(promotions), report, adopted)
        return Step(offered, merged, files)


def _submission(entry: Entry) -> Submission:
    if entry.submission is None:
        raise AssertionError("a file without errors is a submission")
    return entry.submission


def _acceptance(entry: Entry, offered: Candidate, approval: Approval, report: Report) -> Acceptance:
    warnings = report.warnings_on(entry.path)
    return Acceptance(
        file=entry.path,
        blob=entry.blob,
        head=offered.head,
        when=approval.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        approved_by=approval.by,
        pull_request=offered.pull_request,
        warnings=warnings,
        overrides={code: why for code, why in approval.overrides.items() if code in warnings},
    )


def _free(tree: Tree, path: str) -> str:
    """A name beside ``path`` that nothing has."""
    stem, number = path.removesuffix(".yaml"), 2
    while tree.read(f"{stem}-{number}.yaml") is not None:
        number += 1
    return f"{stem}-{number}.yaml"
