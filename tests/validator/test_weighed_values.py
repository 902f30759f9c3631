"""Values beside those of their boards: what is repaired, what is only doubted, and what is left alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from pwc import canonical, identity
from pwc.catalog import Catalog
from pwc.record import Metric, Result, Value
from pwc.tree import OverlayTree
from validator.entry import Entry
from validator.finding import Finding, Severity
from validator.mending import mend
from validator.numbers.measured import Histories
from validator.run import run

TODAY = date(2026, 11, 22)
PATH = "submissions/2026/11/x.yaml"
HEAD = 'paper: {arxiv: "1706.03762"}\nresults:\n'
IMAGES = "task: Image Classification"


def judged(catalog: Catalog, text: str) -> tuple[Finding, ...]:
    report = run([Entry(PATH, text.encode())], catalog, TODAY)
    assert not report.unchecked
    return report.findings


def weighed(catalog: Catalog, *lines: str) -> list[str]:
    """The codes of errors and warnings on results that are written like this."""
    text = HEAD + "".join(f"- {{model: Transformer {i}, {line}}}\n" for i, line in enumerate(lines))
    return [finding.code for finding in judged(catalog, text) if finding.severity is not Severity.HINT]


def mended(catalog: Catalog, text: str) -> str:
    after = mend([Entry(PATH, text.encode())], lambda files: run(files, catalog, TODAY))
    return after.changed[0].data.decode() if after.changed else text


def with_results(
    catalog: Catalog, dataset: str, values: Sequence[tuple[str, str | None]], metric: Metric | None = None
) -> Catalog:
    """The catalog with exactly these values and settings on a board for image classification."""
    board = catalog.board("image-classification", dataset)
    assert board is not None
    metric = metric or board.metrics[0]
    results = [
        Result(
            id=identity.result_id(dataset, index),
            model=f"Model {index}",
            paper="deep-residual-learning-for-image-recognition",
            metrics={metric.name: Value(value=value)},
            setting=setting,
            added="2026-10-01",
            submission="submissions/2026/10/before.yaml",
        )
        for index, (value, setting) in enumerate(values)
    ]
    board = replace(board, metrics=(metric,), results=tuple(sorted(results, key=lambda r: r.id)))
    path = identity.board_path(board.task, board.dataset)
    return Catalog(OverlayTree(catalog.tree, {path: canonical.board_file(board)}))


def test_a_fraction_is_mended_with_its_uncertainty_and_its_digits(catalog: Catalog) -> None:
    text = HEAD + (
        "- task: Image Classification\n"
        "  dataset: STL-10\n"
        "  model: Transformer\n"
        "  metrics: {Accuracy: {value: 0.630, uncertainty: 0.0040, kind: sd}}  # Table 2\n"
    )
    assert mended(catalog, text) == text.replace("0.630", "63.0").replace("0.0040", "0.40")


@pytest.mark.parametrize("value", ["{value: 0.630}", "0.630"])
def test_a_fraction_is_mended_however_it_is_written(value: str, catalog: Catalog) -> None:
    text = f"{HEAD}- {{{IMAGES}, dataset: STL-10, model: T, metrics: {{Accuracy: {value}}}}}\n"
    assert mended(catalog, text) == text.replace("0.630", "63.0")


def test_an_uncertainty_that_may_be_in_percent_leaves_nothing_certain(catalog: Catalog) -> None:
    value = "{value: 0.630, uncertainty: 0.4, kind: sd}"
    text = f"{HEAD}- {{{IMAGES}, dataset: STL-10, model: T, metrics: {{Accuracy: {value}}}}}\n"
    (finding,) = judged(catalog, text)
    assert (finding.code, finding.edit) == ("PWC604", None)
    assert mended(catalog, text) == text


def test_one_fraction_beside_a_percent_is_doubted_and_not_mended(catalog: Catalog) -> None:
    line = "task: Question Answering, dataset: NarrativeQA, setting: 5-shot, metrics: {EM: 0.401, F1: 55.0}"
    text = f"{HEAD}- {{model: T, {line}}}\n"
    assert [(f.code, f.edit) for f in judged(catalog, text)] == [("PWC604", None)]
    both = text.replace("55.0", "0.550")
    assert mended(catalog, both) == both.replace("0.401", "40.1").replace("0.550", "55.0")


def test_a_percent_among_fractions_is_mended(catalog: Catalog) -> None:
    fraction = Metric(name="Accuracy", better="higher", scale="fraction")
    board = with_results(catalog, "stl-10", [("0.71", None), ("0.745", None), ("0.8", None)], fraction)
    text = f"{HEAD}- {{{IMAGES}, dataset: STL-10, model: T, metrics: {{Accuracy: 74.50}}}}\n"
    assert mended(board, text) == text.replace("74.50", "0.7450")


def test_a_percent_is_mended_where_its_uncertainty_is_in_percent_too(catalog: Catalog) -> None:
    fraction = Metric(name="Accuracy", better="higher", scale="fraction")
    board = with_results(catalog, "stl-10", [("0.71", None), ("0.745", None), ("0.8", None)], fraction)
    value = "{value: 74.5, uncertainty: 0.4, kind: sd}"
    text = f"{HEAD}- {{{IMAGES}, dataset: STL-10, model: T, metrics: {{Accuracy: {value}}}}}\n"
    assert mended(board, text) == text.replace("74.5", "0.745").replace("0.4,", "0.004,")
    in_fractions = text.replace("0.4,", "0.004,")
    assert mended(board, in_fractions) == in_fractions


@pytest.mark.parametrize("value", ["0.5", "0.70", "0.25", "1.2", "1"])
def test_error_rates_about_one_percent_are_at_home_among_their_like(value: str, catalog: Catalog) -> None:
    assert weighed(catalog, f"{IMAGES}, dataset: MNIST, metrics: {{Percentage error: {value}}}") == []


def test_a_value_of_a_new_metric_is_weighed_by_those_beside_it(catalog: Catalog) -> None:
    board = "task: Question Answering, dataset: COPA"
    new = f"new: {{metrics: [{{{board}, name: F1, better: higher, scale: percent}}]}}\n"
    lines = [
        f"- {{{board}, model: T{i}, metrics: {{F1: {value}}}}}\n"
        for i, value in enumerate(("0.81", "0.84", "0.79"))
    ]
    (finding,) = judged(catalog, HEAD + "".join(lines) + new)
    assert (finding.code, finding.pointer) == ("PWC604", "/new/metrics/0/scale")
    lines[1] = lines[1].replace("0.84", "84")
    assert [f.code for f in judged(catalog, HEAD + "".join(lines) + new)] == []
    lines[2] = lines[2].replace("0.79", "79")
    (finding,) = judged(catalog, HEAD + "".join(lines) + new)
    assert (finding.code, finding.pointer, finding.edit) == ("PWC604", "/results/0/metrics/F1", None)


def test_noise_is_mended(catalog: Catalog) -> None:
    text = f"{HEAD}- {{{IMAGES}, dataset: STL-10, model: T, metrics: {{Accuracy: 63.69999999999999}}}}\n"
    assert mended(catalog, text) == text.replace("63.69999999999999", "63.7")


def test_a_jump_is_measured_among_results_of_its_own_setting(catalog: Catalog) -> None:
    few = [(f"{50 + i}.5", "zero-shot") for i in range(6)]
    many = [(f"{90 + i}.5", "fine-tuned") for i in range(6)]
    board = with_results(catalog, "stl-10", few + many)
    line = f"{IMAGES}, dataset: STL-10, metrics: {{Accuracy: 93.1}}, evidence: {{page: 3}}, setting: "
    assert weighed(board, line + "fine-tuned") == []
    assert weighed(board, line + "zero-shot") == ["PWC705"]
    assert weighed(board, line + "0-shot") == ["PWC705", "PWC314"]
    assert weighed(board, line + "1-shot") == [], "of which there are too few: judged by all"


def test_a_setting_is_missed_where_nearly_all_have_one(catalog: Catalog) -> None:
    line = f"{IMAGES}, dataset: STL-10, metrics: {{Accuracy: 61.5}}"
    for told, codes in ((3, []), (7, []), (8, ["PWC313"]), (10, ["PWC313"])):
        values = [(f"6{i}.5", "zero-shot" if i < told else None) for i in range(10)]
        assert weighed(with_results(catalog, "stl-10", values), line) == codes
    few = [("61.5", "zero-shot"), ("62.5", "fine-tuned")]
    assert weighed(with_results(catalog, "stl-10", few), line) == []


def test_a_board_keeps_to_its_own_spelling_unless_it_has_the_usual_one_too(catalog: Catalog) -> None:
    line = f"{IMAGES}, dataset: STL-10, metrics: {{Accuracy: 60.5}}, setting: "
    own = with_results(catalog, "stl-10", [("61.5", "0-shot"), ("62.5", "0-shot"), ("63.5", "Zero shot")])
    assert weighed(own, line + "0-shot") == []
    assert weighed(own, line + "zero-shot") == ["PWC314"]
    both = with_results(catalog, "stl-10", [("61.5", "0-shot"), ("62.5", "0-shot"), ("63.5", "zero-shot")])
    assert weighed(both, line + "0-shot") == ["PWC314"]
    assert weighed(both, line + "zero-shot") == []


def test_a_retracted_or_disputed_value_is_no_history(catalog: Catalog) -> None:
    board = catalog.board("image-classification", "stl-10")
    assert board is not None
    best = max(board.results, key=lambda result: result.metrics["Accuracy"].number)
    for status in ("retracted", "disputed"):
        doubted = replace(best, status=status, reason="a misprint")
        results = tuple(doubted if result is best else result for result in board.results)
        history = Histories().of(replace(board, results=results))
        assert history.metric("Accuracy").best == 72.8
    assert Histories().of(board).metric("Accuracy").best == 74.3


def test_the_best_of_a_file_alone_is_asked_for_its_evidence(catalog: Catalog) -> None:
    lines = [
        f"{IMAGES}, dataset: STL-10, metrics: {{Accuracy: {value}}}" for value in ("75.1", "77.2", "76.0")
    ]
    assert weighed(catalog, *lines) == ["PWC706"]
    lines[1] += ", evidence: {figure: Figure 3}"
    assert weighed(catalog, *lines) == []


def test_the_holder_is_named(catalog: Catalog) -> None:
    text = f"{HEAD}- {{{IMAGES}, dataset: STL-10, model: T, metrics: {{Accuracy: 75.2}}}}\n"
    (finding,) = judged(catalog, text)
    assert "so far 74.3 of `Model G`" in finding.message


ODD_NUMBERS = {
    "PWC602": ("STL-10", "Accuracy", "901", ", evidence: {page: 3}"),
    "PWC604": ("STL-10", "Accuracy", "0.630", ""),
    "PWC704": ("STL-10", "Accuracy", "100", ", evidence: {page: 3}"),
    "PWC705": ("STL-10", "Accuracy", "94.7", ", evidence: {page: 3}"),
    "PWC706": ("STL-10", "Accuracy", "75.9", ""),
    "PWC708": ("STL-10", "Accuracy", "6.41", ""),
}


@pytest.mark.parametrize("form", ["VALUE", "{value: VALUE}", "{runs: 3, value: VALUE}"])
@pytest.mark.parametrize("code", ODD_NUMBERS)
def test_the_number_itself_is_underlined_however_it_is_written(
    code: str, form: str, catalog: Catalog
) -> None:
    dataset, metric, number, more = ODD_NUMBERS[code]
    written = form.replace("VALUE", number)
    text = f"{HEAD}- {{{IMAGES}, dataset: {dataset}, model: T, metrics: {{{metric}: {written}}}{more}}}\n"
    (finding,) = judged(catalog, text)
    assert finding.code == code
    assert finding.source[finding.span.column - 1 : finding.span.end_column - 1] == number


def test_what_is_out_of_bounds_is_no_new_best(catalog: Catalog) -> None:
    assert weighed(catalog, f"{IMAGES}, dataset: STL-10, metrics: {{Accuracy: 743}}") == ["PWC602"]


def test_one_finding_says_what_a_value_is_not_two(catalog: Catalog) -> None:
    line = f"{IMAGES}, dataset: STL-10, evidence: {{page: 3}}, metrics: "
    assert weighed(catalog, line + "{Accuracy: 100}") == ["PWC704"]
    assert weighed(catalog, line + "{Accuracy: 0.062}") == ["PWC604"]
    line = f"{IMAGES}, dataset: Street View House Numbers, evidence: {{page: 3}}, metrics: "
    assert weighed(catalog, line + "{Percentage error: 0.017}") == ["PWC604"]


@given(st.decimals(-1000, 1000, places=2, allow_nan=False), st.sampled_from(["STL-10", "MNIST", "LAMBADA"]))
def test_no_value_makes_a_rule_fail(catalog: Catalog, value: object, dataset: str) -> None:
    task = "Question Answering" if dataset == "LAMBADA" else "Image Classification"
    metric = {"STL-10": "Accuracy", "MNIST": "Percentage error", "LAMBADA": "Perplexity"}[dataset]
    weighed(catalog, f"task: {task}, dataset: {dataset}, metrics: {{{metric}: {value}}}")


def test_longest_numbers_are_weighed_too(catalog: Catalog) -> None:
    for value in ("0." + "1" * 300, "1" * 300, "0." + "0" * 300 + "1"):
        weighed(catalog, f"task: Question Answering, dataset: LAMBADA, metrics: {{Perplexity: {value}}}")
