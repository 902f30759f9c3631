"""Tables as leaderboards: every cell that real dumps hold, and every row counted once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pwc.catalog import Catalog
from pwc.record import Board, Metric, Value
from tests.archive.small_imports import catalog, put, row, tables

WHERE = "evaluation-tables.json: item 1, Translation on WMT, row "


def board(folder: Path, task: str = "translation", dataset: str = "wmt") -> Board:
    found = catalog(folder).board(task, dataset)
    assert found is not None
    return found


def ids(made: Catalog) -> dict[str, str]:
    return {result.model: result.id for one in made.boards() for result in one.results}


@pytest.mark.parametrize(
    ("typed", "value", "note"),
    [
        ("86.30", Value(value="86.30"), None),
        (86.3, Value(value="86.3"), None),
        ("\ufeff93.3", Value(value="93.3"), None),
        ("\u22123", Value(value="-3"), None),
        ("86.3 \u00b1 0.2", Value(value="86.3", uncertainty="0.2"), None),
        ("63.7*", Value(value="63.7"), "63.7*"),
        ("~45%", Value(value="45"), "~45%"),
        ("70.14 (by Ge et al.)", Value(value="70.14"), "70.14 (by Ge et al.)"),
    ],
)
def test_a_cell_with_a_number_is_a_result(
    tmp_path: Path, typed: object, value: Value, note: str | None
) -> None:
    put(tmp_path, evaluation_tables=tables(row(value=typed)))
    (result,) = board(tmp_path).results
    assert (result.metrics, result.notes) == ({"BLEU": value}, {} if note is None else {"BLEU": note})


@pytest.mark.parametrize(
    ("row_of_a_table", "reason"),
    [
        (row(value="-"), "no value"),
        (row(value="\u2212"), "no value"),
        (row(value=""), "no value"),
        (row(value=None), "no value"),
        ({"model_name": "M"}, "no value"),
        (row(value="93.0/90.7"), "no number that is certain: several numbers in one cell"),
        (row(value="rank 3"), "no number that is certain: a number among words"),
        (row(value="yes"), "no number that is certain: words"),
        (row(value=["1"]), "no number that is certain: a number among words"),
        (row("", "1"), "neither the model nor the paper has a name"),
        (row("m" * 201, "1"), "neither the model nor the paper has a name"),
        (row("' OR '1'='1", "1"), "spam: somebody's attempt at breaking in"),
        ("no object", "neither the model nor the paper has a name"),
    ],
)
def test_a_row_without_a_certain_number_or_a_name_is_rejected_where_it_stands(
    tmp_path: Path, row_of_a_table: Any, reason: str
) -> None:
    account = put(tmp_path, evaluation_tables=tables(row("Good", "1"), row_of_a_table))
    assert (account.rows_in, account.results, account.folded) == (2, 1, 0)
    assert [(one.place, one.reason) for one in account.rejects] == [(f"{WHERE}2", reason)]


def test_words_beside_a_number_of_another_metric_are_a_note(tmp_path: Path) -> None:
    cells = {"BLEU": "28.4", "TER": "see text", "chrF": "-", " BLEU-4 ": "5 / 6"}
    put(tmp_path, evaluation_tables=tables({"model_name": "M", "metrics": cells}))
    (result,) = board(tmp_path).results
    assert result.metrics == {"BLEU": Value(value="28.4")}
    assert result.notes == {"TER": "see text", "BLEU-4": "5 / 6"}
    assert [metric.name for metric in board(tmp_path).metrics] == ["BLEU", "TER", "BLEU-4"]


def test_a_row_without_a_model_is_called_by_its_papers_title(tmp_path: Path) -> None:
    put(tmp_path, evaluation_tables=tables(row("", "1", paper_title=" A  Paper ")))
    assert [result.model for result in board(tmp_path).results] == ["A Paper"]


def test_rows_that_say_the_same_are_folded_and_others_stay(tmp_path: Path) -> None:
    url = {"paper_url": "https://arxiv.org/abs/1706.03762v1"}
    rows = [
        row("M", "28.4", **url),
        row("M", 28.4, paper_url="http://arxiv.org/pdf/1706.03762"),
        row("M ", "28.4", **url),
        row("M", "28.40", **url),
        row("M", "28.4", uses_additional_data=True, **url),
        row("M", "28.4", uses_additional_data="yes", **url),
        row("m", "28.4", **url),
    ]
    account = put(tmp_path, evaluation_tables=tables(*rows))
    assert (account.results, account.folded, account.rejects) == (4, 3, [])
    said = {(r.model, r.metrics["BLEU"].value, r.extra_training_data) for r in board(tmp_path).results}
    assert said == {("M", "28.4", None), ("M", "28.40", None), ("M", "28.4", True), ("m", "28.4", None)}


def test_two_tables_of_one_task_and_dataset_are_one_board(tmp_path: Path) -> None:
    entries = tables(row("A", "1"), row("B", "2")) + tables(row("A", "1"), row("C", "3"), task="translation")
    account = put(tmp_path, evaluation_tables=entries)
    assert (account.rows_in, account.results, account.folded) == (4, 3, 1)
    assert {result.model for result in board(tmp_path).results} == {"A", "B", "C"}


def test_metrics_are_known_or_inferred_and_say_so(tmp_path: Path) -> None:
    sota = {
        "metrics": ["Accuracy", "Thing", "' OR '1'='1", "x" * 300],
        "rows": [
            {"model_name": f"M{n}", "metrics": {"Accuracy": 1 - n / 10, "Thing": n, "' OR '1'='1": n}}
            for n in range(1, 5)
        ],
    }
    put(tmp_path, evaluation_tables=[{"task": "T", "datasets": [{"dataset": "D", "sota": sota}]}])
    assert board(tmp_path, "t", "d").metrics == (
        Metric(name="Accuracy", better="higher", scale="fraction", min="0", max="1"),
        Metric(name="Thing", better="lower", scale="none", inferred=True),
    )


def test_tables_without_rows_stay_and_without_anything_measured_are_none(tmp_path: Path) -> None:
    empty = {"dataset": "Empty", "sota": {"metrics": ["BLEU"], "rows": []}}
    nothing = {"dataset": "Nothing", "sota": {"metrics": [], "rows": [{"model_name": "M", "metrics": None}]}}
    account = put(
        tmp_path, evaluation_tables=[{"task": "T", "datasets": [empty, nothing, {"dataset": "None"}]}]
    )
    assert [one.key for one in catalog(tmp_path).boards()] == ["t/empty"]
    assert [one.reason for one in account.rejects] == ["nothing is measured in this table"]
    assert {one.name for one in catalog(tmp_path).datasets} == {"Empty", "Nothing", "None"}


def test_rows_of_a_task_or_dataset_without_a_name_are_rejected(tmp_path: Path) -> None:
    entries = [*tables(row(), dataset=""), *tables(row(), row(), task=""), *tables(row(), task="t" * 201)]
    account = put(tmp_path, evaluation_tables=entries)
    assert [one.reason for one in account.rejects] == [
        "the dataset has no name that could be kept",
        *["the task has no name that could be kept"] * 3,
    ]
    assert account.rejects[0].place.endswith("Translation on a dataset without one, row 1")


def test_boards_whose_slugs_are_cut_to_one_get_slugs_of_their_own(tmp_path: Path) -> None:
    long = "A Task with a Name of So Many Words That It Is Cut"
    put(
        tmp_path,
        evaluation_tables=tables(row(), task=long, dataset="A") + tables(row(), task=long, dataset="B"),
    )
    slugs = [one.slug for one in catalog(tmp_path).boards()]
    assert len(set(slugs)) == 2
    assert slugs[1] == f"{slugs[0]}-1"


def test_the_id_of_a_result_stays_when_its_values_or_addresses_are_typed_otherwise(tmp_path: Path) -> None:
    url = "https://arxiv.org/abs/1706.03762"
    put(
        tmp_path, evaluation_tables=tables(row("A", "1", paper_url=url), row("B", "2", paper_title="A Paper"))
    )
    mended = tables(
        row("B", "2.5", paper_title="a paper"),
        row("A", "1.5", paper_url="http://arxiv.org/pdf/1706.03762v3"),
        task="TRANSLATION",
    )
    put(tmp_path, into="again", evaluation_tables=mended)
    assert ids(catalog(tmp_path)) == ids(catalog(tmp_path, "again"))


def test_rows_that_differ_in_values_alone_have_ids_of_their_own(tmp_path: Path) -> None:
    put(tmp_path, evaluation_tables=tables(*(row("A", value) for value in (1, 2, 3))))
    assert len({result.id for result in board(tmp_path).results}) == 3
