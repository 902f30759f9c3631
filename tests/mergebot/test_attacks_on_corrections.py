"""Corrections that meet: in one file, in one pull request, and one after the other. No git, no command."""

from __future__ import annotations

from datetime import date

import pytest

from archive.adopting.adopt import adopt
from mergebot.preview import preview
from mergebot.promote import Acceptance, Promotion, promote
from mergebot.promoting import NotPromotableError
from mergebot.rebuild import differences
from mergebot.replay import no_imports
from pwc import identity
from pwc.catalog import Catalog
from pwc.tree import EmptyTree, OverlayTree
from tests.repository import FIRST, submission
from validator.catalog_check import check
from validator.entry import Entry, in_order
from validator.finding import Severity
from validator.run import run

WHY = "reason: Table 2 of version 2 of the paper gives it."
TREE = """\
new:
  tasks:
    - {name: Speech, area: Audio}
    - {name: Recognition, area: Audio, parent: Speech}
    - {name: Noisy Recognition, area: Audio, parent: Recognition}
"""


def path(name: str) -> str:
    return f"submissions/2026/11/{name}.yaml"


def id_of(name: str) -> str:
    return identity.result_id(path(name), 0)


def corrections(*entries: str) -> str:
    return "corrections:\n" + "".join(f"  - {{{entry}, {WHY}}}\n" for entry in entries)


def on(dataset: str, number: int, *, metric: str = "Score", better: str = "higher", model: str = "M") -> str:
    return f"""\
paper: {{title: On {dataset}, arxiv: "2301.{number:05}", date: 2023-01-09}}
results:
  - {{task: Question Answering, dataset: {dataset}, model: {model}, metrics: {{{metric}: 61.5}}}}
new:
  datasets: [{{name: {dataset}}}]
  metrics:
    - {{task: Question Answering, dataset: {dataset}, name: {metric}, better: {better}, scale: none}}
"""


def row(model: str, value: int) -> str:
    metrics = f"metrics: {{Accuracy: {value}.5}}"
    return f"  - {{task: Question Answering, dataset: COPA, model: {model}, {metrics}}}\n"


class Main:
    """What was merged so far, in memory; after every merge the whole catalog is checked."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.merges = 0
        self.merge(first=FIRST)

    @property
    def tree(self) -> OverlayTree:
        return OverlayTree(EmptyTree(), self.files)

    @property
    def catalog(self) -> Catalog:
        return Catalog(self.tree)

    def errors(self, **files: str) -> list[str]:
        """The codes of the errors that a pull request with some files gets."""
        entries = [Entry(path(name), text.encode()) for name, text in files.items()]
        report = run(entries, self.catalog, date(2026, 11, 22))
        assert not report.unchecked, report.findings
        return [finding.code for finding in report.findings if finding.severity is Severity.ERROR]

    def merge(self, **files: str) -> list[Promotion]:
        """Merge one pull request, which has no errors."""
        assert self.errors(**files) == []
        changes: dict[str, bytes | None] = {}
        done = []
        for entry in in_order(Entry(path(name), text.encode()) for name, text in files.items()):
            self.merges += 1
            acceptance = Acceptance(
                file=entry.path,
                blob=entry.blob,
                head="0" * 40,
                when=f"2026-11-22T12:00:{self.merges:02}Z",
                approved_by="Mia",
            )
            assert entry.submission is not None
            promotion = promote(entry.submission, acceptance, Catalog(OverlayTree(self.tree, changes)))
            changes |= {entry.path: entry.data} | promotion.changes
            done.append(promotion)
        files_now = self.files | changes
        self.files = {file: data for file, data in files_now.items() if data is not None}
        assert check(self.tree).findings == ()
        assert [*differences(self.tree, no_imports)] == []
        return done

    def correct(self, name: str, *entries: str) -> list[Promotion]:
        return self.merge(**{name: corrections(*entries)})

    def undo(self, name: str, of: str) -> list[Promotion]:
        return self.correct(name, f"submission: {path(of)}, revert: true")

    def records(self) -> dict[str, bytes]:
        return {
            file: data
            for file, data in self.files.items()
            if file.startswith("catalog/") and "/log/" not in file
        }


@pytest.fixture
def main() -> Main:
    return Main()


AGAIN = """\
paper: {arxiv: "2301.00002"}
results:
  - {task: Question Answering, dataset: COPA, model: Model 2, metrics: {Accuracy: 51.5}}
"""


def test_a_correction_that_makes_two_results_equal_is_an_error(main: Main) -> None:
    main.merge(second=submission(2))
    main.merge(again=AGAIN)
    change = "set: {metrics: {Accuracy: 50.5}}, was: {metrics: {Accuracy: 51.5}}"
    equal = f"result: {id_of('again')}, {change}"
    assert main.errors(x=corrections(equal)) == ["PWC820"]
    # with the other one retracted there are not two; restoring it, or undoing that, would make them two
    both = corrections(equal, f"result: {id_of('second')}, retract: true")
    assert main.errors(x=both) == []
    main.correct("retracted", f"result: {id_of('second')}, retract: true")
    main.correct("equal", equal)
    assert main.errors(x=corrections(f"result: {id_of('second')}, restore: true")) == ["PWC820"]
    with pytest.raises(NotPromotableError, match="the catalog would not be valid"):
        main.undo("undone", "retracted")


def test_what_no_rule_sees_is_refused_by_the_merge_itself(main: Main) -> None:
    """A result of one file and a correction in another one of the same pull request."""
    main.merge(second=submission(2))
    equal = f"result: {id_of('second')}, set: {{setting: 1-shot}}, was: {{setting: null}}"
    new = AGAIN.replace("51.5}", "50.5}, setting: 1-shot")
    with pytest.raises(NotPromotableError, match="would say the same"):
        main.merge(again=new, second_again=corrections(equal))


def test_an_undoing_can_be_undone_any_number_of_times(main: Main) -> None:
    before = main.records()
    main.merge(second=submission(2))
    after = main.records()
    undone = "second"
    for number in range(5):
        main.undo(f"undo{number}", undone)
        undone = f"undo{number}"
        assert main.records() == (after if number % 2 else before)


def test_boards_merged_already_are_not_merged_again_under_their_old_slugs(main: Main) -> None:
    main.merge(a=on("Dee", 11))
    main.merge(b=on("Eff", 12))
    main.correct("one", "dataset: dee, merge_into: eff")
    merge = "board: question-answering-on-dee, merge_into: question-answering-on-eff"
    assert main.errors(x=corrections(merge)) == ["PWC808"]


@pytest.mark.parametrize(
    "entries",
    [
        (
            "dataset: dee, merge_into: eff",
            "board: question-answering-on-dee, merge_into: question-answering-on-eff",
        ),
        ("dataset: dee, merge_into: eff", "dataset: eff, merge_into: gee"),
        ("dataset: eff, merge_into: gee", "dataset: dee, merge_into: eff"),
        ("dataset: dee, merge_into: eff", "dataset: dee, rename: Something"),
        ("submission: submissions/2026/11/a.yaml, revert: true", "dataset: dee, rename: Something"),
        ("board: question-answering-on-dee, metric: Score, rename: Points", "dataset: dee, alias: Something"),
    ],
)
def test_what_moves_others_stands_alone(main: Main, entries: tuple[str, ...]) -> None:
    for number, dataset in enumerate(("Dee", "Eff", "Gee")):
        main.merge(**{"abc"[number]: on(dataset, 11 + number)})
    assert set(main.errors(x=corrections(*entries))) == {"PWC819"}
    files = {f"x{number}": corrections(entry) for number, entry in enumerate(entries)}
    assert set(main.errors(**files)) == {"PWC819"}


def test_a_file_that_undoes_a_submission_adds_no_result_to_what_goes(main: Main) -> None:
    main.merge(a=on("Dee", 11))
    new = AGAIN.replace("COPA", "Dee").replace("Accuracy", "Score").replace("00002", "00011")
    undo = corrections(f"submission: {path('a')}, revert: true")
    assert main.errors(x=new + undo) == ["PWC819"]


def test_metrics_of_two_boards_may_get_one_name_in_a_file(main: Main) -> None:
    main.merge(a=on("Dee", 11))
    main.merge(b=on("Eff", 12))
    main.correct(
        "x", *(f"board: question-answering-on-{d}, metric: Score, rename: Points" for d in ("dee", "eff"))
    )


def test_files_of_one_pull_request_do_not_contradict_each_other(main: Main) -> None:
    setting = "result: {}, set: {{setting: {}}}, was: {{setting: zero-shot}}"
    files = {f"x{n}": corrections(setting.format(id_of("first"), f"{n}-shot")) for n in (1, 2)}
    assert main.errors(**files) == ["PWC811"]


@pytest.mark.parametrize("what", ["rename", "alias"])
def test_a_name_that_the_pull_request_brings_is_taken(main: Main, what: str) -> None:
    given = corrections(f"dataset: copa, {what}: Dee")
    new = "new: {datasets: [{name: Dee}]}\n"
    assert main.errors(x=given + new) == ["PWC807"]
    assert main.errors(x=given, y=new) == ["PWC807"]
    assert set(main.errors(x=given, y=corrections("dataset: copa, alias: Eff") + new)) & {"PWC506", "PWC807"}


def test_a_metric_s_alias_is_no_name_that_the_file_brings(main: Main) -> None:
    text = corrections("board: question-answering-on-copa, metric: Accuracy, alias: F1") + (
        "new:\n  metrics:\n"
        "    - {task: Question Answering, dataset: COPA, name: F1, better: higher, scale: percent}\n"
    )
    assert main.errors(x=text) == ["PWC807"]


def test_three_datasets_become_one_only_if_all_their_metrics_fit(main: Main) -> None:
    """Also where the one that stays has no board for the task."""
    main.merge(a=on("Dee", 11))
    main.merge(b=on("Eff", 12, better="lower"))
    main.merge(c="new: {datasets: [{name: Gee}]}\n")
    assert main.errors(x=corrections("dataset: dee, merge_into: gee", "dataset: eff, merge_into: gee")) == [
        "PWC809"
    ]


def test_metrics_are_compared_by_their_aliases_too(main: Main) -> None:
    main.merge(a=on("Dee", 11, metric="Loss", better="lower"))
    main.merge(b=on("Eff", 12))
    main.correct("alias", "board: question-answering-on-eff, metric: Score, alias: Loss")
    assert main.errors(x=corrections("dataset: dee, merge_into: eff")) == ["PWC809"]


def test_no_value_is_lost_where_two_metrics_would_be_one(main: Main) -> None:
    second = "    - {task: Question Answering, dataset: Dee, name: Points, better: higher, scale: none}\n"
    main.merge(a=on("Dee", 11).replace("Score: 61.5", "Score: 61.5, Points: 3") + second)
    main.merge(b=on("Eff", 12))
    main.correct("alias", "board: question-answering-on-eff, metric: Score, alias: Points")
    assert main.errors(x=corrections("dataset: dee, merge_into: eff")) == ["PWC809"]


def test_a_merged_metric_is_found_under_its_old_names(main: Main) -> None:
    """The next import brings its results under them."""
    main.merge(a=on("Dee", 11))
    main.merge(b=on("Eff", 12, metric="Points"))
    main.correct("named", "board: question-answering-on-dee, metric: Score, rename: Points")
    main.correct("x", "dataset: dee, merge_into: eff")
    board = main.catalog.board("question-answering", "eff")
    assert board is not None
    assert [(metric.name, metric.aliases) for metric in board.metrics] == [("Points", ("Score",))]


def test_a_task_does_not_become_a_part_of_itself(main: Main) -> None:
    main.merge(tree=TREE)
    assert main.errors(x=corrections("task: speech, merge_into: noisy-recognition")) == ["PWC822"]
    main.correct("x", *(f"task: {task}, merge_into: noisy-recognition" for task in ("speech", "recognition")))


def test_a_model_is_called_by_one_record_s_names(main: Main) -> None:
    main.merge(a=on("Dee", 11, model="GPT3"))
    main.merge(b=on("Eff", 12, model="BERT"))
    assert main.errors(x=corrections("model: GPT3, alias: BERT")) == ["PWC807"]
    both = corrections("model: GPT3, rename: BERT", "model: BERT, rename: GPT3")
    assert main.errors(x=both) == ["PWC811"]
    main.correct("one", "model: GPT3, rename: GPT-3 175B")
    main.correct("two", "model: BERT, rename: BERT-L")
    assert main.errors(x=corrections("model: BERT-L, rename: GPT3")) == ["PWC807"]
    main.correct("three", "model: GPT-3 175B, rename: BERT-L")
    assert [(model.name, set(model.aliases)) for model in main.catalog.models] == [
        ("BERT-L", {"BERT", "GPT3", "GPT-3 175B"})
    ]


def test_an_import_calls_models_as_they_are_called_here(main: Main) -> None:
    main.merge(a=on("Dee", 11, model="GPT3"))
    theirs = Main()
    theirs.merge(c=on("Gee", 13, model="GPT3"))
    main.correct("x", "model: GPT3, rename: GPT-3")
    adopted = adopt(main.catalog, theirs.catalog, Catalog(EmptyTree()))
    assert b'"model":"GPT-3"' in adopted.files["catalog/leaderboards/question-answering/gee.json"]


def test_very_many_wide_corrections_are_several_files(main: Main) -> None:
    rows = "".join(row(f"Model {n} XL", n) for n in range(10, 36))
    main.merge(many=submission(7) + rows)
    entries = [f"model: Model {n} XL, rename: Model {n} Large" for n in range(10, 36)]
    assert main.errors(x=corrections(*entries)) == ["PWC821"]
    assert main.errors(x=corrections(*entries[1:])) == []


def test_a_pull_request_of_many_files_needs_a_reason_all_the_same(main: Main) -> None:
    for number in range(2):
        rows = "".join(row(f"M {n} {number}", n) for n in range(20, 80))
        main.merge(**{f"m{number}": submission(7 + number) + rows})
    entries = [
        Entry(
            path(f"x{number}"),
            corrections(
                *(f'result: "{identity.result_id(path(f"m{number}"), n)}", retract: true' for n in range(60))
            ).encode(),
        )
        for number in range(2)
    ]
    report = run(entries, main.catalog, date(2026, 11, 22))
    assert report.needing_override == {"PWC817"}
    main.undo("gone", "m0")
    main.merges += 1
    back = Entry(path("back"), corrections(f"submission: {path('gone')}, revert: true").encode())
    assert "PWC817" not in run([back], main.catalog, date(2026, 11, 22)).needing_override  # 61 results
    main.undo("gone1", "m1")
    both = [f"submission: {path(name)}, revert: true" for name in ("gone", "gone1")]
    report = run([Entry(path("back"), corrections(*both).encode())], main.catalog, date(2026, 11, 22))
    assert report.needing_override == {"PWC817"}


def test_a_preview_shows_what_undoing_changes_and_the_boards_that_go(main: Main) -> None:
    main.merge(second=submission(2))
    main.correct("retracted", f"result: {id_of('second')}, retract: true")
    before = main.catalog
    done = main.undo("undone", "retracted")
    (board,) = preview(before, main.catalog, done).boards
    assert [(row.id, row.what, row.status) for row in board.rows] == [
        (id_of("second"), "corrected", "active")
    ]
    main.merge(a=on("Dee", 11))
    before = main.catalog
    done = main.undo("undo-a", "a")
    assert preview(before, main.catalog, done).gone == ("question-answering-on-dee",)
