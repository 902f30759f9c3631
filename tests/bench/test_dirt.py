"""Each kind of dirt that real dumps hold is in the made archive, also in a small one, and in small shares."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from random import Random

import pytest

from archive import clean
from archive.dump import Kind
from bench import dirt
from bench.metrics import BY_NAME
from tests.bench.archive_dumps import KINDS, Dumps

NUMBER = r"-?[0-9]+(?:\.[0-9]+)?"
CELLS = {
    "dash": "-",
    "two dashes": "--",
    "a typographer's minus": "\u2212",
    "nothing": "",
    "a byte order mark": rf"\ufeff{NUMBER}",
    "a star": rf"{NUMBER}\*",
    "two values": rf"{NUMBER}/{NUMBER}",
    "a spread": rf"{NUMBER} \u00b1 {NUMBER}",
    "measured by others": rf"{NUMBER} \(measured by \w+ et al\., 20[12][0-9]\)",
    "about": rf"~{NUMBER}%",
    "words": r"[A-Za-z -]+[a-z]",
}


@pytest.mark.parametrize("name", CELLS)
def test_cells(name: str, dumps: Dumps) -> None:
    found = [cell for cell in dumps.cells if re.fullmatch(CELLS[name], cell)]
    assert 0 < len(found) < 0.1 * len(dumps.cells)


def test_most_cells_are_plain_numbers(dumps: Dumps) -> None:
    plain = [cell for cell in dumps.cells if re.fullmatch(NUMBER, cell)]
    assert 0.85 < len(plain) / len(dumps.cells) < 0.97


def _share_of_fractions(rows: list[dict[str, dict[str, str]]]) -> float:
    percents = [
        float(text)
        for row in rows
        for name, text in row["metrics"].items()
        if text and BY_NAME[name].metric.scale == "percent" and re.fullmatch(NUMBER, text)
    ]
    return sum(number < 1 for number in percents) / len(percents) if len(percents) > 2 else 0


def test_fractions_stand_beside_percents(dumps: Dumps) -> None:
    shares = [_share_of_fractions(board) for board in dumps.boards]
    assert 0 < sum(share == 1 for share in shares) < len(shares) / 4
    assert any(0.1 < share < 0.9 for share in shares)


SPAM: dict[str, Callable[[Dumps], list[str]]] = {
    "datasets": lambda dumps: dumps.texts("datasets", "name"),
    "datasets of boards": lambda dumps: [one["dataset"] for one in dumps.datasets if "dataset" in one],
    "models": lambda dumps: [row["model_name"] for row in dumps.rows],
}


@pytest.mark.parametrize("where", SPAM)
def test_some_names_are_spam(where: str, dumps: Dumps) -> None:
    names = SPAM[where](dumps)
    spam = [name for name in names if clean.spam(name)]
    assert 0 < len(spam) < 0.05 * len(names)


@pytest.mark.parametrize("make", [dirt.probe, dirt.advertisement])
def test_spam_is_known_as_that(make: Callable[[Random], str]) -> None:
    rng = Random(1)
    made = {make(rng) for _ in range(200)}
    assert len(made) > 100
    assert [name for name in made if clean.spam(name) is None] == []


def test_some_boards_are_empty(dumps: Dumps) -> None:
    assert 0 < sum(not board for board in dumps.boards) < 0.05 * len(dumps.boards)


def test_some_rows_are_there_twice(dumps: Dumps) -> None:
    twice = sum(row == other for board in dumps.boards for row, other in pairwise(board))
    assert 0 < twice < 0.02 * len(dumps.rows)


ROWS: dict[str, tuple[bool, bool, bool]] = {
    "a model and a title": (True, True, False),
    "a model alone": (True, False, False),
    "a paper alone": (False, True, True),
    "numbers alone": (False, False, False),
}
"""What rows name: a model, a paper's title, a paper's address."""


@pytest.mark.parametrize("name", ROWS)
def test_some_rows_name_less_than_others(name: str, dumps: Dumps) -> None:
    keys = ("model_name", "paper_title", "paper_url")
    found = Counter(tuple(bool(row.get(key)) for key in keys) for row in dumps.rows)
    assert 0 < found[ROWS[name]] < 0.1 * len(dumps.rows)


ADDRESSES = {
    "https": r"https://arxiv.org/.*",
    "http": r"http://arxiv.org/.*",
    "abs": r".*arxiv.org/abs/[0-9.]+",
    "abs and a version": r".*arxiv.org/abs/[0-9.]+v[0-9]",
    "pdf": r".*arxiv.org/pdf/[0-9.]+\.pdf",
    "pdf and a version": r".*arxiv.org/pdf/[0-9.]+v[0-9](\.pdf)?",
    "ACL Anthology": r"https://aclanthology.org/.*",
    "ACL Anthology of old": r"https?://www.aclweb.org/anthology/.*",
    "OpenReview": r"https://openreview.net/(forum|pdf)\?id=.*",
    "the old site": r"https://paperswithcode.com/paper/[a-z0-9-]+",
    "elsewhere": r"https?://proceedings.example.org/.*",
}


@pytest.mark.parametrize("name", ADDRESSES)
def test_papers_of_rows_are_addressed_in_many_ways(name: str, dumps: Dumps) -> None:
    assert any(re.fullmatch(ADDRESSES[name], row.get("paper_url") or "") for row in dumps.rows)


def test_some_trees_of_tasks_have_cycles(dumps: Dumps) -> None:
    def repeats(task: dirt.Item, above: tuple[str, ...] = ()) -> bool:
        below = (*above, task["task"])
        return task["task"] in above or any(repeats(one, below) for one in task["subtasks"])

    assert 0 < sum(map(repeats, dumps.items["evaluation-tables"])) < 0.2 * len(dumps.tasks)


def test_some_tasks_stand_at_two_places(dumps: Dumps) -> None:
    times = Counter(task["task"] for task in dumps.tasks)
    assert times.most_common(1)[0][1] > 1


def test_some_datasets_are_parts_of_others(dumps: Dumps) -> None:
    parts = [part for one in dumps.datasets for part in one["subdatasets"]]
    assert any("subdataset" in part for part in parts)
    assert any("dataset" in part for part in parts)


def test_some_papers_are_there_twice_under_one_arxiv_identifier(dumps: Dumps) -> None:
    pages = Counter(dumps.texts("papers-with-abstracts", "arxiv_id"))
    assert 0 < sum(times == 2 for times in pages.values()) < 0.02 * len(pages)
    assert max(pages.values()) == 2


def test_some_datasets_have_one_name_and_two_slugs(dumps: Dumps) -> None:
    slugs = Counter(dumps.texts("datasets", "name"))
    assert 0 < sum(times == 2 for times in slugs.values()) < 0.03 * len(slugs)
    assert len(set(dumps.texts("datasets", "url"))) == len(dumps.items["datasets"])


@pytest.mark.parametrize("kind", KINDS)
def test_some_fields_are_null_absent_or_empty(kind: Kind, dumps: Dumps) -> None:
    items = dumps.tasks if kind == "evaluation-tables" else dumps.items[kind]
    keys = {key for item in items for key in item}
    gaps = [
        keys - {key for key, value in item.items() if value is not None and value != ""} for item in items
    ]
    assert any(gaps)
    if kind in {"papers-with-abstracts", "links-between-papers-and-code"}:
        assert any(keys - set(item) for item in items)
        assert any("" in map(str, item.values()) for item in items)


def test_gaps_are_of_every_kind_in_turn() -> None:
    gaps = dirt.Gaps(Random(1), 1, ("a",))
    assert [gaps({"a": "x"}) for _ in range(3)] == [{"a": None}, {}, {"a": ""}]
    rare = dirt.Gaps(Random(1), 10, ("a",))
    assert 850 < [rare({"a": "x"}) for _ in range(1_000)].count({"a": "x"}) < 950


def test_an_empty_list_is_an_empty_field() -> None:
    item: dirt.Item = {"authors": ["A"]}
    dirt.empty_field(item, "authors")
    assert item == {"authors": []}


def test_a_share_falls_as_often_as_it_says_and_soon() -> None:
    for seed in range(20):
        falls = dirt.Share(Random(seed), 50)
        fallen = [falls() for _ in range(20_000)]
        assert 300 < sum(fallen) < 500
        assert any(fallen[:4])


@pytest.mark.parametrize(
    ("kind", "key"),
    [("methods", "description"), ("datasets", "description"), ("papers-with-abstracts", "abstract")],
)
def test_texts_hold_marks_of_their_kind(kind: Kind, key: str, dumps: Dumps) -> None:
    text = "\n".join(dumps.texts(kind, key))
    marks = (
        ("$", "\n")
        if kind == "papers-with-abstracts"
        else ("**", "](https://", "\n\n", "$$", "\n- ", "![", "## ")
    )
    assert [mark for mark in marks if mark not in text] == []


def test_descriptions_are_of_very_different_lengths(dumps: Dumps) -> None:
    lengths = sorted(map(len, dumps.texts("datasets", "description")))
    assert lengths[len(lengths) // 2] < 1_000
    assert 3_000 < lengths[-1] <= 6_000


def test_some_papers_have_no_title_and_some_abstracts_say_nothing(dumps: Dumps) -> None:
    papers = dumps.items["papers-with-abstracts"]
    assert 0 < sum(paper["title"] == "" for paper in papers) < 0.01 * len(papers)
    assert 0 < dumps.texts("papers-with-abstracts", "abstract").count("N/A") < 0.01 * len(papers)
