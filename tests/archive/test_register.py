"""One record for a name, however often and in whichever spelling it comes."""

from __future__ import annotations

import pytest

from archive.dump import BadDumpError
from archive.register import Register
from pwc.record import Dataset, Task


@pytest.fixture
def tasks() -> Register[Task]:
    return Register(Task)


def test_spellings_of_one_name_are_one_record(tasks: Register[Task]) -> None:
    first = tasks.add("Question Answering")
    assert tasks.add("question-answering") == tasks.add("Question  Answering") == first
    assert [task.name for task in tasks] == ["Question Answering"]


def test_names_that_differ_in_what_counts_get_slugs_of_their_own(tasks: Register[Task]) -> None:
    assert [tasks.add(name) for name in ("C", "C++", "C#", "\u554f\u7b54", "\u554f")] == [
        "c",
        "c-1",
        "c-2",
        tasks.find("\u554f\u7b54"),
        tasks.find("\u554f"),
    ]
    assert len([*tasks]) == 5


def test_records_come_in_the_order_of_their_slugs(tasks: Register[Task]) -> None:
    for name in ("b", "a", "c"):
        tasks.add(name)
    assert [task.slug for task in tasks] == ["a", "b", "c"]


def test_what_is_known_first_stays_and_lists_grow() -> None:
    datasets = Register(Dataset)
    slug = datasets.add("COPA")
    datasets.fill(slug, url=None, tasks=("a",), license="MIT")
    datasets.fill(slug, url="https://example.org", tasks=("b", "a"), license="BSD")
    assert datasets[slug] == Dataset(
        slug="copa", name="COPA", url="https://example.org", tasks=("a", "b"), license="MIT"
    )


def test_an_alias_finds_its_record_and_hides_nobodys_name(tasks: Register[Task]) -> None:
    tasks.fill(tasks.add("Question Answering"), aliases=("QA", "Reading"))
    tasks.fill(tasks.add("Quality Assessment"), aliases=("QA", "Question Answering"))
    assert tasks.find("qa") == "question-answering"
    tasks.add("Reading Comprehension")
    assert tasks.find("Reading") == "question-answering"
    tasks.make("Reading")
    assert {task.name: task.aliases for task in tasks} == {
        "Question Answering": ("QA",),
        "Quality Assessment": (),
        "Reading": (),
        "Reading Comprehension": (),
    }


def test_what_a_catalog_had_is_kept_as_it_was(tasks: Register[Task]) -> None:
    exact = Task(slug="odd-slug", name="Question Answering", aliases=("Question answering",))
    tasks.put(exact)
    tasks.fill("odd-slug", description="More.")
    assert tasks.add("question answering") == "odd-slug"
    assert [*tasks] == [exact]


@pytest.mark.parametrize(
    "other", [Task(slug="qa", name="Quality Assessment"), Task(slug="qa-1", name="question-answering")]
)
def test_a_slug_or_a_name_of_two_catalogs_is_refused(tasks: Register[Task], other: Task) -> None:
    tasks.put(Task(slug="qa", name="Question Answering"))
    with pytest.raises(BadDumpError, match="dumps of different catalogs go into directories of their own"):
        tasks.put(other)


def test_what_was_only_referred_to_gives_way_to_its_own_record(tasks: Register[Task]) -> None:
    tasks.claim_all(["c", "c-1", "d"], ["C++", "D"])
    assert {task.slug: task.name for task in tasks} == {"c": "C++", "c-1": "c-1", "d": "D"}
    tasks.put(Task(slug="c", name="C"))
    tasks.put(Task(slug="c-1", name="C++"))
    assert {task.slug: task.name for task in tasks} == {"c": "C", "c-1": "C++", "d": "D"}
    assert (tasks.find("C++"), tasks.find("c")) == ("c-1", "c")
