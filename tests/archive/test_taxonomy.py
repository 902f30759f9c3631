"""Tasks, datasets, methods and areas, however many items of whichever dump name them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pwc.record import Area, Dataset, Locator, Method, Task
from tests.archive.small_imports import catalog, dataset, method, paper, put, row, tables

PROBE = "01/01/1967' AND 2*3*8=6*8 AND 'AncJ'='AncJ"


def task(name: object, *subtasks: dict[str, Any], **fields: object) -> dict[str, Any]:
    return {"task": name, "subtasks": list(subtasks), **fields}


def test_a_task_has_its_areas_aliases_and_all_its_broader_tasks(tmp_path: Path) -> None:
    narrow = task("Reading Comprehension", synonyms=["RC", " rc ", ""], description=" Reading. ")
    put(
        tmp_path,
        evaluation_tables=[
            task("Question Answering", narrow, categories=["Natural Language Processing", "NLP "]),
            task("Language Understanding", task("reading comprehension", categories=["Reasoning"])),
        ],
    )
    made = catalog(tmp_path)
    assert made.tasks.by_slug("reading-comprehension") == Task(
        slug="reading-comprehension",
        name="Reading Comprehension",
        aliases=("RC",),
        areas=("natural-language-processing", "nlp", "reasoning"),
        parents=("question-answering", "language-understanding"),
        description="Reading.",
    )
    assert made.areas.by_slug("nlp") == Area(slug="nlp", name="NLP")


def test_an_alias_in_a_table_means_the_task_that_has_it(tmp_path: Path) -> None:
    put(
        tmp_path,
        evaluation_tables=[
            *tables(row(), task="QA"),
            task("Question Answering", synonyms=["QA"]),
        ],
        datasets=[dataset("SQuAD", tasks=[{"task": "question answering", "url": ""}, {"task": 7}, "QA"])],
    )
    made = catalog(tmp_path)
    assert {one.slug for one in made.tasks} == {"qa", "question-answering"}
    squad = made.datasets.by_slug("squad")
    assert squad is not None
    assert squad.tasks == ("question-answering",)


@pytest.mark.parametrize(
    ("entries", "cycles"),
    [
        ([task("A", task("B", task("A")))], [["A", "B", "A"]]),
        ([task("A", task("A"))], []),
        ([task("B", task("C")), task("C", task("A")), task("A", task("B"))], [["A", "C", "B", "A"]]),
        ([task("A", task("B"), task("C")), task("B", task("A")), task("C", task("A"))], None),
    ],
)
def test_cycles_of_tasks_are_cut_once_and_told(
    tmp_path: Path, entries: list[dict[str, Any]], cycles: list[list[str]] | None
) -> None:
    account = put(tmp_path, evaluation_tables=entries)
    assert cycles is None or account.cycles == cycles
    assert sorted(account.cycles) == sorted(put(tmp_path, into="again", evaluation_tables=entries).cycles)
    assert {one.name for one in catalog(tmp_path).tasks} >= {"A"}


def test_datasets_that_are_parts_of_each_other_are_cut_and_told(tmp_path: Path) -> None:
    account = put(
        tmp_path,
        datasets=[
            dataset("A", parent_dataset="B"),
            dataset("B", parent_dataset="A"),
            dataset("C", parent_dataset="C"),
        ],
    )
    assert account.cycles == [["A", "B", "A"]]
    assert [one.parent for one in catalog(tmp_path).datasets] == ["b", None, None]


def test_a_dataset_keeps_what_the_dump_says_of_it(tmp_path: Path) -> None:
    put(
        tmp_path,
        datasets=[
            dataset(
                "COPA",
                "copa",
                full_name="Choice of Plausible Alternatives",
                homepage="https://example.org/copa",
                short_description="Causes.",
                introduced_date="2011-03-21",
                license_name="BSD",
                license_url="https://example.org/license",
                languages=["English", 7, "English"],
                modalities=["Texts"],
                variants=["COPA", "COPA 500", "Balanced COPA"],
                paper={"title": "COPA", "url": "https://paperswithcode.com/paper/copa"},
                data_loaders=[{"url": "https://github.com/a/b", "repo": "x"}, {"url": ""}],
                tasks=[{"task": "Reasoning", "url": ""}],
                image="https://example.org/x.png",
            ),
            dataset("Balanced COPA"),
        ],
    )
    made = catalog(tmp_path).datasets
    assert made.by_slug("copa") == Dataset(
        slug="copa",
        name="COPA",
        full_name="Choice of Plausible Alternatives",
        url="https://example.org/copa",
        tasks=("reasoning",),
        description="Causes.",
        variants=("COPA 500", "Balanced COPA"),
        paper="https://paperswithcode.com/paper/copa",
        introduced="2011-03-21",
        license="BSD",
        license_url="https://example.org/license",
        modalities=("Texts",),
        languages=("English",),
        loaders=("https://github.com/a/b",),
    )
    assert made.by_slug("balanced-copa") == Dataset(slug="balanced-copa", name="Balanced COPA", parent="copa")


def test_one_dataset_under_two_slugs_is_one_and_the_second_address_leads_to_it(tmp_path: Path) -> None:
    datasets = [
        dataset("COPA", "copa"),
        dataset("copa", "copa-1", homepage="https://example.org"),
        dataset("Copa", "copa-2", homepage="https://elsewhere.example.org"),
    ]
    put(tmp_path, datasets=datasets, evaluation_tables=tables(row(), dataset="COPA"))
    made = catalog(tmp_path)
    assert {one.slug: one.name for one in made.datasets} == {"copa": "COPA", "copa-2": "Copa (copa-2)"}
    assert made.locator("dataset:copa-1") == Locator(locator="dataset:copa-1", dataset="copa")
    assert made.board("translation", "copa") is not None


def test_slugs_of_the_old_site_stay_and_odd_ones_get_our_form(tmp_path: Path) -> None:
    put(
        tmp_path,
        datasets=[dataset("COPA", "copa-2011"), dataset("D", "a_b.c"), dataset("E", "x" * 300)],
        methods=[method("Adam", "adam-optimizer"), method("Odd", "%41dam%20w")],
    )
    made = catalog(tmp_path)
    assert [one.slug for one in made.datasets] == ["a-b-c", "copa-2011", "x" * 45]
    assert [one.slug for one in made.methods] == ["adam-optimizer", "odd"]


def test_a_method_is_one_in_the_methods_dump_and_at_papers(tmp_path: Path) -> None:
    adam = method(
        "Adam",
        "adam",
        full_name="Adam",
        description="Moments.",
        introduced_year=2014,
        source_url="https://example.org/adam",
        code_snippet_url="https://github.com/a/adam",
        paper={"title": "Adam", "url": "", "url_abs": "https://arxiv.org/abs/1412.6980"},
        collections=[
            {"collection": "Optimizers", "area": "General", "area_id": "general"},
            {"collection": "Stochastic", "area": "General"},
            {"collection": 7},
        ],
    )
    used = [{"name": "ADAM", "description": "Other words.", "introduced_year": 1999}, {"name": "SGD"}]
    put(tmp_path, methods=[adam], papers_with_abstracts=[paper("A", "a", methods=used)])
    made = catalog(tmp_path)
    assert [*made.methods] == [
        Method(
            slug="adam",
            name="Adam",
            paper="https://arxiv.org/abs/1412.6980",
            description="Moments.",
            introduced=2014,
            source="https://example.org/adam",
            code="https://github.com/a/adam",
            collections=("Optimizers", "Stochastic"),
            areas=("general",),
        ),
        Method(slug="sgd", name="SGD"),
    ]
    assert [area.name for area in made.areas] == ["General"]


def test_two_methods_of_one_name_stay_two_where_their_full_names_differ(tmp_path: Path) -> None:
    put(
        tmp_path,
        methods=[
            method("GAP", "gap", full_name="Global Average Pooling"),
            method("GAP", "gap-1", full_name="Gated Attention Pooling"),
            method("gap", "gap-layer", full_name="Global Average Pooling"),
        ],
    )
    made = catalog(tmp_path)
    assert {one.slug: one.name for one in made.methods} == {"gap": "GAP", "gap-1": "GAP (gap-1)"}
    assert made.locator("method:gap-layer") == Locator(locator="method:gap-layer", method="gap")


def test_probes_and_advertisements_are_no_names_and_told(tmp_path: Path) -> None:
    account = put(
        tmp_path,
        evaluation_tables=[
            *tables(row(), row(), dataset=PROBE),
            task(PROBE, synonyms=[PROBE]),
            task("A", synonyms=[PROBE]),
        ],
        datasets=[dataset(PROBE), dataset("Visit https://watches.example.com now")],
        methods=[method("")],
    )
    assert (account.rows_in, account.results, len(account.rejects)) == (2, 0, 2)
    attack, told = "spam: somebody's attempt at breaking in", {one.reason for one in account.left_out}
    assert {one.reason for one in account.rejects} == {attack}
    assert {attack, "it has no name"} < told
    assert any("spam: " in reason and reason != attack for reason in told)
    made = catalog(tmp_path)
    assert {one.name for one in made.tasks} == {"A", "Translation"}
    assert [*made.datasets] == []
    assert all(one.aliases == () for one in made.tasks)
