"""One result told twice: whatever its spelling, in whichever file, and in whichever order they come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import permutations

import pytest

from pwc.catalog import Catalog
from validator.correcting.advice import HOW_TO_CORRECT
from validator.entry import Entry
from validator.finding import Severity
from validator.mending import mend
from validator.run import run

TODAY = date(2026, 11, 22)
KNOWN = 'paper: {arxiv: "1706.03762"}\n'
OTHER = 'paper: {arxiv: "1512.03385"}\n'


def result(
    model: str = "Transformer (small)",
    task: str = "Question Answering",
    dataset: str = "COPA",
    metrics: str = "Accuracy: 60.1",
    **more: str,
) -> str:
    fields = {"task": task, "dataset": dataset, "model": model, "metrics": f"{{{metrics}}}", **more}
    return f"results:\n- {{{', '.join(f'{key}: {value}' for key, value in fields.items())}}}\n"


def found(catalog: Catalog, *texts: str) -> list[list[str]]:
    """The codes of errors and warnings by file, in the order in which the texts are given."""
    paths = [f"submissions/2026/11/{chr(97 + i)}.yaml" for i in range(len(texts))]
    report = run([Entry(p, t.encode()) for p, t in zip(paths, texts, strict=True)], catalog, TODAY)
    assert not report.unchecked
    return [
        [f.code for f in report.findings if f.path == path and f.severity is not Severity.HINT]
        for path in paths
    ]


def in_every_order(catalog: Catalog, texts: Sequence[str]) -> set[tuple[str, ...]]:
    """What the later ones get, whatever the order."""
    later = set()
    for order in permutations(texts):
        first, *others = found(catalog, *order)
        assert first == [], "the first of its kind is nobody's twin"
        later |= {tuple(codes) for codes in others}
    return later


SPELLINGS = {
    "the model's case and punctuation": {"model": "TRANSFORMER-SMALL"},
    "the model's spaces": {"model": '"Transformer   ( small )"'},
    "the model's Unicode form": {"model": '"Transformer \u2013 small"'},
    "trailing noughts": {"metrics": "Accuracy: 60.10"},
    "the task's alias": {"task": "QA"},
    "the task's case": {"task": "question answering"},
    "the dataset's case": {"dataset": "Copa"},
}


@pytest.mark.parametrize("how", SPELLINGS)
def test_a_result_in_another_spelling_is_the_same_across_files(how: str, catalog: Catalog) -> None:
    plain, other = KNOWN + result(), KNOWN + result(**SPELLINGS[how])
    for texts in ((plain, other), (other, plain)):
        assert "PWC301" in found(catalog, *texts)[1]
        assert "PWC301" not in found(catalog, *texts)[0]


@pytest.mark.parametrize("how", SPELLINGS)
def test_a_result_in_another_spelling_is_the_same_in_one_file(how: str, catalog: Catalog) -> None:
    entry = result(**SPELLINGS[how]).removeprefix("results:\n")
    assert "PWC301" in found(catalog, KNOWN + result() + entry)[0]


@pytest.mark.parametrize(
    "spelling",
    [{"task": "QA"}, {"dataset": "copa"}, {"task": "question-answering"}, {"metrics": "Accuracy: 71.2"}],
)
def test_a_result_of_the_catalog_by_another_name_of_its_board(
    spelling: dict[str, str], catalog: Catalog
) -> None:
    text = KNOWN + result(**({"model": "Transformer (big)", "metrics": "Accuracy: 71.20"} | spelling))
    assert "PWC302" in found(catalog, text)[0]


def test_a_dataset_s_alias_is_the_dataset(catalog: Catalog) -> None:
    text = 'paper: {arxiv: "1512.03385"}\n' + result(
        "ResNet-152", "Image Classification", "ILSVRC 2012", "Top 1 Accuracy: 78.57"
    )
    assert found(catalog, text) == [["PWC505", "PWC302"]]


def test_a_model_in_another_spelling_is_the_catalog_s(catalog: Catalog) -> None:
    for model in ("transformer big", "TRANSFORMER-BIG", '"Transformer  (Big)"'):
        assert found(catalog, KNOWN + result(model, metrics="Accuracy: 71.2")) == [["PWC304"]]


@pytest.mark.parametrize("flags", [("true", "false"), ("true", None), (None, "false")])
def test_another_answer_about_extra_data_in_any_order(
    flags: tuple[str | None, str | None], catalog: Catalog
) -> None:
    texts = [KNOWN + result(**({} if flag is None else {"extra_training_data": flag})) for flag in flags]
    assert in_every_order(catalog, texts) == {("PWC311",)}


def test_all_three_answers_about_extra_data(catalog: Catalog) -> None:
    texts = [KNOWN + result(extra_training_data=flag) for flag in ("true", "false")] + [KNOWN + result()]
    assert in_every_order(catalog, texts) == {("PWC311",), ("PWC311", "PWC311")}


def test_other_values_with_extra_data_are_another_result(catalog: Catalog) -> None:
    texts = [KNOWN + result(extra_training_data="true"), KNOWN + result(metrics="Accuracy: 62.1")]
    assert found(catalog, *texts) == [[], []]


def test_a_setting_in_another_spelling_in_any_order(catalog: Catalog) -> None:
    texts = [KNOWN + result(setting="zero-shot"), KNOWN + result(setting="0-shot")]
    assert found(catalog, *texts) == [[], ["PWC310", "PWC314"]]
    assert found(catalog, *reversed(texts)) == [["PWC314"], ["PWC310"]]


def advice(catalog: Catalog, code: str, *texts: str) -> list[tuple[str, str]]:
    """The messages and the advice of one rule."""
    entries = [Entry(f"submissions/2026/11/{chr(97 + i)}.yaml", t.encode()) for i, t in enumerate(texts)]
    return [(f.message, f.fix or "") for f in run(entries, catalog, TODAY).findings if f.code == code]


def test_settings_of_one_protocol_with_other_values_are_not_called_one_result(catalog: Catalog) -> None:
    other = result(setting="zero-shot", metrics="Accuracy: 62.1").removeprefix("results:\n")
    ((message, fix),) = advice(catalog, "PWC310", KNOWN + result(setting="0-shot") + other)
    assert message == (
        "`zero-shot` and `0-shot` are one protocol, and this result stands on line 3 with `Accuracy 60.1`"
    )
    assert fix == "Keep the right one, or say in `setting:` how they differ."


def test_a_twin_in_another_file_is_named_by_its_file(catalog: Catalog) -> None:
    ((message, _),) = advice(
        catalog, "PWC310", KNOWN + result(setting="0-shot"), KNOWN + result(setting="zero-shot")
    )
    assert message == "the same result stands in submissions/2026/11/a.yaml, with the setting `0-shot`"


def test_of_several_twins_the_one_with_the_same_values_is_told_and_once(catalog: Catalog) -> None:
    settings = {"0-shot": "60.1", "0 shot": "60.2", "Zero Shot": "60.3", "zero-shot": "60.2"}
    rows = [
        result(setting=s, metrics=f"Accuracy: {v}").removeprefix("results:\n") for s, v in settings.items()
    ]
    messages = advice(catalog, "PWC310", f"{KNOWN}results:\n{''.join(rows)}")
    assert [message.partition(" on ")[2] for message, _ in messages] == [
        "line 3 with `Accuracy 60.1`",
        "line 4, with the setting `0 shot`",
    ]


def test_other_values_with_another_answer_about_extra_data_are_no_twin(catalog: Catalog) -> None:
    texts = [
        KNOWN + result(setting="0-shot", extra_training_data="true"),
        KNOWN + result(setting="zero-shot", metrics="Accuracy: 62.1"),
    ]
    assert found(catalog, *texts)[1] == []


@pytest.mark.parametrize("setting", ["few-shot (k=32)", "32-shot", '"few-shot, k=32"'])
def test_few_shots_that_are_counted_are_one_protocol(setting: str, catalog: Catalog) -> None:
    texts = [KNOWN + result(setting="few-shot (32)"), KNOWN + result(setting=setting)]
    assert "PWC310" in found(catalog, *texts)[1]
    assert found(catalog, KNOWN + result(setting="few-shot"), KNOWN + result(setting="5-shot")) == [[], []]


@pytest.mark.parametrize(
    ("code", "row"),
    [
        ("PWC303", "setting: fine-tuned, extra_training_data: false, metrics: {EM: 47.7, F1: 58.9}"),
        ("PWC310", "setting: zero-shot, extra_training_data: false, metrics: {EM: 40.7, F1: 51.9}"),
        ("PWC311", "setting: fine-tuned, extra_training_data: true, metrics: {EM: 44.7, F1: 55.9}"),
        ("PWC306", "metrics: {EM: 40.7, F1: 51.9}"),
    ],
)
def test_what_is_wrong_in_the_catalog_goes_to_an_issue_while_corrections_wait(
    code: str, row: str, catalog: Catalog
) -> None:
    paper = 'paper: {arxiv: "1706.03762", date: 2017-06-13}\n'
    text = f"{paper}results:\n- {{task: Question Answering, dataset: NarrativeQA, model: Reader, {row}}}\n"
    ((_, fix),) = advice(catalog, code, text)
    assert HOW_TO_CORRECT in fix


def test_a_setting_mended_to_its_usual_spelling_shows_the_duplicate(catalog: Catalog) -> None:
    entries = [
        Entry("submissions/2026/11/a.yaml", (KNOWN + result(setting="zero-shot")).encode()),
        Entry("submissions/2026/11/b.yaml", (KNOWN + result(setting="Zero Shot  # mine")).encode()),
    ]
    text = entries[1].data.replace(b"Zero Shot  # mine}", b"Zero Shot}  # mine")
    entries[1] = Entry(entries[1].path, text)
    mended = mend(entries, lambda files: run(files, catalog, TODAY))
    assert [entry.data for entry in mended.changed] == [text.replace(b"Zero Shot", b"zero-shot")]
    assert [finding.code for finding in mended.report.findings] == ["PWC301"]


@pytest.mark.parametrize("settings", [(None, None), ("zero-shot", "zero-shot"), ("zero-shot", None)])
def test_the_same_values_from_another_paper_in_any_order(
    settings: tuple[str | None, str | None], catalog: Catalog
) -> None:
    texts = [
        paper + result(**({} if setting is None else {"setting": setting}))
        for paper, setting in zip((KNOWN, OTHER), settings, strict=True)
    ]
    assert in_every_order(catalog, texts) == {("PWC312",)}


def test_two_rows_of_another_file_that_say_the_same_are_told_once(catalog: Catalog) -> None:
    other = result(setting="fine-tuned").removeprefix("results:\n")
    messages = advice(catalog, "PWC312", KNOWN + result(setting="zero-shot") + other, OTHER + result())
    assert len(messages) == 1


def test_another_paper_may_measure_anew(catalog: Catalog) -> None:
    texts = [KNOWN + result(setting="zero-shot"), OTHER + result(setting="fine-tuned")]
    assert found(catalog, *texts) == [[], []]
    assert found(catalog, KNOWN + result(), OTHER + result(metrics="Accuracy: 60.3")) == [[], []]


def test_the_other_paper_is_named(catalog: Catalog) -> None:
    text = 'paper: {title: A Paper, arxiv: "2611.00001", date: 2026-11-02}\n' + result(
        "transformer (big)", metrics="Accuracy: 71.2"
    )
    (finding,) = run([Entry("submissions/2026/11/a.yaml", text.encode())], catalog, TODAY).findings
    assert finding.code == "PWC312"
    assert "Attention Is All You Need" in finding.message


def test_what_was_accepted_is_nobody_s_twin(catalog: Catalog, accepted_file: tuple[str, bytes]) -> None:
    assert run([Entry(*accepted_file)], catalog, TODAY).findings == ()
    twin = accepted_file[1].replace(b"zero-shot", b"0-shot")
    (report,) = [run([Entry(*accepted_file), Entry("submissions/2026/11/x.yaml", twin)], catalog, TODAY)]
    assert {finding.path for finding in report.findings} == {"submissions/2026/11/x.yaml"}
    assert {f.code for f in report.findings if f.severity > Severity.HINT} == {"PWC310", "PWC314"}


@pytest.mark.parametrize("model", ["Reader (1.5B)", "Reader 1.5B", "Reader-Large", "Reader 3 billion params"])
def test_a_model_and_its_size_are_told_once(model: str, catalog: Catalog) -> None:
    text = KNOWN + result(model, dataset="NarrativeQA", metrics="EM: 44.7, F1: 55.9", setting="fine-tuned")
    (finding,) = run([Entry("submissions/2026/11/a.yaml", text.encode())], catalog, TODAY).findings
    assert finding.code == "PWC316", "PWC315 would say that it is another model"
    assert finding.fix == "Delete this entry if it is the same model, `Reader`."


@pytest.mark.parametrize("model", ["Reader 2", "Reader + CRF", "Reader-XL", "ReaderLarge", "Big Readers"])
def test_what_is_not_a_size_may_be_another_model(model: str, catalog: Catalog) -> None:
    text = KNOWN + result(model, dataset="NarrativeQA", metrics="EM: 44.7, F1: 55.9", setting="fine-tuned")
    assert found(catalog, text) == [[]]
