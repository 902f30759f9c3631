"""Corrections against what the catalog has: what the small catalog gives no cause for."""

from __future__ import annotations

from datetime import date

import pytest

from pwc import canonical, identity
from pwc.catalog import Catalog
from pwc.record import Board, LogEntry, Metric, Result, Status, Value
from pwc.tree import EmptyTree, OverlayTree
from tests.conftest import ACCEPTED_PATH, small_catalog
from validator.entry import Entry
from validator.run import run

ORIGIN = "submissions/2026/10/more.yaml"
WHY = "reason: Table 2 of version 2 of the paper gives it."
PAPER = "attention-is-all-you-need"


def result(
    index: int,
    *,
    model: str = "Transformer (big)",
    status: Status = "active",
    setting: str | None = None,
    reason: str | None = None,
    value: str = "71.20",
) -> Result:
    return Result(
        id=identity.result_id(ORIGIN, index),
        model=model,
        paper=PAPER,
        metrics={"Accuracy": Value(value=value, uncertainty="0.4")},
        setting=setting,
        added="2026-10-01",
        submission=ORIGIN,
        status=status,
        reason=reason,
    )


RESULTS = (
    result(0),
    result(1, model="Transformer (small)"),
    result(2, status="retracted", reason="A misprint of the first version.", value="71.30"),
    result(3, status="disputed", setting="5-shot"),
    result(4, setting="zero-shot"),
)
IDS = [row.id for row in RESULTS]


def percent(name: str, *, inferred: bool = False) -> Metric:
    return Metric(name=name, better="higher", scale="percent", inferred=inferred)


def board(task: str, dataset: str, *metrics: Metric, results: tuple[Result, ...] = ()) -> Board:
    slug = f"{task}-on-{dataset}"
    return Board(slug=slug, task=task, dataset=dataset, metrics=metrics, results=results)


BOARDS = (
    board("question-answering", "imagenet", percent("Accuracy", inferred=True), results=RESULTS),
    board("image-classification", "copa", percent("Accuracy"), percent("Top 1 Accuracy")),
    board("coreference-resolution", "copa", Metric(name="accuracy", better="higher", scale="fraction")),
    board("coreference-resolution", "imagenet", Metric(name="F1", better="lower", scale="none")),
)


def larger_catalog() -> Catalog:
    """The small catalog with boards that meet, and with results in every status."""
    files = small_catalog()
    for one in BOARDS:
        files[identity.board_path(one.task, one.dataset)] = canonical.board_file(one)
        path = identity.locator_path(f"sota:{one.slug}")
        line = b'{"locator":"sota:%s","board":"%s"}' % (one.slug.encode(), one.key.encode())
        files[path] = b"".join(sorted([*files.get(path, b"").splitlines(keepends=True), line + b"\n"]))
    entry = LogEntry(
        number=2,
        when="2026-10-06T09:30:00Z",
        kind="submission",
        file=ORIGIN,
        blob="0" * 40,
        head="0" * 40,
        approved_by="maintainer",
        promoter=1,
        results=dict.fromkeys(IDS, "question-answering/imagenet"),
    )
    files["catalog/log/2026/10/06.jsonl"] = canonical.lines([entry])
    return Catalog(OverlayTree(EmptyTree(), files))


CATALOG = larger_catalog()


def told(*corrections: str, path: str = "submissions/2026/11/x.yaml") -> list[tuple[str, str]]:
    """The codes and messages of the findings on some corrections."""
    text = "corrections:\n" + "".join(f"  - {{{one}, {WHY}}}\n" for one in corrections)
    report = run([Entry(path, text.encode())], CATALOG, date(2026, 11, 22))
    assert not report.unchecked, report.findings
    return [(finding.code, finding.message) for finding in report.findings]


@pytest.mark.parametrize(
    ("index", "action", "expected"),
    [
        (0, "retract", None),
        (0, "dispute", None),
        (0, "restore", "this result is active"),
        (2, "retract", "this result is retracted (A misprint of the first version.)"),
        (2, "dispute", "this result is retracted (A misprint of the first version.)"),
        (2, "restore", None),
        (3, "retract", None),
        (3, "dispute", "this result is disputed"),
        (3, "restore", None),
    ],
)
def test_a_status_changes_only_where_it_can(index: int, action: str, expected: str | None) -> None:
    assert told(f'result: "{IDS[index]}", {action}: true') == ([("PWC806", expected)] if expected else [])


@pytest.mark.parametrize(
    ("new", "old", "code"),
    [
        ("model: transformer SMALL", "model: Transformer (big)", "PWC816"),
        ("setting: zero-shot", "setting: null", "PWC820"),
        ("setting: 5-shot", "setting: null", "PWC820"),
        ("setting: 5-SHOT", "setting: null", "PWC820"),
        ("model: TRANSFORMER (big)", "model: Transformer (big)", None),  # its own twin, or a retracted one's
        ("setting: few-shot", "setting: null", None),
        ("setting: zero-shot, extra_training_data: true", "setting: null", None),
        ("metrics: {Accuracy: 71.3}", "metrics: {Accuracy: 71.2}", None),
    ],
)
def test_a_correction_makes_no_twin_of_another_result(new: str, old: str, code: str | None) -> None:
    found = told(f'result: "{IDS[0]}", set: {{{new}}}, was: {{{old}}}')
    assert [one for one, _ in found] == ([code] if code else [])


@pytest.mark.parametrize(
    ("old", "agrees"),
    [
        ("71.2", True),
        ("{value: 71.2}", True),
        ("{value: 71.200, uncertainty: 0.40}", True),
        ("{value: 71.2, uncertainty: 0.5}", False),
        ("{value: 71.2, uncertainty: 0.4, kind: sd}", False),
        ("71.21", False),
        ("7.12e1", True),
    ],
)
def test_numbers_are_compared_as_numbers(old: str, agrees: bool) -> None:
    assert [code for code, _ in told(of_value("71.3", old))] == ([] if agrees else ["PWC803"])


def of_value(new: str, old: str) -> str:
    return f'result: "{IDS[0]}", set: {{metrics: {{Accuracy: {new}}}}}, was: {{metrics: {{Accuracy: {old}}}}}'


def test_what_is_there_now_is_told() -> None:
    found = told(of_value("71.3", "70"))
    assert found == [("PWC803", "the catalog has `71.20 \u00b1 0.4` here now, not `70`")]


def test_more_digits_are_a_change_and_the_same_digits_are_none() -> None:
    assert told(of_value("71.2", "71.20")) == []
    assert [code for code, _ in told(of_value("71.20", "71.20"))] == ["PWC805"]


def test_setting_what_was_inferred_confirms_it() -> None:
    assert told("board: question-answering-on-imagenet, metric: Accuracy, set: {better: higher}") == []
    again = told("board: question-answering-on-copa, metric: Accuracy, set: {better: higher}")
    assert [code for code, _ in again] == ["PWC805"]


@pytest.mark.parametrize(
    ("correction", "boards"),
    [
        ("board: image-classification-on-copa, merge_into: coreference-resolution-on-copa", 1),
        ("board: question-answering-on-copa, merge_into: image-classification-on-copa", 0),
        ("task: image-classification, merge_into: coreference-resolution", 1),
        ("task: image-classification, merge_into: question-answering", 0),
        ("dataset: imagenet, merge_into: copa", 0),
        ("dataset: imagenet, merge_into: winograd-schema-challenge", 1),
    ],
)
def test_boards_become_one_only_if_their_metrics_agree(correction: str, boards: int) -> None:
    assert [code for code, _ in told(correction)] == ["PWC809"] * boards


def test_what_differs_between_the_boards_is_told() -> None:
    ((_, message),) = told("task: image-classification, merge_into: coreference-resolution")
    assert message == (
        "`Accuracy` is in percent with higher being better on image-classification-on-copa, "
        "and in fraction with higher being better on coreference-resolution-on-copa"
    )


def test_several_results_outside_of_new_bounds_are_counted() -> None:
    ((code, message),) = told("board: question-answering-on-imagenet, metric: Accuracy, set: {max: 70}")
    assert code == "PWC814"
    assert message.startswith("5 results lie outside these bounds, such as `Transformer (")


@pytest.mark.parametrize(
    "corrections",
    [
        (
            "dataset: copa, merge_into: imagenet",
            "dataset: winograd-schema-challenge, merge_into: imagenet",
        ),
        ("dataset: copa, alias: Alternatives", "task: question-answering, alias: Alternatives"),
        (f'result: "{IDS[0]}", retract: true', f'result: "{IDS[1]}", retract: true'),
        (
            "board: image-classification-on-imagenet, metric: GFLOPs, alias: FLOPs (giga)",
            "board: image-classification-on-imagenet, metric: Top 1 Accuracy, alias: Top-1",
        ),
    ],
)
def test_corrections_of_different_things_do_not_contradict(corrections: tuple[str, str]) -> None:
    assert "PWC811" not in {code for code, _ in told(*corrections)}


def test_of_an_accepted_file_nothing_is_asked_again() -> None:
    """What it says was there is not there any more, because it was corrected."""
    changed = f'result: "{IDS[0]}", set: {{setting: x}}, was: {{setting: y}}'
    text = f"corrections:\n  - {{{changed}, {WHY}}}\n".encode()
    files = small_catalog()
    entry = LogEntry(
        number=2,
        when="2026-10-06T09:30:00Z",
        kind="submission",
        file=ORIGIN,
        blob=identity.blob_id(text),
        head="0" * 40,
        approved_by="maintainer",
        promoter=1,
    )
    files["catalog/log/2026/10/06.jsonl"] = canonical.lines([entry])
    catalog = Catalog(OverlayTree(EmptyTree(), files))
    report = run([Entry(ORIGIN, text)], catalog, date(2026, 11, 22))
    assert report.findings == ()


@pytest.mark.parametrize(
    ("correction", "fix"),
    [
        ("dataset: image-nets, alias: X1", "Did you mean `imagenet`?"),
        ("task: qa, alias: Answers", "Write question-answering."),
        (
            "board: question-answering-in-copa, merge_into: question-answering-on-imagenet",
            "question-answering-on-copa",
        ),
        ("model: Transformr (big), rename: Big", "Did you mean `Transformer (big)`?"),
        ("submission: submissions/2026/10/alexatm-20.yaml, revert: true", f"Did you mean `{ACCEPTED_PATH}`?"),
    ],
)
def test_a_slip_in_what_is_meant_gets_the_right_one(correction: str, fix: str) -> None:
    text = f"corrections:\n  - {{{correction}, {WHY}}}\n"
    report = run([Entry("submissions/2026/11/x.yaml", text.encode())], CATALOG, date(2026, 11, 22))
    assert [fix in (one.fix or "") for one in report.findings if one.code == "PWC802"] == [True]


def test_what_is_undone_already_is_not_undone_again() -> None:
    undo = "submissions/2026/11/undo.yaml"
    entry = LogEntry(
        number=3,
        when="2026-10-07T09:30:00Z",
        kind="submission",
        file=undo,
        blob="0" * 40,
        head="0" * 40,
        approved_by="maintainer",
        promoter=2,
        reverted=(ORIGIN,),
    )
    files = dict(CATALOG.tree.changes) | {"catalog/log/2026/10/07.jsonl": canonical.lines([entry])}  # type: ignore[attr-defined]
    catalog = Catalog(OverlayTree(EmptyTree(), files))
    text = f"corrections:\n  - {{submission: {ORIGIN}, revert: true, {WHY}}}\n".encode()
    report = run([Entry("submissions/2026/11/x.yaml", text)], catalog, date(2026, 11, 22))
    assert [(finding.code, finding.message) for finding in report.findings] == [
        ("PWC818", f"`{undo}` has undone it already")
    ]
    text = text.replace(ORIGIN.encode(), undo.encode())
    assert run([Entry("submissions/2026/11/x.yaml", text)], catalog, date(2026, 11, 22)).findings == ()
