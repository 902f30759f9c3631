"""What is suggested for a name that the catalog does not have."""

from __future__ import annotations

from datetime import date

import pytest

from pwc import canonical
from pwc.catalog import Catalog
from pwc.record import Dataset
from pwc.tree import OverlayTree
from validator.entry import Entry
from validator.finding import Finding
from validator.naming import described
from validator.run import run

PAPER = 'paper: {arxiv: "1706.03762"}\n'


def findings(catalog: Catalog, text: str) -> list[Finding]:
    entry = Entry("submissions/2026/11/x.yaml", (PAPER + text).encode())
    return list(run([entry], catalog, date(2026, 11, 22)).findings)


def result(task: str, dataset: str, metric: str = "Accuracy") -> str:
    return f"results:\n- {{task: {task}, dataset: {dataset}, model: New, metrics: {{{metric}: 61.2}}}}\n"


@pytest.mark.parametrize(
    ("task", "dataset", "meant"),
    [
        ("I.C.", "ImageNet", "Image Classification"),
        ("Image Clasification", "ImageNet", "Image Classification"),
    ],
)
def test_an_abbreviation_and_a_slip_are_understood(
    task: str, dataset: str, meant: str, catalog: Catalog
) -> None:
    (finding,) = findings(catalog, result(task, dataset))
    assert finding.code == "PWC501"
    assert finding.fix is not None
    assert finding.fix.startswith(f"Did you mean `{meant}`?")


def test_a_dataset_under_another_task_names_the_task_of_its_board(catalog: Catalog) -> None:
    copa = Dataset(slug="copa", name="COPA", tasks=("question-answering",))
    files = {"catalog/datasets.jsonl": canonical.lines([copa])}
    (finding,) = findings(Catalog(OverlayTree(catalog.tree, files)), result("Image Classification", "COPA"))
    assert finding.code == "PWC503"
    assert finding.fix is not None
    assert "`COPA` has a board under `Question Answering`. Is that meant?" in finding.fix


def test_the_advice_to_describe_a_name_shows_every_key_that_is_needed(catalog: Catalog) -> None:
    text = 'results:\n- {task: Foo, dataset: "B: 1", model: New, metrics: {Accuracy: 61.2}}\n'
    told = [finding.fix for finding in findings(catalog, text)]
    assert told == [
        "If it is new, describe it under `new: {tasks: [{name: Foo, area: …}]}`.",
        'If it is new, describe it under `new: {datasets: [{name: "B: 1"}]}`.',
    ]
    (finding,) = findings(catalog, result("Question Answering", "COPA", "Wombats"))
    new = "{task: Question Answering, dataset: COPA, name: Wombats, better: …, scale: …}"
    assert finding.fix is not None
    assert f"describe the metric under `new: {{metrics: [{new}]}}`. `better:` is higher" in finding.fix


@pytest.mark.parametrize(("metric", "meant"), [("Acc", True), ("acc.", True), ("Bleu", False)])
def test_the_beginning_of_a_metric_s_name_is_understood(metric: str, meant: bool, catalog: Catalog) -> None:
    (finding,) = findings(catalog, result("Question Answering", "COPA", metric))
    assert finding.code == "PWC503"
    assert finding.fix is not None
    assert finding.fix.startswith("Did you mean `Accuracy`?") == meant


def test_a_slip_is_not_shown_as_a_new_name(catalog: Catalog) -> None:
    (finding,) = findings(catalog, result("Question Answering", "COPPA"))
    assert (
        finding.fix
        == "Did you mean `COPA`? Or, if it is new, describe it under `new: {datasets: [{name: …}]}`."
    )


def test_what_is_described_as_advised_is_known(catalog: Catalog) -> None:
    text = result("Telepathy", "Zener", "Hits")
    shown = [
        described.under_new("task", name="Telepathy").replace("…", "Natural Language Processing"),
        described.under_new("dataset", name="Zener"),
        described.under_new("metric", task="Telepathy", dataset="Zener", name="Hits")
        .replace("better: …", "better: higher")
        .replace("scale: …", "scale: none"),
    ]
    lines = [entry.removeprefix("`new: {").removesuffix("}`") for entry in shown]
    new = "new:\n" + "".join(f"  {line}\n" for line in lines)
    assert findings(catalog, text + new) == []


@pytest.mark.parametrize("name", ["`x`", "x" * 61])
def test_a_name_that_would_break_the_example_is_left_out_of_it(name: str) -> None:
    assert described.under_new("dataset", name=name) == "`new: {datasets: [{name: …}]}`"


def test_a_name_of_one_s_own_is_never_changed_for_another(catalog: Catalog) -> None:
    new = "new:\n  datasets: [{name: Night-Seg}]\n  metrics:\n"
    new += "  - {task: Image Classification, dataset: NightSeg"
    text = (
        result("Image Classification", "NightSeg")
        + new
        + ", name: Accuracy, better: higher, scale: percent}\n"
    )
    found = findings(catalog, text)
    assert {finding.code for finding in found} == {"PWC505"}
    assert {finding.edit for finding in found} == {None}
    assert found[0].message == "`NightSeg` is written `Night-Seg` under `new:`"


@pytest.mark.parametrize("area", ["CV", "C.V.", "Computer Visoin"])
def test_an_area_is_understood_as_a_task_is(area: str, catalog: Catalog) -> None:
    (finding,) = findings(catalog, f"new: {{tasks: [{{name: Telepathy, area: {area}}}]}}\n")
    assert finding.code == "PWC507"
    assert finding.fix == "Did you mean `Computer Vision`? Leave it if a new area is meant."


def test_the_same_slip_in_two_places_is_looked_up_in_the_table_of_each(catalog: Catalog) -> None:
    found = findings(catalog, result("Image Clasification", "Image Clasification"))
    fixes = {finding.code: finding.fix or "" for finding in found}
    assert fixes["PWC501"].startswith("Did you mean `Image Classification`?")
    assert "Image Classification" not in fixes["PWC502"], "that is a task"
