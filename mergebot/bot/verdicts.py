"""What a head would do, and whether it may: judged exactly as the merge itself would."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mergebot.bot.errands import Judge, Judgement, Verdict
from mergebot.bot.watched_tree import WatchedTree
from mergebot.judging import Step, judge_each
from mergebot.open_elsewhere import with_others
from mergebot.outcome import Approval, Refused
from mergebot.preview import preview
from mergebot.promote import Promotion
from pwc.catalog import AREAS, DATASETS, METHODS, TASKS, Catalog
from pwc.git_history import merge_base, resolve
from pwc.git_program import run
from pwc.tree import OverlayTree
from validator.finding import Severity
from validator.outcome import Report
from validator.registry import all_rules

_TABLES = frozenset({AREAS, TASKS, DATASETS, METHODS})
_ANY_REASON = "to see what it would do"


def judgement(main: WatchedTree, question: Judge) -> Judgement:
    """Judge one head against main. It is not merged, so warnings that need a reason stop nothing here."""
    ref, at = question.ref, question.at
    reasons = {code: _ANY_REASON for code, rule in all_rules().items() if rule.needs_override}
    approval = Approval("nobody yet", at, reasons)
    step = next(iter(judge_each(main, [ref], approval)))
    if isinstance(step, Refused):
        return _refused(step, main, ref)
    report, promotions = step.merged.report, step.merged.promotions
    before, after = Catalog(main), Catalog(OverlayTree(main, step.files))
    seen = preview(before, after, promotions)
    return Judgement(
        verdict=_verdict(report, promotions),
        report=report,
        preview=with_others(
            seen, main.repository, before, set(step.offered.paths), among=set(question.open_now)
        ),
        areas=frozenset(_areas(after, promotions)),
        kinds=frozenset(_kinds(step)),
        reads=tuple(sorted(main.asked)),
    )


def _refused(refused: Refused, main: WatchedTree, ref: str) -> Judgement:
    reads = tuple(sorted(main.asked))
    report = Report(0, ()) if refused.report is None else refused.report
    if refused.is_in_main:
        landed, head = _landed(main, ref), resolve(main.repository, ref)
        is_inside = head is not None and merge_base(main.repository, main.commit, head) == head
        return Judgement(Verdict(landed=landed, is_adopted=not is_inside), report, reads=reads)
    if report.has_errors or report.unchecked:
        return Judgement(_verdict(report, ()), report, reads=reads)
    return Judgement(Verdict(errors=1), report, refusal=refused.reason, reads=reads)


def _landed(main: WatchedTree, ref: str) -> str:
    """The commit of main whose trailer names the pull request; main itself if none does."""
    number = ref.split("/")[2]
    wanted = ("--first-parent", "--max-count=1", "--format=%H", f"--grep=^Pull-Request: #{number}$")
    return run(main.repository, "log", *wanted, main.commit).decode().strip() or main.commit


def _verdict(report: Report, promotions: tuple[Promotion, ...]) -> Verdict:
    weights = [finding.severity for finding in report.findings]
    entries = [promotion.entry for promotion in promotions]
    return Verdict(
        errors=weights.count(Severity.ERROR),
        warnings=weights.count(Severity.WARNING),
        is_unchecked=report.unchecked,
        results=sum(len({*one.results, *one.corrected, *one.moved}) for one in entries),
        needs_override=report.needing_override,
    )


def _areas(after: Catalog, promotions: tuple[Promotion, ...]) -> Iterator[str]:
    """The areas of the tasks whose boards change."""
    for promotion in promotions:
        for board in promotion.boards:
            task = after.tasks.by_slug(board.task)
            yield from () if task is None else task.areas


def _kinds(step: Step) -> Iterator[str]:
    is_there: Mapping[str, bool] = {
        "results": any(one.entry.results for one in step.merged.promotions),
        "corrections": any(one.entry.corrected or one.entry.moved for one in step.merged.promotions),
        "revert": any(one.entry.reverted for one in step.merged.promotions),
        "names": not _TABLES.isdisjoint(step.files),
    }
    yield from (kind for kind, is_so in is_there.items() if is_so)
