"""An import on top of what people have done since: nothing doubled, nothing undone, nothing lost."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from archive.adopting.adopt import adopt
from archive.adopting.three_sides import merged
from archive.dump import BadDumpError
from archive.importing import import_dumps
from pwc import canonical, identity
from pwc import catalog as paths
from pwc.catalog import Catalog
from pwc.record import Area, Board, Code, Dataset, Locator, Metric, Paper, Record, Result, Task, Value
from pwc.tree import EmptyTree, OverlayTree, Tree
from tests.archive.made_dumps import FEW, ODD
from tests.archive.small_imports import catalog, tree
from tests.archive.test_import import written
from validator.catalog_check import check

NOTHING = Catalog(EmptyTree())
BY = "submissions/2026/11/x.yaml"
BLEU = Metric(name="BLEU", better="higher", scale="percent")


def result(model: str, value: str = "1", **fields: Any) -> Result:
    return Result(
        id=identity.result_id(model, 0), model=model, metrics={"BLEU": Value(value=value)}, **fields
    )


def board(*results: Result, metrics: tuple[Metric, ...] = (BLEU,), **fields: Any) -> Board:
    in_order = tuple(sorted(results, key=lambda one: one.id))
    known = {"slug": "translation-on-wmt", "task": "translation", "dataset": "wmt"}
    return Board(metrics=metrics, results=in_order, **(known | fields))


def made(*records: Record) -> Catalog:
    """A catalog of some records, with the locators that they need."""
    files: dict[str, list[Record]] = {}
    tables = {Area: paths.AREAS, Task: paths.TASKS, Dataset: paths.DATASETS}
    boards = [one for one in records if isinstance(one, Board)]
    locators = [Locator(locator=f"sota:{one.slug}", board=one.key) for one in boards]
    for one in records:
        if isinstance(one, Paper):
            files.setdefault(identity.paper_path(one.slug), []).append(one)
            locators += [Locator(locator=f"arxiv:{one.arxiv}", paper=one.slug)] if one.arxiv else []
        elif isinstance(one, Locator):
            locators.append(one)
        elif not isinstance(one, Board):
            files.setdefault(tables[type(one)], []).append(one)
    for locator in sorted(locators, key=lambda one: one.locator):
        files.setdefault(identity.locator_path(locator.locator), []).append(locator)
    changes = {path: canonical.lines(of) for path, of in files.items()}
    changes |= {identity.board_path(one.task, one.dataset): canonical.board_file(one) for one in boards}
    return Catalog(OverlayTree(EmptyTree(), changes))


TASK, DATASET = Task(slug="translation", name="Translation"), Dataset(slug="wmt", name="WMT")


def adopted(ours: Catalog, theirs: Catalog, base: Catalog = NOTHING) -> Catalog:
    whole = Catalog(OverlayTree(ours.tree, adopt(ours, theirs, base).files))
    assert [finding.message for finding in check(whole.tree).findings if finding.code != "PWC910"] == []
    return whole


def results(of: Catalog, task: str = "translation", dataset: str = "wmt") -> dict[str, Result]:
    found = of.board(task, dataset)
    assert found is not None
    return {one.model: one for one in found.results}


def test_the_same_under_other_spellings_and_slugs_is_folded_and_ours_wins() -> None:
    mine = replace(DATASET, url="https://example.org/ours", description="Ours.")
    ours = made(
        TASK,
        mine,
        Paper(slug="p", title="P", arxiv="1706.03762", date="2017-06-12"),
        board(result("A", paper="p")),
    )
    theirs = made(
        Task(slug="machine-translation", name="translation", aliases=("MT",), description="Theirs."),
        Dataset(slug="wmt-2014", name="W.M.T.", url="https://example.org/theirs", license="MIT"),
        Paper(
            slug="other", title="Typed otherwise", arxiv="1706.03762", date="2018-01-01", proceeding="NeurIPS"
        ),
        board(
            replace(result("A", paper="other"), id=identity.result_id("archive", 1)),
            result("B", "2", paper="other"),
            task="machine-translation",
            dataset="wmt-2014",
            slug="machine-translation-on-wmt-2014",
        ),
    )
    whole = adopted(ours, theirs)
    assert [*whole.tasks] == [replace(TASK, aliases=("MT",), description="Theirs.")]
    assert [*whole.datasets] == [replace(mine, license="MIT")]
    assert [*whole.papers()] == [
        Paper(slug="p", title="P", arxiv="1706.03762", date="2017-06-12", proceeding="NeurIPS")
    ]
    assert {model: one.paper for model, one in results(whole).items()} == {"A": "p", "B": "p"}
    assert len([*whole.boards()]) == 1


def test_what_has_our_slug_and_is_another_thing_gets_a_slug_of_its_own_each_time() -> None:
    ours = made(Task(slug="c", name="C"), Paper(slug="p", title="P", arxiv="1706.00001"))
    theirs = made(
        Task(slug="c", name="C++", description="Theirs."),
        Paper(slug="p", title="Another", date="2017-06-12", code=(Code(url="https://github.com/a/b"),)),
    )
    whole = adopted(ours, theirs)
    assert {task.slug: task.name for task in whole.tasks} == {"c": "C", "c-1": "C++"}
    assert {one.slug: one.title for one in whole.papers()} == {"p": "P", "p-1": "Another"}
    for base in (theirs, NOTHING):
        assert adopt(whole, theirs, base).files == {}


@pytest.mark.parametrize(
    ("ours", "theirs", "base", "whole"),
    [
        ({}, {"url": "b"}, None, {"url": "b"}),
        ({"url": "a"}, {"url": "b"}, None, {"url": "a"}),
        ({"url": "a"}, {"url": "b"}, {"url": "a"}, {"url": "b"}),
        ({"url": "c"}, {"url": "b"}, {"url": "a"}, {"url": "c"}),
        ({"url": "a"}, {}, {"url": "a"}, {"url": "a"}),
        ({"tasks": ("a",)}, {"tasks": ("b", "a")}, None, {"tasks": ("a", "b")}),
        ({"tasks": ("a",)}, {"tasks": ("a", "b", "c")}, {"tasks": ("a", "b")}, {"tasks": ("a", "c")}),
        ({"name": "Ours"}, {"name": "Theirs"}, {"name": "Ours"}, {"name": "Ours"}),
        ({"submission": BY}, {"submission": "y"}, {}, {"submission": BY}),
    ],
)
def test_a_field_follows_theirs_where_nobody_changed_it_here(
    ours: dict[str, Any], theirs: dict[str, Any], base: dict[str, Any] | None, whole: dict[str, Any]
) -> None:
    def one(fields: dict[str, Any]) -> Dataset:
        return Dataset(**({"slug": "wmt", "name": "WMT"} | fields))

    assert merged(one(ours), one(theirs), None if base is None else one(base)) == one(whole)
    kept = merged(one(ours), one(theirs), None if base is None else one(base), keep=("url", "tasks"))
    assert (kept.url, kept.tasks) == (ours.get("url"), ours.get("tasks", ()))


def test_no_is_an_answer() -> None:
    confirmed, guessed = replace(BLEU, inferred=False), replace(BLEU, inferred=True)
    assert merged(confirmed, guessed, None) == confirmed
    assert merged(guessed, confirmed, guessed) == confirmed
    unknown, no, yes = (result("A", extra_training_data=more) for more in (None, False, True))
    assert merged(unknown, no, None) == no
    assert merged(no, yes, None) == no
    assert merged(no, yes, no) == yes


def test_status_reason_and_what_was_removed_stay_and_ids_too() -> None:
    base = made(TASK, DATASET, board(*(result(model) for model in "ABCD")))
    gone = board(
        replace(result("A", "9"), status="disputed", reason="Nobody could repeat it."),
        replace(result("B"), status="retracted", reason="Withdrawn."),
        result("C"),
    )
    theirs = made(TASK, DATASET, board(*(result(model, "2") for model in "ABCDE")))
    now = results(adopted(made(TASK, DATASET, gone), theirs, base))
    assert {model: (one.metrics["BLEU"].value, one.status) for model, one in now.items()} == {
        "A": ("9", "disputed"),
        "B": ("2", "retracted"),
        "C": ("2", "active"),
        "E": ("2", "active"),
    }
    assert now["B"].reason == "Withdrawn."
    assert all(one.id == identity.result_id(model, 0) for model, one in now.items())


def test_a_metric_is_ours_also_under_another_name_and_once_confirmed() -> None:
    mine = Metric(
        name="Sacre-BLEU", better="higher", scale="percent", aliases=("BLEU",), max="100", submission=BY
    )
    inferred = Metric(name="BLEU", better="lower", scale="none", inferred=True)
    ours = made(TASK, DATASET, board(metrics=(mine,)))
    theirs = made(
        TASK,
        DATASET,
        board(result("A"), metrics=(inferred, Metric(name="TER", better="lower", scale="none"))),
    )
    whole = adopted(ours, theirs)
    found = whole.board("translation", "wmt")
    assert found is not None
    assert found.metrics[0] == mine
    assert [metric.name for metric in found.metrics] == ["Sacre-BLEU", "TER"]
    assert results(whole)["A"].metrics == {"Sacre-BLEU": Value(value="1")}


def test_an_identifier_of_another_paper_of_ours_is_not_taken_over() -> None:
    ours = made(Paper(slug="p", title="P"), Paper(slug="q", title="Q", arxiv="1706.00001"))
    theirs = made(Paper(slug="p", title="P", arxiv="1706.00001", date="2017-06-12"))
    whole = adopted(ours, theirs)
    assert {one.slug: one.arxiv for one in whole.papers()} == {"p": None, "q": "1706.00001"}


def test_a_paper_whose_title_or_identifier_was_corrected_is_the_same() -> None:
    base = made(
        Paper(slug="p", title="Ttle", arxiv="1706.00001"), Paper(slug="q", title="Q", arxiv="1706.00002")
    )
    ours = made(
        Paper(slug="p", title="Title", arxiv="1706.00001"), Paper(slug="q", title="Q", arxiv="1706.00003")
    )
    theirs = made(*(replace(one, date="2017-06-12") for one in base.papers()))
    whole = adopted(ours, theirs, base)
    assert {(one.slug, one.title, one.arxiv, one.date) for one in whole.papers()} == {
        ("p", "Title", "1706.00001", "2017-06-12"),
        ("q", "Q", "1706.00003", "2017-06-12"),
    }


def test_a_repository_of_a_paper_stands_once_and_follows_where_it_is_as_it_came() -> None:
    def of(*codes: Code) -> Catalog:
        return made(Paper(slug="p", title="P", code=codes))

    a, b, gone = (Code(url=f"https://github.com/a/{name}") for name in ("a", "b", "gone"))
    mine = Code(url="https://github.com/a/b", framework="jax")
    newer = [Code(url=one.url.replace("https", "http"), official=True) for one in (a, b, gone)]
    whole = adopted(of(a, mine), of(*newer, Code(url="https://github.com/n")), of(a, b, gone))
    assert [one.code for one in whole.papers()] == [(newer[0], mine, Code(url="https://github.com/n"))]


def test_a_slug_that_a_record_had_here_leads_to_it_and_names_that_were_united_stay_so() -> None:
    ours = made(
        Task(slug="translation", name="Translation", aliases=("MT",)),
        DATASET,
        Locator(locator="task:mt-old", task="translation"),
        board(result("A")),
    )
    theirs = made(
        Task(slug="mt-old", name="Anything"),
        Task(slug="mt", name="MT"),
        DATASET,
        board(result("B"), task="mt", slug="mt-on-wmt"),
    )
    whole = adopted(ours, theirs)
    assert [task.slug for task in whole.tasks] == ["translation"]
    assert set(results(whole)) == {"A", "B"}


def test_steps_that_would_close_a_cycle_with_ours_are_left_out() -> None:
    ours = made(Task(slug="a", name="A", parents=("b",)), Task(slug="b", name="B"))
    theirs = made(
        Task(slug="b", name="B", parents=("c",)),
        Task(slug="c", name="C", parents=("a",)),
        Task(slug="a", name="A"),
    )
    tasks = {task.slug: task.parents for task in adopted(ours, theirs).tasks}
    assert tasks["a"] == ("b",)
    assert sorted([tasks["b"], tasks["c"]]) in ([(), ("a",)], [(), ("c",)])


def ids(of: Tree) -> set[str]:
    return {one.id for found in Catalog(of).boards() for one in found.results}


@settings(max_examples=12)
@given(*[ODD.all() | FEW.all()] * 3)
def test_any_imports_in_turn_are_valid_lose_nothing_and_are_nothing_the_second_time(
    first: Any, second: Any, third: Any
) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for name, dumps in (("first", first), ("second", second), ("third", third)):
            found = written(folder / f"of-{name}", **{key.replace("-", "_"): of for key, of in dumps.items()})
            try:
                import_dumps(found, folder / name)
            except BadDumpError:
                return
        now: Tree = tree(folder / "first")
        base = NOTHING
        for name in ("second", "third"):
            theirs = catalog(folder, name)
            whole = adopted(Catalog(now), theirs, base)
            assert adopt(whole, theirs, NOTHING).files == {}
            assert ids(now) <= ids(whole.tree)
            assert {one.slug for one in Catalog(now).papers()} <= {one.slug for one in whole.papers()}
            now, base = whole.tree, theirs
